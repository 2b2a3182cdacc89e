"""The one door to pyrage: the age format (age-encryption.org/v1), so that Debian's `age` opens what is sealed here."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

import pyrage

from companion.language import _

MAGIC = b"age-encryption.org/v1\n"
"""The first line of every age file."""

SECRET_PREFIX = "AGE-SECRET-KEY-1"


class CannotOpenError(Exception):
    """Sealed for another key, or changed since it was sealed."""


class Identity:
    """A secret X25519 key. It is never part of a text by accident: only `reveal` tells it."""

    __slots__ = ("_key", "recipient")

    def __init__(self, secret: str) -> None:
        """`secret` as `reveal` told it. Raises ValueError."""
        try:
            self._key = pyrage.x25519.Identity.from_str(secret)
        except pyrage.IdentityError as error:
            raise ValueError(_("not a key of age")) from error
        self.recipient = str(self._key.to_public())

    @classmethod
    def generate(cls) -> "Identity":
        """A new one, by chance."""
        return cls(str(pyrage.x25519.Identity.generate()))

    def reveal(self) -> str:
        """The secret itself: AGE-SECRET-KEY-1 and 58 more letters and digits."""
        return str(self._key)


def is_recipient(text: str) -> bool:
    """Whether something can be sealed to this; one wrong letter is noticed."""
    try:
        return _recipient(text) is not None
    except pyrage.RecipientError:
        return False


def is_sealed(content: bytes | memoryview) -> bool:
    """Whether this is an age file."""
    return bytes(content[: len(MAGIC)]) == MAGIC


def seal(content: bytes, recipients: Sequence[str]) -> bytes:
    """An age file that each of the recipients ("age1…") can open."""
    return cast(bytes, pyrage.encrypt(content, [_recipient(each) for each in recipients]))


def unseal(content: bytes, identities: Sequence[Identity]) -> bytes:
    """What is in an age file. Raises CannotOpenError."""
    if not identities:
        raise CannotOpenError
    try:
        return cast(bytes, pyrage.decrypt(content, [each._key for each in identities]))
    except pyrage.DecryptError as error:
        raise CannotOpenError from error


def seal_with_passphrase(content: bytes, passphrase: str) -> bytes:
    """An age file for who knows the passphrase. Takes about a second on purpose, as opening it does (scrypt)."""
    return cast(bytes, pyrage.passphrase.encrypt(content, _same_everywhere(passphrase)))


def unseal_with_passphrase(content: bytes, passphrase: str) -> bytes:
    """What is in an age file that was sealed with a passphrase. Raises CannotOpenError."""
    try:
        return cast(bytes, pyrage.passphrase.decrypt(content, _same_everywhere(passphrase)))
    except pyrage.DecryptError as error:
        raise CannotOpenError from error


def _same_everywhere(passphrase: str) -> str:
    """An é can be one character or two, as the keyboard likes; as a passphrase it is the same."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@lru_cache(maxsize=16)
def _recipient(name: str) -> Any:
    return pyrage.x25519.Recipient.from_str(name)
