"""What every panel has: its question, and messages for what the person does with it."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from companion.midi.protocol import Fact
from companion.services.walking import questions as q
from companion.tui.screens.base import app_of

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp

AnyQuestion = TypeVar("AnyQuestion", bound=q.Question)


class Panel(Vertical, Generic[AnyQuestion]):
    """One question on the screen. Subclasses compose it and post what the person answers."""

    class Answered(Message):
        """The person answered the question at `place`; `is_untouched`: by enter alone, as it stood."""

        def __init__(self, answer: q.Answer, place: q.Place, is_untouched: bool) -> None:
            super().__init__()
            self.answer = answer
            self.place = place
            self.is_untouched = is_untouched

    class Typed(Message):
        """Text stands in the field of the question at `place`, which is not answered yet."""

        def __init__(self, text: str, place: q.Place) -> None:
            super().__init__()
            self.text = text
            self.place = place

    def __init__(self, question: AnyQuestion) -> None:
        super().__init__(classes="panel")
        self.question = question

    @property
    def companion_app(self) -> "CompanionApp":
        """The app, by its own type."""
        return app_of(self)

    def answer(self, answer: q.Answer, *, is_untouched: bool = False) -> None:
        """Post an answer."""
        self.post_message(self.Answered(answer, self.question.place, is_untouched))

    def hear(self, fact: Fact) -> None:
        """The sound process said something; most panels do not mind."""

    def sample(self) -> None:
        """Called 20 times a second: follow the music."""

    def say_here(self, sentence: str) -> bool:
        """Say something in the panel itself, where a message in the corner would lie over what is played on."""
        return False

    def leave(self) -> None:
        """The panel goes: end what it plays."""


def line(text: str, classes: str = "", *, id: str | None = None) -> Static:
    """A line of text that is never read as markup: words and chord names may hold brackets."""
    return Static(text, markup=False, classes=classes, id=id)
