"""What is wrong in an exercise file, for the person who wrote it: the line, the key, and what would mend it."""

import difflib
import re
from typing import get_args

import msgspec

from companion.domain import exercise, slots, step_base, steps, word_steps
from companion.language import _

KINDS = {str(step.__struct_config__.tag): step for step in get_args(steps.Step)}
"""Every kind of step, by its name."""

COMPARE = _("Compare that place with the exercises that are shipped.")

_PLACE = re.compile(r"(\w+)(?:\[(\d+)\])?")
_WANTED = {"str": _("text in quotes"), "int": _("a whole number without quotes"), "bool": _("true or false"),
           "array": _("a list in [brackets]"), "object": _("a table"), "date": _("a date like 2026-03-01")}  # fmt: skip


def problem_in(raw: bytes, message: str) -> tuple[str, str]:
    """What msgspec or the TOML reader said as (what is wrong and where, the fix); no full stop on the first."""
    problem, at, place = message.replace("`", "'").partition(" - at '$")
    place = place.rstrip("'").lstrip(".")
    known, fix = _known_fix(problem, place, raw)
    where = _where(place, raw) if at else ""
    return f"{known or problem.rstrip('.')}{where}", fix


def _where(place: str, raw: bytes) -> str:
    """ "steps[2].lines[0].text" as " (at step 3, line 1, text; line 41 of the file)"."""
    words = [
        f"{name.removesuffix('s')} {int(number) + 1}" if number else name for name, number in _PLACE.findall(place)
    ]
    line = _line_of(place, raw)
    in_file = _("; line {line} of the file").format(line=line) if line else ""
    return _(" (at {words}{in_file})").format(words=", ".join(words), in_file=in_file) if words else ""


def _line_of(place: str, raw: bytes) -> int | None:
    """The line of the file where a place stands, from 1; the step's own where its key is not found below it."""
    lines = raw.decode("utf-8", "replace").splitlines()
    parts = _PLACE.findall(place)
    if not parts:
        return None
    name, number = parts[0]
    start = 0
    if number:
        heads = [i for i, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line)]
        if int(number) >= len(heads):
            return None
        start = heads[int(number)]
    key = parts[-1][0] if len(parts) > 1 or not number else ""
    for index in range(start, len(lines)):
        if index > start and re.match(rf"\s*\[\[\s*{name}\s*\]\]", lines[index]):
            break
        if key and re.match(rf"\s*{re.escape(key)}\s*=", lines[index]):
            return index + 1
    return start + 1 if number else None


def _known_fix(problem: str, place: str, raw: bytes) -> tuple[str, str]:
    """A plainer wording of a known kind of problem (or ""), and its fix."""
    if match := re.match(r"Invalid value '(.*)'$", problem):
        return _unknown_kind(match[1]) if place.endswith("kind") else ("", COMPARE)
    if match := re.match(r"Object contains unknown field '(.*)'$", problem):
        return _unknown_key(match[1], place, raw)
    if match := re.match(r"Object missing required field '(.*)'$", problem):
        return _("'{match}' is missing").format(match=match[1]), _("Add a line: {match} = …").format(match=match[1])
    if match := re.match(r"Invalid enum value '(.*)'$", problem):
        return _unknown_word(match[1], place)
    if match := re.match(r"Expected '([^']*)', got '([^']*)'$", problem):
        wanted = _(" or ").join(_WANTED.get(each.strip(), each.strip()) for each in match[1].split("|"))
        return _("this has to be {wanted}").format(wanted=wanted), _("Write it as {wanted}.").format(wanted=wanted)
    if "line" in problem and "column" in problem:
        what = _("it is not TOML: {problem}").format(problem=problem[:1].lower() + problem[1:])
        return what, _("Look at that line: a bracket or a quote?")
    return "", COMPARE


def _unknown_kind(name: str) -> tuple[str, str]:
    near = difflib.get_close_matches(name, KINDS, n=1)
    fix = (
        _("Perhaps '{near}'?").format(near=near[0])
        if near
        else _("The kinds are: {kinds}.").format(kinds=", ".join(KINDS))
    )
    return _("there is no kind of step called '{name}'").format(name=name), fix


def _unknown_key(name: str, place: str, raw: bytes) -> tuple[str, str]:
    keys = _keys_at(place, raw)
    near = difflib.get_close_matches(name, keys, n=1)
    fix = _("Perhaps '{near}'?").format(near=near[0]) if near else _("Known here: {keys}.").format(keys=", ".join(keys))
    return _("there is no key '{name}' here").format(name=name), fix


def _keys_at(place: str, raw: bytes) -> tuple[str, ...]:
    """The keys that may stand at a place."""
    parts = _PLACE.findall(place)
    if not parts:
        return exercise.Exercise.__struct_fields__
    if parts[0][0] == "therapist":
        return exercise.Therapist.__struct_fields__
    if parts[-1][0] == "when":
        return step_base.When.__struct_fields__
    kind = KINDS.get(_kind_at(int(parts[0][1] or 0), raw), word_steps.Prompt)
    if parts[-1][0] == "lines":
        return (slots.GivenLine if kind is word_steps.Substitute else slots.BlankLine).__struct_fields__
    return ("kind", *kind.__struct_fields__)


def _kind_at(index: int, raw: bytes) -> str:
    try:
        found = msgspec.toml.decode(raw)["steps"][index]["kind"]
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, IndexError, TypeError):
        return ""
    return str(found)


def _unknown_word(name: str, place: str) -> tuple[str, str]:
    key = _PLACE.findall(place)[-1][0] if place else ""
    words: dict[str, tuple[str, ...]] = {
        "method": get_args(exercise.Method),
        "themes": get_args(exercise.Theme),
        "depth": get_args(exercise.Depth),
        "settings": get_args(exercise.Setting),
        "asks": get_args(steps.CheckInPart),
        "offers": get_args(steps.CheckInPart),
        "into": get_args(word_steps.Into),
        "to": ("pulse", "song", "tune", "own player"),
        "over": ("song", "drone"),
        "ways": get_args(steps.ArriveWay),
    }
    if key == "themes" and "harm" in name:
        what = _("'{name}' is no theme of an exercise here").format(name=name)
        return what, _("This is work for a meeting, not for a file.")
    known = words.get(key, ())
    near = difflib.get_close_matches(name, known, n=1)
    fix = (
        _("Perhaps '{near}'?").format(near=near[0])
        if near
        else _("One of: {known}.").format(known=", ".join(known))
        if known
        else COMPARE
    )
    return _("'{name}' is not known here").format(name=name), fix
