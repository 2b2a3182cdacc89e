"""A few things to choose from, over the studio: each can be heard before it is taken."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from companion import messages
from companion.errors import CompanionError
from companion.language import _
from companion.services.songs.studio_offers import Offer
from companion.tui.modals.base import Modal
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.fields import WordField


class OffersModal(Modal[Offer]):
    """Returns what was chosen, or None. `hear` lets an offer be heard; `read` makes an offer of what was typed.

    `read` raises CompanionError for what it does not know; the person stays here and reads why.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("as it was")),
        Binding("space", "hear", _("hear")),
    ]

    def __init__(
        self,
        question: str,
        offers: Sequence[Offer],
        hear: Callable[[Offer], None],
        read: Callable[[str], Offer] | None = None,
    ) -> None:
        super().__init__()
        self._question = question
        self._offers = tuple(offers)
        self._hear = hear
        self._read = read
        self._heard: Offer | None = None

    def compose(self) -> ComposeResult:
        """The question, the list, and a field where something else can be typed."""
        rows = [
            Choice(offer.label, offer.note, str(number) if number < 10 else "")
            for number, offer in enumerate(self._offers, start=1)
        ]
        with Vertical(classes="card"):
            yield Static(self._question, classes="prompt", markup=False)
            with VerticalScroll(can_focus=False):
                yield Choices(rows)
            if self._read is not None:
                yield WordField(placeholder=messages.CHORD_FIELD, id="own-word", compact=True)
            yield Static(messages.HEARS_FIRST, classes="note", id="offers-note", markup=False)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Enter takes what is heard; what was not heard yet is heard first."""
        offer = self._offers[event.index]
        if offer == self._heard:
            self.dismiss(offer)
        else:
            self._let_hear(offer)

    def action_hear(self) -> None:
        """Hear the marked one (again)."""
        self._let_hear(self._offers[self.query_one(Choices).marked])

    def on_input_submitted(self, event: WordField.Submitted) -> None:
        """What was typed is heard, and taken with a second enter."""
        event.stop()
        if self._read is None or not event.value.strip():
            return
        try:
            offer = self._read(event.value)
        except CompanionError as error:
            self.query_one("#offers-note", Static).update(str(error))
            return
        if offer == self._heard:
            self.dismiss(offer)
        else:
            self._let_hear(offer)

    def _let_hear(self, offer: Offer) -> None:
        self._heard = offer
        self.query_one("#offers-note", Static).update(messages.HEARD_NOW.format(offer.label))
        self._hear(offer)

    def action_leave(self) -> None:
        """Everything stays as it was."""
        self.dismiss(None)
