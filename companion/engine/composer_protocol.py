"""What the app and the composer process say to each other. `ticket` ties an answer to its request."""

from typing import TypeAlias

from msgspec import Struct

from companion.domain.song import Song, SongRequest


class Suggest(Struct, frozen=True, tag=True):
    """Compose suggestions; a newer one replaces one that has not been begun."""

    ticket: int
    request: SongRequest


class Engrave(Struct, frozen=True, tag=True):
    """Write a song as MusicXML; a newer one replaces one that has not been begun."""

    ticket: int
    song: Song


class Leave(Struct, frozen=True, tag=True):
    """Go."""


Work: TypeAlias = Suggest | Engrave
Down: TypeAlias = Suggest | Engrave | Leave


class Suggested(Struct, frozen=True, tag=True):
    """The songs that were asked for."""

    ticket: int
    songs: tuple[Song, ...]


class Engraved(Struct, frozen=True, tag=True):
    """The MusicXML file that was asked for."""

    ticket: int
    musicxml: bytes


class Failed(Struct, frozen=True, tag=True):
    """It could not be done; one or two sentences for people."""

    ticket: int
    problem: str


Up: TypeAlias = Suggested | Engraved | Failed
