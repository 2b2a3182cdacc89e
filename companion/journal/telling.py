"""Sentences for the person about what was found in logs that this process does not write."""

from companion.journal.records import FORMAT_VERSION
from companion.journal.state import LogState

NEWER = (
    "A newer version of the program wrote a part of this journal (in the form {}; this version knows up to {}). "
    "That part is not shown, and not changed."
)
LOCKED = "A part of this journal is locked, and the passphrase does not open it; that part is not shown."
MISSING = "A part of this journal has not arrived from another device yet."
DAMAGED = "{} of the journal is damaged."


def notices_of(state: LogState) -> list[str]:
    """What should be told about one log; nothing if it is whole."""
    if state.is_newer:
        return [NEWER.format(state.format, FORMAT_VERSION)]
    if state.is_locked:
        return [LOCKED]
    if state.is_missing:
        return [MISSING]
    return [DAMAGED.format(path) for path in (*state.unreadable, *state.damaged)]
