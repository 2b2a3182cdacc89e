"""Looking after the journal from any face: what to say before, where a copy goes, and what came of it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from companion.files import free_path
from companion.language import _, ngettext

if TYPE_CHECKING:
    from companion.journal.bringing import Brought
    from companion.journal.protecting import Protected
    from companion.journal.verifying import Verified

READING = _("Reading every file …")
COPYING = _("Writing a copy …")
BRINGING = _("Reading the other journal …")
REPAIR = _("A backup can be brought in beside it: what is missing here comes back from there.")
OPENS_WITH_PASSPHRASE = _("It opens with the passphrase of today.")
OPENS_FOR_ALL = _("It is not protected: who has it can read it.")


def place_for_backup(day: date, folder: Path) -> Path:
    """A path in `folder` for a backup that is not taken yet."""
    return free_path(folder, f"journal-backup-{day:%Y-%m-%d}", ".zip")


def backup_in_words(path: Path, entries: int, *, is_sealed: bool) -> tuple[str, str]:
    """Where a copy is, and who can read it."""
    wrote = ngettext("Wrote {path}, with {count} entry.", "Wrote {path}, with {count} entries.", entries)
    return wrote.format(path=path, count=entries), OPENS_WITH_PASSPHRASE if is_sealed else OPENS_FOR_ALL


def verified_in_words(found: "Verified") -> list[str]:
    """What a look at every file found, a line each."""
    entries = ngettext("{count} entry", "{count} entries", found.entries).format(count=found.entries)
    reads = _("{entries}: everything reads.") if found.is_fine else _("{entries} read.")
    lines = [reads.format(entries=entries)]
    lines += [
        _("Not to be read by this version: {id} ({reason}).").format(id=each.id, reason=each.reason)
        for each in found.unreadable
    ]
    lines += [_("Damaged: {name}").format(name=each) for each in (*found.damaged, *found.damaged_blobs)]
    lines += [_("Missing: {name}").format(name=each) for each in found.missing_blobs]
    lines += [_("Belongs to no entry: {name}").format(name=each) for each in found.orphans]
    return lines


def brought_in_words(brought: "Brought") -> str:
    """What came of bringing another journal in, in a sentence."""
    told = [_("{count} new").format(count=brought.added)]
    told += [_("{count} differ from what is here, and both are kept").format(count=brought.both_kept)] * bool(
        brought.both_kept
    )
    told += [_("{count} were here already").format(count=brought.same)] * bool(brought.same)
    told += [_("{count} were deleted here, and stayed out").format(count=brought.deleted)] * bool(brought.deleted)
    return f"{'; '.join(told)}."


def still_as_before(done: "Protected") -> str:
    """What is as it was before a passphrase was set or taken away: logs, journals put aside; empty where nothing is."""
    told = []
    if done.still_as_before:
        told.append(_(
            "Still as before, until they are opened there: what other windows or other devices wrote ({names})."
        ).format(names=", ".join(done.still_as_before)))  # fmt: skip
    if done.put_aside:
        told.append(_(
            "An earlier journal that was put aside is not protected, and can be deleted: {names}."
        ).format(names=", ".join(done.put_aside)))  # fmt: skip
    return " ".join(told)
