"""The client's side of an assignment: seen, done, or declined. All of it lies in the journal."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from companion import age
from companion.age import Identity
from companion.domain.agreed import Boundaries
from companion.domain.assignment import ITEMS, NEVER, Answered, Assigned, Assignment
from companion.domain.entry import Entry, SessionRecord
from companion.domain.exercise import NOT_WHEN, Exercise
from companion.domain.features import FEATURES, Feature
from companion.errors import CompanionError, FileProblemError, WrongUseError
from companion.journal.store import Journal, NoSuchEntryError
from companion.services.between.assigning import as_assigned
from companion.services.songs.limiting import limited
from companion.services.walking.boundaries import (
    Fit,
    boundaries_of,
    fit_of,
    keep_boundaries,
    listing,
    stricter,
)
from companion.sharing.assignment_file import from_bytes, read_assignment
from companion.sharing.fingerprint import fingerprint
from companion.sharing.reading import bytes_of
from companion.sharing.sealed_file import LARGEST_BYTES, open_reply

if TYPE_CHECKING:
    from companion.services.container import Companion
    from companion.services.walking.session import Session

DIAL = ("one blank", "a few blanks", "a page with beginnings", "an empty page")
NOTHING_AGAINST = Fit()
State = Literal["waiting", "under way", "done", "declined"]


def open_file(journal: Journal, path: Path) -> Entry:
    """Take an assignment, or a reply, into the journal; opening it twice changes nothing.

    Raises FileProblemError for a file that can't be used, and WrongUseError for a changed one of the same code.
    """
    if age.is_sealed(bytes_of(path, LARGEST_BYTES)):
        return _open_reply(journal, path)
    assignment = read_assignment(path)
    content = path.read_bytes()
    for entry, known in _all(journal):
        if known.code == assignment.code:
            if known.content != content.decode():
                raise WrongUseError("You have this assignment already, and this file says something else.",
                                    "Ask your therapist which one they mean. Nothing was changed.")  # fmt: skip
            return entry
    return journal.add(as_assigned(assignment, content, Identity.generate().reveal()), title=assignment.exercise.title)


def assigned(journal: Journal, entry_id: str) -> tuple[Entry, Assigned]:
    """An assignment by its id or the beginning of it. Raises WrongUseError where there is none."""
    try:
        entry = journal.get(entry_id)
    except NoSuchEntryError as error:
        raise WrongUseError(f"There is no assignment '{entry_id}'.",
                            "'companion assignment list' shows them.") from error  # fmt: skip
    if not isinstance(entry.body, Assigned):
        raise WrongUseError(f"'{entry_id}' is no assignment.", "'companion assignment list' shows them.")
    return entry, entry.body


def assignment_of(body: Assigned) -> Assignment:
    """What the file said. Raises FileProblemError for one that only a newer version reads."""
    return from_bytes(body.content.encode(), "The assignment")


def exercise_of(journal: Journal, entry_id: str) -> Exercise:
    """The exercise inside the assignment's limits. Raises WrongUseError and FileProblemError."""
    assignment = assignment_of(assigned(journal, entry_id)[1])
    return limited(assignment.exercise, assignment.terms.limits)


def fit_for(journal: Journal, entry_id: str) -> Fit:
    """How an assignment stands to the person's own limits and to what its therapist wants asked first."""
    given = assignment_of(assigned(journal, entry_id)[1])
    return fit_of(exercise_of(journal, entry_id), stricter(boundaries_of(journal), given.terms.limits))


def suggests_limits(journal: Journal, entry_id: str) -> bool:
    """Whether an assignment has limits that the person could keep for everything, and does not have yet."""
    own = boundaries_of(journal)
    return stricter(own, assignment_of(assigned(journal, entry_id)[1]).terms.limits) != own


def keep_limits_of(journal: Journal, entry_id: str) -> Boundaries:
    """Make an assignment's limits the person's own, beside those that they have. Raises CompanionError."""
    limits = assignment_of(assigned(journal, entry_id)[1]).terms.limits
    kept = stricter(boundaries_of(journal), limits)
    keep_boundaries(journal, kept)
    return kept


def begin(companion: "Companion", entry_id: str, agreed: Collection[Feature] = ()) -> "Session":
    """Begin the exercise on the assignment's terms, or go on where it is under way.

    Of what the person wants to be asked about first, only what is among `agreed` stays in it. Raises WrongUseError
    where it was declined, is not there or is nothing but what they never want, and FileProblemError where it can't be
    written down.
    """
    entry, body = assigned(companion.journal, entry_id)
    if body.state == "declined":
        raise WrongUseError("You declined this one, and that stands.", f"'companion assignment accept {entry.id[:8]}' "
                            "changes your mind.")  # fmt: skip
    waiting = companion.waiting_session()
    if waiting is not None and waiting.draft.terms is not None and waiting.draft.terms.assignment_id == entry.id:
        return waiting
    terms = replace(assignment_of(body).terms, assignment_id=entry.id)
    session = companion.begin_exercise(exercise_of(companion.journal, entry.id), terms.limits.size, terms, agreed)
    companion.draft_file.save(session.draft)  # its terms hold from now on, whichever face goes on with it
    return session


def decide(journal: Journal, entry_id: str, state: Literal["open", "declined"]) -> Entry:
    """Decline an assignment, or take that back. Nobody is told. Raises WrongUseError, FileProblemError."""
    entry, body = assigned(journal, entry_id)
    return entry if body.state == state else journal.update(replace(entry, body=replace(body, state=state)))


def sessions_of(journal: Journal, entry_id: str) -> list[Entry]:
    """The sessions that were done for an assignment, the newest first."""
    found = [each for each in journal.entries("session") if isinstance(each.body, SessionRecord)
             and each.body.assignment_id == entry_id]  # fmt: skip
    return sorted(found, key=lambda each: each.created, reverse=True)


def state_of(journal: Journal, entry: Entry) -> State:
    """Where the client is with it."""
    assert isinstance(entry.body, Assigned)
    if entry.body.state == "declined":
        return "declined"
    done = [each.body for each in sessions_of(journal, entry.id)]
    if any(isinstance(body, SessionRecord) and body.is_finished for body in done):
        return "done"
    return "under way" if done else "waiting"


def listed(journal: Journal) -> list[Entry]:
    """All assignments, the newest first."""
    return sorted((entry for entry, _ in _all(journal)), key=lambda each: each.created, reverse=True)


def given_to(journal: Journal) -> tuple[int, int]:
    """How many assignments there are, and how many of them wait. Quick where there are none."""
    found = _all(journal)
    done = {each.body.assignment_id for each in (journal.entries("session") if found else ())
            if isinstance(each.body, SessionRecord) and each.body.is_finished}  # fmt: skip
    return len(found), sum(body.state == "open" and entry.id not in done for entry, body in found)


def page(entry: Entry, state: State, fit: Fit = NOTHING_AGAINST) -> list[str]:
    """Who gives what and why, what would be asked, and where one is with it; `fit` is how it stands to one's limits.

    Raises FileProblemError.
    """
    assert isinstance(entry.body, Assigned)
    said = {"waiting": "It waits.", "under way": "You have begun it.", "done": "You have done it.",
            "declined": "You declined it."}  # fmt: skip
    problem = (f"{fit.problem} You said never to that, so it can't be begun. No is a good answer.",)
    asks = (f"There is {listing(fit.asks)} in it; you are asked about that first.",) if fit.asks else ()
    return [*page_of(assignment_of(entry.body)), *(problem if fit.problem else asks), said[state]]


def page_of(given: Assignment) -> list[str]:
    """Who gives what and why, and what would be asked: plain sentences, as the client sees them."""
    exercise, terms = given.exercise, given.terms
    lines = [f"{given.therapist} offers {given.pseudonym} an exercise: {exercise.title}.", exercise.purpose]
    lines += filter(None, (given.note, f"Why: {given.reason}" if given.reason else "", exercise.warning))
    lines.append(f"When: {given.due}. It takes about {exercise.minutes} minutes; "
                 f"{exercise.smallest_minutes} are fine too.")  # fmt: skip
    if terms.dial is not None:
        lines.append(f"It begins with {DIAL[terms.dial - 1]}; you can change that.")
    if terms.limits.has_tempo:
        lines.append(f"The music keeps from {terms.limits.tempo_low} to {terms.limits.tempo_high} beats a minute.")
    lines += [f"In it: {NEVER[each]}." for each in terms.limits.never]
    lines += [f"You are asked first about {FEATURES[each]}." for each in terms.limits.ask_first]
    lines += [f"Perhaps not now if {NOT_WHEN[each]}." for each in exercise.not_when if each in NOT_WHEN]
    asked = "; ".join(ITEMS[each] for each in given.asks)
    lines.append(f"Asked for afterwards, never taken: {asked}." if asked else "Nothing is asked for afterwards.")
    lines.append("You see and choose what goes, each time. Nothing goes by itself, and no is a good answer.")
    lines.append(f"The key's figures, to compare by voice: {fingerprint(given.recipient)}")
    return lines


def as_data(entry: Entry, state: State) -> dict[str, Any]:
    """The assignment as a document for scripts."""
    assert isinstance(entry.body, Assigned)
    body = entry.body
    found: dict[str, Any] = {"id": entry.id, "state": state, "therapist": body.therapist, "for": body.pseudonym,
                             "exercise_title": body.exercise_title, "opened": entry.created}  # fmt: skip
    try:
        given = assignment_of(body)
    except CompanionError as error:
        return {**found, "problem": str(error)}
    return {
        **found,
        "exercise": given.exercise.id, "note": given.note, "reason": given.reason, "due": given.due,
        "asks": given.asks, "terms": given.terms, "fingerprint": fingerprint(given.recipient),
    }  # fmt: skip


def _all(journal: Journal) -> list[tuple[Entry, Assigned]]:
    return [(each, each.body) for each in journal.entries("assignment") if isinstance(each.body, Assigned)]


def _open_reply(journal: Journal, path: Path) -> Entry:
    keys = [Identity(body.reply_key) for _, body in _all(journal) if body.reply_key]
    if not keys:
        raise FileProblemError(f"{path.name} is sealed, and no assignment here has a key for it.", "Is it for you?")

    def unseal(content: bytes) -> bytes:
        return age.unseal(content, keys)

    reply = open_reply(path, unseal)
    of = next((body for _, body in _all(journal) if body.code == reply.code), None)
    if of is None:
        raise FileProblemError(f"{path.name} answers an assignment that is not here.", "Nothing was changed.")
    answered = Answered(reply.code, of.therapist, reply.text)
    same = [each for each in journal.entries("reply") if each.body == answered]
    return same[0] if same else journal.add(answered)
