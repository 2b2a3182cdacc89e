"""What holds for every suggestion, whatever the words, the feeling, the key and the meter."""

import hashlib
import os
import subprocess
import sys
from itertools import pairwise

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.feelings import FEELINGS
from companion.domain.harmony import Key, Meter, chord_at
from companion.domain.limits import MusicLimits
from companion.domain.song import VOICE_RANGES, Song, SongRequest
from companion.engine.backing import arrange
from companion.engine.bar_patterns import SHORTEST_SYLLABLE
from companion.engine.composing import suggest
from companion.engine.groove import groove_names
from companion.engine.prosody import syllables

PLAIN_WORDS = (
    "I keep the candle close to me", "home", "the river carries what I said", "slowly", "and then again tomorrow",
    "remember", "a window over the water", "let it go", "everything that I could not carry is allowed to stay here",
    "Ich gehe nach Hause", "2 of 24", "سلام", "“Stay,” – she said…", "you", "la la la la la la la la la la la la la la",
)  # fmt: skip
METERS = ("2/4", "3/4", "4/4", "6/8", "5/4")
KEYS = st.sampled_from([Key(t, m) for t in ("C", "F#", "Bb", "E", "Ab") for m in ("major", "minor")])  # type: ignore[arg-type]
LINES = st.lists(st.sampled_from((*PLAIN_WORDS, "", "[chorus]")), max_size=10).map(tuple)
REQUESTS = st.builds(
    SongRequest,
    lines=LINES,
    feeling=st.sampled_from((None, *sorted(FEELINGS))),
    affect=st.one_of(st.none(), st.builds(Affect, st.integers(-4, 4), st.integers(-4, 4))),
    seed=st.integers(0, 10_000),
    voice=st.sampled_from(sorted(VOICE_RANGES)),
    bars=st.integers(1, 24),
    key=st.one_of(st.none(), KEYS),
    meter=st.one_of(st.none(), st.sampled_from(METERS).map(Meter.parse)),
    groove=st.one_of(st.none(), st.sampled_from(groove_names())),
)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def made(request: SongRequest) -> Song:
    (song,) = suggest(request)
    return song


@QUICK
@given(REQUESTS)
def test_every_song_is_whole(request: SongRequest) -> None:
    song = made(request)
    bar = song.meter.bar_beats
    low, high = VOICE_RANGES[request.voice]

    assert song.contract.holds
    assert song.chords[0].start_beats == 0
    assert song.chords[-1].end_beats == song.total_beats == song.bars * bar
    assert all(a.end_beats == b.start_beats for a, b in pairwise(song.chords))
    assert [s.start_bar for s in song.sections] == [
        sum(s.bars for s in song.sections[:i]) for i in range(len(song.sections))
    ]
    for before, after in pairwise(song.melody):
        assert before.start_beats + before.duration_beats <= after.start_beats + 1e-9
    for note in song.melody:
        chord = chord_at(song.chords, note.start_beats)
        assert chord is not None
        assert low <= note.pitch <= high
        assert note.pitch % 12 in {*song.key.scale_pcs, *chord.pitch_classes}
        assert note.duration_beats * 60 / song.tempo_bpm >= SHORTEST_SYLLABLE - 1e-9
        assert note.start_beats // bar == (note.start_beats + note.duration_beats - 1e-6) // bar
    sung = [syllable.text for line in song.lines for syllable in syllables(line)]
    assert [note.syllable for note in song.melody if note.syllable] == sung


LIMITS = st.builds(
    MusicLimits,
    tempo_low=st.floats(30, 60),
    tempo_high=st.floats(60, 120),
    loudest=st.integers(40, 127),
    widest=st.integers(7, 16),
)


@settings(QUICK, max_examples=60)
@given(REQUESTS, LIMITS)
def test_nothing_outside_a_therapists_limits_is_ever_offered(request: SongRequest, limits: MusicLimits) -> None:
    song = made(replace(request, limits=limits))
    pitches = [note.pitch for note in song.melody]
    assert song.contract.holds
    assert limits.tempo_low <= min(song.tempo.bpm, song.tempo.end_bpm)
    assert max(song.tempo.bpm, song.tempo.end_bpm) <= limits.tempo_high
    assert max(note.velocity for part in arrange(song).parts for note in part.notes) <= limits.loudest
    assert max(pitches) - min(pitches) <= limits.widest


@QUICK
@given(REQUESTS)
def test_the_same_request_gives_the_same_song_and_score(request: SongRequest) -> None:
    first, second = made(request), made(request)
    assert first == second
    assert arrange(first) == arrange(second)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(0, 99))
def test_any_text_at_all_makes_a_song(text: str, seed: int) -> None:
    song = made(SongRequest(tuple(text.splitlines()), feeling="calm", seed=seed))
    assert song.bars >= 8
    assert song.contract.holds


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_syllables_keep_every_letter(text: str) -> None:
    found = "".join(syllable.text for syllable in syllables(text))
    assert [c for c in found if c.isalnum()] == [c for c in text if c.isalnum()]


def test_every_process_makes_the_same_bytes() -> None:
    script = (
        "import hashlib, msgspec; from companion.domain.song import SongRequest;"
        "from companion.engine.backing import arrange; from companion.engine.composing import suggest;"
        "songs = suggest(SongRequest(('I keep the candle', 'close to me'), feeling='sad', seed=3, count=3));"
        "print(hashlib.sha256(msgspec.json.encode([songs, [arrange(s) for s in songs]])).hexdigest())"
    )
    prints = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        prints.add(done.stdout.strip())
    songs = suggest(SongRequest(("I keep the candle", "close to me"), feeling="sad", seed=3, count=3))
    here = hashlib.sha256(msgspec.json.encode([songs, [arrange(s) for s in songs]])).hexdigest()
    assert prints == {here}
