"""An assignment, seen before anything is done with it: who, why, what would be asked, and the ways on."""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.domain.entry import Entry
from companion.domain.features import Feature
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.between.assignments import (
    State,
    assigned,
    begin,
    decide,
    fit_for,
    keep_limits_of,
    page,
    state_of,
    suggests_limits,
)
from companion.services.between.occasions import WHICH_TIME, occasion_in_words, occasions_of
from companion.services.between.sharing import offer_of
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.boundaries import ask_first
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.sheet import Line, Sheet

if TYPE_CHECKING:
    from companion.services.walking.session import Session
    from companion.tui.app import CompanionApp

TITLE = _("From your therapist")
DECLINED = _("Declined, and that is a good answer. Nobody is told unless you tell them.")
WAITS_AGAIN = _("It waits for you again.")

BEGIN, GO_ON, AGAIN = Choice(_("Begin")), Choice(_("Go on")), Choice(_("Do it once more"))
SHARE = Choice(_("Share something"), _("only what you choose, and you see it first"))
NOT_NOW = Choice(_("Not now"), _("it stays here"))
DECLINE = Choice(_("Decline"), _("no is a good answer"))
PLAN = Choice(_("A plan for it"), _("in your words; it stays with you"))
KEEP_LIMITS = Choice(_("Keep its limits for everything"), _("you can change them any time"))
LIMITS_KEPT = _("They hold for every exercise now. 'What I would rather not' in the menu changes them.")
ACCEPT = Choice(_("Take the no back"), _("it waits for you again"))

WAYS: dict[State, tuple[Choice, ...]] = {
    "waiting": (BEGIN, NOT_NOW, SHARE, DECLINE, PLAN),
    "under way": (GO_ON, NOT_NOW, SHARE, DECLINE, PLAN),
    "done": (SHARE, NOT_NOW, AGAIN),
    "declined": (NOT_NOW, ACCEPT, SHARE),
}
"""What can be done with it, the nearest first."""


class AssignmentScreen(Place):
    """One assignment. Under a session that was begun here it waits, and afterwards offers to choose what is shared."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "read(-1)", _("read up"), show=False),
        Binding("pagedown", "read(1)", _("read on")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, entry_id: str, session: "Session | None" = None) -> None:
        super().__init__(classes="sheet-place")
        self._assignment_id = entry_id
        self._session = session
        self._ways: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        """The page, the ways on, the keys."""
        yield Static(TITLE, classes="sheet-title", markup=False)
        yield Sheet()
        yield Vertical(id="answers-box")
        yield KeyRow()

    async def on_mount(self) -> None:
        """What it says."""
        await self._show()

    async def on_screen_resume(self) -> None:
        """After a session that was walked to its end: what of it could be shared. After a stop: home."""
        if self.app.screen is not self:
            return  # a session was opened over it in the same breath
        session, self._session = self._session, None
        if session is None or session.is_finished:
            await self._show()
        else:
            self.call_after_refresh(go_home, app_of(self))

    async def _show(self) -> None:
        journal = app_of(self).companion.journal
        try:
            entry = assigned(journal, self._assignment_id)[0]
            state = state_of(journal, entry)
            fit = fit_for(journal, entry.id)
            self.query_one(Sheet).show(as_lines(page(entry, state, fit)))
            self._ways = tuple(each for each in WAYS[state] if not fit.problem or each not in (BEGIN, GO_ON, AGAIN))
            if suggests_limits(journal, entry.id) and state != "declined":
                self._ways += (KEEP_LIMITS,)
        except CompanionError as error:
            self.query_one(Sheet).show((str(error),))
            self._ways = (NOT_NOW,)
        rows = [Choice(way.label, way.note, str(number)) for number, way in enumerate(self._ways, start=1)]
        box = self.query_one("#answers-box", Vertical)
        await box.remove_children()
        choices = Choices(rows)
        await box.mount(choices)
        choices.focus()

    async def on_choices_taken(self, event: Choices.Taken) -> None:
        """One of the ways."""
        event.stop()
        way = self._ways[event.index]
        try:
            if way == GO_ON:
                self._begin(())
            elif way in (BEGIN, AGAIN):
                ask_first(self, fit_for(app_of(self).companion.journal, self._assignment_id), self._begin)
            elif way == SHARE:
                self._share()
            elif way == NOT_NOW:
                self.action_back()
            elif way == PLAN:
                self._plan()
            elif way == KEEP_LIMITS:
                keep_limits_of(app_of(self).companion.journal, self._assignment_id)
                app_of(self).say(LIMITS_KEPT)
                await self._show()
            else:
                await self._decide(declines=way == DECLINE)
        except CompanionError as error:
            app_of(self).tell(error)

    def _begin(self, agreed: Collection[Feature]) -> None:
        try:
            self._session = begin(app_of(self).companion, self._assignment_id, agreed)
        except CompanionError as error:
            app_of(self).tell(error)
            return
        self.app.push_screen(SessionScreen(self._session))

    def _share(self) -> None:
        """Of which time, where there were several; then thing by thing."""
        journal, now = app_of(self).companion.journal, app_of(self).companion.clock()
        found = occasions_of(journal, self._assignment_id)

        def chosen(index: int | None) -> None:
            if index is not None:
                self._share_of(found[index])

        if len(found) > 1:
            self.app.push_screen(PickModal(WHICH_TIME, [(occasion_in_words(each, now), "") for each in found]), chosen)
        else:
            self._share_of(None)

    def _share_of(self, session: Entry | None) -> None:
        from companion.tui.screens.sharing import SharingScreen

        companion = app_of(self).companion
        entry = assigned(companion.journal, self._assignment_id)[0]
        self.app.push_screen(SharingScreen(companion.unsent.of(offer_of(companion.journal, entry, session))))

    def _plan(self) -> None:
        from companion.tui.screens.plan import PlanScreen

        title = assigned(app_of(self).companion.journal, self._assignment_id)[1].exercise_title
        self.app.push_screen(PlanScreen(self._assignment_id, harmless(title)))

    async def _decide(self, *, declines: bool) -> None:
        decide(app_of(self).companion.journal, self._assignment_id, "declined" if declines else "open")
        app_of(self).say(DECLINED if declines else WAITS_AGAIN)
        await self._show()

    def action_read(self, by: int) -> None:
        """Move the page."""
        sheet = self.query_one(Sheet)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 2), animate=False)

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()


def as_lines(sentences: list[str]) -> list[Line]:
    """Sentences of a page with the first of them as its heading, and air after what it is for."""
    head, *others = sentences
    return [(head, "bold"), *others[:1], "", *others[1:]]


def go_home(app: "CompanionApp") -> None:
    """Leave everything above home."""
    from companion.tui.screens.home import HomeScreen

    while len(app.screen_stack) > 1 and not isinstance(app.screen, HomeScreen):
        app.pop_screen()


def go_on(app: "CompanionApp", session: "Session") -> None:
    """Go on with a session where it is; under one of an assignment stands the assignment."""
    terms = session.draft.terms
    if terms is not None:
        app.push_screen(AssignmentScreen(terms.assignment_id, session))
    app.push_screen(SessionScreen(session))
