"""The backing without waiting: what is handed over when, fades, loops, ends."""

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.mixer import FADE_SOURCE
from companion.midi.output import (
    CLICK_CHANNEL,
    CONTROL_CHANGE,
    DRUM_PROGRAM,
    EXPRESSION,
    NOTE_OFF,
    NOTE_ON,
)
from companion.midi.protocol import Ended, Play
from companion.midi.scheduler import LEAD_SECONDS, LONGEST_RING, REPLACE_SECONDS
from tests.unit.stage import Stage

LEAD_TICKS = LEAD_SECONDS * 1000


def piece(bars: int = 4, bpm: float = 120.0) -> Score:
    """One note a beat, a drum on each bar."""
    melody = Part("melody", 0, 73, tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(4 * bars)))
    pulse = Part("pulse", 9, 0, tuple(NoteEvent(4 * bar, 0.2, 76, 60) for bar in range(bars)))
    return Score("a piece", Key("C"), Meter(), TempoMap(bpm), 4.0 * bars, (melody, pulse))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_notes_stand_at_the_scores_times(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.run(8.5)
    assert [event.tick for event in stage.events()] == [LEAD_TICKS + 500 * beat for beat in range(16)]


def test_each_note_ends_before_the_next_of_its_key(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(bars=1)))
    ons, offs = stage.events(NOTE_ON), stage.events(NOTE_OFF)
    assert all(on.tick < off.tick for on, off in zip(ons, offs, strict=True))
    assert all(off.tick < on.tick for off, on in zip(offs[:-1], ons[1:], strict=True))


def test_never_more_than_the_next_bar_is_handed_over(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(bars=8)))
    for _ in range(1500):
        stage.run(0.01)
        now = stage.sink.tick()
        running_bar = max(0, (now - LEAD_TICKS) // 2000)
        ahead = max(event.tick for event in stage.events())
        assert ahead < LEAD_TICKS + (running_bar + 2) * 2000
        assert ahead >= LEAD_TICKS + min(running_bar + 1, 7) * 2000


def test_each_bar_has_a_source_of_its_own(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.run(8.0)
    sources = {(whose, (e.tick - LEAD_TICKS) // 2000) for whose, e in stage.sink.scheduled if e.message.kind == NOTE_ON}
    assert len({whose for whose, _ in sources}) == len(sources) == 4


def test_a_loop_has_no_seam_and_no_end(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(bars=2), is_loop=True))
    stage.run(30.0, step=0.02)
    ticks = [event.tick for event in stage.events()]
    assert ticks == [LEAD_TICKS + 500 * beat for beat in range(len(ticks))]
    assert len(ticks) >= 60
    assert stage.ended == []


def test_the_music_fades_in(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(), fade_in_seconds=2.0))
    fade = [e for whose, e in stage.sink.scheduled if whose == FADE_SOURCE and e.message.channel == 0]
    assert (fade[0].tick, fade[0].message.data2) == (LEAD_TICKS, 0)
    assert fade[-1].message.data2 == 127
    assert LEAD_TICKS + 1850 <= fade[-1].tick <= LEAD_TICKS + 2000
    assert any(message == (CONTROL_CHANGE, 0, EXPRESSION, 0) for _, message in stage.sink.sent)


def test_sounds_are_chosen_with_drums_on_their_channel(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    assert stage.sink.programs == {0: 73, 9: DRUM_PROGRAM, CLICK_CHANNEL: DRUM_PROGRAM}


def test_the_count_in_is_ticked_before_the_first_note(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(), count_in_beats=4))
    clicks = [event.tick for event in stage.events(channel=CLICK_CHANNEL)]
    assert clicks == [LEAD_TICKS + 500 * beat for beat in range(4)]
    assert stage.events()[0].tick == LEAD_TICKS + 2000
    stage.run(1.0)
    position = stage.scheduler.position(stage.sink.tick() / 1000, stage.clock.now)
    assert position is not None
    assert position.beats == pytest.approx(-4 + (1.0 - LEAD_SECONDS) * 2)


def test_playing_from_the_middle_keeps_whole_bars(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(), from_beats=9.5))
    assert len(stage.events()) == 8
    position = stage.scheduler.position(LEAD_SECONDS, 0.0)
    assert position is not None
    assert position.beats == pytest.approx(8.0)


def test_a_piece_ends_after_its_last_note_has_rung_out(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.sink.sounds = True
    stage.run(8.5)
    assert stage.ended == []
    stage.sink.sounds = False
    stage.run(0.01)
    assert stage.ended == [Ended(1, is_complete=True)]
    assert stage.scheduler.running is None


def test_a_sound_that_never_dies_away_does_not_hold_up_the_end(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.sink.sounds = True
    stage.run(8.0 + LONGEST_RING + 0.1)
    assert stage.ended == [Ended(1, is_complete=True)]


def test_stop_fades_and_the_music_goes_on_meanwhile(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(bars=16), fade_in_seconds=0.0))
    stage.run(3.0)
    stage.scheduler.stop(1.5)
    stage.run(1.4)
    assert stage.ended == []
    assert any(event.tick > 4000 for event in stage.events())
    fade = [e.message.data2 for w, e in stage.sink.scheduled if w == FADE_SOURCE and e.tick >= 3000]
    assert fade[0] == 127
    assert fade[-1] == 0
    stage.run(0.2)
    assert stage.ended == [Ended(1, is_complete=False)]
    assert all(event.tick <= stage.sink.tick() for event in stage.events())


def test_stop_in_the_middle_of_the_fade_in_goes_down_from_there(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(), fade_in_seconds=2.0))
    stage.run(0.5)
    before = [e.message.data2 for w, e in stage.sink.scheduled if w == FADE_SOURCE and e.tick <= 500][-1]
    stage.scheduler.stop(1.0)
    after = [e.message.data2 for w, e in stage.sink.scheduled if w == FADE_SOURCE and e.tick >= 500]
    assert after[0] == pytest.approx(before, abs=4)
    assert max(after) <= before + 4


def test_a_second_stop_may_hurry_the_fade_but_not_delay_it(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece(bars=16)))
    stage.run(2.5)
    stage.scheduler.stop(2.0)
    stage.scheduler.stop(9.0)
    stage.run(0.1)
    stage.scheduler.stop(0.3)
    stage.run(0.4)
    assert stage.ended == [Ended(1, is_complete=False)]


def test_a_new_score_waits_for_a_quick_fade(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.run(2.0)
    assert stage.scheduler.start(Play(2, piece(bpm=60))) == []
    stage.run(REPLACE_SECONDS + 0.02)
    assert stage.ended == [Ended(1, is_complete=False)]
    assert stage.scheduler.running is not None
    assert stage.scheduler.running.play_id == 2


def test_of_several_that_wait_only_the_newest_plays(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.run(1.0)
    stage.scheduler.start(Play(2, piece()))
    assert stage.scheduler.start(Play(3, piece())) == [Ended(2, is_complete=False)]
    stage.run(1.0)
    assert stage.scheduler.running is not None
    assert stage.scheduler.running.play_id == 3


def test_stop_also_stops_what_waits(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.scheduler.start(Play(2, piece()))
    assert stage.scheduler.stop(1.0) == [Ended(2, is_complete=False)]
    stage.run(2.0)
    assert stage.ended == [Ended(1, is_complete=False)]
    assert stage.scheduler.running is None


def test_panic_is_silence_at_once(stage: Stage) -> None:
    stage.scheduler.start(Play(1, piece()))
    stage.run(1.0)
    assert stage.scheduler.panic() == [Ended(1, is_complete=False)]
    assert stage.sink.silenced_at == [1000]
    assert all(event.tick <= 1000 for _, event in stage.sink.scheduled)


def test_the_musics_own_time(stage: Stage) -> None:
    stage.run(0.5)
    assert stage.scheduler.music_seconds(0.4) == 0.4
    stage.scheduler.start(Play(1, piece()))
    assert stage.scheduler.music_seconds(0.5 + LEAD_SECONDS + 1.25) == pytest.approx(1.25)


def test_nothing_to_play_ends_at_once(stage: Stage) -> None:
    stage.scheduler.start(Play(1, Score("nothing", Key("C"), Meter(), TempoMap(60), 0.0, ()), is_loop=True))
    stage.run(1.0)
    assert stage.ended == [Ended(1, is_complete=True)]
