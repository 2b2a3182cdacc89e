"""The music of a return as a file that plays."""

from pathlib import Path

from companion.domain.share import Share
from companion.errors import WrongUseError
from companion.language import _
from companion.services.songs.exporting import write_song, write_take


def write_music(share: Share, path: Path) -> None:
    """What was played over the song where both were shared, else the one of them; the suffix decides the format.

    Raises WrongUseError where neither was, and CompanionError as exporting does.
    """
    if share.takes and path.suffix.lower() in (".mid", ".wav", ".flac", ".ogg"):
        write_take(share.takes[0], share.song, path)
    elif share.song is not None:
        write_song(share.song, path)
    else:
        raise WrongUseError(_("There is no music in this return."), _("'companion review' shows what there is."))
