"""Help and menu: the keys of the screen that is open, and everything that a key could do, to be chosen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.screens.base import app_of
from companion.tui.widgets.choices import Choice, Choices

ARROWS = ("up", "down", "left", "right", "home", "end")
PAGE_ROWS = 8
STANDS_BELOW = ("help", "cover", "leave_program", "steady")
"""The menu itself, and actions that are among the app's commands."""


class HelpModal(Modal[None]):
    """Each row is an action of the screen below with its key; enter does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark", "close", _("close")),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        rows: dict[str, tuple[Choice, str, DOMNode]] = {}
        for node, binding, is_enabled, _tip in below.active_bindings.values():
            if is_enabled and _is_ours(node, binding):
                choice = Choice(binding.description, below.app.get_key_display(binding))
                rows.setdefault(binding.action.removeprefix("screen."), (choice, binding.action, node))
        self._actions = tuple((action, node) for _choice, action, node in rows.values())
        self.rows = [choice for choice, *_rest in rows.values()]
        self._commands = tuple(below.app.get_system_commands(below))
        self.rows += [Choice(command.title, command.help) for command in self._commands]

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="card"):
            yield Static(_("Keys and menu"), classes="prompt", markup=False)
            with VerticalScroll(can_focus=False):
                yield Choices(self.rows)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Do it, where its key would have; the place below asks, so that it hears the answer when this is gone."""
        self.dismiss()
        if event.index < len(self._actions):
            self._below.call_next(app_of(self).run_action, *self._actions[event.index])
        else:
            self._below.call_next(self._commands[event.index - len(self._actions)].callback)

    def action_page(self, by: int) -> None:
        """Some rows further up or down."""
        self.query_one(Choices).action_move(by * PAGE_ROWS)

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss()


def _is_ours(node: object, binding: Binding) -> bool:
    """Whether a row is worth it: a key that we gave a meaning, neither an arrow nor what stands below anyway."""
    if binding.key in ARROWS or binding.action.removeprefix("app.") in STANDS_BELOW:
        return False
    ours = (cls for cls in type(node).__mro__ if cls.__module__.startswith("companion."))
    own = (each for cls in ours for each in cls.__dict__.get("BINDINGS", ()))
    return bool(binding.description) and any(
        isinstance(each, Binding) and each.action == binding.action for each in own
    )
