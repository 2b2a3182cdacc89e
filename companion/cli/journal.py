"""`companion journal`: what was made, listed, shown and exported."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from companion.domain.entry import Entry, SessionRecord
from companion.errors import WrongUseError
from companion.exports.entry_words import KINDS, kind_in_words, title_of, when
from companion.exports.plain_text import harmless
from companion.files import replace_file
from companion.journal.store import Journal, UnreadableEntry
from companion.paths import places

SHORT_ID = 8
"""So much of an id is shown; it is enough to call the entry by."""


@click.group()
def journal() -> None:
    """What you made: songs, words, takes, how it was. It all stays on this computer.

    Example: companion journal list --limit 10
    """


@journal.command("list")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many, the newest.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Only entries of this kind.")
@click.option("--json", "wants_json", is_flag=True, help="A JSON list on stdout.")
def list_entries(limit: int | None, kind: str | None, wants_json: bool) -> None:
    """List entries, the newest first.

    Example: companion journal list --kind song
    """
    with _open() as opened:
        entries, unreadable = opened.entries(kind, limit), opened.unreadable()
    if wants_json:
        _print_json([_summary(entry) for entry in entries])
    elif entries:
        now = datetime.now().astimezone()
        click.echo("\n".join(_line(entry, now) for entry in entries))
    elif kind:
        click.echo(f"No entry of the kind '{kind}' yet.")
    else:
        click.echo("Nothing here yet. 'companion session' makes the first song.")
    _mention(unreadable)


@journal.command()
@click.argument("entry_id", metavar="ID")
@click.option("--json", "wants_json", is_flag=True, help="The whole entry as JSON on stdout.")
def show(entry_id: str, wants_json: bool) -> None:
    """Show one entry. The beginning of its id is enough.

    Example: companion journal show 3f2a91c0
    """
    from companion.exports.markdown import entry_as_data
    from companion.exports.plain_text import entry_as_text

    with _open() as opened:
        entry = opened.get(entry_id)
        kept = _kept_in(entry, opened)
    if wants_json:
        _print_json(entry_as_data(entry))
    else:
        click.echo(entry_as_text(entry, kept))


@journal.command()
@click.argument("entry_id", metavar="ID", required=False)
@click.option("--all", "everything", is_flag=True, help="All entries, into one .md or .json file.")
@click.option("-o", "--output", "outputs", type=click.Path(path_type=Path), multiple=True, required=True,
              metavar="FILE", help="Where to write; the suffix says what. May be given more than once.")
def export(entry_id: str | None, everything: bool, outputs: tuple[Path, ...]) -> None:
    """Write one entry, or all of them, to files.

    .md and .json hold any entry; a song or a take also goes to music and pictures, as in compose.

    Example: companion journal export 3f2a91c0 -o song.mid -o song.md
    """
    if everything == (entry_id is not None):
        raise WrongUseError("Say which entry, or --all.", "Example: companion journal export --all -o journal.md")
    write: Callable[[Path], None]
    with _open() as opened:
        if entry_id is None:
            write = partial(_write_all, opened.entries())
            _mention(opened.unreadable())
        else:
            entry = opened.get(entry_id)
            write = partial(_write_one, entry, _kept_in(entry, opened))
    for path in outputs:
        write(path)
        click.echo(f"Wrote {path}.")


def _open() -> Journal:
    """The journal, for reading: nothing is locked and nothing is changed."""
    opened = Journal.open(places().journal, writable=False)
    for notice in opened.notices:
        click.echo(notice, err=True)
    return opened


def _mention(unreadable: Sequence[UnreadableEntry]) -> None:
    for each in unreadable:
        click.echo(f"{each.id[:SHORT_ID]} can't be read by this version; it is kept as it is.", err=True)


def _kept_in(entry: Entry, opened: Journal) -> list[Entry]:
    """The entries that came of a session; none for another kind of entry."""
    if not isinstance(entry.body, SessionRecord):
        return []
    return [each for each in opened.entries() if each.id in entry.body.entry_ids]


def _write_one(entry: Entry, kept: Sequence[Entry], path: Path) -> None:
    from companion.exports import markdown

    match path.suffix.lower():
        case ".md":
            replace_file(path, markdown.entry_as_markdown(entry, kept).encode())
        case ".json":
            replace_file(path, markdown.entry_as_json(entry))
        case _:
            from companion.services.exporting import export_entry

            export_entry(entry, path)


def _write_all(entries: Sequence[Entry], path: Path) -> None:
    from companion.exports import markdown

    match path.suffix.lower():
        case ".md":
            replace_file(path, markdown.entries_as_markdown(entries).encode())
        case ".json":
            replace_file(path, markdown.entries_as_json(entries))
        case _:
            raise WrongUseError(f"All entries together go into a .md or .json file, not into {path.name}.")


def _line(entry: Entry, now: datetime) -> str:
    tags = f"  ({', '.join(entry.tags)})" if entry.tags else ""
    made = f"{entry.id[:SHORT_ID]}  {when(entry.created, now):<24}  {kind_in_words(entry):<10}"
    return harmless(f"{made}  {title_of(entry)}{tags}")


def _summary(entry: Entry) -> dict[str, Any]:
    """Everything about an entry but what is in it."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": title_of(entry),
        "created": entry.created,
        "changed": entry.changed,
        "tags": entry.tags,
        "exercise": entry.exercise,
        "step": entry.step,
        "session_id": entry.session_id,
    }


def _print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))
