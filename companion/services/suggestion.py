"""A suggestion for scripts (the command line's JSON) and for people (a few lines)."""

from typing import Any

from companion.domain.song import Song
from companion.services.theory import theory_lines


def as_data(song: Song) -> dict[str, Any]:
    """The document that `companion suggest --json` prints. Beats are quarter notes, pitches MIDI numbers."""
    return {
        "seed": song.seed,
        "feeling": song.feeling,
        "affect": {"valence": song.affect.valence, "arousal": song.affect.arousal},
        "name": song.name,
        "title": song.title,
        "key": song.key.name,
        "meter": song.meter.name,
        "tempo_bpm": float(song.tempo_bpm),
        "groove": song.groove,
        "bars": song.bars,
        "loop_bars": song.loop_bars,
        "sections": [
            {"name": each.name, "start_bar": each.start_bar, "bars": each.bars, "lines": each.lines}
            for each in song.sections
        ],
        "chords": [
            {
                "symbol": chord.symbol,
                "roman": chord.roman,
                "start_beats": float(chord.start_beats),
                "duration_beats": float(chord.duration_beats),
                "voicing": list(chord.voicing),
            }
            for chord in song.chords
        ],
        "melody": [
            {
                "pitch": note.pitch,
                "start_beats": float(note.start_beats),
                "duration_beats": float(note.duration_beats),
                "syllable": note.syllable,
            }
            for note in song.melody
        ],
        "contract": {
            "holds": song.contract.holds,
            "checks": [
                {
                    "name": check.name,
                    "value": check.value,
                    "low": check.low,
                    "high": check.high,
                    "holds": check.holds,
                    "why": check.why,
                }
                for check in song.contract.checks
            ],
        },
        "why": list(song.why),
    }


def as_text(song: Song) -> str:
    """The name, the reasons, and chords and theory in a few lines."""
    return "\n".join((song.name, *theory_lines(song)))
