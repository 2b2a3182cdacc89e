"""The promises of calm are measured, and what breaks them is found."""

from msgspec.structs import replace

from companion.domain.score import NoteEvent, Score
from companion.domain.song import Contract, MelodyNote, Song, SongRequest
from companion.engine.backing import arrange
from companion.engine.composing import suggest
from companion.engine.contract import check
from companion.engine.profile import profile_of

CALM = suggest(SongRequest(("Today I carry a heavy coat", "but under it I am warm"), feeling="calm", seed=6))[0]


def checked(song: Song, score: Score | None = None) -> Contract:
    return check(song, score or arrange(song), profile_of(CALM.affect))


def broken(contract: Contract) -> set[str]:
    return {one.name for one in contract.checks if not one.holds}


def moved(index: int, half_steps: int) -> tuple[MelodyNote, ...]:
    notes = list(CALM.melody)
    notes[index] = replace(notes[index], pitch=notes[index].pitch + half_steps)
    return tuple(notes)


def test_a_suggestion_keeps_every_promise_and_each_gives_its_reason() -> None:
    contract = checked(CALM)
    assert contract.holds
    assert contract == CALM.contract
    assert len({one.name for one in contract.checks}) == len(contract.checks) >= 15
    for one in contract.checks:
        assert one.why.endswith(").")


def test_a_hurried_song_is_found() -> None:
    assert "tempo" in broken(checked(replace(CALM, tempo_bpm=140.0)))
    quick = tuple(replace(note, duration_beats=0.1) for note in CALM.melody)
    assert "shortest note" in broken(checked(replace(CALM, melody=quick)))


def test_wide_leaps_and_ranges_are_found() -> None:
    assert broken(checked(replace(CALM, melody=moved(2, 19)))) >= {"range", "largest leap"}


def test_a_song_that_does_not_come_home_is_found() -> None:
    assert "comes home" in broken(checked(replace(CALM, melody=moved(-1, 1))))


def test_a_tune_against_its_chords_is_found() -> None:
    away = tuple(replace(note, pitch=note.pitch + 6) for note in CALM.melody)
    assert "strong notes in the chord" in broken(checked(replace(CALM, melody=away)))


def test_too_many_chords_are_found() -> None:
    chords = tuple(replace(chord, symbol=f"C{index}") for index, chord in enumerate(CALM.chords))
    assert "different chords" in broken(checked(replace(CALM, chords=chords), arrange(CALM)))


def test_a_shout_in_the_backing_is_found() -> None:
    score = arrange(CALM)
    part = score.parts[0]
    loud = tuple(
        NoteEvent(n.onset_beats, n.duration_beats, n.pitch, 110 if n.onset_beats >= 12 else n.velocity)
        for n in part.notes
    )
    shouted = replace(score, parts=(replace(part, notes=loud), *score.parts[1:]))
    assert broken(checked(CALM, shouted)) >= {"loudest", "loudness change"}


def test_a_tune_out_of_the_voices_reach_is_found() -> None:
    for half_steps, name in ((-24, "lowest note"), (24, "highest note")):
        far = tuple(replace(note, pitch=note.pitch + half_steps) for note in CALM.melody)
        assert name in broken(checked(replace(CALM, melody=far)))


def test_a_note_that_jumps_out_of_its_part_is_found() -> None:
    score = arrange(CALM)
    chords = score.part("chords")
    assert chords is not None
    notes = (*chords.notes[:3], replace(chords.notes[3], velocity=chords.notes[2].velocity + 21), *chords.notes[4:])
    louder = replace(score, parts=tuple(replace(p, notes=notes) if p.name == "chords" else p for p in score.parts))
    assert "velocity step" in broken(checked(CALM, louder))


def test_a_sudden_change_of_loudness_is_found() -> None:
    score = arrange(CALM)
    half = score.total_beats / 2
    parts = tuple(
        replace(part, notes=tuple(replace(n, velocity=46 if n.onset_beats < half else 69) for n in part.notes))
        for part in score.parts
    )
    assert "loudness change" in broken(checked(CALM, replace(score, parts=parts)))


def test_a_pace_that_leads_too_far_is_found() -> None:
    assert "tempo at the end" in broken(checked(replace(CALM, to_tempo_bpm=150.0)))
