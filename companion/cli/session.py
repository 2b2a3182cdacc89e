"""`companion session`: one guided session, on the screen, in plain questions, or by a file of answers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.cli.progress import say_progress

if TYPE_CHECKING:
    from companion.services.container import Companion


@click.command()
@click.argument("exercise", default="a-steady-place")
@click.option("--plain", is_flag=True, help="Numbered questions on a plain terminal, for screen readers.")
@click.option("--answers", type=click.Path(path_type=Path), help="Walk it by this JSON file, without questions.")
@click.option("--seed", type=int, help="The same seed gives the same music.")
@passphrase_option
def session(exercise: str, plain: bool, answers: Path | None, seed: int | None) -> None:
    """One guided session, from check-in to close.

    Example: companion session a-steady-place --plain
    """
    companion = companion_here(seed)
    if answers is not None:
        _by_answers(companion, exercise, answers)
        return
    if plain or companion.settings.face == "plain":
        from companion.plain.home import run_session

        run_session(companion, companion.session_of(exercise))
        return
    from companion.cli.open import require_terminal
    from companion.tui.app import run

    require_terminal()
    _look_first(companion, exercise)
    run(companion, first_exercise=exercise)


def _look_first(companion: "Companion", exercise_id: str) -> None:
    """What would keep the session from beginning is told in the terminal, before a screen covers it."""
    companion.exercise(exercise_id)
    companion.waiting_session()
    companion.journal.refresh()


def _by_answers(companion: "Companion", exercise_id: str, path: Path) -> None:
    from companion.engine.composing import suggest
    from companion.services.answers import read_answers, walk_by_answers
    from companion.services.performing import performer

    try:
        exercise = companion.exercise(exercise_id)
        given = read_answers(path, exercise)
        walk = companion.new_session(exercise_id)
        say_progress("Walking the session …")
        walk_by_answers(walk, given, suggest, performer(companion, path.parent))
        for entry in companion.journal.of_session(walk.draft.session_id):
            click.echo(f"{entry.id}  {entry.kind}  {entry.title}")
    finally:
        companion.close()
