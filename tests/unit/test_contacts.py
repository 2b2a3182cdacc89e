"""The contact card: what stands on it, who may read it, and that looking at it never fails."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from companion import age
from companion.domain.contact import LONGEST_NAME, MOST_PEOPLE, Card, Contact
from companion.errors import SealedError, WrongUseError
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.between import contacts as c
from companion.services.between.contacts import Contacts
from companion.services.journal.protecting import destroy_everything, protect, unprotect

SPRING = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
PASSPHRASE = "the back stairs"


@pytest.fixture
def home(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path, tmp_path / "logs")


def card_in(home: Places, now: datetime = SPRING, vault: Vault | None = None) -> Contacts:
    """The card, as a program that just started would open it."""
    return Contacts(home, vault or Vault(home.journal), lambda: now)


def sealed(home: Places) -> None:
    """Give the journal a passphrase."""
    with Journal.open(home.journal) as journal:
        protect(home, journal, PASSPHRASE)


def test_nobody_is_built_in(home: Places) -> None:
    assert Card().people == ()
    assert card_in(home).look() == c.Seen()
    assert not home.contacts_file.exists(), "looking writes nothing"


def test_what_is_entered_stands_there_in_order_with_its_day(home: Places) -> None:
    card_in(home).add("Ana, my sister", "0170 555 01 23", "at night too")
    card_in(home).add("Lindenhof", "door on the left")
    people = card_in(home).look().people
    assert c.call_lines(people) == (
        "Ana, my sister: 0170 555 01 23", "at night too, checked 3 May 2026",
        "Lindenhof: door on the left", "checked 3 May 2026",
    )  # fmt: skip


def test_changing_checks_and_taking_off(home: Places) -> None:
    later = SPRING + timedelta(days=60)
    for name in ("Ana", "Bo", "Cy"):
        card_in(home).add(name, "1")
    card_in(home, later).change(2, "Bo", "2", "new number")
    card_in(home, later).check(3)
    assert card_in(home).remove(1).name == "Ana"
    assert card_in(home).look().people == (
        Contact("Bo", "2", later.date(), "new number"), Contact("Cy", "1", later.date()),
    )  # fmt: skip


def test_after_ninety_days_the_card_may_be_looked_over_and_not_before(home: Places) -> None:
    card_in(home).add("Ana", "1")
    people = card_in(home).look().people
    assert not c.wants_a_look(people, (SPRING + timedelta(days=89)).date())
    assert c.wants_a_look(people, (SPRING + timedelta(days=90)).date())
    card_in(home, SPRING + timedelta(days=90)).check()
    assert not c.wants_a_look(card_in(home).look().people, (SPRING + timedelta(days=91)).date())
    assert not c.wants_a_look((), (SPRING + timedelta(days=900)).date())


@pytest.mark.parametrize(
    ("name", "reach", "line"),
    [("", "1", ""), (" \n", "1", ""), ("Ana", "  ", ""), ("A" * (LONGEST_NAME + 1), "1", ""), ("Ana", "1", "x" * 500)],
)
def test_what_can_not_stand_there_is_refused_and_nothing_changes(
    home: Places, name: str, reach: str, line: str
) -> None:
    card_in(home).add("Bo", "2")
    before = home.contacts_file.read_bytes()
    with pytest.raises(WrongUseError, match="Nothing was changed"):
        card_in(home).add(name, reach, line)
    with pytest.raises(WrongUseError, match="Nothing was changed"):
        card_in(home).change(1, name, reach, line)
    assert home.contacts_file.read_bytes() == before


def test_characters_that_a_terminal_obeys_do_not_come_in(home: Places) -> None:
    added = card_in(home).add("An\x1b[31ma\x00", "0170\n555", "a\tb\x9b")
    assert (added.name, added.reach, added.line) == ("An [31ma", "0170 555", "a b")


def test_the_card_has_room_for_a_few(home: Places) -> None:
    for number in range(MOST_PEOPLE):
        card_in(home).add(f"Number {number}", "1")
    with pytest.raises(WrongUseError, match="has room for"):
        card_in(home).add("One more", "1")
    assert len(card_in(home).look().people) == MOST_PEOPLE


@pytest.mark.parametrize("number", [-1, 0, 2, 99])
def test_a_number_that_is_not_there(home: Places, number: int) -> None:
    card_in(home).add("Ana", "1")
    with pytest.raises(WrongUseError, match="no number"):
        card_in(home).remove(number)
    with pytest.raises(WrongUseError, match="no number"):
        card_in(home).check(number)
    with pytest.raises(WrongUseError, match="no number"):
        card_in(home).change(number, "Bo", "1")


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"people": [{"name": ""}]}', b"\xff\x00", b"null"])
def test_rubbish_is_set_aside_and_looking_never_fails(home: Places, rubbish: bytes) -> None:
    home.contacts_file.write_bytes(rubbish)
    seen = card_in(home).look()
    assert seen.people == ()
    assert "kept as" in seen.trouble
    assert rubbish in [path.read_bytes() for path in home.data.glob("contacts.json.unreadable*")]
    card_in(home).add("Ana", "1")
    assert [each.name for each in card_in(home).look().people] == ["Ana"]


def test_a_folder_in_its_place_is_told_and_looking_never_fails(home: Places) -> None:
    home.contacts_file.mkdir()
    assert "Could not read" in card_in(home).look().trouble


def test_a_card_of_a_newer_version_is_shown_and_never_written_over(home: Places) -> None:
    newer = (b'{"people":[{"name":"Ana","reach":"1","checked":"2026-05-03","face":"round"}],"version":2}')
    home.contacts_file.write_bytes(newer)
    assert card_in(home).look().people[0].name == "Ana"
    with pytest.raises(Exception, match="newer version"):
        card_in(home).add("Bo", "2")
    assert home.contacts_file.read_bytes() == newer


def test_two_windows_that_enter_people_at_once_lose_nobody(home: Places) -> None:
    threads = [threading.Thread(target=card_in(home).add, args=(f"Number {n}", "1")) for n in range(MOST_PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(card_in(home).look().people) == MOST_PEOPLE


def test_the_passphrase_of_the_journal_protects_the_card(home: Places) -> None:
    card_in(home).add("Ana", "0170 555")
    sealed(home)
    assert age.is_sealed(home.contacts_file.read_bytes())
    assert card_in(home).look() == c.Seen(trouble=c.LOCKED_AWAY)
    with pytest.raises(SealedError):
        card_in(home).add("Bo", "2")
    vault = Vault(home.journal)
    vault.unlock(PASSPHRASE)
    assert card_in(home, vault=vault).look().people[0].name == "Ana"
    assert card_in(home, vault=vault).who_reads == c.ONLY_UNLOCKED
    with Journal.open(home.journal, vault=vault) as journal:
        unprotect(home, journal)
    assert card_in(home).look().people[0].name == "Ana"
    assert b"0170 555" in home.contacts_file.read_bytes()


def test_its_owner_may_let_it_stand_in_the_open_so_that_it_can_always_be_shown(home: Places) -> None:
    card_in(home).add("Ana", "0170 555", is_open=True)
    sealed(home)
    locked = card_in(home)
    assert locked.look().people[0].name == "Ana"
    assert locked.who_reads == c.ANYBODY_READS
    locked.add("Bo", "2")
    assert len(locked.look().people) == 2, "an open card can be changed without the passphrase too"
    locked.open_for_all(False)
    assert locked.look().trouble == c.LOCKED_AWAY
    assert b"0170 555" not in home.contacts_file.read_bytes()


def test_who_reads_is_asked_for_the_first_one_behind_a_passphrase_only(home: Places) -> None:
    assert not card_in(home).asks_who_reads
    assert card_in(home).who_reads == ""
    sealed(home)
    vault = Vault(home.journal)
    assert card_in(home).asks_who_reads
    vault.unlock(PASSPHRASE)
    card_in(home, vault=vault).add("Ana", "1")
    assert not card_in(home, vault=vault).asks_who_reads


def test_destroying_everything_destroys_the_card(home: Places) -> None:
    card_in(home).add("Ana", "1")
    home.contacts_file.with_name("contacts.json.unreadable-1").write_text("Ana")
    with Journal.open(home.journal) as journal:
        destroy_everything(home, journal)
    assert list(home.data.glob("contacts.json*")) == []
