"""Reading words from a text file that anyone may have written with anything."""

import unicodedata
from pathlib import Path

from msgspec import Struct

from companion.domain.song import LONGEST_SONG_LINES
from companion.errors import FileProblemError
from companion.language import _

LARGEST_BYTES = 4_000_000
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins, in either order of bytes."""


class WordsFile(Struct, frozen=True):
    """The lines that can be sung (an empty line parts sections), and sentences about what was done to get them."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


def read_words(path: Path) -> WordsFile:
    """Read a text file: UTF-8, else Windows' Latin-1; at most as many lines as a song takes.

    Raises FileProblemError for a file that can't be read, is no text, or holds no word.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise FileProblemError(
                _("{path} is too large for a song's words.").format(path=path), _("Is it the right file?")
            )
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    if b"\0" in raw and not raw.startswith(WIDE_MARKS):
        raise _no_text(path)
    text, notes = _decoded(raw, path)
    lines = tuple(" ".join(_without_controls(line).split()) for line in text.splitlines())
    if not any(map(_has_letter, lines)):
        raise FileProblemError(
            _("{path} holds no words to sing.").format(path=path), _("Write a line or two into it; one word is enough.")
        )
    kept = _first_lines(lines)
    if len(kept) < len(lines):
        notes.append(
            _(
                "A song takes {longest_song_lines} lines here; the first {longest_song_lines} of {sum:,} were used. "
                "Your file is as it was."
            ).format(longest_song_lines=LONGEST_SONG_LINES, sum=sum(map(_has_letter, lines)))
        )
    return WordsFile(kept, tuple(notes))


def _no_text(path: Path) -> FileProblemError:
    return FileProblemError(_("{path} is not a text file.").format(path=path), _("Save your words as plain text."))


def _decoded(raw: bytes, path: Path) -> tuple[str, list[str]]:
    is_wide = raw.startswith(WIDE_MARKS)
    try:
        return raw.decode("utf-16" if is_wide else "utf-8-sig"), []
    except UnicodeDecodeError as error:
        if is_wide:
            raise _no_text(path) from error
    return raw.decode("cp1252", errors="replace"), [
        _("{name} is not UTF-8; it was read as Latin-1.").format(name=path.name)
    ]


def _first_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    sung = 0
    for index, line in enumerate(lines):
        sung += _has_letter(line)
        if sung > LONGEST_SONG_LINES:
            return lines[:index]
    return lines


def _has_letter(line: str) -> bool:
    return any(map(str.isalnum, line))


def _without_controls(line: str) -> str:
    return "".join(sign if unicodedata.category(sign) != "Cc" else " " for sign in line)
