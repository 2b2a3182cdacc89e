"""What is said in the corner, over any place: the newest in place of what was, and nothing follows elsewhere."""

from functools import cached_property
from typing import Protocol, runtime_checkable

from textual import events
from textual.css.query import NoMatches
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widgets import Input, TextArea

from companion.domain.units import Seconds
from companion.errors import CompanionError
from companion.tui.inside import InsideApp, Toast, ToastRack
from companion.tui.screens.base import has_said

READING_SECONDS: Seconds = 12.0
TELL_AGAIN_SECONDS: Seconds = 30.0
LOOK_SECONDS: Seconds = 0.1


@runtime_checkable
class HasCursor(Protocol):
    """A list, or a page of days: one place in it is marked."""

    @property
    def cursor_region(self) -> Region:
        """Where the marked place is drawn, in columns and rows of the screen."""


class Corner:
    """Sentences for a place, below or above its cursor.

    What was said before the last key goes with the next sentence, or with the place.
    What a key brought about goes along to where the same key leads, so that "kept" is read at home.
    """

    def __init__(self, app: InsideApp) -> None:
        self._app = app
        self._looking: Timer | None = None
        self.told: set[str] = set()
        """What is not said again for now; what has gone may be."""
        self._place: Screen[object] | None = None
        self._new: set[str] = set()
        self._old: set[str] = set()

    def say(self, sentence: str, *, stays: bool = False) -> None:
        """Say one thing in place of what was said before the last key.

        `stays`: it is read to its end whatever comes next, as troubles are, and takes no other's place.
        """
        if not stays:
            self._empty()
            self._new.add(sentence)
        self._app.notify(sentence, timeout=READING_SECONDS, markup=False)
        if self._looking is None:
            self._looking = self._app.set_interval(LOOK_SECONDS, self._mind_cursor)

    def take_back(self, sentence: str) -> None:
        """What was under way is not so any more."""
        self._old.add(sentence)
        self._empty()

    def hear(self, event: events.Event) -> None:
        """A key or a press of the mouse: what stands there now was there before it."""
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            self._old |= self._new
            self._new.clear()

    def go(self, screen: Screen[object]) -> None:
        """Another screen is open; a question over a place is no other place."""
        if isinstance(screen, ModalScreen) or screen is self._place:
            return
        self._place = screen
        self._empty()

    def _empty(self) -> None:
        for each in self._app.in_the_corner:
            if each.message in self._old:
                self._app.clear_from_corner(each)
        self.told -= self._old
        self._old.clear()


    def _mind_cursor(self) -> None:
        """Over the keys at the bottom; at the top while the cursor is where it would be covered.

        Looked at again and again while something stands there: a cursor moves by keys, by the mouse and by itself.
        """
        if not self._app.in_the_corner and self._looking is not None:
            self._looking.stop()
            self._looking = None
        screen = self._app.screen
        try:
            rack = screen.get_child_by_type(ToastRack)
        except NoMatches:
            return
        rows = sum(toast.region.height for toast in rack.query(Toast))
        cursor = _cursor_in(screen)
        covered = Region(0, screen.size.height - 1 - rows, screen.size.width, rows)
        rack.set_class(cursor is not None and cursor.overlaps(covered), "-above")


def _cursor_in(screen: Screen[object]) -> Region | None:
    """Where someone stands or writes; None where that is no one place."""
    match screen.focused:
        case HasCursor() as marked:
            return marked.cursor_region
        case TextArea() | Input() as field:
            return Region(field.region.x, field.cursor_screen_offset.y, field.region.width, 1)
        case _:
            return None


class SaysThings(InsideApp):
    """An app that says things, each on a line of the place that has one, else in the corner."""

    @cached_property
    def corner(self) -> Corner:
        """What is said over any place."""
        return Corner(self)

    def tell(self, error: CompanionError) -> None:
        """Say what happened and what to do, without stopping anything."""
        self.say(str(error), stays=True)

    def say(self, sentence: str, *, stays: bool = False) -> None:
        """Say one thing, and the same thing not again and again; `stays` as in `Corner.say`."""
        told = self.corner.told
        if sentence and sentence not in told:
            told.add(sentence)
            self.set_timer(TELL_AGAIN_SECONDS, lambda: told.discard(sentence))
            if not has_said(self.screen_stack, sentence):
                self.corner.say(sentence, stays=stays)

    def take_back(self, sentence: str) -> None:
        """What was said to be under way is over."""
        self.corner.take_back(sentence)

    async def on_event(self, event: events.Event) -> None:
        """Each key parts what was said before it from what it brings about."""
        self.corner.hear(event)
        await super().on_event(event)
