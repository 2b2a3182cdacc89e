"""`companion plan`: what somebody wants to do until the next meeting, in their own words."""

from typing import TYPE_CHECKING, Any, cast

import click

from companion.cli.helping import Group
from companion.cli.journal_opening import json_option, opened, print_json
from companion.cli.passphrase import passphrase_option
from companion.errors import WrongUseError
from companion.language import _

if TYPE_CHECKING:
    from companion.journal.store import Journal
    from companion.services.between.planning import Part

ASSIGNMENT = click.option("--assignment", "id_", metavar="ID", default="", help=_("The plan for this assignment."))


@click.group(cls=Group, invoke_without_command=True)
@ASSIGNMENT
@json_option
@passphrase_option
@click.pass_context
def plan(ctx: click.Context, id_: str, wants_json: bool) -> None:
    """Your plan until the next meeting. Nothing reminds you of it, and nobody counts.

    Example: companion plan set --goal "one small song" --smallest "one word"
    """
    if ctx.invoked_subcommand is not None:
        return
    from companion.exports.plain_text import harmless
    from companion.services.between.planning import lines_of, plan_for

    with opened() as journal:
        found = plan_for(journal, _whole_id(journal, id_))
    if wants_json:
        import msgspec

        print_json(msgspec.to_builtins(found))
    else:
        click.echo(harmless("\n".join(lines_of(found))))


@plan.command("set")
@ASSIGNMENT
@click.option("--goal", metavar="TEXT", help=_("What you would like to do, in your own words."))
@click.option("--where-when", metavar="TEXT", help=_("Where, and when."))
@click.option("--how-often", metavar="TEXT", help=_("How often."))
@click.option("--smallest", metavar="TEXT", help=_("The smallest version, for a day with little strength."))
@click.option("--how-sure", type=click.IntRange(0, 10), help=_("How sure you are that it will be so."))
@click.option("--in-the-way", metavar="TEXT", help=_("What might get in the way."))
@click.option("--if-then", metavar="TEXT", help=_("If that happens, then what."))
@passphrase_option
def set_(id_: str, **parts: Any) -> None:
    """Write parts of it; an empty text takes a part out. What is not named stays.

    Example: companion plan set --if-then "if I am tired, I only hum it" --how-sure 7
    """
    from companion.exports.plain_text import harmless
    from companion.services.between.planning import answered, hint_of, keep_plan, lines_of, plan_for

    said = {part: answer for part, answer in parts.items() if answer is not None}
    if not said:
        raise WrongUseError(_("Nothing was said."), _("'companion plan set --help' names the parts."))
    with opened(writable=True) as journal:
        made = plan_for(journal, _whole_id(journal, id_))
        for part, answer in said.items():
            made = answered(made, cast("Part", part), answer)
        keep_plan(journal, made)
    click.echo(harmless("\n".join(lines_of(made))))
    if "how_sure" in said and hint_of(made):
        click.echo(hint_of(made), err=True)


@plan.command()
@ASSIGNMENT
@passphrase_option
def drop(id_: str) -> None:
    """Put it away.

    Example: companion plan drop
    """
    from companion.domain.agreed import Plan
    from companion.services.between.planning import PUT_AWAY, keep_plan

    with opened(writable=True) as journal:
        keep_plan(journal, Plan(assignment_id=_whole_id(journal, id_)))
    click.echo(PUT_AWAY)


def _whole_id(journal: "Journal", id_: str) -> str:
    from companion.services.between.assignments import assigned

    return assigned(journal, id_)[0].id if id_ else ""
