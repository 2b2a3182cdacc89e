"""Reading exercises; an error names the file, the place in it, and the fix."""

import difflib
import re
from pathlib import Path

import msgspec

from companion.domain.exercise import Exercise
from companion.errors import FileProblemError, WrongUseError

LARGEST_FILE_BYTES = 1_000_000


def load_exercise(path: Path) -> Exercise:
    """Read one exercise. Raises FileProblemError naming the file and the key."""
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise FileProblemError(f"{path} is far larger than an exercise.", "Is it the right file?")
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    try:
        return msgspec.toml.decode(raw, type=Exercise)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileProblemError(
            f"{path} is not an exercise that can be used: {_located(str(error))}.",
            "Compare that place with the exercises that are shipped.",
        ) from error


def exercise_files(folder: Path, language: str) -> tuple[Path, ...]:
    """The exercise files of a language (English where it has none), by name."""
    for name in (language, "en"):
        files = tuple(sorted((folder / name).glob("*.toml")))
        if files:
            return files
    return ()


def find_exercise(folder: Path, language: str, wanted: str) -> Exercise:
    """The exercise with the id `wanted`. Raises WrongUseError naming the nearest id."""
    files = {path.stem: path for path in exercise_files(folder, language)}
    if wanted in files:
        return load_exercise(files[wanted])
    near = difflib.get_close_matches(wanted, files, n=1) or sorted(files)[:1]
    raise WrongUseError(
        f"There is no exercise called '{wanted}'.", f"Perhaps '{near[0]}'?" if near else "No exercises were found."
    )


def _located(message: str) -> str:
    """msgspec's "… - at `$.steps[2].prompt`" as "… (at step 3, 'prompt')"."""
    problem, at, place = message.replace("`", "'").partition(" - at '$.")
    if not at:
        return problem

    def counted(match: re.Match[str]) -> str:
        return f"{match[1]} {int(match[2]) + 1}, "

    words = re.sub(r"(\w+?)s?\[(\d+)\]\.?", counted, place.rstrip("'"))
    return f"{problem} (at {words.rstrip(', ')})"
