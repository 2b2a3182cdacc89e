"""A passphrase for everything of a person: the journal, and what is under way beside it."""

from pathlib import Path

from msgspec.structs import replace

from companion.errors import FileProblemError
from companion.journal.drafts import DraftFile
from companion.journal.passing import clear_left
from companion.journal.protecting import Protected, destroy_unopened
from companion.journal.store import Journal, local_now
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.between.contacts import Contacts


def protect(places: Places, journal: Journal, passphrase: str) -> Protected:
    """Give the journal a passphrase, and seal everything that is there.

    Raises WrongUseError where it has one or for an empty one, FileProblemError where something could not be written.
    """
    from companion.services.journal.keeping import put_aside_readable

    done = journal.encrypt(passphrase)
    _reseal(places, journal.vault)
    clear_left(places.journal.parent)
    return replace(done, put_aside=tuple(map(str, put_aside_readable(places.journal))))


def unprotect(places: Places, journal: Journal) -> Protected:
    """Take the passphrase away, and write everything in the open. Raises SealedError and FileProblemError."""
    done = journal.decrypt()
    _reseal(places, journal.vault)
    return done


def destroy_everything(places: Places, journal: Journal | None = None) -> None:
    """Destroy the journal, by its keys first, what is under way, and the card with people to turn to.

    What a killed process left beside it goes too; a journal that was put aside stays. Needs no passphrase. `journal`
    is that one where it is open; it is closed afterwards. Raises FileProblemError.
    """
    if journal is not None:
        journal.destroy()
    else:
        destroy_unopened(places.journal)
    clear_left(places.journal.parent)
    card = places.contacts_file
    for path in (*_under_way(places), *card.parent.glob(f"{card.name}*")):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileProblemError.from_os("delete", path, error) from error


def _reseal(places: Places, vault: Vault) -> None:
    for path in _under_way(places):
        DraftFile(path, vault=vault).reseal()
    Contacts(places, vault, local_now).reseal()


def _under_way(places: Places) -> list[Path]:
    """The files of all seats and packs, what was set aside of them, and what a kill left of writing one."""
    found: set[Path] = set()
    for kind in (places.draft_file, places.take_checkpoint_file, places.studio_file):
        found |= {*kind.parent.glob(f"{kind.stem}{kind.suffix}*"), *kind.parent.glob(f"{kind.stem}-*{kind.suffix}*")}
    return sorted(found | {*places.packs.glob("*.json*")})
