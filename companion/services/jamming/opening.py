"""Sitting down to play: over a song of the journal, over a feeling, or over something calm."""

from companion.domain.assignment import Limits
from companion.domain.entry import Entry
from companion.domain.features import in_order
from companion.domain.song import Song
from companion.domain.take import Take
from companion.errors import CompanionError, WrongUseError
from companion.language import _
from companion.messages import LATER_TAG
from companion.services.container import Companion
from companion.services.jamming.ground import ground_for
from companion.services.jamming.jam import Jam
from companion.services.sounding.playback import Playback
from companion.services.takes.naming import told_apart
from companion.services.takes.trimming import trimmed
from companion.services.walking.boundaries import boundaries_of

CALM = "calm"
"""What a jam stands on when nobody said how it should be: soft, slow, and even."""


def open_jam(
    companion: Companion, playback: Playback, *, feeling: str | None = None, song: Song | str | None = None
) -> Jam:
    """A jam, ready to start. `song` is a song, or the beginning of the id of one in the journal.

    Raises WrongUseError where that is no song, and what the journal raises.
    """
    if song is None:
        ground = ground_for(feeling or CALM, companion.new_seed(), limits=_own_limits(companion))
        return Jam(ground, playback, companion.take_checkpoint, is_kept=False)
    if isinstance(song, Song):
        return Jam(song, playback, companion.take_checkpoint)
    entry_id, found = song_entry(companion, song)
    return Jam(found, playback, companion.take_checkpoint, song_id=entry_id)


def _own_limits(companion: Companion) -> Limits | None:
    """What the person does not want to hear, unasked; None where anything goes.

    Where the journal can't be read, neither a lullaby nor drums that stand out begin by themselves.
    """
    if not companion.places.journal.exists():
        return None
    try:
        own = boundaries_of(companion.journal)
    except CompanionError:
        return Limits(never=("lullaby", "loud drums"))
    return None if own.is_empty else Limits(never=in_order((*own.never, *own.ask_first)))


def song_entry(companion: Companion, song_id: str) -> tuple[str, Song]:
    """A song of the journal by the beginning of its id, and the whole id. Raises WrongUseError for what is none."""
    entry = companion.journal.get(song_id)
    if not isinstance(entry.body, Song):
        raise WrongUseError(
            _("'{title}' is a {kind}, not a song.").format(title=entry.title, kind=entry.kind),
            _("'companion journal list' shows what there is."),
        )
    return entry.id, entry.body


def keep_take(companion: Companion, take: Take, decide_later: bool) -> Entry:
    """Put a take into the journal under a title of its own, from the bar on in which playing began.

    Raises what the journal raises; the take is the caller's until then.
    """
    kept = told_apart(trimmed(take), companion.journal)
    return companion.journal.add(kept, title=kept.title, tags=(LATER_TAG,) if decide_later else ())
