"""Picking what is shared, in plain lines: thing by thing, seen whole, compared, agreed to, and written."""

from uuid import uuid4

from companion import messages
from companion.domain.assignment import Assigned
from companion.domain.share import Share
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.files import free_path, make_folder
from companion.language import _, begun
from companion.plain.agreed import read_consent
from companion.plain.console import Console, numbers_in
from companion.services.between.choosing import NOTHING_PICKED, Choosing, Thing, seen_in_words, sending_in_words
from companion.services.between.consent import (
    NO,
    NOT_AGREED,
    QUESTION,
    YES,
    added_by,
    is_agreed,
    text_of,
)
from companion.services.between.page import items_in_words
from companion.services.between.sharing import send, was_compared
from companion.services.container import Companion
from companion.sharing.fingerprint import fingerprint

PICK = _(
    "A number picks it, several too (2,5), the same again takes it off. 'see' shows exactly what would go, 'write' "
    "makes the sealed file. Empty leaves, and nothing goes."
)


class PlainPicking:
    """What would go of one session, until it is written or left."""

    def __init__(self, companion: Companion, console: Console, choosing: Choosing) -> None:
        self._companion = companion
        self._console = console
        self._choosing = choosing

    def run(self) -> None:
        """Pick, see and write, until the person leaves; nothing is picked the first time."""
        nothing = _("Nothing is picked. Nobody is told what you leave out.")
        as_left = _("This is as you left it, and nothing went yet. Nobody is told what you leave out.")
        self._console.say(nothing if self._choosing.is_empty else as_left)
        is_done = False
        while not is_done:
            self._console.tell(*map(harmless, self._choosing.rows))
            answer = self._console.ask(PICK).casefold()
            try:
                is_done = self._does(answer)
            except CompanionError as error:
                self._console.say(harmless(str(error)))

    def _does(self, answer: str) -> bool:
        """What was asked for; whether that was all."""
        things = self._choosing.things
        numbers = numbers_in(answer, len(things))
        if answer == "":
            self._console.say(_("Nothing went."))
            return True
        if answer == "write":
            return self._write()
        if answer == "see":
            self._see(self._choosing.share(str(uuid4())))
        elif numbers:
            for number in numbers:
                self._turn(things[number - 1])
        else:
            said = _("A number from 1 to {count}, 'see', 'write', or an empty line.")
            self._console.say(said.format(count=len(things)))
        return False

    def _turn(self, thing: Thing) -> None:
        if thing.sentence is None:
            self._choosing.turn(thing)
        else:
            text = self._console.ask(
                _("{label}. Empty sends none:").format(label=begun(thing.label)), free_text=True
            )
            self._choosing.write(thing.sentence, text)

    def _see(self, share: Share) -> None:
        self._console.tell(*seen_in_words(share, self._choosing.offer.assigned.therapist))

    def _write(self) -> bool:
        """Show it once more, ask, write; whether something was written."""
        share, assigned = self._choosing.share(str(uuid4())), self._choosing.offer.assigned
        if not items_in_words(share):
            self._console.say(NOTHING_PICKED)
            return False
        self._see(share)
        if not (was_compared(self._companion.journal, assigned.recipient) or self._is_compared(assigned)):
            self._console.say(_("Then nothing was written. Compare the figures first, by telephone or when you meet."))
            return False
        if not self._agrees(assigned):
            self._console.say(NOT_AGREED)
            return False
        if self._console.choose(_("Write the file?"), (_("No, not now"), _("Yes"))) != 1:
            return False
        path = free_path(make_folder(self._companion.places.exports), "for-my-therapist", ".age")
        send(self._companion.journal, self._choosing.offer, share, path, compared=True, agreed=True)
        self._companion.unsent.forget(self._choosing.offer)
        self._console.tell(messages.EXPORTED.format(path), sending_in_words(assigned.therapist), messages.SAFETY)
        return True

    def _agrees(self, assigned: Assigned) -> bool:
        """Whether what sharing means is agreed to; it is read out the first time with a therapist."""
        if is_agreed(self._companion.journal, assigned):
            return True
        read_consent(self._console, text_of(assigned.therapist, added_by(assigned)))
        return self._console.choose(QUESTION, (NO, YES)) == 1

    def _is_compared(self, assigned: Assigned) -> bool:
        said = _("It is the first time with this key of {therapist}. Its figures are:")
        self._console.tell(harmless(said.format(therapist=assigned.therapist)), fingerprint(assigned.recipient))
        rows = (_("No, or not yet"), _("Yes, we compared them by voice, and they are the same"))
        return self._console.choose(_("Did you compare them with your therapist?"), rows) == 1
