"""Whole songs as readable text, so that a change of the engine can be read and judged.

After a wanted change: COMPANION_WRITE_GOLDEN=1 python -m pytest tests/golden/test_engine_golden.py, then read the diff.
"""

import os
from pathlib import Path

import pytest

from companion.domain.harmony import Key, Meter, chord_at
from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest
from companion.engine.spelling import spell, written_octave

HERE = Path(__file__).parent / "engine"
WORDS = Path(__file__).parents[1] / "data" / "words"


def words(name: str) -> tuple[str, ...]:
    return tuple((WORDS / f"{name}.txt").read_text("utf-8").splitlines())


REQUESTS = {
    "calm lullaby": SongRequest(words("blanks"), feeling="calm", seed=7, groove="lullaby", key=Key("F")),
    "sad with chorus": SongRequest(words("quiet_house"), feeling="sad", seed=2),
    "hopeful river": SongRequest(words("river"), feeling="hopeful", seed=5),
    "tired one word": SongRequest(words("one_word"), feeling="tired", seed=1, voice="low"),
    "joyful without words": SongRequest((), feeling="joyful", seed=3, bars=8, meter=Meter(6, 8)),
    "tired in german": SongRequest(words("muede"), feeling="tired", seed=4),
}


def as_text(song: Song) -> str:
    """The song bar by bar: its chord, then each note as beat, name, length and syllable."""
    lines = [
        f"{song.title} · {song.name}",
        f"{song.key.name} · {song.meter.name} · {song.tempo_bpm:g} · {song.groove} · loop of {song.loop_bars}",
        *(f"  {why}" for why in song.why),
    ]
    bar_beats = song.meter.bar_beats
    for section in song.sections:
        lines += ["", f"[{section.name}]"]
        for bar in range(section.start_bar, section.start_bar + section.bars):
            start = bar * bar_beats
            chord = chord_at(song.chords, start)
            assert chord is not None
            notes = [n for n in song.melody if start <= n.start_beats < start + bar_beats]
            sung = "  ".join(
                f"{n.start_beats - start + 1:g} {_name(n.pitch, song.key)}:{n.duration_beats:g} {n.syllable or '~'}"
                for n in notes
            )
            lines.append(f"{bar + 1:3} {chord.symbol:4}| {sung}".rstrip())
    return "\n".join(lines) + "\n"


def _name(pitch: int, key: Key) -> str:
    name = spell(pitch, key)
    return f"{name}{written_octave(pitch, name)}"


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_the_song_is_the_one_we_know(name: str) -> None:
    (song,) = suggest(REQUESTS[name])
    path = HERE / f"{name.replace(' ', '_')}.txt"
    if os.environ.get("COMPANION_WRITE_GOLDEN"):
        path.write_text(as_text(song), "utf-8")
    assert as_text(song) == path.read_text("utf-8")
