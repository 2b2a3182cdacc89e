"""What a new sound process must be told so that it goes on where the old one died."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from companion.domain.score import Score
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats
from companion.midi.protocol import (
    Command,
    Cue,
    Ended,
    Fact,
    LoadSoundFont,
    Open,
    Panic,
    Play,
    Position,
    Revise,
    Revised,
    SetKeyboard,
    SetMidiInput,
    SetMidiOutput,
    SetPart,
    SetPartLevel,
    SetPlayerProgram,
    SetSnap,
    SetSustain,
    SetTempo,
    SetVolume,
    Stop,
    TempoChanged,
)

RESUME_FADE_SECONDS = 0.5

Lasting: TypeAlias = SetPlayerProgram | SetSnap | SetKeyboard | SetSustain | SetMidiOutput


class Standing(NamedTuple):
    """A score and the unrolled beat at which its own beat 0 stands."""

    score: Score
    is_loop: bool
    at_beats: Beats


@dataclass
class Music:
    """One play and what became of it. `standing` is in order of its beats; `unanswered` in order of asking."""

    play: Play
    tempo: TempoMap
    standing: list[Standing]
    parts: dict[tuple[type, str], SetPart | SetPartLevel] = field(default_factory=dict)
    cues: list[Cue] = field(default_factory=list)
    unanswered: list[Revise | SetTempo] = field(default_factory=list)

    @classmethod
    def of(cls, play: Play) -> "Music":
        """A play that nothing has happened to yet."""
        return cls(play, play.score.tempo, [Standing(play.score, play.is_loop, play.score_at_beats)])

    def hear(self, answer: Revised | TempoChanged) -> None:
        """Take in what the sound process made of the oldest wish of that kind."""
        asked: Revise | SetTempo | None
        if isinstance(answer, TempoChanged):
            self.tempo = answer.tempo
            asked = next((wish for wish in self.unanswered if isinstance(wish, SetTempo)), None)
        else:
            asked = self._stand(answer)
        if asked is not None:
            self.unanswered.remove(asked)

    def pass_by(self, beats: Beats) -> None:
        """Let go of what lies behind a beat."""
        while len(self.standing) > 1 and self.standing[1].at_beats <= beats:
            del self.standing[0]
        if self.cues:
            self.cues = [cue for cue in self.cues if cue.at_beats + _length(cue) > beats]

    def go_on(self, beats: Beats | None) -> list[Command]:
        """The commands that play on from the bar after `beats` (None: it had not begun); none where nothing is left."""
        start = self.play.from_beats
        play = replace(self.play, score=replace(self.play.score, tempo=self.tempo))
        current, later = self.standing[0], self.standing[1:]
        if beats is not None and beats >= start:
            bar_beats = self.play.score.meter.bar_beats
            start = math.ceil(beats / bar_beats) * bar_beats
            begun = max(1, sum(standing.at_beats <= start for standing in self.standing))
            current, later = self.standing[begun - 1], self.standing[begun:]
            if not current.is_loop and not later and start >= current.at_beats + current.score.total_beats:
                return []
            play = Play(
                play.play_id, replace(current.score, tempo=self.tempo), current.is_loop, start,
                fade_in_seconds=RESUME_FADE_SECONDS, score_at_beats=current.at_beats,
            )  # fmt: skip
        revisions = [Revise(play.play_id, score, at, is_loop) for score, is_loop, at in later]
        cues = [cue for cue in self.cues if cue.at_beats + _length(cue) > start]
        return [play, *revisions, *self.parts.values(), *self.unanswered, *cues]

    def _stand(self, answer: Revised) -> Revise | None:
        wishes = (wish for wish in self.unanswered if isinstance(wish, Revise))
        asked = next((wish for wish in wishes if wish.from_beats == answer.asked_beats), None)
        if asked is not None:
            before = [standing for standing in self.standing if standing.at_beats < answer.from_beats]
            is_loop = self.standing[-1].is_loop if asked.is_loop is None else asked.is_loop
            self.standing = [*before, Standing(asked.score, is_loop, answer.from_beats)]
        return asked


@dataclass
class Remembered:
    """The state that commands and their answers have built up. `unended` are the plays whose end was not told."""

    options: Open
    lasting: dict[type, Lasting] = field(default_factory=dict)
    music: Music | None = None
    unended: list[int] = field(default_factory=list)

    def note(self, command: Command) -> None:
        """Take in a command that was sent."""
        match command:
            case Open():
                self.options = command
            case SetMidiInput(wanted):
                self.options = replace(self.options, midi_input=wanted)
            case SetVolume(volume):
                self.options = replace(self.options, volume=volume)
            case LoadSoundFont(path):
                self.options = replace(self.options, soundfont=path)
            case SetPlayerProgram() | SetSnap() | SetKeyboard() | SetSustain() | SetMidiOutput():
                self.lasting[type(command)] = command
            case Play(play_id):
                self.music = Music.of(command)
                if play_id not in self.unended:
                    self.unended.append(play_id)
            case Stop():
                self.music = None
            case Panic():
                self.music = None
                self.lasting.pop(SetSustain, None)
            case _ if self.music is not None:
                self._note_change(self.music, command)

    def hear(self, fact: Fact) -> None:
        """Take in an answer."""
        match fact:
            case Ended():
                self.note_end(fact)
            case (Revised(play_id) | TempoChanged(play_id)) if self.music and self.music.play.play_id == play_id:
                self.music.hear(fact)
            case Position(play_id, beats) if self.music and self.music.play.play_id == play_id:
                self.music.pass_by(beats)

    def is_unended(self, play_id: int) -> bool:
        """Whether that play's end is still to come."""
        return play_id in self.unended

    def note_end(self, ended: Ended) -> None:
        """Take in that a play is over."""
        if self.music is not None and self.music.play.play_id == ended.play_id:
            self.music = None
        if ended.play_id in self.unended:
            self.unended.remove(ended.play_id)

    def after_death(self, position: Position | None) -> tuple[list[Command], list[Ended]]:
        """The commands for the new process, and the ends of what it can't go on with.

        `position` is where the music was when the old process was last heard; None where none had begun.
        """
        going_on: list[Command] = []
        if self.music is not None:
            play_id = self.music.play.play_id
            is_its_own = position is not None and position.play_id == play_id
            going_on = self.music.go_on(position.beats if position is not None and is_its_own else None)
        kept = self.music.play.play_id if self.music is not None and going_on else None
        ends = [Ended(play_id, is_complete=False) for play_id in self.unended if play_id != kept]
        for ended in ends:
            self.note_end(ended)
        return [self.options, *self.lasting.values(), *going_on], ends

    def _note_change(self, music: Music, command: Command) -> None:
        match command:
            case SetPart(name) | SetPartLevel(name):
                music.parts[type(command), name] = command
            case (Revise(play_id) | SetTempo(play_id)) if play_id == music.play.play_id:
                music.unanswered.append(command)
            case Cue(play_id) if play_id == music.play.play_id:
                music.cues.append(command)


def _length(cue: Cue) -> Beats:
    return max((note.onset_beats + note.duration_beats for note in cue.part.notes), default=0.0)
