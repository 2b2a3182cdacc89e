"""Opening the journal, with its passphrase where it has one, and changing what stands in it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from companion.domain.affect import CheckIn
from companion.domain.entry import Entry, Reflection, SessionRecord, Words
from companion.domain.feelings import kept
from companion.domain.song import Song
from companion.domain.take import Take
from companion.errors import WrongPassphraseError, WrongUseError
from companion.journal.forms import NewerJournalError
from companion.journal.store import Journal, local_now
from companion.journal.vault import Vault
from companion.language import _
from companion.services.journal.noting import LONGEST_TITLE, clean_tags

MOST_TRIES = 3

Ask = Callable[[], str]
"""Gives a passphrase, another one when it is called again. Raises LockedError where there is none (any more)."""


def open_journal(
    folder: Path, ask: Ask, *, writable: bool = False, clock: Callable[[], datetime] = local_now
) -> Journal:
    """The journal in `folder`, unlocked; `ask` is only called where it has a passphrase.

    Raises WrongPassphraseError, LockedError and FileProblemError, NewerJournalError among them if it shall be
    `writable` and is not.
    """
    journal = Journal.open(folder, vault=unlocked(Vault(folder), ask), clock=clock, writable=writable)
    if writable:
        try:
            journal.require_known_form()
        except NewerJournalError:
            journal.close()
            raise
    return journal


def unlocked(vault: Vault, ask: Ask) -> Vault:
    """The vault, opened. A wrong passphrase is asked for again where `ask` may give another.

    Raises WrongPassphraseError after the last try, and what `ask` raises.
    """
    for left in reversed(range(MOST_TRIES)):
        if vault.is_open:
            break
        given = ask()
        try:
            vault.unlock(given)
        except WrongPassphraseError:
            if not left:
                raise
    return vault


def titled(entry: Entry, title: str) -> Entry:
    """The entry under another title; songs and takes carry it too. Raises WrongUseError for one that is too long."""
    name = " ".join(title.split())
    if len(name) > LONGEST_TITLE:
        raise WrongUseError(
            _("A title has up to {longest_title} letters; this one has {count}.").format(
                longest_title=LONGEST_TITLE, count=len(name)
            ),
            _("What is longer can be the text."),
        )
    if isinstance(entry.body, Song | Take):
        entry = replace(entry, body=replace(entry.body, title=name or entry.body.title))
    return replace(entry, title=name)


def reworded(entry: Entry, text: str) -> Entry:
    """The entry with another text. Raises WrongUseError where it has none of its own, or for an empty one."""
    words = text.strip("\n").rstrip()
    if not words.strip():
        raise WrongUseError(
            _("There is no text to put in its place."), _("'companion journal delete' takes an entry out.")
        )
    match entry.body:
        case Reflection() as thought:
            return replace(entry, body=replace(thought, text=words))
        case Words() as body:
            return replace(entry, body=replace(body, lines=tuple(words.splitlines())))
        case Song():
            raise WrongUseError(
                _("The words of a song are changed in the studio."), _("'--title' gives it another title.")
            )
        case _:
            raise WrongUseError(_("A {kind} has no text.").format(kind=entry.kind), _("'--title' gives it a title."))


def felt(entry: Entry, feeling: str) -> Entry:
    """The entry with another word for how it was. Raises WrongUseError where it has none."""
    word = kept(" ".join(feeling.split())) or None
    match entry.body:
        case CheckIn() as said:
            return replace(entry, body=replace(said, feeling=word))
        case Reflection() as thought:
            return replace(entry, body=replace(thought, feeling=word))
        case _:
            raise WrongUseError(
                _("A {kind} has no feeling of its own to change.").format(kind=entry.kind),
                _("Its tags can be changed."),
            )


def tagged(entry: Entry, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Entry:
    """The entry with more tags, or fewer; upper and lower case are one when they are taken off."""
    unwanted = {tag.casefold() for tag in clean_tags(remove)}
    kept = (tag for tag in entry.tags if tag.casefold() not in unwanted)
    return replace(entry, tags=clean_tags((*kept, *add)))


def came_from(entry: Entry, entries: Iterable[Entry]) -> list[Entry]:
    """What came of an entry: all of a session; songs made of words; takes that were played over a song."""
    others = [each for each in entries if each.id != entry.id]
    near = [each for each in others if each.session_id is not None and each.session_id == entry.session_id]
    known = {each.id for each in near}
    match entry.body:
        case SessionRecord(entry_ids=ids):
            return [each for each in others if each.id in known or each.id in ids]
        case Words():
            songs = [each for each in near if isinstance(each.body, Song)]
            return [*songs, *(take for take in others if any(_is_over(take, song, known) for song in songs))]
        case Song():
            return [take for take in others if _is_over(take, entry, known)]
        case _:
            return []


def _is_over(take: Entry, song: Entry, near: set[str]) -> bool:
    """Whether a take names the song, or is of its session (whose ids are `near`) and names none."""
    if not isinstance(take.body, Take):
        return False
    return take.id in near if take.body.song_id is None else take.body.song_id == song.id
