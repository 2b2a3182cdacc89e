"""`companion ports`: which MIDI ports are connected."""

import click

from companion.cli.helping import Command
from companion.language import _
from companion.paths import places


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help=_("One JSON document on stdout."))
def ports(as_json: bool) -> None:
    """The MIDI keyboards and other ports that are connected, and which of them is listened to.

    Example: companion ports
    """
    from companion import settings
    from companion.services.sounding.connections import as_text, connections

    found = connections(settings.load(places().settings_file), places().log_file("sound"))
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    else:
        click.echo(as_text(found))
