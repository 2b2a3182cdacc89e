"""How near a tune is to real songs, as the engine measures it before it offers one."""

from collections.abc import Sequence

from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.harmony import Key, Meter
from companion.domain.song import Contract, MelodyNote, Section, Song
from companion.engine.likeness import misfit
from companion.engine.profile import profile_of

CALM, SAD, HOPEFUL, ANGRY = (profile_of(Affect(*place)) for place in ((2, -3), (-3, -2), (2, 1), (-3, 4)))

SONG_LIKE = (
    (67, 1), (67, 1), (64, 1), (65, 1), (67, 2), (64, 2), (65, 1), (65, 1), (62, 1), (64, 1), (65, 2), (62, 2),
    (67, 1), (67, 1), (64, 1), (65, 1), (67, 2), (72, 2), (71, 1), (69, 1), (67, 1), (62, 1), (60, 4),
)  # fmt: skip
"""A tune as lullabies go: its first bars come back, and it ends at home."""


def tune(notes: Sequence[tuple[int, float]]) -> Song:
    melody, start = [], 0.0
    for pitch, length in notes:
        melody.append(MelodyNote(pitch, start, length))
        start += length
    bars = round(start / 4)
    return Song(
        "", "", "calm", Affect(2, -3), 0, Key("C"), Meter(4, 4), 66.0, "hymn", 4, (Section("tune", 0, bars, ()),),
        (), tuple(melody), Contract(()), (), phrase_bars=2,
    )  # fmt: skip


def test_a_tune_like_a_lullaby_fits_better_than_a_drone_a_scale_and_noise() -> None:
    drone = [(60, 1.0)] * 32
    scale = [(60 + step, 1.0) for step in (0, 2, 4, 5, 7, 9, 11, 12, 12, 11, 9, 7, 5, 4, 2, 0)] * 2
    noise = [(60 + (index * 31) % 13, (0.5, 1.5, 1.0, 3.0)[index * 7 % 4]) for index in range(20)]
    fitting = misfit(tune(SONG_LIKE), CALM)
    assert all(misfit(tune(other), CALM) > fitting + 1 for other in (drone, scale, noise))


def test_a_few_notes_say_nothing() -> None:
    assert misfit(tune(SONG_LIKE[:7]), CALM) == 0


def test_only_the_first_eight_bars_count() -> None:
    assert misfit(tune([*SONG_LIKE, (60, 4), (90, 1), (40, 3)]), CALM) == misfit(tune([*SONG_LIKE, (60, 8)]), CALM)


def test_hope_asks_for_phrases_that_rise() -> None:
    falling, rising = ((72, 1), (71, 1), (69, 1), (67, 5)), ((67, 1), (69, 1), (71, 1), (72, 5))
    assert misfit(tune(rising * 4), HOPEFUL) < misfit(tune(falling * 4), HOPEFUL)


def test_anger_asks_for_notes_held_across_a_stronger_beat() -> None:
    lengths = (1.0, 1.5, 0.5, 1.0)  # the second note holds across the third beat
    held = tune([(pitch, length) for (pitch, _), length in zip(SONG_LIKE[:16], lengths * 4, strict=True)])
    plain = replace(held, melody=tuple(replace(note, duration_beats=0.5) for note in held.melody))
    assert misfit(held, ANGRY) < misfit(plain, ANGRY)


def test_sadness_asks_for_smaller_moves() -> None:
    wide = [(pitch, 1.0) for pitch in (60, 64, 62, 60, 67, 65, 64, 62) * 4]
    assert misfit(tune(wide), SAD) > misfit(tune(wide), CALM)
