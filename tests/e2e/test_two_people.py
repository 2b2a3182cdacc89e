"""A therapist and a client in two homes: given, done, shared in part, looked at; no connection to anywhere."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pexpect
import pytest

from companion import age
from companion.services.between.keys import card_of
from companion.sharing.fingerprint import fingerprint
from tests.e2e.test_cli_takes import HANDS, hands
from tests.e2e.two_people import ANSWERS, PASSPHRASE, Keyed, People, places_in


def test_both_people_from_the_key_to_the_reply(people: People) -> None:
    given = people.assign(
        "given.json", "--note", "For the evenings.", "--reason", "You spoke of evenings.", "--ask", "words,check-ins",
        "--dial", "2", "--limit", "tempo=60-66", "--limit", "never=breath",
    )  # fmt: skip
    shown = people.client("assignment", "open", given)
    assert shown.status == 0
    for text in ("Ana at the Lindenhof", "You spoke of evenings.", "the words of the song", "no breathing",
                 "from 60 to 66", "assignment decline"):  # fmt: skip
        assert text in shown.out
    entry_id = people.take_in(given)
    hands(Path("hands.mid"))
    people.do(entry_id, ANSWERS)
    assert json.loads(people.client("assignment", "list", "--json").out)[0]["state"] == "done"

    picked = ("--minutes", "--take", "--check-in", "2", "--note", "Until Tuesday")
    preview = people.client("share", "--assignment", entry_id, *picked, "--preview", "--json")
    sent = people.client("share", "--assignment", entry_id, *picked, "--key-compared", "--agreed", "-o", "back.age")
    assert sent.status == 0
    content = people.opened(Path("back.age"))
    previewed, went = json.loads(preview.out), json.loads(content)
    previewed["share"]["id"] = went["share"]["id"]
    assert previewed == went
    for unpicked in ("zebra", "lantern", "window", "tender", "There is a place", "steady", "Robin", "walking"):
        assert unpicked not in content, unpicked
    assert f"{datetime.now().astimezone().date()}" not in content
    assert {"minutes", "takes", "check_ins", "note", "code", "id", "reply_to"} == set(went["share"])
    played = [event for event in went["share"]["takes"][0]["events"] if event[1] & 0xF0 == 0x90 and event[3]]
    assert [event[2] for event in played] == [pitch for pitch, *_ in HANDS]

    seen = people.review("back.age", "-o", "report.html", "--json")
    assert seen.status == 0
    found = json.loads(seen.out)[0]
    assert (found["client"], found["from_an_assignment_of_yours"]) == ("Robin", True)
    assert [(each["place"], each["said"]["feeling"]) for each in found["shared"]["check_ins"]] == [("after", "hopeful")]
    page = Path("report.html").read_text("utf-8")
    assert [text in page for text in ("Until Tuesday", "Robin", "zebra")] == [True, True, False]
    assert people.review("--reply", found["id"], "--text", "I heard it twice.", "-o", "reply.age").status == 0
    assert b"heard" not in Path("reply.age").read_bytes()
    assert "I heard it twice." in people.client("assignment", "open", "reply.age").out
    assert "Until Tuesday" not in b"".join(
        path.read_bytes() for path in people.office.rglob("*") if path.is_file()
    ).decode("latin-1")


def test_only_that_therapist_opens_it_and_only_unchanged(people: People, therapists: tuple[Keyed, Keyed]) -> None:
    entry_id = people.done()
    share = ("share", "--assignment", entry_id, "--words", "--key-compared", "--agreed", "-o", "back.age")
    assert people.client(*share).status == 0
    other = age.Identity(therapists[1].key.read_text())
    with pytest.raises(age.CannotOpenError):
        age.unseal(Path("back.age").read_bytes(), [other])
    content = Path("back.age").read_bytes()
    for place in (30, len(content) // 2, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        Path("changed.age").write_bytes(changed)
        people.review("changed.age").told(3, "changed.age can't be opened", "sent again")
    Path("short.age").write_bytes(content[:-20])
    both = people.review("short.age", "back.age")
    both.told(3, "short.age can't be opened")
    assert "zebra lantern" in both.out
    assert "1 return" in people.review().out


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the program 'age' (Debian: age)")
def test_debians_age_opens_what_was_shared_with_the_therapists_passphrase(people: People) -> None:
    entry_id = people.done()
    people.client("share", "--assignment", entry_id, "--words", "--key-compared", "--agreed", "-o", "back.age")
    key = next(path for path in (people.office / "clients" / "keys").glob("*.age") if ".twin" not in path.name)
    child = pexpect.spawn("age", ["-d", "-i", str(key), "-o", "opened.json", "back.age"], timeout=60)
    child.expect("passphrase")
    child.sendline(PASSPHRASE)
    child.expect(pexpect.EOF)
    assert "zebra lantern" in Path("opened.json").read_text("utf-8")


def test_the_first_share_waits_for_the_key_to_be_compared(people: People) -> None:
    entry_id = people.done()
    figures = fingerprint(card_of(places_in(people.office)).recipient)
    share = ("share", "--assignment", entry_id, "--words", "-o")
    people.client(*share, "back.age").told(2, figures, "--key-compared")
    assert not Path("back.age").exists()
    assert figures in people.therapist("keys", "show").out
    assert people.client(*share, "back.age", "--key-compared", "--agreed").status == 0
    assert people.client(*share, "again.age").status == 0


def test_nothing_goes_unless_it_is_picked(people: People) -> None:
    entry_id = people.done()
    assert "Nothing is picked." in people.client("share", "--assignment", entry_id, "--preview").out
    people.client("share", "--assignment", entry_id, "--key-compared", "--agreed", "-o", "back.age").told(
        2, "Nothing is picked"
    )
    people.client("share", "--assignment", entry_id, "--take", "--preview").told(2, "what was played", "Leave it out")
    people.client("share", "--assignment", entry_id, "--words").told(2, "--preview")
    assert not Path("back.age").exists()


def test_the_journal_says_what_went_and_it_can_be_asked_back(people: People) -> None:
    entry_id = people.done()
    people.client(
        "share", "--assignment", entry_id, "--words", "--titles", "--key-compared", "--agreed", "-o", "back.age"
    )
    noted = people.client("share", "--list").out
    assert "Shared with Ana at the Lindenhof: titles; the words of the song" in noted
    return_id = json.loads(people.review("back.age", "--json").out)[0]["id"]
    assert people.review("back.age").out.count("zebra lantern") == 1
    asked = people.client("share", "--withdraw", noted.split()[0], "-o", "please.age")
    assert "It is a request" in asked.out
    assert f"--delete {return_id[:8]}" in people.review("please.age").out
    assert "has asked you to delete" in people.review("back.age").out
    assert people.review("--delete", return_id).status == 0
    assert "nothing has come back yet" in people.review().out


def test_a_return_without_the_code_of_an_assignment_is_marked(people: People) -> None:
    entry_id = people.done()
    people.client("share", "--assignment", entry_id, "--words", "--key-compared", "--agreed", "-o", "back.age")
    document = json.loads(people.opened(Path("back.age")))
    document["share"]["code"] = "0" * 32
    recipient = card_of(places_in(people.office)).recipient
    Path("forged.age").write_bytes(age.seal(json.dumps(document).encode(), [recipient]))
    assert "Not from an assignment of yours" in people.review("forged.age").out
    document["share"]["id"] = "../../x"
    Path("forged.age").write_bytes(age.seal(json.dumps(document).encode(), [recipient]))
    people.review("forged.age").told(3, "its number is none")
