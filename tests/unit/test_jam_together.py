"""A jam that answers: a breath for two, staying with the player, call and answer."""

from itertools import pairwise

import pytest

from companion.errors import WrongUseError
from companion.midi import protocol as p
from tests.unit.jams import BAR, Room, cues


def test_a_breath_is_whole_bars_and_follows_the_music(room: Room) -> None:
    room.jam.breathe(6, 12)
    assert room.sent(p.SetTempo) == p.SetTempo(1, 72.0, 8.0)
    state = room.move(BAR + 3)
    assert state.breath is not None
    assert abs(state.breath - 3 / 12) < 0.02
    with pytest.raises(WrongUseError, match="whole bars"):
        room.jam.breathe(6, 10)
    with pytest.raises(WrongUseError, match="easy to breathe"):
        room.jam.breathe(40, 12)
    with pytest.raises(WrongUseError, match="beats a minute"):
        room.jam.breathe(4, 3)
    room.jam.breathe(None)
    assert room.move(0.2).breath is None


def test_a_very_slow_breath_is_a_drone_that_swells(room: Room) -> None:
    before = room.jam.tick().groove
    room.jam.breathe(5, 9)
    state = room.move(2 * BAR)
    assert state.groove == "drone"
    room.move(9)
    levels = [each.level for each in room.all_sent(p.SetPartLevel) if isinstance(each, p.SetPartLevel)]
    assert min(levels) < 0.7
    assert max(levels) > 0.9
    assert max(abs(a - b) for a, b in pairwise(levels)) < 0.2
    room.jam.breathe(None)
    assert room.move(BAR).groove == before


def test_holding_follows_slowly_and_lets_go(room: Room) -> None:
    room.jam.holding(True)
    state = room.move(20)
    assert state.is_holding
    levels = [each.level for each in room.all_sent(p.SetPartLevel) if isinstance(each, p.SetPartLevel)]
    assert levels[-1] < 0.7
    assert max(abs(a - b) for a, b in pairwise([1.0, *sorted(levels, reverse=True)])) < 0.06, "nothing steps"
    assert room.jam.backing.choices.is_light
    for _ in range(40):
        room.strike(room.playback.beats or 0.0, velocity=110, length=0.1)
        room.move(0.2)
    assert not room.jam.backing.choices.is_light
    louder = [each.level for each in room.all_sent(p.SetPartLevel) if isinstance(each, p.SetPartLevel)]
    assert louder[-1] > levels[-1]
    room.jam.holding(False)
    room.move(12)
    assert [e.level for e in room.all_sent(p.SetPartLevel) if isinstance(e, p.SetPartLevel)][-1] == 1.0


def test_call_and_answer_calls_listens_and_echoes(room: Room) -> None:
    room.move(0.5)
    room.jam.call_and_answer("echo")
    state = room.move(BAR)
    (call,) = cues(room, "answer")
    assert call.at_beats == BAR
    assert state.call_phase == "listen"
    assert room.move(2 * BAR).call_phase == "yours"
    room.strike(3 * BAR + 0.5, pitch=67)
    room.strike(3 * BAR + 1.5, pitch=69)
    room.move(1.8 * BAR)
    room.strike(5 * BAR - 0.1, pitch=72)  # at the last moment, after the answer was handed over
    room.move(1.0)
    echo, late = cues(room, "answer")[1:]
    assert echo.at_beats == late.at_beats == 5 * BAR
    assert [note.pitch for note in (*echo.part.notes, *late.part.notes)] == [67, 69, 72]
    assert [note.onset_beats for note in (*echo.part.notes, *late.part.notes)] == pytest.approx([0.5, 1.5, 5.9])
    room.move(4 * BAR)
    assert len(cues(room, "answer")) == 4, "nothing was played: the program calls again"
    room.jam.call_and_answer("off")
    assert room.move(4 * BAR).call_phase is None
    assert len(cues(room, "answer")) == 4


def test_a_varied_answer_is_not_an_echo(room: Room) -> None:
    room.move(0.5)
    room.jam.call_and_answer("vary")
    room.move(2.9 * BAR)
    for index, pitch in enumerate((65, 67, 69)):
        room.strike(3 * BAR + index, pitch=pitch)
    room.move(3 * BAR)
    answer = cues(room, "answer")[1]
    assert [note.pitch for note in answer.part.notes] != [65, 67, 69]
