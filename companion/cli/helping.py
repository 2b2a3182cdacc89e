"""Help in the person's language: what a command's docstring says, told when help is asked for."""

from inspect import cleandoc

import click

from companion.language import _

EXAMPLE = "Example: "


def paragraphs(docstring: str) -> list[str]:
    """The paragraphs of a docstring, a line each; an example is the last of them."""
    return [" ".join(each.split()) for each in cleandoc(docstring).split("\n\n")]


def told_help(docstring: str) -> str:
    """A command's docstring in the person's language; what is typed in an example stays."""
    return "\n\n".join(
        _("Example: {}").format(each.removeprefix(EXAMPLE)) if each.startswith(EXAMPLE) else _(each)
        for each in paragraphs(docstring)
    )


class Command(click.Command):
    """A command whose help is told."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is written on a command line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{_('Usage:')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does, and an example."""
        self._told().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, each with a sentence."""
        rows = [each.get_help_record(ctx) for each in self.get_params(ctx)
                if not isinstance(each, click.Argument)]  # fmt: skip
        with formatter.section(_("Options")):
            formatter.write_dl([row for row in rows if row is not None])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """One line for the list of a group, up to `limit` letters."""
        return self._told().get_short_help_str(limit)

    def _told(self) -> click.Command:
        return click.Command(self.name, help=told_help(self.help or ""))


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its own options, and its commands."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands, a line each."""
        found = {name: command for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))}
        limit = formatter.width - 6 - max(map(len, found), default=0)
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, command.get_short_help_str(limit)) for name, command in found.items()])
