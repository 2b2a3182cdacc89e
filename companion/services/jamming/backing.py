"""An endless backing under a jam: rounds laid one after the other ahead of time, changed from the next bar on."""

from collections.abc import Iterable

from msgspec.structs import replace

from companion.domain.harmony import Chord, Key
from companion.domain.song import Song
from companion.domain.take import BackingPlan
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats
from companion.engine.endings import ENDING_BARS, final_bpm
from companion.engine.groove import groove_named
from companion.midi import protocol as p
from companion.services.jamming.rounds import Choices, Round, last_round_of, round_of, section_bars
from companion.services.sounding.playback import Playback

LEAD_BARS = 2
"""So many bars before a round is over the next one is handed over."""

RING_SHARE = 0.75
"""So much of the last bar is the last chord dying away."""

PARTS = ("melody", "chords", "bass", "pulse", "air")
_NEAR = 1e-6


class EndlessBacking:
    """The rounds of a song over one running piece of music. The owner calls `follow` a few times a second.

    `is_kept` says that the song is (or will be) one of the journal's, so that a take need not hold its chords.
    """

    def __init__(self, song: Song, playback: Playback, *, is_kept: bool = True) -> None:
        self.song = song
        self._is_kept = is_kept
        self.choices = Choices(song.groove)
        self.rounds: list[Round] = []
        self.off: set[str] = {"melody"}
        self.is_ending = False
        self.pace = song.tempo_bpm
        self._place: Beats = 0.0
        self._playback = playback
        self._asked: set[str] = set()
        if not _has_pulse(song.groove):
            self.off.add("pulse")

    def begin(self, count_in_beats: Beats = 0.0, tempo: TempoMap | None = None, at_beats: Beats = 0.0) -> int:
        """Play a first round from its beginning, in the song's tempo or another; returns the play id.

        It stands at `at_beats` (a bar line), later than 0 where the music goes on after it had come to rest.
        """
        first = round_of(self.song, self.choices, self._number, 0, at_beats)
        self.rounds = [*(each for each in self.rounds if each.at_beats < at_beats - _NEAR), first]
        self.is_ending = False
        self._place = at_beats
        score = first.score if tempo is None else replace(first.score, tempo=tempo)
        play_id = self._playback.play(
            score, is_loop=True, from_beats=at_beats, count_in_beats=count_in_beats, at_beats=at_beats
        )
        self._silence_what_is_off()
        return play_id

    def go_on(self) -> None:
        """The music was taken up again: parts are as they were chosen, and so is everything else."""
        self._silence_what_is_off()
        if self.rounds and self.rounds[-1].choices != self.choices:
            self._change(self.choices)

    def follow(self, beats: Beats | None) -> None:
        """Lay the next round when this one is nearly over; `beats` is where the backing is, None where it rests."""
        self._place = self._place if beats is None else max(0.0, beats)
        last = self.rounds[-1] if self.rounds else None
        if beats is None or last is None:
            return
        if self.is_ending:
            self._ring_out(beats, last)
            return
        lead = min(LEAD_BARS * self.song.meter.bar_beats, last.score.total_beats / 2)
        if beats >= last.end_beats - lead:
            behind = int((beats - last.at_beats) // last.score.total_beats)  # rounds that came again by themselves
            self._lay(last.number + 1, last.first_bar, last.end_beats + behind * last.score.total_beats)

    def hear(self, fact: p.Fact) -> None:
        """Take in where a revision really stands."""
        now = self._playback.now
        if isinstance(fact, p.Revised) and now is not None and fact.play_id == now.play_id:
            self.rounds = [
                replace(each, at_beats=fact.from_beats) if each.at_beats == fact.asked_beats else each
                for each in self.rounds
            ]

    @property
    def is_running(self) -> bool:
        """Whether the backing is what plays: not paused, at rest, or put by for something else."""
        return self._playback.now is not None and not self._playback.is_held and bool(self.rounds)

    def round_at(self, beats: Beats) -> Round | None:
        """The round that sounds at a beat of the music; None before anything was begun."""
        begun = [each for each in self.rounds if each.at_beats <= beats + _NEAR]
        return begun[-1] if begun else next(iter(self.rounds), None)

    def choose_groove(self, name: str) -> None:
        """Move like another groove from the next bar on. Raises WrongUseError for an unknown one.

        Where a groove has no drum of its own the soft pulse is silent, unless someone switched it on.
        """
        has_pulse = _has_pulse(name)
        self._change(replace(self.choices, groove=name.strip().casefold()))
        if "pulse" not in self._asked:
            self._set_part("pulse", has_pulse)

    def shift_key(self, semitones: int) -> None:
        """The whole backing so many half steps higher or lower, from the next bar on; never an octave away."""
        wanted = self.choices.semitones + semitones
        self._change(replace(self.choices, semitones=(wanted + 5) % 12 - 5))

    def stay_or_move(self) -> None:
        """Hold the chord of this moment as a drone on 1 and 5, or let the chords move again."""
        stay_at = None if self.choices.stay_at is not None else self._here()
        self._change(replace(self.choices, stay_at=stay_at))

    def lighten(self, is_light: bool) -> None:
        """Leave out what lies between the beats, or play it again, from the next bar on."""
        if is_light != self.choices.is_light:
            self._change(replace(self.choices, is_light=is_light))

    def next_section(self) -> None:
        """Go to the section after this one from the next bar on; after the last comes the first."""
        if not self.is_running or self.is_ending:
            return
        starts = section_bars(self.song)
        at = self._playback.next_bar()
        bar = self._bar_at(max(0.0, at - self.song.meter.bar_beats))
        self._lay(self._number, next((start for start in starts if start > bar), starts[0]), at)

    def set_part(self, name: str, *, is_on: bool) -> None:
        """Let a part be heard or not."""
        self._asked.add(name)
        self._set_part(name, is_on)

    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The parts that there are, in their usual order, and whether each is on."""
        there = {part.name for part in self.rounds[-1].score.parts} if self.rounds else set[str]()
        return tuple((name, name not in self.off) for name in PARTS if name in there)

    def end_softly(self) -> None:
        """From the next bar on: home, slower and slower, and ring out."""
        now = self._playback.now
        if now is None or not self.is_running or self.is_ending:
            return
        at = self._playback.next_bar()
        closing = last_round_of(self.song, self.choices, self._number, at)
        self.rounds = [*(each for each in self.rounds if each.at_beats < at - _NEAR), closing]
        self._playback.revise(closing.score, at, is_loop=False)
        bpm = self.pace = now.tempo.bpm_at(at)
        self._playback.set_tempo(final_bpm(bpm), (ENDING_BARS - 1) * self.song.meter.bar_beats * 60.0 / bpm)
        self.is_ending = True

    def _ring_out(self, beats: Beats, closing: Round) -> None:
        """The last chord was struck: let it die away over the rest of its bar."""
        tempo = self._playback.tempo
        if tempo is not None and beats >= closing.end_beats - RING_SHARE * self.song.meter.bar_beats:
            self._playback.stop(tempo.seconds_at(closing.end_beats) - tempo.seconds_at(beats))

    def plans(self, until_beats: Beats) -> tuple[BackingPlan, ...]:
        """What played, round by round, so that the same backing can be made again under a take."""
        return tuple(self._plan(each) for each in self.rounds if each.at_beats <= until_beats)

    @property
    def key(self) -> Key:
        """The key that sounds, or is about to."""
        return self.rounds[-1].key if self.rounds else self.song.key

    @property
    def _number(self) -> int:
        return self.rounds[-1].number if self.rounds else 0

    def _here(self) -> Beats:
        """The place in the song at this moment, in beats."""
        sounding = self.round_at(self._place)
        if sounding is None:
            return 0.0
        bar = self.song.meter.bar_beats
        return sounding.song_bar(self._place) * bar + sounding.inside(self._place) % bar

    def _bar_at(self, beats: Beats) -> int:
        sounding = self.round_at(beats)
        return 0 if sounding is None else sounding.song_bar(beats)

    def _silence_what_is_off(self) -> None:
        for name in PARTS:
            if name in self.off:
                self._playback.set_part(name, is_on=False)

    def _set_part(self, name: str, is_on: bool) -> None:
        (self.off.discard if is_on else self.off.add)(name)
        self._playback.set_part(name, is_on=is_on)

    def _change(self, choices: Choices) -> None:
        self.choices = choices
        if self.is_running and not self.is_ending:
            at = self._playback.next_bar()
            self._lay(self._number, self._bar_at(at), at)

    def _lay(self, number: int, first_bar: int, at: Beats) -> None:
        laid = round_of(self.song, self.choices, number, first_bar, at)
        self.rounds = [each for each in self.rounds if each.at_beats < at - _NEAR]
        self.rounds.append(laid)
        self._playback.revise(laid.score, at)

    def _plan(self, played: Round) -> BackingPlan:
        """How a round is made again: by the song where it went through it from its beginning, else by its chords."""
        is_song = self._is_kept and not played.first_bar and played.choices.stay_at is None and not played.is_last
        return BackingPlan(
            from_beats=played.at_beats,
            chords="" if is_song else _row(played.chords, self.song.meter.bar_beats),
            groove=played.choices.groove,
            key=played.key,
            meter=self.song.meter,
            bars=round(played.score.total_beats / self.song.meter.bar_beats),
            seed=played.seed,
            silent=tuple(sorted(self.off)),
        )


def _has_pulse(groove: str) -> bool:
    return any(part.name == "pulse" for part in groove_named(groove).parts)


def _row(chords: Iterable[Chord], bar_beats: Beats) -> str:
    """The chords as a row such as "C | Am F | G"; a bar without a new chord repeats the last one."""
    bars: dict[int, list[str]] = {}
    for chord in chords:
        for bar in range(int(chord.start_beats // bar_beats), int(-(-(chord.end_beats - _NEAR) // bar_beats))):
            bars.setdefault(bar, []).append(chord.symbol)
    return " | ".join(" ".join(bars[bar]) for bar in sorted(bars))
