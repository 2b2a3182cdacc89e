"""The files of a journal's keys: what stands in each kind of them, and keys as people copy them from paper."""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from companion import age
from companion.age import CannotOpenError, Identity
from companion.errors import FileProblemError
from companion.files import replace_file
from companion.journal.sealed_files import sealed_pieces

SECRET, PUBLIC, OPEN, OLDER = ".age", ".pub", ".open", ".older"


def name_of(identity: Identity) -> str:
    """What the files of a key are called before the suffix."""
    return blake2b(identity.recipient.encode(), digest_size=6).hexdigest()


def write_secret(path: Path, identity: Identity, passphrase: str) -> None:
    """Keep a key in an age file behind a passphrase, and its twin. Raises FileProblemError."""
    content = age.seal_with_passphrase(lines_of([identity]), passphrase)
    for each in twins_of(path):
        replace_file(each, content)


def twins_of(path: Path) -> tuple[Path, Path]:
    """The file of a key behind a passphrase, and the same again, should one be damaged."""
    return path, path.with_suffix(f".twin{SECRET}")


def lines_of(identities: Iterable[Identity]) -> bytes:
    """Keys as text, one on a line."""
    return "".join(f"{each.reveal()}\n" for each in identities).encode()


def identities_in(lines: bytes) -> list[Identity]:
    """The reverse. Raises ValueError."""
    return [Identity(each) for each in lines.decode("ascii", "replace").split()]


def from_paper(text: str) -> Identity | None:
    """A recovery key as someone copied it: small letters and spaces do not matter. None for anything else."""
    secret = "".join(text.split()).upper()
    with suppress(ValueError):
        return Identity(secret) if secret.startswith(age.SECRET_PREFIX) else None
    return None


def opens_any(identity: Identity, folder: Path) -> bool:
    """Whether this key opens anything of the journal in `folder`."""
    for piece in sealed_pieces(folder):
        with suppress(CannotOpenError):
            age.unseal(piece, [identity])
            return True
    return False


def each_once(identities: Iterable[Identity]) -> tuple[Identity, ...]:
    """The same keys in their order, the first of each."""
    return tuple({each.recipient: each for each in reversed([*identities])}.values())[::-1]


def read(path: Path) -> bytes:
    """What stands in a file. Raises FileProblemError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
