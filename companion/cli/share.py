"""`companion share`: what the client picked and nothing else, seen first, sealed for the therapist who assigned it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import SHORT_ID, opened
from companion.cli.passphrase import passphrase_option
from companion.errors import WrongUseError
from companion.exports.plain_text import harmless
from companion.language import _

if TYPE_CHECKING:
    from companion.domain.assignment import Item
    from companion.journal.store import Journal
    from companion.services.between.choosing import Choosing
    from companion.services.between.sharing import Picked

FLAGS: "tuple[Item, ...]" = (
    "words", "thoughts", "song", "take", "check-ins", "minutes", "completion", "dates", "titles", "plan"
)  # fmt: skip


@click.command(cls=Command)
@click.option("--assignment", "id_", metavar="ID", help=_("The assignment that you share something of."))
@click.option("--words", is_flag=True, help=_("The words of the song."))
@click.option("--thoughts", is_flag=True, help=_("Other things you wrote: a letter, a name, a thought."))
@click.option("--song", is_flag=True, help=_("The song's music; its words only together with --words."))
@click.option("--take", is_flag=True, help=_("What you played."))
@click.option("--check-ins", is_flag=True, help=_("How it was, each time you said it."))
@click.option(
    "--check-in", "numbers", multiple=True, type=click.IntRange(1), metavar="N", help=_("Only the Nth of them.")
)
@click.option("--minutes", is_flag=True, help=_("How many minutes it took."))
@click.option("--completion", is_flag=True, help=_("Whether you did it, all or a part, or left it out."))
@click.option("--dates", is_flag=True, help=_("The day it was."))
@click.option("--titles", is_flag=True, help=_("What the exercise and the song are called."))
@click.option("--plan", is_flag=True, help=_("Your plan for it."))
@click.option(
    "--item",
    "things",
    multiple=True,
    metavar="N,N",
    help=_("Things by their numbers; without --preview and -o the list is shown, with nothing picked."),
)
@click.option("--day", metavar="DAY", help=_("Of the session that was on this day, not of the newest."))
@click.option("--note", default="", metavar="TEXT", help=_("A few words from you."))
@click.option("--couldnt", default="", metavar="TEXT", help=_("I couldn't, because …"))
@click.option("--hard", default="", metavar="TEXT", help=_("What was hard."))
@click.option("--talk", default="", metavar="TEXT", help=_("What you'd like to talk about."))
@click.option("--preview", is_flag=True, help=_("Show exactly what would go; write nothing."))
@click.option("--json", "wants_json", is_flag=True, help=_("With --preview: the very document that would be sealed."))
@click.option("--key-compared", is_flag=True, help=_("You compared the key's figures with your therapist by voice."))
@click.option("--agreed", is_flag=True, help=_("You read 'companion consent' and agree to it."))
@click.option("--withdraw", metavar="ID", help=_("Ask them to delete what you shared before; a request, no more."))
@click.option("--list", "wants_list", is_flag=True, help=_("What you shared so far, when and with whom."))
@click.option("-o", "--output", type=click.Path(path_type=Path), help=_("Where to write the sealed file."))
@passphrase_option
def share(id_: str | None, withdraw: str | None, wants_list: bool, output: Path | None, **given: Any) -> None:
    """Share what you pick, and nothing else. Without any item nothing goes; nothing is remembered for next time.

    Example: companion share --assignment 3f2a --words --minutes --preview
    """
    if output is not None and output.exists():
        raise WrongUseError(
            _("{output} is there already.").format(output=output), _("Choose another name; nothing is written over.")
        )
    if wants_list:
        _list()
    elif withdraw is not None:
        _withdraw(withdraw, output)
    elif id_ is None:
        raise WrongUseError(_("Which assignment?"), _("'--assignment ID'; 'companion assignment list' shows them."))
    elif not given["preview"] and output is None and not _has_picked(given):
        _offer(id_, given["day"])
    elif not given["preview"] and output is None:
        raise WrongUseError(_("Look first or write it?"), _("'--preview' shows it; '-o FILE' writes the sealed file."))
    else:
        _share(id_, output, given)


def _has_picked(given: dict[str, Any]) -> bool:
    """Whether anything was picked in one of the ways."""
    ways = (*FLAGS, "numbers", "things", "note", "couldnt", "hard", "talk")
    return any(given.get(each.replace("-", "_")) for each in ways)


def _offer(id_: str, day: str | None) -> None:
    """Everything that there is to share, by number, with nothing picked."""
    with opened() as journal:
        choosing = _choosing(journal, id_, day)
        for row in choosing.rows:
            click.echo(harmless(row))
    said = _("Nothing is picked. '--item 2,5' picks, '--preview' shows what would go, '-o FILE' writes it.")
    click.echo(said, err=True)


def _choosing(journal: "Journal", id_: str, day: str | None) -> "Choosing":
    from datetime import datetime

    from companion.services.between.assignments import assigned
    from companion.services.between.choosing import Choosing
    from companion.services.between.occasions import occasion_on
    from companion.services.between.sharing import offer_of

    entry = assigned(journal, id_)[0]
    session = None if day is None else occasion_on(journal, entry.id, day, datetime.now().astimezone().date())
    return Choosing(offer_of(journal, entry, session))


def _numbers(things: tuple[str, ...]) -> list[int]:
    """The numbers in "2,5" and "7", however often the option is given. Raises WrongUseError."""
    words = " ".join(things).replace(",", " ").split()
    if not all(each.isdecimal() and len(each) < 4 for each in words):
        raise WrongUseError(_("'--item' takes numbers, like 2,5."), _("Without it the list is shown."))
    return [int(each) for each in words]


def _picked(given: dict[str, Any], choosing: "Choosing") -> "Picked":
    """What was picked by name and by number."""
    from companion.services.between.sharing import Picked

    choosing.pick(_numbers(given["things"]))
    by_number = choosing.picked
    named: list[Item] = [item for item in FLAGS if given.get(item.replace("-", "_"))]
    is_all = "check-ins" in named or ("check-ins" in by_number.items and not by_number.check_ins)
    if given["numbers"]:
        named.append("check-ins")
    numbers = () if is_all else tuple(sorted({*given["numbers"], *by_number.check_ins}))
    items = tuple(dict.fromkeys((*named, *by_number.items)))
    return Picked(items, numbers, given["note"], given["couldnt"], given["hard"], given["talk"])


def _share(id_: str, output: Path | None, given: dict[str, Any]) -> None:
    from companion.services.between.choosing import seen_in_words, sending_in_words
    from companion.services.between.sharing import send, share_of
    from companion.sharing.sealed_file import return_as_json

    with opened(writable=output is not None and not given["preview"]) as journal:
        choosing = _choosing(journal, id_, given["day"])
        offer = choosing.offer
        made = share_of(offer, _picked(given, choosing), str(uuid4()))
        if given["preview"] and given["wants_json"]:
            click.echo(return_as_json(made).decode(), nl=False)
            return
        if given["preview"]:
            for line in seen_in_words(made, offer.assigned.therapist):
                click.echo(line)
            return
        assert output is not None
        send(journal, offer, made, output, compared=given["key_compared"], agreed=given["agreed"])
    click.echo(_("Written: {output}").format(output=output))
    click.echo(sending_in_words(offer.assigned.therapist))
    from companion.messages import SAFETY

    click.echo(SAFETY, err=True)


def _withdraw(id_: str, output: Path | None) -> None:
    from companion.services.between.sharing import withdraw

    if output is None:
        raise WrongUseError(_("Where to?"), _("'-o FILE' writes a file that asks them to delete it."))
    with opened(writable=True) as journal:
        withdraw(journal, id_, output, str(uuid4()))
    click.echo(_("Written: {output}").format(output=output))
    click.echo(_("It asks them to delete what you shared. It is a request: what was seen can't be unseen."))


def _list() -> None:
    from companion.domain.share import Sent
    from companion.exports.entry_words import moment_in_words, title_of
    from companion.language import told

    with opened() as journal:
        for entry in _newest_first(journal):
            assert isinstance(entry.body, Sent)
            what = "; ".join(map(told, entry.body.what))
            click.echo(harmless(f"{entry.id[:SHORT_ID]}  {moment_in_words(entry.created)}  {title_of(entry)}: {what}"))


def _newest_first(journal: "Journal") -> "list[Any]":
    return sorted(journal.entries("shared"), key=lambda each: each.created, reverse=True)
