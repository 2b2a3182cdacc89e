"""What blanks and pages share: the structure dial, and help with words for those who ask for it."""

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from companion import messages
from companion.language import _
from companion.services.walking import questions as q
from companion.tui.modals.pick import PickModal
from companion.tui.panels.base import AnyQuestion, Panel
from companion.tui.widgets.fields import PageField, WordField

if TYPE_CHECKING:
    from companion.services.walking.session import Session


class WritingPanel(Panel[AnyQuestion]):
    """A panel with a field for words. Its helps stand behind F4 and F5, and in the menu."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "help_with_words", _("help with words"), show=False, priority=True),
        Binding("f5", "dial", _("more or less to hold on to"), show=False, priority=True),
    ]

    def __init__(self, question: AnyQuestion) -> None:
        super().__init__(question)
        self.is_left = False
        self._had_keys: Widget | None = None

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

    def say_typed(self) -> None:
        """Say what stands in the field now."""
        self.post_message(self.Typed(self.text, self.question.place))

    def answer(self, answer: q.Answer, *, is_untouched: bool = False) -> None:
        """Post an answer, once, and let go of the keys."""
        if not self.is_left:
            self.let_go()
            super().answer(answer, is_untouched=is_untouched)

    def let_go(self) -> None:
        """What is typed from here on is for the field that comes."""
        self.is_left = self.field.is_left = True
        self._had_keys = self.screen.focused
        self.screen.set_focus(None)

    def stay(self) -> None:
        """It was no answer: the keys are as they were."""
        self.is_left = self.field.is_left = False
        self.screen.set_focus(self._had_keys)

    def when_typed(self, then: Callable[[], None]) -> None:
        """Do something once the field has every letter that was typed before; a key of ours comes past them."""
        self.field.call_later(then)

    @property
    def is_writing(self) -> bool:
        """Whether letters go into the field."""
        return True

    @property
    @abstractmethod
    def field(self) -> WordField | PageField:
        """Where the words go."""

    @property
    @abstractmethod
    def text_at_first(self) -> str:
        """What stood in the field when the question came."""

    @abstractmethod
    def take(self, letters: str) -> None:
        """Letters as if they were typed, which came before the field had the keys."""

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
                self.say_typed()
                self.answer(q.Dial(index + 1))

        self.app.push_screen(PickModal(messages.DIAL_QUESTION, messages.DIAL_LEVELS), turn)

    def action_help_with_words(self) -> None:
        """Words by feeling, rhymes, another person's eyes, a line of one's own from before."""
        from companion.tui.modals.wordhelp import ask_for_words

        ask_for_words(self)
