"""Reading a file that came from somebody else: a bounded piece of it, as one document of a known version."""

from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from companion.errors import FileProblemError
from companion.language import _

T = TypeVar("T")

ASK_AGAIN = _("Ask for it to be sent again.")


class _Head(Struct, frozen=True):
    format: str = ""
    version: int = 0


def bytes_of(path: Path, most: int) -> bytes:
    """What is in a file of up to `most` bytes. Raises FileProblemError for a larger one, and where it can't be read."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    if len(content) > most:
        raise FileProblemError(
            _("{path} is far too large for what it should be.").format(path=path),
            _("Is it the right file? {ask_again}").format(ask_again=ASK_AGAIN),
        )
    return content


def document_of(content: bytes, kind: type[T], format_name: str, version: int, name: object, what: str) -> T:
    """A document in JSON that says which `format` and `version` it has.

    `name` is the file's and `what` it should be ("an assignment"), for the sentences. Raises FileProblemError for a
    newer version, and for what is damaged, cut off or something else.
    """
    try:
        head = msgspec.json.decode(content, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileProblemError(
            _("{name} is not {what}, or not all of it.").format(name=name, what=what), ASK_AGAIN
        ) from error
    if head.format != format_name:
        raise FileProblemError(_("{name} is not {what}.").format(name=name, what=what), _("Is it the right file?"))
    if head.version > version:
        raise FileProblemError(
            _("{name} was written by a newer version of this program.").format(name=name), _("Update the program here.")
        )
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        problem, _other, place = str(error).replace("`", "").partition(" - at $.")
        problem = _("{problem} (in {place})").format(problem=problem, place=place) if place else problem
        raise FileProblemError(
            _("{name} is not {what} that can be used: {problem}.").format(name=name, what=what, problem=problem),
            ASK_AGAIN,
        ) from error
