"""Plain questions for tests: what a person types, line by line, and everything that was said to them."""

from collections.abc import Iterable
from contextlib import suppress
from io import StringIO

from companion.plain.console import Console
from companion.plain.home import PlainHome
from companion.plain.playing import PlainPlayer
from companion.plain.session import PlainSession
from companion.services.walking.session import Session
from tests.unit.faces import House


class Talk:
    """A console that hears `answers` in turn, then the end of the input; `said` is what it said."""

    def __init__(self, answers: Iterable[str]) -> None:
        self.said: list[str] = []
        self.left = list(answers)
        self.console = Console(self._say, self._hear)

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(self.said)

    def _say(self, line: str) -> None:
        self.said.append(line)

    def _hear(self) -> str:
        if not self.left:
            raise EOFError
        return f"{self.left.pop(0)}\n"


def talked(house: House, session: Session, *answers: str) -> Talk:
    """A session walked with these answers, until it ends or the answers do."""
    talk = Talk(answers)
    player = PlainPlayer(house.companion, talk.console, StringIO())
    walk = PlainSession(house.companion, session, talk.console, player, house.composer.compose, wait=lambda _: None)
    with suppress(EOFError):
        walk.run()
    return talk


def at_home(house: House, *answers: str) -> Talk:
    """Home, through doors, with these answers; leaves when the person does or the answers end."""
    talk = Talk(answers)
    home = PlainHome(house.companion, talk.console, StringIO(), house.composer.compose)
    with suppress(EOFError):
        while home.through_a_door():
            pass
    return talk
