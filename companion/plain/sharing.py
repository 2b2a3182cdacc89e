"""What a therapist gave, and what of it is shared, in plain lines: seen first, picked item by item, never by itself."""

from collections.abc import Callable
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from companion import messages
from companion.domain.assignment import ITEMS, Assigned, Item
from companion.domain.entry import Entry
from companion.domain.share import Share
from companion.errors import CompanionError, WrongUseError
from companion.exports.plain_text import harmless
from companion.files import make_folder
from companion.plain.console import Console, number_in
from companion.services import assignments
from companion.services.container import Companion
from companion.services.session import Session
from companion.services.share_page import items_in_words, page
from companion.services.sharing import Offer, Picked, offer_of, send, share_of, was_compared
from companion.sharing.fingerprint import fingerprint

PICK = (
    "A number picks it, the same again takes it off. 'see' shows exactly what would go, 'write' makes the sealed "
    "file. Empty leaves, and nothing goes."
)
SENTENCES = {
    "note": "a few words from you",
    "couldnt": "I couldn't, because …",
    "hard": "what was hard",
    "talk": "what you'd like to talk about",
}


class Row(Struct, frozen=True):
    """One thing that can be picked: an item, one check-in by its number, or a sentence to write."""

    label: str
    item: Item | None = None
    check_in: int = 0
    sentence: str = ""


class PlainSharing:
    """The door to a therapist. `walk` does a session."""

    def __init__(self, companion: Companion, console: Console, walk: Callable[[Session], None]) -> None:
        self._companion = companion
        self._console = console
        self._walk = walk

    def visit(self) -> None:
        """Show what was given, and do with one of them what the person likes. Raises GoBack and StopGently."""
        journal = self._companion.journal
        listed = assignments.listed(journal)
        rows = [harmless(f"{each.title}, {assignments.state_of(journal, each)}") for each in listed]
        choice = self._console.choose("From your therapist. Which one? Empty leaves.", rows)
        if not isinstance(choice, int):
            return
        entry = listed[choice]
        state = assignments.state_of(journal, entry)
        self._console.tell(*map(harmless, assignments.page(entry, state)))
        doors: dict[str, Callable[[], None]] = {"Not now": lambda: None}
        if state != "declined":
            doors["Begin"] = lambda: self._walk(assignments.begin(self._companion, entry.id))
        doors["Share something of it"] = lambda: self._share(entry)
        if state in ("waiting", "under way"):
            doors["Say no to it"] = lambda: self._decide(entry, "No is a good answer. Nobody is told.", declines=True)
        if state == "declined":
            doors["Take the no back"] = lambda: self._decide(entry, "It waits for you again.", declines=False)
        way = self._console.choose("What would you like?", doors)
        if isinstance(way, int):
            list(doors.values())[way]()

    def _decide(self, entry: Entry, sentence: str, *, declines: bool) -> None:
        assignments.decide(self._companion.journal, entry.id, "declined" if declines else "open")
        self._console.say(sentence)

    def _share(self, entry: Entry) -> None:
        """Pick, see and write, until the person leaves; nothing is picked to begin with."""
        offer = offer_of(self._companion.journal, entry)
        rows = rows_of(offer)
        picked = Picked()
        self._console.tell("Nothing is picked. Nobody is told what you leave out.")
        while True:
            self._console.tell(*(_told(number, row, picked) for number, row in enumerate(rows, start=1)))
            answer = self._console.ask(PICK).casefold()
            number = number_in(answer, 1, len(rows))
            if number is not None:
                picked = self._turned(picked, rows[number - 1])
                continue
            try:
                match answer:
                    case "":
                        self._console.say("Nothing went.")
                        return
                    case "see":
                        self._see(share_of(offer, picked, str(uuid4())), offer)
                    case "write":
                        if self._write(offer, picked):
                            return
                    case _:
                        self._console.say(f"A number from 1 to {len(rows)}, 'see', 'write', or an empty line.")
            except CompanionError as error:
                self._console.say(harmless(str(error)))

    def _turned(self, picked: Picked, row: Row) -> Picked:
        if row.sentence:
            text = self._console.ask(f"{row.label} Empty sends none:", free_text=True)
            return replace(picked, **{row.sentence: text})
        return turned(picked, row)

    def _see(self, share: Share, offer: Offer) -> None:
        lines = page(share)
        name = offer.assigned.therapist
        self._console.say(harmless(f"{name} would see this, and nothing else:" if lines else "Nothing is picked."))
        self._console.tell(*map(harmless, lines))
        self._console.say("With it go the assignment's return code, a number for this return, and a key for a reply.")

    def _write(self, offer: Offer, picked: Picked) -> bool:
        """Show it once more, ask, write; whether something was written."""
        share = share_of(offer, picked, str(uuid4()))
        if not items_in_words(share):
            raise WrongUseError("Nothing is picked yet.")
        self._see(share, offer)
        assigned = offer.assigned
        if not (was_compared(self._companion.journal, assigned.recipient) or self._is_compared(assigned)):
            self._console.say("Then nothing was written. Compare the figures first, by telephone or when you meet.")
            return False
        if self._console.choose("Write the file?", ("No, not now", "Yes")) != 1:
            return False
        folder = make_folder(self._companion.places.exports)
        number = next(each for each in range(1, 1_000_000) if not (folder / f"for-my-therapist-{each}.age").exists())
        path = folder / f"for-my-therapist-{number}.age"
        send(self._companion.journal, offer, share, path, compared=True)
        self._console.tell(messages.EXPORTED.format(path),
                           harmless(f"Only {assigned.therapist} can open it. It goes when you send it."),
                           messages.SAFETY)  # fmt: skip
        return True

    def _is_compared(self, assigned: Assigned) -> bool:
        self._console.say(harmless(f"It is the first time with this key of {assigned.therapist}. Its figures are:"))
        self._console.say(fingerprint(assigned.recipient))
        rows = ("No, or not yet", "Yes, we compared them by voice, and they are the same")
        return self._console.choose("Did you compare them with your therapist?", rows) == 1


def rows_of(offer: Offer) -> list[Row]:
    """Everything that there is to pick, each check-in by itself."""
    rows: list[Row] = []
    for item, label in ITEMS.items():
        if item == "check-ins":
            rows += [Row(f"how it was, time {number}", item, number) for number in range(1, len(offer.check_ins) + 1)]
        elif offer.has(item):
            rows.append(Row(label, item))
    return rows + [Row(f"{label}", sentence=name) for name, label in SENTENCES.items()]


def turned(picked: Picked, row: Row) -> Picked:
    """What is picked once a row was chosen: one more, or one less."""
    if row.check_in:
        numbers = tuple(sorted(set(picked.check_ins) ^ {row.check_in}))
        others = tuple(item for item in picked.items if item != "check-ins")
        return replace(picked, check_ins=numbers, items=(*others, "check-ins") if numbers else others)
    assert row.item is not None
    if row.item in picked.items:
        return replace(picked, items=tuple(item for item in picked.items if item != row.item))
    return replace(picked, items=(*picked.items, row.item))


def is_picked(picked: Picked, row: Row) -> bool:
    """Whether a row goes."""
    if row.sentence:
        return bool(getattr(picked, row.sentence))
    return row.check_in in picked.check_ins if row.check_in else row.item in picked.items


def _told(number: int, row: Row, picked: Picked) -> str:
    return f"{number}. {row.label}{': goes' if is_picked(picked, row) else ''}"
