"""A client's sessions of an assignment: declined, begun on its terms, and shared of any day by numbers."""

from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from companion.domain.entry import SessionRecord
from companion.journal.store import Journal
from tests.e2e.two_people import WORDS, People


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
