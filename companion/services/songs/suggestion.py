"""A suggestion for scripts (the command line's JSON, there and back) and for people (a few lines)."""

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.harmony import Chord, Key, Meter
from companion.domain.song import Contract, ContractCheck, MelodyNote, Section, Song, VoiceRange
from companion.errors import FileProblemError
from companion.language import _, told
from companion.services.songs.theory import theory_lines


class _Section(Struct):
    """A section as the document has it: its key by name."""

    name: str
    start_bar: int
    bars: int
    lines: tuple[str, ...] = ()
    affect: Affect | None = None
    key: str | None = None


class _Contract(Struct, frozen=True):
    """The checks as the document has them."""

    checks: tuple[ContractCheck, ...] = ()


class _Document(Struct):
    """What `companion suggest --json` prints, as far as a song is made from it again."""

    key: str
    meter: str
    tempo_bpm: float
    groove: str
    loop_bars: int
    chords: tuple[Chord, ...]
    melody: tuple[MelodyNote, ...]
    feeling: str
    affect: Affect
    seed: int = 0
    name: str = ""
    title: str = ""
    sections: tuple[_Section, ...] = ()
    contract: _Contract = _Contract()
    why: tuple[str, ...] = ()
    voice: VoiceRange = "high"
    language: str = "en"
    phrase_bars: int = 0
    to_tempo_bpm: float | None = None


def as_data(song: Song) -> dict[str, Any]:
    """The document that `companion suggest --json` prints. Beats are quarter notes, pitches MIDI numbers."""
    return {
        "seed": song.seed,
        "feeling": song.feeling,
        "affect": _affect(song.affect),
        "name": song.name,
        "title": song.title,
        "key": song.key.name,
        "meter": song.meter.name,
        "tempo_bpm": float(song.tempo_bpm),
        "to_tempo_bpm": song.to_tempo_bpm,
        "groove": song.groove,
        "voice": song.voice,
        "language": song.language,
        "bars": song.bars,
        "loop_bars": song.loop_bars,
        "phrase_bars": song.phrase_bars,
        "sections": [_section(section) for section in song.sections],
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
                "syllabic": note.syllabic,
                "line": note.line,
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
                    "is_overruled": check.is_overruled,
                }
                for check in song.contract.checks
            ],
        },
        "why": list(song.why),
    }


def read_song(path: Path) -> Song:
    """The song in a file that `companion suggest --json` wrote (of a list, the first). Raises FileProblemError."""
    try:
        found = msgspec.json.decode(path.read_bytes())
        document = msgspec.convert(found[0] if isinstance(found, list) and found else found, _Document)
        return _song(document)
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    except (msgspec.DecodeError, ValueError) as error:
        reason = str(error).replace("`", "'").replace(" - at '$.", " (at '")
        raise FileProblemError(
            _("{path} holds no song: {reason}.").format(path=path, reason=reason.rstrip(".")),
            _("Make one with: companion suggest --json > song.json."),
        ) from error


def as_text(song: Song) -> str:
    """The name, the reasons, and chords and theory in a few lines."""
    return "\n".join((told(song.name), *theory_lines(song)))


def _song(document: _Document) -> Song:
    meter = Meter.parse(document.meter)
    end = max((chord.end_beats for chord in document.chords), default=0.0)
    whole = (_Section("tune", 0, round(end / meter.bar_beats)),)
    return Song(
        title=document.title,
        name=document.name,
        feeling=document.feeling,
        affect=document.affect,
        seed=document.seed,
        key=Key.parse(document.key),
        meter=meter,
        tempo_bpm=document.tempo_bpm,
        groove=document.groove,
        loop_bars=document.loop_bars,
        sections=tuple(
            Section(
                each.name, each.start_bar, each.bars, each.lines, each.affect, Key.parse(each.key) if each.key else None
            )
            for each in document.sections or whole
        ),
        chords=document.chords,
        melody=document.melody,
        contract=Contract(document.contract.checks),
        why=document.why,
        voice=document.voice,
        language=document.language,
        phrase_bars=document.phrase_bars,
        to_tempo_bpm=document.to_tempo_bpm,
    )


def _affect(affect: Affect) -> dict[str, int]:
    return {"valence": affect.valence, "arousal": affect.arousal}


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "start_bar": section.start_bar,
        "bars": section.bars,
        "lines": section.lines,
        "affect": None if section.affect is None else _affect(section.affect),
        "key": None if section.key is None else section.key.name,
    }
