"""`companion note` and what people do with their journal from a shell: find, edit, tag, mark, delete, bring in."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from companion.cli.note import LONGEST_LETTERS
from companion.domain.entry import SessionRecord, Words
from companion.journal.store import Journal
from tests.commands import CommandLine


def journal_of(companion: CommandLine) -> Journal:
    """The journal itself, for reading."""
    return Journal.open(companion.home / "journal", writable=False)


def kept(companion: CommandLine, *words: str) -> str:
    """Keep a note; its id."""
    ran = companion("note", *words)
    assert (ran.status, ran.err) == (0, "")
    return ran.out.strip()


def listed(companion: CommandLine, *arguments: str) -> list[dict[str, object]]:
    """What `journal list --json` or another such command says."""
    ran = companion("journal", *arguments, "--json")
    assert ran.status == 0, ran
    found = json.loads(ran.out)
    assert isinstance(found, list)
    return found


def test_a_thought_at_once(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept(companion, "the", "stairs were", "quiet", "--tag", "#home", "--feeling", "calm")
    second = kept(companion, "--feeling", "sad")
    monkeypatch.setattr(sys, "stdin", io.StringIO("two\nlines 🎵\n"))
    third = kept(companion, "-")
    monkeypatch.setattr(sys, "stdin", io.StringIO("from a pipe"))
    fourth = kept(companion)
    with journal_of(companion) as journal:
        assert json.loads(companion("journal", "show", first, "--json").out)["body"] == {
            "type": "reflection", "text": "the stairs were quiet", "feeling": "calm",
        }  # fmt: skip
        assert journal.get(first).tags == ("home",)
        assert [journal.get(each).kind for each in (second, third, fourth)] == ["check-in", "reflection", "reflection"]
        assert "two\nlines 🎵" in companion("journal", "show", third[:8]).out
    assert [each["id"] for each in listed(companion, "list")] == [fourth, third, second, first]


def test_nothing_to_keep_is_said(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    companion("note").told(2, "nothing to keep")
    companion("note", "  ", "--feeling", " ").told(2, "nothing to keep")
    monkeypatch.setattr(sys, "stdin", io.StringIO("x" * (LONGEST_LETTERS + 1)))
    companion("note", "-").told(2, "too long")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe"), encoding="utf-8"))
    companion("note", "-").told(2, "not text")
    assert listed(companion, "list") == []


def test_finding_as_people_type(companion: CommandLine) -> None:
    lamp = kept(companion, "Die Lampe über der Brücke", "--tag", "night")
    kept(companion, "another thought", "--feeling", "tender")
    assert [each["id"] for each in listed(companion, "search", "BRUCKE", "uber")] == [lamp]
    assert [each["id"] for each in listed(companion, "search", "--tag", "Night")] == [lamp]
    assert len(listed(companion, "search", "today")) == 2
    assert len(listed(companion, "search", "--since", "yesterday", "--until", "today", "--limit", "1")) == 1
    assert listed(companion, "search", "--when", "last year") == []
    assert len(listed(companion, "search", "--feeling", "TENDER", "--kind", "thoughts")) == 1
    ran = companion("journal", "search", "Lampee")
    assert ran.err == "Nothing holds “lampee”; “lampe” was looked for.\n"
    assert ran.out.splitlines()[0] == "1 found: “lampe”"
    assert companion("journal", "search", "xylophone").out == "Nothing was found: “xylophone”\n"
    companion("journal", "search").told(2, "what to look for")
    companion("journal", "search", "--when", "3/5/2024").told(2, "two ways")
    companion("journal", "search", "--kind", "poem").told(2, "no kind of entry")


def test_editing(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    note = kept(companion, "first words")
    ran = companion("journal", "edit", note[:8], "other", "words", "--title", "A name", "--feeling", "calm")
    assert (ran.status, ran.out) == (0, f"Changed: {note[:8]}  A name\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("read from\na pipe"))
    assert companion("journal", "edit", note, "-").status == 0
    shown = json.loads(companion("journal", "show", note, "--json").out)
    assert (shown["title"], shown["body"]["text"], shown["body"]["feeling"]) == ("A name", "read from\na pipe", "calm")
    companion("journal", "edit", note).told(2, "what shall be changed")
    companion("journal", "edit", note, "--title", "t" * 10_000).told(2, "up to 300 letters")
    companion("journal", "edit", "nothing", "words").told(2, "no entry 'nothing'")
    assert json.loads(companion("journal", "show", note, "--json").out) == shown


def test_tags_and_favourites(companion: CommandLine) -> None:
    note, other = kept(companion, "words"), kept(companion, "others")
    assert companion("journal", "tag", note, "night", "for later").out == "Tags: night, for later\n"
    assert companion("journal", "tag", note, "--remove", "NIGHT").out == "Tags: for later\n"
    assert companion("journal", "tag", note).out == "Tags: for later\n"
    assert companion("journal", "tag", other).out == "No tags.\n"
    assert companion("journal", "favourite", note).out == f"A favourite: {note[:8]}  words\n"
    assert [each["id"] for each in listed(companion, "list", "--favourite")] == [note]
    assert [each["id"] for each in listed(companion, "search", "--favourite")] == [note]
    assert companion("journal", "list").out.splitlines()[1].endswith("words  (favourite, for later)")
    companion("journal", "favourite", note, "--off")
    assert listed(companion, "list", "--favourite") == []


def test_a_title_of_ten_thousand_letters_is_shown_short(companion: CommandLine) -> None:
    kept(companion, "long " * 2000)
    (line,) = companion("journal", "list").out.splitlines()
    assert len(line) < 200
    assert line.endswith("…")


def test_deleting_takes_what_came_from_it(companion: CommandLine) -> None:
    with Journal.open(companion.home / "journal") as journal:
        words = journal.add(Words(("the house is still",)), session_id="walk")
        session = journal.add(SessionRecord("A steady place", (words.id,), True), session_id="walk")
    thought = kept(companion, "stays")
    ran = companion("journal", "delete", session.id)
    assert ran.status == 0
    assert ran.out == f"Deleted {session.id[:8]} and 1 more that came from it.\n"
    assert "the house is still" in ran.err, "what goes is named"
    assert "(SSD)" in ran.err
    assert [each["id"] for each in listed(companion, "list")] == [thought]
    companion("journal", "delete", session.id).told(2, "no entry")
    companion("journal", "delete").told(2, "Say which entry")
    companion("journal", "delete", thought, "--everything").told(2, "Say which entry")


def test_only_one_can_be_deleted_too(companion: CommandLine) -> None:
    with Journal.open(companion.home / "journal") as journal:
        words = journal.add(Words(("the house is still",)), session_id="walk")
        session = journal.add(SessionRecord("A steady place", (words.id,), True), session_id="walk")
    companion("journal", "delete", session.id, "--only")
    assert [each["id"] for each in listed(companion, "list")] == [words.id]


def test_out_into_a_zip_and_in_again(companion: CommandLine, tmp_path: Path) -> None:
    assert companion("demo", "--seed", "3", "-o", "demo").status == 0
    kept(companion, "a thought 🎵", "--tag", "night")
    before = companion("journal", "export", "--all", "-o", "before.json", "-o", "all.zip")
    assert before.status == 0, before
    with zipfile.ZipFile("all.zip") as archive:
        names = archive.namelist()
    assert "README.txt" in names
    assert any(name.endswith(".mid") for name in names)
    again = companion("journal", "import", "all.zip")
    count = len(listed(companion, "list"))
    assert (again.status, again.out) == (0, f"0 new from this program; {count} were here already.\n")
    assert len(listed(companion, "list")) == count
    companion.home.rename(tmp_path / "old home")
    assert companion("journal", "import", "all.zip").out == f"{count} new from this program.\n"
    assert companion("journal", "export", "--all", "-o", "after.json").status == 0
    assert Path("after.json").read_bytes() == Path("before.json").read_bytes()


def test_what_is_bad_in_an_import_is_named_and_the_rest_comes_in(companion: CommandLine) -> None:
    kept(companion, "good")
    kept(companion, "bad")
    companion("journal", "export", "--all", "-o", "all.json")
    everything = json.loads(Path("all.json").read_text("utf-8"))
    everything["entries"][0]["tags"] = 7
    everything["entries"][1]["id"] = "00000000-0000-4000-8000-000000000001"
    Path("all.json").write_text(json.dumps(everything), "utf-8")
    ran = companion("journal", "import", "all.json")
    assert ran.status == 3
    assert ran.out == "1 new from this program.\n"
    assert "Entry 1" in ran.err
    assert "expected 'array', got 'int' (field 'tags')" in ran.err
    assert len(listed(companion, "list")) == 3


def test_what_can_not_be_imported_leaves_everything_as_it_was(companion: CommandLine) -> None:
    kept(companion, "here")
    Path("half.zip").write_bytes(b"PK\x03\x04half")
    Path("rubbish.json").write_bytes(b"{")
    with zipfile.ZipFile("climbs.zip", "w") as archive:
        archive.writestr("../../evil", "x")
        archive.writestr("journal.json", "{}")
    companion("journal", "import", "half.zip").told(3, "not a whole ZIP")
    companion("journal", "import", "rubbish.json").told(3, "not whole")
    companion("journal", "import", "climbs.zip").told(3, "leads out of it")
    companion("journal", "import", "nothing.zip").told(3, "no such file")
    assert len(listed(companion, "list")) == 1
    assert not (companion.folder.parent.parent / "evil").exists()


def test_stats_say_what_is_there(companion: CommandLine) -> None:
    assert companion("journal", "stats").out == "Nothing here yet.\n"
    kept(companion, "four words of mine", "--tag", "night", "--feeling", "calm")
    said = companion("journal", "stats").out
    assert said.startswith("1 entry, from ")
    assert "a thought" in said
    assert "Tags: night (1)" in said
    assert "Feelings: calm (1)" in said
    counted = json.loads(companion("journal", "stats", "--json").out)
    assert (counted["entries"], counted["kinds"], counted["played_seconds"]) == (1, {"reflection": 1}, 0)


@pytest.mark.parametrize(
    "command",
    ["list", "show", "search", "stats", "edit", "tag", "favourite", "delete", "export", "import"],
)
def test_every_command_has_an_example(companion: CommandLine, command: str) -> None:
    ran = companion("journal", command, "--help")
    assert ran.status == 0
    assert f"Example: companion journal {command}" in ran.out
    assert "--passphrase-file" in ran.out


def test_looking_at_the_journal_loads_nothing_heavy() -> None:
    script = (
        "import sys; from companion.cli.root import run; run(['journal', 'list']); run(['journal', 'search', 'x']);"
        "sys.exit(len({'textual', 'music21', 'numpy', 'mido', 'rtmidi', 'fluidsynth'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
