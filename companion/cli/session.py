"""`companion session`: one guided session, on the screen, in plain questions, or by a file of answers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.cli.progress import say_progress
from companion.errors import WrongUseError
from companion.language import _

if TYPE_CHECKING:
    from companion.services.container import Companion
    from companion.services.walking.session import Session

FIRST_EXERCISE = "a-steady-place"


@click.command()
@click.argument("exercise", required=False)
@click.option("--assignment", metavar="ID", help=_("Do what a therapist gave you, on its terms."))
@click.option("--plain", is_flag=True, help=_("Numbered questions on a plain terminal, for screen readers."))
@click.option("--answers", type=click.Path(path_type=Path), help=_("Walk it by this JSON file, without questions."))
@click.option("--seed", type=int, help=_("The same seed gives the same music."))
@passphrase_option
def session(exercise: str | None, assignment: str | None, plain: bool, answers: Path | None, seed: int | None) -> None:
    """One guided session, from check-in to close.

    Example: companion session a-steady-place --plain
    """
    if exercise is not None and assignment is not None:
        raise WrongUseError(_("An assignment has its own exercise."), _("Give one of the two."))
    companion = companion_here(seed)
    if answers is not None:
        _by_answers(companion, exercise, assignment, answers)
        return
    if plain or companion.settings.face == "plain":
        from companion.plain.home import run_session

        run_session(companion, _begun(companion, exercise, assignment))
        return
    from companion.cli.open import require_terminal
    from companion.tui.app import run

    require_terminal()
    if assignment is not None:  # begun here, it is the session under way that the screen goes on with
        exercise = _begun(companion, exercise, assignment).exercise.id
    else:
        _look_first(companion, exercise or FIRST_EXERCISE)
    run(companion, first_exercise=exercise or FIRST_EXERCISE)


def _begun(companion: "Companion", exercise: str | None, assignment: str | None) -> "Session":
    """The session that was asked for, begun or gone on with."""
    if assignment is None:
        return companion.session_of(exercise or FIRST_EXERCISE)
    from companion.services.between.assignments import begin

    return begin(companion, assignment)


def _look_first(companion: "Companion", exercise_id: str) -> None:
    """What would keep the session from beginning is told in the terminal, before a screen covers it."""
    companion.exercise(exercise_id)
    companion.waiting_session()
    companion.journal.refresh()


def _by_answers(companion: "Companion", exercise_id: str | None, assignment: str | None, path: Path) -> None:
    from companion.engine.composing import suggest
    from companion.services.takes.performing import performer
    from companion.services.walking.answers import read_answers, walk_by_answers

    try:
        companion.journal.require_known_form()
        if assignment is not None:
            walk = _begun(companion, None, assignment)
            given = read_answers(path, walk.exercise)
        else:
            given = read_answers(path, companion.exercise(exercise_id or FIRST_EXERCISE))
            walk = companion.new_session(exercise_id or FIRST_EXERCISE)
        say_progress(_("Walking the session …"))
        walk_by_answers(walk, given, suggest, performer(companion, path.parent))
        for entry in companion.journal.of_session(walk.draft.session_id):
            click.echo(f"{entry.id}  {entry.kind}  {entry.title}")
    finally:
        companion.close()
