"""Suggestions: what comes of a request, and what can't be asked for."""

from pathlib import Path

import pytest

from companion.domain.affect import Affect
from companion.domain.feelings import CHECK_IN_WORDS
from companion.domain.harmony import Key, Meter
from companion.domain.song import VOICE_RANGES, Song, SongRequest
from companion.engine.composing import suggest
from companion.engine.prosody import syllables
from companion.errors import WrongUseError

WORDS = Path(__file__).parents[1] / "data" / "words"
FOUR = (
    "Today I carry a heavy coat",
    "but under it I am warm",
    "There is a window I look through",
    "and behind it is the garden",
)
THEORY = ("tonic", "dominant", "cadence", "interval", "diatonic", "chord", "major", "minor", "scale", "degree", "triad")


def one(*lines: str, feeling: str | None = "calm", seed: int = 1, meter: Meter | None = None) -> Song:
    return suggest(SongRequest(lines, feeling=feeling, seed=seed, meter=meter))[0]


@pytest.mark.parametrize("feeling", CHECK_IN_WORDS)
def test_three_suggestions_are_really_different_and_say_why_in_plain_words(feeling: str) -> None:
    songs = suggest(SongRequest(FOUR, feeling=feeling, seed=11, count=3))
    assert len({s.name for s in songs}) == len({s.groove for s in songs}) == 3
    assert len({tuple(n.pitch for n in s.melody) for s in songs}) == 3
    for song in songs:
        assert song.contract.holds
        assert 3 <= len(song.why) <= 8
        for sentence in song.why:
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert not any(word in sentence.casefold().split() for word in THEORY)


def test_the_first_suggestion_does_not_depend_on_how_many_are_asked_for() -> None:
    alone = suggest(SongRequest(FOUR, feeling="sad", seed=5))
    assert suggest(SongRequest(FOUR, feeling="sad", seed=5, count=4))[:1] == alone


def test_wishes_are_kept() -> None:
    request = SongRequest(
        FOUR, feeling="calm", seed=3, key=Key("Bb"), meter=Meter(3, 4), tempo_bpm=58.0, groove="Hymn", title=" Mine "
    )
    (song,) = suggest(request)
    assert (song.key, song.meter, song.tempo_bpm, song.groove, song.title) == (
        Key("Bb"), Meter(3, 4), 58.0, "hymn", "Mine",
    )  # fmt: skip


def test_a_song_holds_its_words_in_order() -> None:
    for path in WORDS.glob("*.txt"):
        lines = tuple(path.read_text("utf-8").splitlines())
        song = one(*lines, feeling="tender")
        sung = [note.syllable for note in song.melody]
        assert sung == [s.text for line in song.lines for s in syllables(line)]


def test_a_chorus_is_sung_the_same_each_time() -> None:
    lines = tuple((WORDS / "quiet_house.txt").read_text("utf-8").splitlines())
    song = one(*lines, seed=8)
    bar = song.meter.bar_beats
    tunes = []
    for section in (s for s in song.sections if s.name == "chorus"):
        start, end = section.start_bar * bar, (section.start_bar + section.bars) * bar
        inside = [n for n in song.melody if start <= n.start_beats < end]
        tunes.append([(n.start_beats - start, n.pitch) for n in inside])
    first, last = tunes
    assert first[:-4] == last[:-4], "only the song's very end may settle differently"


def test_one_word_is_a_song() -> None:
    song = one("Home")
    assert song.bars >= 8
    assert len({note.pitch for note in song.melody}) >= 2
    assert song.title == "Home"


def test_words_without_anything_to_sing_give_a_tune_without_words() -> None:
    song = one("...", "😀", feeling=None)
    assert song.bars == 8
    assert all(note.syllable is None for note in song.melody)
    assert song.title == song.name


@pytest.mark.parametrize("bars", [1, 2, 5, 8, 12, 64])
def test_a_tune_without_words_has_the_bars_asked_for(bars: int) -> None:
    (song,) = suggest(SongRequest((), feeling="hopeful", seed=2, bars=bars))
    assert song.bars == bars
    assert song.contract.holds


def test_one_bar_has_three_suggestions_too() -> None:
    songs = suggest(SongRequest((), feeling="sad", seed=624, bars=1, count=3, meter=Meter(7, 8), tempo_bpm=160.0))
    assert len({(song.melody, song.groove) for song in songs}) == 3


def test_more_than_sixty_four_lines_are_cut() -> None:
    song = one(*(f"line number {i} goes on" for i in range(200)))
    assert len(song.lines) == 64


def test_a_long_title_is_cut_between_words() -> None:
    song = one("there was a long and winding first line that never seemed to want to end")
    assert song.title == "There was a long and winding first line"


@pytest.mark.parametrize("voice", ["low", "high"])
@pytest.mark.parametrize("feeling", ["joyful", "sad", "angry"])
def test_every_voice_is_at_ease(voice: str, feeling: str) -> None:
    low, high = VOICE_RANGES[voice]  # type: ignore[index]  # the parameters are its keys
    for seed in range(5):
        (song,) = suggest(SongRequest(FOUR, feeling=feeling, seed=seed, voice=voice))  # type: ignore[arg-type]
        assert all(low <= note.pitch <= high for note in song.melody)


def test_an_unknown_groove_is_refused_in_a_sentence() -> None:
    with pytest.raises(WrongUseError, match="polka"):
        suggest(SongRequest(FOUR, groove="polka"))


@pytest.mark.parametrize("bpm", [0.0, 29.0, 241.0, -5.0])
def test_a_pace_that_can_not_be_sung_is_refused_in_a_sentence(bpm: float) -> None:
    with pytest.raises(WrongUseError, match=f"{bpm:g}"):
        suggest(SongRequest(FOUR, tempo_bpm=bpm))


def test_a_bar_that_is_too_short_is_refused_in_a_sentence() -> None:
    with pytest.raises(WrongUseError, match="1/16"):
        suggest(SongRequest(FOUR, meter=Meter(1, 16)))


@pytest.mark.parametrize("meter", ["1/4", "2/2", "5/16", "7/8", "9/8", "12/8", "16/4", "16/2"])
def test_odd_meters_can_be_sung(meter: str) -> None:
    for seed in range(4):
        lines = FOUR if seed % 2 else ("la " * 60,)
        song = one(*lines, seed=seed, meter=Meter.parse(meter))
        assert song.contract.holds


@pytest.mark.parametrize("bpm", [30.0, 160.0, 220.0, 240.0])
@pytest.mark.parametrize("meter", ["6/8", "3/4", "7/8"])
def test_words_fit_at_any_pace(bpm: float, meter: str) -> None:
    for lines in (("24 hours 1984", "7"), FOUR, ("la " * 40,)):
        request = SongRequest(lines, feeling="sad", seed=6, tempo_bpm=bpm, meter=Meter.parse(meter))
        (song,) = suggest(request)
        assert all(note.duration_beats * 60 / bpm >= 0.2 for note in song.melody)


def test_a_hundred_suggestions_have_names_of_their_own() -> None:
    songs = suggest(SongRequest(FOUR, feeling="tender", seed=1, count=100))
    assert len({song.name for song in songs}) == len({song.melody for song in songs}) == 100


def test_a_place_on_the_grid_goes_before_the_word() -> None:
    (song,) = suggest(SongRequest(FOUR, feeling="calm", affect=Affect(-3, 4), seed=1))
    assert song.tempo_bpm >= 112
    assert song.affect == Affect(-3, 4)


def test_feelings_keep_their_pace_and_colour_over_a_batch() -> None:
    def batch(feeling: str) -> list[Song]:
        return [suggest(SongRequest(FOUR, feeling=feeling, seed=seed))[0] for seed in range(30)]

    for feeling, low, high in (
        ("calm", 60, 76), ("sad", 50, 76), ("hopeful", 76, 104), ("joyful", 104, 138), ("angry", 112, 152),
    ):  # fmt: skip
        assert all(low <= song.tempo_bpm <= high for song in batch(feeling))
    assert sum(song.key.is_minor for song in batch("sad")) >= 20
    assert sum(song.key.is_minor for song in batch("hopeful")) <= 5
    assert all(song.key.is_minor for song in batch("angry"))


@pytest.mark.parametrize(
    "feeling",
    ["calm", *(pytest.param(each, marks=pytest.mark.long) for each in ("sad", "hopeful", "joyful", "angry"))],
)
def test_a_hundred_seeds_open_differently_and_no_two_are_the_same(feeling: str) -> None:
    songs = [suggest(SongRequest((), feeling=feeling, seed=seed))[0] for seed in range(100)]
    openings = {tuple((n.pitch - s.melody[0].pitch, n.duration_beats) for n in s.melody[:8]) for s in songs}
    assert len(openings) >= 90
    assert len({tuple((note.pitch, note.start_beats) for note in song.melody) for song in songs}) == 100


def test_five_at_once_open_differently() -> None:
    for lines in (FOUR, ("One more day", "One more day", "One small light", "One more day"), ()):
        songs = suggest(SongRequest(lines, feeling="calm", seed=4, count=5, meter=Meter(4, 4)))
        openings = {tuple((n.pitch - s.melody[0].pitch, n.duration_beats) for n in s.melody[:8]) for s in songs}
        assert len(openings) == 5


def test_loops_are_as_long_as_the_song_asks() -> None:
    (short,) = suggest(SongRequest(("The lamp in the window is waiting",), feeling="calm", seed=1))
    first, _, third = suggest(SongRequest((), feeling="calm", seed=1, bars=16, count=3))
    assert (short.loop_bars, first.loop_bars, third.loop_bars) == (2, 4, 8)
    assert [chord.symbol for chord in third.chords[:8]] == [chord.symbol for chord in third.chords[8:]]
