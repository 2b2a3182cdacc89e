"""What is sealed for one person: a return to the therapist, and a reply to the client."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from companion import age
from companion.age import CannotOpenError
from companion.domain.share import Share
from companion.errors import FileProblemError
from companion.language import _
from companion.sharing.reading import ASK_AGAIN, bytes_of, document_of

RETURN_FORMAT, REPLY_FORMAT, VERSION = "companion-return", "companion-reply", 1
LARGEST_BYTES = 50_000_000
"""An hour of dense playing is about two million bytes; more than this comes from no session."""

Unseal = Callable[[bytes], bytes]
"""Opens an age file with the keys of whoever reads it. Raises CannotOpenError."""

T = TypeVar("T")


class _Return(Struct, frozen=True):
    format: str
    version: int
    share: Share


class Reply(Struct, frozen=True):
    """What the therapist writes back about the assignment with this `code`."""

    code: str
    text: str


class _Reply(Struct, frozen=True):
    format: str
    version: int
    reply: Reply


def return_as_json(share: Share) -> bytes:
    """Exactly what is sealed: one JSON document."""
    return msgspec.json.format(msgspec.json.encode(_Return(RETURN_FORMAT, VERSION, share)), indent=1) + b"\n"


def seal_return(share: Share, recipient: str) -> bytes:
    """The file for the therapist with the public key `recipient`, and for nobody else."""
    return age.seal(return_as_json(share), [recipient])


def open_return(path: Path, unseal: Unseal) -> Share:
    """What was shared. Raises FileProblemError with a sentence."""
    return _opened(path, unseal, _Return, RETURN_FORMAT, _("a return")).share


def seal_reply(reply: Reply, recipient: str) -> bytes:
    """The file for the one client who made that key."""
    return age.seal(msgspec.json.encode(_Reply(REPLY_FORMAT, VERSION, reply)), [recipient])


def open_reply(path: Path, unseal: Unseal) -> Reply:
    """What was written back. Raises FileProblemError with a sentence."""
    return _opened(path, unseal, _Reply, REPLY_FORMAT, _("a reply")).reply


def _opened(path: Path, unseal: Unseal, kind: type[T], format_name: str, what: str) -> T:
    content = bytes_of(path, LARGEST_BYTES)
    if not age.is_sealed(content):
        raise FileProblemError(
            _("{name} is not {what}: it is not sealed.").format(name=path.name, what=what), _("Is it the right file?")
        )
    try:
        opened = unseal(content)
    except CannotOpenError as error:
        raise FileProblemError(
            _("{name} can't be opened: it is sealed for another key, or was changed on its way.").format(
                name=path.name
            ),
            ASK_AGAIN,
        ) from error
    return document_of(opened, kind, format_name, VERSION, path.name, what)
