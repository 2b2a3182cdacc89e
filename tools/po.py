"""The .po and .mo formats of gettext: what a catalogue needs of them, and no more.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html and …/MO-Files.html describe them.
"""

import json
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_MAGIC = 0x950412DE
_HEADER_BYTES, _ROW_BYTES = 28, 8
_CONTEXT_END, _PLURAL_END = "\x04", "\0"


class Entry(NamedTuple):
    """One sentence: its id, its translations (one for each plural form), where it stands in the sources."""

    message: str
    plural: str = ""
    context: str = ""
    translations: tuple[str, ...] = ()
    where: str = ""

    @property
    def key(self) -> str:
        """What tells this sentence from all others; gettext's own key."""
        return f"{self.context}{_CONTEXT_END}{self.message}" if self.context else self.message

    @property
    def is_translated(self) -> bool:
        """Whether every form has its words."""
        return len(self.translations) == (2 if self.plural else 1) and all(self.translations)

    def at(self, where: str) -> "Entry":
        """The same, found somewhere else."""
        return self._replace(where=where)


def read_po(text: str) -> dict[str, Entry]:
    """The sentences of a catalogue by their keys; raises ValueError for a line that is no part of one."""
    entries = (_entry(block) for block in text.split("\n\n"))
    return {entry.key: entry for entry in entries if entry is not None and entry.message}


def written(language: str, plural_forms: str, entries: Iterable[Entry]) -> str:
    """A catalogue as text."""
    blocks = [_header(language, plural_forms)]
    for entry in entries:
        lines = [f"#: {entry.where}"]
        if entry.context:
            lines.append(f"msgctxt {_quoted(entry.context)}")
        lines.append(f"msgid {_quoted(entry.message)}")
        if entry.plural:
            forms = (*entry.translations, "", "")[:2]
            lines.append(f"msgid_plural {_quoted(entry.plural)}")
            lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {_quoted(''.join(entry.translations))}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def compiled(text: str) -> bytes:
    """A catalogue as the bytes of a .mo: the translated sentences, sorted, and the header as the empty one."""
    header = text.split("\n\n")[0]
    pairs = {"": _fields(header)["msgstr"]}
    for entry in read_po(text).values():
        if entry.is_translated:
            key = f"{entry.key}{_PLURAL_END}{entry.plural}" if entry.plural else entry.key
            pairs[key] = _PLURAL_END.join(entry.translations)
    coded = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    start = _HEADER_BYTES + 2 * _ROW_BYTES * len(coded)
    rows, body = [b"", b""], b""
    for column in (0, 1):
        for pair in coded:
            rows[column] += struct.pack("<II", len(pair[column]), start + len(body))
            body += pair[column] + b"\0"
    after_first = _HEADER_BYTES + _ROW_BYTES * len(coded)
    head = struct.pack("<7I", _MAGIC, 0, len(coded), _HEADER_BYTES, after_first, 0, 0)
    return head + rows[0] + rows[1] + body


def _header(language: str, plural_forms: str) -> str:
    fields = (
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", plural_forms),
    )
    lines = (_quoted(f"{name}: {value}\n") for name, value in fields)
    return "\n".join(('msgid ""', 'msgstr ""', *lines)) + "\n"


def _entry(block: str) -> Entry | None:
    fields = _fields(block)
    if "msgid" not in fields:
        return None
    forms = tuple(fields[name] for name in ("msgstr", "msgstr[0]", "msgstr[1]") if fields.get(name))
    where = next((line[3:] for line in block.splitlines() if line.startswith("#: ")), "")
    return Entry(fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", ""), forms, where)


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    now = ""
    for line in _lines(block):
        if not line.startswith('"'):
            now, _space, line = line.partition(" ")
            fields[now] = ""
        fields[now] += json.loads(line)
    return fields


def _lines(block: str) -> Iterator[str]:
    return (line for line in block.splitlines() if line and not line.startswith("#"))


def _quoted(text: str) -> str:
    """A text as C writes it, which is how JSON does."""
    return json.dumps(text, ensure_ascii=False)
