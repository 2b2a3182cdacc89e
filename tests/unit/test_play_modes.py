"""What a step asks of the playing: each mode is begun on the screen and in the plain mode, and told in words."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from msgspec import convert

from companion.domain.exercise import Exercise
from companion.domain.steps import Play, PlayMode
from companion.midi import protocol as p
from companion.plain.playing import LAYERED, MODES, PlainPlayer
from companion.services.jamming.modes import begin
from companion.services.walking import questions as q
from companion.tui.panels.play import PlayPanel
from companion.tui.screens.session import SessionScreen
from tests.unit.faces import House, house_in
from tests.unit.jams import Room
from tests.unit.pilots import program, session_at, shown, told, until, until_home
from tests.unit.talks import Talk


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    made.start()
    return made


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        house.companion.sound.wait_until_ready()
        yield house


def test_turns_begin_with_the_next_bar(room: Room) -> None:
    begin(room.jam, ("echo",))
    assert room.jam.tick().call_mode == "echo"
    assert room.move(room.song.meter.bar_beats + 0.5).call_phase == "listen"


def test_holding_and_breath(room: Room) -> None:
    begin(room.jam, ("holding", "breath"))
    state = room.move(room.song.meter.bar_beats + 0.5)
    assert state.is_holding
    assert state.breath is not None
    asked = room.all_sent(p.SetTempo)[-1]
    assert isinstance(asked, p.SetTempo)
    assert 48 <= asked.bpm <= 80


def test_steady_is_a_pulse_and_nothing_else(room: Room) -> None:
    begin(room.jam, ("steady",))
    assert [name for name, is_on in room.jam.tick().parts if is_on] == ["pulse"]


@pytest.mark.parametrize(
    ("modes", "problem"),
    [(["echo", "vary"], "not both at once"), (["steady", "holding"], "nothing else"), (["echo", "echo"], "once")],
)
def test_what_can_not_be_together_is_said(modes: list[PlayMode], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Play(id="play", prompt="Play.", modes=tuple(modes))
    with pytest.raises(ValueError, match="Invalid enum value"):
        convert({"id": "play", "prompt": "Play.", "modes": ["loud"]}, Play)


def test_shipped_exercises_use_them(house: House) -> None:
    def modes(exercise: Exercise) -> set[PlayMode]:
        return {mode for step in exercise.steps if isinstance(step, Play) for mode in step.modes}

    for language in ("en", "es", "de"):
        assert "holding" in set[PlayMode]().union(*map(modes, house.companion.exercises(language)))
    assert set[PlayMode]().union(*map(modes, house.companion.exercises("en"))) >= {"vary", "holding", "layers"}


def test_the_plain_mode_says_them_and_lays_over(house: House) -> None:
    talk = Talk(("135", "layer", "", ""))
    song = session_at(house, "play").question
    assert isinstance(song, q.PlayQuestion)
    kept: list[bool] = []
    player = PlainPlayer(house.companion, talk.console, StringIO())
    player.play_along(song.song, lambda _take, later: kept.append(later), ("holding", "layers"))
    assert MODES["holding"] in talk.said
    assert MODES["layers"] in talk.said
    assert LAYERED in talk.said
    assert kept == [True], "what went round is in the journal, to decide later"


async def test_the_panel_begins_them_and_what_goes_round_is_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        session = session_at(house, "play")
        question = session.question
        assert isinstance(question, q.PlayQuestion)
        asked = q.PlayQuestion(
            question.place, question.prompt, question.rest_prompt, question.song, 0, ("vary", "holding", "layers")
        )
        monkeypatch.setattr(type(session), "question", property(lambda _: asked))
        await pilot.app.push_screen(SessionScreen(session))
        await until(pilot, "PlayPanel")
        panel = pilot.app.screen.query_one(PlayPanel)
        await until(pilot, lambda: panel.jam.tick().beats is not None)
        state = panel.jam.tick()
        assert (state.call_mode, state.is_holding) == ("vary", True)
        await pilot.press("l")
        await until(pilot, lambda: "Nothing new was played yet." in told(pilot))
        await pilot.press("1", "3", "5")
        await until(pilot, lambda: panel.jam.tick().played == 3)
        await pilot.press("l")
        await until(pilot, lambda: len(house.companion.journal.entries("take")) == 1)
        assert panel.jam.tick().layers
        await pilot.press("f1")
        await until(pilot, lambda: "let it go round" in shown(pilot))
