"""Coming in: the passphrase where there is one, then home, and over it what was asked for on the command line."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.services.sounding.playback import Playback

if TYPE_CHECKING:
    from companion.services.jamming.jam import Jam
    from companion.services.walking.session import Session
    from companion.tui.app import CompanionApp

FirstSession = Callable[[], "Session"]
FirstJam = Callable[[Playback], "Jam"]


def come_in(app: "CompanionApp", first_session: FirstSession | None, first_jam: FirstJam | None) -> None:
    """Open the first places, once the journal is open."""
    if _is_locked(app):
        from companion.tui.screens.unlock import UnlockScreen

        app.push_screen(UnlockScreen(), lambda _: _open_places(app, first_session, first_jam))
    else:
        _open_places(app, first_session, first_jam)


def _is_locked(app: "CompanionApp") -> bool:
    try:
        return not app.companion.vault.is_open
    except CompanionError:
        return False  # home tells what the matter is


def _open_places(app: "CompanionApp", first_session: FirstSession | None, first_jam: FirstJam | None) -> None:
    from companion.tui.screens.home import HomeScreen

    app.push_screen(HomeScreen())
    if first_session is not None:
        from companion.tui.screens.session import SessionScreen

        app.push_screen(SessionScreen(first_session()))
    if first_jam is not None:
        from companion.tui.screens.jam import JamScreen

        app.push_screen(JamScreen(first_jam(app.playback)))
    if not app.companion.settings.welcomed:
        from companion.tui.screens.welcome import WelcomeScreen

        app.push_screen(WelcomeScreen())
