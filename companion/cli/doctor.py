"""`companion doctor`: what works here, and what to do about what does not."""

import click

from companion.cli.helping import Command
from companion.language import _
from companion.paths import places


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help=_("One JSON document on stdout."))
def doctor(as_json: bool) -> None:
    """What works here, and what to do about what does not.

    Example: companion doctor
    """
    from companion.services.sounding.checkup import checkup

    found = checkup(places())
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for finding in found:
        click.echo(f"{'ok     ' if finding.works else 'missing'}  {finding.sentence}")
        if finding.remedy:
            click.echo(f"         {finding.remedy}")
