"""What blanks and pages share: the structure dial, and help with words for those who ask for it."""

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from companion import messages
from companion.services.walking import questions as q
from companion.tui.modals.pick import PickModal
from companion.tui.panels.base import AnyQuestion, Panel

if TYPE_CHECKING:
    from companion.services.walking.session import Session


class WritingPanel(Panel[AnyQuestion]):
    """A panel with a field for words. Its helps stand behind F4 and F5, and in the menu."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "help_with_words", "help with words", show=False, priority=True),
        Binding("f5", "dial", "more or less to hold on to", show=False, priority=True),
    ]

    @property
    def session(self) -> "Session":
        """The session that the panel belongs to."""
        from companion.tui.screens.session import SessionScreen

        return next(each for each in reversed(self.app.screen_stack) if isinstance(each, SessionScreen)).session

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.session.exercise.language

    @property
    def current_line(self) -> str:
        """The line that someone is at, whole."""
        return self.text

    @property
    @abstractmethod
    def text(self) -> str:
        """What stands in the field."""

    @abstractmethod
    def insert(self, text: str) -> None:
        """Put words in where the cursor stands."""

    @abstractmethod
    def exchange(self, text: str) -> None:
        """Put other words in place of all that stand in the field."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The dial, where the step has one."""
        return action != "dial" or bool(getattr(self.question, "has_dial", False))

    def action_dial(self) -> None:
        """From one blank to an empty page; what is written stays."""

        def turn(index: int | None) -> None:
            if index is not None:
                self.post_message(self.Typed(self.text))
                self.answer(q.Dial(index + 1))

        self.app.push_screen(PickModal(messages.DIAL_QUESTION, messages.DIAL_LEVELS), turn)

    def action_help_with_words(self) -> None:
        """Words by feeling, rhymes, another person's eyes, a line of one's own from before."""
        from companion.tui.modals.wordhelp import ask_for_words

        ask_for_words(self)
