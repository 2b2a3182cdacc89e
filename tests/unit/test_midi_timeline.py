"""Bars of a score, unrolled: loops without a seam, no key struck while it sounds."""

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.output import NOTE_OFF, NOTE_ON
from companion.midi.timeline import Timeline


def score(*notes: NoteEvent, bars: int = 2, meter: Meter | None = None, tempo: TempoMap | None = None) -> Score:
    meter = meter or Meter(4, 4)
    parts = (Part("melody", 0, 0, notes),)
    return Score("a score", Key("C"), meter, tempo or TempoMap(60), bars * meter.bar_beats, parts)


def onsets(timeline: Timeline, bars: range) -> list[float]:
    return [e.seconds for bar in bars for e in timeline.messages(bar) if e.message.kind == NOTE_ON]


def test_each_note_stands_once_in_the_bar_where_it_starts() -> None:
    timeline = Timeline(score(NoteEvent(0, 1, 60, 70), NoteEvent(3.5, 2, 62, 70), NoteEvent(4, 1, 64, 70)))
    assert timeline.bars == 2
    assert onsets(timeline, range(1)) == [0, 3.5]
    assert onsets(timeline, range(1, 2)) == [4]
    assert onsets(timeline, range(2, 9)) == []
    assert timeline.end_seconds == 8


def test_a_loop_goes_on_counting() -> None:
    timeline = Timeline(score(NoteEvent(0, 1, 60, 70), NoteEvent(7.5, 0.5, 62, 70)), is_loop=True)
    assert onsets(timeline, range(6)) == [0, 7.5, 8, 15.5, 16, 23.5]


def test_a_loop_of_odd_length_repeats_at_its_own_length() -> None:
    piece = Score("odd", Key("C"), Meter(4, 4), TempoMap(60), 6.0, (Part("m", 0, 0, (NoteEvent(1, 1, 60, 70),)),))
    assert onsets(Timeline(piece, is_loop=True), range(6)) == [1, 7, 13, 19]


def test_a_note_rings_over_the_seam_until_its_key_is_struck_again() -> None:
    timeline = Timeline(score(NoteEvent(1, 1, 60, 70), NoteEvent(7, 6, 60, 70), NoteEvent(7, 1.5, 62, 70)), True)
    ends = {(e.message.data1, e.seconds) for e in timeline.messages(1) if e.message.kind == NOTE_OFF}
    assert ends == {(60, 9.0), (62, 8.5)}


def test_a_key_is_ended_before_it_is_struck_again() -> None:
    timeline = Timeline(score(NoteEvent(0, 3, 60, 70), NoteEvent(1, 1, 60, 80)))
    assert [(e.seconds, e.message.kind) for e in timeline.messages(0)] == [
        (0, NOTE_ON), (1, NOTE_OFF), (1, NOTE_ON), (2, NOTE_OFF)
    ]  # fmt: skip


def test_of_two_notes_at_once_on_a_key_the_longer_stays() -> None:
    timeline = Timeline(score(NoteEvent(0, 1, 60, 70), NoteEvent(0, 2, 60, 50)))
    assert [(e.seconds, e.message.data2) for e in timeline.messages(0)] == [(0, 50), (2, 0)]


def test_a_glide_moves_the_bars() -> None:
    tempo = TempoMap(120, 60, 8.0)
    timeline = Timeline(score(NoteEvent(4, 1, 60, 70), tempo=tempo), is_loop=True)
    assert onsets(timeline, range(4)) == pytest.approx([tempo.seconds_at(4), tempo.seconds_at(12)])


def test_an_odd_meter() -> None:
    timeline = Timeline(score(*(NoteEvent(i * 0.5, 0.4, 60, 70) for i in range(14)), meter=Meter(7, 8)))
    assert timeline.bars == 2
    assert len(onsets(timeline, range(1))) == 7


@pytest.mark.parametrize("is_loop", [True, False])
def test_nothing_to_play_is_no_trouble(is_loop: bool) -> None:
    empty = Score("nothing", Key("C"), Meter(), TempoMap(60), 0.0, ())
    timeline = Timeline(empty, is_loop)
    assert not timeline.is_loop
    assert timeline.end_seconds == 0
    assert timeline.messages(0) == []
