"""What is sealed among a journal's files, told by the files themselves: the key may be missing."""

from collections.abc import Iterator
from pathlib import Path

from companion import age
from companion.errors import FileProblemError
from companion.journal.frames import scan
from companion.language import _


class KeyMissingError(FileProblemError):
    """The journal is sealed, and the key that says to whom is not in its folder."""

    def __init__(self, keys: Path) -> None:
        super().__init__(
            _("The key of the journal is gone from {keys}.").format(keys=keys),
            _(
                "Nothing is written without it. Put that folder back from a backup, or give the recovery key in "
                "place of the passphrase."
            ),
        )


def holds_sealed(folder: Path) -> bool:
    """Whether anything in the logs of the journal in `folder` is sealed. Raises FileProblemError."""
    return next(sealed_pieces(folder), None) is not None


def sealed_pieces(folder: Path) -> Iterator[bytes]:
    """The age files that stand in the logs: segments and records. Raises FileProblemError."""
    try:
        for path in folder.glob("logs/*/segments/*.segment"):
            with path.open("rb") as file:
                beginning = file.read(len(age.MAGIC))
                if age.is_sealed(beginning):
                    yield beginning + file.read()
        for log in folder.glob("logs/*"):
            newest = max(log.glob("*.log"), default=None)  # what stood in earlier ones is in segments
            content = newest.read_bytes() if newest is not None else b""
            if age.MAGIC in content:  # never in JSON, since it ends a line
                yield from (bytes(each) for each in scan(content).payloads if age.is_sealed(each))
    except FileNotFoundError:
        return  # folded away meanwhile
    except OSError as error:
        raise FileProblemError.from_os("read", error.filename or folder, error) from error
