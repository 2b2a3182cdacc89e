"""A passphrase in plain mode: explained before it is chosen, asked for twice, changed and taken away."""

from io import StringIO

import pytest

from companion import messages
from companion.domain.entry import Reflection
from companion.errors import LockedError, WrongPassphraseError
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.plain.journal import NOT_PROTECTED, PlainJournal
from companion.plain.playing import PlainPlayer
from companion.plain.protecting import NOTHING_CHANGED
from companion.services.journal.passphrases import SHORT
from tests.unit.faces import House
from tests.unit.talks import Talk

FIRST, SECOND = "three small lamps", "four large lamps"


class Hands:
    """What somebody types unseen, and what they were asked."""

    def __init__(self, *answers: str) -> None:
        self.left = list(answers)
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        return self.left.pop(0)


def opened(house: House, hands: Hands, *answers: str) -> list[str]:
    """The journal in plain lines: what is said."""
    talk = Talk([*answers, ""])
    player = PlainPlayer(house.companion, talk.console, StringIO())
    PlainJournal(house.companion, talk.console, player, hands).browse()
    assert talk.left == []
    assert hands.left == []
    return talk.said


def test_it_is_never_offered_before_there_is_something_to_protect(house: House) -> None:
    talk = Talk([""])
    PlainJournal(house.companion, talk.console, PlainPlayer(house.companion, talk.console, StringIO())).browse()
    assert talk.said == [messages.NOTHING_MADE]


def test_chosen_changed_and_taken_away(house: House) -> None:
    house.companion.journal.add(Reflection("the quiet stairs"))
    said = opened(house, Hands(FIRST, FIRST), "protect", "2", "2")
    assert said[0] == NOT_PROTECTED
    assert [said.index(sentence) for sentence in messages.PROTECT_EXPLAINED]
    assert "Your journal is protected." in said
    key = next(line for line in said if line.startswith("AGE-SECRET-KEY-1"))
    assert not any(FIRST in line for line in said)
    vault = Vault(house.places.journal)
    with pytest.raises(WrongPassphraseError):
        vault.unlock(SECOND)
    said = opened(house, Hands(SECOND, SECOND), "protect", "1", "protect", "2", "protect", "3", "1")
    assert NOT_PROTECTED not in said
    assert key in said
    vault.unlock(SECOND)
    assert vault.is_open
    said = opened(house, Hands(), "protect", "3", "2")
    assert "The journal has no passphrase any more." in said
    assert not house.companion.journal.is_sealed


@pytest.mark.parametrize(
    ("hands", "answers"),
    [
        (Hands(), ("protect", "1")),
        (Hands(), ("protect", "")),
        (Hands(), ("protect", "back")),
        (Hands(""), ("protect", "2")),
        (Hands(FIRST, SECOND), ("protect", "2")),
    ],
)
def test_not_now_changes_nothing(house: House, hands: Hands, answers: tuple[str, ...]) -> None:
    house.companion.journal.add(Reflection("the quiet stairs"))
    assert any(NOTHING_CHANGED in line for line in opened(house, hands, *answers))
    assert not house.companion.journal.is_sealed


def test_without_a_terminal_it_is_said(house: House) -> None:
    def nobody(question: str) -> str:
        raise LockedError("There is no terminal to ask for the passphrase on.")

    house.companion.journal.add(Reflection("the quiet stairs"))
    talk = Talk(["protect", "2", ""])
    player = PlainPlayer(house.companion, talk.console, StringIO())
    PlainJournal(house.companion, talk.console, player, nobody).browse()
    assert "There is no terminal to ask for the passphrase on." in talk.said
    assert not house.companion.journal.is_sealed


def test_what_another_device_wrote_is_named_until_it_is_opened_there(house: House) -> None:
    house.companion.journal.add(Reflection("written here"))
    with Journal.open(house.places.journal, device="another") as elsewhere:
        elsewhere.add(Reflection("written there"))
    (there,) = (path.name for path in (house.places.journal / "logs").iterdir() if path.name.startswith("another"))
    said = opened(house, Hands(FIRST, FIRST), "protect", "2", "1")
    sentence = f"Still as before, until they are opened there: what other windows or other devices wrote ({there})."
    assert sentence in said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(("blue", "", "blue"), "blue"), (("blue", SECOND, SECOND), SECOND), (("blue", "red", "red"), "red")],
)
def test_a_short_one_is_called_so_once_and_kept_or_exchanged(house: House, typed: tuple[str, ...], kept: str) -> None:
    house.companion.journal.add(Reflection("the quiet stairs"))
    said = opened(house, Hands(*typed), "protect", "2", "2")
    assert said.count(SHORT) == 1
    assert "Your journal is protected." in said
    Vault(house.places.journal).unlock(kept)
