"""`companion journal list`, `show`, `search` and `stats`: looking, without changing anything."""

from datetime import datetime

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import clipped, json_option, line, mention, opened, print_json, summary
from companion.cli.passphrase import passphrase_option
from companion.errors import WrongUseError
from companion.exports.entry_words import KINDS
from companion.exports.plain_text import harmless
from companion.language import _


@click.command("list", cls=Command)
@click.option("--limit", type=click.IntRange(min=1), help=_("At most so many, the newest."))
@click.option("--kind", type=click.Choice(list(KINDS)), help=_("Only entries of this kind."))
@click.option("--favourite", "only_favourites", is_flag=True, help=_("Only favourites."))
@json_option
@passphrase_option
def list_entries(limit: int | None, kind: str | None, only_favourites: bool, wants_json: bool) -> None:
    """List entries, the newest first.

    Example: companion journal list --kind song
    """
    with opened() as journal:
        entries, unreadable = journal.entries(kind, None if only_favourites else limit), journal.unreadable()
    if only_favourites:
        entries = [entry for entry in entries if entry.is_favourite][:limit]
    if wants_json:
        print_json([summary(entry) for entry in entries])
    elif entries:
        now = datetime.now().astimezone()
        click.echo("\n".join(line(entry, now) for entry in entries))
    elif only_favourites:
        click.echo(_("No favourites yet. 'companion journal favourite ID' makes one."))
    elif kind:
        click.echo(_("No entry of the kind '{kind}' yet.").format(kind=kind))
    else:
        click.echo(_("Nothing here yet. 'companion session' makes the first song."))
    mention(unreadable)


@click.command(cls=Command)
@click.argument("entry_id", metavar="ID")
@json_option
@passphrase_option
def show(entry_id: str, wants_json: bool) -> None:
    """Show one entry. The beginning of its id is enough.

    Example: companion journal show 3f2a91c0
    """
    from companion.exports.markdown import entry_as_data
    from companion.exports.plain_text import entry_as_text
    from companion.services.journal.export import kept_in

    with opened() as journal:
        entry = journal.get(entry_id)
        kept = kept_in(entry, journal)
    if wants_json:
        print_json(entry_as_data(entry))
    else:
        click.echo(entry_as_text(entry, kept))


@click.command(cls=Command)
@click.argument("words", nargs=-1, metavar=_("[WORDS …]"))
@click.option("--tag", "tags", multiple=True, metavar="T", help=_("Only with this tag."))
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help=_("Only of this kind: song, take, words …"))
@click.option("--feeling", "feelings", multiple=True, metavar="WORD", help=_("Only with this feeling."))
@click.option("--when", "days", multiple=True, metavar="WHEN", help=_("Only of these days: 'last week', 'march 2025'."))
@click.option("--since", metavar="DAY", help=_("Only from this day on."))
@click.option("--until", metavar="DAY", help=_("Only up to this day."))
@click.option("--favourite", "only_favourites", is_flag=True, help=_("Only favourites."))
@click.option("--limit", type=click.IntRange(min=1), help=_("At most so many, the newest."))
@json_option
@passphrase_option
def search(
    words: tuple[str, ...], tags: tuple[str, ...], kinds: tuple[str, ...], feelings: tuple[str, ...],
    days: tuple[str, ...], since: str | None, until: str | None, only_favourites: bool, limit: int | None,
    wants_json: bool,
) -> None:  # fmt: skip
    """Find entries that hold all the words, anywhere: text, title, tags. Case, accents and small slips don't matter.

    Days can stand among the words: last week, since 3 may, march 2025. "two words" in quotes stay together.

    Example: companion journal search quiet stairs since march
    """
    from companion.services.journal.query import Query, filters, in_words, read_query
    from companion.services.journal.search import Shelf, excerpt, with_near_words

    now = datetime.now().astimezone()
    days = (
        *days,
        *([_("since {since}").format(since=since)] if since else []),
        *([_("until {until}").format(until=until)] if until else []),
    )
    try:
        query = read_query(" ".join(words), now.date())
        query = query.and_also(filters(now.date(), tags, kinds, feelings, days, only_favourites))
    except ValueError as error:
        raise WrongUseError(f"{error}.", _("'companion journal search --help' shows more.")) from error
    if query == Query():
        raise WrongUseError(
            _("Say what to look for."), _("'companion journal search quiet stairs since march' is one way.")
        )
    with opened() as journal:
        found, unreadable = Shelf(journal.entries(), now.tzinfo).find(query), journal.unreadable()
    shown = found.entries[:limit]
    near = with_near_words(query, found)
    for typed, read in found.read_as:
        click.echo(
            harmless(_("Nothing holds “{typed}”; “{read}” was looked for.").format(typed=typed, read=read)), err=True
        )
    if wants_json:
        print_json([{**summary(entry), "excerpt": excerpt(entry, near)} for entry in shown])
    elif shown:
        click.echo(harmless(_("{count} found: {in_words}").format(count=len(found.entries), in_words=in_words(near))))
        for entry in shown:
            click.echo(line(entry, now))
            if piece := excerpt(entry, near):
                click.echo(harmless(f"          {piece}"))
    else:
        click.echo(harmless(_("Nothing was found: {clipped}").format(clipped=clipped(in_words(query)))))
    mention(unreadable)


@click.command(cls=Command)
@json_option
@passphrase_option
def stats(wants_json: bool) -> None:
    """How many of what, since when, and the words for how it was. Nothing is judged.

    Example: companion journal stats
    """
    from companion.services.journal.stats import stats_in_words, stats_of

    with opened() as journal:
        found, unreadable = stats_of(journal.entries()), journal.unreadable()
    if wants_json:
        print_json(found)
    else:
        click.echo(harmless("\n".join(stats_in_words(found))))
    mention(unreadable)
