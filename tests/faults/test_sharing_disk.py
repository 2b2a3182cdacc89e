"""Between two people on a full disk, after a kill, and twice at once."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from companion import age
from companion.domain.assignment import Assigned
from companion.domain.entry import Reflection
from companion.errors import FileProblemError, WrongPassphraseError, WrongUseError
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.paths import Places, shipped
from companion.prompts.loading import load_exercise
from companion.services.between.assigning import Wish, assign
from companion.services.between.assignments import open_file
from companion.services.between.keys import Card, card_of, new_key
from companion.services.between.reviewing import clients, take_in
from companion.services.between.sharing import Picked, offer_of, send, share_of
from tests.faults.test_journal_disk import fill, small_disk

__all__ = ["small_disk"]


def given(office: Places, path: Path, code: int = 1) -> Path:
    """An assignment in a file, its key without a passphrase's wait."""
    if not office.therapist_file.exists():
        with Journal.open(office.clients):
            pass
        office.data.mkdir(exist_ok=True)
        DraftFile(office.therapist_file).save(Card("Ana", age.Identity.generate().recipient))
    exercise = load_exercise(shipped("prompts") / "en" / "a-steady-place.toml")
    assign(office, exercise, Wish("Robin"), path, f"{code:032x}")
    return path


def office_in(folder: Path) -> Places:
    return Places(folder, folder, folder)


def test_a_share_that_cannot_be_noted_leaves_no_file(small_disk: Path, tmp_path: Path) -> None:
    path = given(office_in(tmp_path / "office"), tmp_path / "given.json")
    with Journal.open(small_disk / "journal") as journal:
        entry = open_file(journal, path)
        ballast = fill(small_disk)
        with suppress(FileProblemError):  # what is left of the last block is used up too
            for _ in range(10_000):
                journal.add(Reflection("x" * 40))
        offer = offer_of(journal, entry)
        share = share_of(offer, Picked(note="Until Tuesday"), "id-1")
        back = tmp_path / "back.age"
        with pytest.raises(FileProblemError):
            send(journal, offer, share, back, compared=True, agreed=True)
        assert not back.exists()
        assert journal.entries("shared") == []
        ballast.unlink()
        send(journal, offer, share, back, compared=True, agreed=True)
        assert back.exists()
        assert len(journal.entries("shared")) == 1


def test_an_assignment_that_cannot_be_kept_is_told(small_disk: Path, tmp_path: Path) -> None:
    path = given(office_in(tmp_path / "office"), tmp_path / "given.json")
    with Journal.open(small_disk / "journal") as journal:
        ballast = fill(small_disk)
        with pytest.raises(FileProblemError, match="space"):
            open_file(journal, path)
        ballast.unlink()
        open_file(journal, path)
        assert len(journal.entries("assignment")) == 1


def test_a_key_that_was_half_made_is_finished(tmp_path: Path) -> None:
    office = office_in(tmp_path)
    with Journal.open(office.clients) as records:
        records.encrypt("three small lamps")
        recipient = records.vault.recipients[0]
    with pytest.raises(WrongUseError, match="no therapist's key"):
        card_of(office)
    with pytest.raises(WrongPassphraseError):
        new_key(office, "Ana", "another")
    assert new_key(office, "Ana", "three small lamps").recipient == recipient
    with pytest.raises(WrongUseError, match="a key already"):
        new_key(office, "Ana", "another")


def test_two_assignments_at_once_and_a_return_twice(tmp_path: Path) -> None:
    office = office_in(tmp_path / "office")
    given(office, tmp_path / "one.json", 1)
    with Journal.open(office.clients) as records:
        given(office, tmp_path / "two.json", 2)
        records.refresh()
        codes = {each.body.code for each in records.entries("assignment") if isinstance(each.body, Assigned)}
        assert codes == {f"{1:032x}", f"{2:032x}"}
        share = {"code": f"{2:032x}", "id": "0b0e8a5e-7a27-4a51-8f5c-2c6d4c7f2f10", "note": "Until Tuesday"}
        identity = age.Identity.generate()
        document = json.dumps({"format": "companion-return", "version": 1, "share": share}).encode()
        (tmp_path / "back.age").write_bytes(age.seal(document, [identity.recipient]))
        with pytest.raises(FileProblemError, match="sealed for another key"):
            take_in(records, tmp_path / "back.age")
        assert len(clients(records)) == 1
