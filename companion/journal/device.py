"""Which machine this is, so that each writes logs of its own and a copied journal starts a new one."""

import hashlib
import platform
import uuid
from pathlib import Path

_MACHINE_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def device_id() -> str:
    """Twelve hexadecimal digits that stay the same on one machine and tell nothing about it.

    From systemd's or D-Bus's machine id where there is one, else from a network card's address (as
    `uuid.getnode` finds it); hashed, as systemd's machine-id(5) asks of programs.
    """
    return _hashed(_machine())


def narrower_id(device: str, token: str = "") -> str:
    """An id for this one of two machines that have the same: a copied disk brings the machine's id with it.

    The network card's address and the machine's name tell them apart; another `token` makes another id.
    """
    return _hashed(f"{device} {token} {uuid.getnode():012x} {platform.node()}")


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6, person=b"companionjournal").hexdigest()


def _machine() -> str:
    for path in _MACHINE_ID_FILES:
        try:
            found = path.read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            continue
        if found:
            return found
    return f"{uuid.getnode():012x}"
