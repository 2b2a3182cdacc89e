"""Whether the JACK server that ports were opened on is still there: rtmidi goes on naming the ports of a dead one.

What was opened on a server that is gone must be closed before anything is opened on the next: JACK's library frees it
then, and whoever still uses it crashes.
"""

import os
from pathlib import Path

SOCKETS = Path("/proc/net/unix")
COLUMNS = ("Num", "RefCount", "Protocol", "Flags", "Type", "St", "Inode", "Path")
ACCEPTS = "00010000"
"""The flag, in the kernel's list, of a socket that takes clients."""


def listening_server() -> str | None:
    """The kernel's number for the socket on which the person's JACK server (of JACK 2, on Linux) takes clients.

    Another server has another number; None where there is none, or it can't be known.
    """
    name = os.environ.get("JACK_DEFAULT_SERVER", "default")
    user = os.getuid() if hasattr(os, "getuid") else 0
    wanted = f"/jack_{name}_{user}_0"
    try:
        lines = SOCKETS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    sockets = (line.split(maxsplit=7) for line in lines)
    bound = (each for each in sockets if len(each) == len(COLUMNS))
    return next((each[6] for each in bound if each[3] == ACCEPTS and each[7].endswith(wanted)), None)


class JackServer:
    """The server that was there when this was made; what has none (ALSA, CoreMIDI, Windows) never goes."""

    def __init__(self) -> None:
        self._known = listening_server()

    def is_there(self) -> bool:
        """Whether it still is."""
        return self._known is None or listening_server() == self._known
