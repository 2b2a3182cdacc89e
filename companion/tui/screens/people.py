"""People to turn to: the contact card on a page of its own, to be read, entered and looked over."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.domain.contact import MOST_PEOPLE, Contact
from companion.errors import CompanionError
from companion.language import _
from companion.services.between import contacts as c
from companion.tui.modals.person import PersonModal
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

ADD = _("Enter someone")
TAKE_OFF = 1


class PeopleScreen(Screen[None]):
    """`enter` changes the marked one or enters someone, `d` takes one off, `k` says that all were looked over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "remove", _("take off"), key_display="d"),
        Binding("k", "check", _("still right today")),
        Binding("r", "who_reads", _("who may read it"), show=False),
        Binding("escape", "back", _("back")),
    ]

    def compose(self) -> ComposeResult:
        """Who they are, and what is to be said about the card."""
        self._contacts = c.contacts_of(app_of(self).companion)
        with Vertical(classes="panel"):
            yield Static(c.PEOPLE, classes="prompt", markup=False)
            yield Vertical(id="people")
            yield Static("", id="people-note", classes="note", markup=False)
        yield KeyRow()

    async def on_mount(self) -> None:
        """The card as it is."""
        await self._show()

    async def _show(self, marked: int = 0) -> None:
        seen = self._contacts.look()
        self._people = seen.people
        rows = [Choice(f"{each.name}: {each.reach}", c.about(each), str(at)) for at, each in enumerate(seen.people, 1)]
        if len(rows) < MOST_PEOPLE:
            rows.append(Choice(ADD, "", str(len(rows) + 1)))
        box = self.query_one("#people", Vertical)
        await box.remove_children()
        choices = Choices(rows, marked=marked, notes_beside=False)
        await box.mount(choices)
        choices.focus()
        self.query_one("#people-note", Static).update("\n".join(self._notes(seen)))

    def _notes(self, seen: c.Seen) -> list[str]:
        if seen.trouble:
            return [seen.trouble, messages.SAFETY]
        if not seen.people:
            return [c.WHO, "", messages.SAFETY]
        looked = c.LOOK_OVER if c.wants_a_look(seen.people, self._contacts.today) else ""
        return [*filter(None, (looked, self._contacts.who_reads))]

    @property
    def _marked(self) -> Contact | None:
        at = self.query_one(Choices).marked
        return self._people[at] if at < len(self._people) else None

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Change one, or enter someone; who may read the card is asked once, where there is a passphrase."""
        event.stop()
        contact, number = self._marked, event.index + 1

        def entered(typed: tuple[str, str, str] | None) -> None:
            if typed is None:
                return
            if contact is not None:
                self._do(lambda: self._contacts.change(number, *typed), number - 1)
            elif self._asks_who_reads():
                self._ask_who_reads(lambda is_open: self._contacts.add(*typed, is_open=is_open))
            else:
                self._do(lambda: self._contacts.add(*typed), number - 1)

        self.app.push_screen(PersonModal(contact), entered)

    def _asks_who_reads(self) -> bool:
        try:
            return self._contacts.asks_who_reads
        except CompanionError:
            return False  # adding will say why

    def _ask_who_reads(self, change: Callable[[bool], object]) -> None:
        def chosen(index: int | None) -> None:
            self._do(lambda: change(index == 1))

        self.app.push_screen(PickModal(c.OPEN_QUESTION, c.OPEN_CHOICES), chosen)

    def _do(self, change: Callable[[], object], marked: int = 0) -> None:
        try:
            change()
        except CompanionError as error:
            app_of(self).tell(error)
        self.call_next(self._show, marked)

    def action_remove(self) -> None:
        """Ask, and take the marked one off."""
        contact, number = self._marked, self.query_one(Choices).marked + 1
        if contact is None:
            return

        def chosen(index: int | None) -> None:
            if index == TAKE_OFF:
                self._do(lambda: self._contacts.remove(number))

        rows = ((_("No, keep"), ""), (_("Yes, take off"), ""))
        self.app.push_screen(PickModal(_("Take {name} off your card?").format(name=contact.name), rows), chosen)

    def action_check(self) -> None:
        """All of them were looked over today."""
        if self._people:
            self._do(self._contacts.check)
            self.notify(c.LOOKED_OVER, markup=False)

    def action_who_reads(self) -> None:
        """Choose whether it can be read while the journal is locked."""
        if self._people and self._contacts.who_reads:
            self._ask_who_reads(self._contacts.open_for_all)

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()


def open_people(screen: Screen[object]) -> None:
    """Open the card over a place, unless it is open."""
    if not isinstance(screen, PeopleScreen):
        screen.app.push_screen(PeopleScreen())
