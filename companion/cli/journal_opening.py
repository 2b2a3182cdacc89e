"""How the journal's commands open it, and how they show entries."""

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
import msgspec

from companion.cli.passphrase import asker
from companion.domain.entry import Entry
from companion.exports.entry_words import kind_in_words, title_of, when
from companion.exports.plain_text import harmless
from companion.language import _
from companion.paths import places
from companion.services.journal.opening import open_journal

if TYPE_CHECKING:
    from companion.journal.store import Journal, UnreadableEntry

json_option = click.option("--json", "wants_json", is_flag=True, help=_("One JSON document on stdout."))

SHORT_ID = 8
"""So much of an id is shown; it is enough to call the entry by."""

LONGEST_SHOWN = 100
"""Letters of a title in a list."""


@contextmanager
def opened(*, writable: bool = False) -> Iterator["Journal"]:
    """The journal, unlocked; what is to be told about its files goes to stderr. For reading, nothing is changed."""
    gc.disable()  # a command is over before it matters, and looking through thousands of entries for rings takes time
    with open_journal(places().journal, asker(), writable=writable) as journal:
        for notice in journal.notices:
            click.echo(notice, err=True)
        yield journal


def line(entry: Entry, now: datetime) -> str:
    """One entry in one line."""
    marks = [*(["favourite"] if entry.is_favourite else []), *entry.tags]
    tags = f"  ({', '.join(marks)})" if marks else ""
    made = f"{entry.id[:SHORT_ID]}  {when(entry.created, now):<24}  {kind_in_words(entry):<10}"
    return clipped(harmless(f"{made}  {clipped(title_of(entry))}{tags}"), 2 * LONGEST_SHOWN)


def clipped(text: str, longest: int = LONGEST_SHOWN) -> str:
    """The beginning of a text that is long."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def summary(entry: Entry) -> dict[str, Any]:
    """Everything about an entry but what is in it."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": title_of(entry),
        "created": entry.created,
        "changed": entry.changed,
        "tags": entry.tags,
        "favourite": entry.is_favourite,
        "exercise": entry.exercise,
        "step": entry.step,
        "session_id": entry.session_id,
    }


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def mention(unreadable: "Sequence[UnreadableEntry]") -> None:
    """Name entries that this version can't read."""
    for each in unreadable:
        click.echo(
            _("{id} can't be read by this version; it is kept as it is.").format(id=each.id[:SHORT_ID]), err=True
        )


def is_asked(question: str, *, otherwise: bool) -> bool:
    """Ask yes or no on the terminal; `otherwise` where there is none to ask on."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return otherwise
    return click.confirm(question, default=False, err=True)
