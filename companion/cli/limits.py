"""`companion limits`: what somebody would rather not have in any exercise."""

from typing import TYPE_CHECKING

import click

from companion.cli.helping import Group
from companion.cli.journal_opening import json_option, opened, print_json
from companion.cli.passphrase import passphrase_option
from companion.errors import WrongUseError
from companion.language import _, begun

if TYPE_CHECKING:
    from companion.services.walking.boundaries import Saying


@click.group(cls=Group, invoke_without_command=True)
@json_option
@passphrase_option
@click.pass_context
def limits(ctx: click.Context, wants_json: bool) -> None:
    """What you would rather not have in an exercise: breathing, lullabies, loud drums … Nobody else sees it.

    Example: companion limits set breath never
    """
    if ctx.invoked_subcommand is None:
        _show(wants_json)


@limits.command("set")
@click.argument("feature")
@click.argument("saying", type=click.Choice(["fine", "ask", "never"]))
@passphrase_option
def set_(feature: str, saying: "Saying") -> None:
    """Say of one thing: fine, ask (you are asked first), or never.

    Example: companion limits set loud-drums ask
    """
    from companion.domain.features import FEATURES
    from companion.services.walking.boundaries import SAYINGS, say

    wanted = feature.casefold()
    found = next((each for each in FEATURES if wanted in (each, each.replace(" ", "-"))), None)
    if found is None:
        names = ", ".join(each.replace(" ", "-") for each in FEATURES)
        raise WrongUseError(
            _("'{feature}' is not one of these.").format(feature=feature), _("There are: {names}.").format(names=names)
        )
    with opened(writable=True) as journal:
        say(journal, found, saying)
    click.echo(f"{begun(FEATURES[found])}: {SAYINGS[saying]}.")


def _show(wants_json: bool) -> None:
    from companion.domain.features import FEATURES
    from companion.services.walking.boundaries import ABOUT, SAYINGS, boundaries_of, saying_of

    with opened() as journal:
        own = boundaries_of(journal)
    if wants_json:
        print_json({"never": own.never, "ask_first": own.ask_first})
        return
    width = max(len(each) for each in FEATURES)
    for feature, name in FEATURES.items():
        click.echo(f"{feature.replace(' ', '-'):{width}}  {SAYINGS[saying_of(own, feature)]:12}  {name}")
    click.echo(ABOUT, err=True)
