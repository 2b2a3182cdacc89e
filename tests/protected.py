"""The keys of a journal with a passphrase, made once for a whole run of tests: making them is slow by design."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from companion.journal.vault import Vault

PASSPHRASE = "the heron [b] on the stairs"

VaultIn = Callable[[Path], Vault]
"""Gives the folder of a new journal its vault."""


def make_keys(folder: Path) -> Path:
    """A folder with `keys` and, in the file `recovery`, the recovery key; every worker of one run shares it."""
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            begun = folder.with_suffix(f".{os.getpid()}")
            vault = Vault(begun)
            vault.close_with(PASSPHRASE)
            (begun / "recovery").write_text(vault.recovery_key())
            begun.rename(folder)
    return folder


def vault_with(keys: Path, journal: Path) -> Vault:
    """The vault of a journal in the folder `journal` (made if need be) with these keys, unlocked."""
    shutil.copytree(keys / "keys", journal / "keys")
    vault = Vault(journal)
    vault.unlock((keys / "recovery").read_text())
    return vault
