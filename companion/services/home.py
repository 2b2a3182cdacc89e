"""Coming in: what could be gone on with, how much was made, and what the person should be told, each thing once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from companion.domain.agreed import Plan
from companion.errors import CompanionError
from companion.messages import ANOTHER_WINDOW, RECOVERED_SONG, RECOVERED_TAKE
from companion.services.container import Companion

if TYPE_CHECKING:
    from companion.services.walking.session import Session

T = TypeVar("T")

DECIDED = ("limits", "plan", "consent")
"""Kinds of entries that are no fruits: they are not counted among what was made."""


class Doors(Struct, frozen=True):
    """What home shows. `news` are sentences that were not said before; `given` how much came from a therapist.

    `given_waiting` of that waits to be done, and nothing hurries; `due` is the therapist's word for when, where it is
    one that waits. `plan` is the one that was changed last.
    """

    waiting: "Session | None"
    made: int
    news: tuple[str, ...]
    given: int = 0
    given_waiting: int = 0
    due: str = ""
    plan: Plan | None = None


class Home:
    """Looks round each time someone comes home. What can't be read is told; the rest is there all the same."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion
        self._told: set[str] = set()
        self._found: list[str] = []

    def look(self) -> Doors:
        """Take in what other windows wrote, and what an ended program left. Never raises CompanionError."""
        companion = self._companion
        if self._try(companion.recover_take, False):
            self._found.append(RECOVERED_TAKE)
        if self._try(companion.recover_song, False):
            self._found.append(RECOVERED_SONG)
        waiting = self._try(companion.waiting_session, None)
        if companion.seat.has_neighbours:
            self._found.append(ANOTHER_WINDOW)
        self._try(lambda: companion.journal.refresh(), False)
        made = self._try(lambda: len(companion.journal), 0)
        self._found += self._try(lambda: companion.journal.notices, ())
        under_way = (companion.take_checkpoint, companion.draft_file, companion.seat.studio_file)
        self._found += [file.notice for file in under_way if file.notice]
        news = tuple(each for each in dict.fromkeys(self._found) if each not in self._told)
        self._found.clear()
        self._told.update(news)
        from companion.services.between.assignments import due_of_given, given_to
        from companion.services.between.planning import newest_plan

        given, given_waiting = self._try(lambda: given_to(companion.journal), (0, 0))
        due = self._try(lambda: due_of_given(companion.journal), "") if given_waiting else ""
        decided = self._try(lambda: sum(len(companion.journal.entries(kind)) for kind in DECIDED), 0)
        plan = self._try(lambda: newest_plan(companion.journal), None) if decided else None
        return Doors(waiting, max(0, made - given - decided), news, given, given_waiting, due, plan)

    def _try(self, look: Callable[[], T], otherwise: T) -> T:
        try:
            return look()
        except CompanionError as error:
            self._found.append(str(error))
            return otherwise
