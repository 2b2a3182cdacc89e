"""What a take is called once it is kept: what it was over, or that somebody just played, and a number of its own."""

from itertools import count

from msgspec.structs import replace

from companion.domain.take import Take
from companion.journal.store import Journal
from companion.messages import JUST_PLAYING, take_name


def told_apart(take: Take, journal: Journal) -> Take:
    """The take under a title of its own, one further than those over the same music that are in the journal."""
    journal.refresh()
    over = take.title if take.title == JUST_PLAYING else take.backing_title or take.title
    titles = frozenset(journal.titles("take"))
    before = sum(over in title for title in titles)
    names = (take_name(over, number) for number in count(before + 1))
    return replace(take, title=next(name for name in names if name not in titles))
