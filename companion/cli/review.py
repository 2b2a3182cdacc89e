"""`companion review`: what clients shared and nothing else; no score, and nothing is read into it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import SHORT_ID, json_option, print_json
from companion.cli.passphrase import asker, passphrase_option
from companion.cli.progress import say_progress
from companion.errors import CompanionError, WrongUseError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.paths import places

if TYPE_CHECKING:
    from companion.domain.entry import Entry
    from companion.journal.store import Journal

KEY_QUESTION = _("Passphrase of your key: ")


@click.command(cls=Command)
@click.argument("files", nargs=-1, metavar=_("[FILE …]"), type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="report.html",
    help=_("One page to look at or print, with everything in it."),
)
@json_option
@click.option("--client", metavar="NAME", help=_("Only what this client shared."))
@click.option("--reply", metavar="ID", help=_("Write back about a return; with --text and -o."))
@click.option("--text", default="", metavar="TEXT", help=_("What you write back."))
@click.option(
    "--music", metavar="ID", help=_("Write the song of a return to a file that plays (.mid .wav …), with -o.")
)
@click.option("--delete", "deleted", metavar="ID", help=_("Take a return out of your records, for good."))
@passphrase_option
def review(files: tuple[Path, ...], output: Path | None, wants_json: bool, client: str | None, **given: Any) -> int:
    """Open what clients shared with you, and look at it. Without a FILE: everyone, and what is waiting.

    Example: companion review from-robin.age -o report.html
    """
    from companion.services.between.keys import open_records

    say_progress(_("Opening your records …"))
    with open_records(places(), asker(KEY_QUESTION), writable=bool(files or given["deleted"])) as records:
        if given["reply"] is not None:
            return _reply(records, given["reply"], given["text"], output)
        if given["music"] is not None:
            return _music(records, given["music"], output)
        if given["deleted"] is not None:
            return _delete(records, given["deleted"])
        return _look(records, files, client, output, wants_json)


def _look(
    records: "Journal", files: tuple[Path, ...], client: str | None, output: Path | None, wants_json: bool
) -> int:
    from companion.services.between.reviewing import as_data, client_named, clients

    status = 0
    shown: list[Entry] = []
    for path in files:
        problem = _taken_in(records, path, shown)
        status = problem or status
    if client is not None:
        shown += client_named(records, client).returns
    is_overview = not files and client is None
    if output is not None:
        _report(records, None if is_overview else shown, output)
        click.echo(_("Written: {output}").format(output=output), err=wants_json)
    if wants_json:
        print_json(_overview_data(records) if is_overview else [as_data(records, each) for each in shown])
    elif is_overview:
        _overview(records)
    else:
        asked = frozenset(each for known in clients(records) for each in known.withdrawn)
        for entry in shown:
            _show(records, entry, is_asked_back=entry.id in asked)
    return status


def _taken_in(records: "Journal", path: Path, shown: "list[Entry]") -> int:
    """Take one file in; one that can't be opened is told and does not keep the others back. Returns its status."""
    from companion.services.between.reviewing import take_in

    try:
        entry = take_in(records, path)
    except CompanionError as error:
        click.echo(harmless(str(error)), err=True)
        return error.exit_status
    if entry not in shown:
        shown.append(entry)
    return 0


def _show(records: "Journal", entry: "Entry", *, is_asked_back: bool) -> None:
    from companion.exports.entry_words import moment_in_words
    from companion.services.between.review_page import page

    click.echo(f"{entry.id[:SHORT_ID]}  {moment_in_words(entry.created)}")
    for line in page(records, entry, is_asked_back=is_asked_back):
        click.echo(harmless(line))
    click.echo()


def _overview(records: "Journal") -> None:
    from companion.services.between.review_page import overview_line
    from companion.services.between.reviewing import clients

    found = clients(records)
    if not found:
        click.echo(_("Nobody yet. 'companion assign' gives somebody an exercise."), err=True)
    for client in found:
        click.echo(harmless(overview_line(client)))


def _overview_data(records: "Journal") -> list[dict[str, Any]]:
    from companion.services.between.reviewing import clients

    return [
        {
            "client": client.name or None,
            "returns": [each.id for each in client.returns],
            "newest": client.returns[-1].created if client.returns else None,
            "given": [each.title for each in client.given],
            "nothing_came_back_of": [each.title for each in client.waiting],
            "asked_to_delete": sorted(client.withdrawn),
        }
        for client in clients(records)
    ]


def _report(records: "Journal", entries: "list[Entry] | None", output: Path) -> None:
    from companion.services.between.report import write_report

    if output.suffix.lower() not in (".html", ".htm"):
        raise WrongUseError(
            _("A report is an HTML page, not {suffix}.").format(suffix=output.suffix or _("a file without a suffix")),
            _("'-o report.html' writes it."),
        )
    write_report(records, entries, output)


def _reply(records: "Journal", id_: str, text: str, output: Path | None) -> int:
    from companion.services.between.reviewing import reply_to

    if output is None or output.exists():
        raise WrongUseError(_("A reply goes into a new file."), _("'-o FILE' names it; nothing is written over."))
    reply_to(records.get(id_), text, output)
    click.echo(_("Written: {output}").format(output=output))
    click.echo(_("Only the client who shared it can open it, with 'companion assignment open'."), err=True)
    return 0


def _music(records: "Journal", id_: str, output: Path | None) -> int:
    from companion.services.between.music import write_music
    from companion.services.between.reviewing import whole

    if output is None or output.exists():
        raise WrongUseError(_("Music goes into a new file."), _("'-o song.mid' or '-o song.wav' names it."))
    write_music(whole(records, records.get(id_)), output)
    click.echo(_("Written: {output}").format(output=output))
    return 0


def _delete(records: "Journal", id_: str) -> int:
    from companion.journal.protecting import OLD_BLOCKS
    from companion.services.between.reviewing import delete

    delete(records, id_)
    click.echo(_("Taken out of your records."))
    click.echo(OLD_BLOCKS, err=True)
    return 0
