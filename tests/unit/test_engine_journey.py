"""From one feeling to another: small steps that never turn back, in pace, register, colour and loudness."""

from itertools import pairwise, product
from statistics import mean

import pytest

from companion.domain.affect import Affect
from companion.domain.feelings import FEELINGS
from companion.domain.song import Song, SongRequest
from companion.engine.backing import arrange
from companion.engine.composing import suggest
from companion.engine.journey import stations

WORDS = ("I keep the candle close to me", "and let the evening in", "the river carries what I said", "I lay it down")


def going(now: str, then: str, seed: int = 1, lines: tuple[str, ...] = WORDS) -> Song:
    return suggest(SongRequest(lines, feeling=now, to_feeling=then, seed=seed, bars=16))[0]


def rises(values: list[float]) -> bool:
    return all(a <= b for a, b in pairwise(values))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_stations_never_turn_back_and_arrive(count: int) -> None:
    for now in (Affect(-3, 4), Affect(2, -3), Affect(0, 0)):
        for then in (Affect(4, 3), Affect(-4, -4), Affect(2, -3)):
            found = stations(now, then, count)
            assert found[-1] == then
            for axis in ("valence", "arousal"):
                values = [float(getattr(place, axis)) for place in found]
                assert rises(values) or rises(values[::-1])


def test_every_way_between_two_words_goes_one_way_in_small_steps() -> None:
    for now, then in product(FEELINGS.values(), repeat=2):
        far = max(abs(then.valence - now.valence), abs(then.arousal - now.arousal))
        found = stations(now, then, 4)
        assert (found[0], found[-1]) == (now, then)
        for axis in ("valence", "arousal"):
            values = [float(getattr(place, axis)) for place in found]
            assert rises(values) or rises(values[::-1])
            assert max(abs(b - a) for a, b in pairwise(values)) <= far / 3 + 1
        if now == then:
            assert set(found) == {now}


@pytest.mark.parametrize(("now", "then"), [("sad", "hopeful"), ("angry", "calm"), ("worried", "peaceful")])
@pytest.mark.parametrize("lines", [WORDS, ()])
def test_a_song_goes_there_step_by_step(now: str, then: str, lines: tuple[str, ...]) -> None:
    for seed in range(3):
        song = going(now, then, seed, lines)
        assert song.contract.holds
        assert len(song.sections) >= 3
        assert song.sections[0].affect == FEELINGS[now] == song.affect
        assert song.sections[-1].affect == FEELINGS[then]
        assert song.to_tempo_bpm is not None
        assert (song.to_tempo_bpm > song.tempo_bpm) == (FEELINGS[then].arousal > FEELINGS[now].arousal)
        assert song.key.is_minor
        assert song.sections[-1].key is not None
        assert not song.sections[-1].key.is_minor
        bar = song.meter.bar_beats
        heights = []
        for section in (song.sections[0], song.sections[-1]):
            start, end = section.start_bar * bar, (section.start_bar + section.bars) * bar
            heights.append(mean(n.pitch for n in song.melody if start <= n.start_beats < end))
        assert heights[0] < heights[1], "light comes with height"


def test_loudness_follows_without_a_step() -> None:
    score = arrange(going("sad", "joyful"))
    bar = score.meter.bar_beats
    loud = [
        mean(n.velocity for part in score.parts for n in part.notes if at * bar <= n.onset_beats < (at + 4) * bar)
        for at in (0, round(score.total_beats / bar) - 6)
    ]
    assert loud[0] < loud[1]
    assert score.tempo.bpm_at(0) < score.tempo.bpm_at(score.total_beats / 2) < score.tempo.bpm_at(score.total_beats)


def test_staying_is_the_same_song_as_not_asking() -> None:
    stay = suggest(SongRequest(WORDS, feeling="sad", to_feeling="sad", seed=4))
    assert stay == suggest(SongRequest(WORDS, feeling="sad", seed=4))


def test_a_pace_that_was_asked_for_stays() -> None:
    (song,) = suggest(SongRequest(WORDS, feeling="sad", to_feeling="joyful", tempo_bpm=70.0))
    assert (song.tempo_bpm, song.to_tempo_bpm) == (70.0, None)
