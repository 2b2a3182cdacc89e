"""One entry to read: its words, its song with the chords over them, what came of it. No numbers of how it was."""

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from companion.domain.affect import CheckIn
from companion.domain.entry import Entry, SessionRecord
from companion.domain.song import Song
from companion.exports.entry_words import kind_in_words, when
from companion.exports.plain_text import entry_as_text, harmless
from companion.exports.songsheet import facts
from companion.language import _, told
from companion.services.journal.rows import check_in_words, has_numbers, kept_labels, label_of
from companion.services.journal.versions import beside_in_words
from companion.services.songs.columns import columns_of
from companion.services.songs.page import PageRow, song_page

NUMBERS_ASIDE = _("o shows numbers over time")
CHOOSE_ONE = _("v chooses one of them")
Line = str | tuple[str, str] | Content


def page_of(
    entry: Entry,
    kept: tuple[Entry, ...],
    width: int,
    now: datetime,
    *,
    has_romans: bool = False,
    versions: tuple[Entry, ...] = (),
) -> Content:
    """The entry on a page of `width` columns; `kept` are the entries of its session, `versions` both sides of it."""
    head: list[Line] = [
        (label_of(entry), "bold"),
        (f"{kind_in_words(entry)}, {when(entry.created, now)}", "$soft"),
    ]
    if entry.is_favourite:
        head.append((_("★ a favourite"), "$accent"))
    if entry.tags:
        head.append((harmless(" ".join(f"#{tag}" for tag in entry.tags)), "$accent"))
    if told := beside_in_words(entry, versions, now):
        head += ["", *((harmless(each), "$accent") for each in told), (CHOOSE_ONE, "$faint")]
    return Content("\n").join(map(_drawn, (*head, "", *_body(entry, kept, width, has_romans))))


def _drawn(line: Line) -> Content:
    return line if isinstance(line, Content) else Content.assemble(line)


def _body(entry: Entry, kept: tuple[Entry, ...], width: int, has_romans: bool) -> Iterator[Line]:
    match entry.body:
        case CheckIn() as said:
            yield check_in_words(said)
            if has_numbers(said):
                yield (NUMBERS_ASIDE, "$faint")
        case Song() as song:
            yield from _song(song, width, has_romans)
        case SessionRecord(entry_ids=ids, is_finished=is_finished):
            yield _("Walked to the end.") if is_finished else _("Stopped on the way.")
            yield from kept_labels(ids, kept)
        case _:
            _heading, _gap, told = entry_as_text(entry, has_id=False).partition("\n\n")
            yield from told.splitlines()


def _song(song: Song, width: int, has_romans: bool) -> Iterator[Line]:
    yield (harmless(told(song.name)), "$soft")
    yield (" · ".join(facts(song)), "$soft")
    for line in song_page(song, max(16, width), has_romans=has_romans):
        if line.section:
            yield from ("", (harmless(told(line.section)), "$faint"))
        for row in line.rows:
            yield _chords(row)
            yield harmless(row.words) if row.words.strip() else (row.roll, "$soft")


def _chords(row: PageRow) -> Content:
    spans: list[str | tuple[str, str]] = []
    column = 0
    for start, _beats, name in row.chords:
        spans += [" " * max(0, start - column), (name, "bold $accent")]
        column = max(start, column) + columns_of(name)
    return Content.assemble(*spans)
