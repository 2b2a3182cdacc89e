"""A therapist at the screen: a key, an exercise given, and what was shared, behind the passphrase."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.domain.affect import CheckIn
from companion.domain.share import Share, SharedCheckIn
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.between.assigning import Wish, assign
from companion.services.between.assignments import assignment_of
from companion.services.between.keys import card_of, new_key, open_records
from companion.settings import Settings
from companion.sharing.assignment_file import read_assignment
from companion.sharing.sealed_file import seal_return
from companion.tui.modals.reading import ReadingModal
from companion.tui.modals.secret import SecretModal
from companion.tui.screens.giving import GivingScreen, TermsScreen
from companion.tui.screens.return_page import ReturnScreen
from companion.tui.screens.review import ClientScreen, ReviewScreen
from companion.tui.screens.therapist import TherapistScreen
from tests.unit.clients import take, type_over, until_at
from tests.unit.faces import House, house_in
from tests.unit.pilots import choose_in_menu, program, shown, told, until, until_home, until_shown

PASSPHRASE = "three small lamps"
CODE = "ab" * 16
SETTINGS = Settings(welcomed=True, audio_driver="none", calm_motion=True, therapist=True)
RETURN_ID = "3f2a9c1e-0000-4000-8000-000000000001"


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with a key, made once, and what opens it without the wait that a passphrase costs."""
    home = tmp_path_factory.mktemp("therapist")
    new_key(Places(home, home, home / "logs"), "Ana", PASSPHRASE)
    vault = Vault(home / "clients")
    vault.unlock(PASSPHRASE)
    return home, vault.recovery_key()


@pytest.fixture
def office(keyed: tuple[Path, str], tmp_path: Path) -> Iterator[House]:
    shutil.copytree(keyed[0], tmp_path / "office")
    with house_in(tmp_path / "office", SETTINGS) as house:
        yield house


@pytest.fixture
def records(office: House, keyed: tuple[Path, str]) -> Iterator[Journal]:
    with open_records(office.places, lambda: keyed[1], writable=True) as journal:
        yield journal


def came_back(office: House, folder: Path, code: str = CODE) -> Path:
    """Something that Robin shared of an assignment."""
    if code == CODE:
        wish = Wish("Robin", has_thought_of_cautions=True)
        assign(office.places, office.companion.exercise(), wish, folder / "given.json", CODE)
    said = (SharedCheckIn("before", CheckIn(distress=5)), SharedCheckIn("after", CheckIn(distress=3)))
    share = Share(code, RETURN_ID, completion="done", words=("a [b]quiet[/b] lamp",), check_ins=said, talk="C[/G]")
    path = folder / "from robin.age"
    path.write_bytes(seal_return(share, card_of(office.places).recipient))
    return path


async def to_places(pilot: Pilot[None]) -> None:
    await until_home(pilot)
    await take(pilot, "For your clients")
    await until_at(pilot, TherapistScreen)
    await until(pilot, "Choices:focus")


async def test_a_key_is_made_and_shows_its_figures(tmp_path: Path) -> None:
    with house_in(tmp_path, SETTINGS) as house:
        async with program(house) as pilot:
            await to_places(pilot)
            await take(pilot, "Make your key")
            await type_over(pilot, "Ana")
            await until_at(pilot, SecretModal)
            await pilot.press(*"abc", "enter", *"abd", "enter")
            assert "not the same" in shown(pilot)
            await pilot.press(*"abc", "enter", *"abc", "enter")
            await until_shown(pilot, "Give an exercise")
            assert "abc" not in shown(pilot)
            await take(pilot, "Your key")
            await until_at(pilot, ReadingModal)
            assert card_of(house.places).fingerprint in shown(pilot)


async def test_an_exercise_is_chosen_seen_and_written(office: House, tmp_path: Path) -> None:
    target = tmp_path / "for robin.json"
    async with program(office) as pilot:
        await to_places(pilot)
        await take(pilot, "Give an exercise")
        await until_at(pilot, GivingScreen)
        await take(pilot, "A steady place")
        await until_at(pilot, TermsScreen)
        await pilot.press("w")
        await until(pilot, lambda: any("Say first" in each for each in told(pilot)))
        await take(pilot, "For")
        await type_over(pilot, "Robin")
        await take(pilot, "A note")
        await type_over(pilot, "for the [evening]")
        await take(pilot, "How much is held")
        await pilot.press("2")
        await until_at(pilot, TermsScreen)
        await take(pilot, "Never")
        await pilot.press("enter", "escape")
        await until_at(pilot, TermsScreen)
        await take(pilot, "Asked for")
        await pilot.press("enter", "escape")
        await until_at(pilot, TermsScreen)
        assert "the words of the song" in shown(pilot)
        await pilot.press("s")
        await until_at(pilot, ReadingModal)
        assert "for the [evening]" in shown(pilot)
        await pilot.press("escape")
        await until_at(pilot, TermsScreen)
        await pilot.press("w")
        await pilot.pause()
        if "Have you thought of that" in " ".join(shown(pilot).split()):
            await pilot.press("2")
        await type_over(pilot, str(target))
        await until_at(pilot, ReadingModal)
    made = read_assignment(target)
    assert (made.pseudonym, made.therapist, made.note) == ("Robin", "Ana", "for the [evening]")
    assert (made.asks, made.terms.dial, made.terms.limits.never) == (("words",), 1, ("breath",))


def was_told(pilot: Pilot[None], text: str) -> bool:
    return any(text in each for each in told(pilot))


async def test_the_passphrase_is_changed_after_the_old_one(office: House) -> None:
    before = card_of(office.places)
    async with program(office) as pilot:
        await to_places(pilot)
        for old, says in (("wrong", "does not open"), (PASSPHRASE, "Changed")):
            await take(pilot, "Change your passphrase")
            await until_at(pilot, SecretModal)
            await pilot.press(*["space" if sign == " " else sign for sign in old], "enter")
            await until_shown(pilot, "A passphrase for your key")
            await pilot.press(*"new", "enter", *"new", "enter")
            await until(pilot, partial(was_told, pilot, says))
    assert card_of(office.places) == before
    Vault(office.places.clients).unlock("new")


async def test_what_was_shared_opens_with_the_passphrase_alone(office: House, tmp_path: Path) -> None:
    path = came_back(office, tmp_path)
    async with program(office) as pilot:
        await to_places(pilot)
        await take(pilot, "What was shared")
        await until_at(pilot, SecretModal)
        await pilot.press(*PASSPHRASE.replace(" ", "-"), "enter")
        await until_shown(pilot, "That passphrase does not open your records. Try once more.")
        await until_at(pilot, SecretModal)
        await pilot.press(*["space" if sign == " " else sign for sign in PASSPHRASE], "enter")
        await until_at(pilot, ReviewScreen)
        await until_shown(pilot, "Robin")
        await pilot.press("o")
        await type_over(pilot, str(path))
        await until_at(pilot, ReturnScreen)
        assert "a [b]quiet[/b] lamp" in shown(pilot)


async def test_a_return_stands_as_it_was_shared(office: House, records: Journal, tmp_path: Path) -> None:
    path = came_back(office, tmp_path)
    async with program(office) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(ReviewScreen(records))
        await pilot.press("o")
        await type_over(pilot, str(path))
        await until_at(pilot, ReturnScreen)
        seen = shown(pilot)
        assert "C[/G]" in seen
        assert "before  5  after  3  · · · ● · ○ · · · · ·" in seen
        assert not any(word in seen.casefold() for word in ("improv", "worse", "better", "score"))
        await pilot.press("space")
        await until(pilot, lambda: any("no music" in each for each in told(pilot)))
        await pilot.press("escape")
        await until_at(pilot, ReviewScreen)
        await take(pilot, "Robin")
        await until_at(pilot, ClientScreen)
        await pilot.press("n")
        await until_shown(pilot, "Distress, 0 to 10")
        await pilot.press("escape")
        await take(pilot, "A steady place")
        await until_at(pilot, ReturnScreen)


async def test_a_page_is_written_and_a_return_can_be_deleted(office: House, records: Journal, tmp_path: Path) -> None:
    path, report = came_back(office, tmp_path), tmp_path / "report.html"
    async with program(office) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(ReviewScreen(records))
        await pilot.press("o")
        await type_over(pilot, str(path))
        await until_at(pilot, ReturnScreen)
        await pilot.press("w")
        await type_over(pilot, str(report))
        await until(pilot, report.exists)
        assert "a [b]quiet[/b] lamp" in report.read_text()
        await choose_in_menu(pilot, "Delete this return")
        await until_shown(pilot, "for good?")
        await pilot.press("2")
        await until_at(pilot, ReviewScreen)
    assert records.entries("return") == []


async def test_what_came_from_no_assignment_is_marked(office: House, records: Journal, tmp_path: Path) -> None:
    path = came_back(office, tmp_path, code="cd" * 16)
    async with program(office) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(ReviewScreen(records))
        await until_shown(pilot, "Nobody yet")
        await pilot.press("o")
        await type_over(pilot, str(path))
        await until_at(pilot, ReturnScreen)
        assert "Not from an assignment of yours" in shown(pilot)


async def test_a_file_that_cannot_be_opened_is_told_and_asked_for_again(
    office: House, records: Journal, tmp_path: Path
) -> None:
    path = came_back(office, tmp_path)
    path.write_bytes(path.read_bytes()[:-7])
    async with program(office) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(ReviewScreen(records))
        await pilot.press("o")
        await type_over(pilot, str(path))
        await until(pilot, lambda: any("can't be opened" in each for each in told(pilot)))
        await pilot.press("escape")
        await until_at(pilot, ReviewScreen)
    assert records.entries("return") == []
    assert [assignment_of(each.body).pseudonym for each in records.entries("assignment")] == ["Robin"]  # type: ignore[arg-type]
