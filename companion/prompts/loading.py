"""Reading exercises; an error names the file, the place in it, and the fix."""

import difflib
from pathlib import Path

import msgspec

from companion.domain.exercise import Exercise
from companion.errors import FileProblemError, WrongUseError
from companion.language import _
from companion.prompts.mending import problem_in

LARGEST_FILE_BYTES = 1_000_000
FALLBACK_LANGUAGE = "en"
FIRST_ID = "a-steady-place"
"""The exercise that is named where no other is near."""


def load_exercise(path: Path) -> Exercise:
    """Read one exercise. Raises FileProblemError naming the file, the line or key, and the fix."""
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise FileProblemError(
                _("{path} is far larger than an exercise.").format(path=path), _("Is it the right file?")
            )
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    try:
        return msgspec.toml.decode(raw, type=Exercise)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        problem, fix = problem_in(raw, str(error))
        raise FileProblemError(
            _("{path} is not an exercise that can be used: {problem}.").format(path=path, problem=problem), fix
        ) from error


def exercise_files(folders: tuple[Path, ...], language: str) -> tuple[Path, ...]:
    """The exercise files of a language (English where it has none), by name; earlier folders go first."""
    for name in dict.fromkeys((language, FALLBACK_LANGUAGE)):
        found: dict[str, Path] = {}
        for folder in folders:
            for path in sorted((folder / name).glob("*.toml")):
                found.setdefault(path.stem, path)
        if found:
            return tuple(found[stem] for stem in sorted(found))
    return ()


def exercises_in(folders: tuple[Path, ...], language: str) -> tuple[Exercise, ...]:
    """The exercises of a language, by title. A file that can't be used is left out; `check` says why."""
    found: list[Exercise] = []
    for path in exercise_files(folders, language):
        try:
            found.append(load_exercise(path))
        except FileProblemError:
            continue
    return tuple(sorted(found, key=lambda exercise: exercise.title.casefold()))


def problems_in(folders: tuple[Path, ...], language: str) -> tuple[str, ...]:
    """Why files of a language can't be used, a sentence each; none where all can."""
    found: list[str] = []
    for path in exercise_files(folders, language):
        try:
            load_exercise(path)
        except FileProblemError as error:
            found.append(str(error))
    return tuple(found)


def find_exercise(folders: tuple[Path, ...], language: str, wanted: str) -> Exercise:
    """The exercise with the id `wanted`, in English where the language does not have it.

    Raises WrongUseError naming the nearest id.
    """
    names: list[str] = []
    for name in dict.fromkeys((language, FALLBACK_LANGUAGE)):
        files = {path.stem: path for path in exercise_files(folders, name)}
        if wanted in files:
            return load_exercise(files[wanted])
        names += files
    near = difflib.get_close_matches(wanted, names, n=1) or [each for each in (FIRST_ID, *names) if each in names]
    raise WrongUseError(
        _("There is no exercise called '{wanted}'.").format(wanted=wanted),
        _("Perhaps '{near}'?").format(near=near[0]) if near else _("No exercises were found."),
    )
