"""What the app and the composer process say to each other. `ticket` ties an answer to its request."""

from typing import TypeAlias

from msgspec import Struct

from companion.domain.song import Song, SongRequest
from companion.engine.changes import Change


class Suggest(Struct, frozen=True, tag=True):
    """Compose suggestions; a newer one replaces one that has not been begun."""

    ticket: int
    request: SongRequest


class Revise(Struct, frozen=True, tag=True):
    """Change one thing about a song; a newer one replaces one that has not been begun."""

    ticket: int
    song: Song
    change: Change


class Leave(Struct, frozen=True, tag=True):
    """Go."""


Work: TypeAlias = Suggest | Revise
Down: TypeAlias = Suggest | Revise | Leave


class Suggested(Struct, frozen=True, tag=True):
    """The songs that were asked for, or the one that was changed."""

    ticket: int
    songs: tuple[Song, ...]


class Failed(Struct, frozen=True, tag=True):
    """It could not be done; one or two sentences for people."""

    ticket: int
    problem: str


Up: TypeAlias = Suggested | Failed
