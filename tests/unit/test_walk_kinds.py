"""Branches, sizes, the dial, collages, forms, sittings: what an answer opens and what it keeps."""

from pathlib import Path

import pytest
from msgspec import toml

from companion.domain.entry import Reflection, Words
from companion.domain.exercise import Exercise
from companion.errors import WrongUseError
from companion.journal.drafts import DraftFile
from companion.services.walking import questions as q
from companion.services.walking.session import Session, begin, waiting_draft
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


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def begun(desk: Desk, exercise: Exercise, **more: object) -> Session:
    """A new walk through an exercise."""
    return begin(
        exercise, desk.journal, desk.draft_file, clock=desk.clock, session_id="walk", seed=5, **more  # type: ignore[arg-type]
    )


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
    assert places(begun(desk, made(BRANCHES))) == ["before distress", "way", "first 0"]


@pytest.mark.parametrize(("level", "comes"), [(5, False), (6, True), (10, True)])
def test_a_step_waits_for_a_number(desk: Desk, level: int, comes: bool) -> None:
    session = begun(desk, made(BRANCHES))
    session.answer(q.Distress(level))
    assert isinstance(session.question, q.DoQuestion) == comes


def test_a_step_waits_for_a_choice_and_going_back_changes_it(desk: Desk) -> None:
    session = begun(desk, made(BRANCHES))
    session.skip()
    session.answer(q.Chose(2))
    assert session.question.place.step_id == "second"
    session.answer(q.Filled("mine"))
    assert session.is_finished
    again = begun(desk, made(BRANCHES))
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
    session = begun(desk, made(BRANCHES))
    session.skip()
    with pytest.raises(WrongUseError, match="no way 3"):
        session.answer(q.Chose(3))


def test_the_smallest_form_has_its_steps_and_the_close(desk: Desk) -> None:
    exercise = english("a-steady-place")
    session = begun(desk, exercise, size="smallest")
    assert places(session) == [*(f"words {number}" for number in range(6)), "words whole", "song"]


def test_the_dial_keeps_the_words_both_ways(desk: Desk) -> None:
    session = begun(desk, english("a-steady-place"), size="smallest")
    session.answer(q.Filled("quiet"))
    session.typing("kett")
    session.answer(q.Dial(4))
    page = session.question
    assert isinstance(page, q.WholeQuestion)
    assert page.lines == ("There is a place where it is quiet", "and I can hear the kett there")
    assert page.prompt
    session.answer(q.Wrote((*page.lines, "a line of my own")))
    session.back()
    session.answer(q.Dial(2))
    blank = session.question
    assert isinstance(blank, q.BlankQuestion)
    assert blank.answer == "quiet"
    session.answer(q.Filled("warm"))
    session.answer(q.Filled("kettle", enough=True))
    whole = session.question
    assert isinstance(whole, q.WholeQuestion)
    assert whole.lines == ("There is a place where it is warm", "and I can hear the kettle there", "a line of my own")


@pytest.mark.parametrize(
    ("level", "first", "count"), [(1, q.BlankQuestion, 1), (2, q.BlankQuestion, 3), (3, q.WholeQuestion, 0),
                                  (4, q.WholeQuestion, 0)]
)  # fmt: skip
def test_a_page_can_become_blanks_and_an_empty_page(desk: Desk, level: int, first: type, count: int) -> None:
    session = begun(desk, english("how-it-is-what-i-need"), size="smallest")
    session.answer(q.Dial(level))
    question = session.question
    assert isinstance(question, first)
    if isinstance(question, q.BlankQuestion):
        assert question.count == count
    if isinstance(question, q.WholeQuestion):
        assert bool(question.starts) == (level == 3)


def test_the_dial_has_four_places_and_belongs_to_words(desk: Desk) -> None:
    session = begun(desk, english("a-steady-place"))
    with pytest.raises(WrongUseError):
        session.answer(q.Dial(2))
    session = begun(desk, english("a-steady-place"), size="smallest")
    with pytest.raises(WrongUseError, match="1 to 4"):
        session.answer(q.Dial(5))


def test_words_for_a_feeling_come_from_its_own_bank(desk: Desk) -> None:
    session = begun(desk, english("todays-coat"))
    session.skip()
    session.answer(q.Feeling("tired"))
    question = session.question
    assert isinstance(question, q.BlankQuestion)
    assert "lead" in question.words


def test_a_given_song_stands_whole_with_one_word_of_ones_own(desk: Desk) -> None:
    session = begun(desk, english("my-signposts"), size="smallest")
    question = session.question
    assert isinstance(question, q.BlankQuestion)
    assert question.given == "river"
    session.answer(q.Filled("bakery"))
    session.answer(q.Filled("green", enough=True))
    assert session.lines[0] == "There's a road that runs by the bakery"
    assert session.lines[1] == "and the signs are painted green"
    assert len([line for line in session.lines if line]) == 8


def test_a_collage_keeps_the_order_and_what_was_changed_by_hand(desk: Desk) -> None:
    session = begun(desk, english("kitchen-drawer"), size="smallest")
    session.answer(q.Picked((3, 1, 3)))
    whole = session.question
    assert isinstance(whole, q.WholeQuestion)
    assert whole.lines == ("I keep it because you gave it to me", "a key that fits nothing")
    session.answer(q.Wrote((*whole.lines, "mine")))
    session.back()
    session.back()
    session.answer(q.Picked((1, 7)))
    assert session.lines == ("a key that fits nothing", "mine", "still warm")
    session.back()
    with pytest.raises(WrongUseError, match="1 to 14"):
        session.answer(q.Picked((15,)))


def test_a_letter_stays_in_the_journal_and_only_what_is_cut_out_is_sung(desk: Desk) -> None:
    session = begun(desk, english("to-me-younger"), size="smallest")
    session.answer(q.Wrote(("Dear you. You could not know. Rest now.",)))
    collage = session.question
    assert isinstance(collage, q.CollageQuestion)
    assert collage.phrases == ("Dear you.", "You could not know.", "Rest now.")
    session.answer(q.Picked((3,)))
    session.skip()
    session.offer(composed(session.song_request()))
    session.answer(q.Chose(1))
    assert session.is_finished
    bodies = [entry.body for entry in desk.journal.of_session("walk")]
    assert Reflection("Dear you. You could not know. Rest now.") in bodies
    assert [body.lines for body in bodies if isinstance(body, Words)] == [("Rest now.",)]


def test_an_empty_letter_leaves_nothing_to_cut_and_nothing_is_asked(desk: Desk) -> None:
    session = begun(desk, english("to-me-younger"), size="smallest")
    session.skip()
    assert isinstance(session.question, q.SongQuestion)


def test_a_form_names_the_lines_and_other_forms_want_other_songs(desk: Desk) -> None:
    session = begun(desk, english("kitchen-drawer"))
    for _ in range(2):
        session.skip()
    session.answer(q.Picked((1, 2, 3, 4)))
    session.skip()
    form = session.question
    assert isinstance(form, q.FormQuestion)
    chorus = next(i for i, each in enumerate(form.options, 1) if each.label.startswith("The last two"))
    session.answer(q.Chose(chorus))
    request = session.song_request()
    assert request.lines[0] == "[verse]"
    assert request.lines[-1] == "[chorus]"
    session.offer(composed(request))
    session.back()
    session.answer(q.Sections(("verse", "verse", "verse", "ending")))
    assert session.draft.songs == ()
    assert "[ending]" in session.song_request().lines
    session.back()
    with pytest.raises(WrongUseError, match="2 names for 4 lines"):
        session.answer(q.Sections(("verse", "chorus")))


def test_chords_first_then_a_tune_over_them(desk: Desk) -> None:
    session = begun(desk, english("blank-page"))
    session.skip()
    session.skip()
    session.answer(q.Wrote(("Rain on the roof. The kettle sings.",)))
    session.answer(q.Picked((1, 2)))
    session.skip()
    session.skip()
    session.offer(composed(session.song_request()))
    session.answer(q.Chose(2))
    chosen = session.draft.chords_song
    assert chosen is not None
    request = session.song_request()
    assert (request.key, request.groove) == (chosen.key, chosen.groove)
    session.offer(composed(request))
    session.answer(q.Chose(1))
    song = session.draft.song
    assert song is not None
    assert song is not chosen
    assert [chord.symbol for chord in song.chords][:4] == [chord.symbol for chord in chosen.chords][:4]


def test_playing_first_gets_a_tune_of_its_own_and_can_go_without(desk: Desk) -> None:
    session = begun(desk, english("name-it-later"))
    assert isinstance(session.question, q.TuneQuestion)
    assert session.wants_songs
    request = session.song_request()
    assert (request.lines, request.groove, request.count) == ((), "ballad", 1)
    session.offer(composed(request))
    assert isinstance(session.question, q.PlayQuestion)
    without = begun(desk, english("name-it-later"))
    without.skip()
    assert without.question.place.step_id == "name"


def test_three_sittings_wait_for_other_days_and_carry_the_words(desk: Desk, tmp_path: Path) -> None:
    exercise = english("was-am-will-be")
    pack = Pack(DraftFile(tmp_path / "packs" / "was.json"))
    first = begun(desk, exercise, pack=pack)
    first.skip()
    first.answer(q.Picked((1, 2)))
    while not first.is_finished:
        first.skip()
    close = first.question
    assert isinstance(close, q.CloseQuestion)
    assert close.goes_on
    assert waiting_draft(desk.draft_file) is None
    assert pack.sitting(exercise) == 2
    second = begun(desk, exercise, pack=pack)
    assert second.question.place.step_id == "am-before"
    assert second.lines == ()
    assert second.draft.carried["was"] == ("I knew every step of that road", "my pockets were full of stones")
    while not second.is_finished:
        second.skip()
    third = begun(desk, exercise, pack=pack)
    assert third.question.place.step_id == "will-before"
    while not third.is_finished:
        third.skip()
    assert isinstance(third.question, q.CloseQuestion)
    assert not third.question.goes_on
    assert pack.page(exercise) is None
    assert begun(desk, exercise, pack=pack).question.place.step_id == "was-before"


def test_a_page_that_can_not_be_read_begins_again(desk: Desk, tmp_path: Path) -> None:
    file = DraftFile(tmp_path / "page.json")
    file.path.write_text("rubbish")
    assert Pack(file).sitting(english("was-am-will-be")) == 1
    file.path.write_text('{"exercise_id": "was-am-will-be", "step_id": "gone"}')
    assert begun(desk, english("was-am-will-be"), pack=Pack(file)).question.place.step_id == "was-before"


def test_the_group_passes_the_keyboard_on(desk: Desk) -> None:
    session = begun(desk, english("round-the-table"), size="smallest")
    first = session.question
    assert isinstance(first, q.BlankQuestion)
    assert "Pass the keyboard" not in first.prompt
    session.answer(q.Filled("bread"))
    second = session.question
    assert isinstance(second, q.BlankQuestion)
    assert second.prompt.startswith("Pass the keyboard on")
    session.answer(q.Filled(""))
    session.answer(q.Filled("time", enough=True))
    assert session.lines == ("I bring bread", "I bring time")


def test_comfort_is_kept_beside_distress(desk: Desk) -> None:
    session = begun(desk, english("walk-me-home"))
    session.answer(q.Comfort(7))
    assert session.draft.check_ins["before"].comfort == 7
