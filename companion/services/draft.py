"""The session that is under way, as one value: enough to go on from after a kill or another day."""

from datetime import datetime

from msgspec import Struct

from companion.domain.affect import CheckIn
from companion.domain.song import Song, VoiceRange

DRAFT_VERSION = 1


class Draft(Struct, frozen=True):
    """Everything said so far in one walk through one exercise.

    `step_id` and `part` are the open question; `typing` is the text in its field, not yet answered.
    Answers are kept by step id. `songs` are the suggestions offered, `chosen` the index of one (from 0).
    `entry_ids` are the journal entries that were written already.
    """

    exercise_id: str
    session_id: str
    started: datetime
    seed: int
    voice: VoiceRange
    step_id: str
    part: str
    typing: str | None = None
    check_ins: dict[str, CheckIn] = {}
    more: tuple[str, ...] = ()
    blanks: dict[str, tuple[str, ...]] = {}
    lines: dict[str, tuple[str, ...]] = {}
    songs: tuple[Song, ...] = ()
    chosen: int | None = None
    entry_ids: tuple[str, ...] = ()
    version: int = DRAFT_VERSION

    @property
    def song(self) -> Song | None:
        """The chosen song, if one is chosen."""
        return None if self.chosen is None else self.songs[self.chosen]

    @property
    def feeling(self) -> CheckIn:
        """The first check-in that says something, or an empty one."""
        return next((each for each in self.check_ins.values() if not each.is_empty), CheckIn())

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was said, written or kept that would be worth going on from."""
        said = any(not each.is_empty for each in self.check_ins.values()) or any(map(any, self.blanks.values()))
        return not (said or self.lines or self.songs or self.entry_ids or self.typing)
