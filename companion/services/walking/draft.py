"""The session that is under way, as one value: enough to go on from after a kill or another day."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.affect import CheckIn
from companion.domain.assignment import Limits, Terms
from companion.domain.exercise import Size
from companion.domain.features import Feature
from companion.domain.song import Song, VoiceRange

DRAFT_VERSION = 1


class Draft(Struct, frozen=True):
    """Everything said so far in one walk through one exercise.

    `step_id` and `part` are the open question; `typing` is the text in its field, not yet answered.
    Answers are kept by step id: `blanks` what went into the places for words, `lines` a page that was changed by
    hand, `picked` the phrases of a collage (numbers from 1), `chose` which way on (from 1). `songs` are the
    suggestions offered, `chosen` the index of one (from 0); `chord_songs` and `chord_chosen` the same for chords;
    `tunes` what plays in steps that have no song yet. `dial` is how much the words are held (1 one blank … 4 an
    empty page; None: as the exercise has it). `sections` names each line's part of the song, `returns` the part
    that comes back at the end. `carried` are words of earlier sittings. `terms` are those of the assignment that it
    is done for, `to_feeling` where its songs shall lead ("": nowhere else), `left_out` what the person does not want
    in it. `entry_ids` are the journal entries that were written already.
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
    size: Size = "whole"
    language: str = ""
    dial: int | None = None
    picked: dict[str, tuple[int, ...]] = {}
    chose: dict[str, int] = {}
    sections: tuple[str, ...] = ()
    returns: str = ""
    chord_songs: tuple[Song, ...] = ()
    chord_chosen: int | None = None
    tunes: dict[str, Song] = {}
    carried: dict[str, tuple[str, ...]] = {}
    terms: Terms | None = None
    left_out: tuple[Feature, ...] = ()
    to_feeling: str = ""

    @property
    def song(self) -> Song | None:
        """The chosen song, if one is chosen: by its melody, else by its chords."""
        return self.chords_song if self.chosen is None else self.songs[self.chosen]

    @property
    def chords_song(self) -> Song | None:
        """The song whose chords were chosen, if they were."""
        return None if self.chord_chosen is None else self.chord_songs[self.chord_chosen]

    @property
    def limits(self) -> Limits:
        """How far the music of this walk may go: an assignment's limits and the person's own."""
        given = self.terms.limits if self.terms is not None else Limits()
        return replace(given, never=(*given.never, *self.left_out))

    @property
    def feeling(self) -> CheckIn:
        """The first check-in that says something, or an empty one."""
        return next((each for each in self.check_ins.values() if not each.is_empty), CheckIn())

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was said, written or kept that would be worth going on from; an assignment's terms are."""
        said = any(not each.is_empty for each in self.check_ins.values()) or any(map(any, self.blanks.values()))
        chosen = self.picked or self.chose or self.songs or self.chord_songs
        return not (said or chosen or self.lines or self.entry_ids or self.typing or self.terms)
