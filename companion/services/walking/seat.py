"""Where a running program keeps what is under way. Two windows on one home sit on two seats and share no draft."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.files import make_folder
from companion.journal.drafts import DraftFile
from companion.journal.vault import Vault
from companion.paths import Places

if TYPE_CHECKING:
    from filelock import BaseFileLock

MOST_SEATS = 16
"""More windows than anyone opens at once; from the next one on the first seat is shared."""


class Seat:
    """The draft of the running session, the checkpoint of a running take and the song in the studio, for one window.

    The first seat's files have the plain names, those of others a number. A seat whose program has ended is
    free: what lies on it can be gone on with. `has_neighbours` says whether other windows were open when this one
    sat down; with a `vault` its files are sealed as the journal is.
    """

    def __init__(
        self, places: Places, number: int, lock: "BaseFileLock | None", vault: Vault | None = None
    ) -> None:
        self.number = number
        self.draft_file = DraftFile(_numbered(places.draft_file, number), vault=vault)
        self.take_checkpoint = DraftFile(_numbered(places.take_checkpoint_file, number), vault=vault)
        self.studio_file = DraftFile(_numbered(places.studio_file, number), vault=vault)
        self.has_neighbours = False
        self._lock = lock

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way on it."""
        return not any(file.path.exists() for file in (self.draft_file, self.take_checkpoint, self.studio_file))

    def leave(self) -> None:
        """Free it for another window; its files stay."""
        if self._lock is not None:
            self._lock.release()


def take_seat(places: Places, vault: Vault | None = None) -> Seat:
    """A seat that no other window has: the first on which something waits, else the first that is free.

    Where nothing can be locked (a home that can't be written, a system without locks) it is the first one; never
    raises CompanionError.
    """
    best: Seat | None = None
    has_neighbours = False
    with suppress(CompanionError, OSError, NotImplementedError):
        make_folder(places.data)
        for number in range(1, MOST_SEATS + 1):
            if best is not None and Seat(places, number, None).is_empty:
                continue
            seat = _free_seat(places, number, vault)
            if seat is None:
                has_neighbours = True
                continue
            if best is not None:
                best.leave()
            best = seat
            if not best.is_empty:
                break
    seat = best or Seat(places, 1, None, vault)
    seat.has_neighbours = has_neighbours
    return seat


def _free_seat(places: Places, number: int, vault: Vault | None) -> Seat | None:
    from filelock import FileLock, Timeout  # 25 ms that commands without a session do without

    lock = FileLock(_numbered(places.data / "seat.lock", number), blocking=False, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    return Seat(places, number, lock, vault)


def _numbered(path: Path, number: int) -> Path:
    """draft.json, draft-2.json, draft-3.json …"""
    return path if number == 1 else path.with_stem(f"{path.stem}-{number}")
