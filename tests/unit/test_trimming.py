"""Takes from the middle of a long backing: they begin with their own bar, and nothing in them moves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.domain.harmony import Key, Meter
from companion.domain.take import NOTE_OFF, NOTE_ON, BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoChange, TempoMap
from companion.services.takes.beside import backing_of
from companion.services.takes.trimming import tempo_from, trimmed

PLAN = BackingPlan(chords="C | Am | F | G", groove="folk", key=Key("C"), meter=Meter(4, 4), seed=1)
HUMAN_BEATS = 0.03
"""Notes stand off their beats by milliseconds, which are other parts of a beat where the tempo begins at another."""

LATER = BackingPlan(48.0, "F | C", "lullaby", Key("F"), Meter(4, 4), seed=2)

bpms = st.floats(30, 200)
changes = st.lists(st.builds(TempoChange, st.integers(0, 80).map(float), bpms, st.floats(0, 40)), max_size=4).map(
    lambda found: tuple({change.at_beats: change for change in sorted(found, key=lambda each: each.at_beats)}.values())
)
tempos = st.builds(lambda bpm, to, later: TempoMap(bpm, to, 24.0, later), bpms, bpms, changes)


def take_at(first: float, tempo: TempoMap, *backing: BackingPlan) -> Take:
    """Four notes, a beat apart, from a beat on."""
    events = tuple(
        PlayedEvent(tempo.seconds_at(first + beat + ends), kind, 60, 80)
        for beat in range(4)
        for ends, kind in ((0.0, NOTE_ON), (0.5, NOTE_OFF))
    )
    return Take("mine", tempo, events, tempo.seconds_at(first + 5), backing=backing)


@given(tempos, st.floats(0, 120), st.floats(0, 100))
@settings(max_examples=200, deadline=None)
def test_a_tempo_from_another_beat_on_is_the_same_tempo(tempo: TempoMap, start: float, beats: float) -> None:
    moved = tempo_from(tempo, start)
    assert moved.seconds_at(beats) == pytest.approx(tempo.seconds_at(start + beats) - tempo.seconds_at(start), abs=1e-6)


@given(tempos, st.floats(0, 100))
@settings(max_examples=100, deadline=None)
def test_the_notes_stand_in_their_bars_as_before(tempo: TempoMap, first: float) -> None:
    take = take_at(first, tempo, PLAN)
    cut = trimmed(take)
    gone = take.notes()[0].onset_beats - cut.notes()[0].onset_beats
    assert gone % 4 == pytest.approx(0, abs=1e-6) or gone % 4 == pytest.approx(4, abs=1e-6)
    assert 0 <= cut.notes()[0].onset_beats + 1e-5 < 4 + 2e-5
    for before, after in zip(take.notes(), cut.notes(), strict=True):
        assert after.onset_beats + gone == pytest.approx(before.onset_beats, abs=1e-5)
    assert cut.events[-1].seconds - cut.events[0].seconds == pytest.approx(
        take.events[-1].seconds - take.events[0].seconds, abs=1e-6
    )


@pytest.mark.parametrize("first", [8.5, 20.5, 44.5, 50.5, 61.0])
def test_the_same_backing_sounds_under_the_same_notes(first: float) -> None:
    tempo = TempoMap(90, changes=(TempoChange(10, 120, 30),))
    take = take_at(first, tempo, PLAN, LATER)
    whole, cut = backing_of(take, None), trimmed(take)
    gone = first // 4 * 4
    rest = backing_of(cut, None)
    for name in ("chords", "bass"):
        before, after = whole.part(name), rest.part(name)
        assert before is not None
        assert after is not None
        expected = [(note.onset_beats - gone, note.pitch) for note in before.notes if note.onset_beats >= gone]
        found = [(note.onset_beats, note.pitch) for note in after.notes]
        assert [pitch for _, pitch in found] == [pitch for _, pitch in expected]
        assert [at for at, _ in found] == pytest.approx([at for at, _ in expected], abs=HUMAN_BEATS)


def test_a_take_that_begins_with_its_backing_stays_as_it_is() -> None:
    take = take_at(1.0, TempoMap(60), PLAN)
    assert trimmed(take) is take
    empty = Take("nothing", TempoMap(60), (), 100.0, backing=(PLAN,))
    assert trimmed(empty) is empty


def test_a_take_over_a_song_remembers_where_in_it_it_was() -> None:
    plan = BackingPlan(meter=Meter(4, 4))
    take = Take("mine", TempoMap(60), (PlayedEvent(9.0, NOTE_ON, 60, 80),), 12.0, song_id="a-song", backing=(plan,))
    cut = trimmed(take)
    assert cut.backing == (BackingPlan(from_beats=-8.0, meter=Meter(4, 4)),)
    assert cut.length_seconds == 4.0
    unknown = Take("mine", TempoMap(60), take.events, 12.0)
    assert trimmed(unknown) is unknown
