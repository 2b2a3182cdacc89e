"""A therapist's places on a plain terminal: the key, giving, and looking at what came back."""

import json
import shutil
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion import age
from companion.errors import WrongPassphraseError
from companion.journal.vault import Vault
from companion.plain.playing import PlainPlayer
from companion.plain.session import PlainSession
from companion.plain.therapist import PlainTherapist
from companion.services.between.keys import card_of
from companion.services.walking.session import Session
from tests.unit.faces import House, house_in
from tests.unit.talks import Talk, at_home

PASSPHRASE = "three small lamps"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a key that was made through the door, and the recovery key, which opens it without the wait."""
    folder = tmp_path_factory.mktemp("office")
    with house_in(folder) as house:
        assert "Your key is made." in visit(house, "Ana", passphrase=PASSPHRASE).text
    vault = Vault(folder / "clients")
    vault.unlock(PASSPHRASE)
    return folder, vault.recovery_key()


@pytest.fixture
def key(house: House, office: tuple[Path, str]) -> str:
    """The key in this house too; what opens it."""
    places = house.companion.places
    shutil.copytree(office[0] / "clients", places.clients)
    shutil.copy(office[0] / "therapist.json", places.therapist_file)
    return office[1]


def visit(house: House, *answers: str, passphrase: str) -> Talk:
    """Through the therapist's door with these answers; leaves with an empty line."""
    talk = Talk((*answers, ""))
    walk = partial(walked, house, talk)
    PlainTherapist(house.companion, talk.console, walk, lambda _: passphrase).visit()
    return talk


def walked(house: House, talk: Talk, session: Session) -> None:
    """A session in the same talk."""
    player = PlainPlayer(house.companion, talk.console, StringIO())
    PlainSession(house.companion, session, talk.console, player, house.composer.compose, wait=lambda _: None).run()


def row_of(talk: Talk, text: str) -> str:
    """The number that stands before a text."""
    return next(line.split(".")[0] for line in talk.said if text in line)


def test_the_door_is_there_for_therapists_only(house: House) -> None:
    assert "For your clients" not in at_home(house).text
    house.companion.settings = replace(house.companion.settings, therapist=True)
    assert "For your clients" in at_home(house).text


def test_an_assignment_and_a_return(house: House, key: str, tmp_path: Path) -> None:
    titles = visit(house, "1", "", passphrase=key)
    places = house.companion.places
    steady = row_of(titles, "A steady place")
    talk = visit(house, "1", steady, "1", "Robin", "3", "You spoke of evenings.", "12", "1", "", "16", "4",
                 passphrase=key)  # fmt: skip
    given = json.loads((places.exports / "assignment.json").read_bytes())["assignment"]
    assert (given["pseudonym"], given["reason"], given["asks"]) == ("Robin", "You spoke of evenings.", ["words"])
    assert card_of(places).fingerprint in talk.said

    share = {"code": given["code"], "id": "0b0e8a5e-7a27-4a51-8f5c-2c6d4c7f2f10", "words": ["zebra lantern"]}
    back = tmp_path / "back.age"
    document = {"format": "companion-return", "version": 1, "share": share}
    back.write_bytes(age.seal(json.dumps(document).encode(), [card_of(places).recipient]))
    assert "  zebra lantern" in visit(house, "3", str(back), passphrase=key).said
    assert "Robin: 1 return" in visit(house, "2", "1", "2", passphrase=key).text
    assert "zebra lantern" in (places.exports / "report.html").read_text("utf-8")


def test_a_wrong_passphrase_and_a_wrong_file_are_told(house: House, key: str, tmp_path: Path) -> None:
    (tmp_path / "rubbish").write_bytes(b"\0" * 40)
    assert "rubbish is not a return" in visit(house, "3", str(tmp_path / "rubbish"), passphrase=key).text
    assert "does not open" in visit(house, "2", passphrase="AGE-SECRET-KEY-1").text
    assert "Could not read" in visit(house, "3", str(tmp_path / "none"), passphrase=key).text


def test_without_a_name_or_a_passphrase_no_key_is_made(house: House) -> None:
    assert "First a key" in visit(house, "", passphrase=PASSPHRASE).text
    assert "Nothing was made." in visit(house, "Ana", passphrase=" ").text
    assert not house.companion.places.clients.exists()


def test_an_exercise_that_is_not_for_everyone_is_asked_about(house: House, key: str) -> None:
    titles = visit(house, "1", "", passphrase=key)
    cautious = next(each for each in house.companion.exercises() if each.not_when and not each.themes)
    talk = visit(house, "1", row_of(titles, cautious.title), "1", "Robin", "16", "1", "", passphrase=key)
    assert "Have you thought of that?" in talk.text
    assert not house.companion.places.exports.exists()


def test_every_term_can_be_set_and_the_exercise_walked_first(house: House, key: str) -> None:
    titles = visit(house, "1", "", passphrase=key)
    terms = ("1", "Robin", "2", "A small one.", "3", "You asked.", "4", "Tuesday", "5", "3", "6", "2", "7", "4",
             "8", "1", "", "9", "7", "", "10", "1", "2", "", "11", "5", "12", "1", "", "13", "I keep it for ten years.",
             )  # fmt: skip
    talk = visit(house, "1", row_of(titles, "A steady place"), *terms, "14", "15", "stop", "s", "16",
                 passphrase=key)  # fmt: skip
    made = json.loads((house.places.exports / "assignment.json").read_bytes())["assignment"]
    assert (made["note"], made["reason"], made["due"], made["consent"]) == (
        "A small one.", "You asked.", "2026-03-03", "I keep it for ten years.",
    )  # fmt: skip
    found = made["terms"]
    assert (found["dial"], found["threshold"], found["feelings"]) == (2, 5, ["calm", "hopeful"])
    limits = found["limits"]
    assert (limits["size"], limits["tempo_low"], limits["tempo_high"]) == ("smallest", 60, 80)
    assert (limits["never"], limits["ask_first"]) == (["breath"], ["singing"])
    assert "Ana offers Robin an exercise" in talk.text
    assert "Nothing of it is kept." in talk.text
    assert len(house.companion.journal) == 0


def test_the_passphrase_can_be_changed(house: House, key: str) -> None:
    said = [PASSPHRASE]

    def ask(question: str) -> str:
        return "four large lamps" if "new" in question or "once more" in question else said[0]

    talk = Talk(("6", ""))
    PlainTherapist(house.companion, talk.console, lambda _: None, ask).visit()
    assert "Changed." in talk.text
    vault = Vault(house.places.clients)
    vault.unlock("four large lamps")
    with pytest.raises(WrongPassphraseError):
        Vault(house.places.clients).unlock(PASSPHRASE)
    assert vault.recovery_key() == key


def test_a_copy_is_adapted(house: House, key: str) -> None:
    titles = visit(house, "1", "", passphrase=key)
    number = row_of(titles, "A steady place")
    steps = len(house.companion.exercise().steps)
    visit(house, "5", number, "A steady bench", "", "-", "How are you?", *[""] * (steps - 2), passphrase=key)
    made = house.companion.exercise("a-steady-bench")
    assert [step.id for step in made.steps] == [step.id for step in house.companion.exercise().steps][1:]
    assert made.steps[0].prompt == "How are you?"
