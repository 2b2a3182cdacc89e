"""What holds for every change of every song, whatever the wish, the bars, the key and the chord."""

from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from companion.domain.harmony import Key, Meter, chord_at
from companion.domain.limits import MusicLimits
from companion.domain.song import VOICE_RANGES, Song, SongRequest
from companion.domain.tempo import TempoMap
from companion.engine.backing import TIMING_MS, VELOCITY_SPREAD, arrange, backing
from companion.engine.bounding import bounded
from companion.engine.composing import suggest
from companion.engine.contract import loudness_checks
from companion.engine.groove import groove_named, groove_names
from companion.engine.profile import profile_of
from companion.engine.progressions import home_of, read_chords
from companion.engine.revising import WISHES, for_voice, in_key, revise, with_chord, with_groove, with_tempo
from companion.errors import CompanionError

METERS = ("2/4", "3/4", "4/4", "6/8", "5/4")
LINES = ((), ("home",), ("I keep the candle close to me", "and let the evening in"), ("slowly", "", "2 of 24", "سلام"))
SONGS = st.builds(
    SongRequest,
    lines=st.sampled_from(LINES),
    feeling=st.sampled_from(("calm", "sad", "hopeful", "joyful", "angry", None)),
    to_feeling=st.sampled_from((None, "calm", "hopeful")),
    chords=st.sampled_from((None, "C | Am7 | F/A | G", "dm gm A7", "Bb7 | Eb | % | F#dim")),
    seed=st.integers(0, 500),
    voice=st.sampled_from(sorted(VOICE_RANGES)),
    bars=st.integers(2, 16),
    meter=st.sampled_from(METERS).map(Meter.parse),
).map(lambda request: suggest(request)[0])
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def is_whole(song: Song) -> None:
    bar = song.meter.bar_beats
    assert song.contract.holds
    assert song.chords[-1].end_beats == song.total_beats == song.bars * bar
    for before, after in pairwise(song.melody):
        assert before.start_beats + before.duration_beats <= after.start_beats + 1e-9
    for note in song.melody:
        chord = chord_at(song.chords, note.start_beats)
        section = next(s for s in reversed(song.sections) if s.start_bar * bar <= note.start_beats)
        assert chord is not None
        assert note.pitch % 12 in {*(section.key or song.key).scale_pcs, *chord.pitch_classes}


@QUICK
@given(SONGS, st.sampled_from(WISHES), st.integers(0, 99), st.one_of(st.none(), st.integers(1, 16)))
def test_every_wish_leaves_a_whole_song(song: Song, wish: str, seed: int, keep: int | None) -> None:
    bars = None if keep is None else (1, min(keep, song.bars))
    try:
        changed = revise(song, wish, seed, bars)  # type: ignore[arg-type]  # WISHES holds them all
    except CompanionError:  # a sentence: there is no further to go, or too much was kept
        return
    is_whole(changed)
    assert changed.lines == song.lines
    assert [note.syllable for note in changed.melody] == [note.syllable for note in song.melody]
    if bars is not None:
        end = bars[1] * song.meter.bar_beats
        assert [n for n in changed.melody if n.start_beats < end] == [n for n in song.melody if n.start_beats < end]


@QUICK
@given(SONGS, st.sampled_from(groove_names()), st.integers(30, 200))
def test_any_groove_and_any_pace_leave_a_whole_song(song: Song, groove: str, bpm: int) -> None:
    changed = with_groove(with_tempo(song, float(bpm)), groove)
    is_whole(changed)
    assert changed.melody == song.melody


@QUICK
@given(SONGS, st.integers(0, 31), st.sampled_from(("C", "f#m7", "Bb/D", "E7", "Absus4", "Gdim")))
def test_any_chord_in_any_place_leaves_a_whole_song(song: Song, at: int, symbol: str) -> None:
    changed = with_chord(song, at % len(song.chords), symbol)
    is_whole(changed)
    assert [n.start_beats for n in changed.melody] == [n.start_beats for n in song.melody]


@QUICK
@given(SONGS, st.sampled_from(("C", "F#", "Bb", "E")), st.sampled_from(("A", "Eb", "G")))
def test_transposition_commutes_with_itself_and_with_the_voice(song: Song, there: str, by_way_of: str) -> None:
    mode = song.key.mode
    assume(Key(there, mode).tonic_pc != song.key.tonic_pc)
    straight = in_key(song, Key(there, mode))
    assert in_key(in_key(song, Key(by_way_of, mode)), Key(there, mode)).melody == straight.melody
    assert [n.pitch - m.pitch for n, m in pairwise(straight.melody)] == [
        n.pitch - m.pitch for n, m in pairwise(song.melody)
    ]
    for voice in ("low", "high"):
        one, other = for_voice(straight, voice), in_key(for_voice(song, voice), Key(there, mode))
        is_whole(one)
        if one.key == other.key:  # a voice without room for this key goes to one nearby
            assert [n.pitch % 12 for n in one.melody] == [n.pitch % 12 for n in other.melody]


@QUICK
@given(
    st.sampled_from(groove_names()), st.sampled_from(METERS), st.integers(0, 99), st.integers(40, 150),
    st.builds(MusicLimits, loudest=st.integers(40, 127)),
)  # fmt: skip
def test_every_groove_plays_every_meter_within_human_bounds(
    name: str, text: str, seed: int, bpm: int, limits: MusicLimits
) -> None:
    meter = Meter.parse(text)
    chords = read_chords("C | Am | F | G", meter, bars=8)
    score = backing(chords, key=home_of("C F G"), meter=meter, tempo=TempoMap(float(bpm)), groove=name, seed=seed)
    beats_a_ms = bpm / 60_000
    assert score.total_beats == 8 * meter.bar_beats
    assert {part.name for part in score.parts} == {part.name for part in groove_named(name).parts}
    for part in score.parts:
        for note in part.notes:
            assert 0 <= note.onset_beats < score.total_beats
            assert note.onset_beats + note.duration_beats <= score.total_beats + 0.06
            off = abs(note.onset_beats * 2 - round(note.onset_beats * 2)) / 2 / beats_a_ms
            assert off <= (0.1 if part.name == "pulse" else TIMING_MS + 0.1)
    assert VELOCITY_SPREAD <= 6
    profile = bounded(profile_of(groove_named(name).affect), limits)
    bounded_score = backing(
        chords, key=home_of("C F G"), meter=meter, tempo=TempoMap(float(bpm)), groove=name, seed=seed, profile=profile
    )
    assert [check for check in loudness_checks(bounded_score, profile) if not check.holds] == []
    assert max(note.velocity for part in bounded_score.parts for note in part.notes) <= limits.loudest


@QUICK
@given(SONGS)
def test_the_pulse_never_wavers_and_sections_only_turn_at_their_end(song: Song) -> None:
    pulse = arrange(song).part("pulse")
    if pulse is None:
        return
    bars: dict[int, list[tuple[float, int]]] = {}
    for note in pulse.notes:
        bar = int(note.onset_beats / song.meter.bar_beats + 1e-6)
        bars.setdefault(bar, []).append((round(note.onset_beats - bar * song.meter.bar_beats, 3), note.pitch))
    turns = {section.start_bar + section.bars - 1 for section in song.sections[:-1]}
    plain = [tuple(found) for bar, found in bars.items() if bar not in turns]
    assert len(set(plain)) == 1
