"""From a therapist, on a plain terminal: seen, done or declined, and shared item by item."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion import age
from companion.domain.assignment import Assigned
from companion.domain.entry import SessionRecord
from companion.paths import Places
from companion.plain import session as plain_session
from companion.services.between.assigning import Wish, assign
from companion.services.between.assignments import begin, open_file
from companion.services.between.keys import card_of
from companion.services.between.sharing import was_compared
from companion.services.walking import questions as q
from tests.unit.faces import House, house_in
from tests.unit.talks import Talk, at_home

DOOR = "3"
"""Home's third row, where nothing is under way or made: what the therapist gave."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, age.Identity]:
    """A therapist's folder, and the secret of their key."""
    from companion.services.between.keys import new_key

    folder = tmp_path_factory.mktemp("office")
    places = Places(folder, folder, folder)
    new_key(places, "Ana", "three small lamps")
    secret = next(path for path in (folder / "clients" / "keys").glob("*.age"))
    return places, age.Identity(age.unseal_with_passphrase(secret.read_bytes(), "three small lamps").decode().strip())


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(plain_session, "CLOSING_SECONDS", 0.0)
    with house_in(tmp_path) as house:
        yield house


@pytest.fixture
def given(house: House, office: tuple[Places, age.Identity], tmp_path: Path) -> str:
    """An assignment that the client opened; its id."""
    path = tmp_path / "given.json"
    wish = Wish("Robin", reason="You spoke of evenings.", dial=1, threshold=4)
    assign(office[0], house.companion.exercise(), wish, path, f"{len(str(tmp_path)):032x}")
    return open_file(house.companion.journal, path).id


def done(house: House, entry_id: str) -> None:
    """The session, with a word and nothing else."""
    session = begin(house.companion, entry_id)
    while session.question.place.step_id != "words":
        session.skip()
    session.answer(q.Filled("zebra lantern", enough=True))
    session.put_by()


def written(house: House) -> list[Path]:
    return sorted(house.companion.places.exports.glob("*.age"))


def test_home_offers_what_waits_without_a_name(house: House, given: str) -> None:
    talk = at_home(house)
    assert "3. From your therapist: for when we meet" in talk.said
    assert "Ana" not in talk.text
    assert given


def test_it_is_shown_whole_before_anything_is_done_with_it(house: House, given: str) -> None:
    talk = at_home(house, DOOR, "1", "1")
    for text in ("Ana offers Robin an exercise", "You spoke of evenings.", "Nothing is asked for afterwards.",
                 "1. Not now", "Say no to it"):  # fmt: skip
        assert text in talk.text, text
    assert house.companion.waiting_session() is None
    assert given


def test_begun_it_keeps_to_the_terms_and_goes_on_after_a_kill(house: House, given: str) -> None:
    session = begin(house.companion, given)
    assert house.companion.session_of("a-steady-place").draft.terms == session.draft.terms
    assert (session.draft.dial, session.draft.terms and session.draft.terms.threshold) == (1, 4)
    session.skip()
    session.answer(q.Feeling("tender"))
    again = house.companion.waiting_session()
    assert again is not None
    assert begin(house.companion, given).draft == again.draft
    done(house, given)
    records = [each.body for each in house.companion.journal.entries("session")]
    assert [isinstance(body, SessionRecord) and body.assignment_id for body in records] == [given]


def test_a_no_is_kept_and_can_be_taken_back(house: House, given: str) -> None:
    talk = at_home(house, DOOR, "1", "4")
    assert "No is a good answer. Nobody is told." in talk.said
    body = house.companion.journal.get(given).body
    assert isinstance(body, Assigned)
    assert body.state == "declined"
    assert "It waits for you again." in at_home(house, DOOR, "1", "3").said


def share(house: House, *answers: str) -> Talk:
    """Through the doors to sharing, with these answers."""
    found = at_home(house).said
    door = next(row.split(".")[0] for row in found if "From your therapist" in row)
    return at_home(house, door, "1", "3", *answers)


def test_only_what_was_picked_goes_after_the_key_was_compared(
    house: House, given: str, office: tuple[Places, age.Identity]
) -> None:
    done(house, given)
    picks = share(house, "").said
    words = next(row for row in picks if row.endswith("the words of the song")).split(".")[0]
    note = next(row for row in picks if row.endswith(". a note")).split(".")[0]
    assert not [row for row in picks if row.endswith(": goes")]

    refused = share(house, words, "write", "1", "")
    assert written(house) == []
    assert "Then nothing was written." in refused.text

    talk = share(house, note, "Until Tuesday", "see", "write", "2", "2", "2")
    assert any(line.startswith("This is as you left it") for line in talk.said)
    assert f"{words}. the words of the song: goes" in talk.said
    assert card_of(office[0]).fingerprint in talk.said
    content = json.loads(age.unseal(written(house)[0].read_bytes(), [office[1]]))
    assert set(content["share"]) == {"code", "id", "reply_to", "words", "note"}
    assert "zebra lantern" in " ".join(content["share"]["words"])
    assert "  Until Tuesday" in talk.said
    assert was_compared(house.companion.journal, card_of(office[0]).recipient)

    share(house, words, "write", "2")
    assert len(written(house)) == 2


def test_what_is_picked_can_be_taken_off(house: House, given: str) -> None:
    done(house, given)
    picks = share(house, "").said
    words = next(row for row in picks if row.endswith("the words of the song")).split(".")[0]
    talk = share(house, words, words, "see", "write", "what?", "")
    assert talk.said.count("Nothing is picked.") == 2
    assert "Nothing went." in talk.said
    assert written(house) == []
    assert not [row for row in share(house, "").said if row.endswith(": goes")]


def test_before_anything_was_done_a_reason_can_go(
    house: House, given: str, office: tuple[Places, age.Identity]
) -> None:
    picks = share(house, "").said
    couldnt = next(row for row in picks if "I couldn't" in row).split(".")[0]
    share(house, couldnt, "too tired", "write", "2", "2", "2")
    content = json.loads(age.unseal(written(house)[0].read_bytes(), [office[1]]))
    assert content["share"]["couldnt"] == "too tired"
    assert "completion" not in content["share"]
    assert given


def test_stop_is_heard_while_picking(house: House, given: str) -> None:
    done(house, given)
    from companion.plain.console import StopGently

    with pytest.raises(StopGently):
        share(house, "stop")
    assert written(house) == []


def test_a_first_file_is_opened_inside_plain_mode(
    house: House, office: tuple[Places, age.Identity], tmp_path: Path
) -> None:
    path = tmp_path / "from ana.json"
    assign(office[0], house.companion.exercise(), Wish("Robin"), path, "0" * 32)
    talk = at_home(house, "open", f"'{path}'", "open", str(tmp_path / "nothing"), "open", "")
    assert "Ana offers Robin an exercise: A steady place." in talk.said
    assert "Nothing was begun. It waits behind 'From your therapist'." in talk.said
    assert any(line.startswith("Could not read ") for line in talk.said)
    assert "Nothing was opened." in talk.said
    assert "3. From your therapist: for when we meet" in at_home(house).said
    talk = at_home(house, DOOR, "2", str(path))
    assert "Open a file from your therapist" in talk.text
    assert len(house.companion.journal.entries("assignment")) == 1


TITLES = "what the exercise and the song are called"


def test_several_go_at_once_by_their_numbers(house: House, given: str) -> None:
    done(house, given)
    picks = share(house, "").said
    words, titles = (
        next(row for row in picks if row.endswith(f". {label}")).split(".")[0]
        for label in ("the words of the song", TITLES)
    )
    talk = share(house, f"{words}, {titles}", f"{words} 99", "")
    assert f"{words}. the words of the song: goes" in talk.said
    assert f"{titles}. {TITLES}: goes" in talk.said
    assert any(line.startswith("A number from 1 to ") for line in talk.said)


def test_of_two_times_either_is_shared(house: House, given: str) -> None:
    done(house, given)
    session = begin(house.companion, given)
    while session.question.place.step_id != "words":
        session.skip()
    session.answer(q.Filled("second door", enough=True))
    session.put_by()
    for row, word in (("1", "second door"), ("2", "zebra lantern")):
        picks = share(house, row, "").said
        words = next(each for each in picks if each.endswith(". the words of the song")).split(".")[0]
        talk = share(house, row, words, "see", "")
        assert "You did it more than once. Which time is it about?" in talk.said
        assert [other in talk.text for other in ("second door", "zebra lantern")] == [
            word == "second door",
            word != "second door",
        ]
