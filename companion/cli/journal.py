"""`companion journal`: what was made. Which command lives where."""

import click

from companion.cli.lazy import LazyGroup, Table
from companion.cli.passphrase import passphrase_option
from companion.language import _

COMMANDS: Table = {
    "list": ("companion.cli.journal_look:list_entries", _("Entries, the newest first.")),
    "show": ("companion.cli.journal_look:show", _("One entry, whole.")),
    "search": ("companion.cli.journal_look:search", _("Entries by word, tag, kind, feeling or date.")),
    "stats": ("companion.cli.journal_look:stats", _("How many of what, since when.")),
    "edit": ("companion.cli.journal_change:edit", _("Another text, title or feeling.")),
    "tag": ("companion.cli.journal_change:tag", _("Put tags on an entry, or take them off.")),
    "favourite": ("companion.cli.journal_change:favourite", _("Mark an entry to find it again.")),
    "delete": ("companion.cli.journal_delete:delete", _("Take an entry out, and everything that came from it.")),
    "export": ("companion.cli.journal_files:export", _("One entry or all, to files.")),
    "import": ("companion.cli.journal_files:import_file", _("Entries from our ZIP, from jrnl or Day One.")),
    "verify": ("companion.cli.journal_care:verify", _("Read everything, and name what is damaged.")),
    "backup": ("companion.cli.journal_care:backup", _("The journal's own files in one ZIP, protected as they are.")),
    "restore": ("companion.cli.journal_back:restore", _("Put a backup in place, or entries back to what they were.")),
    "generations": ("companion.cli.journal_back:generations", _("Earlier states that entries can be put back to.")),
    "merge": ("companion.cli.journal_care:merge", _("Bring in another journal, or a backup.")),
    "encrypt": ("companion.cli.journal_lock:encrypt", _("Protect the journal with a passphrase.")),
    "decrypt": ("companion.cli.journal_lock:decrypt", _("Take the passphrase away.")),
    "passphrase": ("companion.cli.journal_lock:passphrase", _("Change the passphrase.")),
    "recovery-key": ("companion.cli.journal_lock:recovery_key", _("The key that opens it without the passphrase.")),
}


@click.group(cls=LazyGroup, table=COMMANDS)
@passphrase_option
def journal() -> None:
    """What you made: songs, words, takes, how it was. It all stays on this computer.

    Example: companion journal list --limit 10
    """
