"""An exercise made one's own: written as a file, changed, checked, and walked before it is given."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.assignment import Limits, Terms
from companion.domain.steps import Arrive, Close
from companion.errors import WrongUseError
from companion.prompts.loading import load_exercise
from companion.services.exercises.adapting import adapted, copy_of, write_own
from companion.services.exercises.rehearsing import Rehearsal
from companion.services.exercises.writing import as_toml
from companion.services.walking import questions as q
from companion.tui.screens.adapting import AdaptingScreen
from companion.tui.screens.giving import TermsScreen
from companion.tui.screens.session import SessionScreen
from tests.commands import CommandLine
from tests.unit.exercises import FILES, english, name_of
from tests.unit.faces import House
from tests.unit.pilots import program, until, until_home, until_shown


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_what_is_written_is_read_as_the_same_exercise(path: Path, tmp_path: Path) -> None:
    written = tmp_path / path.name
    written.write_text(as_toml(load_exercise(path)), encoding="utf-8")
    assert load_exercise(written) == load_exercise(path)


def test_any_words_go_into_the_file(tmp_path: Path) -> None:
    odd = 'a "quote", a \\ and a \x7f, ü 🎵\ttab'
    exercise = replace(english("a-steady-place"), title=odd, purpose=odd, aims=(odd, ""))
    path = tmp_path / "odd.toml"
    path.write_text(as_toml(exercise), encoding="utf-8")
    assert load_exercise(path) == exercise


def test_a_copy_says_whose_it_was_and_that_nobody_looked_it_over() -> None:
    made = copy_of(english("a-steady-place"), "  A steady\nbench ")
    assert (made.id, made.title) == ("a-steady-bench", "A steady bench")
    assert "A steady place" in made.author
    assert made.reviewed_on is None
    with pytest.raises(WrongUseError, match="letter"):
        copy_of(made, " – ")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_step_but_the_close_can_be_left_out_or_it_says_why(path: Path, tmp_path: Path) -> None:
    exercise = load_exercise(path)
    for number, step in enumerate(exercise.steps[:-1]):
        needed = any(getattr(each, "from_step", None) == step.id for each in exercise.steps)
        if needed or isinstance(step, Close):
            with pytest.raises(WrongUseError):
                adapted(exercise, without=(step.id,))
            continue
        left = adapted(exercise, without=(step.id,))
        assert left.step(step.id) is None
        (tmp_path / f"{number}.toml").write_text(as_toml(left), encoding="utf-8")
        assert load_exercise(tmp_path / f"{number}.toml") == left


def test_what_can_not_be_left_out_or_is_not_there() -> None:
    exercise = english("a-steady-place")
    with pytest.raises(WrongUseError, match="close"):
        adapted(exercise, without=("close",))
    with pytest.raises(WrongUseError, match="no step 'verse'"):
        adapted(exercise, prompts={"verse": "x"})


def test_a_copy_that_check_refuses_is_not_written(tmp_path: Path) -> None:
    made = adapted(english("a-steady-place"), prompts={"words": "Tell about suicide."})
    with pytest.raises(WrongUseError, match="self-harm"):
        write_own(made, "A steady place", tmp_path / "x.toml")
    assert not list(tmp_path.iterdir())


def test_a_rehearsal_keeps_to_the_terms_and_leaves_nothing(house: House) -> None:
    terms = Terms(limits=Limits(never=("breath",)), feelings=("calm",))
    rehearsal = Rehearsal(house.companion, english("a-steady-place"), terms)
    session = rehearsal.session
    arrive = session.exercise.steps[0]
    assert isinstance(arrive, Arrive)
    assert "breathe" not in arrive.ways
    session.answer(q.Done())
    question = session.question
    assert isinstance(question, q.FeelingQuestion)
    assert question.words == ("calm",)
    while not session.is_finished:
        session.answer(q.Filled("rain") if isinstance(session.question, q.BlankQuestion) else q.Done())
    rehearsal.close()
    assert not list(house.places.data.glob("rehearsing-*"))
    assert len(house.companion.journal) == 0
    assert house.companion.waiting_session() is None


def test_what_is_typed_in_a_rehearsal_is_never_readable_on_the_disk(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft is the file that a kill leaves, the journal what a session's end leaves before it is closed."""
    monkeypatch.setattr(tempfile, "tempdir", str(house.places.data))
    rehearsal = Rehearsal(house.companion, english("a-steady-place"))
    session = rehearsal.session
    blanks = 0
    while not session.is_finished:
        blank = isinstance(session.question, q.BlankQuestion)
        session.answer(q.Filled(f"lighthouse {blanks}") if blank else q.Done())
        blanks += blank
        assert left_readable(house, "lighthouse") == []
    assert blanks
    assert len(rehearsal._journal) >= 1
    rehearsal.close()


def test_what_a_killed_rehearsal_left_goes_with_the_next_and_a_running_one_stays(house: House) -> None:
    data = house.places.data
    script = (
        "import os, sys, pathlib; from companion.journal.passing import REHEARSED, PassingFolder;"
        "held = PassingFolder(pathlib.Path(sys.argv[1]), REHEARSED); print(held.path.parent, flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(data)], capture_output=True, text=True)
    left = Path(done.stdout.strip())
    assert left.parent == data, done.stderr
    assert left.exists()
    running = Rehearsal(house.companion, english("a-steady-place"))
    assert not left.exists()
    Rehearsal(house.companion, english("a-steady-place")).close()
    running.session.answer(q.Done())
    running.close()
    assert not list(data.glob("rehearsing-*"))


def left_readable(house: House, words: str) -> list[Path]:
    return [path for path in house.places.data.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


async def test_on_the_screen_it_is_walked_and_forgotten(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(TermsScreen(english("a-steady-place")))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, SessionScreen))
        await until(pilot, ".panel")
        await pilot.press("f9")
        await until_shown(pilot, "Home")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, TermsScreen))
        screen = pilot.app.screen
        assert isinstance(screen, TermsScreen)
        assert screen._rehearsal is None
    assert len(house.companion.journal) == 0


async def test_on_the_screen_a_copy_is_adapted_and_given(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(TermsScreen(english("a-steady-place")))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, AdaptingScreen))
        await pilot.press("down", "down", "d", "down", "enter")
        await until(pilot, "#answer")
        await pilot.press("home", *"So: ", "enter")
        await until_shown(pilot, "So: How is it")
        await pilot.press("w")
        await until_shown(pilot, "my-a-steady-place.toml")
        await pilot.press("enter")
        await until_shown(pilot, "My A steady place")
    made = house.companion.exercise("my-a-steady-place")
    assert made.steps[0].prompt.startswith("So: How is it")


def test_on_the_command_line(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Written" in companion("exercise", "copy", "a-steady-place", "--title", "A bench", "-o", "bench.toml").out
    assert companion("exercise", "check", "bench.toml").out.endswith("It can be used.\n")
    assert load_exercise(Path("bench.toml")).title == "A bench"
    companion("exercise", "copy", "a-steady-place", "-o", "bench.toml").told(3, "there already")
    answers = iter(["A stool", "To sit.", "-", *[""] * 20])
    monkeypatch.setattr("click.prompt", lambda *_, default="", **__: next(answers) or default)
    assert "Written" in companion("exercise", "adapt", "a-steady-place").out
    assert "a-stool" in companion("exercise", "list").out
    assert "Nothing of it is kept." in companion("exercise", "try", "bench.toml").out
