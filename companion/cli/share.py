"""`companion share`: what the client picked and nothing else, seen first, sealed for the therapist who assigned it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from companion.cli.journal_opening import SHORT_ID, opened
from companion.cli.passphrase import passphrase_option
from companion.errors import WrongUseError
from companion.exports.plain_text import harmless
from companion.language import _

if TYPE_CHECKING:
    from companion.domain.assignment import Item
    from companion.journal.store import Journal
    from companion.services.between.sharing import Picked

FLAGS: "tuple[Item, ...]" = (
    "words", "thoughts", "song", "take", "check-ins", "minutes", "completion", "dates", "titles", "plan"
)  # fmt: skip


@click.command()
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
    elif not given["preview"] and output is None:
        raise WrongUseError(_("Look first or write it?"), _("'--preview' shows it; '-o FILE' writes the sealed file."))
    else:
        _share(id_, _picked(given), output, given)


def _picked(given: dict[str, Any]) -> "Picked":
    from companion.services.between.sharing import Picked

    items = [item for item in FLAGS if given.get(item.replace("-", "_"))]
    if given["numbers"] and "check-ins" not in items:
        items.append("check-ins")
    numbers = () if given["check_ins"] else given["numbers"]
    return Picked(tuple(items), numbers, given["note"], given["couldnt"], given["hard"], given["talk"])


def _share(id_: str, picked: "Picked", output: Path | None, given: dict[str, Any]) -> None:
    from companion.services.between.assignments import assigned
    from companion.services.between.sharing import offer_of, send, share_of
    from companion.sharing.sealed_file import return_as_json

    with opened(writable=output is not None and not given["preview"]) as journal:
        offer = offer_of(journal, assigned(journal, id_)[0])
        made = share_of(offer, picked, str(uuid4()))
        if given["preview"] and given["wants_json"]:
            click.echo(return_as_json(made).decode(), nl=False)
            return
        if given["preview"]:
            _preview(made, offer.assigned.therapist)
            return
        assert output is not None
        send(journal, offer, made, output, compared=given["key_compared"], agreed=given["agreed"])
    click.echo(_("Written: {output}").format(output=output))
    click.echo(
        harmless(
            _("Only {therapist} can open it. It goes when you send it, and not before.").format(
                therapist=offer.assigned.therapist
            )
        )
    )
    from companion.messages import SAFETY

    click.echo(SAFETY, err=True)


def _preview(made: object, therapist: str) -> None:
    from companion.domain.share import Share
    from companion.services.between.page import page

    assert isinstance(made, Share)
    lines = page(made)
    click.echo(
        harmless(
            _("{therapist} would see this, and nothing else:").format(therapist=therapist)
            if lines
            else _("Nothing is picked.")
        )
    )
    for line in lines:
        click.echo(harmless(line))
    click.echo(_("With it go the assignment's return code, a number for this return, and a key for their reply."))


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

    with opened() as journal:
        for entry in _newest_first(journal):
            assert isinstance(entry.body, Sent)
            what = "; ".join(entry.body.what)
            click.echo(harmless(f"{entry.id[:SHORT_ID]}  {moment_in_words(entry.created)}  {title_of(entry)}: {what}"))


def _newest_first(journal: "Journal") -> "list[Any]":
    return sorted(journal.entries("shared"), key=lambda each: each.created, reverse=True)
