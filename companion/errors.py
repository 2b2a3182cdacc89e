"""The one tree of errors: what happened, and what the person can do now."""

from companion.language import N_, _, told

ACTIONS = (
    N_("read"), N_("write"), N_("delete"), N_("mend"), N_("move"), N_("rename"), N_("save to"), N_("make the folder"),
)  # fmt: skip
"""What may fail with a file, as `FileProblemError.from_os` says it."""


class CompanionError(Exception):
    """Something that a person can understand and act on.

    `message` is one sentence about what happened, `hint` one about what to do (may be empty).
    `exit_status` is what the command line returns for it.
    """

    exit_status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class WrongUseError(CompanionError):
    """The call itself was off: an unknown word, a number out of range."""

    exit_status = 2


class FileProblemError(CompanionError):
    """A file that can't be read or written; the message names it and the reason."""

    exit_status = 3

    @classmethod
    def from_os(cls, action: str, path: object, error: OSError, hint: str = "") -> "FileProblemError":
        """`action` is one of ACTIONS; the system's own reason is kept."""
        reason = error.strerror or error.__class__.__name__
        said = _("Could not {action} {path}: {reason}.")
        return cls(said.format(action=told(action), path=path, reason=reason.lower()), hint)


class NoDeviceError(CompanionError):
    """No device or system library for what was asked."""

    exit_status = 4


class LockedError(CompanionError):
    """A wrong passphrase, or no log that can be written."""

    exit_status = 5


class SealedError(LockedError):
    """The journal has a passphrase, and it was not given."""


class WrongPassphraseError(LockedError):
    """A passphrase that does not open the journal."""
