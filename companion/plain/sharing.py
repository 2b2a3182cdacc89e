"""What a therapist gave, in plain lines: seen, begun, declined, and the way to sharing something of it."""

from collections.abc import Callable
from pathlib import Path

from companion.domain.entry import Entry
from companion.domain.given import Answered
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.plain.boundaries import ask_first
from companion.plain.console import Console
from companion.plain.picking import PlainPicking
from companion.plain.plan import make_plan
from companion.services.between import assignments
from companion.services.between.occasions import WHICH_TIME, occasion_in_words, occasions_of
from companion.services.between.sharing import offer_of
from companion.services.container import Companion
from companion.services.walking.boundaries import Fit
from companion.services.walking.session import Session

WORD = "open"
"""What opens a file from a therapist, at any question."""

WHERE = _("Where is the file from your therapist? Its path. Empty opens none.")


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
        rows.append(_("Open a file from your therapist"))
        choice = self._console.choose(_("From your therapist. Which one? Empty leaves."), rows)
        if not isinstance(choice, int):
            return
        if choice == len(listed):
            self._console.say(take_in(self._companion, self._console))
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
        """Of which time, where there were several; then thing by thing."""
        journal, now = self._companion.journal, self._companion.clock()
        found = occasions_of(journal, entry.id)
        session = None
        if len(found) > 1:
            choice = self._console.choose(WHICH_TIME, [occasion_in_words(each, now) for each in found])
            if not isinstance(choice, int):
                return
            session = found[choice]
        choosing = self._companion.unsent.of(offer_of(journal, entry, session))
        PlainPicking(self._companion, self._console, choosing).run()


def take_in(companion: Companion, console: Console) -> str:
    """Ask for a file from a therapist and open it: an assignment is shown whole, a reply is read out.

    Returns a sentence on what to do next. Raises GoBack and StopGently.
    """
    answer = console.ask(WHERE, free_text=True)
    if not answer:
        return _("Nothing was opened.")
    try:
        entry = assignments.open_file(companion.journal, Path(answer.strip("'\"")).expanduser())
    except CompanionError as error:
        return harmless(str(error))
    if isinstance(entry.body, Answered):
        console.say(harmless(_("{therapist} writes:").format(therapist=entry.body.therapist)))
        console.tell(*map(harmless, entry.body.text.splitlines()))
        return _("It is in your journal too.")
    state, fit = assignments.state_of(companion.journal, entry), assignments.fit_for(companion.journal, entry.id)
    console.tell(*map(harmless, assignments.page(entry, state, fit)))
    return _("Nothing was begun. It waits behind 'From your therapist'.")
