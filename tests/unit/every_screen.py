"""Every screen at 80 columns, one after the other: what of its row of keys and of its menu is cut.

Run as a module it prints each cut text on a line, in the language that COMPANION_LANGUAGE says.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._footer import FooterKey

from companion.domain.affect import CheckIn
from companion.domain.song import Song
from companion.journal.store import Journal
from companion.prompts.loading import load_exercise
from companion.services.between.assignments import assigned
from companion.services.between.choosing import Choosing
from companion.services.between.consent import text_of
from companion.services.between.sharing import offer_of
from companion.services.exercises.dry_walk import A_TUNE, an_answer_to
from companion.services.jamming.opening import open_jam
from companion.services.songs.studio import Studio
from companion.services.walking import questions as q
from companion.tui.app import CompanionApp
from companion.tui.modals.help import HelpModal
from companion.tui.screens.adapting import AdaptingScreen
from companion.tui.screens.agreed import AgreedScreen
from companion.tui.screens.agreeing import AgreeingScreen
from companion.tui.screens.assignment import AssignmentScreen
from companion.tui.screens.boundaries import BoundariesScreen
from companion.tui.screens.choosing import ChoosingScreen
from companion.tui.screens.given import GivenScreen
from companion.tui.screens.giving import GivingScreen, TermsScreen
from companion.tui.screens.jam import JamScreen
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.leading import LeadingScreen
from companion.tui.screens.listen import ListenScreen
from companion.tui.screens.over_time import OverTimeScreen
from companion.tui.screens.passphrase import PassphraseScreen, ProtectedScreen
from companion.tui.screens.people import PeopleScreen
from companion.tui.screens.plan import PlanScreen
from companion.tui.screens.preview import PreviewScreen
from companion.tui.screens.return_page import ReturnScreen
from companion.tui.screens.review import ClientScreen, ReviewScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.shared import SharedScreen
from companion.tui.screens.sharing import SharingScreen
from companion.tui.screens.sing_along import SingAlongScreen
from companion.tui.screens.steady import SteadyScreen
from companion.tui.screens.stopped import StoppedScreen
from companion.tui.screens.studio import StudioScreen
from companion.tui.screens.therapist import TherapistScreen
from companion.tui.screens.unlock import UnlockScreen
from companion.tui.screens.welcome import WelcomeScreen
from companion.tui.widgets.choices import Choice, ChoiceRow
from companion.tui.widgets.keys import KeyRow
from tests.snapshot.test_sharing_pictures import fill
from tests.unit.clients import done
from tests.unit.exercises import FILES, english
from tests.unit.faces import EVENING, House, house_in
from tests.unit.given import Office
from tests.unit.pilots import program, session_at, until, until_home

WANTED_KEYS = ("escape", "question_mark")
EXERCISES = [load_exercise(path) for path in FILES if path.parent.name == "en"]


@contextmanager
def records_in(folder: Path) -> Iterator[Journal]:
    """What came back to a therapist."""
    with Journal.open(folder / "records", clock=lambda: EVENING) as journal:
        fill(journal)
        yield journal


def screens(house: House, records: Journal, app: CompanionApp, song: Song) -> Iterator[Callable[[], Screen[Any]]]:
    """Every screen that can be opened, apart from sessions."""
    journal = house.companion.journal
    entry = done(house, Office(house.companion, house.folder))
    journal.add(CheckIn("calm", None, 4), title="")
    journal.add(song, title=song.title)
    exercise = english("a-steady-place")
    choosing = Choosing(offer_of(journal, assigned(journal, entry.id)[0]))
    returned = next(each for each in records.entries() if each.id.endswith("14") or each.id.endswith("0e"))
    yield from (
        JournalScreen,
        lambda: OverTimeScreen(journal.entries()),
        BoundariesScreen,
        PlanScreen,
        ChoosingScreen,
        PeopleScreen,
        StoppedScreen,
        GivenScreen,
        lambda: AssignmentScreen(entry.id),
        lambda: SharingScreen(choosing),
        lambda: PreviewScreen("Ana", choosing.share("s")),
        SharedScreen,
        AgreedScreen,
        lambda: AgreeingScreen(text_of("Ana", "I keep it for ten years.")),
        lambda: ReviewScreen(records),
        lambda: ClientScreen(records, "Robin"),
        lambda: ReturnScreen(records, returned),
        TherapistScreen,
        GivingScreen,
        lambda: TermsScreen(exercise),
        lambda: AdaptingScreen(exercise, lambda _: None),
        lambda: StudioScreen(Studio(song), lambda _: None),
        lambda: SingAlongScreen(song, 0.0),
        lambda: LeadingScreen(song),
        lambda: PassphraseScreen(is_first=True),
        lambda: ProtectedScreen(("It is protected.",)),
        UnlockScreen,
        WelcomeScreen,
        lambda: SteadyScreen(lambda: None),
        lambda: ListenScreen(open_jam(house.companion, app.playback)),
        lambda: JamScreen(open_jam(house.companion, app.playback)),
    )


async def sessions(house: House, song: Song) -> AsyncIterator[tuple[str, Screen[Any]]]:
    """A session at each kind of question, once."""
    yield "GridQuestion", SessionScreen(session_at(house, "before", "affect"))
    seen: set[str] = set()
    for exercise in EXERCISES:
        session = house.companion.begin_exercise(exercise)
        while not session.is_finished:
            if session.wants_songs:
                session.offer((song,) * (session.question.count if isinstance(session.question, q.SongQuestion) else 1))
            question = session.question
            kind = f"{type(question).__name__} {getattr(question, 'prompt', '') == ''}"
            if kind not in seen:
                seen.add(kind)
                yield kind, SessionScreen(session)
            if session.question is question or session.question == question:
                session.answer(an_answer_to(question))


class Looked:
    """What was looked at: `cut` keys, and the `rows` of all menus, each once."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot = pilot
        self.cut: list[str] = []
        self.rows: dict[Choice, None] = {}

    async def at(self, name: str) -> None:
        """Look at the open screen's row of keys, and gather what its menu would say."""
        screen = self._pilot.app.screen
        await until(self._pilot, lambda: all(is_drawn(row) for row in screen.query(KeyRow)))
        self.cut += [f"{name}: {each}" for row in screen.query(KeyRow) for each in cut_keys(row)]
        self.rows.update(dict.fromkeys(HelpModal(screen).rows))

    async def in_one_menu(self) -> None:
        """All rows in one menu, beside the longest name that any of them has."""
        app = self._pilot.app
        menu = HelpModal(app.screen)
        menu.rows = list(self.rows)
        await app.push_screen(menu)
        await until(self._pilot, lambda: len(menu.query(ChoiceRow)) == len(self.rows))
        await self._pilot.pause(0.2)
        self.cut += [f"menu: {row.choice.label} / {row.choice.note}" for row in cut_rows(menu)]


def cut_keys(row: KeyRow) -> list[str]:
    """Keys that are not whole, and the ways back and on that are missing."""
    keys = list(row.query(FooterKey))
    cut = [f"{each.key_display} {each.description}" for each in keys if not is_whole(each, row)]
    wanted = {binding.action for _, binding, _, _ in row.screen.active_bindings.values() if binding.key in WANTED_KEYS}
    shown = {each.action for each in keys}
    return cut + [f"no key for {action}" for action in sorted(wanted - shown) if wanted_there(row, action)]


def wanted_there(row: KeyRow, action: str) -> bool:
    """Whether a key is meant to be seen."""
    return any(each.show for _, each, _, _ in row.screen.active_bindings.values() if each.action == action)


def is_drawn(row: KeyRow) -> bool:
    """Whether a row of keys has got its keys, and they their places."""
    keys = row.query(FooterKey)
    return bool(keys) and all(each.region.width for each in keys)


def is_whole(key: FooterKey, row: KeyRow) -> bool:
    """Whether a key stands in the row with all of its word."""
    fits = key.region.width >= cell_len(key.key_display) + 1 + cell_len(key.description)
    return fits and row.region.contains_region(key.region)


def cut_rows(modal: Screen[Any]) -> list[ChoiceRow]:
    """Rows of a list of which something is drawn nowhere, or on a line where it was not put."""
    return [row for row in modal.query(ChoiceRow) if not _is_drawn(row)]


def _is_drawn(row: ChoiceRow) -> bool:
    lines = row.visual.plain.split("\n") if hasattr(row.visual, "plain") else []
    parent = row.parent
    assert isinstance(parent, Widget)
    return (
        bool(lines)
        and len(lines) == row.size.height
        and max(map(cell_len, lines)) <= row.size.width
        and row.region.right <= parent.region.right
    )


async def cut_anywhere(folder: Path) -> list[str]:
    """What is cut, on every screen."""
    with house_in(folder / "home") as house, records_in(folder) as records:
        house.composer.fixed = (A_TUNE,)
        async with program(house) as pilot:
            await until_home(pilot)
            looked = Looked(pilot)
            await looked.at("home")
            app = pilot.app
            assert isinstance(app, CompanionApp)
            for make in screens(house, records, app, A_TUNE):
                screen = make()
                await app.push_screen(screen)
                await looked.at(type(screen).__name__)
                while len(app.screen_stack) > 2:
                    await app.pop_screen()
            async for name, screen in sessions(house, A_TUNE):
                await app.push_screen(screen)
                await until(pilot, ".panel")
                await looked.at(name)
                while len(app.screen_stack) > 2:
                    await app.pop_screen()
            await looked.in_one_menu()
            return looked.cut


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        sys.stdout.write("\n".join(asyncio.run(cut_anywhere(Path(temporary)))))
