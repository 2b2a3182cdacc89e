"""A passphrase on the screen: asked for before anything is shown, chosen in three sentences, changed, taken away."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion import age, messages
from companion.domain.entry import Reflection
from companion.errors import FileProblemError
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.settings import Settings
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.passphrase import PassphraseScreen, ProtectedScreen
from companion.tui.screens.unlock import UnlockScreen
from tests.protected import PASSPHRASE, vault_with
from tests.unit.faces import House, house_in
from tests.unit.pilots import choose_in_menu, program, shown, told, until, until_home, until_shown

SECRET = PASSPHRASE
MARKED = "only the kettle knows"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path / "my home 🎵") as house:
        house.companion.journal.add(Reflection(MARKED))
        yield house


@pytest.fixture
def sealed(house: House, keys: Path) -> House:
    """The same, with a passphrase that was not given yet."""
    house.companion.close()
    shutil.rmtree(house.places.journal)
    with Journal.open(house.places.journal, vault=vault_with(keys, house.places.journal)) as journal:
        journal.add(Reflection(MARKED))
    house.reopen()
    return house


def texts_in(house: House) -> list[str]:
    """What the journal holds once it is opened."""
    vault = Vault(house.places.journal)
    if vault.is_sealed:
        vault.unlock(SECRET)
    with Journal.open(house.places.journal, vault=vault, writable=False) as journal:
        return [entry.body.text for entry in journal.entries() if isinstance(entry.body, Reflection)]


def is_readable(house: House) -> bool:
    """Whether the marked words stand anywhere on the disk."""
    files = (path for path in house.folder.rglob("*") if path.is_file())
    return any(MARKED.encode() in path.read_bytes() for path in files)


async def give(pilot: Pilot[None], words: str) -> None:
    """Type a passphrase."""
    await pilot.press(*words, "enter")


async def test_nothing_is_shown_before_the_passphrase_is_given(sealed: House) -> None:
    async with program(sealed) as pilot:
        await until_shown(pilot, messages.LOCKED)
        assert not [each for each in pilot.app.screen_stack if isinstance(each, HomeScreen)]
        await give(pilot, SECRET)
        assert SECRET not in shown(pilot)
        await until_home(pilot)
        await until_shown(pilot, "What you made")
        assert not [each for each in pilot.app.screen_stack if isinstance(each, UnlockScreen)]


async def test_a_wrong_one_is_said_without_a_hint_and_may_be_given_again(sealed: House) -> None:
    async with program(sealed) as pilot:
        await until_shown(pilot, messages.LOCKED)
        for wrong in ("the heron", "x" * 300):
            await give(pilot, wrong)
            await until_shown(pilot, "That does not open it.")
            assert wrong not in shown(pilot)
            assert pilot.app.screen.query_one("#passphrase").has_focus
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, UnlockScreen)
        await give(pilot, SECRET)
        await until_home(pilot)


async def test_the_recovery_key_opens_it_as_it_was_written_down(house: House) -> None:
    key = house.companion.journal.encrypt(SECRET).recovery_key
    house.reopen()
    async with program(house) as pilot:
        await until_shown(pilot, messages.LOCKED)
        await give(pilot, " ".join(key[at : at + 4] for at in range(0, len(key), 4)).lower())
        await until_home(pilot)


async def test_a_thought_is_kept_without_opening_anything(sealed: House) -> None:
    async with program(sealed) as pilot:
        await until_shown(pilot, messages.LOCKED)
        await pilot.press("f2")
        await until_shown(pilot, "A thought for your journal.")
        await pilot.press(*"the tap drips", "enter")
        await until_shown(pilot, messages.KEPT_UNOPENED)
        assert not sealed.companion.vault.is_open
    assert "the tap drips" in texts_in(sealed)


async def test_a_key_that_is_gone_is_told_and_nothing_is_lost(sealed: House) -> None:
    for path in (sealed.places.journal / "keys").glob("*.age"):
        path.write_bytes(b"rubbish")
    async with program(sealed) as pilot:
        await until_shown(pilot, messages.LOCKED)
        await give(pilot, SECRET)
        await until_shown(pilot, "That does not open it.")
        assert isinstance(pilot.app.screen, UnlockScreen)


OFFERED = "Something of yours is here now."


async def test_the_first_passphrase_is_offered_once_and_covers_nothing_of_what_comes(tmp_path: Path) -> None:
    with house_in(tmp_path, Settings(welcomed=True, audio_driver="none", calm_motion=True)) as house:
        async with program(house) as pilot:
            await until_home(pilot)
            assert OFFERED not in shown(pilot)
        house.reopen().journal.add(Reflection(MARKED))
        async with program(house) as pilot:
            await until_shown(pilot, OFFERED)
            assert told(pilot) == []
            await pilot.press("2")
            await until_shown(pilot, "What would you like to do?")
            assert OFFERED not in shown(pilot)
        house.reopen()
        async with program(house) as pilot:
            await until_home(pilot)
            await pilot.pause(0.1)
            assert OFFERED not in shown(pilot)


async def test_a_first_passphrase_is_explained_chosen_twice_and_seals_everything(house: House) -> None:
    assert is_readable(house)
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, messages.PROTECT_COMMAND[0])
        await until(pilot, lambda: isinstance(pilot.app.screen, PassphraseScreen))
        words = " ".join(shown(pilot).split())
        assert all(sentence in words for sentence in messages.PROTECT_EXPLAINED)
        await pilot.press("enter")
        await give(pilot, SECRET)
        await give(pilot, "another")
        await until_shown(pilot, "The two were not the same.")
        assert not house.companion.vault.is_sealed
        await give(pilot, SECRET)
        await until(pilot, lambda: isinstance(pilot.app.screen, ProtectedScreen))
        assert age.SECRET_PREFIX not in shown(pilot)
        await pilot.press("1")
        await until_shown(pilot, age.SECRET_PREFIX[:4])
        key = "".join("".join(shown(pilot).split()).partition(age.SECRET_PREFIX[:4])[1:]).partition("▸")[0]
        assert key == house.companion.vault.recovery_key()
        await pilot.press("escape")
        await until_home(pilot)
        await pilot.press("4")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        await until_shown(pilot, MARKED)
    house.reopen()
    assert not is_readable(house)
    assert texts_in(house) == [MARKED]


async def test_what_another_device_wrote_is_named_until_it_is_opened_there(house: House) -> None:
    with Journal.open(house.places.journal, device="another") as elsewhere:
        elsewhere.add(Reflection("written there"))
    (there,) = (path.name for path in (house.places.journal / "logs").iterdir() if path.name.startswith("another"))
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, messages.PROTECT_COMMAND[0])
        await until(pilot, lambda: isinstance(pilot.app.screen, PassphraseScreen))
        await give(pilot, SECRET)
        await give(pilot, SECRET)
        await until(pilot, lambda: isinstance(pilot.app.screen, ProtectedScreen))
        words = " ".join(shown(pilot).split())
        assert (
            f"Still as before, until they are opened there: what other windows or other devices wrote ({there})."
            in words
        )


async def test_escape_changes_nothing(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, messages.PROTECT_COMMAND[0])
        await until(pilot, lambda: isinstance(pilot.app.screen, PassphraseScreen))
        await give(pilot, SECRET)
        await pilot.press("escape")
        await until_home(pilot)
    assert not house.companion.vault.is_sealed


async def test_a_full_disk_is_told_and_it_can_be_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise FileProblemError("Could not write: no space left on device.")

    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, messages.PROTECT_COMMAND[0])
        await until(pilot, lambda: isinstance(pilot.app.screen, PassphraseScreen))
        with monkeypatch.context() as patched:
            patched.setattr(Journal, "encrypt", full)
            await give(pilot, SECRET)
            await give(pilot, SECRET)
            await until_shown(pilot, "no space left")
        await give(pilot, SECRET)
        await give(pilot, SECRET)
        await until(pilot, lambda: isinstance(pilot.app.screen, ProtectedScreen))


@contextmanager
def opened(house: House) -> Iterator[House]:
    """A house with a passphrase that was given."""
    house.companion.vault.unlock(SECRET)
    yield house


async def test_another_passphrase_and_none_any_more(sealed: House) -> None:
    another = "a second heron"
    with opened(sealed) as house:
        async with program(house) as pilot:
            await until_home(pilot)
            await choose_in_menu(pilot, messages.PROTECT_COMMAND[0])
            await until_shown(pilot, "Another passphrase")
            await pilot.press("1")
            await until(pilot, lambda: isinstance(pilot.app.screen, PassphraseScreen))
            await give(pilot, another)
            await give(pilot, another)
            await until(pilot, lambda: messages.PASSPHRASE_CHANGED in told(pilot))
            Vault(house.places.journal).unlock(another)
            await choose_in_menu(pilot, messages.PROTECT_COMMAND[0])
            await until_shown(pilot, "Take the passphrase away")
            await pilot.press("3")
            await until_shown(pilot, messages.TAKE_AWAY_QUESTION)
            await pilot.press("enter")
            await until_home(pilot)
            assert house.companion.vault.is_sealed, "the first answer keeps it"
            await choose_in_menu(pilot, messages.PROTECT_COMMAND[0])
            await until_shown(pilot, "Take the passphrase away")
            await pilot.press("3")
            await until_shown(pilot, messages.TAKE_AWAY_QUESTION)
            await pilot.press("2")
            await until(pilot, lambda: messages.TAKEN_AWAY in told(pilot))
    assert texts_in(house) == [MARKED]


async def test_a_bug_while_unlocking_leaves_the_line_to_be_used_again(
    sealed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_HOME", str(sealed.folder))
    unlock = sealed.companion.vault.unlock
    tries = iter((LookupError("a bug"), None))

    def fails_once(passphrase: str) -> None:
        if (error := next(tries)) is not None:
            raise error
        unlock(passphrase)

    monkeypatch.setattr(sealed.companion.vault, "unlock", fails_once)
    async with program(sealed) as pilot:
        await until_shown(pilot, messages.LOCKED)
        await give(pilot, SECRET)
        await until(pilot, lambda: any("Something went wrong" in each for each in told(pilot)))
        await until(pilot, "#passphrase:focus")
        await give(pilot, SECRET)
        await until_home(pilot)


async def test_a_short_one_is_called_so_once_and_may_be_kept(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(PassphraseScreen(is_first=True))
        await until(pilot, "#passphrase:focus")
        await pilot.press(*"blue", "enter")
        await until_shown(pilot, "could be guessed")
        assert "blue" not in shown(pilot)
        await pilot.press("enter")
        await until(pilot, "#again:focus")
        assert "could be guessed" not in shown(pilot)
        await pilot.press(*"blue", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProtectedScreen))
    assert house.companion.vault.is_sealed
