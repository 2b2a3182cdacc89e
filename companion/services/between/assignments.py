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
from companion.domain.feelings import in_own_language
from companion.domain.limits import LOUDEST, WIDEST
from companion.errors import CompanionError, FileProblemError, WrongUseError
from companion.journal.store import Journal, NoSuchEntryError
from companion.language import _
from companion.services.between.assigning import as_assigned
from companion.services.between.due import due_in_words
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

DIAL = (_("one blank"), _("a few blanks"), _("a page with beginnings"), _("an empty page"))
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
                raise WrongUseError(_("You have this assignment already, and this file says something else."),
                                    _("Ask your therapist which one they mean. Nothing was changed."))  # fmt: skip
            return entry
    return journal.add(as_assigned(assignment, content, Identity.generate().reveal()), title=assignment.exercise.title)


def assigned(journal: Journal, entry_id: str) -> tuple[Entry, Assigned]:
    """An assignment by its id or the beginning of it. Raises WrongUseError where there is none."""
    try:
        entry = journal.get(entry_id)
    except NoSuchEntryError as error:
        raise WrongUseError(_("There is no assignment '{entry_id}'.").format(entry_id=entry_id),
                            _("'companion assignment list' shows them.")) from error  # fmt: skip
    if not isinstance(entry.body, Assigned):
        raise WrongUseError(
            _("'{entry_id}' is no assignment.").format(entry_id=entry_id), _("'companion assignment list' shows them.")
        )
    return entry, entry.body


def assignment_of(body: Assigned) -> Assignment:
    """What the file said. Raises FileProblemError for one that only a newer version reads."""
    return from_bytes(body.content.encode(), _("The assignment"))


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
        raise WrongUseError(_("You declined this one, and that stands."), _(
            "'companion assignment accept {id}' changes your mind."
        ).format(id=entry.id[:8]))  # fmt: skip
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
    return sorted((entry for entry, _other in _all(journal)), key=lambda each: each.created, reverse=True)


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
    said = {"waiting": _("It waits."), "under way": _("You have begun it."), "done": _("You have done it."),
            "declined": _("You declined it.")}  # fmt: skip
    problem = (
        _("{problem} You said never to that, so it can't be begun. No is a good answer.").format(problem=fit.problem),
    )
    asks = (
        (_("There is {listing} in it; you are asked about that first.").format(listing=listing(fit.asks)),)
        if fit.asks
        else ()
    )
    return [*page_of(assignment_of(entry.body)), *(problem if fit.problem else asks), said[state]]


def page_of(given: Assignment) -> list[str]:
    """Who gives what and why, and what would be asked: plain sentences, as the client sees them."""
    exercise, terms = given.exercise, given.terms
    said = _("{therapist} writes: {note}")
    note = said.format(therapist=given.therapist, note=given.note) if given.note else ""
    lines = [
        _("{therapist} offers {pseudonym} an exercise: {title}.").format(
            therapist=given.therapist, pseudonym=given.pseudonym, title=exercise.title
        ),
        exercise.purpose,
    ]
    lines += filter(
        None, (note, _("Why: {reason}").format(reason=given.reason) if given.reason else "", exercise.warning)
    )
    lines.append(
        _("Key figures, to compare by voice: {fingerprint}").format(fingerprint=fingerprint(given.recipient))
    )
    lines.append(
        _("When: {due}. It takes about {minutes} minutes; {smallest_minutes} are fine too.").format(
            due=due_in_words(given.due), minutes=exercise.minutes, smallest_minutes=exercise.smallest_minutes
        )
    )
    if terms.dial is not None:
        lines.append(_("It begins with {dial}; you can change that.").format(dial=DIAL[terms.dial - 1]))
    if terms.limits.has_tempo:
        lines.append(
            _("The music keeps from {tempo_low} to {tempo_high} beats a minute.").format(
                tempo_low=terms.limits.tempo_low, tempo_high=terms.limits.tempo_high
            )
        )
    if terms.limits.loudest < LOUDEST:
        lines.append(_("The music stays softer than it could be."))
    if terms.limits.widest < WIDEST:
        lines.append(_("Its tunes stay within {widest} half steps.").format(widest=terms.limits.widest))
    lines += [_("In it: {never}.").format(never=NEVER[each]) for each in terms.limits.never]
    lines += [
        _("You are asked first about {features}.").format(features=FEATURES[each]) for each in terms.limits.ask_first
    ]
    if terms.feelings:
        lines.append(
            _("Words that are offered for how it is: {feelings}. Your own are fine too.").format(
                feelings=", ".join(map(in_own_language, terms.feelings))
            )
        )
    lines += [
        _("Perhaps not now if {not_when}.").format(not_when=NOT_WHEN[each])
        for each in exercise.not_when
        if each in NOT_WHEN
    ]
    asked = "; ".join(ITEMS[each] for each in given.asks)
    lines.append(
        _("Asked for afterwards, never taken: {asked}.").format(asked=asked)
        if asked
        else _("Nothing is asked for afterwards.")
    )
    lines.append(_("You see and choose what goes, each time. Nothing goes by itself, and no is a good answer."))
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


def due_of_given(journal: Journal) -> str:
    """When the one that waits is wished for, as it travels; empty where several wait, or none.

    Raises FileProblemError.
    """
    waiting = [each for each in listed(journal) if state_of(journal, each) in ("waiting", "under way")]
    body = waiting[0].body if len(waiting) == 1 else None
    return assignment_of(body).due if isinstance(body, Assigned) else ""


def _all(journal: Journal) -> list[tuple[Entry, Assigned]]:
    return [(each, each.body) for each in journal.entries("assignment") if isinstance(each.body, Assigned)]


def _open_reply(journal: Journal, path: Path) -> Entry:
    keys = [Identity(body.reply_key) for _other, body in _all(journal) if body.reply_key]
    if not keys:
        raise FileProblemError(
            _("{name} is sealed, and no assignment here has a key for it.").format(name=path.name), _("Is it for you?")
        )

    def unseal(content: bytes) -> bytes:
        return age.unseal(content, keys)

    reply = open_reply(path, unseal)
    of = next((body for _other, body in _all(journal) if body.code == reply.code), None)
    if of is None:
        raise FileProblemError(
            _("{name} answers an assignment that is not here.").format(name=path.name), _("Nothing was changed.")
        )
    answered = Answered(reply.code, of.therapist, reply.text)
    same = [each for each in journal.entries("reply") if each.body == answered]
    return same[0] if same else journal.add(answered)
