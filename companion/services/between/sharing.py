"""What a client gives away: picked item by item, seen whole, sealed for one therapist, and noted in the journal."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.affect import CheckIn
from companion.domain.agreed import Plan
from companion.domain.assignment import ITEMS, Assigned, Item
from companion.domain.entry import Entry, Reflection, SessionRecord, Words
from companion.domain.share import Completion, Place, Sent, Share, SharedCheckIn
from companion.domain.song import Song
from companion.domain.steps import CheckInStep
from companion.domain.take import Take
from companion.errors import CompanionError, WrongUseError
from companion.files import replace_file
from companion.journal.store import Journal
from companion.language import N_, _
from companion.services.between.assignments import assignment_of, sessions_of
from companion.services.between.baring import bare_song, bare_take
from companion.services.between.consent import agree, require_agreed
from companion.services.between.page import items_of
from companion.services.between.planning import plan_for
from companion.sharing.fingerprint import fingerprint
from companion.sharing.sealed_file import seal_return

LONGEST_SITTING = timedelta(hours=3)
"""From begin to end; what took longer was put by in between, and how long it took is not known."""

LONGEST_TEXT = 20_000
NO_PLAN = Plan()


class Picked(Struct, frozen=True):
    """What the client ticked. Nothing is, to begin with; `check_ins` are numbers from 1, none of them for all.

    The sentences are sent as they stand.
    """

    items: tuple[Item, ...] = ()
    check_ins: tuple[int, ...] = ()
    note: str = ""
    couldnt: str = ""
    hard: str = ""
    talk: str = ""


class Offer(Struct, frozen=True):
    """What there is to share of one session that was done for an assignment; `session` is None before one."""

    entry: Entry
    session: Entry | None
    kept: tuple[Entry, ...]
    completion: Completion
    plan: Plan = NO_PLAN

    @property
    def assigned(self) -> Assigned:
        """The assignment."""
        assert isinstance(self.entry.body, Assigned)
        return self.entry.body

    @property
    def check_ins(self) -> tuple[tuple[Entry, CheckIn], ...]:
        """Each time the client said how it was, in order."""
        return tuple((each, each.body) for each in self.kept if isinstance(each.body, CheckIn))

    @property
    def minutes(self) -> int | None:
        """How long it took, at least one; None where that is not known."""
        record = self.session
        if record is None or not isinstance(record.body, SessionRecord) or record.body.began is None:
            return None
        length = record.created - record.body.began
        known = timedelta(0) <= length <= LONGEST_SITTING
        return max(1, round(length.total_seconds() / 60)) if known else None

    def has(self, item: Item) -> bool:
        """Whether there is anything of this to share."""
        kinds = {"words": Words, "thoughts": Reflection, "song": Song, "take": Take, "check-ins": CheckIn}
        if item in kinds:
            return any(isinstance(each.body, kinds[item]) for each in self.kept)
        if item == "minutes":
            return self.minutes is not None
        if item == "plan":
            return not self.plan.is_empty
        return self.session is not None or item in ("completion", "titles")


def offer_of(journal: Journal, entry: Entry, session: Entry | None = None) -> Offer:
    """What can be shared of an assignment: of the session that was done for it, by default the newest."""
    sessions = sessions_of(journal, entry.id)
    plan = plan_for(journal, entry.id)
    done = session if session is not None else next(iter(sessions), None)
    if done is None:
        return Offer(entry, None, (), "skipped", plan)
    assert isinstance(done.body, SessionRecord)
    assert done.session_id is not None
    kept = [each for each in journal.of_session(done.session_id) if not isinstance(each.body, SessionRecord)]
    if not kept:
        return Offer(entry, done, (), "skipped", plan)
    return Offer(entry, done, tuple(kept), "done" if done.body.is_finished else "partly", plan)


def share_of(offer: Offer, picked: Picked, share_id: str) -> Share:
    """The picked things and nothing else. Raises WrongUseError for something that is not there."""
    missing = next((item for item in picked.items if not offer.has(item)), None)
    if missing is not None:
        raise WrongUseError(
            _("There is nothing of this to share: {items}.").format(items=ITEMS[missing]), _("Leave it out.")
        )
    if max(map(len, (picked.note, picked.couldnt, picked.hard, picked.talk))) > LONGEST_TEXT:
        raise WrongUseError(
            _("A text to share has up to {longest_text} letters.").format(longest_text=LONGEST_TEXT),
            _("Nothing was shared."),
        )
    items = frozenset(picked.items)
    title = assignment_of(offer.assigned).exercise.title
    songs = [each.body for each in offer.kept if isinstance(each.body, Song)]
    takes = [each.body for each in offer.kept if isinstance(each.body, Take)]
    return Share(
        code=offer.assigned.code,
        id=share_id,
        reply_to=_reply_to(offer.assigned),
        completion=offer.completion if "completion" in items else None,
        day=offer.session.created.date() if "dates" in items and offer.session is not None else None,
        exercise_title=title if "titles" in items else None,
        song_title=songs[0].title if "titles" in items and "song" in items else None,
        minutes=offer.minutes if "minutes" in items else None,
        words=tuple(_words(offer)) if "words" in items else (),
        thoughts=tuple(_thoughts(offer)) if "thoughts" in items else (),
        song=bare_song(songs[0], items, with_feeling=_says_all(picked)) if "song" in items else None,
        takes=tuple(bare_take(each, items) for each in takes) if "take" in items else (),
        check_ins=_check_ins(offer, picked.check_ins) if "check-ins" in items else (),
        note=picked.note.strip(),
        couldnt=picked.couldnt.strip(),
        hard=picked.hard.strip(),
        talk=picked.talk.strip(),
        plan=replace(offer.plan, assignment_id="") if "plan" in items else None,
    )


def send(journal: Journal, offer: Offer, share: Share, path: Path, *, compared: bool, agreed: bool) -> Entry:
    """Write the sealed file and note in the journal what went, and to whom.

    `compared` says that the key's figures were compared by voice, `agreed` that the person agreed to what sharing
    means; once is enough for a key. Raises WrongUseError where that never was or nothing was picked, and
    FileProblemError.
    """
    what = items_of(share)
    if not what:
        raise WrongUseError(
            _("Nothing is picked, so nothing was written."), _("Pick what you want to share, or leave it.")
        )
    assigned = offer.assigned
    if not (compared or was_compared(journal, assigned.recipient)):
        raise WrongUseError(
            _("Before the first time, compare the key with {therapist} by voice: {fingerprint}.").format(
                therapist=assigned.therapist, fingerprint=fingerprint(assigned.recipient)
            ),
            _("If the figures are the same on both sides, add '--key-compared'. If not, share nothing."),
        )
    if agreed:
        agree(journal, assigned)
    require_agreed(journal, assigned)
    replace_file(path, seal_return(share, assigned.recipient))
    return _noted(journal, Sent(share.id, assigned.code, assigned.therapist, assigned.recipient, what), path)


def withdraw(journal: Journal, id_or_prefix: str, path: Path, share_id: str) -> Entry:
    """Write a file that asks the other side to delete what went. Raises WrongUseError and FileProblemError."""
    entry = journal.get(id_or_prefix)
    sent = entry.body
    if not isinstance(sent, Sent) or sent.is_withdrawal:
        raise WrongUseError(
            _("'{id_or_prefix}' is nothing that was shared.").format(id_or_prefix=id_or_prefix),
            _("'companion share --list' shows what was."),
        )
    asked = Share(code=sent.code, id=share_id, withdraws=sent.share_id)
    replace_file(path, seal_return(asked, sent.recipient))
    what = (N_("A request to delete what was shared before. It is a request: nobody can be made to forget."),)
    noted = Sent(share_id, sent.code, sent.therapist, sent.recipient, what, is_withdrawal=True)
    return _noted(journal, noted, path)


def _noted(journal: Journal, sent: Sent, path: Path) -> Entry:
    """Note what went into `path`; where that can't be, the file is taken back, so that nothing goes unnoted."""
    try:
        return journal.add(sent)
    except CompanionError:
        with suppress(OSError):
            path.unlink()
        raise


def was_compared(journal: Journal, recipient: str) -> bool:
    """Whether something was shared with this key before, and so its figures were compared."""
    return any(isinstance(each.body, Sent) and each.body.recipient == recipient for each in journal.entries("shared"))


def _says_all(picked: Picked) -> bool:
    """Whether every check-in goes, and so the one that the song was made from."""
    return "check-ins" in picked.items and not picked.check_ins


def _reply_to(assigned: Assigned) -> str:
    from companion.age import Identity

    return Identity(assigned.reply_key).recipient if assigned.reply_key else ""


def _words(offer: Offer) -> Iterator[str]:
    for entry in offer.kept:
        if isinstance(entry.body, Words):
            yield from entry.body.lines


def _thoughts(offer: Offer) -> Iterator[str]:
    for entry in offer.kept:
        if isinstance(entry.body, Reflection):
            yield from entry.body.text.split("\n")


def _check_ins(offer: Offer, numbers: tuple[int, ...]) -> tuple[SharedCheckIn, ...]:
    """Each that was picked, with its place: before what was done, between, or after it."""
    exercise = assignment_of(offer.assigned).exercise
    steps = [step.id for step in exercise.steps if isinstance(step, CheckInStep)]
    said = offer.check_ins
    wrong = next((number for number in numbers if not 1 <= number <= len(said)), None)
    if wrong is not None:
        raise WrongUseError(
            _("There is no time {wrong} that you said how it was.").format(wrong=wrong),
            _("There are 1 to {count}.").format(count=len(said)),
        )

    def place(entry: Entry) -> Place:
        if entry.step == steps[0]:
            return "before"
        return "after" if entry.step == steps[-1] else "between"

    return tuple(
        SharedCheckIn(place(entry), body)
        for number, (entry, body) in enumerate(said, start=1)
        if not numbers or number in numbers
    )
