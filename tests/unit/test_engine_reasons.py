"""What is said of a song is true of it: how many notes it needs, also on the way elsewhere and after a wish."""

import re

import pytest

from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest
from companion.engine.revising import WISHES, Wish, revise

LINES = ("When the house is still and gray", "I keep the kettle close to me", "", "Stay a little longer now")
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def told(song: Song) -> int:
    found = re.search(r"stays within (\w+) notes?\.", song.why[0])
    assert found
    return NUMBERS.index(found[1])


def needed(song: Song) -> int:
    """The notes of the song's scale from its lowest to its highest."""
    pitches = [note.pitch for note in song.melody]
    return sum(pitch % 12 in song.key.scale_pcs for pitch in range(min(pitches), max(pitches) + 1))


@pytest.mark.parametrize("feeling", ["calm", "joyful", "tired", "angry"])
@pytest.mark.parametrize("to", [None, "calm", "hopeful"])
@pytest.mark.parametrize("seed", range(3))
def test_it_stays_within_as_many_notes_as_is_said(feeling: str, to: str | None, seed: int) -> None:
    (song,) = suggest(SongRequest(LINES, feeling=feeling, to_feeling=to, seed=seed))
    assert needed(song) <= told(song) <= needed(song) + 1, "one more where a note outside the scale is the lowest"


@pytest.mark.parametrize("wish", WISHES)
def test_so_it_does_when_it_was_changed(wish: Wish) -> None:
    (song,) = suggest(SongRequest(LINES, feeling="calm", seed=4))
    changed = revise(song, wish, seed=1)
    assert needed(changed) <= told(changed) <= needed(changed) + 1
