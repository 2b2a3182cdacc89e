"""`companion session`: one guided session, on the screen, in plain questions, or by a file of answers."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Command
from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.cli.progress import say_progress
from companion.errors import WrongUseError
from companion.language import _

if TYPE_CHECKING:
    from companion.domain.exercise import Size
    from companion.services.container import Companion
    from companion.services.walking.session import Session

SIZES: "dict[str, Size]" = {"whole": "whole", "smallest": "smallest", "low-energy": "low energy"}
"""As they are written on the command line."""

FIRST_EXERCISE = "a-steady-place"


@click.command(cls=Command)
@click.argument("exercise", required=False)
@click.option("--assignment", metavar="ID", help=_("Do what a therapist gave you, on its terms."))
@click.option("--plain", is_flag=True, help=_("Numbered questions on a plain terminal, for screen readers."))
@click.option("--answers", type=click.Path(path_type=Path), help=_("Walk it by this JSON file, without questions."))
@click.option(
    "--size",
    type=click.Choice(list(SIZES)),
    default="whole",
    help=_("How much of it: all, the five minutes that are fine too, or what needs the least."),
)
@click.option(
    "--dial",
    type=click.IntRange(1, 4),
    metavar="1-4",
    help=_("How much to hold on to: 1 one blank, 2 all blanks, 3 a page with beginnings, 4 an empty page."),
)
@click.option("--seed", type=int, help=_("The same seed gives the same music."))
@passphrase_option
def session(
    exercise: str | None, assignment: str | None, plain: bool, answers: Path | None, size: str, dial: int | None,
    seed: int | None,
) -> None:  # fmt: skip
    """One guided session, from check-in to close.

    Example: companion session a-steady-place --plain
    """
    if exercise is not None and assignment is not None:
        raise WrongUseError(_("An assignment has its own exercise."), _("Give one of the two."))
    if assignment is not None and (size != "whole" or dial is not None):
        raise WrongUseError(_("An assignment has its own size and dial."), _("Both can be changed on the way."))
    companion = companion_here(seed)
    exercise_id = exercise or FIRST_EXERCISE

    def begun() -> "Session":
        """The session that was asked for, begun or gone on with."""
        if assignment is None:
            return companion.session_of(exercise_id, SIZES[size], dial)
        from companion.services.between.assignments import begin

        return begin(companion, assignment)

    if answers is not None:
        by_name = partial(companion.new_session, exercise_id, SIZES[size], dial=dial)
        is_given = assignment is not None
        _by_answers(companion, begun if is_given else by_name, None if is_given else exercise_id, answers)
        return
    if plain or companion.settings.face == "plain":
        from companion.plain.home import run_session

        run_session(companion, begun())
        return
    from companion.cli.open import require_terminal
    from companion.tui.app import run

    require_terminal()
    if assignment is None:
        _look_first(companion, exercise_id)
        run(companion, first_session=begun)
    else:  # begun here, so that what keeps it from beginning is told in the terminal
        given = begun()
        run(companion, first_session=lambda: given)


def _look_first(companion: "Companion", exercise_id: str) -> None:
    """What would keep the session from beginning is told in the terminal, before a screen covers it."""
    from companion.services.walking.boundaries import boundaries_of, left_out

    exercise = companion.exercise(exercise_id)
    companion.waiting_session()
    companion.journal.refresh()
    left_out(exercise, boundaries_of(companion.journal))


def _by_answers(companion: "Companion", begun: "Callable[[], Session]", exercise_id: str | None, path: Path) -> None:
    from companion.engine.composing import suggest
    from companion.services.takes.performing import performer
    from companion.services.walking.answers import read_answers, walk_by_answers

    try:
        companion.journal.require_known_form()
        if exercise_id is not None:
            read_answers(path, companion.exercise(exercise_id))  # before a session that is under way is put by
        walk = begun()
        say_progress(_("Walking the session …"))
        walk_by_answers(walk, read_answers(path, walk.exercise), suggest, performer(companion, path.parent))
        for entry in companion.journal.of_session(walk.draft.session_id):
            click.echo(f"{entry.id}  {entry.kind}  {entry.title}")
    finally:
        companion.close()
