"""Hearing the music that is in a return, before it goes and when it has come."""

from typing import Any

from textual.screen import Screen

from companion.domain.score import Score
from companion.domain.share import Share
from companion.errors import CompanionError
from companion.language import _
from companion.tui.screens.base import app_of

SILENT = _("There is no music in it.")


def hear_share(screen: Screen[Any], share: Share) -> None:
    """Play what was played over the song where both are there, else the one of them; once more is from the start."""
    app = app_of(screen)
    try:
        score = score_of_share(share)
    except CompanionError as error:
        app.tell(error)
        return
    if score is None:
        app.say(SILENT)
    else:
        app.playback.play(score)


def hush(screen: Screen[Any]) -> None:
    """Let it fade."""
    app_of(screen).playback.stop(0.6)


def score_of_share(share: Share) -> Score | None:
    """The music of a return; None where there is none. Raises CompanionError where it can't be made any more."""
    from companion.engine.backing import arrange
    from companion.services.songs.exporting import backing_of, with_take

    if share.takes:
        take = share.takes[0]
        return with_take(arrange(share.song) if share.song is not None else backing_of(take, None), take)
    return arrange(share.song) if share.song is not None else None
