"""The music of an entry: a song as it is arranged, a take over its backing."""

from companion.domain.entry import Entry
from companion.domain.score import Score
from companion.domain.song import Song
from companion.domain.take import Take
from companion.engine.endings import to_its_end
from companion.journal.store import Journal
from companion.services.songs.exporting import backing_of, song_of, with_take


def score_of(entry: Entry, journal: Journal) -> Score | None:
    """What an entry sounds like; None where it has no sound. Raises CompanionError where it can't be made any more."""
    match entry.body:
        case Song() as song:
            return to_its_end(song)
        case Take() as take:
            return with_take(backing_of(take, song_of(entry, journal)), take)
        case _:
            return None


def has_sound(entry: Entry) -> bool:
    """Whether there is anything to hear."""
    return isinstance(entry.body, Song | Take)
