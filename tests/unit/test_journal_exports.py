"""Entries as Markdown, as JSON, as plain text and in words."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.affect import Affect, CheckIn
from companion.domain.agreed import Boundaries, Consented, Plan
from companion.domain.assignment import Answered, Assigned
from companion.domain.entry import Body, Entry, Reflection, SessionRecord, Words
from companion.domain.harmony import Chord, Key, Meter
from companion.domain.share import Received, Sent, Share
from companion.domain.song import Contract, Section, Song
from companion.domain.take import PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.exports.entry_words import (
    KINDS,
    check_in_in_words,
    chords_in_words,
    first_line,
    kind_in_words,
    length_in_words,
    moment_in_words,
    title_of,
    when,
)
from companion.exports.markdown import (
    entries_as_json,
    entries_as_markdown,
    entry_as_json,
    entry_as_markdown,
    song_as_markdown,
)
from companion.exports.plain_text import entry_as_text, harmless

KATHMANDU = timezone(timedelta(hours=5, minutes=45))
WRITTEN = datetime(2026, 11, 22, 20, 8, tzinfo=KATHMANDU)

SONG = Song(
    title="The quiet stairs", name="Rocking, like a lullaby", feeling="calm", affect=Affect(2, -3), seed=7,
    key=Key("F", "major"), meter=Meter(3, 4), tempo_bpm=66.0, groove="lullaby", loop_bars=4,
    sections=(Section("verse", 0, 4, ("When the house is still", "I keep the stairs")),
              Section("chorus", 4, 4, ("Stay a little longer",))),
    chords=tuple(Chord(symbol, "I", 3.0 * bar, 3.0, (53, 60))
                 for bar, symbol in enumerate(("F", "Bb", "F", "C") * 2)),
    melody=(), contract=Contract(()), why=("It comes home every four bars.",),
)  # fmt: skip
TAKE = Take(
    "humming", TempoMap(66.0), (PlayedEvent(0.5, 0x90, 60, 64), PlayedEvent(1.0, 0x90, 60, 0)), 125.4,
    backing_title="The quiet stairs",
)  # fmt: skip
BODIES: list[Body] = [
    CheckIn("tender", Affect(2, -1), 3), Words(("one", "", "two")), SONG, TAKE, Reflection("a thought"),
    SessionRecord("A steady place", ("id-1",), True),
    Assigned("code", "Ana", "Robin", "A steady place", "age1", "{}"), Answered("code", "Ana", "I heard it."),
    Sent("id-2", "code", "Ana", "age1", ("the minutes",)), Received("Robin", "A steady place", Share("code", "id-2")),
    Boundaries(never=("singing",)), Plan(goal="to sing a line a day", how_sure=6), Consented(1, "Ana", "age1"),
]  # fmt: skip


def entry(body: Body, title: str = "", **more: Any) -> Entry:
    return Entry("3f2a91c0-0000-4000-8000-000000000000", WRITTEN, WRITTEN, title, body, **more)


def front_matter(markdown: str) -> dict[str, Any]:
    """The front matter of an exported file, whose values are JSON."""
    start, facts, _ = markdown.split("---\n", 2)
    assert start == ""
    return {name: json.loads(value) for name, _, value in (line.partition(": ") for line in facts.splitlines())}


def test_a_song_is_a_page_with_its_facts_in_front() -> None:
    markdown = entry_as_markdown(entry(SONG, "The quiet stairs", tags=("home", "night"), step="song"))
    assert front_matter(markdown) == {
        "id": "3f2a91c0-0000-4000-8000-000000000000", "kind": "song", "title": "The quiet stairs",
        "created": "2026-11-22T20:08:00+05:45", "changed": "2026-11-22T20:08:00+05:45", "tags": ["home", "night"],
        "step": "song", "feeling": "calm", "key": "F major", "meter": "3/4", "tempo_bpm": 66.0, "groove": "lullaby",
        "bars": 8,
    }  # fmt: skip
    assert markdown.split("---\n", 2)[2] == (
        "\n# The quiet stairs\n\n"
        "F major, 3/4, 66 beats a minute, lullaby. Chords: F \\| Bb \\| F \\| C\n\n"
        "## verse\n\nWhen the house is still\\\nI keep the stairs\n\n"
        "## chorus\n\nStay a little longer\n"
    )


def test_a_song_that_is_in_no_journal_is_the_same_page() -> None:
    page = song_as_markdown(SONG)
    assert list(front_matter(page)) == ["title", "feeling", "key", "meter", "tempo_bpm", "groove", "bars"]
    assert page.split("---\n", 2)[2] == entry_as_markdown(entry(SONG)).split("---\n", 2)[2]


def test_a_check_in_says_everything_that_was_said() -> None:
    facts = front_matter(entry_as_markdown(entry(CheckIn("tender", Affect(2, -1), 3))))
    assert (facts["feeling"], facts["valence"], facts["arousal"], facts["distress"]) == ("tender", 2, -1, 3)
    assert "comfort" not in facts
    assert check_in_in_words(CheckIn()) == "nothing said"
    assert check_in_in_words(CheckIn(comfort=10)) == "comfort 10 of 10"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("*not* bold_", "\\*not\\* bold\\_"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("12. no list", "12\\. no list"),
        ("1) no list", "1\\) no list"),
        ("12 stays", "12 stays"),
        ("well-kept", "well-kept"),
        ("C7[b9] <b> & `x`", "C7\\[b9\\] \\<b\\> \\& \\`x\\`"),
        ("    no code", "\u00a0\u00a0\u00a0\u00a0no code"),
        ("---", "\\---"),
    ],
)
def test_words_stay_words_in_markdown(line: str, written: str) -> None:
    assert entry_as_markdown(entry(Words((line, "end")), "t")).endswith(f"# t\n\n{written}\\\nend\n")


def test_an_empty_line_parts_verses() -> None:
    assert entry_as_markdown(entry(Words(("a", "b", "", "c")), "t")).endswith("\na\\\nb\n\nc\n")
    assert entry_as_markdown(entry(Words(("", "a", "", " ", "", "b", "")), "t")).endswith("# t\n\na\n\nb\n")
    assert entry_as_markdown(entry(Words(("", " ", "")), "t")).endswith("# t\n\n\n")


@given(st.text())
def test_any_title_stands_on_one_line_in_front_and_comes_back(title: str) -> None:
    markdown = entry_as_markdown(entry(Reflection("text"), title))
    lines = markdown.split("\n")
    assert lines[0] == "---"
    assert lines.index("---", 1) == 6
    assert json.loads(lines[3].removeprefix("title: ")) == (" ".join(title.split()) or "text")
    assert not any("\x7f" <= each < "\xa0" or each in "\u2028\u2029\ufeff" for each in lines[3])


def test_many_entries_are_one_file() -> None:
    markdown = entries_as_markdown([entry(body, f"title {number}") for number, body in enumerate(BODIES)])
    headings = [line for line in markdown.splitlines() if line.startswith("## ")]
    assert headings == [f"## title {number}" for number in range(len(BODIES))]
    assert "*a song, Sunday 22 November 2026, 20:08 (UTC+05:45)*" in markdown
    assert entries_as_markdown([]) == "# Journal\n\n"


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_json_holds_everything(body: Body) -> None:
    original = entry(body, "t", tags=("a",), exercise="e", step="s", session_id="w")
    assert msgspec.json.decode(entry_as_json(original), type=Entry) == original
    many = json.loads(entries_as_json([original, original]))
    assert (many["format"], many["version"]) == ("companion-entries", 1)
    assert [each["kind"] for each in many["entries"]] == [original.kind] * 2
    assert msgspec.convert(many["entries"][1], Entry) == original


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_each_kind_has_words_and_a_first_line(body: Body) -> None:
    assert kind_in_words(entry(body)) == KINDS[entry(body).kind]
    assert first_line(body).strip()
    assert "\n" not in first_line(body)
    text = entry_as_text(entry(body))
    assert text.startswith(f"{title_of(entry(body))}\n{KINDS[entry(body).kind].capitalize()}, Sunday 22 November")
    assert "Id: 3f2a91c0-0000-4000-8000-000000000000" in text


def test_every_kind_of_body_was_looked_at() -> None:
    assert {entry(body).kind for body in BODIES} == set(KINDS)


def test_a_song_and_a_take_in_plain_text() -> None:
    song = entry_as_text(entry(SONG))
    assert "Chords: F | Bb | F | C\n" in song
    assert "\nVerse:\nWhen the house is still\nI keep the stairs\n\nChorus:\n" in song
    assert song.endswith("Why it may fit:\nIt comes home every four bars.")
    assert entry_as_text(entry(TAKE)).endswith("\n1 note in 2:05 minutes over The quiet stairs")


def test_chords_of_a_bar_stand_together() -> None:
    halves = tuple(Chord(symbol, "I", 2.0 * at, 2.0, (48,)) for at, symbol in enumerate(("C", "Am", "F", "G")))
    song = msgspec.structs.replace(SONG, meter=Meter(4, 4), loop_bars=2, chords=halves)
    assert chords_in_words(song) == "C Am | F G"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 22, 0, 5, tzinfo=UTC), "today, 00:05"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "yesterday, 23:59"),
        (datetime(2026, 11, 22, 20, 8, tzinfo=KATHMANDU), "today, 14:23"),
        (datetime(2026, 11, 22, 3, 0, tzinfo=KATHMANDU), "yesterday, 21:15"),
        (datetime(2026, 11, 16, 9, 0, tzinfo=UTC), "Monday, 09:00"),
        (datetime(2026, 11, 15, 9, 0, tzinfo=UTC), "15 November, 09:00"),
        (datetime(2025, 3, 1, 9, 0, tzinfo=UTC), "1 March 2025, 09:00"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "23 November, 09:00"),
    ],
)
def test_times_are_said_as_one_would(moment: datetime, said: str) -> None:
    assert when(moment, datetime(2026, 11, 22, 18, 0, tzinfo=UTC)) == said


def test_moments_carry_their_zone_and_lengths_their_unit() -> None:
    new_york = timezone(timedelta(hours=-3, minutes=-30))
    assert moment_in_words(WRITTEN.astimezone(new_york)) == "Sunday 22 November 2026, 10:53 (UTC-03:30)"
    assert moment_in_words(WRITTEN.astimezone(UTC)) == "Sunday 22 November 2026, 14:23 (UTC)"
    assert [length_in_words(each) for each in (0.2, 1.4, 59.4, 59.6, 185.0)] == [
        "0 seconds", "1 second", "59 seconds", "1:00 minutes", "3:05 minutes",
    ]  # fmt: skip


def test_a_terminal_is_never_told_what_to_do() -> None:
    assert harmless("a\x1b[2J\x9b31m\x07\r\tb\nc é 🎵") == "a\ufffd[2J\ufffd31m\ufffd\ufffd\tb\nc é 🎵"
    assert "\x1b" not in entry_as_text(entry(Words(("\x1b]0;title\x07",)), "\x1b[31m", tags=("\x1b",)))
