"""Giving an exercise: which one, for whom, on what terms; seen as the client will, then written."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from companion.domain.assignment import Terms
from companion.domain.exercise import Exercise
from companion.errors import CompanionError
from companion.language import _
from companion.services.between.assigning import Wish, assign, assignment_for, cautions
from companion.services.between.assignments import page_of
from companion.tui.modals.pick import PickModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.files import ask_where_to, new_path
from companion.tui.screens.terms import TERMS, ask_term
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

if TYPE_CHECKING:
    from companion.services.exercises.rehearsing import Rehearsal

WHICH = _("Which exercise?")
SEE_IT, WRITE_IT = Choice(_("See it as they will")), Choice(_("Write the file"))
WALK_IT = Choice(_("Walk it as they would"), _("nothing of it is kept"))
ADAPT_IT = Choice(_("Adapt a copy of it"), _("other words, steps left out"))
WHO_FIRST = _("Say first who it is for. It need not be their name.")
AGREED = _("This exercise is about {}. Did you agree on that?")
AGREED_CHOICES = ((_("Not yet"), ""), (_("Yes, we did"), ""))
CAUTIONS_CHOICES = ((_("Not yet"), ""), (_("Yes, I have thought of that"), ""))
THOUGHT = _("This exercise is not for everyone: {} Have you thought of that?")
WRITTEN = _("Anyone who has the file can read it. It holds your public key, and no secret. It goes when you send it.")


class GivingScreen(Place):
    """All exercises by title; `enter` goes on to the terms."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", _("back"))]

    def __init__(self) -> None:
        super().__init__(classes="sheet-place")

    def compose(self) -> ComposeResult:
        """The list, and what the marked one is for."""
        self._exercises = app_of(self).companion.exercises()
        yield Static(WHICH, classes="sheet-title", markup=False)
        with VerticalScroll(id="list-box", can_focus=False):
            yield Choices(
                [
                    Choice(each.title, _("{depth}, {minutes} minutes").format(depth=each.depth, minutes=each.minutes))
                    for each in self._exercises
                ]
            )
        yield Static("", id="about-given", classes="sheet-note", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()
        self._tell(0)

    def on_choices_marked(self, event: Choices.Marked) -> None:
        """The words below follow the mark."""
        event.stop()
        self._tell(event.index)

    def _tell(self, index: int) -> None:
        if self._exercises:
            self.query_one("#about-given", Static).update(self._exercises[index].purpose)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """On to its terms."""
        event.stop()
        self.app.push_screen(TermsScreen(self._exercises[event.index]))

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()


class TermsScreen(Place):
    """One row a term, each with what it is now; the last two rows show it and write it."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "see", _("see it as they will")),
        Binding("t", "walk", _("walk it"), show=False),
        Binding("a", "adapt", _("adapt a copy"), show=False),
        Binding("w", "write", _("write the file")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, exercise: Exercise) -> None:
        super().__init__(classes="sheet-place")
        self._exercise = exercise
        self._wish = Wish("")
        self._rehearsal: Rehearsal | None = None
        self._doors = (
            (SEE_IT, self.action_see),
            (WALK_IT, self.action_walk),
            (WRITE_IT, self.action_write),
            (ADAPT_IT, self.action_adapt),
        )

    def compose(self) -> ComposeResult:
        """The terms."""
        yield Static(self._exercise.title, classes="sheet-title", markup=False)
        with VerticalScroll(id="list-box", can_focus=False):
            yield Choices(
                [*(Choice(term.label, term.value(self._wish)) for term in TERMS), *(door for door, _do in self._doors)]
            )
        yield Static(TERMS[0].about, id="about-term", classes="sheet-note", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_marked(self, event: Choices.Marked) -> None:
        """The words below say what the marked term is for."""
        event.stop()
        about = TERMS[event.index].about if event.index < len(TERMS) else ""
        self.query_one("#about-term", Static).update(about)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Change a term, see it, or write it."""
        event.stop()
        index = event.index
        if index >= len(TERMS):
            self._doors[index - len(TERMS)][1]()
        else:

            def changed(wish: Wish) -> None:
                self._wish = wish
                self.query_one(Choices).exchange(index, Choice(TERMS[index].label, TERMS[index].value(wish)))

            ask_term(self, TERMS[index], self._wish, changed)

    def action_walk(self) -> None:
        """The session on these terms, with sound, and without a trace of it afterwards."""
        from companion.services.exercises.rehearsing import NOTHING_KEPT, Rehearsal
        from companion.tui.screens.session import SessionScreen

        app = app_of(self)
        terms = Terms(dial=self._wish.dial, threshold=self._wish.threshold, limits=self._wish.limits,
                      feelings=self._wish.feelings)  # fmt: skip
        try:
            self._rehearsal = Rehearsal(app.companion, self._exercise, terms)
        except CompanionError as error:
            app.tell(error)
            return
        app.say(NOTHING_KEPT)
        app.push_screen(SessionScreen(self._rehearsal.session))

    def on_screen_resume(self) -> None:
        """What was walked is forgotten."""
        if self.app.screen is self and self._rehearsal is not None:
            self._rehearsal.close()
            self._rehearsal = None

    def on_unmount(self) -> None:
        """Also where the program was closed in the middle of it."""
        if self._rehearsal is not None:
            self._rehearsal.close()

    def action_adapt(self) -> None:
        """A copy of one's own, and on with that."""
        from companion.tui.screens.adapting import AdaptingScreen

        def written(made: Exercise) -> None:
            self._exercise = made
            self.query_one(".sheet-title", Static).update(made.title)

        self.app.push_screen(AdaptingScreen(self._exercise, written))

    def action_see(self) -> None:
        """The page as the client will see it; what was not agreed yet is asked when it is written."""
        agreed = replace(self._wish, themes=self._exercise.themes, has_thought_of_cautions=True)
        try:
            made = assignment_for(app_of(self).companion.places, self._exercise, self._named(agreed), "0" * 32)
        except CompanionError as error:
            app_of(self).tell(error)
            return
        self.app.push_screen(ReadingModal(_("As they will see it"), page_of(made)))

    @staticmethod
    def _named(wish: Wish) -> Wish:
        """With somebody to show it to, where nobody was named yet."""
        return replace(wish, pseudonym=wish.pseudonym.strip() or _("you"))

    def action_write(self) -> None:
        """Ask what was agreed and thought of, then where to; then it is written."""
        if not self._wish.pseudonym.strip():
            app_of(self).say(WHO_FIRST)
            return
        exercise, wish = self._exercise, self._wish
        if exercise.themes and not wish.themes:
            self._ask(AGREED.format(_(" and ").join(exercise.themes)), AGREED_CHOICES, themes=exercise.themes)
        elif exercise.not_when and not wish.has_thought_of_cautions:
            self._ask(THOUGHT.format(cautions(exercise)), CAUTIONS_CHOICES, has_thought_of_cautions=True)
        else:
            suggested = new_path(app_of(self).companion.places.exports, f"for {wish.pseudonym}", ".json")
            ask_where_to(self, suggested, self._write)

    def _ask(self, question: str, choices: tuple[tuple[str, str], ...], **change: object) -> None:
        def answered(index: int | None) -> None:
            if index == 1:
                self._wish = replace(self._wish, **change)
                self.action_write()

        self.app.push_screen(PickModal(question, choices), answered)

    def _write(self, path: Path) -> None:
        app = app_of(self)
        assign(app.companion.places, self._exercise, self._wish, path, secrets.token_hex(16))
        app.pop_screen()
        app.push_screen(ReadingModal(_("Written"), (str(path), "", WRITTEN)))

    def action_back(self) -> None:
        """Another exercise."""
        self.app.pop_screen()
