"""Sitting down to play: over a song of the journal, over a feeling, or over something calm."""

from companion.domain.song import Song
from companion.errors import WrongUseError
from companion.services.container import Companion
from companion.services.jam import Jam
from companion.services.jam_ground import ground_for
from companion.services.playback import Playback

CALM = "calm"
"""What a jam stands on when nobody said how it should be: soft, slow, and even."""


def open_jam(
    companion: Companion, playback: Playback, *, feeling: str | None = None, song: Song | str | None = None
) -> Jam:
    """A jam, ready to start. `song` is a song, or the beginning of the id of one in the journal.

    Raises WrongUseError where that is no song, and what the journal raises.
    """
    if song is None:
        ground = ground_for(feeling or CALM, companion.new_seed())
        return Jam(ground, playback, companion.take_checkpoint)
    if isinstance(song, Song):
        return Jam(song, playback, companion.take_checkpoint)
    entry = companion.journal.get(song)
    if not isinstance(entry.body, Song):
        raise WrongUseError(
            f"'{entry.title}' is a {entry.kind}, not a song.", "'companion journal list' shows what there is."
        )
    return Jam(entry.body, playback, companion.take_checkpoint, song_id=entry.id)
