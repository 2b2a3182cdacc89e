"""A take's events, notes and pedal; its tidied copy, which never stands in its place."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.domain.score import NoteEvent
from companion.domain.take import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, BackingPlan, PlayedEvent, Take, closed
from companion.domain.tempo import TempoMap
from companion.services.takes.tidying import STRAIGHT, TRIPLET, grid_of, tidied

TEMPO = TempoMap(60.0)


def on(seconds: float, pitch: int, velocity: int = 80) -> PlayedEvent:
    return PlayedEvent(seconds, NOTE_ON, pitch, velocity)


def off(seconds: float, pitch: int) -> PlayedEvent:
    return PlayedEvent(seconds, NOTE_OFF, pitch, 0)


def pedal(seconds: float, value: int) -> PlayedEvent:
    return PlayedEvent(seconds, CONTROL_CHANGE, 64, value)


def take_of(*events: PlayedEvent, length: float = 8.0) -> Take:
    return Take("mine", TEMPO, events, length)


def spans(notes: tuple[NoteEvent, ...]) -> list[tuple[int, float, float]]:
    return [(note.pitch, round(note.onset_beats, 6), round(note.duration_beats, 6)) for note in notes]


def test_notes_end_with_their_keys_or_with_the_pedal() -> None:
    take = take_of(
        on(0, 60), pedal(0.5, 127), off(1, 60), on(2, 64), on(3, 60), off(3.5, 60), pedal(4, 20), off(5, 64), on(6, 67),
        pedal(6, 100), off(6.5, 67),
    )  # fmt: skip
    assert spans(take.notes()) == [(60, 0, 1), (64, 2, 3), (60, 3, 0.5), (67, 6, 0.5)]
    assert spans(take.notes(with_pedal=True)) == [(60, 0, 3), (64, 2, 3), (60, 3, 1), (67, 6, 2)]


def test_what_was_never_released_is_closed_and_the_pedal_goes_up() -> None:
    events = (on(1, 64), on(0.5, 60), pedal(1.5, 127), off(0.75, 60), PlayedEvent(2, NOTE_ON | 3, 64, 70))
    assert closed(events, 4.0) == (
        on(0.5, 60), off(0.75, 60), on(1, 64), pedal(1.5, 127), PlayedEvent(2, NOTE_ON | 3, 64, 70),
        off(4, 64), PlayedEvent(4, NOTE_OFF | 3, 64, 0), pedal(4, 0),
    )  # fmt: skip
    assert closed((on(5, 60),), 4.0) == (on(5, 60), off(5, 60))
    assert closed((), 4.0) == ()


def test_a_take_from_an_older_journal_is_read() -> None:
    old = b'{"type":"take","title":"t","tempo":{"bpm":66},"events":[[0.5,144,60,64]],"length_seconds":2}'
    take = msgspec.json.decode(old, type=Take)
    assert (take.backing, take.song_id, take.events) == ((), None, (on(0.5, 60, 64),))
    plan = BackingPlan(8.0, "C | F", "lullaby", seed=3, silent=("air",))
    new = msgspec.structs.replace(take, backing=(plan,))
    assert msgspec.json.decode(msgspec.json.encode(new), type=Take) == new


def test_tidying_moves_towards_the_beat_and_leaves_the_take_alone() -> None:
    take = take_of(on(1.1, 60), off(1.9, 60), on(2.04, 64), on(2.06, 67), off(2.9, 64), off(2.9, 67))
    before = msgspec.json.encode(take)
    assert spans(tidied(take, 0.5)) == [(60, 1.05, 0.8), (64, 2.02, 0.86), (67, 2.03, 0.84)]
    assert spans(tidied(take, 1.0)) == [(60, 1.0, 0.8), (64, 2.0, 0.86), (67, 2.0, 0.84)]
    assert spans(tidied(take, 0.0)) == spans(take.notes())
    assert msgspec.json.encode(take) == before
    with pytest.raises(ValueError, match="strength"):
        tidied(take, 1.2)


def test_slips_of_the_fingers_are_taken_away_and_held_notes_stay() -> None:
    slip = take_of(on(0, 60), on(1, 62), off(1.1, 60), off(2, 62))
    assert spans(tidied(slip)) == [(60, 0, 1), (62, 1, 1)]
    meant = take_of(on(0, 60), on(1, 62), off(2, 60), off(2, 62))
    assert spans(tidied(meant)) == [(60, 0, 2), (62, 1, 1)]
    bounce = take_of(on(0.98, 60, 40), off(1.0, 60), on(1.02, 60, 90), off(2, 60))
    assert spans(tidied(bounce, 1.0)) == [(60, 1, 0.98)]


def test_triplets_stay_triplets() -> None:
    thirds = [number / 3 + 0.01 * (number % 3 - 1) for number in range(12)]
    take = take_of(*(event for at in thirds for event in (on(at, 60), off(at + 0.2, 60))))
    assert grid_of(take.notes()) == TRIPLET
    assert [round(note.onset_beats * 3) for note in tidied(take, 1.0)] == list(range(12))
    straight = take_of(*(event for at in range(8) for event in (on(at / 2, 60), off(at / 2 + 0.2, 60))))
    assert grid_of(straight.notes()) == STRAIGHT


playing = st.lists(
    st.tuples(st.floats(-1, 30), st.sampled_from((NOTE_ON, NOTE_OFF)), st.integers(58, 62), st.integers(0, 127)),
    max_size=40,
).map(lambda found: tuple(PlayedEvent(*each) for each in sorted(found)))


@given(playing, st.floats(0, 1), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_is_played_can_be_closed_and_tidied(
    events: tuple[PlayedEvent, ...], strength: float, with_pedal: bool
) -> None:
    whole = closed(events, 30.0)
    take = Take("any", TempoMap(60, 120, 16), whole, 30.0)
    assert closed(whole, 30.0) == whole
    strokes = sum(event.kind == NOTE_ON for event in events)
    assert len(take.notes(with_pedal)) == strokes
    tidy = tidied(take, strength)
    assert len(tidy) <= strokes
    assert {note.pitch for note in tidy} == {note.pitch for note in take.notes()}
    for number, note in enumerate(tidy):
        again = next((later for later in tidy[number + 1 :] if later.pitch == note.pitch), None)
        room = again.onset_beats - note.onset_beats if again else 99.0
        assert note.duration_beats <= max(room, 0.02) + 1e-9
