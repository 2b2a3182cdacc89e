"""The contact card: people whom someone and their therapist entered, kept, looked at, and looked over again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import TYPE_CHECKING
from unicodedata import category

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.contact import MOST_PEOPLE, Card, Contact
from companion.errors import CompanionError, FileProblemError, LockedError, WrongUseError
from companion.exports.entry_words import date_in_words
from companion.files import make_folder
from companion.journal.drafts import DraftFile
from companion.journal.vault import Vault
from companion.language import _
from companion.paths import Places

if TYPE_CHECKING:
    from companion.services.container import Companion

LOOK_OVER_AFTER_DAYS = 90
"""After this long the card itself says, quietly, that it may be looked over (unsourced)."""

LOCK_SECONDS = 5.0

PEOPLE = _("People to turn to")
WHO = _("You and your therapist choose who stands here. Nobody is entered for you.")
NOBODY_YET = _("Nobody stands here yet.")
LOOK_OVER = _("Some time has passed. You could look this over once, perhaps together.")
ENTERED = _("{} stands on your card now.")
TAKEN_OFF = _("{} is off your card.")
LOOKED_OVER = _("Looked over today.")
LOCKED_AWAY = _("The people you entered are behind your passphrase.")
OPEN_QUESTION = _("Your journal has a passphrase. Who may read this card?")
OPEN_CHOICES = (
    (_("Only with the passphrase"), _("nobody else at this computer can read the names")),
    (_("Anybody here"), _("so that it can be shown even while the journal is locked")),
)
ANYBODY_READS = _("Anybody at this computer can read this card.")
ONLY_UNLOCKED = _("This card can be read with your passphrase only.")


class Seen(Struct, frozen=True):
    """The card as far as it can be read now. `trouble` is a sentence where it can't be, else empty."""

    people: tuple[Contact, ...] = ()
    trouble: str = ""


class Contacts:
    """One person's card, in a file of its own; `clock` gives aware datetimes.

    It has a file of its own, so that it can be shown at a gentle stop whatever became of the journal. The file is
    sealed as the journal is; its owner may choose that it stands in the open all the same, since a number that
    nobody can read when it is needed helps nobody, and only they can weigh that against who else sees their screen.
    """

    def __init__(self, places: Places, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._path = places.contacts_file
        self._vault = vault
        self._clock = clock
        self._trouble = ""

    @property
    def today(self) -> date:
        """The day it is here."""
        return self._clock().date()

    def look(self) -> Seen:
        """The card, to be shown. Never raises CompanionError: at a stop nothing may stand in the way."""
        try:
            card = self._loaded()
        except LockedError:
            return Seen(trouble=LOCKED_AWAY)
        except CompanionError as error:
            return Seen(trouble=str(error))
        return Seen(card.people, self._trouble)

    def card(self) -> Card:
        """The card, to be changed or listed. Raises SealedError where the passphrase is needed, FileProblemError."""
        card = self._loaded()
        if card.version > Card().version:
            raise FileProblemError(
                _("The card was written by a newer version of this program."), _("Open it with that version.")
            )
        return card

    @property
    def asks_who_reads(self) -> bool:
        """Whether it is worth asking who may read the card: it is empty still, and the journal has a passphrase."""
        return self._vault.is_sealed and not self.card().people

    @property
    def who_reads(self) -> str:
        """Who may read the card, in a sentence; empty where the journal has no passphrase either."""
        if not self._vault.is_sealed:
            return ""
        return ANYBODY_READS if self.card().is_open else ONLY_UNLOCKED

    def add(self, name: str, reach: str, line: str = "", *, is_open: bool | None = None) -> Contact:
        """Enter someone, checked today; `is_open` says who may read the card (None: as it is).

        Raises WrongUseError for what is empty or too long and for a full card, SealedError, FileProblemError.
        """
        contact = self._made(name, reach, line)
        with self._changing() as card:
            if len(card.people) >= MOST_PEOPLE:
                raise WrongUseError(
                    _("The card has room for {most_people} people.").format(most_people=MOST_PEOPLE),
                    _("Take someone off first."),
                )
            self._save(replace(card, people=(*card.people, contact), is_open=_either(is_open, card.is_open)))
        return contact

    def change(self, number: int, name: str, reach: str, line: str = "") -> Contact:
        """Put this in place of the person with that number (from 1), checked today. Raises as `add`."""
        contact = self._made(name, reach, line)
        with self._changing() as card:
            _require_there(card, number)
            people = tuple(contact if at == number else each for at, each in enumerate(card.people, start=1))
            self._save(replace(card, people=people))
        return contact

    def remove(self, number: int) -> Contact:
        """Take off the person with that number (from 1). Raises WrongUseError, SealedError, FileProblemError."""
        with self._changing() as card:
            _require_there(card, number)
            self._save(replace(card, people=(*card.people[: number - 1], *card.people[number:])))
        return card.people[number - 1]

    def check(self, *numbers: int) -> None:
        """These people, or all of them, were looked over today. Raises as `remove`."""
        with self._changing() as card:
            for number in numbers:
                _require_there(card, number)
            looked_over = set(numbers or range(1, len(card.people) + 1))
            people = (
                replace(each, checked=self.today) if number in looked_over else each
                for number, each in enumerate(card.people, start=1)
            )
            self._save(replace(card, people=tuple(people)))

    def open_for_all(self, is_open: bool) -> None:
        """Choose whether the card can be read while the journal is locked. Raises SealedError, FileProblemError."""
        with self._changing() as card:
            self._save(replace(card, is_open=is_open))

    def reseal(self) -> None:
        """Write it anew after the journal got or lost its passphrase. Raises FileProblemError."""
        if self._path.exists():
            with self._changing() as card:
                self._save(card)

    def _loaded(self) -> Card:
        """What is on the disk; where that could not be read, every look from now on says so."""
        file = self._file(is_open=False)
        card = file.load(Card) or Card()
        self._trouble = _unreadable(file) or self._trouble
        return card

    def _file(self, *, is_open: bool) -> DraftFile:
        return DraftFile(self._path, vault=None if is_open else self._vault)

    def _save(self, card: Card) -> None:
        self._file(is_open=card.is_open).save(card)

    def _made(self, name: str, reach: str, line: str) -> Contact:
        try:
            return Contact(_clean(name), _clean(reach), self.today, _clean(line))
        except ValueError as error:
            raise WrongUseError(f"{str(error)[:1].upper()}{str(error)[1:]}.", _("Nothing was changed.")) from error

    @contextmanager
    def _changing(self) -> Iterator[Card]:
        """The card, while no other window changes it. Raises LockedError where another one does not end."""
        from filelock import FileLock, Timeout  # 25 ms that looking does without

        make_folder(self._path.parent)
        lock = FileLock(self._path.with_suffix(".lock"), timeout=LOCK_SECONDS, thread_local=False)
        try:
            with suppress(OSError, NotImplementedError):  # where nothing can be locked the write itself tells more
                lock.acquire()
        except Timeout as error:
            raise LockedError(_("Another window is changing the card."), _("Try again in a moment.")) from error
        try:
            yield self.card()
        finally:
            lock.release()


def contacts_of(companion: "Companion") -> Contacts:
    """The card of the person whose services these are."""
    return Contacts(companion.places, companion.vault, companion.clock)


def checked_words(contact: Contact) -> str:
    """When someone was last checked: "checked 3 May 2026"."""
    return _("checked {day}").format(day=date_in_words(contact.checked))


def about(contact: Contact) -> str:
    """What stands below a name and its number: the line, if there is one, and when it was checked."""
    return ", ".join(filter(None, (contact.line, checked_words(contact))))


def call_lines(people: tuple[Contact, ...]) -> tuple[str, ...]:
    """The card as it is shown at a stop: two lines a person. Empty for an empty card."""
    return tuple(line for each in people for line in (f"{each.name}: {each.reach}", about(each)))


def wants_a_look(people: tuple[Contact, ...], today: date) -> bool:
    """Whether someone on the card was not checked for LOOK_OVER_AFTER_DAYS."""
    return any((today - each.checked).days >= LOOK_OVER_AFTER_DAYS for each in people)


def _unreadable(file: DraftFile) -> str:
    return file.notice and _("Your card could not be read. {reason}").format(
        reason=file.notice.partition(". ")[2]
    )


def _require_there(card: Card, number: int) -> None:
    if not 1 <= number <= len(card.people):
        many = _("There are {count}.").format(count=len(card.people)) if card.people else NOBODY_YET
        raise WrongUseError(_("There is no number {number} on the card.").format(number=number), many)


def _either(chosen: bool | None, otherwise: bool) -> bool:
    return otherwise if chosen is None else chosen


def _clean(text: str) -> str:
    """On one line, without characters that a terminal might obey."""
    return " ".join("".join(" " if category(each) == "Cc" else each for each in text).split())
