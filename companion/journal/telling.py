"""Sentences for the person: what was found in logs that this process does not write, and why it could not write."""

from pathlib import Path

from companion.errors import FileProblemError
from companion.journal.forms import NewerJournalError
from companion.journal.state import LogState
from companion.journal.vault import Vault
from companion.language import _

LOCKED = _("A part of this journal is locked, and the passphrase does not open it; that part is not shown.")
MISSING = _("A part of this journal has not arrived from another device yet.")
ONLY_RECOVERY_KEY = _(
    "Only the recovery key opens this journal now, since a part of its key is gone. Choose a passphrase anew: then "
    "that opens it too."
)
DAMAGED = _("{} of the journal is damaged.")


def notices_of_key(vault: Vault) -> list[str]:
    """What should be told about the key; nothing if all of it is there."""
    return [ONLY_RECOVERY_KEY] if vault.lacks_passphrase else []


def notices_of(state: LogState) -> list[str]:
    """What should be told about one log; nothing if it is whole."""
    if state.is_newer:
        return [str(NewerJournalError(state.format))]
    if state.is_locked:
        return [LOCKED]
    if state.is_missing:
        return [MISSING]
    return [DAMAGED.format(path) for path in (*state.unreadable, *state.damaged)]


def not_open_for_writing(folder: Path) -> FileProblemError:
    """The journal in `folder` was opened to be read only."""
    return FileProblemError(_("The journal in {folder} is not open for writing.").format(folder=folder))


def not_written(folder: Path) -> FileProblemError:
    """There was no room for a new generation of the log in `folder`."""
    return FileProblemError(
        _("{folder} could not be written.").format(folder=folder), _("Free some space and try again.")
    )
