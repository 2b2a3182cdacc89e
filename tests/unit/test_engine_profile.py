"""The music of a feeling: contrasts, continuity, bounds."""

from itertools import product

import pytest

from companion.domain.affect import Affect
from companion.domain.feelings import FEELINGS
from companion.engine.profile import CALM_VELOCITY, MusicalProfile, profile_of

GRID = [Affect(valence, arousal) for valence, arousal in product(range(-4, 5), repeat=2)]


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [("calm", 60, 76), ("sad", 50, 76), ("hopeful", 76, 104), ("joyful", 104, 138), ("angry", 112, 152)],
)
def test_each_feeling_keeps_its_pace(word: str, low: float, high: float) -> None:
    profile = profile_of(FEELINGS[word])
    assert low <= profile.tempo_low < profile.tempo_high <= high


def test_the_table_of_feelings_is_wide_and_reaches_every_corner_of_the_grid() -> None:
    assert len(FEELINGS) >= 24
    corners = {(place.valence > 0, place.arousal > 0) for place in FEELINGS.values()}
    assert corners == set(product((True, False), repeat=2))
    assert all(word == word.casefold().strip() for word in FEELINGS)


def test_sad_music_is_darker_lower_softer_and_smaller_than_joyful_music() -> None:
    sad, joyful = profile_of(FEELINGS["sad"]), profile_of(FEELINGS["joyful"])
    assert sad.minor_share > 0.8 > 0.2 > joyful.minor_share
    assert sad.register < joyful.register
    assert sad.velocity_high < joyful.velocity_high
    assert sad.span < joyful.span
    assert sad.legato > joyful.legato
    assert sad.smallness > joyful.smallness


@pytest.mark.parametrize("affect", GRID)
def test_neighbours_on_the_grid_sound_alike(affect: Affect) -> None:
    here = profile_of(affect)
    for valence, arousal in ((affect.valence + 1, affect.arousal), (affect.valence, affect.arousal + 1)):
        if max(valence, arousal) <= 4:
            there = profile_of(Affect(valence, arousal))
            assert abs(here.tempo_bpm - there.tempo_bpm) <= 22
            assert abs(here.minor_share - there.minor_share) <= 0.3
            assert abs(here.velocity_low - there.velocity_low) <= 5


@pytest.mark.parametrize("affect", [place for place in GRID if place.arousal <= -3])
def test_calm_places_are_soft_and_slow(affect: Affect) -> None:
    profile: MusicalProfile = profile_of(affect)
    assert profile.is_calm
    assert (profile.velocity_low, profile.velocity_high) == CALM_VELOCITY
    assert profile.tempo_high <= 76
