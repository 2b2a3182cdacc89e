"""A plan's phrases made into one tune: motifs come back, verses share their tune, choruses stay the same."""

from random import Random

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.harmony import Chord, Meter, chord_at
from companion.domain.song import MelodyNote
from companion.domain.units import Beats, Bpm, Pitch
from companion.engine.bar_shapes import BarShape, bar_shapes
from companion.engine.contours import CONTRASTS, RISING, STATEMENTS, Contour
from companion.engine.form import Phrase, SectionPlan
from companion.engine.melody import Composer, Task, Tune
from companion.engine.profile import MusicalProfile
from companion.engine.rhythm import SungNote, Taste
from companion.engine.tones import Ladder
from companion.engine.upbeats import fits_after, moved, speak_from, with_breath

_PLAYED_IS_REMEMBERED = 3.0
"""How much more firmly the rhythm of what a person played comes back than one of the engine's own."""


class Sung(Struct, frozen=True):
    """The whole tune: notes with their syllables, the rungs they stand on, and the shape of the first idea."""

    notes: tuple[MelodyNote, ...]
    rungs: list[int]
    contour: Contour


class Held(Struct, frozen=True):
    """What is given of a phrase before it is made: its rhythm, and the pitches of some of its notes (None: open)."""

    notes: tuple[SungNote, ...]
    pitches: tuple[Pitch | None, ...] = ()


class Way(Struct, frozen=True):
    """How a section is sung: what its music is like, and the notes that it may use."""

    profile: MusicalProfile
    ladder: Ladder


class _Made(Struct, frozen=True):
    """A phrase that was made, remembered by its motif."""

    phrase: Phrase
    tune: Tune
    chords: tuple[str, ...]
    way: Way


def sing(
    plan: tuple[SectionPlan, ...], chords: tuple[Chord, ...], meter: Meter, bpm: Bpm, ways: tuple[Way, ...],
    rng: Random, held: tuple[Held | None, ...] = (),
) -> Sung:  # fmt: skip
    """Rhythm and pitches for every phrase, in order. There is one note for each syllable.

    `ways` holds one for each section, or one for all; `bpm` is the quickest pace on the way; `held` says what is
    given of each phrase (empty: nothing of any).
    """
    singer = _Singer(chords, meter, bpm, ways[0], rng)
    notes: list[MelodyNote] = []
    rungs: list[int] = []
    start = 0.0
    phrases = [
        (phrase, ways[at % len(ways)] if len(ways) > 1 else ways[0])
        for at, section in enumerate(plan)
        for phrase in section.phrases
    ]
    for index, (phrase, way) in enumerate(phrases):
        singer.go_on(way)
        given = held[index] if held else None
        tune = singer.phrase(phrase, start, index == len(phrases) - 1, given)
        if notes and not (held and _keeps_its_end(held[index - 1])):
            notes[-1] = _until(notes[-1], start + tune.notes[0].start, bpm)
        for note, pitch, syllable in zip(tune.notes, tune.pitches, phrase.syllables, strict=True):
            text = syllable.text or None
            notes.append(MelodyNote(pitch, start + note.start, note.length, text, syllable.syllabic, phrase.line))
        rungs += tune.rungs
        start += phrase.bars * meter.bar_beats
    return Sung(tuple(notes), rungs, singer.first_contour)


def _keeps_its_end(given: Held | None) -> bool:
    """Whether a phrase's last note is given, so that it stays as long as it is."""
    return given is not None and given.pitches[-1:] not in ((), (None,))


def _until(note: MelodyNote, start: Beats, bpm: Bpm) -> MelodyNote:
    """A phrase's last note with a breath before the next phrase, where that begins at once."""
    room = start - note.start_beats
    if note.duration_beats < room - 1e-9 or room <= 0:
        return note
    return replace(note, duration_beats=with_breath(note.duration_beats, room, bpm))


class _Singer:
    """Remembers what was sung, so that it can come back."""

    def __init__(self, chords: tuple[Chord, ...], meter: Meter, bpm: Bpm, way: Way, rng: Random) -> None:
        self._way = way
        self._chords = chords
        self._meter = meter
        self._bpm = bpm
        self._rng = rng
        self._composer = Composer(way.ladder, chords, meter, way.profile, rng)
        self._taste = Taste(rng, way.profile)
        self._made: dict[str, list[_Made]] = {}
        self._contours: dict[str, Contour] = {}
        self._before: Pitch | None = None
        self._last: SungNote | None = None
        self._heard: frozenset[BarShape] = frozenset()
        self.first_contour = STATEMENTS[0]

    def go_on(self, way: Way) -> None:
        """Sing what follows in this way."""
        if way != self._way:
            self._way = way
            self._last = None  # another feeling begins on its own bar line
            self._composer = Composer(way.ladder, self._chords, self._meter, way.profile, self._rng)
            self._taste.syncopation = way.profile.syncopation

    def phrase(self, phrase: Phrase, start: Beats, is_last: bool, held: Held | None = None) -> Tune:
        """One phrase, and remember it."""
        under = self._symbols(start, phrase)
        earlier = self._made.get(phrase.motif, [])
        again = self._verbatim(phrase, under, earlier, is_last)
        if again is not None and held is not None and (held.pitches or again.notes != held.notes):
            again = None  # the same words on another rhythm: the one that is held stays
        tune = again or self._new(phrase, start, under, earlier, is_last, held)
        self._made.setdefault(phrase.motif, []).append(_Made(phrase, tune, under, self._way))
        self._before = tune.pitches[-1]
        self._heard |= bar_shapes(tune.notes, tune.rungs)
        is_kept = held is not None and any(pitch is not None for pitch in held.pitches)
        self._last = None if is_kept else moved(tune.notes[-1], -phrase.bars * self._meter.bar_beats)
        return tune

    def _verbatim(self, phrase: Phrase, under: tuple[str, ...], earlier: list[_Made], is_last: bool) -> Tune | None:
        for made in earlier:
            is_same = made.phrase.syllables == phrase.syllables and made.phrase.bars == phrase.bars
            is_same = is_same and fits_after(made.tune.notes, self._last, self._bpm)
            if is_same and made.way == self._way and self._may_end_alike(made, phrase, under, is_last):
                return made.tune
        return None

    def _new(
        self, phrase: Phrase, start: Beats, under: tuple[str, ...], earlier: list[_Made], is_last: bool,
        held: Held | None,
    ) -> Tune:  # fmt: skip
        alike = [made for made in earlier if made.phrase.ending == phrase.ending] or earlier
        same = alike[0] if alike else None
        echoed = self._made.get(phrase.echoes or "", [])
        similar = echoed[0] if echoed and same is None else None
        like = same or similar or self._any_as_long(phrase)
        stresses = tuple(syllable.is_stressed for syllable in phrase.syllables)
        pattern = like.tune.notes if like else None
        if held is not None:
            notes = held.notes
            self._taste.memory = _PLAYED_IS_REMEMBERED
        elif same and self._has_its_rhythm(phrase, same) and not (is_last and self._stops_short(same.tune.notes[-1])):
            notes = same.tune.notes
        else:
            is_contrast = same is None and like is not None and _is_new_on_old_words(phrase, like.phrase)
            notes = speak_from(
                self._last, stresses, phrase.bars, self._meter, self._bpm, self._taste, pattern, is_last, is_contrast
            )
        is_part = phrase.arc != (0.0, 1.0)
        contour = self._contour(phrase.motif.rstrip("'")[:-1] + "0" if is_part else f"{phrase.motif} {phrase.ending}")
        if not self._made:
            self.first_contour = contour
        task = Task(
            start_beats=start,
            bars=phrase.bars,
            notes=notes,
            contour=contour,
            ending=phrase.ending,
            goals=self._goals(phrase, is_last),
            arc=phrase.arc,
            before=self._before,
            same=same.tune if same else None,
            similar=similar.tune if similar else None,
            keeps_ending=same is not None and self._may_end_alike(same, phrase, under, is_last),
            fixed=held.pitches if held is not None else (),
            heard=self._heard,
        )
        return self._composer.compose(task)

    def _has_its_rhythm(self, phrase: Phrase, made: _Made) -> bool:
        """Without words nothing stands in the way of the same rhythm, where phrases have as many notes."""
        is_as_long = len(made.tune.notes) == len(phrase.syllables) and made.phrase.bars == phrase.bars
        return phrase.line is None and is_as_long

    def _stops_short(self, note: SungNote) -> bool:
        """Whether a note is struck so late in its bar that a song would not come to rest on it."""
        bar = self._meter.bar_beats
        return (note.bar + 1) * bar - note.start < min(2.0, bar / 2) - 1e-9

    def _may_end_alike(self, made: _Made, phrase: Phrase, under: tuple[str, ...], is_last: bool) -> bool:
        is_home = made.way.ladder.degree(made.tune.rungs[-1]) == 1
        return made.phrase.ending == phrase.ending and made.chords == under and (is_home or not is_last)

    def _any_as_long(self, phrase: Phrase) -> _Made | None:
        """Any phrase so far with as many syllables: its rhythm may come back."""
        for made in (made for group in self._made.values() for made in group):
            if len(made.phrase.syllables) == len(phrase.syllables) and made.phrase.bars == phrase.bars:
                return made
        return None

    def _goals(self, phrase: Phrase, is_last: bool) -> tuple[int, ...]:
        if is_last:
            return (3, 5, 1) if self._rng.random() < self._way.profile.openness else (1,)
        if phrase.ending == "close":
            return (1, 3)
        return (5, 3, 1) if phrase.ending == "half" else (5, 3, 1, 2)

    def _contour(self, motif: str) -> Contour:
        """A shape for each motif: statements for the first ideas, contrasts for a second one and for choruses."""
        if motif not in self._contours:
            kind, label = motif.split(" ")[:2]
            is_contrast = label.startswith("B") or kind != "verse"
            shapes = CONTRASTS if is_contrast and "0" in label else STATEMENTS
            uplift = self._way.profile.uplift
            if uplift and self._rng.random() < uplift:
                shapes = RISING
            self._contours[motif] = shapes[self._rng.randrange(len(shapes))]
        return self._contours[motif]

    def _symbols(self, start: Beats, phrase: Phrase) -> tuple[str, ...]:
        """The chords under a phrase."""
        bars = range(phrase.bars)
        found = [chord_at(self._chords, start + bar * self._meter.bar_beats) for bar in bars]
        return tuple(chord.symbol for chord in found if chord)


def _is_new_on_old_words(phrase: Phrase, earlier: Phrase) -> bool:
    """Whether a phrase sings the words of an earlier one as a second idea."""
    is_second_idea = phrase.motif.split(" ")[1].startswith("B")
    return is_second_idea and phrase.line is not None and phrase.syllables == earlier.syllables
