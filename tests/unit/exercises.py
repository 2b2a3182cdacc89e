"""Every exercise that ships, by language and name, for tests that hold something of all of them."""

from pathlib import Path

from companion.domain.exercise import Exercise
from companion.paths import shipped
from companion.prompts.loading import load_exercise

FILES = sorted(path for path in shipped("prompts").glob("*/*.toml"))


def name_of(path: Path) -> str:
    """Language and name, as a test's id."""
    return f"{path.parent.name}-{path.stem}"


def english(exercise_id: str) -> Exercise:
    """An English exercise by its id."""
    return load_exercise(shipped("prompts") / "en" / f"{exercise_id}.toml")
