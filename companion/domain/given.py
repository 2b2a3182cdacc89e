"""An assignment, and a reply to what was shared, as they lie in a journal. Reading a journal needs no more of them."""

from typing import Literal

from msgspec import Struct


class Assigned(Struct, frozen=True, tag="assignment"):
    """An assignment in a journal: at the client's as it was opened, at the therapist's as it was given.

    `content` is the file whole. `state` is the client's; `reply_key` is the secret of a key made for this assignment
    alone, for what the therapist may write back.
    """

    code: str
    therapist: str
    pseudonym: str
    exercise_title: str
    recipient: str
    content: str
    state: Literal["open", "declined"] = "open"
    reply_key: str = ""


class Answered(Struct, frozen=True, tag="reply"):
    """What the other side wrote back, in the client's journal; `code` is the assignment's."""

    code: str
    therapist: str
    text: str
