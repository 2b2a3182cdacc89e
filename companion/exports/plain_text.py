"""One entry as plain text for a terminal or a screen reader: no drawing characters, nothing that a terminal obeys."""

from collections.abc import Iterable, Iterator

from companion.domain.affect import CheckIn
from companion.domain.agreed import Boundaries, Consented, Plan
from companion.domain.entry import Entry, Reflection, SessionRecord, Words
from companion.domain.given import Answered, Assigned
from companion.domain.share import Received, Sent
from companion.domain.song import Song
from companion.domain.take import Take
from companion.exports.agreed_words import agreed_lines
from companion.exports.entry_words import (
    check_in_in_words,
    chords_in_words,
    kept_in_words,
    kind_in_words,
    moment_in_words,
    sharing_lines,
    take_in_words,
    title_of,
)
from companion.exports.songsheet import facts
from companion.language import _, begun, told


def entry_as_text(entry: Entry, kept: Iterable[Entry] = (), *, has_id: bool = True) -> str:
    """The title, what kind of entry it is and when it was made, then what is in it.

    `kept` are the entries that came of a session: they are called by their titles. `has_id` names its id too.
    """
    parts = [title_of(entry), f"{begun(kind_in_words(entry))}, {moment_in_words(entry.created)}"]
    if entry.changed != entry.created:
        parts.append(_("Changed {moment_in_words}").format(moment_in_words=moment_in_words(entry.changed)))
    if entry.tags:
        parts.append(_("Tags: {tags}").format(tags=", ".join(entry.tags)))
    if has_id:
        parts.append(_("Id: {id}").format(id=entry.id))
    return harmless("\n".join([*parts, "", *_lines(entry, kept)]))


def harmless(text: str) -> str:
    """`text` with control characters, which a terminal might obey, shown as U+FFFD; lines and tabs stay."""
    return "".join(each if each in "\n\t" or not _is_control(each) else "\ufffd" for each in text)


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character < "\xa0"


def _lines(entry: Entry, kept: Iterable[Entry]) -> Iterator[str]:
    match entry.body:
        case CheckIn() as check_in:
            yield check_in_in_words(check_in)
        case Words(lines=lines):
            yield from lines
        case Reflection(text=text):
            yield text
        case Take() as take:
            yield take_in_words(take)
        case SessionRecord(entry_ids=ids, is_finished=is_finished):
            yield _("Walked to the end.") if is_finished else _("Stopped on the way.")
            yield from (_("Kept: {each}").format(each=each) for each in kept_in_words(ids, kept))
        case Song() as song:
            yield from _song_lines(song)
        case Assigned() | Sent() | Answered() | Received() as between:
            yield from sharing_lines(between)
        case Boundaries() | Plan() | Consented() as agreed:
            yield from agreed_lines(agreed)


def _song_lines(song: Song) -> Iterator[str]:
    yield f"{told(song.name)}. {', '.join(facts(song))}."
    yield _("Chords: {chords_in_words}").format(chords_in_words=chords_in_words(song))
    for section in song.sections:
        if section.lines:
            yield from ("", f"{begun(told(section.name))}:", *section.lines)
    if song.why:
        yield from ("", _("Why it may fit:"), *map(told, song.why))
