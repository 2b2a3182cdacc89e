"""What a new sound process must be told so that it goes on where the old one died."""

import math
from dataclasses import dataclass, field

from msgspec.structs import replace

from companion.domain.units import Beats
from companion.midi.protocol import (
    Command,
    Ended,
    LoadSoundFont,
    Open,
    Panic,
    Play,
    Position,
    SetPlayerProgram,
    SetVolume,
    Stop,
)

RESUME_FADE_SECONDS = 0.5


@dataclass
class Remembered:
    """The state that commands have built up. `unended` are the plays whose end has not been told."""

    options: Open
    program: SetPlayerProgram | None = None
    play: Play | None = None
    unended: list[int] = field(default_factory=list)

    def note(self, command: Command) -> None:
        """Take in a command that was sent."""
        match command:
            case Open():
                self.options = command
            case SetVolume(volume):
                self.options = replace(self.options, volume=volume)
            case LoadSoundFont(path):
                self.options = replace(self.options, soundfont=path)
            case SetPlayerProgram():
                self.program = command
            case Play(play_id):
                self.play = command
                if play_id not in self.unended:
                    self.unended.append(play_id)
            case Stop() | Panic():
                self.play = None

    def is_unended(self, play_id: int) -> bool:
        """Whether that play's end is still to come."""
        return play_id in self.unended

    def note_end(self, ended: Ended) -> None:
        """Take in that a play is over."""
        if self.play is not None and self.play.play_id == ended.play_id:
            self.play = None
        if ended.play_id in self.unended:
            self.unended.remove(ended.play_id)

    def after_death(self, position: Position | None) -> tuple[list[Command], list[Ended]]:
        """The commands for the new process, and the ends of what it can't go on with.

        `position` is where the music was when the old process was last heard; None where none had begun.
        """
        going_on = self.play
        if going_on is not None and position is not None and position.play_id == going_on.play_id:
            going_on = from_next_bar(going_on, position.beats)
        ends = [
            Ended(play_id, is_complete=False)
            for play_id in self.unended
            if going_on is None or play_id != going_on.play_id
        ]
        for ended in ends:
            self.note_end(ended)
        wanted = (self.options, self.program, going_on)
        return [command for command in wanted if command is not None], ends


def from_next_bar(play: Play, beats: Beats) -> Play | None:
    """The same play from the bar after `beats`, without a count-in; None where nothing is left of it."""
    if beats < play.from_beats:
        return play
    bar_beats = play.score.meter.bar_beats
    start = math.ceil(beats / bar_beats) * bar_beats
    if not play.is_loop and start >= play.score.total_beats:
        return None
    return replace(play, from_beats=start, count_in_beats=0.0, fade_in_seconds=RESUME_FADE_SECONDS)
