"""One thought into the journal. Loads little, so that it is quick from a shell."""

from collections.abc import Iterable
from pathlib import Path

from companion.domain.affect import CheckIn
from companion.domain.entry import Body, Reflection
from companion.domain.feelings import kept
from companion.errors import WrongUseError
from companion.journal.inbox import Inbox
from companion.language import _

LONGEST_TITLE = 300
"""Letters in a title; what is longer is text (a limit of ours)."""


def keep_note(folder: Path, text: str, tags: Iterable[str] = (), feeling: str | None = None) -> str:
    """Keep a thought, a feeling or both in the journal in `folder`; returns the new entry's id. Reads nothing there.

    Raises WrongUseError where nothing was said, FileProblemError where it could not be saved.
    """
    body = body_of(text, feeling)
    with Inbox.open(folder) as journal:
        return journal.add(body, tags=clean_tags(tags)).id


def body_of(text: str, feeling: str | None) -> Body:
    """A thought with or without a feeling; a feeling alone is how it was. Raises WrongUseError for nothing at all."""
    words = text.strip("\n").rstrip()
    word = kept(" ".join((feeling or "").split())) or None
    if words.strip():
        return Reflection(words, word)
    if word is None:
        raise WrongUseError(
            _("There is nothing to keep yet."), _("'companion note the stairs were quiet' keeps a thought.")
        )
    return CheckIn(word)


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without what people put before them (#, @), without spaces around, each once, in their order."""
    cleaned = (" ".join(tag.split()).lstrip("#@").strip() for tag in tags)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))
