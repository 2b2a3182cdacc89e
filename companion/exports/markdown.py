"""Entries as files that can be read without this program: Markdown with front matter, and JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

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
from companion.language import _, told

EXPORT_FORMAT = "companion-entries"
EXPORT_VERSION = 1

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")


def entry_as_markdown(entry: Entry, kept: Iterable[Entry] = ()) -> str:
    """One entry as a Markdown file: YAML front matter, the title, and what is in it.

    `kept` are the entries that came of a session: they are called by their titles.
    """
    return f"{_front(_facts(entry))}# {_text(title_of(entry))}\n\n{_body(entry, '##', kept)}"


def entries_as_markdown(entries: Sequence[Entry]) -> str:
    """Many entries as one Markdown file, a section each, in the order given."""
    sections = (
        f"## {_text(title_of(entry))}\n\n*{kind_in_words(entry)}, {moment_in_words(entry.created)}*\n\n"
        f"{_tags(entry)}{_body(entry, '###', entries)}"
        for entry in entries
    )
    return f"# {_('Journal')}\n\n" + "\n".join(sections)


def song_as_markdown(song: Song) -> str:
    """A song that is in no journal, as a Markdown file: front matter, the title, how it goes, its words."""
    title = song.title or _("A song")
    return f"{_front((('title', title), *_song_facts(song)))}# {_text(title)}\n\n{_song(song, '##')}"


def entry_as_json(entry: Entry) -> bytes:
    """One entry as a JSON object, with its `kind`; UTF-8, indented."""
    return msgspec.json.format(msgspec.json.encode(entry_as_data(entry)), indent=2) + b"\n"


def entries_as_json(entries: Iterable[Entry]) -> bytes:
    """Many entries as a JSON object: `format`, `version` and `entries` as in `entry_as_json`; UTF-8, indented."""
    everything = {"format": EXPORT_FORMAT, "version": EXPORT_VERSION, "entries": list(map(entry_as_data, entries))}
    return msgspec.json.format(msgspec.json.encode(everything), indent=2) + b"\n"


def entry_as_data(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values, with its `kind` after its id."""
    data: dict[str, Any] = msgspec.to_builtins(entry)
    return {"id": data.pop("id"), "kind": entry.kind, **data}


def _front(facts: Iterable[tuple[str, Any]]) -> str:
    return "---\n" + "".join(f"{name}: {_yaml(value)}\n" for name, value in facts) + "---\n\n"


def _facts(entry: Entry) -> Iterator[tuple[str, Any]]:
    """The front matter: name and value, without what is not known."""
    yield from (("id", entry.id), ("kind", entry.kind), ("title", title_of(entry)))
    yield from (("created", entry.created.isoformat()), ("changed", entry.changed.isoformat()))
    if entry.tags:
        yield "tags", list(entry.tags)
    origin = (("exercise", entry.exercise), ("step", entry.step), ("session", entry.session_id))
    yield from ((name, value) for name, value in origin if value is not None)
    if isinstance(entry.body, CheckIn):
        said: dict[str, Any] = msgspec.to_builtins(entry.body)
        place = said.pop("affect") or {}
        yield from ((name, value) for name, value in {**said, **place}.items() if value is not None and name != "type")
    if isinstance(entry.body, Song):
        yield from _song_facts(entry.body)


def _song_facts(song: Song) -> Iterator[tuple[str, Any]]:
    yield from (("feeling", song.feeling), ("key", song.key.name), ("meter", song.meter.name))
    yield from (("tempo_bpm", song.tempo_bpm), ("groove", song.groove), ("bars", song.bars))


def _body(entry: Entry, heading: str, kept: Iterable[Entry]) -> str:
    """What is in the entry; ends with a newline. `heading` is the mark of a heading one below the entry's own."""
    match entry.body:
        case CheckIn() as check_in:
            return f"{_text(check_in_in_words(check_in))}\n"
        case Words(lines=lines):
            return _verse(lines)
        case Reflection(text=text):
            return _verse(text.splitlines())
        case Take() as take:
            return f"{_text(take_in_words(take))}\n"
        case SessionRecord(entry_ids=ids):
            return "".join(f"- {_text(each)}\n" for each in kept_in_words(ids, kept)) or _("Nothing was kept.\n")
        case Song() as song:
            return _song(song, heading)
        case Assigned() | Sent() | Answered() | Received() as between:
            return _verse(sharing_lines(between))
        case Boundaries() | Plan() | Consented() as agreed:
            return _verse(agreed_lines(agreed))


def _song(song: Song, heading: str) -> str:
    verses = "\n".join(f"{heading} {_text(told(each.name))}\n\n{_verse(each.lines)}" for each in song.sections)
    about = _("{facts}. Chords: {chords_in_words}").format(
        facts=", ".join(facts(song)), chords_in_words=chords_in_words(song)
    )
    return f"{_text(about)}\n\n{verses}"


def _tags(entry: Entry) -> str:
    return _("Tags: {text}\n\n").format(text=_text(", ".join(entry.tags))) if entry.tags else ""


def _verse(lines: Iterable[str]) -> str:
    """Lines of words, each on a line of its own (a backslash breaks it); empty ones part verses."""
    verses: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            verses[-1].append(_text(line.rstrip()))
        elif verses[-1]:
            verses.append([])
    return "\n\n".join("\\\n".join(verse) for verse in verses if verse) + "\n"


def _text(words: str) -> str:
    """Someone's words so that Markdown shows them as they are; spaces before them stay."""
    bare = words.lstrip(" ")
    escaped = _LINE_START.sub(_escape_start, _SPECIAL.sub(r"\\\1", bare))
    return "\u00a0" * (len(words) - len(bare)) + escaped


def _escape_start(match: re.Match[str]) -> str:
    """Keep "- a" and "1. a" from becoming lists: a dash is escaped itself, a number's dot after it."""
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"


def _yaml(value: Any) -> str:
    """JSON is YAML too, once what YAML calls unprintable is escaped."""
    return _UNPRINTABLE.sub(lambda each: f"\\u{ord(each[0]):04x}", json.dumps(value, ensure_ascii=False))
