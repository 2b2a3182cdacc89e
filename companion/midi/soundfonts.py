"""Finding the SoundFont: the person's own choice, a better one on the machine, or the one that is always there."""

import importlib.util
import os
from collections.abc import Iterable
from pathlib import Path

from companion.errors import FileProblemError
from companion.language import _

SUFFIXES = (".sf2", ".sf3")

BETTER_FONTS = (
    "MuseScore_General_Full.sf2",
    "MuseScore_General.sf2",
    "MuseScore_General.sf3",
    "MuseScore_General_Lite.sf3",
    "FluidR3_GM.sf2",
    "FluidR3Mono_GM.sf3",
    "GeneralUser-GS.sf2",
)
"""General MIDI fonts that sound better than the one that ships, best first."""


def system_folders() -> tuple[Path, ...]:
    """Where systems keep SoundFonts: Debian and others, Homebrew, macOS."""
    brew = os.environ.get("HOMEBREW_PREFIX", "/opt/homebrew")
    return tuple(
        Path(folder)
        for folder in (
            "/usr/share/sounds/sf3",
            "/usr/share/sounds/sf2",
            "/usr/share/soundfonts",
            "/usr/local/share/soundfonts",
            "/usr/local/share/fluidsynth",
            f"{brew}/share/soundfonts",
            f"{brew}/share/fluidsynth",
        )
    )


def check(path: Path) -> None:
    """Raise FileProblemError unless `path` is a file that begins like a SoundFont (RIFF … sfbk)."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise FileProblemError.from_os(
            "read the SoundFont", path, error, _("Choose another with the setting 'soundfont', or leave it empty.")
        ) from error
    if head[:4] != b"RIFF" or head[8:12] != b"sfbk":
        raise FileProblemError(
            _("{path} is not a SoundFont.").format(path=path),
            _("Choose a .sf2 or .sf3 file with the setting 'soundfont', or leave it empty."),
        )


def find(own_folder: Path | None = None, folders: Iterable[Path] | None = None) -> Path | None:
    """The best SoundFont on this machine, None where there is none at all.

    First any in the person's own folder (by name), then the better ones of BETTER_FONTS in the system's folders,
    then the one that PyPI's pretty_midi carries.
    """
    own = sorted(path for path in _files(own_folder) if path.suffix.lower() in SUFFIXES)
    places = system_folders() if folders is None else tuple(folders)
    better = (folder / name for name in BETTER_FONTS for folder in places)
    return next((path for path in (*own, *better, *_shipped()) if _is_usable(path)), None)


def choose(wanted: str | None, own_folder: Path | None = None) -> tuple[Path | None, FileProblemError | None]:
    """The font to use for what was asked for (None or empty: the best one), and what was wrong with the wish."""
    if wanted:
        path = Path(wanted).expanduser()
        try:
            check(path)
        except FileProblemError as problem:
            return find(own_folder), problem
        return path, None
    return find(own_folder), None


def _shipped() -> list[Path]:
    """TimGM6mb inside pretty_midi, which is not imported for it."""
    spec = importlib.util.find_spec("pretty_midi")
    if spec is None or spec.origin is None:
        return []
    return [Path(spec.origin).parent / name for name in ("TimGM6mb.sf2", "soundfonts/TimGM6mb.sf2")]


def _files(folder: Path | None) -> list[Path]:
    try:
        return list(folder.iterdir()) if folder is not None else []
    except OSError:
        return []


def _is_usable(path: Path) -> bool:
    try:
        check(path)
    except FileProblemError:
        return False
    return True
