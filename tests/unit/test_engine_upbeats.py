"""Upbeats: lines that begin before the bar line, with a breath before them and the right phrase after them."""

from itertools import pairwise
from random import Random

from companion.domain.affect import Affect
from companion.domain.harmony import Meter, chord_at
from companion.domain.song import MelodyNote, Song, SongRequest
from companion.engine.composing import suggest
from companion.engine.profile import profile_of
from companion.engine.prosody import syllables
from companion.engine.pulse_grid import weakness
from companion.engine.replanning import plan_of
from companion.engine.revising import revise
from companion.engine.rhythm import SungNote, Taste
from companion.engine.upbeats import light_opening, phrase_indices, speak_from
from companion.services.songs.page import song_page

IAMBIC = (
    "The morning comes on slippered feet", "and finds me at the window",
    "I hold a cup, I hold a thought", "and let the others in now",
)  # fmt: skip
WITH_CHORUS = ("Morning over water", "nobody is near", "", "[Chorus]", "the river sings", "and nothing stings")
COMMON, WALTZ, ROCKING = Meter(4, 4), Meter(3, 4), Meter(6, 8)


def sung(*lines: str, meter: Meter = COMMON, seed: int = 1) -> Song:
    (song,) = suggest(SongRequest(lines, feeling="calm", seed=seed, meter=meter))
    return song


def upbeats(song: Song) -> list[MelodyNote]:
    beats = song.phrase_bars * song.meter.bar_beats
    found = zip(song.melody, phrase_indices(song.melody, beats), strict=True)
    return [note for note, phrase in found if note.start_beats < phrase * beats]


def taste() -> Taste:
    return Taste(Random(3), profile_of(Affect(2, -3)))


def test_light_syllables_before_the_first_stressed_one_are_counted_up_to_two() -> None:
    assert light_opening((True, False, True)) == 0
    assert light_opening((False, True, False)) == 1
    assert light_opening((False, False, True)) == 2
    assert light_opening((False, False, False, True)) == 0
    assert light_opening((False, False)) == 0


def test_a_line_begins_before_the_bar_line_where_there_is_room() -> None:
    stresses = (False, True, False, True, False, True, False, True)
    before = SungNote(-3.0, 3.0, 0, 0)
    notes = speak_from(before, stresses, 2, COMMON, 66.0, taste())
    assert [(note.start, note.bar) for note in notes][:2] == [(-1.0, -1), (0.0, 0)]
    assert len(notes) == len(stresses)


def test_it_begins_on_the_bar_line_where_there_is_none() -> None:
    stresses = (False, True, False, True, False, True, False, True)
    for before in (None, SungNote(-0.5, 0.5, 0, 2)):
        notes = speak_from(before, stresses, 2, COMMON, 66.0, taste())
        assert notes[0].start >= 0
        assert len(notes) == len(stresses)


def test_upbeats_come_in_every_meter_each_after_a_breath_and_stressed_syllables_stand_on_strong_beats() -> None:
    for meter in (Meter(2, 4), WALTZ, COMMON, ROCKING, Meter(5, 4)):
        songs = [sung(*IAMBIC, meter=meter, seed=seed) for seed in range(2)]
        found = [note for song in songs for note in upbeats(song)]
        assert len(found) >= len(songs), meter.name
        for note in found:
            assert weakness(meter)[note.start_beats % meter.bar_beats] > 0
        for song in songs:
            for before, after in pairwise(song.melody):
                if after.line != before.line and after in upbeats(song):
                    assert after.start_beats - before.start_beats - before.duration_beats >= 0.5 - 1e-9


def test_the_line_after_an_upbeat_stands_on_its_stressed_syllable() -> None:
    for song in (sung(*IAMBIC, meter=meter, seed=5) for meter in (WALTZ, COMMON, ROCKING)):
        stresses = [s.is_stressed for line in song.lines for s in syllables(line)]
        first = upbeats(song)
        for note, following, is_stressed in zip(song.melody, song.melody[1:], stresses[1:], strict=False):
            if note in first and following not in first:
                assert following.start_beats % song.meter.bar_beats == 0
                assert is_stressed


def test_a_song_never_begins_before_itself() -> None:
    for seed in range(6):
        assert sung(*IAMBIC, seed=seed).melody[0].start_beats >= 0


def test_a_plan_read_back_gives_each_line_its_own_syllables() -> None:
    for meter in (WALTZ, COMMON, ROCKING):
        song = sung(*IAMBIC, meter=meter, seed=2)
        replanned = plan_of(song, echo=False)
        for notes in replanned.notes:
            assert len({note.line for note in notes}) == 1


def test_the_rhythm_stays_with_its_upbeats_when_another_tune_is_wished() -> None:
    song = sung(*IAMBIC, seed=2)
    changed = revise(song, "keep rhythm", seed=4)
    assert [n.start_beats for n in changed.melody] == [n.start_beats for n in song.melody]
    assert upbeats(changed)


def test_bars_that_are_kept_stay_and_nothing_runs_into_their_upbeat() -> None:
    for seed in range(4):
        song = sung(*IAMBIC, seed=seed)
        changed = revise(song, "another", seed=9, keep_bars=(5, 8))
        inside = (4 * song.meter.bar_beats, 8 * song.meter.bar_beats)
        assert [n for n in changed.melody if inside[0] <= n.start_beats < inside[1]] == [
            n for n in song.melody if inside[0] <= n.start_beats < inside[1]
        ]
        for before, after in pairwise(changed.melody):
            assert before.start_beats + before.duration_beats <= after.start_beats + 1e-9


def test_a_section_that_begins_with_an_upbeat_is_shown_under_its_own_name() -> None:
    song = next(
        song for song in (sung(*WITH_CHORUS, seed=seed) for seed in range(30))
        if any(note.line == 2 for note in upbeats(song))
    )  # fmt: skip
    page = song_page(song, 80)
    chorus = next(line for line in page if line.section == "chorus")
    assert chorus.text == "the river sings"
    on_bar_line = song.sections[1].start_bar * song.meter.bar_beats
    chord = chord_at(song.chords, on_bar_line)
    assert chord is not None
    assert chorus.chords[0] == song.chords.index(chord), "the chord stands where it begins, over the stressed syllable"
