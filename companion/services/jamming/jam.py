"""Playing along without a face: safe notes over an endless backing, what was played, keep and record."""

import time
from collections.abc import Callable

from companion.domain.harmony import Chord
from companion.domain.song import Song
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Bpm, Pitch, Seconds, Velocity
from companion.engine.drones import steady
from companion.journal.drafts import DraftFile
from companion.messages import JUST_PLAYING, take_title
from companion.midi import protocol as p
from companion.services.jamming.backing import EndlessBacking
from companion.services.jamming.call import CallAndAnswer
from companion.services.jamming.keys import PadKey
from companion.services.jamming.layers import Layer, Layers
from companion.services.jamming.notes import KEY_VELOCITY, PLAYER_PROGRAM, JamNotes
from companion.services.jamming.pace import Pace
from companion.services.jamming.state import CallMode, JamState
from companion.services.jamming.takes import JamTakes
from companion.services.jamming.view import state_of
from companion.services.sounding.playback import Playback

__all__ = ["KEY_VELOCITY", "PLAYER_PROGRAM", "Jam", "JamState"]


class Jam:
    """Playing over a song's backing. The owner calls `hear` with every fact and `tick` twenty times a second.

    `song_id` is the journal's id of the song, `is_kept` whether the song is one of the journal's at all; `clock` is
    monotonic seconds.
    """

    def __init__(
        self,
        song: Song,
        playback: Playback,
        checkpoint: DraftFile,
        *,
        song_id: str | None = None,
        is_kept: bool = True,
        clock: Callable[[], Seconds] = time.monotonic,
    ) -> None:
        self.song = song
        self._playback = playback
        self._clock = clock
        bar = song.meter.bar_beats
        self.backing = EndlessBacking(song, playback, is_kept=is_kept)
        self.notes = JamNotes(playback.sound, clock, song.seed)
        self.takes = JamTakes(
            playback,
            checkpoint,
            self.backing.plans,
            title=take_title(song.title) if is_kept else JUST_PLAYING,
            backing_title=song.name,
            song_id=song_id,
        )
        self._layers = Layers(playback, bar, song.total_beats, self._chord_at, PLAYER_PROGRAM)
        self._call = CallAndAnswer(playback, song.meter, self._chord_at, song.seed)
        self._pace = Pace(playback, self.backing, song.meter)
        self._is_steady = False
        self._place: Beats = 0.0

    def start(self) -> None:
        """Begin the backing, with a slow fade."""
        self._playback.sound.send(p.SetPlayerProgram(PLAYER_PROGRAM))
        self._begin(count_in_beats=0.0)

    def pause_or_go_on(self) -> None:
        """Pause the backing, or go on, also after it came to rest; what was played before is of the same take."""
        self._is_steady = False
        if self.backing.is_ending or (self._playback.now is None and not self._playback.is_held):
            self._begin_again()
            return
        self._playback.pause_or_go_on()
        if self._playback.now is not None:
            self._went_on(self._playback.now.play_id)

    def steady(self) -> None:
        """A slow, plain pulse and nothing else, or back to the backing where it was."""
        if self._is_steady:
            self.pause_or_go_on()
            return
        self._is_steady = True
        self.notes.release_all()
        self._playback.play_meanwhile(steady(self.backing.key))

    def end_softly(self) -> None:
        """From the next bar on the backing comes home, slower and slower, and rings out; nothing is called any more."""
        self.backing.end_softly()
        self._call.choose("off")

    def stop(self) -> None:
        """Fade the backing out, and end whatever is held."""
        self.notes.let_go()
        self._playback.stop()

    def hear(self, fact: p.Fact) -> None:
        """Take in what was played and what the sound process did."""
        self.backing.hear(fact)
        event = self.takes.hear(fact)
        if event is not None:
            self._call.hear(event)
            self._pace.hear(event, self._clock())

    def tick(self) -> JamState:
        """Do what is due and return the state for showing. Raises FileProblemError (tick again: the music goes on)."""
        beats = self._music_beats
        self._place = self._place if beats is None else max(0.0, beats)
        self.backing.follow(beats)
        self._layers.follow(None if self.backing.is_ending else beats, self.backing.key)
        self._call.follow(beats, self.backing.key)
        self.notes.turn(self._chord, self._chord_soon(beats), self.backing.key)
        self._pace.follow(self._clock(), beats)
        self.takes.turn()
        return state_of(
            beats,
            self._place,
            playback=self._playback,
            backing=self.backing,
            notes=self.notes,
            takes=self.takes,
            call=self._call,
            pace=self._pace,
            layers=self._layers,
            is_steady=self._is_steady,
        )

    def press(self, key: PadKey | int, velocity: Velocity = KEY_VELOCITY, *, is_held: bool = False) -> Pitch:
        """Sound a key (or the number of a pad) at once; returns its pitch. With `is_held` it lasts until `release`."""
        return self.notes.press(key, self._chord, self.backing.key, velocity, is_held=is_held)

    def release(self, pitch: Pitch) -> None:
        """End a note that has a real release (mouse, touch)."""
        self.notes.release(pitch)

    def switch(self, velocity: Velocity = KEY_VELOCITY, *, key: str = "") -> Pitch:
        """The next good note, for someone who has one key; `key` tells keys apart where there are several."""
        return self.notes.switch(key, self._chord, self.backing.key, velocity)

    def set_free(self, is_free: bool) -> None:
        """Every note there is (the rows of letters as a piano), or safe notes again."""
        self.notes.is_free = is_free

    def set_latch(self, is_latched: bool) -> None:
        """Hold what is played, as a pedal does, or let it end."""
        self.notes.set_latch(is_latched)

    def set_snap(self, is_snapped: bool) -> None:
        """Let a MIDI keyboard sound safe notes only, or its own."""
        self.notes.is_snapped = is_snapped

    def change_tempo(self, by_bpm: Bpm) -> None:
        """A little faster or slower."""
        self._pace.change_tempo(by_bpm)

    def glide_to(self, bpm: Bpm, minutes: float) -> None:
        """Glide evenly to another pace within so many minutes (an hour at most)."""
        self._pace.glide_to(bpm, minutes)

    def toggle_part(self, name: str) -> None:
        """Silence a part of the backing, or let it sound again; nothing where there is no such part."""
        parts = dict(self.backing.parts())
        if name in parts:
            self.backing.set_part(name, is_on=not parts[name])

    def choose_groove(self, groove: str) -> None:
        """Move in another way. Raises WrongUseError for an unknown groove."""
        self.backing.choose_groove(groove)
        self._pace.keep_groove()

    def stay_on_chord(self) -> None:
        """Hold this chord as a drone on 1 and 5, or let the chords move again."""
        self.backing.stay_or_move()

    def next_section(self) -> None:
        """Go to the next section."""
        self.backing.next_section()

    def shift_key(self, semitones: int) -> None:
        """So many half steps higher or lower."""
        self.backing.shift_key(semitones)

    def call_and_answer(self, mode: CallMode) -> None:
        """Two bars to listen, two for the person, given back as they were ("echo") or changed a little ("vary")."""
        self._call.choose(mode)

    def holding(self, is_on: bool) -> None:
        """Let the backing stay with how dense and loud the playing is, or play on evenly."""
        self._pace.hold(is_on)

    def breathe(self, breaths_a_minute: float | None, beats_a_breath: Beats = 12.0) -> None:
        """Lock a breath of so many beats (whole bars) to the music, or let it go (None).

        The pace glides to breaths × beats; a very slow one is a drone with its swell alone. Raises WrongUseError.
        """
        if breaths_a_minute is None:
            self._pace.breathe_freely()
        else:
            self._pace.breathe(breaths_a_minute, beats_a_breath)

    def record(self) -> None:
        """Begin a take: the backing starts again after one bar of count-in, at the pace that runs."""
        self.takes.count_in()
        self._begin(count_in_beats=self.song.meter.bar_beats)

    def finish_recording(self) -> None:
        """End the take; it waits for a decision. The backing goes on. Raises FileProblemError (it is held anyway)."""
        self.takes.finish_recording()

    def take(self) -> Take | None:
        """What was recorded, else what was played in the last ten minutes; `let_go` forgets."""
        return self.takes.take()

    keep = take

    def lay_over(self) -> tuple[Take, Layer] | None:
        """Let what was recorded or just played go on sounding round after round; None where nothing was played.

        It is held as before, until it is let go. Raises WrongUseError where there are as many layers as can be told
        apart.
        """
        take = self.takes.take()
        notes = take.notes() if take is not None else ()
        if take is None or not notes:
            return None
        sounding = self.backing.round_at(notes[0].onset_beats)
        start = 0.0 if sounding is None else sounding.start_of_turn(notes[0].onset_beats)
        after = self._playback.next_bar() if self.backing.is_running else self._place
        layer = self._layers.add(take, start, after, is_free=self.notes.is_free)
        return None if layer is None else (take, layer)

    def take_layer_away(self) -> Layer | None:
        """Silence the newest layer for good; None where there is none."""
        return self._layers.remove_last()

    def put_layer_back(self, layer: Layer) -> None:
        """Let a layer that was taken away sound again."""
        self._layers.put_back(layer)

    def mute_layer(self, index: int) -> None:
        """Silence a layer (counted from 0), or let it sound again."""
        self._layers.mute_or_not(index)

    def let_go(self) -> None:
        """Forget what was played; a recording's checkpoint goes too. Layers go on."""
        self.takes.let_go()

    @property
    def _music_beats(self) -> Beats | None:
        """Where the backing is; None while it is paused or only the steady pulse sounds."""
        return None if self._is_steady else self._playback.beats

    @property
    def _chord(self) -> Chord | None:
        beats = self._music_beats
        return self._chord_at(self._place if beats is None else max(0.0, beats))

    def _chord_at(self, beats: Beats) -> Chord | None:
        sounding = self.backing.round_at(beats)
        return None if sounding is None else sounding.chord(beats)

    def _chord_soon(self, beats: Beats | None) -> Chord | None:
        """The chord by the time that a message to the sound process is there."""
        return self._chord_at(self._place + (0.0 if beats is None else 0.1))

    def _begin(self, count_in_beats: Beats) -> None:
        tempo, self._is_steady = self._playback.tempo, False
        beats = max(0.0, self._playback.beats or 0.0)
        self.takes.begin(self.backing.begin(count_in_beats, None if tempo is None else TempoMap(tempo.bpm_at(beats))))
        self._layers.restart(0.0, is_new=True)
        self._call.restart(0.0)
        self._pace.restart(0.0)

    def _begin_again(self) -> None:
        """From the bar after the last one, at the pace that ran before it came to rest."""
        bar = self.song.meter.bar_beats
        at = (self._place // bar + 1) * bar
        tempo = self.takes.tempo.changed(at, self.backing.pace)
        self.takes.go_on(self.backing.begin(0.0, tempo, at))
        self._layers.restart(at, is_new=True)
        self._call.restart(at)
        self._pace.restart(at)

    def _went_on(self, play_id: int) -> None:
        self.takes.go_on(play_id)
        self.backing.go_on()
        coming = self._playback.next_bar()
        self._layers.restart(coming, is_new=False)
        self._call.restart(coming)
        self._pace.go_on()
