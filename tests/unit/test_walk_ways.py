"""Which questions come: branches, sizes, what is made first, and sittings on several days."""

from pathlib import Path

import pytest
from msgspec import toml

from companion.domain.exercise import Exercise
from companion.errors import WrongUseError
from companion.journal.drafts import DraftFile
from companion.services.walking import questions as q
from companion.services.walking.session import Session, waiting_draft
from companion.services.walking.sittings import Pack
from tests.unit.exercises import english
from tests.unit.faces import composed
from tests.unit.services import Desk

HEAD = """
id = "small"
language = "en"
title = "Small"
purpose = "A test."
method = "free"
minutes = 5
smallest_minutes = 1
"""
CLOSE = '\n[[steps]]\nkind = "close"\nid = "close"\nprompt = "Enough."\n'


def made(steps: str, more: str = "") -> Exercise:
    """A small exercise of these steps."""
    return toml.decode(HEAD + more + steps + CLOSE, type=Exercise)


def places(session: Session) -> list[str]:
    """Every question to the close, skipped; by step and part."""
    seen = []
    while not session.is_finished:
        seen.append(f"{session.question.place.step_id} {session.question.place.part}".strip())
        session.skip()
    return seen


BRANCHES = """
[[steps]]
kind = "check-in"
id = "before"
prompt = "How?"
asks = ["distress"]

[[steps]]
kind = "ground"
id = "ground"
prompt = "Down."
sentences = ["Feet."]
when = { step = "before", distress_at_least = 6 }

[[steps]]
kind = "choose"
id = "way"
prompt = "Which?"
options = ["one", "two"]

[[steps]]
kind = "name-it"
id = "first"
prompt = "One."
when = { step = "way", chose = 1 }

[[steps]]
kind = "name-it"
id = "second"
prompt = "Two."
when = { step = "way", chose = 2 }
"""


def test_what_is_not_said_takes_the_low_and_the_first_way(desk: Desk) -> None:
    assert places(desk.begin(made(BRANCHES))) == ["before distress", "way", "first 0"]


@pytest.mark.parametrize(("level", "comes"), [(5, False), (6, True), (10, True)])
def test_a_step_waits_for_a_number(desk: Desk, level: int, comes: bool) -> None:
    session = desk.begin(made(BRANCHES))
    session.answer(q.Distress(level))
    assert isinstance(session.question, q.DoQuestion) == comes


def test_a_step_waits_for_a_choice_and_going_back_changes_it(desk: Desk) -> None:
    session = desk.begin(made(BRANCHES))
    session.skip()
    session.answer(q.Chose(2))
    assert session.question.place.step_id == "second"
    session.answer(q.Filled("mine"))
    assert session.is_finished
    again = desk.begin(made(BRANCHES))
    again.skip()
    again.answer(q.Chose(2))
    again.back()
    assert isinstance(again.question, q.ChooseQuestion)
    assert again.question.answer == 1
    again.answer(q.Chose(1))
    assert again.question.place.step_id == "first"
    with pytest.raises(WrongUseError, match="no answer"):
        again.answer(q.Chose(7))


def test_a_choice_that_is_not_there(desk: Desk) -> None:
    session = desk.begin(made(BRANCHES))
    session.skip()
    with pytest.raises(WrongUseError, match="no way 3"):
        session.answer(q.Chose(3))


def test_the_smallest_form_has_its_steps_and_the_close(desk: Desk) -> None:
    exercise = english("a-steady-place")
    session = desk.begin(exercise, size="smallest")
    assert places(session) == [*(f"words {number}" for number in range(6)), "words whole", "song"]


def test_playing_first_gets_a_tune_of_its_own_and_can_go_without(desk: Desk) -> None:
    session = desk.begin(english("name-it-later"))
    assert isinstance(session.question, q.TuneQuestion)
    assert session.wants_songs
    request = session.song_request()
    assert (request.lines, request.groove, request.count) == ((), "ballad", 1)
    session.offer(composed(request))
    assert isinstance(session.question, q.PlayQuestion)
    without = desk.begin(english("name-it-later"))
    without.skip()
    assert without.question.place.step_id == "name"


def test_three_sittings_wait_for_other_days_and_carry_the_words(desk: Desk, tmp_path: Path) -> None:
    exercise = english("was-am-will-be")
    pack = Pack(DraftFile(tmp_path / "packs" / "was.json"))
    first = desk.begin(exercise, pack=pack)
    first.skip()
    first.answer(q.Picked((1, 2)))
    while not first.is_finished:
        first.skip()
    close = first.question
    assert isinstance(close, q.CloseQuestion)
    assert close.goes_on
    assert waiting_draft(desk.draft_file) is None
    assert pack.sitting(exercise) == 2
    second = desk.begin(exercise, pack=pack)
    assert second.question.place.step_id == "am-before"
    assert second.lines == ()
    assert second.draft.carried["was"] == ("I knew every step of that road", "my pockets were full of stones")
    while not second.is_finished:
        second.skip()
    third = desk.begin(exercise, pack=pack)
    assert third.question.place.step_id == "will-before"
    while not third.is_finished:
        third.skip()
    assert isinstance(third.question, q.CloseQuestion)
    assert not third.question.goes_on
    assert pack.page(exercise) is None
    assert desk.begin(exercise, pack=pack).question.place.step_id == "was-before"


def test_a_page_that_can_not_be_read_begins_again(desk: Desk, tmp_path: Path) -> None:
    file = DraftFile(tmp_path / "page.json")
    file.path.write_text("rubbish")
    assert Pack(file).sitting(english("was-am-will-be")) == 1
    file.path.write_text('{"exercise_id": "was-am-will-be", "step_id": "gone"}')
    assert desk.begin(english("was-am-will-be"), pack=Pack(file)).question.place.step_id == "was-before"
