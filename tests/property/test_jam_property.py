"""Whatever is chosen, a round of a jam's backing is whole, and what the keys sound over it fits."""

from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.domain.feelings import FEELINGS
from companion.domain.score import NoteEvent
from companion.domain.song import Song
from companion.engine.answering import echoed, varied
from companion.engine.chordnames import parse_chord
from companion.engine.groove import groove_names
from companion.engine.safe_notes import rows, snap_table
from companion.services.jamming.ground import MOST_CALM_CHORDS, ground_for
from companion.services.jamming.rounds import Choices, Round, last_round_of, round_of

NEAR = 1e-6


@lru_cache(maxsize=64)
def ground(feeling: str, seed: int) -> Song:
    return ground_for(feeling, seed)


songs = st.builds(ground, st.sampled_from(sorted(FEELINGS)), st.integers(0, 2))
choices = st.builds(
    Choices,
    st.sampled_from(groove_names()),
    st.integers(-5, 6),
    st.none() | st.floats(0, 200),
    st.booleans(),
)


def is_whole(found: Round, song: Song) -> None:
    total = found.score.total_beats
    edges = [chord.start_beats for chord in found.chords]
    ends = [chord.end_beats for chord in found.chords]
    assert edges[0] == 0
    assert all(abs(a - b) < NEAR for a, b in zip(ends, [*edges[1:], total], strict=True))
    for part in found.score.parts:
        for note in part.notes:
            assert -NEAR <= note.onset_beats < total
            assert note.onset_beats + note.duration_beats <= total + NEAR
    assert found.sections[0][0] == 0


@settings(max_examples=60, deadline=None)
@given(songs, choices, st.integers(0, 500), st.integers(0, 30))
def test_a_round_is_whole_from_any_bar(song: Song, chosen: Choices, first_bar: int, number: int) -> None:
    found = round_of(song, chosen, number, first_bar, 24.0)
    assert found.score.total_beats == song.total_beats
    is_whole(found, song)
    assert found == round_of(song, chosen, number, first_bar, 24.0)
    for bar in range(song.bars):
        beats = 24.0 + bar * song.meter.bar_beats
        assert found.song_bar(beats) == (first_bar + bar) % song.bars
        chord, following = found.chord(beats), found.following(beats)
        assert chord is not None
        assert found.section(beats)
        if following is not None:
            assert following[0].symbol != chord.symbol
            assert found.chord(beats + following[1] + 2 * NEAR) is not None


@settings(max_examples=40, deadline=None)
@given(songs, choices)
def test_an_ending_comes_home_once(song: Song, chosen: Choices) -> None:
    found = last_round_of(song, chosen, 3, 12.0)
    is_whole(found, song)
    last = found.chord(10_000.0)
    assert last is not None
    assert found.key.tonic_pc in last.pitch_classes
    assert found.section(10_000.0) == "ending"
    assert found.following(10_000.0) is None
    assert found.score.part("melody") is None


@settings(max_examples=60, deadline=None)
@given(songs, choices, st.integers(0, 80), st.lists(st.tuples(st.floats(0, 7.9), st.integers(0, 127)), max_size=12))
def test_what_is_given_back_fits_where_it_comes(
    song: Song, chosen: Choices, bar: int, played: list[tuple[float, int]]
) -> None:
    laid = round_of(song, chosen, 0, 0, 0.0)
    beats = bar * song.meter.bar_beats
    chord = laid.chord(beats)
    notes = tuple(NoteEvent(onset, 0.5, pitch, 80) for onset, pitch in sorted(played))
    for turn in range(4):
        answer = varied(notes, lambda at: laid.chord(beats + at), laid.key, 8.0, 1, turn)
        assert all(note.onset_beats + note.duration_beats <= 8.0 + NEAR for note in answer)
        assert all(
            snap_table(laid.chord(beats + note.onset_beats), laid.key)[note.pitch] == note.pitch for note in answer
        )
    assert len(echoed(notes, 8.0)) == len(notes)
    table = snap_table(chord, laid.key)
    assert all(table[pitch] == pitch for pitch in (*rows(chord, laid.key)[0], *rows(chord, laid.key)[1]))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(FEELINGS)), st.integers(0, 40))
def test_calm_ground_has_few_chords_and_ground_is_the_same_for_a_seed(feeling: str, seed: int) -> None:
    song = ground_for(feeling, seed)
    assert song == ground_for(feeling, seed)
    assert len(song.sections) == 3
    if FEELINGS[feeling].arousal <= -1:
        harmonies = {(name.root, name.quality) for name in (parse_chord(chord.symbol) for chord in song.chords)}
        assert len(harmonies) <= MOST_CALM_CHORDS
