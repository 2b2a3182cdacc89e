"""What becomes of what was played in a jam, and the ways out of it."""

from typing import TYPE_CHECKING

from companion.domain.take import Take
from companion.errors import CompanionError
from companion.messages import LATER_TAG
from companion.services.jamming.takes import FEWEST_NOTES
from companion.tui.modals.keep import KeepModal
from companion.tui.modals.leave import MENU, LeaveModal
from companion.tui.screens.base import app_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.tui.screens.jam import JamScreen

LEAVE_CHOICES = (
    ("Stay", "the music goes on"),
    ("Back", "out of the music, to where you came from"),
    ("Stop gently", "the music fades; what you recorded is kept"),
)
NOTHING_PLAYED = "Nothing new was played yet."
KEPT = "Kept in your journal."
KEPT_FOR_LATER = "Kept, to decide later."
JUST_PLAYED = "What you just played:"


class JamLeaving:
    """Keeps, records, asks and leaves for a `JamScreen`."""

    def __init__(self, screen: "JamScreen") -> None:
        self._screen = screen
        self._laid: list[Take] = []

    def remember(self, take: Take) -> None:
        """A take goes round under the playing and is not in the journal yet."""
        self._laid.append(take)

    def forget_last(self) -> None:
        """The newest take that went round was taken away."""
        if self._laid:
            self._laid.pop()

    def keep(self, *, later: bool = False) -> bool:
        """Put what was recorded or just played into the journal; whether nothing is left to keep."""
        jam, app = self._screen.jam, app_of(self._screen)
        take = jam.take()
        if take is None:
            self._screen.notify(NOTHING_PLAYED, markup=False)
            return True
        try:
            self._add(take, later)
            jam.let_go()
        except CompanionError as error:
            app.tell(error)
            return False
        self._screen.notify(KEPT_FOR_LATER if later else KEPT, markup=False)
        return True

    def _add(self, take: Take, later: bool) -> None:
        journal = app_of(self._screen).companion.journal
        journal.add(take, title=take.title, tags=(LATER_TAG,) if later else ())
        self._laid = [each for each in self._laid if each is not take]

    def record_or_end(self) -> None:
        """Begin a take after one bar of count-in, or end it and ask what becomes of it."""
        jam, state = self._screen.jam, self._screen.state
        if state is None or state.record == "off":
            jam.record()
            return
        if self._end_recording():
            self._screen.app.push_screen(KeepModal(), self._decide)

    def ask(self) -> None:
        """Stay, back, or stop gently."""
        self._screen.app.push_screen(LeaveModal(choices=LEAVE_CHOICES), self._answered)

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
        elif played >= FEWEST_NOTES or self._laid:
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
        """Takes that went round and were not kept go the same way as the newest playing."""
        has_newest = self._screen.jam.take() is not None
        if (not has_newest or self._decided(choice)) and (choice == "delete" or self._keep_laid(choice == "later")):
            self._leave()

    def _keep_laid(self, later: bool) -> bool:
        try:
            for take in list(self._laid):
                self._add(take, later)
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
