"""Kinds of questions: the dial, words, collages, letters, forms, chords; what an answer opens and what it keeps."""

import pytest

from companion.domain.entry import Reflection, Words
from companion.errors import WrongUseError
from companion.services.walking import questions as q
from tests.unit.exercises import english
from tests.unit.faces import composed
from tests.unit.services import Desk


def test_the_dial_keeps_the_words_both_ways(desk: Desk) -> None:
    session = desk.begin(english("a-steady-place"), size="smallest")
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
    session = desk.begin(english("how-it-is-what-i-need"), size="smallest")
    session.answer(q.Dial(level))
    question = session.question
    assert isinstance(question, first)
    if isinstance(question, q.BlankQuestion):
        assert question.count == count
    if isinstance(question, q.WholeQuestion):
        assert bool(question.starts) == (level == 3)


def test_the_dial_has_four_places_and_belongs_to_words(desk: Desk) -> None:
    session = desk.begin(english("a-steady-place"))
    with pytest.raises(WrongUseError):
        session.answer(q.Dial(2))
    session = desk.begin(english("a-steady-place"), size="smallest")
    with pytest.raises(WrongUseError, match="1 to 4"):
        session.answer(q.Dial(5))


def test_words_for_a_feeling_come_from_its_own_bank(desk: Desk) -> None:
    session = desk.begin(english("todays-coat"))
    session.skip()
    session.answer(q.Feeling("tired"))
    question = session.question
    assert isinstance(question, q.BlankQuestion)
    assert "lead" in question.words


def test_a_given_song_stands_whole_with_one_word_of_ones_own(desk: Desk) -> None:
    session = desk.begin(english("my-signposts"), size="smallest")
    question = session.question
    assert isinstance(question, q.BlankQuestion)
    assert question.given == "river"
    session.answer(q.Filled("bakery"))
    session.answer(q.Filled("green", enough=True))
    assert session.lines[0] == "There's a road that runs by the bakery"
    assert session.lines[1] == "and the signs are painted green"
    assert len([line for line in session.lines if line]) == 8


def test_a_collage_keeps_the_order_and_what_was_changed_by_hand(desk: Desk) -> None:
    session = desk.begin(english("kitchen-drawer"), size="smallest")
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
    session = desk.begin(english("to-me-younger"), size="smallest")
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
    session = desk.begin(english("to-me-younger"), size="smallest")
    session.skip()
    assert isinstance(session.question, q.SongQuestion)


def test_a_form_names_the_lines_and_other_forms_want_other_songs(desk: Desk) -> None:
    session = desk.begin(english("kitchen-drawer"))
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
    session = desk.begin(english("blank-page"))
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


def test_the_group_passes_the_keyboard_on(desk: Desk) -> None:
    session = desk.begin(english("round-the-table"), size="smallest")
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
    session = desk.begin(english("walk-me-home"))
    session.answer(q.Comfort(7))
    assert session.draft.check_ins["before"].comfort == 7
