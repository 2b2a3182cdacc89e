"""The file of an assignment: JSON that can be read by eye, with plain sentences first."""

import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from companion import age
from companion.domain.assignment import Assignment
from companion.errors import FileProblemError, WrongUseError
from companion.language import _
from companion.sharing.fingerprint import fingerprint
from companion.sharing.reading import ASK_AGAIN, bytes_of, document_of

FORMAT, VERSION = "companion-assignment", 1
LARGEST_BYTES = 1_000_000
LONGEST_LINE, LONGEST_NOTE = 200, 4000
WHAT = _("an assignment")

_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal or a reader might obey: control characters, and those that turn the direction of writing."""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `about` is for whoever opens it in an editor."""

    format: str
    version: int
    about: tuple[str, ...]
    fingerprint: str
    assignment: Assignment


def as_file(assignment: Assignment) -> bytes:
    """The bytes of the file. Raises WrongUseError for a title or a text that can't be."""
    problem = problem_in(assignment)
    if problem:
        raise WrongUseError(problem, _("Change it and try again."))
    about = (
        _("{therapist} gives {pseudonym} the exercise: {title}.").format(
            therapist=assignment.therapist, pseudonym=assignment.pseudonym, title=assignment.exercise.title
        ),
        _("'companion assignment open FILE' shows it. It can be declined. Nothing is sent by itself."),
        _("Anyone who has this file can read it."),
    )
    figures = fingerprint(assignment.recipient)
    data: dict[str, Any] = msgspec.to_builtins(_File(FORMAT, VERSION, about, figures, assignment), str_keys=True)
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def read_assignment(path: Path) -> Assignment:
    """The assignment in a file. Raises FileProblemError with a sentence for whatever is wrong with it."""
    return from_bytes(bytes_of(path, LARGEST_BYTES), path.name)


def from_bytes(content: bytes, name: str) -> Assignment:
    """The assignment in the bytes of a file called `name`. Raises FileProblemError."""
    file = document_of(content, _File, FORMAT, VERSION, name, WHAT)
    assignment = file.assignment
    problem = problem_in(assignment)
    if problem:
        raise FileProblemError(_("{name} can't be used: {problem}").format(name=name, problem=problem), ASK_AGAIN)
    if file.fingerprint != fingerprint(assignment.recipient):
        raise FileProblemError(_("{name} can't be used: its key was changed.").format(name=name), ASK_AGAIN)
    return assignment


def problem_in(assignment: Assignment) -> str:
    """Why this can't be an assignment, in a sentence; empty where it can."""
    exercise = assignment.exercise
    if not age.is_recipient(assignment.recipient):
        return _("its key is not a key of age.")
    if not re.fullmatch("[0-9a-f]{32}", assignment.code):
        return _("its return code is not one.")
    if any(sign in exercise.title for sign in "/\\") or not exercise.title.strip():
        return _("the exercise's title looks like the name of a file, not like a title.")
    lines = (exercise.title, exercise.id, assignment.therapist, assignment.pseudonym, assignment.due)
    for line in lines:
        if len(line) > LONGEST_LINE:
            return _("a name or title in it has {count} letters; {longest_line} are the most.").format(
                count=len(line), longest_line=LONGEST_LINE
            )
        if _NOT_IN_A_LINE.search(line):
            return _("a name or title in it holds signs that belong into no name.")
    if not (assignment.therapist.strip() and assignment.pseudonym.strip()):
        return _("it does not say who it is from and for whom.")
    if max(map(len, (assignment.note, assignment.reason, assignment.consent))) > LONGEST_NOTE:
        return _("its note is longer than {longest_note} letters.").format(longest_note=LONGEST_NOTE)
    missing = [theme for theme in exercise.themes if theme not in assignment.themes]
    if missing:
        return _("the exercise is about {missing}, and the assignment does not say that this was agreed.").format(
            missing=missing[0]
        )
    return ""
