"""A therapist and a client in two homes: given, done, shared in part, looked at; no connection to anywhere."""

import json
import shutil
import socket
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pexpect
import pytest
from msgspec.structs import replace

from companion import age
from companion.domain.entry import SessionRecord
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.between.keys import card_of, new_key
from companion.sharing.fingerprint import fingerprint
from tests.commands import SILENT, CommandLine, Ran
from tests.e2e.test_cli_takes import HANDS, hands

PASSPHRASE = "three small lamps"
WORDS = ["quiet", "zebra lantern", "worry", "window", "a friend", "light"]
ANSWERS = {
    "arrive": True,
    "before": {"feeling": "tender", "valence": -1, "arousal": 1, "distress": 5},
    "words": WORDS,
    "song": 1,
    "play": {"midi": "hands.mid", "keep": "keep"},
    "after": {"feeling": "hopeful", "valence": 2, "arousal": -2, "distress": 3},
}


class Keyed(NamedTuple):
    """A therapist's home with a key, and a file that opens it without the wait that a passphrase costs."""

    home: Path
    key: Path


def places_in(home: Path) -> Places:
    return Places(config=home, data=home, log=home / "logs")


@pytest.fixture(scope="module")
def therapists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keyed, Keyed]:
    """Two of them, made once."""
    folder = tmp_path_factory.mktemp("therapists")
    return _keyed(folder, "Ana at the Lindenhof"), _keyed(folder, "Ben")


def _keyed(folder: Path, name: str) -> Keyed:
    home, key = folder / name, folder / f"{name}.key"
    home.mkdir()
    (home / "settings.toml").write_text(SILENT)
    new_key(places_in(home), name, PASSPHRASE)
    vault = Vault(home / "clients")
    vault.unlock(PASSPHRASE)
    key.write_text(vault.recovery_key())
    return Keyed(home, key)


class People:
    """Both at one table: each runs commands in a home of their own."""

    def __init__(self, companion: CommandLine, keyed: Keyed, use: Callable[[Path], None]) -> None:
        self._companion = companion
        self._use = use
        self.home = companion.home
        self.office = companion.folder / "office"
        self.key = keyed.key
        shutil.copytree(keyed.home, self.office)

    def client(self, *arguments: str | Path) -> Ran:
        """One command of the client's."""
        self._use(self.home)
        return self._companion(*arguments)

    def therapist(self, *arguments: str | Path) -> Ran:
        """One command of the therapist's."""
        self._use(self.office)
        return self._companion(*arguments)

    def review(self, *arguments: str | Path) -> Ran:
        """`companion review`, with the key."""
        return self.therapist("review", *arguments, "--passphrase-file", self.key)

    def assign(self, path: str = "given.json", *more: str) -> Path:
        """A steady place, for Robin."""
        ran = self.therapist("assign", "a-steady-place", "--for", "Robin", "--acknowledged", *more, "-o", path)
        assert ran.status == 0, ran
        return Path(path)

    def take_in(self, path: Path) -> str:
        """The client opens it; returns its id."""
        ran = self.client("assignment", "open", path, "--json")
        assert ran.status == 0, ran
        return str(json.loads(ran.out)["id"])

    def do(self, entry_id: str, answers: dict[str, Any]) -> None:
        """The client does it."""
        Path("answers.json").write_text(json.dumps(answers))
        ran = self.client("session", "--assignment", entry_id, "--answers", "answers.json", "--seed", "4")
        assert (ran.status, ran.err) == (0, ""), ran

    def done(self, **answers: Any) -> str:
        """Given, opened and done without playing; returns the assignment's id."""
        entry_id = self.take_in(self.assign())
        self.do(entry_id, {"words": WORDS, **answers})
        return entry_id

    def opened(self, path: Path) -> str:
        """What is in a sealed file, by the therapist's key."""
        return age.unseal(path.read_bytes(), [age.Identity(self.key.read_text())]).decode()


@pytest.fixture
def people(companion: CommandLine, therapists: tuple[Keyed, Keyed], monkeypatch: pytest.MonkeyPatch) -> People:
    """Both, with every way out of this computer shut."""

    def shut(*_: object, **__: object) -> None:
        raise AssertionError("something looked for a connection")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, shut)
    monkeypatch.setattr(socket, "getaddrinfo", shut)
    return People(companion, therapists[0], lambda home: monkeypatch.setenv("COMPANION_HOME", str(home)))


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


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document))


def set_title(document: dict[str, Any], title: str) -> None:
    document["assignment"]["exercise"]["title"] = title


def swap_key(document: dict[str, Any]) -> None:
    document["assignment"]["recipient"] = age.Identity.generate().recipient


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (lambda document: document.update(version=2), ("newer version", "Update")),
        (lambda document: set_title(document, "../../etc/passwd"), ("looks like the name of a file",)),
        (lambda document: set_title(document, "..\\windows"), ("looks like the name of a file",)),
        (lambda document: set_title(document, "calm\x1b[2J"), ("signs that belong into no name",)),
        (lambda document: set_title(document, "long " * 90), ("letters",)),
        (swap_key, ("its key was changed",)),
        (lambda document: document["assignment"].update(code="../../x"), ("return code",)),
        (lambda document: document["assignment"].update(colour="red"), ("that can be used", "colour")),
        (lambda document: document["assignment"]["exercise"].update(id="../x"), ("small letters",)),
        (lambda document: document["assignment"]["terms"].update(threshold=99), ("threshold",)),
        (lambda document: document.update(format="something"), ("is not an assignment",)),
    ],
    ids=["newer", "path", "backslash", "escape", "long", "key", "code", "field", "id", "threshold", "format"],
)  # fmt: skip
def test_an_assignment_that_is_not_right_is_told_in_one_sentence(
    people: People, change: Callable[[dict[str, Any]], None], texts: tuple[str, ...]
) -> None:
    given = people.assign()
    changed(given, change)
    people.client("assignment", "open", given).told(3, "given.json", *texts)
    assert json.loads(people.client("assignment", "list", "--json").out) == []


@pytest.mark.parametrize("rubbish", [b"", b"\0" * 40, b"[" * 20000, b"{}", b"\xff\xfe{}", b"age-encryption.org/v1\n"])
def test_rubbish_is_no_assignment_and_no_return(people: People, rubbish: bytes) -> None:
    Path("rubbish").write_bytes(rubbish)
    people.client("assignment", "open", "rubbish").told(3, "rubbish")
    people.review("rubbish").told(3, "rubbish")


def test_an_assignment_that_was_cut_off_and_one_of_100_mb(people: People) -> None:
    given = people.assign()
    given.write_bytes(given.read_bytes()[:-300])
    people.client("assignment", "open", given).told(3, "given.json is not an assignment, or not all of it")
    with Path("huge.json").open("wb") as file:
        file.truncate(100_000_000)
    people.client("assignment", "open", "huge.json").told(3, "huge.json is far too large")
    people.review("huge.json").told(3, "huge.json is far too large")
    people.client("assignment", "open", "none.json").told(3, "Could not read none.json")


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


def test_a_no_is_kept_and_nothing_is_begun(people: People) -> None:
    entry_id = people.take_in(people.assign())
    assert people.client("assignment", "decline", entry_id[:8]).status == 0
    Path("answers.json").write_text("{}")
    people.client("session", "--assignment", entry_id, "--answers", "answers.json").told(2, "declined")
    sentences = ("--couldnt", "too tired", "--hard", "the evenings", "--talk", "sleeping")
    told = people.client("share", "--assignment", entry_id, "--completion", *sentences, "--preview").out
    assert (
        "Left out this time.\nI couldn't, because:\n  too tired\nWhat was hard:\n  the evenings\n"
        "What I'd like to talk about:\n  sleeping"
    ) in told
    assert people.client("assignment", "accept", entry_id).status == 0
    people.do(entry_id, {"words": WORDS})


def test_the_same_file_twice_is_one_assignment_and_a_changed_one_is_refused(people: People) -> None:
    given = people.assign()
    assert people.take_in(given) == people.take_in(given)
    changed(given, lambda document: document["assignment"].update(note="Send me everything."))
    people.client("assignment", "open", given).told(2, "something else", "Nothing was changed")


def test_cautions_and_themes_are_thought_of_before_it_is_given(people: People) -> None:
    cautious = next(path.stem for path in sorted(Path(__file__).parents[2].glob("prompts/en/*.toml"))
                    if "not_when" in path.read_text("utf-8"))  # fmt: skip
    give = ("assign", cautious, "--for", "Robin", "-o", "given.json")
    ran = people.therapist(*give)
    assert (ran.status, "--acknowledged" in ran.err) == (2, True)
    assert not Path("given.json").exists()
    grief = next(path.stem for path in sorted(Path(__file__).parents[2].glob("prompts/en/*.toml"))
                 if 'themes = ["grief"]' in path.read_text("utf-8"))  # fmt: skip
    give_grief = ("assign", grief, "--for", "Robin", "--acknowledged", "-o", "given.json")
    people.therapist(*give_grief).told(2, "about grief", "--theme grief")
    agreed = (*give_grief, "--theme", "grief")
    assert people.therapist(*agreed).status == 0


def test_a_key_and_its_records_come_back_from_a_backup(people: People) -> None:
    entry_id = people.done()
    people.client("share", "--assignment", entry_id, "--words", "--key-compared", "--agreed", "-o", "back.age")
    assert people.review("back.age").status == 0
    assert people.therapist("keys", "backup", "-o", "key.zip").status == 0
    people.therapist("keys", "restore", "key.zip", "--name", "Ana").told(2, "a key already")
    figures = fingerprint(card_of(places_in(people.office)).recipient)
    shutil.rmtree(people.office)
    people.office.mkdir()
    Path("rubbish.zip").write_bytes(b"rubbish")
    people.therapist("keys", "restore", "rubbish.zip", "--name", "Ana").told(3, "rubbish.zip")
    assert figures in people.therapist("keys", "restore", "key.zip", "--name", "Ana").out
    assert "Robin: 1 return" in people.review().out


def test_a_disk_that_takes_nothing_is_told(people: People) -> None:
    entry_id = people.done()
    missing = Path("missing") / "back.age"
    people.client("share", "--assignment", entry_id, "--words", "--key-compared", "--agreed", "-o", missing).told(
        3, "missing"
    )
    assert people.client("share", "--list").out == ""
    if sys.platform == "linux":
        full = people.therapist("assign", "a-steady-place", "--for", "R", "--acknowledged", "-o", "/dev/full")
        full.told(2, "/dev/full is there already")


def test_the_passphrase_of_the_key_is_changed_and_the_key_stays(people: People) -> None:
    before = people.therapist("keys", "show").out
    Path("new.txt").write_text("seven grey gulls")
    changed = people.therapist(
        "keys", "passphrase", "--passphrase-file", people.key, "--new-passphrase-file", "new.txt"
    )
    assert changed.status == 0, changed.err
    assert people.therapist("keys", "show").out == before
    assert people.therapist("review", "--passphrase-file", "new.txt").status == 0
    Path("old.txt").write_text("not this one")
    again = ("keys", "passphrase", "--passphrase-file", "old.txt", "--new-passphrase-file", "new.txt")
    people.therapist(*again).told(5, "old.txt")


def test_things_are_picked_by_their_numbers_of_any_session(people: People) -> None:
    entry_id = people.done()
    people.do(entry_id, {"words": ["second door"]})
    listed = people.client("share", "--assignment", entry_id)
    assert listed.status == 0
    assert not [row for row in listed.out.splitlines() if row.endswith(": goes")]
    numbers = {row.partition(". ")[2]: row.partition(". ")[0] for row in listed.out.splitlines()}
    words, titles, couldnt = (
        numbers[each]
        for each in ("the words of the song", "what the exercise and the song are called", "I couldn't, because")
    )
    picked = ("--item", f"{words},{titles}")
    preview = people.client("share", "--assignment", entry_id, *picked, "--minutes", "--preview").out
    assert [text in preview for text in ("second door", "A steady place", "zebra", "Before")] == [
        True,
        True,
        False,
        False,
    ]
    days = ("share", "--assignment", entry_id, "--item", words, "--preview", "--day")
    today = people.client(*days, "today")
    assert ("second door" in today.out, today.status) == (True, 0)
    people.client(*days, "2019-03-01").told(
        2, "Nothing was done for this assignment then: 2019-03-01", "It was done on"
    )
    people.client(*days, "someday").told(2, "someday")
    for wrong in ("99", "0", "two", couldnt):
        people.client("share", "--assignment", entry_id, "--item", wrong, "--preview").told(2)
    assert "zebra" in people.client(*days, f"{age_the_first(people, entry_id)}").out


def age_the_first(people: People, entry_id: str) -> date:
    """Let the first of two sessions have been last year; the day that it was then."""
    with Journal.open(people.home / "journal") as journal:
        records = [each for each in journal.entries("session") if isinstance(each.body, SessionRecord)]
        first = min(records, key=lambda each: each.created)
        assert isinstance(first.body, SessionRecord)
        assert first.body.assignment_id == entry_id
        created = first.created - timedelta(days=400)
        journal.update(replace(first, created=created))
    return created.date()


def test_a_session_begins_in_the_size_and_with_the_dial_that_are_asked_for(people: People) -> None:
    Path("answers.json").write_text("{}")
    given = people.assign()
    entry_id = people.take_in(given)
    walk = ("session", "--answers", "answers.json", "--seed", "4")
    people.client(*walk, "--assignment", entry_id, "--size", "smallest").told(2, "its own size")
    people.client(*walk, "--size", "huge").told(2, "huge")
    people.client(*walk, "--dial", "5").told(2, "5")
    for size in ("whole", "smallest", "low-energy"):
        assert people.client(*walk, "a-steady-place", "--size", size, "--dial", "1").status == 0
