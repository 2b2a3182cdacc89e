"""What the journal keeps: entries with an id, a time, and a body of one of a few kinds."""

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from companion.domain.affect import CheckIn
from companion.domain.agreed import Boundaries, Consented, Plan
from companion.domain.given import Answered, Assigned
from companion.domain.share import Received, Sent
from companion.domain.song import Song
from companion.domain.take import Take

SCHEMA_VERSION = 1


class Words(Struct, frozen=True, tag="words"):
    """Words as someone wrote them, line by line, and the text in the blanks that they filled."""

    lines: tuple[str, ...]
    blanks: tuple[str, ...] = ()


class Reflection(Struct, frozen=True, tag="reflection"):
    """A thought: a note, an answer to a question, a name for what was played; `feeling` is a word given with it."""

    text: str
    feeling: str | None = None


class SessionRecord(Struct, frozen=True, tag="session"):
    """One walk through an exercise; `entry_ids` ties together what came of it, in order.

    `assignment_id` is the entry of the assignment that it was done for, `began` when it was begun (aware).
    """

    exercise_title: str
    entry_ids: tuple[str, ...]
    is_finished: bool
    assignment_id: str | None = None
    began: datetime | None = None


Body: TypeAlias = (
    CheckIn | Words | Song | Take | Reflection | SessionRecord
    | Assigned | Sent | Answered | Received | Boundaries | Plan | Consented
)  # fmt: skip


class Entry(Struct, frozen=True):
    """One journal entry.

    `id` is a UUID; `created` and `changed` are aware datetimes that carry the zone they were written in;
    `exercise` and `step` say where it came from, `session_id` which walk it belongs to.
    """

    id: str
    created: datetime
    changed: datetime
    title: str
    body: Body
    tags: tuple[str, ...] = ()
    exercise: str | None = None
    step: str | None = None
    session_id: str | None = None
    schema: int = SCHEMA_VERSION
    is_favourite: bool = False

    @property
    def kind(self) -> str:
        """The body's kind: "check-in", "words", "song" …, or one of `given`, `share` or `agreed`."""
        return str(self.body.__struct_config__.tag)
