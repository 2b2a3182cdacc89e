"""What a client gives away: item by item, nothing that was not picked, and what becomes of it on either side."""

from datetime import date
from typing import Literal

from msgspec import Struct

from companion.domain.affect import CheckIn
from companion.domain.agreed import Plan
from companion.domain.song import Song
from companion.domain.take import Take

Completion = Literal["done", "partly", "skipped"]
Place = Literal["before", "between", "after"]


class SharedCheckIn(Struct, frozen=True, omit_defaults=True):
    """How it was, and where in the session it was said."""

    place: Place
    said: CheckIn


class Share(Struct, frozen=True, omit_defaults=True):
    """Everything that one sealed file holds; what was not picked is not there.

    `code` is the assignment's, `id` this return's own, so that it can be taken back; `reply_to` is a key for a reply,
    made for this assignment alone. `withdraws` is the id of a return that the other side is asked to delete.
    """

    code: str
    id: str
    reply_to: str = ""
    completion: Completion | None = None
    day: date | None = None
    exercise_title: str | None = None
    song_title: str | None = None
    minutes: int | None = None
    words: tuple[str, ...] = ()
    thoughts: tuple[str, ...] = ()
    song: Song | None = None
    takes: tuple[Take, ...] = ()
    check_ins: tuple[SharedCheckIn, ...] = ()
    note: str = ""
    couldnt: str = ""
    hard: str = ""
    talk: str = ""
    withdraws: str = ""
    plan: Plan | None = None


class Sent(Struct, frozen=True, tag="shared"):
    """The client's note of what went, and to whom; the entry's time says when.

    `what` are the items in plain English words, which `told` shows. `compared` says that the key was compared by voice,
    then or before.
    """

    share_id: str
    code: str
    therapist: str
    recipient: str
    what: tuple[str, ...]
    compared: bool = True
    is_withdrawal: bool = False


class Received(Struct, frozen=True, tag="return"):
    """A return in the therapist's records; the entry's time says when it came in.

    `share` holds all but the music, which is the content of `blob` (empty: there was none). `client` is the
    assignment's pseudonym, empty where the code belongs to no assignment of theirs.
    """

    client: str
    assigned_title: str
    share: Share
    blob: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it came with the code of an assignment of theirs."""
        return bool(self.client)


class Music(Struct, frozen=True):
    """What `Received.blob` holds."""

    song: Song | None = None
    takes: tuple[Take, ...] = ()
