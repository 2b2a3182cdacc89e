"""Home: a greeting and a few doors. Rows that would be empty are not there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.errors import CompanionError
from companion.language import _
from companion.messages import PROTECT_OFFER, greeting
from companion.services.home import Doors, Home
from companion.tui.screens.base import Place, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

if TYPE_CHECKING:
    from companion.domain.agreed import Plan
    from companion.services.walking.session import Session

PLAN = _("Your plan")
MEANS = _("What sharing means")
WOULD_RATHER_NOT = _("What I would rather not")
LONGEST_SHOWN = 40
AFTER_PAINT_SECONDS = 0.02
"""The greeting is on the terminal before the journal is opened."""


class HomeScreen(Place):
    """The first place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.leave_program", _("close"))]

    def compose(self) -> ComposeResult:
        """A greeting, and the doors once they are known."""
        yield Static(greeting(app_of(self).companion.clock().hour), id="greeting", markup=False)
        yield Vertical(id="doors")
        yield KeyRow()

    def on_mount(self) -> None:
        """What is told here is told once while the program runs."""
        self._home = Home(app_of(self).companion)
        self._plan: Plan | None = None

    def on_screen_resume(self) -> None:
        """Look again at what there is, each time someone comes back here."""
        self.set_timer(AFTER_PAINT_SECONDS, self._show_doors)

    async def _show_doors(self) -> None:
        """The journal is opened here, after the first paint."""
        found = self._home.look()
        self._waiting = found.waiting
        for sentence in found.news:
            app_of(self).say(sentence)
        doors = [
            ("listen", Choice(_("Just listen"), _("a few quiet minutes"))),
            ("new", Choice(_("A new session"), _("about 20 minutes, 5 is fine"))),
        ]
        if found.waiting is not None:
            doors.append(("go_on", Choice(_("Go on where you were"), self._when(found.waiting))))
        if found.given_waiting:
            doors.append(("given", Choice(_("From your therapist"), self._of_given(found))))
        doors.append(("play", Choice(_("Just play"), _("over a steady backing"))))
        offers = False
        if found.made or app_of(self).has_deleted:
            doors.append(("made", Choice(_("What you made"), str(found.made or ""))))
            offers = self._offers_protection()
        self._plan = found.plan
        if found.plan is not None:
            doors.append(("plan", Choice(PLAN, self._of_plan(found.plan))))
        if app_of(self).companion.settings.therapist:
            doors.append(("clients", Choice(_("For your clients"), _("give an exercise, see what was shared"))))
        doors.append(("steady", Choice(_("Steady"), _("a slow pulse, nothing else"))))
        self._doors = [name for name, _other in doors]
        marked = self._doors.index("new" if found.waiting is None else "go_on")
        box = self.query_one("#doors", Vertical)
        await box.remove_children()
        rows = [replace(choice, key=str(number)) for number, (_other, choice) in enumerate(doors, start=1)]
        menu = Choices(rows, marked=marked, id="menu")
        await box.mount(menu, *([Static(PROTECT_OFFER, classes="note", markup=False)] if offers else []))
        menu.focus()

    def _offers_protection(self) -> bool:
        """Whether it shall be said, once, that what is there can be protected; here, where it covers nothing."""
        app = app_of(self)
        if not app.companion.settings.protection_offered and not app.companion.journal.is_sealed:
            app.remember(protection_offered=True)
            return True
        return False

    def _when(self, session: "Session") -> str:
        days = (app_of(self).companion.clock().date() - session.draft.started.date()).days
        return {0: _("from today"), 1: _("from yesterday")}.get(days, _("from {days} days ago").format(days=days))

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Through one of the doors."""
        door = self._doors[event.index]
        try:
            if door == "made":
                from companion.tui.screens.journal import JournalScreen

                self.app.push_screen(JournalScreen())
                return
            if door in ("listen", "play", "steady"):
                self._to_music(door)
                return
            if door == "given":
                self._to_given()
            elif door == "plan":
                self._to_plan()
            elif door == "clients":
                from companion.tui.screens.therapist import TherapistScreen

                self.app.push_screen(TherapistScreen())
            elif door == "go_on" and self._waiting is not None:
                from companion.tui.screens.assignment import go_on

                go_on(app_of(self), self._waiting)
            else:
                from companion.tui.screens.choosing import ChoosingScreen

                self.app.push_screen(ChoosingScreen())
        except CompanionError as error:
            app_of(self).tell(error)

    def commands(self) -> Iterable[SystemCommand]:
        """What a therapist gave is reached from here also when nothing waits; and a passphrase for the journal."""
        from companion.tui.screens.protecting import protect_commands

        yield SystemCommand(_("From your therapist"), _("what you were given"), self._to_given)
        yield SystemCommand(_("Open a file from your therapist"), _("what they give or write"), self._open_file)
        yield SystemCommand(MEANS, _("whose song it stays"), self._to_consent)
        yield SystemCommand(PLAN, _("in your own words"), self._to_plan)
        yield SystemCommand(WOULD_RATHER_NOT, _("in any exercise"), self._to_limits)
        yield from protect_commands(self)

    def _to_given(self) -> None:
        from companion.tui.screens.given import GivenScreen

        self.app.push_screen(GivenScreen())

    def _of_given(self, found: Doors) -> str:
        """How many wait, or when the one is wished for."""
        from companion.services.between.due import waiting_in_words

        shows = app_of(self).companion.settings.titles_on_home
        return waiting_in_words(found.given_waiting, found.due, shows_words=shows)[:LONGEST_SHOWN]

    def _of_plan(self, plan: "Plan") -> str:
        """A few words of it, for those who want titles here."""
        words = plan.smallest or plan.goal
        return (
            words[:LONGEST_SHOWN] if words and app_of(self).companion.settings.titles_on_home else _("as you wrote it")
        )

    def _to_plan(self) -> None:
        from companion.tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(self._plan.assignment_id if self._plan is not None else ""))

    def _to_consent(self) -> None:
        from companion.tui.screens.agreed import AgreedScreen

        self.app.push_screen(AgreedScreen())

    def _to_limits(self) -> None:
        from companion.tui.screens.boundaries import BoundariesScreen

        self.app.push_screen(BoundariesScreen())

    def _open_file(self) -> None:
        from companion.tui.screens.given import ask_for_assignment

        ask_for_assignment(self)

    def _to_music(self, door: str) -> None:
        app = app_of(self)
        if door == "steady":
            app.action_steady()
            return
        from companion.tui.screens.jam_door import listen, play_over

        if door == "listen":
            listen(app)
        else:
            play_over(app)
