"""A session with a real journal and draft in a folder of its own, a clock that ticks, and songs from the engine."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from companion.domain.exercise import Exercise, Size
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.paths import shipped
from companion.prompts.loading import find_exercise
from companion.services.walking.session import Session, begin
from companion.services.walking.sittings import Pack

START = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


def ticking() -> Callable[[], datetime]:
    """A clock that is a second later at every look."""
    ticks = count()
    return lambda: START + timedelta(seconds=next(ticks))


def exercise() -> Exercise:
    """The exercise that ships."""
    return find_exercise((shipped("prompts"),), "en", "a-steady-place")


class Desk:
    """Everything that a session writes on, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.clock = ticking()
        self.journal = Journal.open(folder / "journal", clock=self.clock)
        self.draft_file = DraftFile(folder / "draft.json")

    def begin(
        self, through: Exercise | None = None, *, size: Size = "whole", pack: Pack | None = None, seed: int = 5
    ) -> Session:
        """A new session through an exercise, else the one that ships."""
        return begin(
            through or exercise(),
            self.journal,
            self.draft_file,
            clock=self.clock,
            session_id="walk",
            seed=seed,
            size=size,
            pack=pack,
        )
