"""A therapist gives an exercise: the file for the client, and the note of it in the therapist's records."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.assignment import WHEN_WE_MEET, Assigned, Assignment, Item, Limits, Terms
from companion.domain.exercise import NOT_WHEN, Exercise, Theme, Therapist
from companion.errors import WrongUseError
from companion.files import replace_file
from companion.journal.inbox import Inbox
from companion.language import _
from companion.paths import Places
from companion.services.between.keys import card_of, clean_name
from companion.services.songs.limiting import limited
from companion.sharing.assignment_file import as_file


class Wish(Struct, frozen=True):
    """What a therapist decides about an assignment; everything but the name may be left open."""

    pseudonym: str
    note: str = ""
    reason: str = ""
    due: str = WHEN_WE_MEET
    asks: tuple[Item, ...] = ()
    themes: tuple[Theme, ...] = ()
    has_thought_of_cautions: bool = False
    dial: int | None = None
    threshold: int | None = None
    limits: Limits = Limits()
    consent: str = ""
    feelings: tuple[str, ...] = ()


def assign(places: Places, exercise: Exercise, wish: Wish, path: Path, code: str) -> Assignment:
    """Write the file, and note the assignment among the records; that needs no passphrase.

    Raises as `assignment_for`, and FileProblemError.
    """
    assignment = assignment_for(places, exercise, wish, code)
    content = as_file(assignment)
    with Inbox.open(places.clients) as records:
        records.add(as_assigned(assignment, content), title=exercise.title)
    replace_file(path, content)
    return assignment


def assignment_for(places: Places, exercise: Exercise, wish: Wish, code: str) -> Assignment:
    """The assignment, written nowhere yet; `code` is 32 random hexadecimal digits.

    Raises WrongUseError where something was not agreed or does not fit.
    """
    card = card_of(places)
    if exercise.not_when and not wish.has_thought_of_cautions:
        raise WrongUseError(
            _("Not for everyone: ") + cautions(exercise), _("'--acknowledged' says that you thought of it.")
        )
    missing = [theme for theme in exercise.themes if theme not in wish.themes]
    if missing:
        raise WrongUseError(
            _("This exercise is about {missing}.").format(missing=missing[0]),
            _("'--theme {missing}' says that you agreed on it.").format(missing=missing[0]),
        )
    limited(exercise, wish.limits)
    return Assignment(
        code=code,
        therapist=card.name,
        pseudonym=clean_name(wish.pseudonym),
        recipient=card.recipient,
        exercise=replace(exercise, therapist=Therapist()),  # what is written for therapists stays with them
        note=wish.note.strip(),
        reason=wish.reason.strip(),
        due=clean_name(wish.due),
        asks=wish.asks,
        themes=wish.themes,
        acknowledged=exercise.not_when,
        terms=Terms(dial=wish.dial, threshold=wish.threshold, limits=wish.limits, feelings=wish.feelings),
        consent=wish.consent.strip(),
    )


def as_assigned(assignment: Assignment, content: bytes, reply_key: str = "") -> Assigned:
    """An assignment as it is kept in a journal."""
    return Assigned(
        assignment.code, assignment.therapist, assignment.pseudonym, assignment.exercise.title, assignment.recipient,
        content.decode(), reply_key=reply_key,
    )  # fmt: skip


def cautions(exercise: Exercise) -> str:
    """For whom it may not be right, in one sentence that speaks to the person themselves."""
    return _("perhaps not if {not_when}.").format(
        not_when=_("; or if ").join(NOT_WHEN[each] for each in exercise.not_when)
    )
