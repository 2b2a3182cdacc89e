"""`companion exercise`: what a therapist and a script meet."""

import json
import re
from pathlib import Path

import pytest

from companion.domain.exercise import NOT_WHEN
from companion.prompts.loading import load_exercise
from companion.services.exercises.checking import look_over
from companion.services.exercises.making import Answers, exercise_text, id_from
from tests.commands import CommandLine
from tests.unit.exercises import FILES

GUIDE = Path(__file__).parents[2] / "docs" / "writing-exercises.md"


def test_the_list_has_every_exercise_and_json_has_their_steps(companion: CommandLine) -> None:
    ran = companion("exercise", "list", "--json")
    assert ran.status == 0
    found = json.loads(ran.out)
    assert {each["id"] for each in found} == {path.stem for path in FILES if path.parent.name == "en"}
    for each in found:
        assert each["title"]
        assert all(step["id"] and step["kind"] and step["prompt"] for step in each["steps"])
    plain = companion("exercise", "list").out
    assert "empty-place" in plain
    assert "(grief)" in plain
    assert len(json.loads(companion("exercise", "list", "--json", "--language", "de").out)) >= 6


def test_show_says_all_of_it_for_people_and_for_scripts(companion: CommandLine) -> None:
    page = companion("exercise", "show", "empty-place").out
    for part in ("Not when the loss is still very new.", "For the therapist", "(when middle is below 7)",
                 "It has in it: hearing something played back, questions about how it is, singing.",
                 "not looked over by a therapist yet"):  # fmt: skip
        assert part in page
    data = json.loads(companion("exercise", "show", "empty-place", "--json").out)
    assert data["steps"][0] | {"id": "ground", "kind": "ground"} == data["steps"][0]
    assert data["has_in_it"] == ["replay", "check-in", "singing"]
    companion("exercise", "show", "emty-place").told(2, "empty-place")


def test_every_shipped_file_passes_check(companion: CommandLine) -> None:
    ran = companion("exercise", "check", *FILES[:4])
    assert ran.status == 0
    assert ran.out.count("It can be used.") == 4
    assert "reading: " in ran.out
    assert "thought: " not in ran.out


def test_check_names_what_can_not_be_reached_and_fails(companion: CommandLine) -> None:
    text = (FILES[-1].parents[1] / "en" / "three-small-lights.toml").read_text("utf-8")
    before, _, after = text.partition('[[steps]]\nkind = "melody"')
    path = companion.folder / "three-small-lights.toml"
    path.write_text(before.replace('"song", ', "") + after[after.index("[[steps]]") :], "utf-8")
    ran = companion("exercise", "check", path)
    assert ran.status == 3
    assert "problem: the step 'sing' can't be reached." in ran.out


def test_check_reads_for_people(companion: CommandLine) -> None:
    text = (FILES[-1].parents[1] / "en" / "three-small-lights.toml").read_text("utf-8")
    path = companion.folder / "three-small-lights.toml"
    hard = "Contemplate, introspectively and comprehensively, the multidimensional circumstances characterising today."
    easy = "A soft pulse, while the day goes by once more. Only look."
    text = text.replace(easy, f"Close your eyes, breathe deeply. {hard}").replace("minutes = 10", "minutes = 100")
    path.write_text(text, "utf-8")
    said = companion("exercise", "check", path).out
    for thought in ("closed eyes can feel unsafe", "an easy breath", "it says 100 minutes"):
        assert thought in said


def test_new_asks_and_what_it_writes_passes_check(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ("I sat by {}", "no blank", "and saw {}", "")
    said = iter(['My "long" bus, ñ', "To put a day down.", *lines, "lullaby", "brooding"])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(said))
    ran = companion("exercise", "new")
    assert ran.status == 0, ran
    assert "One blank in each line" in ran.out
    path = companion.home / "exercises" / "en" / "my-long-bus-n.toml"
    checked = companion("exercise", "check", path)
    assert (checked.status, checked.err) == (0, "")
    assert "problem" not in checked.out
    assert "my-long-bus-n" in companion("exercise", "list").out
    assert companion("session", "my-long-bus-n", "--answers", _answers(companion)).status == 0
    said = iter(["My long bus n", "Again.", "", "any", ""])
    companion("exercise", "new").told(3, "is there already")


def _answers(companion: CommandLine) -> Path:
    path = companion.folder / "answers.json"
    path.write_text('{"words": ["the window"], "song": 1}')
    return path


@pytest.mark.parametrize("title", ["…", "", "a" * 500, "../../etc/passwd", "C:\\x", "日本", "\x1b[31m red", 'a"b\\c'])
def test_a_title_of_any_kind_makes_a_name_that_stays_in_its_folder(title: str, tmp_path: Path) -> None:
    name = id_from(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 60
    path = tmp_path / f"{name}.toml"
    path.write_text(exercise_text(Answers(title or "x", title or "y"), name), "utf-8")
    assert look_over(load_exercise(path)).problems == ()


def test_the_guide_s_example_is_whole_and_names_every_key_it_needs(tmp_path: Path) -> None:
    guide = GUIDE.read_text("utf-8")
    example = guide.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "the-long-bus.toml"
    path.write_text(example, "utf-8")
    exercise = load_exercise(path)
    assert exercise.id == path.stem
    looked = look_over(exercise)
    assert (looked.problems, looked.thoughts) == ((), ())
    for word in NOT_WHEN:
        assert f"`{word}`" in guide


def test_the_guide_knows_every_kind_of_step() -> None:
    from companion.prompts.mending import KINDS

    table = GUIDE.read_text("utf-8").split("## Steps")[1].split("## The dial")[0]
    assert {kind for kind in KINDS if f"`{kind}`" not in table} == set()
