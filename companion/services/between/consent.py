"""What sharing means: who owns the song, how long things are kept, what happens when therapy ends; agreed on once.

The text is shown before the first share with a therapist, and can be read at any time. What a therapist adds to it
comes with an assignment; where either changes, it is asked again. The agreement can be taken back as quietly.
"""

from msgspec import Struct

from companion.domain.agreed import Consented
from companion.domain.entry import Entry
from companion.domain.given import Assigned
from companion.errors import WrongUseError
from companion.exports.entry_words import date_in_words
from companion.journal.store import Journal
from companion.language import _
from companion.messages import SAFETY
from companion.services.between.assignments import assigned, assignment_of

VERSION = 1
"""Goes up with every change of the text below, so that what was agreed to stays what was read."""

TITLE = _("What sharing means")
QUESTION = _("Do you agree to this?")
NO, YES = _("Not now"), _("Yes, I agree")
NOT_AGREED = _("Then nothing was written. It can be read again any time, and no is a good answer.")
TAKE_BACK = _("Take back what I agreed on with {therapist}")
TAKE_BACK_QUESTION = _("Take it back? Nobody is told, and nothing more goes without a new yes.")
TAKE_BACK_CHOICES = (_("No, it stays as it is"), _("Yes, take it back"))
TAKEN_BACK = _("Taken back. What went before can be asked for back too; nothing new goes without a new yes.")


class Part(Struct, frozen=True):
    """One thing that is explained."""

    name: str
    text: str


PARTS = (
    Part(
        _("What sharing is"),
        _(
            "You choose, thing by thing, and see all of it before it goes. It goes into a file that only this "
            "therapist "
            "can open, and the file goes when you send it. Nothing goes by itself, and nothing is remembered for next "
            "time."
        ),
    ),
    Part(
        _("Whose song it is"),
        _(
            "The words, the song and what you played are yours, and stay yours. Sharing lets your therapist read and "
            "hear "
            "them with you. It lets nobody play them to others, print them or use them for teaching or research: for "
            "that they have to ask you, each time."
        ),
    ),
    Part(
        _("How long it is kept"),
        _(
            "Here, until you delete it. With your therapist, as long as they keep records of their work; many have "
            "to by law. Ask how long that is, and who else may look."
        ),
    ),
    Part(
        _("If you change your mind"),
        _(
            "You can ask for what you shared to be deleted. It is a request: what was seen can't be unseen, and some "
            "records may have to stay. You can take this agreement back at any time."
        ),
    ),
    Part(
        _("When therapy ends"),
        _(
            "Everything on this computer stays with you. What your therapist has, you can decide on together before "
            "you end: given back, kept for a time, or deleted. Nothing new goes unless you send it."
        ),
    ),
    Part(_("Not for an emergency"), SAFETY),
)
"""The text, short and in plain words. It is no contract, and says what this program can and can't see to."""


def text_of(therapist: str = "", added: str = "") -> tuple[Part, ...]:
    """The whole text, with what a therapist added in their own words."""
    return (
        (*PARTS, Part(_("{therapist} adds").format(therapist=therapist or _("Your therapist")), added))
        if added
        else PARTS
    )


def added_by(body: Assigned) -> str:
    """What the therapist of an assignment adds. Raises FileProblemError where it can't be read."""
    return assignment_of(body).consent


def is_agreed(journal: Journal, body: Assigned) -> bool:
    """Whether this text was agreed to with this therapist's key, in this version and with what they add."""
    wanted = _agreement(body)
    return any(isinstance(each.body, Consented) and _same(each.body, wanted) for each in journal.entries("consent"))


def agree(journal: Journal, body: Assigned) -> None:
    """Note that it was agreed to, today; once. Raises CompanionError where it can't be written."""
    if not is_agreed(journal, body):
        journal.add(_agreement(body), title="")


def require_agreed(journal: Journal, body: Assigned) -> None:
    """Raises WrongUseError where it was not agreed to yet."""
    if not is_agreed(journal, body):
        raise WrongUseError(
            _("Before the first time, read what sharing with {therapist} means, and say whether you agree.").format(
                therapist=body.therapist
            ),
            _("'companion consent' shows it; '--agreed' says yes."),
        )


def take_back(journal: Journal, entry_id: str) -> None:
    """Take back what was agreed to with the therapist of an assignment. Raises WrongUseError and CompanionError."""
    take_back_from(journal, assigned(journal, entry_id)[1].recipient)


def take_back_from(journal: Journal, recipient: str) -> None:
    """Take back what was agreed to with a key, in all its versions. Raises CompanionError."""
    for each in agreements(journal):
        if isinstance(each.body, Consented) and each.body.recipient == recipient:
            journal.delete(each.id)


def agreed_with(journal: Journal) -> tuple[Consented, ...]:
    """With whom something is agreed, each key once with the newest of it. Raises CompanionError."""
    found = {each.body.recipient: each.body for each in reversed(agreements(journal))
             if isinstance(each.body, Consented)}  # fmt: skip
    return tuple(reversed(found.values()))


def agreements(journal: Journal) -> list[Entry]:
    """All that was agreed to, the newest first."""
    return sorted(journal.entries("consent"), key=lambda each: (each.created, each.id), reverse=True)


def agreed_words(entry: Entry) -> str:
    """With whom, when, and on which text: one sentence."""
    assert isinstance(entry.body, Consented)
    return _("Agreed with {therapist} on {date_in_words}, version {version}.").format(
        therapist=entry.body.therapist, date_in_words=date_in_words(entry.created), version=entry.body.version
    )


def _agreement(body: Assigned) -> Consented:
    return Consented(VERSION, body.therapist, body.recipient, added_by(body))


def _same(one: Consented, other: Consented) -> bool:
    """Whether it is the same text with the same key; how they sign may change."""
    return (one.version, one.recipient, one.added) == (other.version, other.recipient, other.added)
