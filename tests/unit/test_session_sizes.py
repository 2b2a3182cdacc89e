"""A session that is asked for by name: in which size, with how much to hold on to, and whether it goes on or begins."""



from companion.services.walking import questions as q
from companion.services.walking.session import Session
from tests.unit.faces import House

EXERCISE = "a-steady-place"


def at_the_words(session: Session) -> q.BlankQuestion:
    """The first blank of a session, which every size has."""
    for _ in range(20):
        if isinstance(session.question, q.BlankQuestion):
            return session.question
        session.answer(q.Done())
    raise AssertionError("no words were asked for")


def test_the_smallest_has_fewer_steps_and_the_dial_stands_where_it_was_put(house: House) -> None:
    whole = house.companion.session_of(EXERCISE)
    small = house.companion.session_of(EXERCISE, "smallest", 1)
    assert small.question.place.steps < whole.question.place.steps
    assert (small.draft.size, small.draft.dial) == ("smallest", 1)
    assert at_the_words(small).count == 1


def test_what_is_under_way_goes_on_unless_another_size_or_dial_is_asked_for(house: House) -> None:
    begun = house.companion.session_of(EXERCISE, "smallest", 2)
    at_the_words(begun)
    begun.answer(q.Filled("lamp"))
    assert house.companion.session_of(EXERCISE).draft == begun.draft
    assert house.companion.session_of(EXERCISE, "smallest", 2).draft == begun.draft
    other = house.companion.session_of(EXERCISE, "low energy", 2)
    assert other.draft.session_id != begun.draft.session_id
    assert [entry.kind for entry in house.companion.journal.of_session(begun.draft.session_id)] != []
