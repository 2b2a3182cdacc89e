"""`companion exercise copy`, `adapt` and `try`: an exercise made one's own, and walked as the client would."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Command
from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.language import _
from companion.paths import places

if TYPE_CHECKING:
    from companion.domain.exercise import Exercise

LEAVE_OUT = "-"
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=_("Where to write it; else among your own.")
)
LANGUAGE = click.option(
    "--language", default="", help=_("A folder of exercises: en, es, de. By default the one in use.")
)


@click.command(cls=Command)
@click.argument("wanted", metavar="EXERCISE")
@click.option("--title", default="", metavar="TEXT", help=_("What your copy is called; else 'my' and the old title."))
@LANGUAGE
@OUTPUT
def copy(wanted: str, title: str, language: str, output: Path | None) -> None:
    """Make a copy of an exercise that is yours, to be changed by hand.

    Example: companion exercise copy a-steady-place --title "A steady bench"
    """
    from companion.services.exercises.adapting import copy_of

    original = found(wanted, language)
    _write(copy_of(original, title or _("My {title}").format(title=original.title)), original, output)


@click.command(cls=Command)
@click.argument("wanted", metavar="EXERCISE")
@LANGUAGE
@OUTPUT
def adapt(wanted: str, language: str, output: Path | None) -> None:
    """Make a copy by questions: another title and purpose, other words in its steps, steps left out.

    Example: companion exercise adapt a-steady-place
    """
    from companion.domain.steps import Close
    from companion.services.exercises.adapting import adapted, copy_of

    original = found(wanted, language)
    made = copy_of(original, click.prompt(_("What is yours called?"), default=f"My {original.title}"))
    purpose = click.prompt(_("What is it for?"), default=original.purpose)
    click.echo(
        _("Now its steps. Enter keeps the words, {leave_out} leaves the step out, or type other words.").format(
            leave_out=LEAVE_OUT
        )
    )
    prompts: dict[str, str] = {}
    without: list[str] = []
    for step in original.steps:
        answer = click.prompt(f"{step.id}: {step.prompt}\n", default="", show_default=False).strip()
        if answer == LEAVE_OUT and not isinstance(step, Close):
            without.append(step.id)
        elif answer and answer != LEAVE_OUT:
            prompts[step.id] = answer
    _write(adapted(made, purpose=purpose, prompts=prompts, without=without), original, output)


@click.command("try", cls=Command)
@click.argument("wanted", metavar="EXERCISE")
@LANGUAGE
@passphrase_option
def try_(wanted: str, language: str) -> None:
    """Walk an exercise in plain lines as a client would. Nothing of it is kept.

    Example: companion exercise try my-exercise.toml
    """
    from companion.plain.home import run_session
    from companion.services.exercises.rehearsing import NOTHING_KEPT, Rehearsal

    companion = companion_here()
    rehearsal = Rehearsal(companion, found(wanted, language))
    click.echo(NOTHING_KEPT)
    try:
        run_session(companion, rehearsal.session)
    finally:
        rehearsal.close()


def found(wanted: str, language: str) -> "Exercise":
    """The exercise with that id, or in that file. Raises WrongUseError and FileProblemError."""
    from companion.prompts.loading import load_exercise
    from companion.services.container import Companion

    path = Path(wanted)
    return load_exercise(path) if path.suffix == ".toml" else Companion(places()).exercise(wanted, language)


def _write(made: "Exercise", original: "Exercise", output: Path | None) -> None:
    from msgspec.structs import replace

    from companion.services.exercises.adapting import write_own
    from companion.services.exercises.making import id_from

    path = output or places().exercises / made.language / f"{made.id}.toml"
    thoughts = write_own(replace(made, id=id_from(path.stem)), original.title, path)
    click.echo(_("Written: {path}").format(path=path))
    for thought in thoughts:
        click.echo(_("  thought: {thought}.").format(thought=thought))
    click.echo(_("Look at it with: companion exercise check {path}").format(path=path))
    click.echo(_("Walk it with: companion exercise try {path}").format(path=path))
