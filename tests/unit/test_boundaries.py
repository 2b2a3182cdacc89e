"""Limits of one's own: what is never, and what is asked about first, on every way to an exercise."""

from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from companion.domain.agreed import Boundaries
from companion.domain.assignment import Limits, Terms
from companion.domain.entry import Words
from companion.domain.features import FEATURES, NEVER, Feature
from companion.domain.steps import Arrive, Listen, Play, PlayMode, Sing, kind_of
from companion.engine.composing import suggest
from companion.errors import WrongUseError
from companion.exports.markdown import entry_as_markdown
from companion.exports.plain_text import entry_as_text
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.prompts.loading import load_exercise
from companion.services.between import assignments
from companion.services.home import Home
from companion.services.jamming.opening import open_jam
from companion.services.songs.limiting import LOUD, LULLABIES, limited, touched_by
from companion.services.sounding.playback import Playback
from companion.services.walking import questions as q
from companion.services.walking.boundaries import boundaries_of, fit_of, keep_boundaries, said
from companion.services.walking.shelf import shelf_of
from companion.services.walking.tunes import request_for
from tests.unit.exercises import FILES, english, name_of
from tests.unit.faces import EVENING, House
from tests.unit.given import Office

LULLABY = "someone-keeps-watch"

BREATH: tuple[Feature, ...] = ("breath",)


def never(house: House, *features: Feature) -> None:
    keep_boundaries(house.companion.journal, Boundaries(never=features))


def ask(house: House, *features: Feature) -> None:
    keep_boundaries(house.companion.journal, Boundaries(ask_first=features))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_what_is_never_is_in_no_exercise_or_it_is_not_offered(path: Path) -> None:
    """Every feature, in every exercise that ships: what is left touches it nowhere, or nothing is left."""
    whole = load_exercise(path)
    for feature in FEATURES:
        try:
            left = limited(whole, Limits(never=(feature,)))
        except WrongUseError:
            assert fit_of(whole, Boundaries(never=(feature,))).problem
            continue
        by_music = {"lullaby", "loud drums"}  # a step's groove stays in the file; its music is another (see below)
        assert feature not in touched_by(left) or feature in by_music

BY_MODE: dict[PlayMode, Feature] = {"echo": "replay", "vary": "replay", "layers": "replay", "breath": "breath"}


@pytest.mark.parametrize("mode", get_args(PlayMode))
def test_a_way_of_playing_is_left_out_with_what_it_touches(mode: PlayMode) -> None:
    shipped = english("two-doors")
    play = next(each for each in shipped.steps if isinstance(each, Play))
    bare = replace(shipped, touches=(), steps=(replace(play, modes=()), shipped.steps[-1]), smallest=(), low_energy=())
    whole = replace(bare, steps=(replace(play, modes=(mode,)), shipped.steps[-1]))
    assert touched_by(whole) - touched_by(bare) == ({BY_MODE[mode]} if mode in BY_MODE else frozenset())
    for feature in FEATURES:
        left = limited(whole, Limits(never=(feature,))).steps[0]
        assert isinstance(left, Play)
        is_out = feature == BY_MODE.get(mode)
        assert left.modes == (() if is_out else (mode,))
        assert (left.prompt != play.prompt) is is_out


@pytest.mark.parametrize("id_", ["two-doors", "round-the-table"])
def test_where_nothing_is_to_be_played_back_no_way_of_playing_does_it(house: House, id_: str) -> None:
    ask(house, "replay")
    assert fit_of(english(id_), boundaries_of(house.companion.journal)).asks == ("replay",)
    never(house, "replay")
    session = house.companion.new_session(id_)
    assert not any(
        step.modes or "come back" in step.prompt for step in session.exercise.steps if isinstance(step, Play)
    )


@pytest.mark.parametrize(
    ("reason", "feature"),
    [("body focus upsets", "body focus"), ("childhood hurt", "childhood"), ("child loss", "lullaby")],
)
def test_what_speaks_against_an_exercise_is_among_what_it_touches(reason: str, feature: Feature) -> None:
    found = [load_exercise(path) for path in FILES]
    against = [each for each in found if reason in each.not_when]
    assert against
    assert all(feature in touched_by(each) for each in against)


def test_words_about_breathing_stand_only_where_the_breath_is_touched() -> None:
    for path in FILES:
        exercise = load_exercise(path)
        prompts = " ".join(step.prompt for step in exercise.steps).casefold()
        assert not any(word in prompts for word in ("breath", "respira", "atme")) or "breath" in touched_by(exercise)


@pytest.mark.parametrize("feeling", ["tired", "angry"])
def test_music_has_no_lullaby_and_no_loud_drums_where_they_are_never(house: House, feeling: str) -> None:
    never(house, "lullaby", "loud drums")
    session = house.companion.new_session("weather-report")
    for step in session.exercise.steps:
        if isinstance(step, Listen) or kind_of(step) in ("melody", "play"):
            request = replace(request_for(session.exercise, session.draft, step), feeling=feeling)
            assert suggest(replace(request, count=1))[0].groove not in LULLABIES | LOUD


def test_playing_without_a_song_begins_with_neither_where_they_are_not_wanted(house: House) -> None:
    keep_boundaries(house.companion.journal, Boundaries(never=("lullaby",), ask_first=("loud drums",)))
    for feeling in ("calm", "tired", "angry", "joyful"):
        jam = open_jam(house.companion, Playback(house.companion.sound), feeling=feeling)
        assert jam.song.groove not in LULLABIES | LOUD


def test_the_shelf_does_not_offer_what_can_not_be_without_it(house: House) -> None:
    before = shelf_of(house.companion, EVENING.date())
    never(house, "lullaby", "singing")
    after = shelf_of(house.companion, EVENING.date())
    assert LULLABY in {each.id for each in before.every}
    assert LULLABY not in {each.id for each in after.every}
    assert len(after.every) > 15


def test_a_session_does_without_what_is_never_on_another_day_too(house: House) -> None:
    never(house, "breath", "singing")
    session = house.companion.new_session()
    assert not any(isinstance(step, Sing) for step in session.exercise.steps)
    session.answer(q.Done())
    session.answer(q.Feeling("tired"))
    again = house.reopen().waiting_session()
    assert again is not None
    assert not any(isinstance(step, Sing) for step in again.exercise.steps)
    arrive = next(step for step in again.exercise.steps if isinstance(step, Arrive))
    assert "breathe" not in arrive.ways


def test_a_limit_that_is_set_meanwhile_holds_for_the_session_under_way(house: House) -> None:
    session = house.companion.new_session()
    while session.question.place.step_id != "song":
        session.answer(q.Filled("rain") if isinstance(session.question, q.BlankQuestion) else q.Done())
    session.offer(house.composer.compose(session.song_request()))
    session.answer(q.Chose(1))
    session.answer(q.Done())
    assert session.question.place.step_id == "sing"
    never(house, "singing")
    again = house.companion.waiting_session()
    assert again is not None
    assert again.question.place.step_id == "after"
    assert again.lines == session.lines


def test_a_session_under_way_of_what_is_never_from_now_on_is_put_by_with_its_words(house: House) -> None:
    session = house.companion.new_session(LULLABY)
    while not isinstance(session.question, q.BlankQuestion):
        session.answer(q.Done())
    session.answer(q.Filled("a zebra lamp"))
    never(house, "lullaby")
    found = Home(house.companion).look()
    assert found.waiting is None
    assert any("You said: never" in each for each in found.news)
    house.companion.new_session()
    (words,) = house.companion.journal.entries("words")
    assert isinstance(words.body, Words)
    assert "a zebra lamp" in words.body.lines


def test_without_a_yes_what_is_asked_first_is_left_out_and_with_one_it_stays(house: House) -> None:
    ask(house, "breath")
    arrives = []
    for agreed in ((), BREATH):
        session = house.companion.new_session(agreed=agreed)
        arrives.append(next(step for step in session.exercise.steps if isinstance(step, Arrive)))
    assert "breathe" not in arrives[0].ways
    assert "breathe" in arrives[1].ways


def test_what_can_not_be_left_out_waits_for_a_yes(house: House) -> None:
    ask(house, "lullaby")
    with pytest.raises(WrongUseError, match="lullabies"):
        house.companion.new_session(LULLABY)
    assert house.companion.new_session(LULLABY, agreed=frozenset[Feature](("lullaby",))).exercise.id == LULLABY


def test_two_devices_keep_the_stricter_and_then_one_record(house: House) -> None:
    journal = house.companion.journal
    journal.add(Boundaries(never=("breath",)))
    journal.add(Boundaries(ask_first=("breath", "moving")))
    assert boundaries_of(journal) == Boundaries(("breath",), ("moving",))
    keep_boundaries(journal, said(boundaries_of(journal), "breath", "ask"))
    assert boundaries_of(journal) == Boundaries((), ("breath", "moving"))
    assert len(journal.entries("limits")) == 1


def test_limits_are_sealed_with_the_journal_and_can_be_read_in_exports(house: House) -> None:
    never(house, "loud drums")
    ask_first = said(boundaries_of(house.companion.journal), "breath", "ask")
    keep_boundaries(house.companion.journal, ask_first)
    (entry,) = house.companion.journal.entries("limits")
    for text in (entry_as_markdown(entry), entry_as_text(entry)):
        assert "Never: drums that could startle" in text
        assert "Ask me first: breathing" in text
    house.companion.journal.encrypt("a long one")
    house.companion.close()
    written = b"".join(path.read_bytes() for path in house.places.journal.rglob("*") if path.is_file())
    assert b"loud drums" not in written
    vault = Vault(house.places.journal)
    vault.unlock("a long one")
    with Journal.open(house.places.journal, vault=vault) as unlocked:
        assert boundaries_of(unlocked) == ask_first


def test_they_are_no_fruits(house: House) -> None:
    never(house, "breath")
    assert Home(house.companion).look().made == 0


def test_an_assignment_keeps_to_them_and_can_suggest_its_own(house: House, tmp_path: Path) -> None:
    office = Office(house.companion, tmp_path)
    terms = Terms(limits=Limits(never=("replay",), ask_first=("moving",)))
    entry = assignments.open_file(house.companion.journal, office.give(terms=terms))
    assert assignments.suggests_limits(house.companion.journal, entry.id)
    never(house, "breath")
    session = assignments.begin(house.companion, entry.id)
    assert "breath" not in touched_by(session.exercise)
    assignments.keep_limits_of(house.companion.journal, entry.id)
    assert boundaries_of(house.companion.journal) == Boundaries(("breath", "replay"), ("moving",))
    assert not assignments.suggests_limits(house.companion.journal, entry.id)


def test_an_assignment_of_what_is_never_says_so_and_is_not_begun(house: House, tmp_path: Path) -> None:
    never(house, "lullaby")
    path = Office(house.companion, tmp_path).give(exercise=english(LULLABY))
    entry = assignments.open_file(house.companion.journal, path)
    fit = assignments.fit_for(house.companion.journal, entry.id)
    assert "You said never to that" in "\n".join(assignments.page(entry, "waiting", fit))
    with pytest.raises(WrongUseError, match="lullabies"):
        assignments.begin(house.companion, entry.id)


def test_every_feature_has_its_words() -> None:
    assert FEATURES.keys() == NEVER.keys()
