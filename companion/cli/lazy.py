"""A group of commands that are imported when they are called, so that help and other commands stay quick."""

from importlib import import_module
from typing import Any

import click

from companion.cli.helping import Group
from companion.language import _

Table = dict[str, tuple[str, str]]
"""Command name to where it lives ("package.module:name") and its one line of help, so that help loads no command."""


class LazyGroup(Group):
    """A click group over a `table`, in its order."""

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; None for a name that the table does not hold."""
        if cmd_name not in self.table:
            return None
        module, _colon, attribute = self.table[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in `--help`, without importing them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, line) for name, (_where, line) in self.table.items()])
