"""Other chords for a place: safe, ordered, each with a word on what it does."""

from companion.domain.song import SongRequest
from companion.engine.alternatives import alternatives
from companion.engine.composing import suggest
from companion.engine.revising import with_chord

LINES = ("I keep the candle close to me", "and let the evening in")


def test_alternatives_are_others_named_and_explained() -> None:
    for seed in range(8):
        (song,) = suggest(SongRequest(LINES, feeling="sad" if seed % 2 else "calm", seed=seed))
        for index, chord in enumerate(song.chords):
            found = alternatives(song, index)
            assert 4 <= len(found) <= 7
            assert chord.symbol not in {each.symbol for each in found}
            assert len({each.symbol for each in found}) == len(found)
            assert all(each.words and each.roman for each in found)


def test_every_alternative_makes_a_song_that_keeps_its_contract() -> None:
    (song,) = suggest(SongRequest(LINES, feeling="tender", seed=3))
    for each in alternatives(song, 1):
        changed = with_chord(song, 1, each.symbol)
        assert changed.contract.holds
        assert changed.chords[1].roman == each.roman


def test_the_last_chord_is_offered_home_first() -> None:
    (song,) = suggest(SongRequest(LINES, feeling="calm", seed=4))
    away = with_chord(song, len(song.chords) - 1, "G" if song.key.tonic != "G" else "D")
    assert alternatives(away, len(song.chords) - 1)[0].roman == "I"


def test_what_fits_the_tune_comes_before_what_rubs() -> None:
    moved = {"first": 0, "last": 0}
    for seed in range(12):
        (song,) = suggest(SongRequest(LINES, feeling="calm", seed=seed))
        for index in range(4):
            found = alternatives(song, index)
            for name, each in (("first", found[0]), ("last", found[-1])):
                changed = with_chord(song, index, each.symbol)
                moved[name] += sum(a != b for a, b in zip(song.melody, changed.melody, strict=True))
    assert moved["first"] < moved["last"]
