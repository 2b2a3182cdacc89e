"""What is under way, in one file of its own: the running session's draft, a running take's checkpoint."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from companion import age
from companion.age import CannotOpenError
from companion.errors import FileProblemError
from companion.files import make_folder, replace_file
from companion.journal.vault import Vault
from companion.language import _

T = TypeVar("T")

STRAY_AFTER_SECONDS = 60.0
"""A temporary file this old belongs to a process that was killed; a younger one may be another window's."""


class DraftFile:
    """One value, replaced whole and atomically, so that a kill leaves the old one or the new one.

    With a `vault` it is sealed while the journal has a passphrase. `notice` is one sentence for the person after a
    `load` that met rubbish, else empty. `now` gives seconds since the epoch.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time, vault: Vault | None = None) -> None:
        self.path = path
        self.notice = ""
        self._now = now
        self._vault = vault

    def save(self, value: msgspec.Struct) -> None:
        """Keep `value`; it is on the disk when this returns. Raises FileProblemError, and the old one stays."""
        make_folder(self.path.parent)
        content = msgspec.json.encode(value)
        replace_file(self.path, self._vault.seal(content) if self._vault else content)

    def load(self, kind: type[T]) -> T | None:
        """What was kept, as a `kind`; None where there is nothing, or nothing that can be read.

        What can't be read is renamed, not thrown away, and `notice` says so. Raises SealedError where it waits for
        the journal's passphrase, FileProblemError where the file is there and the system won't let it be read.
        """
        self.notice = ""
        self._clear_strays()
        try:
            content = self.path.read_bytes()
            if self._vault and age.is_sealed(content):
                self._vault.require_open()
                content = self._vault.unseal(content)
            return msgspec.json.decode(content, type=kind)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FileProblemError.from_os("read", self.path, error) from error
        except (msgspec.DecodeError, UnicodeDecodeError, CannotOpenError):
            aside = self._set_aside()
            self.notice = _("What was under way could not be read. It is kept as {aside}.").format(aside=aside)
            return None

    def clear(self) -> None:
        """Forget it: the session was closed, the take kept or deleted. Raises FileProblemError."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise FileProblemError.from_os("delete", self.path, error) from error

    def reseal(self) -> None:
        """Write it anew if the journal got or lost its passphrase since. Raises FileProblemError.

        What none of the open keys opens stays as it is.
        """
        if self._vault is None:
            return
        try:
            content = self.path.read_bytes()
            if age.is_sealed(content) != self._vault.is_sealed:
                replace_file(self.path, self._vault.seal(self._vault.unseal(content)))
        except (FileNotFoundError, CannotOpenError):
            return
        except OSError as error:
            raise FileProblemError.from_os("read", self.path, error) from error

    def _set_aside(self) -> Path:
        taken = 1
        while (aside := self.path.with_name(f"{self.path.name}.unreadable-{taken}")).exists():
            taken += 1
        try:
            os.replace(self.path, aside)
        except OSError as error:
            raise FileProblemError.from_os("rename", self.path, error) from error
        return aside

    def _clear_strays(self) -> None:
        for stray in self.path.parent.glob(f"{self.path.name}*.new"):
            with suppress(OSError):  # gone already, or not ours to delete: harmless either way
                if self._now() - stray.stat().st_mtime > STRAY_AFTER_SECONDS:
                    stray.unlink()
