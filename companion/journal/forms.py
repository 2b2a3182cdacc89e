"""In which form files are written; a journal in which a newer version wrote is read here, and never changed."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from companion.errors import FileProblemError
from companion.journal.frames import scan
from companion.journal.records import FORMAT_VERSION, Header, decode
from companion.language import _

_HEAD_BYTES = 512
"""The first frame of a file is shorter than this."""


class NewerJournalError(FileProblemError):
    """A newer version of the program wrote in the journal, in the form `form`: here it is only read."""

    def __init__(self, form: int) -> None:
        super().__init__(
            _(
                "A newer version of the program wrote in this journal (in the form {form}; this version knows forms "
                "up to {format_version})."
            ).format(form=form, format_version=FORMAT_VERSION),
            _(
                "Here it can be read as far as it is known, and nothing in it is changed; that version can go on "
                "with it."
            ),
        )
        self.form = form


def form_of(path: Path) -> int:
    """The form that the beginning of a file names; today's if it can't be told. Raises OSError."""
    with path.open("rb") as file:
        found = scan(file.read(_HEAD_BYTES)).payloads
    try:
        header = decode(found[0]) if found else None
    except msgspec.DecodeError:
        return FORMAT_VERSION + 1
    return header.format if isinstance(header, Header) else FORMAT_VERSION


def newest_file(log: Path) -> Path | None:
    """The file of a log's folder that was begun last; None where there is none. Raises OSError."""
    names = (name for name in os.listdir(log) if name.partition(".")[0].isdecimal())
    newest = max(names, key=lambda name: (int(name.partition(".")[0]), name), default=None)
    return log / newest if newest is not None else None


def require_known_form(folder: Path) -> None:
    """Before anything is written in the journal in `folder`. Raises NewerJournalError and FileProblemError."""
    try:
        newest = max(map(form_of, _newest_files(folder / "logs")), default=FORMAT_VERSION)
    except FileNotFoundError:
        return  # just folded away by another window of this version
    except OSError as error:
        raise FileProblemError.from_os("read", error.filename or folder, error) from error
    if newest > FORMAT_VERSION:
        raise NewerJournalError(newest)


def _newest_files(logs: Path) -> Iterator[Path]:
    try:
        folders = [path for path in logs.iterdir() if path.is_dir()]
    except (FileNotFoundError, NotADirectoryError):
        return
    for log in folders:
        newest = newest_file(log)
        if newest is not None:
            yield newest
