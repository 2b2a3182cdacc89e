"""Large things beside the entries: files named by a hash of what is in them, sealed as the journal is.

An entry names one by a text that begins with "sha256-", wherever in its body it likes to.
"""

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from companion import age
from companion.age import CannotOpenError
from companion.errors import FileProblemError, WrongUseError
from companion.files import make_folder, replace_file
from companion.journal.records import Document
from companion.journal.vault import Vault
from companion.language import _

NAME = re.compile(r"sha256-[0-9a-f]{64}")


class Blobs:
    """The folder of a journal's large things. The same content is kept once."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.folder = folder / "blobs"
        self._vault = vault

    def put(self, content: bytes) -> str:
        """Keep something; returns its name. It is on the disk when this returns. Raises FileProblemError."""
        name = name_of(content)
        if not self.holds(name):
            replace_file(make_folder(self.folder) / name, self._vault.seal(content))
        return name

    def get(self, name: str) -> bytes:
        """What has this name. Raises WrongUseError for no name, FileProblemError for what is missing or damaged."""
        path = self._path(name)
        try:
            content = self._vault.unseal(path.read_bytes())
        except OSError as error:
            raise FileProblemError.from_os("read", path, error) from error
        except CannotOpenError as error:
            raise FileProblemError(
                _("{path} can't be opened: it is damaged, or sealed for another key.").format(path=path)
            ) from error
        if name_of(content) != name:
            raise FileProblemError(_("{path} is damaged.").format(path=path), _("A backup may still have it."))
        return content

    def holds(self, name: str) -> bool:
        """Whether it is there and whole."""
        with suppress(FileProblemError):
            return bool(self.get(name) is not None)
        return False

    def names(self) -> list[str]:
        """All that are there, whole or not. Raises FileProblemError."""
        try:
            return sorted(path.name for path in self.folder.iterdir() if NAME.fullmatch(path.name))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FileProblemError.from_os("read", self.folder, error) from error

    def forget(self, names: Iterable[str]) -> None:
        """Delete these. Raises FileProblemError."""
        for name in names:
            try:
                self._path(name).unlink(missing_ok=True)
            except OSError as error:
                raise FileProblemError.from_os("delete", self._path(name), error) from error

    def reseal(self) -> None:
        """Write those anew that are sealed and should not be, or the reverse. Raises FileProblemError."""
        for name in self.names():
            path = self._path(name)
            with path.open("rb") as file:
                is_sealed = age.is_sealed(file.read(len(age.MAGIC)))
            if is_sealed != self._vault.is_sealed:
                replace_file(path, self._vault.seal(self.get(name)))

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise WrongUseError(_("{name!r} is not the name of something in the journal.").format(name=name))
        return self.folder / name


def name_of(content: bytes) -> str:
    """The name by which an entry calls this content."""
    return f"sha256-{hashlib.sha256(content).hexdigest()}"


def named_in(documents: Iterable[Document]) -> set[str]:
    """All names of large things that documents mention."""
    return {name for each in documents for name in NAME.findall(msgspec.json.encode(each).decode())}
