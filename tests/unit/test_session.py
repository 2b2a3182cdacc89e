"""The walk: every question in its order, nothing lost by going back, skipping, stopping or a full disk."""

import pytest
from msgspec.structs import replace

from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import SessionRecord, Words
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.engine.composing import suggest
from companion.engine.titles import title_of
from companion.errors import FileProblemError, WrongUseError
from companion.services.walking import questions as q
from companion.services.walking.draft import Draft
from companion.services.walking.session import Session, kept_sentences, waiting_draft
from tests.unit.services import Desk, exercise


@pytest.fixture
def session(desk: Desk) -> Session:
    return desk.begin()


def walk_to_words(session: Session) -> None:
    session.answer(q.Done())
    session.answer(q.Feeling("tired"))


def walk_to_song(session: Session) -> None:
    walk_to_words(session)
    session.answer(q.Filled("quiet"))
    session.answer(q.Filled("kettle", enough=True))
    question = session.question
    assert isinstance(question, q.WholeQuestion)
    session.answer(q.Wrote(question.lines))


def test_the_questions_come_in_the_order_of_the_exercise(session: Session) -> None:
    seen: list[tuple[str, str]] = []
    while not session.is_finished:
        place = session.question.place
        seen.append((place.step_id, place.part))
        session.skip()
    blanks = [("words", str(i)) for i in range(6)]
    assert seen == [("arrive", ""), ("before", "feeling"), *blanks, ("words", "whole"), ("song", ""),
                    ("after", "feeling")]  # fmt: skip


def test_skipping_everything_keeps_nothing_and_closes_kindly(desk: Desk, session: Session) -> None:
    while not session.is_finished:
        session.skip()
    question = session.question
    assert isinstance(question, q.CloseQuestion)
    assert question.kept == ()
    assert len(desk.journal) == 0
    assert waiting_draft(desk.draft_file) is None


def test_a_whole_walk_leaves_its_fruits_in_the_journal(desk: Desk, session: Session) -> None:
    walk_to_song(session)
    session.offer(suggest(session.song_request()))
    session.answer(q.Chose(2))
    assert isinstance(session.question, q.PlayQuestion)
    take = Take("a take", TempoMap(60.0), (), 3.0)
    session.answer(q.Kept(take))
    assert isinstance(session.question, q.PlayQuestion)
    session.answer(q.Done())
    assert isinstance(session.question, q.SingQuestion)
    session.answer(q.Done())
    session.answer(q.Feeling("calm"))
    entries = desk.journal.of_session("walk")
    assert sorted(entry.kind for entry in entries) == ["check-in", "check-in", "session", "song", "take", "words"]
    words = next(entry.body for entry in entries if isinstance(entry.body, Words))
    assert words.lines == ("There is a place where it is quiet", "and I can hear the kettle there")
    record = next(entry.body for entry in entries if isinstance(entry.body, SessionRecord))
    assert record.is_finished
    assert set(record.entry_ids) == {entry.id for entry in entries if entry.kind != "session"}
    assert not desk.draft_file.path.exists()
    question = session.question
    assert isinstance(question, q.CloseQuestion)
    assert question.kept == kept_sentences(entries)


def test_going_back_keeps_every_answer(session: Session) -> None:
    walk_to_words(session)
    session.answer(q.Filled("quiet"))
    session.back()
    question = session.question
    assert isinstance(question, q.BlankQuestion)
    assert question.answer == "quiet"
    session.back()
    feeling = session.question
    assert isinstance(feeling, q.FeelingQuestion)
    assert feeling.answer == "tired"
    for _ in range(5):
        session.back()
    assert isinstance(session.question, q.ArriveQuestion)
    assert session.lines == ("There is a place where it is quiet",)


def test_what_is_typed_is_on_disk_and_moving_on_keeps_it(desk: Desk, session: Session) -> None:
    walk_to_words(session)
    session.typing("almost st")
    draft = desk.draft_file.load(Draft)
    assert draft is not None
    assert draft.typing == "almost st"
    session.skip()
    assert session.lines == ("There is a place where it is almost st",)


def test_enough_is_possible_after_the_first_blank(session: Session) -> None:
    walk_to_words(session)
    first = session.question
    assert isinstance(first, q.BlankQuestion)
    assert not first.is_enough_possible
    session.answer(q.Filled("quiet"))
    second = session.question
    assert isinstance(second, q.BlankQuestion)
    assert second.is_enough_possible
    assert second.written == ("There is a place where it is quiet",)


def test_verse_and_chorus_are_parted_and_named_for_the_music(session: Session) -> None:
    walk_to_words(session)
    for word in ("quiet", "", "", "door", "time", "light"):
        session.answer(q.Filled(word))
    assert session.lines == (
        "There is a place where it is quiet",
        "and set it down beside the door",
        "",
        "What I need now is time",
        "and I can stay until it's light",
    )
    request = session.song_request()
    assert request.lines[0] == "[verse]"
    assert request.lines[4] == "[chorus]"
    assert request.title == "There is a place where it is quiet"


def test_a_changed_blank_does_not_undo_what_was_edited_by_hand(session: Session) -> None:
    walk_to_song(session)
    session.back()
    session.answer(q.Wrote(("There is a place where it is quiet", "a line of my own")))
    for _ in range(6):
        session.back()
    assert isinstance(session.question, q.BlankQuestion)
    while session.question.place.part != "0":
        session.back()
    session.answer(q.Filled("warm"))
    assert session.lines == ("There is a place where it is warm", "a line of my own")


def test_other_words_get_other_suggestions_and_the_same_words_keep_them(session: Session) -> None:
    walk_to_song(session)
    songs = suggest(session.song_request())
    session.offer(songs)
    session.back()
    question = session.question
    assert isinstance(question, q.WholeQuestion)
    session.answer(q.Wrote(question.lines))
    kept = session.question
    assert isinstance(kept, q.SongQuestion)
    assert kept.songs == songs
    session.back()
    session.answer(q.Wrote(("other words",)))
    emptied = session.question
    assert isinstance(emptied, q.SongQuestion)
    assert emptied.songs == ()


def test_others_are_other_songs(session: Session) -> None:
    walk_to_song(session)
    first = suggest(session.song_request())
    session.offer(first)
    session.answer(q.Others("low"))
    request = session.song_request()
    assert request.voice == "low"
    assert not set(first) & set(suggest(request))


def test_saying_more_opens_grid_and_distress(session: Session) -> None:
    session.answer(q.Done())
    session.answer(q.Feeling(None, more=True))
    assert isinstance(session.question, q.FeelingQuestion)
    assert session.question.offers == ()
    session.answer(q.Feeling("sad"))
    session.answer(q.OnGrid(Affect(-3, -2)))
    session.answer(q.Distress(6))
    assert session.draft.check_ins["before"] == CheckIn("sad", Affect(-3, -2), 6)
    assert isinstance(session.question, q.BlankQuestion)


def test_a_wrong_answer_changes_nothing(session: Session) -> None:
    before = session.draft
    with pytest.raises(WrongUseError):
        session.answer(q.Chose(1))
    assert session.draft == before


def test_putting_by_keeps_what_was_said_as_unfinished(desk: Desk, session: Session) -> None:
    walk_to_song(session)
    session.put_by()
    kinds = [entry.kind for entry in desk.journal.of_session("walk")]
    assert kinds == ["check-in", "words", "session"]
    record = desk.journal.of_session("walk")[-1].body
    assert isinstance(record, SessionRecord)
    assert not record.is_finished
    assert waiting_draft(desk.draft_file) is None


def test_a_session_goes_on_from_its_draft(desk: Desk, session: Session) -> None:
    walk_to_song(session)
    draft = waiting_draft(desk.draft_file)
    assert draft is not None
    again = Session(exercise(), draft, desk.journal, desk.draft_file, desk.clock)
    assert again.question == session.question
    assert again.lines == session.lines


def test_a_draft_of_a_newer_version_is_left_alone(desk: Desk, session: Session) -> None:
    walk_to_song(session)
    desk.draft_file.save(replace(session.draft, version=99))
    with pytest.raises(FileProblemError, match="newer version"):
        waiting_draft(desk.draft_file)
    assert desk.draft_file.path.exists()


def test_a_journal_that_cannot_be_written_is_said_at_the_close(desk: Desk, session: Session) -> None:
    walk_to_song(session)
    desk.journal.close()
    session.skip()
    session.answer(q.Feeling("calm"))
    question = session.question
    assert isinstance(question, q.CloseQuestion)
    assert question.problem
    assert question.kept == ()
    assert question.lines == session.lines
    assert desk.draft_file.path.exists()


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("the quiet stairs,", "x"), "The quiet stairs"),
        (("[verse]", "", "small boat"), "Small boat"),
        (("…", "!"), ""),
        (("word " * 30,), "Word word word word word word word word"),
    ],
)
def test_titles(lines: tuple[str, ...], title: str) -> None:
    assert title_of(lines) == title


def test_typing_that_could_not_be_saved_is_saved_when_it_can_be(
    desk: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk_to_words(session)

    def full(*_: object) -> None:
        raise FileProblemError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(desk.draft_file), "save", full)
        with pytest.raises(FileProblemError):
            session.typing("almost still")
    session.typing("almost still")
    draft = desk.draft_file.load(Draft)
    assert draft is not None
    assert draft.typing == "almost still"
