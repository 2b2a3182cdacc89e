"""The one log that this process writes: claimed with a lock, appended durably, folded into snapshots."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from companion.age import is_sealed
from companion.errors import FileProblemError, LockedError
from companion.files import make_folder, replace_file
from companion.journal import segments
from companion.journal.appending import AppendFile
from companion.journal.device import narrower_id
from companion.journal.folding import is_other_kind, take_out_deleted, write_generation
from companion.journal.locks import MOST_LOGS, NOT_SAVED, try_lock
from companion.journal.pruning import is_alone, keep_only_newest, need_twins, prune
from companion.journal.reading import CLONED, conflicting, log_file, read_log
from companion.journal.records import Header, file_of
from companion.journal.state import LogState
from companion.journal.vault import Vault
from companion.language import _

if TYPE_CHECKING:
    from filelock import BaseFileLock

FOLD_AT_RECORDS = 256
FOLD_AT_BYTES = 64 * 1024
"""A log is folded when the program closes if it has this much in it (and a tenth of its snapshot)."""

OVERDUE = 2
"""Times the above: then it is folded while the program runs."""

_log = logging.getLogger(__name__)


class OwnLog:
    """A log's folder, held by this process until `close`.

    `state` is what it holds; `notices` are sentences for the person about what was found when it was opened.
    """

    def __init__(
        self, folder: Path, lock: "BaseFileLock", state: LogState, vault: Vault, now: Callable[[], float]
    ) -> None:
        self.folder = folder
        self.state = state
        self.notices: list[str] = []
        self._lock = lock
        self._vault = vault
        self._now = now
        self._file = self._newest_file()

    @classmethod
    def claim(cls, logs: Path, device: str, vault: Vault, now: Callable[[], float]) -> "OwnLog":
        """The first log of this machine that no other process holds, mended where a crash left it torn.

        `now` gives seconds since the epoch. Raises FileProblemError where the folder can't be written, LockedError
        where no log is free.
        """
        for number in range(1, MOST_LOGS + 1):
            own = cls.claim_one(make_folder(logs / f"{device}-{number}"), vault, now)
            if own is not None and own.state.is_cloned:
                return cls.claim(logs, narrower_id(device, own.retire()), vault, now)
            if own is not None:
                return own
        raise LockedError(
            _("No log of the journal can be written."), _("Close other windows of the program and try again.")
        )

    @classmethod
    def claim_one(cls, folder: Path, vault: Vault, now: Callable[[], float]) -> "OwnLog | None":
        """This log, or None if another process holds it or it can't be read here. Raises FileProblemError."""
        lock = try_lock(folder)
        if lock is None:
            return None
        try:
            state = read_log(folder, vault)
            if not state.is_closed:
                own = cls(folder, lock, state, vault, now)
                own._mend()
                return own
        except BaseException:
            lock.release()
            raise
        lock.release()
        return None

    def append(self, payload: bytes) -> None:
        """Add one record's bytes, sealed if the journal is; they are on the disk when this returns.

        Raises FileProblemError: then this record was not saved, and everything before it still is.
        """
        try:
            content = self._vault.seal(payload)
            length = self._file.append(content)
        except FileProblemError as error:
            raise FileProblemError(error.message, NOT_SAVED) from error
        except OSError as error:
            raise FileProblemError.from_os("save to", self.folder, error, NOT_SAVED) from error
        self.state.log_bytes += length
        self.state.records += 1
        self.state.sealed |= is_sealed(content)
        self.state.plain |= not is_sealed(content)

    @property
    def is_due(self) -> bool:
        """Whether folding is worth its while, or must be because of what was deleted or how it is sealed."""
        return self._has_grown(1) or self.state.holds_deleted or is_other_kind(self.state, self._vault)

    @property
    def is_overdue(self) -> bool:
        """Whether the log is so long that it is folded while the program runs."""
        return self._has_grown(OVERDUE)

    def fold(self, *, takes_out_deleted: bool = True) -> None:
        """Write what changed into a new generation; earlier ones stay for a while.

        If the journal got or lost its passphrase since the files were written, they are all written anew and none
        of the old ones stays; if something was deleted, it is taken out of all of them. Where that can't be done the
        log is warned about and goes on growing: nothing is lost by it. The next change goes to the new generation
        either way, since it may be there even if writing it failed. A generation that nothing else stands in for gets
        another one after it, which shares everything: else one damaged list would be the end of it.
        """
        if self._fold(takes_out_deleted) and is_alone(self.folder):
            self._fold(takes_out_deleted)

    def retire(self) -> str:
        """Let go of a log that this machine must not write any more; returns what the mark in its folder says.

        If two machines wrote it as one, all of both goes into its last generation first.
        """
        mark = self.folder / CLONED
        copies = conflicting(self.folder)
        if copies:
            replace_file(mark, mark.read_bytes() if mark.exists() else b"")
            self.fold()
            for path in copies if not self.state.records else ():
                path.unlink(missing_ok=True)
        self.let_go()
        return mark.read_text("ascii", "replace")

    def close(self) -> None:
        """Fold if that is due, and let the log go."""
        try:
            if self.is_due:
                self.fold()
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Let the log go as it is."""
        self._file.close()
        self._lock.release()

    def _fold(self, takes_out_deleted: bool) -> bool:
        """Begin a generation; whether it was written."""
        self._file.close()
        self.state.generation += 1
        self._file = self._newest_file()
        try:
            replaces_all = is_other_kind(self.state, self._vault)
            write_generation(self.folder, self.state, self._vault, self._now())
            if takes_out_deleted and self.state.holds_deleted and not replaces_all:
                self._forget_set_aside()
                take_out_deleted(self.folder, self.state, self._vault)
        except (FileProblemError, OSError, segments.LockedPartError):
            _log.warning("the journal could not be folded; its logs hold everything", exc_info=True)
            return False
        if replaces_all:
            keep_only_newest(self.folder, self.state)
        prune(self.folder, self.state, self._now())
        return True

    def _has_grown(self, times: int) -> bool:
        state = self.state
        tenth = max(FOLD_AT_BYTES, state.snapshot_bytes // 10)
        return state.records >= FOLD_AT_RECORDS * times or state.log_bytes >= tenth * times

    def _mend(self) -> None:
        """Set aside what can't be read, cut a torn tail off, clean up, and start a new generation if it was bad."""
        state = self.state
        try:
            for stray in (*self.folder.glob("*.new"), *self.folder.glob(f"{segments.FOLDER}/*.new")):
                stray.unlink(missing_ok=True)
            for path in state.damaged:
                self._say(path, self._set_aside(path, path.read_bytes()), _("What stands around the damage was read"))
            for path in state.unreadable:
                self._say(path, self._set_aside(path, path.read_bytes()), _("An older copy was opened instead"))
                path.unlink()
            twins = need_twins(self.folder)
            for segment in state.segments:
                if state.damaged:
                    segments.mend(self.folder, segment)
                elif segment in twins:
                    segments.double(self.folder, segment)
            if state.torn:
                self._cut(*state.torn)
        except OSError as error:
            raise FileProblemError.from_os("mend", error.filename or self.folder, error) from error
        if state.has_leftovers:
            keep_only_newest(self.folder, state)
        if state.unreadable or state.damaged:
            self.fold(takes_out_deleted=False)

    def _cut(self, path: Path, end: int) -> None:
        tail = path.read_bytes()[end:]
        aside = self._set_aside(path, tail)
        with path.open("r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())
        self.state.log_bytes -= len(tail)
        self.notices.append(
            _("The last change was only half written when the program stopped. It is kept in {aside}.").format(
                aside=aside
            )
        )

    def _set_aside(self, path: Path, content: bytes) -> Path:
        folder = make_folder(self.folder / "aside")
        taken = 1
        while (aside := folder / f"{path.name}-{taken}").exists():
            taken += 1
        replace_file(aside, self._vault.seal(content))
        return aside

    def _say(self, path: Path, aside: Path, instead: str) -> None:
        self.notices.append(
            _("{name} of the journal is damaged. {instead}; it is kept as {aside}.").format(
                name=path.name, instead=instead, aside=aside
            )
        )

    def _forget_set_aside(self) -> None:
        for path in self.folder.glob("aside/*"):
            path.unlink(missing_ok=True)

    def _newest_file(self) -> AppendFile:
        generation = self.state.generation
        return AppendFile(log_file(self.folder, generation), file_of(Header(self.folder.name, generation)))
