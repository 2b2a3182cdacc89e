"""`companion exercise`: the exercises there are, one of them whole, a file looked over, and a new one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.errors import FileProblemError, WrongUseError
from companion.paths import places

if TYPE_CHECKING:
    from companion.domain.exercise import Exercise

LANGUAGE = click.option("--language", default="", help="A folder of exercises: en, es, de. By default the one in use.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.group()
def exercise() -> None:
    """Exercises: list, show, check, new.

    Example: companion exercise show a-steady-place
    """


@exercise.command("list")
@LANGUAGE
@AS_JSON
def list_(language: str, as_json: bool) -> None:
    """All exercises, by title.

    Example: companion exercise list --language es
    """
    from companion.services.container import Companion
    from companion.services.exercises.page import as_data

    companion = Companion(places())
    found = companion.exercises(language)
    if as_json:
        click.echo(json.dumps([as_data(each) for each in found], ensure_ascii=False, indent=1))
        return
    width = max((len(each.id) for each in found), default=0)
    for each in found:
        themes = f"  ({', '.join(each.themes)})" if each.themes else ""
        click.echo(f"{each.id:{width}}  {each.minutes:3} min  {each.title}{themes}")
    for problem in companion.unreadable_exercises(language):
        click.echo(problem, err=True)


@exercise.command()
@click.argument("wanted", metavar="EXERCISE")
@LANGUAGE
@AS_JSON
def show(wanted: str, language: str, as_json: bool) -> None:
    """One exercise whole: its steps, and what a therapist wants to know. EXERCISE is an id or a file.

    Example: companion exercise show three-small-lights --json
    """
    from companion.services.exercises.page import as_data, as_text

    found = _exercise(wanted, language)
    click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=1) if as_json else as_text(found))


@exercise.command()
@click.argument("files", metavar="FILE …", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> int:
    """Look a file over: what is wrong and how to mend it, then a dry walk, the minutes and how it reads.

    Example: companion exercise check my-exercise.toml
    """
    from companion.prompts.loading import load_exercise
    from companion.services.exercises.checking import look_over

    status = 0
    for path in files:
        found = load_exercise(path)
        looked = look_over(found)
        click.echo(f"{path}: {found.title}, {len(found.steps)} steps, played through dry.")
        click.echo(f"  minutes: it says {found.minutes} ({found.smallest_minutes} at the smallest), "
                   f"its steps take about {looked.minutes} ({looked.smallest_minutes}).")  # fmt: skip
        easy = "easy" if looked.reading.is_easy else "not easy"
        click.echo(f"  reading: {looked.reading.scale} {looked.reading.value:g}, {easy}.")
        if path.stem != found.id:
            click.echo(f"  thought: its id is '{found.id}' and its file '{path.name}'; a file is found by its name.")
        for thought in looked.thoughts:
            click.echo(f"  thought: {thought}.")
        for problem in looked.problems:
            click.echo(f"  problem: {problem}.")
            status = FileProblemError.exit_status
        if not looked.problems:
            click.echo("  It can be used.")
    return status


@exercise.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it; else among your own.")
@click.option("--language", default="en", help="The language that it is written in.")
def new(output: Path | None, language: str) -> None:
    """Ask a few questions and write an exercise that 'check' accepts. Nothing is written over.

    Example: companion exercise new -o my-exercise.toml
    """
    from companion.services.exercises.making import Answers, exercise_text, id_from, save_new

    title = click.prompt("What is it called?").strip()
    if not any(map(str.isalnum, title)):
        raise WrongUseError("A title needs a letter.", "Type a few words.")
    purpose = click.prompt("What is it for, in one plain sentence?").strip()
    click.echo("Now lines with a blank, written {}. For example: I bring {} with me. An empty line ends.")
    lines: list[str] = []
    while line := click.prompt(f"Line {len(lines) + 1}", default="", show_default=False).strip():
        if line.count("{}") == 1:
            lines.append(line)
        else:
            click.echo("One blank in each line, please, written {}.")
    groove = click.prompt("Any groove, or one by name (lullaby, folk, heartbeat …)", default="any").strip()
    not_when = click.prompt("Not when (a word of the list in the guide, or empty)", default="", show_default=False)
    answers = Answers(title, purpose, tuple(lines), language, "" if groove == "any" else groove, not_when.strip())
    path = output or places().exercises / language / f"{id_from(title)}.toml"
    save_new(path, exercise_text(answers, path.stem))
    click.echo(f"Written: {path}")
    click.echo(f"Look at it with: companion exercise check {path}")


def _exercise(wanted: str, language: str) -> "Exercise":
    from companion.prompts.loading import load_exercise
    from companion.services.container import Companion

    path = Path(wanted)
    if path.suffix == ".toml":
        return load_exercise(path)
    return Companion(places()).exercise(wanted, language)
