"""An exercise as the file that it would be read from: TOML that can be changed by hand."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from companion.domain.exercise import Exercise
from companion.domain.steps import kind_of


def as_toml(exercise: Exercise) -> str:
    """The file; reading it gives the same exercise. What is as it is by default is not named."""
    parts = [f"{name} = {_value(value)}" for name, value in _said(exercise) if name not in ("steps", "therapist")]
    therapist = [f"{name} = {_value(value)}" for name, value in _said(exercise.therapist)]
    if therapist:
        parts += ["", "[therapist]", *therapist]
    for step in exercise.steps:
        parts += ["", "[[steps]]", f'kind = "{kind_of(step)}"']
        parts += [f"{name} = {_value(value)}" for name, value in _said(step)]
    return "\n".join((*parts, ""))


def _said(struct: Struct) -> Iterator[tuple[str, Any]]:
    """The fields of a value that differ from their defaults."""
    for field in fields(struct):
        value = getattr(struct, field.name)
        default = field.default if field.default_factory is NODEFAULT else field.default_factory()
        if default is NODEFAULT or value != default:
            yield field.name, value


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            return _quoted(value)
        case dict():
            return f"{{ {', '.join(f'{_quoted(str(key))} = {_value(each)}' for key, each in value.items())} }}"
        case Struct():
            return f"{{ {', '.join(f'{name} = {_value(each)}' for name, each in _said(value))} }}"
        case list() | tuple() if any(isinstance(each, Struct) for each in value):
            rows = "".join(f"  {_value(each)},\n" for each in value)
            return f"[\n{rows}]"
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            raise AssertionError(f"no TOML for {value!r}")


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
