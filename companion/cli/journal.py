"""`companion journal`: what was made. Which command lives where."""

import click

from companion.cli.lazy import LazyGroup, Table
from companion.cli.passphrase import passphrase_option

COMMANDS: Table = {
    "list": ("companion.cli.journal_look:list_entries", "Entries, the newest first."),
    "show": ("companion.cli.journal_look:show", "One entry, whole."),
    "search": ("companion.cli.journal_look:search", "Entries by word, tag, kind, feeling or date."),
    "stats": ("companion.cli.journal_look:stats", "How many of what, since when."),
    "edit": ("companion.cli.journal_change:edit", "Another text, title or feeling."),
    "tag": ("companion.cli.journal_change:tag", "Put tags on an entry, or take them off."),
    "favourite": ("companion.cli.journal_change:favourite", "Mark an entry to find it again."),
    "delete": ("companion.cli.journal_delete:delete", "Take an entry out, and everything that came from it."),
    "export": ("companion.cli.journal_files:export", "One entry or all, to files."),
    "import": ("companion.cli.journal_files:import_file", "Entries from our ZIP, from jrnl or Day One."),
    "verify": ("companion.cli.journal_care:verify", "Read everything, and name what is damaged."),
    "backup": ("companion.cli.journal_care:backup", "The journal's own files in one ZIP, protected as they are."),
    "restore": ("companion.cli.journal_back:restore", "Put a backup in place, or entries back to what they were."),
    "generations": ("companion.cli.journal_back:generations", "Earlier states that entries can be put back to."),
    "merge": ("companion.cli.journal_care:merge", "Bring in another journal, or a backup."),
    "encrypt": ("companion.cli.journal_lock:encrypt", "Protect the journal with a passphrase."),
    "decrypt": ("companion.cli.journal_lock:decrypt", "Take the passphrase away."),
    "passphrase": ("companion.cli.journal_lock:passphrase", "Change the passphrase."),
    "recovery-key": ("companion.cli.journal_lock:recovery_key", "The key that opens it without the passphrase."),
}


@click.group(cls=LazyGroup, table=COMMANDS)
@passphrase_option
def journal() -> None:
    """What you made: songs, words, takes, how it was. It all stays on this computer.

    Example: companion journal list --limit 10
    """
