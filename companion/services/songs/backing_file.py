"""A backing over a person's own chords, and its file. Light: a MIDI file needs neither numpy nor a theory library."""

from io import BytesIO
from pathlib import Path

from msgspec.structs import replace

from companion.domain.harmony import Key, Meter
from companion.domain.score import Part, Score
from companion.domain.tempo import TempoMap
from companion.domain.units import Bpm
from companion.engine.backing import CHANNELS, backing
from companion.engine.chord_rows import parse_bars
from companion.engine.groove import groove_named
from companion.engine.profile import profile_of
from companion.engine.progressions import home_of, read_chords
from companion.engine.pulse_grid import refuse_short_bars
from companion.errors import WrongUseError
from companion.files import make_folder, replace_file
from companion.language import _

SUFFIXES = (".mid", ".wav", ".flac", ".ogg")
TRACKS = ("chords", "bass", "pulse")
"""Tracks that every backing's MIDI file has, empty where the groove does not play them."""

_SECTION_BARS = 8
"""Without a person's sections a backing turns with its row of chords, at least this many bars apart."""


def backing_score(
    chords: str,
    groove: str,
    *,
    tempo_bpm: Bpm | None = None,
    meter: Meter | None = None,
    key: Key | None = None,
    bars: int | None = None,
    to_tempo_bpm: Bpm | None = None,
    seed: int = 0,
) -> Score:
    """A steady backing over a row such as "C | Am7 | F/A | G", repeated to `bars` bars (once, where None).

    Meter and pace are the groove's own where they are None. Raises WrongUseError for a chord, a groove or a meter
    that can't be used.
    """
    played = groove_named(groove)
    metered = meter or Meter.parse(played.meters[0])
    refuse_short_bars(metered)
    row = len(parse_bars(chords))
    home = key or home_of(chords)
    found = read_chords(chords, metered, home, bars)
    bpm = float(round(profile_of(played.affect).tempo_bpm)) if tempo_bpm is None else tempo_bpm
    total = found[-1].end_beats
    tempo = TempoMap(bpm) if to_tempo_bpm is None else TempoMap(bpm, to_tempo_bpm, total)
    turn_every = row * -(-_SECTION_BARS // row)
    return backing(
        found, key=home, meter=metered, tempo=tempo, groove=groove, seed=seed, title=played.title, turn_every=turn_every
    )


def check_backing_suffix(path: Path) -> None:
    """Raise WrongUseError for a path whose suffix can't be written."""
    if path.suffix.lower() not in SUFFIXES:
        raise WrongUseError(
            _("{name} is not a kind of file that can be written.").format(name=path.name),
            _("End its name with {suffixes}.").format(suffixes=", ".join(SUFFIXES)),
        )


def write_backing(score: Score, path: Path, soundfont: str | None = None) -> None:
    """Write a backing by the path's suffix. Raises CompanionError."""
    check_backing_suffix(path)
    if path.suffix.lower() != ".mid":
        from companion.services.songs.exporting import write_score_sound

        write_score_sound(score, path, soundfont)
        return
    from companion.midi.smf import write_score

    make_folder(path.absolute().parent, _("Choose another place for the file."))
    content = BytesIO()
    write_score(_with_every_track(score), content)
    replace_file(path, content.getvalue())


def _with_every_track(score: Score) -> Score:
    missing = (Part(name, CHANNELS[name], 0, ()) for name in TRACKS if score.part(name) is None)
    return replace(score, parts=(*score.parts, *missing))
