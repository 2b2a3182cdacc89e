"""What a therapist gave, and what of it is shared, in plain lines: seen first, picked item by item, never by itself."""

from collections.abc import Callable
from uuid import uuid4

from companion import messages
from companion.domain.assignment import Assigned
from companion.domain.entry import Entry
from companion.domain.share import Share
from companion.errors import CompanionError, WrongUseError
from companion.exports.plain_text import harmless
from companion.files import make_folder
from companion.language import _
from companion.plain.boundaries import ask_first
from companion.plain.console import Console, number_in
from companion.plain.plan import make_plan
from companion.services.between import assignments
from companion.services.between.choosing import Choosing, Thing
from companion.services.between.consent import (
    NO,
    NOT_AGREED,
    QUESTION,
    TITLE,
    YES,
    Part,
    added_by,
    is_agreed,
    text_of,
)
from companion.services.between.page import items_in_words, page
from companion.services.between.sharing import Offer, offer_of, send, was_compared
from companion.services.container import Companion
from companion.services.walking.boundaries import Fit
from companion.services.walking.session import Session
from companion.sharing.fingerprint import fingerprint

PICK = _(
    "A number picks it, the same again takes it off. 'see' shows exactly what would go, 'write' makes the sealed "
    "file. Empty leaves, and nothing goes."
)


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
        choice = self._console.choose(_("From your therapist. Which one? Empty leaves."), rows)
        if not isinstance(choice, int):
            return
        entry = listed[choice]
        state = assignments.state_of(journal, entry)
        fit = assignments.fit_for(journal, entry.id)
        self._console.tell(*map(harmless, assignments.page(entry, state, fit)))
        doors: dict[str, Callable[[], None]] = {"Not now": lambda: None}
        if state != "declined" and not fit.problem:
            doors["Begin"] = lambda: self._begin(entry, fit)
        doors["Share something of it"] = lambda: self._share(entry)
        if state in ("waiting", "under way"):
            doors["Say no to it"] = lambda: self._decide(
                entry, _("No is a good answer. Nobody is told."), declines=True
            )
        if state == "declined":
            doors["Take the no back"] = lambda: self._decide(entry, _("It waits for you again."), declines=False)
        else:
            doors["A plan for it"] = lambda: self._console.say(make_plan(self._companion, self._console, entry.id))
        if state != "declined" and assignments.suggests_limits(journal, entry.id):
            doors["Keep its limits for everything"] = lambda: self._keep_limits(entry)
        way = self._console.choose(_("What would you like?"), doors)
        if isinstance(way, int):
            list(doors.values())[way]()

    def _begin(self, entry: Entry, fit: Fit) -> None:
        """Begin it, or go on where it is under way; what the person wants to be asked about is asked."""
        waiting = self._companion.waiting_session()
        is_under_way = (
            waiting is not None and waiting.draft.terms is not None and (waiting.draft.terms.assignment_id == entry.id)
        )
        agreed = () if is_under_way else ask_first(self._console, fit)
        if agreed is not None:
            self._walk(assignments.begin(self._companion, entry.id, agreed))

    def _keep_limits(self, entry: Entry) -> None:
        assignments.keep_limits_of(self._companion.journal, entry.id)
        self._console.say(_("They hold for every exercise now. 'limits' changes them."))

    def _decide(self, entry: Entry, sentence: str, *, declines: bool) -> None:
        assignments.decide(self._companion.journal, entry.id, "declined" if declines else "open")
        self._console.say(sentence)

    def _share(self, entry: Entry) -> None:
        """Pick, see and write, until the person leaves; nothing is picked to begin with."""
        choosing = Choosing(offer_of(self._companion.journal, entry))
        self._console.say(_("Nothing is picked. Nobody is told what you leave out."))
        while True:
            self._console.tell(*(_told(number, each, choosing) for number, each in enumerate(choosing.things, start=1)))
            answer = self._console.ask(PICK).casefold()
            number = number_in(answer, 1, len(choosing.things))
            try:
                if number is not None:
                    self._turn(choosing, choosing.things[number - 1])
                elif answer == "":
                    self._console.say(_("Nothing went."))
                    return
                elif answer == "see":
                    self._see(choosing.share(str(uuid4())), choosing.offer)
                elif answer == "write":
                    if self._write(choosing):
                        return
                else:
                    self._console.say(
                        _("A number from 1 to {count}, 'see', 'write', or an empty line.").format(
                            count=len(choosing.things)
                        )
                    )
            except CompanionError as error:
                self._console.say(harmless(str(error)))

    def _turn(self, choosing: Choosing, thing: Thing) -> None:
        if thing.sentence is None:
            choosing.turn(thing)
        else:
            text = self._console.ask(
                _("{label}. Empty sends none:").format(label=thing.label.capitalize()), free_text=True
            )
            choosing.write(thing.sentence, text)

    def _see(self, share: Share, offer: Offer) -> None:
        lines = page(share)
        name = offer.assigned.therapist
        self._console.say(
            harmless(
                _("{name} would see this, and nothing else:").format(name=name) if lines else _("Nothing is picked.")
            )
        )
        self._console.tell(*map(harmless, lines))
        self._console.say(
            _("With it go the assignment's return code, a number for this return, and a key for a reply.")
        )

    def _write(self, choosing: Choosing) -> bool:
        """Show it once more, ask, write; whether something was written."""
        offer = choosing.offer
        share = choosing.share(str(uuid4()))
        if not items_in_words(share):
            raise WrongUseError(_("Nothing is picked yet."))
        self._see(share, offer)
        assigned = offer.assigned
        if not (was_compared(self._companion.journal, assigned.recipient) or self._is_compared(assigned)):
            self._console.say(_("Then nothing was written. Compare the figures first, by telephone or when you meet."))
            return False
        if not self._agrees(assigned):
            self._console.say(NOT_AGREED)
            return False
        if self._console.choose(_("Write the file?"), (_("No, not now"), _("Yes"))) != 1:
            return False
        folder = make_folder(self._companion.places.exports)
        number = next(each for each in range(1, 1_000_000) if not (folder / f"for-my-therapist-{each}.age").exists())
        path = folder / f"for-my-therapist-{number}.age"
        send(self._companion.journal, offer, share, path, compared=True, agreed=True)
        self._console.tell(
            messages.EXPORTED.format(path),
            harmless(_("Only {therapist} can open it. It goes when you send it.").format(therapist=assigned.therapist)),
            messages.SAFETY,
        )
        return True

    def _agrees(self, assigned: Assigned) -> bool:
        """Whether what sharing means is agreed to; it is read out the first time with a therapist."""
        if is_agreed(self._companion.journal, assigned):
            return True
        read_consent(self._console, text_of(assigned.therapist, added_by(assigned)))
        return self._console.choose(QUESTION, (NO, YES)) == 1

    def _is_compared(self, assigned: Assigned) -> bool:
        self._console.say(
            harmless(
                _("It is the first time with this key of {therapist}. Its figures are:").format(
                    therapist=assigned.therapist
                )
            )
        )
        self._console.say(fingerprint(assigned.recipient))
        rows = (_("No, or not yet"), _("Yes, we compared them by voice, and they are the same"))
        return self._console.choose(_("Did you compare them with your therapist?"), rows) == 1


def read_consent(console: Console, parts: tuple[Part, ...] = text_of()) -> str:
    """Read out what sharing means; returns a sentence that leads back."""
    console.say(f"{TITLE}.")
    for part in parts:
        console.say(harmless(f"{part.name}. {part.text}"))
    return _("Back where you were.")


def _told(number: int, thing: Thing, choosing: Choosing) -> str:
    return f"{number}. {thing.label}{': goes' if choosing.goes(thing) else ''}"
