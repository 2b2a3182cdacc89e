"""`companion journal edit`, `tag` and `favourite`: changing what stands in an entry."""

import click
from msgspec.structs import replace

from companion.cli.helping import Command
from companion.cli.journal_opening import SHORT_ID, clipped, opened
from companion.cli.note import words_given
from companion.cli.passphrase import passphrase_option
from companion.domain.entry import Entry
from companion.errors import WrongUseError
from companion.exports.entry_words import title_of
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.journal.opening import felt, reworded, tagged, titled


@click.command(cls=Command)
@click.argument("entry_id", metavar="ID")
@click.argument("text", nargs=-1, metavar=_("[TEXT … | -]"))
@click.option("--title", help=_("Another title."))
@click.option("--feeling", metavar="WORD", help=_("Another word for how it was."))
@passphrase_option
def edit(entry_id: str, text: tuple[str, ...], title: str | None, feeling: str | None) -> None:
    """Put another text, title or feeling into an entry. With - the text is read from standard input.

    Example: companion journal edit 3f2a91c0 --title "The quiet stairs"
    """
    if not text and title is None and feeling is None:
        raise WrongUseError(_("Say what shall be changed."), _("'--help' names what can be."))
    words = words_given(text) if text else None
    with opened(writable=True) as journal:
        entry = journal.get(entry_id)
        entry = entry if words is None else reworded(entry, words)
        entry = entry if title is None else titled(entry, title)
        entry = entry if feeling is None else felt(entry, feeling)
        _tell(_("Changed"), journal.update(entry))


@click.command(cls=Command)
@click.argument("entry_id", metavar="ID")
@click.argument("tags", nargs=-1, metavar=_("[TAG …]"))
@click.option("--remove", multiple=True, metavar="TAG", help=_("Take this tag off. May be given more than once."))
@passphrase_option
def tag(entry_id: str, tags: tuple[str, ...], remove: tuple[str, ...]) -> None:
    """Put tags on an entry, or take them off; without a tag, name those that it has.

    Example: companion journal tag 3f2a91c0 night "for later"
    """
    with opened(writable=bool(tags or remove)) as journal:
        entry = journal.get(entry_id)
        changed = tagged(entry, tags, remove)
        if changed.tags != entry.tags:
            entry = journal.update(changed)
    click.echo(harmless(_("Tags: {tags}").format(tags=", ".join(entry.tags))) if entry.tags else _("No tags."))


@click.command(cls=Command)
@click.argument("entry_id", metavar="ID")
@click.option("--off", is_flag=True, help=_("Take the mark off."))
@passphrase_option
def favourite(entry_id: str, off: bool) -> None:
    """Mark an entry as a favourite, to find it again.

    Example: companion journal favourite 3f2a91c0
    """
    with opened(writable=True) as journal:
        entry = journal.get(entry_id)
        if entry.is_favourite is off:
            entry = journal.update(replace(entry, is_favourite=not off))
    _tell(_("No favourite any more") if off else _("A favourite"), entry)


def _tell(what: str, entry: Entry) -> None:
    click.echo(harmless(f"{what}: {entry.id[:SHORT_ID]}  {clipped(title_of(entry))}"))
