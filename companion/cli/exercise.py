"""`companion exercise`: the exercises there are, one of them whole, a file looked over, and a new one."""

import json
from pathlib import Path

import click

from companion.cli.exercise_own import LANGUAGE, adapt, copy, found, try_
from companion.cli.helping import Group
from companion.errors import FileProblemError, WrongUseError
from companion.language import _
from companion.paths import places

AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("One JSON document."))


@click.group(cls=Group)
def exercise() -> None:
    """Exercises: list, show, check, new, copy, adapt, try.

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
    every = companion.exercises(language)
    if as_json:
        click.echo(json.dumps([as_data(each) for each in every], ensure_ascii=False, indent=1).encode())
        return
    width = max((len(each.id) for each in every), default=0)
    for each in every:
        themes = f"  ({', '.join(each.themes)})" if each.themes else ""
        click.echo(
            _("{id:{width}}  {minutes:3} min  {title}{themes}").format(
                id=each.id, width=width, minutes=each.minutes, title=each.title, themes=themes
            )
        )
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

    chosen = found(wanted, language)
    click.echo(json.dumps(as_data(chosen), ensure_ascii=False, indent=1).encode() if as_json else as_text(chosen))


@exercise.command()
@click.argument("files", metavar=_("FILE …"), nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> int:
    """Look a file over: what is wrong and how to mend it, then a dry walk, the minutes and how it reads.

    Example: companion exercise check my-exercise.toml
    """
    from companion.prompts.loading import load_exercise
    from companion.services.exercises.checking import look_over

    status = 0
    for path in files:
        loaded = load_exercise(path)
        looked = look_over(loaded)
        click.echo(
            _("{path}: {title}, {count} steps, played through dry.").format(
                path=path, title=loaded.title, count=len(loaded.steps)
            )
        )
        took = _(
            "  minutes: it says {minutes} ({smallest} at the smallest), its steps take about {took} ({took_smallest})."
        )
        click.echo(
            took.format(
                minutes=loaded.minutes,
                smallest=loaded.smallest_minutes,
                took=looked.minutes,
                took_smallest=looked.smallest_minutes,
            )
        )
        easy = _("easy") if looked.reading.is_easy else _("not easy")
        click.echo(
            _("  reading: {scale} {value:g}, {easy}.").format(
                scale=looked.reading.scale, value=looked.reading.value, easy=easy
            )
        )
        if path.stem != loaded.id:
            click.echo(
                _("  thought: its id is '{id}' and its file '{name}'; a file is loaded by its name.").format(
                    id=loaded.id, name=path.name
                )
            )
        for thought in looked.thoughts:
            click.echo(_("  thought: {thought}.").format(thought=thought))
        for problem in looked.problems:
            click.echo(_("  problem: {problem}.").format(problem=problem))
            status = FileProblemError.exit_status
        if not looked.problems:
            click.echo(_("  It can be used."))
    return status


@exercise.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help=_("Where to write it; else among your own."))
@click.option("--language", default="en", help=_("The language that it is written in."))
def new(output: Path | None, language: str) -> None:
    """Ask a few questions and write an exercise that 'check' accepts. Nothing is written over.

    Example: companion exercise new -o my-exercise.toml
    """
    from companion.services.exercises.making import Answers, exercise_text, id_from, save_new

    title = click.prompt(_("What is it called?")).strip()
    if not any(map(str.isalnum, title)):
        raise WrongUseError(_("A title needs a letter."), _("Type a few words."))
    purpose = click.prompt(_("What is it for, in one plain sentence?")).strip()
    click.echo(_("Now lines with a blank, written {}. For example: I bring {} with me. An empty line ends."))
    lines: list[str] = []
    while line := click.prompt(_("Line {count}").format(count=len(lines) + 1), default="", show_default=False).strip():
        if line.count("{}") == 1:
            lines.append(line)
        else:
            click.echo(_("One blank in each line, please, written {}."))
    groove = click.prompt(_("Any groove, or one by name (lullaby, folk, heartbeat …)"), default="any").strip()
    not_when = click.prompt(_("Not when (a word of the list in the guide, or empty)"), default="", show_default=False)
    answers = Answers(title, purpose, tuple(lines), language, "" if groove == "any" else groove, not_when.strip())
    path = output or places().exercises / language / f"{id_from(title)}.toml"
    save_new(path, exercise_text(answers, path.stem))
    click.echo(_("Written: {path}").format(path=path))
    click.echo(_("Look at it with: companion exercise check {path}").format(path=path))


for _own in (copy, adapt, try_):
    exercise.add_command(_own)
