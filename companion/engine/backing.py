"""From a song or a row of chords to parts that can be played: bass, chords, pulse, melody, humanised within bounds."""

from random import Random
from typing import TYPE_CHECKING

from msgspec.structs import replace

from companion.domain.harmony import Chord, Key, Meter, chord_at
from companion.domain.score import DRUM_CHANNEL, NoteEvent, Part, Score, TextEvent
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Bpm, Pitch, Velocity
from companion.engine.bounding import bounded
from companion.engine.groove import Groove, GroovePart, bar_signs, groove_named
from companion.engine.profile import CALM_VELOCITY, MusicalProfile, profile_of
from companion.engine.pulse_grid import weakness

if TYPE_CHECKING:  # a backing alone has no song, and loads none
    from companion.domain.song import Song

CHANNELS = {"melody": 0, "chords": 1, "bass": 2, "air": 3, "pulse": DRUM_CHANNEL}
TIMING_MS = 12.0
"""How far a note may stand from its beat, either way; the pulse and the tune's own beats do not waver."""
TIMING_SPREAD_MS = {"melody": 6.0, "chords": TIMING_MS, "bass": 8.0, "air": TIMING_MS, "pulse": 0.0}
VELOCITY_SPREAD = 6
_ACCENT = {0: 3, 1: 0, 2: -3}
_CHORUS_LIFT = 3
_MELODY_LEGATO = 0.96


def arrange(song: "Song", seed: int | None = None) -> Score:
    """The whole song as a score: melody, chords, bass, pulse and air, its syllables and section names.

    The same song and seed (the song's own, where None) give the same notes.
    """
    profile = _profile(song)
    groove = groove_named(song.groove)
    rng = Random(f"{song.seed if seed is None else seed} arrange {song.groove}")
    player = _Player(profile, song.tempo_bpm, song.meter, song.total_beats, rng)
    lifts = _lifts(song)
    turns = frozenset(section.start_bar + section.bars - 1 for section in song.sections[:-1])
    parts = [_melody_part(song, groove, player, lifts)]
    parts += [player.part(part, song.chords, lifts, turns, ends=True) for part in groove.parts]
    return Score(
        title=song.title,
        key=song.key,
        meter=song.meter,
        tempo=song.tempo,
        total_beats=song.total_beats,
        parts=tuple(part for part in parts if part.notes),
        lyrics=tuple(TextEvent(n.start_beats, _lyric(n.syllable, n.syllabic)) for n in song.melody if n.syllable),
        markers=tuple(TextEvent(s.start_bar * song.meter.bar_beats, s.name) for s in song.sections),
    )


def backing(
    chords: tuple[Chord, ...],
    *,
    key: Key,
    meter: Meter,
    tempo: TempoMap,
    groove: str,
    seed: int = 0,
    title: str = "Backing",
    profile: MusicalProfile | None = None,
    turn_every: int = 0,
) -> Score:
    """A steady backing over chords, as a loop: its last bar leads back to its first.

    A section turns, and the groove may play its fill, every `turn_every` bars (0: never).
    Raises WrongUseError for an unknown groove.
    """
    played = groove_named(groove)
    total = max(chord.end_beats for chord in chords)
    rng = Random(f"{seed} backing {groove}")
    player = _Player(profile or profile_of(played.affect), tempo.bpm, meter, total, rng)
    bars = round(total / meter.bar_beats)
    turns = frozenset(range(turn_every - 1, bars, turn_every)) if turn_every else frozenset[int]()
    parts = [player.part(part, chords, (0,) * bars, turns, ends=False) for part in played.parts]
    return Score(title, key, meter, tempo, total, tuple(part for part in parts if part.notes))


class _Player:
    """Plays one part after the other with the same touch: loudness of the profile, chance from one source."""

    def __init__(self, profile: MusicalProfile, bpm: Bpm, meter: Meter, total_beats: Beats, rng: Random) -> None:
        self._profile = profile
        self._meter = meter
        self._total = total_beats
        self._rng = rng
        self._beats_a_ms = bpm / 60_000
        self._lift = profile.velocity_low - CALM_VELOCITY[0]

    def note(self, part: str, start: Beats, length: Beats, pitch: Pitch, velocity: float) -> NoteEvent:
        """One note with its small, bounded human differences; it stays inside the piece."""
        spread = TIMING_SPREAD_MS[part] * self._beats_a_ms
        onset = max(0.0, start + spread * (2 * self._rng.random() - 1))
        end = min(self._total, start + length)
        return NoteEvent(round(onset, 4), round(max(0.05, end - onset), 4), pitch, self._loudness(velocity))

    def _loudness(self, velocity: float) -> Velocity:
        human = VELOCITY_SPREAD * (self._rng.random() + self._rng.random() - 1)
        low, high = self._profile.velocity_low, self._profile.velocity_high
        return max(low, min(high, round(velocity + self._lift + human)))

    def part(
        self, part: GroovePart, chords: tuple[Chord, ...], lifts: tuple[int, ...], turns: frozenset[int], ends: bool
    ) -> Part:
        """One part of a groove over all bars; with `ends` the last bar is one long chord."""
        notes: list[NoteEvent] = []
        signs = self._all_signs(part, turns, ends and part.name != "pulse")
        steps = self._steps()
        index = 0
        while index < len(signs):
            start, bar = steps[index]
            sign = signs[index]
            chord = chord_at(chords, start + 1e-6)
            if sign in ".-" or (chord is None and part.name != "pulse"):
                index += 1
                continue
            after = index + 1
            while after < len(signs) and signs[after] == "-" and self._same(chords, start, steps[after][0], part):
                after += 1
            end = steps[after][0] if after < len(signs) else self._total
            if after < len(signs) and signs[after] == "-":
                signs[after] = sign  # what goes on is struck again where the chord changes
            pitches = self._pitches(part, sign, chord)
            offset = start - bar * self._meter.bar_beats
            accent = _ACCENT[weakness(self._meter).get(offset, 2)] + lifts[bar]
            for pitch in pitches:
                length = (end - start) * self._profile.legato
                notes.append(self.note(part.name, start, length, pitch, part.velocity + accent))
            index = after
        program = part.program if part.name != "pulse" else 0
        ordered = _without_overlaps(sorted(notes, key=lambda n: (n.onset_beats, n.pitch)))
        return Part(part.name, CHANNELS[part.name], program, ordered)

    def _same(self, chords: tuple[Chord, ...], start: Beats, here: Beats, part: GroovePart) -> bool:
        return part.name == "pulse" or chord_at(chords, start + 1e-6) is chord_at(chords, here + 1e-6)

    def _steps(self) -> list[tuple[Beats, int]]:
        """Every eighth of the piece with its bar."""
        bars = round(self._total / self._meter.bar_beats)
        places = list(weakness(self._meter))
        return [(bar * self._meter.bar_beats + place, bar) for bar in range(bars) for place in places]

    def _all_signs(self, part: GroovePart, turns: frozenset[int], ends: bool) -> list[str]:
        bars = round(self._total / self._meter.bar_beats)
        plain = list(bar_signs(part, self._meter))[: len(weakness(self._meter))]
        turned = plain[: len(plain) - len(part.turn)] + list(part.turn) if len(part.turn) <= len(plain) else plain
        last = ["b" if part.name == "bass" else "x"] + ["-"] * (len(plain) - 1)
        signs: list[str] = []
        for bar in range(bars):
            signs += last if ends and bar == bars - 1 else turned if bar in turns else plain
        return signs

    def _pitches(self, part: GroovePart, sign: str, chord: Chord | None) -> tuple[Pitch, ...]:
        if part.name == "pulse":
            return (part.drums[sign],)
        assert chord is not None
        upper = chord.voicing[1:] or chord.voicing
        if sign == "b":
            return (chord.voicing[0],)
        if sign == "f":
            return (_fifth(chord),)
        if sign == "x":
            return upper
        return (upper[min(int(sign), len(upper)) - 1],)


def _fifth(chord: Chord) -> Pitch:
    """The note a bass steps to between roots: the fifth near its bass note, else the bass note again."""
    bass = chord.voicing[0]
    for interval in (7, -5, 6, 8):
        pitch = bass + interval
        if pitch % 12 in chord.pitch_classes and 36 <= pitch <= 55:
            return pitch
    return bass


def _without_overlaps(notes: list[NoteEvent]) -> tuple[NoteEvent, ...]:
    """Notes of one pitch end before it is struck again (a synth would cut the later one)."""
    last: dict[Pitch, int] = {}
    kept: list[NoteEvent] = []
    for note in notes:
        earlier = last.get(note.pitch)
        if earlier is not None:
            before = kept[earlier]
            room = note.onset_beats - before.onset_beats
            if room <= 0.02:
                continue
            if before.duration_beats > room:
                kept[earlier] = NoteEvent(before.onset_beats, round(room - 0.01, 4), before.pitch, before.velocity)
        last[note.pitch] = len(kept)
        kept.append(note)
    return tuple(kept)


def _melody_part(song: "Song", groove: Groove, player: _Player, lifts: tuple[int, ...]) -> Part:
    weak = weakness(song.meter)
    notes = []
    for sung in song.melody:
        bar = min(int(sung.start_beats / song.meter.bar_beats + 1e-9), len(lifts) - 1)
        accent = _ACCENT[weak.get(sung.start_beats - bar * song.meter.bar_beats, 2)] + lifts[bar]
        length = sung.duration_beats * _MELODY_LEGATO
        velocity = groove.melody.velocity + accent
        notes.append(player.note("melody", sung.start_beats, length, sung.pitch, velocity))
    return Part("melody", CHANNELS["melody"], groove.melody.program, _without_overlaps(notes))


def _profile(song: "Song") -> MusicalProfile:
    """What the song's feeling sounds like; on the way to another one, loudness has room for both."""
    profile = bounded(profile_of(song.affect), song.limits)
    aim = song.sections[-1].affect
    if aim is None:
        return profile
    there = bounded(profile_of(aim), song.limits)
    return replace(
        profile,
        velocity_low=min(profile.velocity_low, there.velocity_low),
        velocity_high=max(profile.velocity_high, there.velocity_high),
        legato=(profile.legato + there.legato) / 2,
    )


def _way_lifts(song: "Song") -> list[int]:
    """How much louder each bar is on the way from one feeling to another: evenly more, or less."""
    first, last = song.sections[0].affect, song.sections[-1].affect
    if first is None or last is None:
        return [0] * song.bars
    begins, ends = profile_of(first).velocity_low, profile_of(last).velocity_low
    lowest = min(begins, ends)
    return [round(begins + (ends - begins) * bar / max(1, song.bars - 1)) - lowest for bar in range(song.bars)]


def _lifts(song: "Song") -> tuple[int, ...]:
    """How much louder than plain each bar is: a chorus a little, the last two bars softer."""
    lifts = _way_lifts(song)
    for section in song.sections:
        if "chorus" in section.name or "refrain" in section.name:
            for bar in range(section.start_bar, section.start_bar + section.bars):
                lifts[bar] += _CHORUS_LIFT
    for back in (1, 2):
        if len(lifts) > 4:
            lifts[-back] -= 3 - back
    return tuple(lifts)


def _lyric(text: str, syllabic: str) -> str:
    """As MIDI players expect it: a space after a word's last syllable (MMA recommended practice RP-017)."""
    return f"{text} " if syllabic in ("single", "end") else text
