"""Music that is changed while it runs: another score, another tempo, parts, cues; nothing moves that has begun."""

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.errors import WrongUseError
from companion.midi.mixer import FULL_VOLUME, PART_SECONDS
from companion.midi.output import CUE_LANE, EXPRESSION, NOTE_OFF, SCORE_LANES, VOLUME
from companion.midi.protocol import Cue, Ended, Play, Revise, Revised, SetTempo
from companion.midi.scheduler import LEAD_SECONDS, REPLACE_SECONDS
from tests.unit.stage import Stage

LEAD = round(LEAD_SECONDS * 1000)


def piece(*notes: NoteEvent, bars: int = 2, bpm: float = 120.0, name: str = "melody", program: int = 0) -> Score:
    meter = Meter(4, 4)
    return Score("a piece", Key("C"), meter, TempoMap(bpm), 4.0 * bars, (Part(name, 0, program, notes),))


def beats(pitch: int, bars: int = 2, length: float = 0.9) -> Score:
    """One note a beat."""
    return piece(*(NoteEvent(beat, length, pitch, 70) for beat in range(4 * bars)), bars=bars)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_another_score_takes_over_at_the_next_bar_line(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True, fade_in_seconds=0.0))
    stage.run(3.0)
    assert stage.scheduler.revise(Revise(1, beats(72))) == Revised(1, 0.0, 8.0)
    stage.run(10.0)
    assert stage.onsets(60) == [LEAD + 500 * beat for beat in range(8)]
    after = stage.onsets(72)
    assert after == [LEAD + 500 * beat for beat in range(8, 8 + len(after))]
    assert len(after) > 16
    assert stage.ended == []


def test_a_later_bar_line_can_be_asked_for(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    assert stage.scheduler.revise(Revise(1, beats(72), 17.0)) == Revised(1, 17.0, 20.0)
    stage.run(12.0)
    assert len(stage.onsets(60)) == 20
    assert stage.onsets(72)[0] == LEAD + 10_000


def test_of_several_revisions_for_one_bar_the_newest_plays(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    for pitch in (71, 72, 73, 74, 75, 76):
        stage.scheduler.revise(Revise(1, beats(pitch)))
    stage.run(9.0)
    assert [len(stage.onsets(pitch)) > 0 for pitch in (60, 71, 72, 73, 74, 75, 76)] == [True] + 5 * [False] + [True]


def test_one_that_stands_further_on_waits_for_its_turn(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    stage.scheduler.revise(Revise(1, beats(71), 4.0))
    stage.scheduler.revise(Revise(1, beats(72), 12.0, is_loop=False))
    stage.run(14.0)
    assert [len(stage.onsets(pitch)) for pitch in (60, 71, 72)] == [4, 8, 8]
    assert stage.ended == [Ended(1, is_complete=True)]


def test_a_revised_loop_repeats_from_where_it_stands(stage: Stage) -> None:
    once_a_loop = piece(NoteEvent(1.0, 1.0, 72, 70), bars=3)
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    stage.scheduler.revise(Revise(1, once_a_loop))
    stage.run(20.0)
    assert stage.onsets(72)[:3] == [LEAD + 500 * (4 + 1 + 12 * turn) for turn in range(3)]


def test_what_sounds_over_the_bar_line_ends_in_its_own_time(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(NoteEvent(0, 7.0, 60, 70)), is_loop=True))
    stage.run(1.0)
    stage.scheduler.revise(Revise(1, piece(NoteEvent(0, 1.0, 60, 70))))
    stage.run(6.0)
    ends = sorted(tick for _, (tick, m) in stage.sink.scheduled if m.kind == NOTE_OFF and m.channel == 0)
    assert ends == [LEAD + 3500 - 1]


def test_a_followers_sounds_are_ready_before_it_begins(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(NoteEvent(0, 1, 60, 70), program=5), is_loop=True))
    stage.run(1.0)
    stage.scheduler.revise(Revise(1, piece(NoteEvent(0, 1, 60, 70), program=9)))
    assert stage.sink.programs[SCORE_LANES[0]] == 5
    assert stage.sink.programs[SCORE_LANES[1]] == 9


def test_a_bar_that_is_about_to_begin_is_left_as_it_is(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(2.0 + LEAD_SECONDS - 0.02)
    assert stage.scheduler.revise(Revise(1, beats(72))).from_beats == 8.0


def test_music_that_is_gone_or_counts_otherwise_is_not_revised(stage: Stage) -> None:
    with pytest.raises(WrongUseError):
        stage.scheduler.revise(Revise(1, beats(72)))
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    with pytest.raises(WrongUseError):
        stage.scheduler.set_tempo(SetTempo(2, 90))
    waltz = Score("waltz", Key("C"), Meter(3, 4), TempoMap(120), 6.0, ())
    with pytest.raises(WrongUseError, match="4/4 to 3/4"):
        stage.scheduler.revise(Revise(1, waltz))
    stage.run(4.0)
    assert len(stage.onsets(60)) >= 8


def test_a_tempo_glides_by_its_integral(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    changed = stage.scheduler.set_tempo(SetTempo(1, 60, over_seconds=8.0))
    assert changed.tempo == TempoMap(120).changed(4.0, 60, 8.0)
    stage.run(20.0)
    expected = [LEAD + round(1000 * changed.tempo.seconds_at(beat)) for beat in range(24)]
    assert stage.onsets(60)[:24] == pytest.approx(expected, abs=1)
    position = stage.scheduler.position(stage.sink.tick() / 1000, 0.0)
    assert position is not None
    assert position.bpm == pytest.approx(60.0)


def test_tempos_may_be_changed_again_and_again_and_nothing_hangs(stage: Stage) -> None:
    long = piece(*(NoteEvent(beat, 5.5, 60 + beat, 70) for beat in range(8)))
    stage.scheduler.start(Play(1, long, is_loop=True))
    for number in range(30):
        stage.run(0.3)
        stage.scheduler.set_tempo(SetTempo(1, 50.0 + 37 * number % 150, over_seconds=number % 3))
    stage.scheduler.revise(Revise(1, beats(72), is_loop=False))
    stage.run(25.0)
    assert stage.hanging() == set()
    assert len(stage.ended) == 1


def test_a_ritardando_can_be_asked_for_where_the_ending_stands(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    stage.scheduler.revise(Revise(1, beats(72, bars=1), 12.0, is_loop=False))
    changed = stage.scheduler.set_tempo(SetTempo(1, 40.0, over_seconds=3.0, from_beats=12.0))
    assert changed.tempo.bpm_at(11.9) == 120
    stage.run(14.0)
    expected = [LEAD + 1000 * changed.tempo.seconds_at(beat) for beat in range(12, 16)]
    assert stage.onsets(72) == pytest.approx(expected, abs=1)
    assert stage.ended == [Ended(1, is_complete=True)]


def test_a_part_goes_and_comes_smoothly(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True, fade_in_seconds=0.0))
    stage.run(1.0)
    stage.scheduler.switch_part("melody", False)
    stage.scheduler.switch_part("chords", False)
    stage.run(1.0)
    stage.scheduler.switch_part("melody", True)
    stage.run(1.0)
    values = stage.controls(VOLUME, 0)
    assert values[0][1] == values[-1][1] == FULL_VOLUME
    gone = next(tick for tick, value in values if value == 0)
    assert 1000 < gone <= 1000 + PART_SECONDS * 1000
    assert values[-1][0] <= 2000 + PART_SECONDS * 1000


def test_parts_stay_off_in_what_comes_and_are_on_again_in_new_music(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True, fade_in_seconds=0.0))
    stage.scheduler.switch_part("melody", False)
    stage.scheduler.set_part_level("melody", 0.25)
    stage.run(1.0)
    stage.scheduler.revise(Revise(1, beats(72)))
    assert stage.controls(VOLUME, SCORE_LANES[1])[-1][1] == 0
    stage.scheduler.switch_part("melody", True)
    stage.run(1.0)
    assert stage.controls(VOLUME, SCORE_LANES[1])[-1][1] == FULL_VOLUME // 2
    stage.scheduler.start(Play(2, beats(60)))
    stage.run(REPLACE_SECONDS + 0.1)
    assert stage.controls(VOLUME, 0)[-1][1] == FULL_VOLUME


def test_a_revision_in_the_middle_of_the_fade_in_goes_on_with_it(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True, fade_in_seconds=4.0))
    stage.run(2.06)
    stage.scheduler.revise(Revise(1, beats(72)))
    ours, theirs = (dict(stage.controls(EXPRESSION, lane)) for lane in SCORE_LANES[:2])
    later = [tick for tick in ours if tick > 2100]
    assert all(theirs[tick] == ours[tick] for tick in later)
    assert len(later) > 20


def test_a_cue_plays_once_over_the_loop(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    echo = Part("echo", 3, 11, (NoteEvent(0.0, 1.0, 80, 70), NoteEvent(5.25, 1.0, 81, 70)))
    stage.scheduler.cue(Cue(1, 8.0, echo))
    stage.run(20.0)
    assert stage.onsets(80) == [LEAD + 4000]
    assert stage.onsets(81) == [LEAD + 500 * 13.25]
    assert stage.sink.programs[CUE_LANE + 3] == 11
    assert (CUE_LANE + 3, 80) not in stage.hanging()


def test_of_a_late_cue_only_what_is_to_come_is_played(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.06)
    stage.scheduler.cue(Cue(1, 0.0, Part("echo", 0, 0, tuple(NoteEvent(b, 0.5, 80 + b, 70) for b in range(8)))))
    stage.run(5.0)
    assert [len(stage.onsets(80 + beat)) for beat in range(8)] == [0, 0, 1, 1, 1, 1, 1, 1]
    assert {key for key in stage.hanging() if key[0] >= CUE_LANE} == set()


def test_a_cue_stays_where_it_was_asked_for_when_tempo_and_score_change(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60), is_loop=True))
    stage.run(1.0)
    stage.scheduler.cue(Cue(1, 8.0, Part("echo", 0, 0, (NoteEvent(0.5, 1.0, 80, 70),))))
    tempo = stage.scheduler.set_tempo(SetTempo(1, 60)).tempo
    stage.scheduler.revise(Revise(1, beats(72)))
    stage.run(12.0)
    assert stage.onsets(80) == [LEAD + round(1000 * tempo.seconds_at(8.5))]


def test_cues_after_a_piece_are_waited_for(stage: Stage) -> None:
    stage.scheduler.start(Play(1, beats(60)))
    stage.run(1.0)
    stage.scheduler.cue(Cue(1, 16.0, Part("echo", 0, 0, (NoteEvent(0.0, 1.0, 80, 70),))))
    stage.run(7.5)
    assert stage.ended == []
    stage.run(1.0)
    assert stage.ended == [Ended(1, is_complete=True)]


def test_a_revised_score_can_go_on_in_a_new_process_from_its_middle(stage: Stage) -> None:
    once_a_loop = piece(NoteEvent(1.0, 1.0, 72, 70), bars=3)
    stage.scheduler.start(Play(1, once_a_loop, is_loop=True, from_beats=24.0, score_at_beats=4.0))
    stage.run(8.0)
    assert stage.onsets(72)[:2] == [LEAD + 500 * (29 - 24), LEAD + 500 * (41 - 24)]
    assert stage.scheduler.music_seconds(LEAD_SECONDS) == pytest.approx(12.0)


def test_very_short_bars_are_handed_over_in_time(stage: Stage) -> None:
    meter = Meter(1, 16)
    notes = (NoteEvent(0, 0.2, 60, 70),)
    loop = Score("quick", Key("C"), meter, TempoMap(300), 0.25, (Part("pulse", 9, 0, notes),))
    stage.scheduler.start(Play(1, loop, is_loop=True))
    stage.run(1.0)
    assert max(stage.onsets(60)) >= stage.sink.tick() + 200
