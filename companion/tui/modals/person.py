"""Entering someone to turn to, or changing what stands there: a name, a way to reach them, a line."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.domain.contact import LONGEST_LINE, LONGEST_NAME, LONGEST_REACH, Contact
from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.widgets.fields import WordField

FIELDS = (
    ("name", _("Who?"), _("a name, or what they are to you"), LONGEST_NAME),
    ("reach", _("How can they be reached?"), _("a number, a door, a time"), LONGEST_REACH),
    ("line", _("A line about it, if you like"), "", LONGEST_LINE),
)
HOW = _("enter goes on; after the last line it is kept")


class PersonModal(Modal[tuple[str, str, str]]):
    """Returns name, reach and line as they were typed, or None on `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", _("back"))]

    def __init__(self, contact: Contact | None = None) -> None:
        super().__init__()
        self._contact = contact

    def compose(self) -> ComposeResult:
        """Three lines to fill in."""
        with Vertical(classes="card person"):
            for name, label, hint, longest in FIELDS:
                yield Static(label, classes="label", markup=False)
                text = getattr(self._contact, name, "")
                yield WordField(
                    text, placeholder=hint, max_length=longest, id=f"person-{name}", compact=True, select_on_focus=False
                )
            yield Static(HOW, classes="note", markup=False)

    def on_mount(self) -> None:
        """The name first."""
        self.query(WordField).first().focus()

    def on_input_submitted(self, event: WordField.Submitted) -> None:
        """On to the next line; from the last one back with all three, or to one that is still needed."""
        event.stop()
        fields = [*self.query(WordField)]
        empty = next((field for field in fields[:-1] if not field.value.strip()), None)
        if event.input is not fields[-1]:
            fields[fields.index(self.query_one(f"#{event.input.id}", WordField)) + 1].focus()
        elif empty is not None:
            empty.focus()
        else:
            name, reach, line = (field.value for field in fields)
            self.dismiss((name, reach, line))

    def action_leave(self) -> None:
        """Nothing is changed."""
        self.dismiss(None)
