"""Files that come in and go out from a screen: asked for by their path, and nothing is written over."""

from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen

from companion.errors import CompanionError
from companion.files import free_path, make_folder, name_from
from companion.language import _
from companion.tui.modals.line import LineModal
from companion.tui.screens.base import app_of

WHERE_IS_IT = _("Where is the file?")
WHERE_TO = _("Where shall the file be written?")
HOW = _("enter takes it, esc goes back")
THERE_ALREADY = _("{} is there already. Choose another name; nothing is written over.")
NAMELESS = "shared"


def ask_for_file(screen: Screen[None], take: Callable[[Path], None], typed: str = "") -> None:
    """Ask for a path and give it to `take`; where that raises CompanionError, say why and ask again."""

    def entered(text: str | None) -> None:
        if text is None:
            return
        try:
            take(path_in(text))
        except CompanionError as error:
            app_of(screen).tell(error)
            ask_for_file(screen, take, text)

    screen.app.push_screen(LineModal(WHERE_IS_IT, HOW, typed), entered)


def ask_where_to(screen: Screen[None], suggested: Path, write: Callable[[Path], None]) -> None:
    """Ask for a new file's path and give it to `write`; what stands in the way is told, and asked again."""

    def entered(text: str | None) -> None:
        if text is None:
            return
        path = path_in(text)
        if _is_there(path):
            app_of(screen).say(THERE_ALREADY.format(path))
            ask_where_to(screen, path, write)
            return
        try:
            make_folder(path.parent, _("Choose another folder."))
            write(path)
        except CompanionError as error:
            app_of(screen).tell(error)
            ask_where_to(screen, path, write)

    screen.app.push_screen(LineModal(WHERE_TO, HOW, str(suggested)), entered)


def path_in(text: str) -> Path:
    """The path that was typed or dropped into the window, which some put into quotes."""
    bare = text.replace("\0", "").strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        bare = bare[1:-1]
    try:
        return Path(bare).expanduser()
    except RuntimeError:  # "~someone" who is not on this computer
        return Path(bare)


def new_path(folder: Path, name: str, suffix: str) -> Path:
    """A path in `folder` that says `name` and is not taken yet."""
    return free_path(folder, name_from(name, NAMELESS), suffix)


def _is_there(path: Path) -> bool:
    """Whether something stands at a path; for one that can't even be looked at, writing says why."""
    try:
        return path.exists()
    except OSError:
        return False
