"""A sentence that must not be readable: writing it everywhere, and looking for it."""

from pathlib import Path

from msgspec.structs import replace

from companion.domain.entry import Reflection, SessionRecord, Words
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.journal.store import Journal
from companion.journal.vault import Vault

MARK = "Zwetschgenkuchen am Fenster"


def unlocked(folder: Path, keys: Path) -> Vault:
    vault = Vault(folder)
    vault.unlock((keys / "recovery").read_text())
    return vault


def readable(folder: Path) -> list[str]:
    """Files with the sentence in them, as it is or as JSON might write it."""
    marks = [MARK.encode(), MARK.encode("utf-16-le"), MARK.replace(" ", "\\u0020").encode()]
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.relative_to(folder).as_posix() for path in files if any(each in path.read_bytes() for each in marks)]


def write_everything(journal: Journal) -> None:
    """The sentence as words, tag, title, name of a take, in a changed and a deleted entry, and in a large thing."""
    journal.add(Words((MARK, "line"), (MARK,)), title=MARK, tags=(MARK,), step=MARK)
    journal.add(Take(MARK, TempoMap(66.0), (), 1.0, backing_title=MARK), title=MARK)
    journal.add(SessionRecord(MARK, (), True))
    entry = journal.add(Reflection("before"))
    journal.update(replace(entry, body=Reflection(MARK)))
    journal.delete(journal.add(Reflection(MARK)).id)
    journal.blobs.put(MARK.encode() * 100)
