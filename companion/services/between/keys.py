"""A therapist's key: made once, behind a passphrase. It opens what clients share, and the records of it.

The key is that of the records' journal, so that one passphrase opens both; `clients/keys/NAME.age` is an ordinary age
file, and what is shared can be opened with it and without this program.
"""

import unicodedata
from pathlib import Path

from msgspec import Struct

from companion.errors import FileProblemError, WrongUseError
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.language import _
from companion.paths import Places
from companion.services.journal.keeping import restore_backup
from companion.services.journal.opening import Ask, unlocked
from companion.sharing.assignment_file import LONGEST_LINE
from companion.sharing.fingerprint import fingerprint


class Card(Struct, frozen=True):
    """How a therapist signs, and the public key that what is shared with them is sealed to."""

    name: str
    recipient: str

    @property
    def fingerprint(self) -> str:
        """The figures to compare by voice."""
        return fingerprint(self.recipient)


def new_key(places: Places, name: str, passphrase: str) -> Card:
    """Make the key, the records' journal behind the same passphrase, and the card.

    Goes on where it was interrupted, with the passphrase that was given then. Raises WrongUseError where there is a
    key, or for an empty name or passphrase, WrongPassphraseError and FileProblemError.
    """
    signed = clean_name(name)
    if _file(places).load(Card) is not None:
        raise WrongUseError(_("You have a key already."), _("'companion keys show' shows it."))
    vault = Vault(places.clients)
    if vault.is_sealed:
        vault.unlock(passphrase)
    with Journal.open(places.clients, vault=vault) as records:
        if not records.is_sealed:
            records.encrypt(passphrase)
        card = Card(signed, records.vault.recipients[0])
    _file(places).save(card)
    return card


def back_up_records(places: Places, path: Path) -> None:
    """Write the key and the records into one ZIP, sealed as they are; it needs no passphrase.

    Raises as `card_of`, and FileProblemError.
    """
    from companion.journal.backup import back_up

    card_of(places)
    back_up(places.clients, path)


def restore_records(places: Places, path: Path, name: str) -> Card:
    """Put the key and the records of a backup in place, where there are none.

    Raises WrongUseError where there is a key, and FileProblemError.
    """
    signed = clean_name(name)
    if _file(places).load(Card) is not None:
        raise WrongUseError(_("You have a key already."), _("Nothing was changed."))
    restore_backup(path, places.clients)
    recipients = Vault(places.clients).recipients
    if not recipients:
        raise FileProblemError(
            _("{path} holds no therapist's key.").format(path=path), _("Is it a backup by 'companion keys backup'?")
        )
    card = Card(signed, recipients[0])
    _file(places).save(card)
    return card


def card_of(places: Places) -> Card:
    """The therapist's card. Raises WrongUseError where there is none yet."""
    card = _file(places).load(Card)
    if card is None:
        raise WrongUseError(_("There is no therapist's key here yet."), _("'companion keys new' makes one."))
    return card


def open_records(places: Places, ask: Ask, *, writable: bool = False) -> Journal:
    """The therapist's records, unlocked. Raises as `card_of` and `journaling.open_journal`."""
    card_of(places)
    return Journal.open(places.clients, vault=unlocked(Vault(places.clients), ask), writable=writable)


def change_passphrase(places: Places, ask: Ask, new: str) -> None:
    """Put another passphrase before the same key: `ask` gives the old one. What was sealed stays as it is.

    Raises as `card_of`, WrongUseError for an empty one, WrongPassphraseError and FileProblemError.
    """
    card_of(places)
    unlocked(Vault(places.clients), ask).change_passphrase(new)


def clean_name(name: str) -> str:
    """A name on one line, without control characters. Raises WrongUseError for an empty or a very long one."""
    visible = "".join(each for each in name if each.isspace() or unicodedata.category(each)[0] != "C")
    cleaned = " ".join(visible.split())
    if not cleaned:
        raise WrongUseError(_("A name is missing."), _("Any name will do; it need not be a real one."))
    if len(cleaned) > LONGEST_LINE:
        raise WrongUseError(
            _("That name is longer than {longest_line} letters.").format(longest_line=LONGEST_LINE),
            _("A short one will do."),
        )
    return cleaned


def _file(places: Places) -> DraftFile:
    return DraftFile(places.therapist_file)
