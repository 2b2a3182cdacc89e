"""What a therapist limits is kept by everything that is offered, whatever the feeling and however it is changed."""

import pytest

from companion.cli.assign import limits_in
from companion.domain.affect import Affect
from companion.domain.limits import MusicLimits
from companion.domain.song import Song, SongRequest
from companion.engine.backing import arrange
from companion.engine.bounding import bounded
from companion.engine.composing import suggest
from companion.engine.profile import profile_of
from companion.engine.revising import WISHES, revise, with_tempo
from companion.errors import CompanionError, WrongUseError
from companion.services.songs.limiting import within

WORDS = ("Today I carry a heavy coat", "but under it I am warm")
LIMITS = MusicLimits(tempo_high=84.0, loudest=62, widest=9)


def keeps(song: Song, limits: MusicLimits) -> bool:
    """Whether pace, loudness and range stay inside."""
    loudest = max(note.velocity for part in arrange(song).parts for note in part.notes)
    pitches = [note.pitch for note in song.melody]
    paces = (song.tempo.bpm, song.tempo.end_bpm)
    return (
        limits.tempo_low <= min(paces) <= max(paces) <= limits.tempo_high
        and loudest <= limits.loudest
        and max(pitches) - min(pitches) <= limits.widest
    )


@pytest.mark.parametrize("feeling", ["calm", "sad", "hopeful", "joyful", "angry"])
def test_every_feeling_stays_inside(feeling: str) -> None:
    free = suggest(SongRequest(WORDS, feeling=feeling, seed=4))[0]
    song = suggest(SongRequest(WORDS, feeling=feeling, seed=4, limits=LIMITS))[0]
    assert song.contract.holds
    assert keeps(song, LIMITS)
    assert keeps(free, LIMITS) is False


def test_a_pace_that_is_asked_for_and_one_that_is_led_to_stay_inside() -> None:
    asked = suggest(SongRequest(WORDS, feeling="calm", seed=1, tempo_bpm=120.0, limits=LIMITS))[0]
    assert asked.tempo_bpm == 84.0
    way = suggest(SongRequest(WORDS, feeling="sad", to_feeling="joyful", seed=1, limits=LIMITS))[0]
    assert way.contract.holds
    assert keeps(way, LIMITS)


def test_no_change_leaves_them() -> None:
    song = suggest(SongRequest(WORDS, feeling="joyful", seed=4, limits=LIMITS))[0]
    for wish in WISHES:
        try:
            changed = revise(song, wish, seed=3)
        except CompanionError:
            continue  # nothing of that kind lies inside: it is said, and nothing else is offered
        assert keeps(changed, LIMITS), wish
    with pytest.raises(WrongUseError, match="30 to 84"):
        with_tempo(song, 86.0)
    assert with_tempo(song, 84.0).tempo_bpm == 84.0


def test_what_is_softer_keeps_its_strong_and_weak_beats() -> None:
    profile = profile_of(Affect(3, 4))
    inside = bounded(profile, LIMITS)
    assert inside.velocity_high == 62
    assert inside.velocity_high - inside.velocity_low == profile.velocity_high - profile.velocity_low


@pytest.mark.parametrize("wrong", [{"tempo_low": 90.0, "tempo_high": 60.0}, {"loudest": 5}, {"widest": 1}])
def test_limits_that_leave_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"lies from|covers"):
        MusicLimits(**wrong)  # type: ignore[arg-type]


def test_what_an_assignment_limits_reaches_the_music() -> None:
    limits = limits_in(("loudness=58", "range=9", "tempo=50-70"))
    song = suggest(within(SongRequest(lines=("a lamp by the stairs",), feeling="joyful", seed=3), limits))[0]
    assert keeps(song, MusicLimits(50.0, 70.0, 58, 9))
    for wrong in ("loudness=5", "range=1", "loudness=soft"):
        with pytest.raises(WrongUseError):
            limits_in((wrong,))
