"""Whose program this is: their services or their journal, its passphrase asked for first where it has one.

Imports no library, since the screen opens through it too.
"""

from typing import TYPE_CHECKING

from companion.paths import places

if TYPE_CHECKING:
    from companion.journal.store import Journal
    from companion.services.container import Companion


def companion_here(seed: int | None = None) -> "Companion":
    """The person's services. Raises LockedError where the journal has a passphrase that nobody gives."""
    companion = companion_unopened(seed)
    open_here(companion)
    return companion


def companion_unopened(seed: int | None = None) -> "Companion":
    """The person's services, not unlocked yet: for a face that asks for the passphrase itself."""
    from companion.services.container import Companion

    return Companion(places(), seed=seed)


def open_here(companion: "Companion") -> None:
    """Ask for the passphrase where there is one. Raises LockedError where nobody gives it."""
    if not companion.vault.is_open:
        from companion.cli.passphrase import asker
        from companion.services.journal.opening import unlocked

        unlocked(companion.vault, asker())


def journal_here(*, writable: bool = False) -> "Journal":
    """The person's journal alone. Raises as `open_journal`."""
    from companion.cli.passphrase import asker
    from companion.services.journal.opening import open_journal

    return open_journal(places().journal, asker(), writable=writable)
