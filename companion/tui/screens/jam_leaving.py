"""What becomes of what was played in a jam, and the ways out of it."""

from types import NoneType
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.language import _
from companion.messages import LEAVE_JAM_CHOICES
from companion.services.jamming.keeping import Kept, Laid
from companion.services.jamming.takes import FEWEST_NOTES
from companion.tui.modals.keep import KeepModal
from companion.tui.modals.leave import MENU, LeaveModal
from companion.tui.screens.base import app_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.tui.screens.jam import JamScreen

NOTHING_PLAYED = _("Nothing new was played yet.")
KEPT = _("Kept in your journal.")
KEPT_FOR_LATER = _("Kept, to decide later.")
JUST_PLAYED = _("What you just played:")
LAID = _("It goes round below you. Play over it; enter keeps it.")
TAKEN_BACK = {
    Laid: _("The last take is silent. ctrl+y brings it back."),
    Kept: _("The last take is out of your journal. ctrl+y puts it back."),
    NoneType: _("There is no take to take back."),
}
GIVEN_BACK = {
    Laid: _("It goes round below you again."),
    Kept: _("It is in your journal again."),
    NoneType: _("There is nothing to bring back."),
}


class JamLeaving:
    """Keeps, records, asks and leaves for a `JamScreen`."""

    def __init__(self, screen: "JamScreen") -> None:
        self._screen = screen

    def keep(self, *, later: bool = False) -> bool:
        """Put what was recorded or just played into the journal; whether nothing is left to keep."""
        try:
            was_something = self._screen.keeping.keep(later=later)
        except CompanionError as error:
            app_of(self._screen).tell(error)
            return False
        kept = KEPT_FOR_LATER if later else KEPT
        self._screen.say_here(kept if was_something else NOTHING_PLAYED)
        return True

    def lay_over(self) -> None:
        """What was just played goes round under the playing."""
        self._try(lambda: LAID if self._screen.keeping.lay_over() else NOTHING_PLAYED)

    def undo(self) -> None:
        """Take the last take back."""
        self._try(lambda: TAKEN_BACK[type(self._screen.keeping.undo())])

    def redo(self) -> None:
        """Give back what was taken back."""
        self._try(lambda: GIVEN_BACK[type(self._screen.keeping.redo())])

    def _try(self, step: "Callable[[], str]") -> None:
        try:
            self._screen.say_here(step())
        except CompanionError as error:
            app_of(self._screen).tell(error)

    def record_or_end(self) -> None:
        """Begin a take after one bar of count-in, or end it and ask what becomes of it."""
        state = self._screen.state
        if state is None or state.record == "off":
            self._screen.keeping.record()
            return
        if self._end_recording():
            self._screen.app.push_screen(KeepModal(), self._decide)

    def ask(self) -> None:
        """Stay, back, or stop gently."""
        self._screen.app.push_screen(LeaveModal(choices=LEAVE_JAM_CHOICES), self._answered)

    def _answered(self, choice: str | None) -> None:
        if choice == MENU:
            app_of(self._screen).action_help()
        elif choice == "back":
            self.go_back()
        elif choice == "stop":
            self.stop_gently()

    def go_back(self) -> None:
        """Out of the jam; what was played and not kept is asked about once."""
        played = 0 if self._screen.state is None else self._screen.state.played
        if self._end_recording():
            self._screen.app.push_screen(KeepModal(), self._decided_and_leave)
        elif played >= FEWEST_NOTES or self._screen.keeping.loose:
            self._screen.app.push_screen(KeepModal(JUST_PLAYED), self._decided_and_leave)
        else:
            self._leave()

    def stop_gently(self) -> None:
        """The music fades, a short step onto firm ground; what was recorded is kept, to decide later."""
        from companion.tui.screens.stopped import StoppedScreen

        if self._end_recording():
            self.keep(later=True)
        screen = self._screen
        self._hush(lambda: app_of(screen).switch_screen(StoppedScreen()))
        app_of(screen).playback.stop(2.5)

    def _end_recording(self) -> bool:
        """End the take that is recorded; whether one waits for a decision now."""
        jam, state = self._screen.jam, self._screen.state
        if state is None or state.record == "off":
            return False
        try:
            jam.finish_recording()
        except CompanionError as error:
            app_of(self._screen).tell(error)
        return jam.take() is not None

    def _decide(self, choice: str | None) -> None:
        self._decided(choice)

    def _decided(self, choice: str | None) -> bool:
        if choice != "delete":
            return self.keep(later=choice == "later")
        try:
            self._screen.jam.let_go()
        except CompanionError as error:
            app_of(self._screen).tell(error)
        return True

    def _decided_and_leave(self, choice: str | None) -> None:
        """Takes that are in nobody's journal go the same way as the newest playing."""
        has_newest = self._screen.jam.take() is not None
        if (not has_newest or self._decided(choice)) and (choice == "delete" or self._keep_loose(choice == "later")):
            self._leave()

    def _keep_loose(self, later: bool) -> bool:
        try:
            self._screen.keeping.keep_loose(later=later)
        except CompanionError as error:
            app_of(self._screen).tell(error)
            return False
        return True

    def _leave(self) -> None:
        screen = self._screen
        self._hush(lambda: screen.app.pop_screen())

    def _hush(self, go: "Callable[[], object]") -> None:
        self._screen.end_night()
        self._screen.jam.stop()
        go()
