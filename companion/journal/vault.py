"""What keeps a journal closed: a key in its folder behind a passphrase, and what this process may open with it.

`keys/NAME.age` is the secret key in an age file with the passphrase (and `NAME.twin.age` the same again, should one be
damaged), `keys/NAME.pub` says to whom everything new is sealed. Sealing needs only the latter. A journal whose
passphrase was taken away keeps its key in the open, as `keys/NAME.open`, because devices that were offline may still
bring what they sealed; given a passphrase again, it gets a new key, and the old one goes into `keys/NAME.older`, sealed
to the new one. Two devices that set a passphrase without knowing of each other leave two keys: then everything new is
sealed to both.
"""

import os
from contextlib import suppress
from pathlib import Path

from companion import age
from companion.age import CannotOpenError, Identity
from companion.errors import FileProblemError, SealedError, WrongPassphraseError, WrongUseError
from companion.files import make_folder, replace_file, sync_folder
from companion.journal.forms import require_known_form
from companion.journal.keys import (
    OLDER,
    OPEN,
    PUBLIC,
    SECRET,
    each_once,
    from_paper,
    identities_in,
    lines_of,
    name_of,
    opens_any,
    read,
    twins_of,
    write_secret,
)
from companion.journal.sealed_files import KeyMissingError, holds_sealed
from companion.language import _

_ASK = _("Give its passphrase, or its recovery key.")


class Vault:
    """The keys of the journal in `folder`, and those of them that this process has opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys = folder / "keys"
        self._identities: tuple[Identity, ...] = ()
        self._seen: object = None
        self._recipients: tuple[str, ...] = ()
        self._was_plain = False
        self._take_what_is_open()

    @property
    def recipients(self) -> tuple[str, ...]:
        """To whom everything new is sealed; empty for a journal without a passphrase.

        Raises FileProblemError where that can't be told, and where the key of a journal that had one is gone: what
        was sealed must not be written in the open because a file is missing.
        """
        try:
            looks = os.stat(self._keys).st_mtime_ns
        except FileNotFoundError:
            looks = None
        if looks is None or looks != self._seen:
            found = tuple(map(self._recipient_in, self._files(PUBLIC)))
            if not found and self.is_key_missing:
                raise KeyMissingError(self._keys)
            if found:
                _no_memory_on_the_disk()
            self._recipients, self._seen = found, looks
        return self._recipients

    @property
    def is_sealed(self) -> bool:
        """Whether the journal has a passphrase, or had one and its key is missing. Raises FileProblemError."""
        return bool(self._files(PUBLIC)) or self.is_key_missing

    @property
    def is_key_missing(self) -> bool:
        """Whether the journal had a passphrase and no key is in its folder. Raises FileProblemError."""
        if self._files(PUBLIC) or self._files(OPEN):
            return False
        self._was_plain = not self._recipients and (self._was_plain or not holds_sealed(self.folder))
        return not self._was_plain

    @property
    def lacks_passphrase(self) -> bool:
        """Whether only a recovery key opens it, since what stands behind the passphrase is gone."""
        names = {path.name.partition(".")[0] for path in self._files(SECRET)}
        return any(path.name.partition(".")[0] not in names for path in self._files(PUBLIC))

    @property
    def is_open(self) -> bool:
        """Whether everything can be read here: it has no passphrase, or it was given."""
        return not self.is_sealed or bool(self._identities)

    def seal(self, content: bytes) -> bytes:
        """`content` as it may stand on the disk: in an age file if the journal has a passphrase."""
        recipients = self.recipients
        return age.seal(content, recipients) if recipients else content

    def unseal(self, content: bytes) -> bytes:
        """The reverse; what was never sealed stays as it is. Raises CannotOpenError."""
        return age.unseal(content, self._identities) if age.is_sealed(content) else content

    def require_open(self) -> None:
        """Raises SealedError if there is a passphrase that was not given, KeyMissingError if there is no key for it."""
        if not self.is_open:
            self.require_key()
            raise SealedError(_("The journal is locked with a passphrase."), _ASK)

    def require_key(self) -> None:
        """Raises KeyMissingError if there was a passphrase, and there is no key for it."""
        if self.is_key_missing:
            raise KeyMissingError(self._keys)

    def unlock(self, passphrase: str) -> None:
        """Open it with its passphrase or its recovery key; a second or more, on purpose.

        Where its key is missing, the recovery key puts back what sealing needs. Raises WrongPassphraseError,
        KeyMissingError, and WrongUseError where there is no passphrase.
        """
        if not self.is_sealed:
            raise WrongUseError(_("The journal has no passphrase."), _("It is open already."))
        _no_memory_on_the_disk()
        if self.is_key_missing:
            self._bring_back(passphrase)
        found = self._from_recovery_key(passphrase) or self._from_passphrase(passphrase)
        if not found:
            raise WrongPassphraseError(_("That does not open the journal."), _ASK)
        self._identities = each_once([*found, *self._older(found), *self._identities])
        self._seen = None

    def take_over(self, other: "Vault") -> None:
        """Open with those keys of this folder that another vault has opened: a copy needs no passphrase again."""
        found = [*filter(self._is_ours, other._identities)]
        self._identities = each_once([*found, *self._older(found), *self._identities])

    def key_files(self) -> list[tuple[str, bytes]]:
        """Names and contents of the key's files, for a copy that shall open as this one does. Raises FileProblemError.

        None of them is a secret in the open.
        """
        files = [path for suffix in (PUBLIC, SECRET, OLDER) for path in self._files(suffix)]
        return [(path.relative_to(self.folder).as_posix(), read(path)) for path in files]

    def recovery_key(self) -> str:
        """The secret itself, to be written on paper: who has it, needs no passphrase. Raises SealedError."""
        self.require_open()
        if not self._identities:
            raise WrongUseError(_("The journal has no passphrase."), _("It needs no recovery key either."))
        return self._identities[0].reveal()

    def close_with(self, passphrase: str) -> None:
        """Give the journal a passphrase. What is on the disk is not changed by this; see `Journal.encrypt`.

        Raises WrongUseError where it has one, or for an empty one, NewerJournalError and FileProblemError.
        """
        if self.is_sealed:
            raise WrongUseError(_("The journal has a passphrase already."), _("It can be changed."))
        _require_words(passphrase)
        require_known_form(self.folder)
        _no_memory_on_the_disk()
        new, older = Identity.generate(), self._identities
        make_folder(self._keys)
        write_secret(self._path(new, SECRET), new, passphrase)
        if older:
            replace_file(self._path(new, OLDER), age.seal(lines_of(older), [new.recipient]))
        replace_file(self._path(new, PUBLIC), new.recipient.encode())
        self._identities = (new, *older)
        self._delete(self._files(OPEN))
        self._seen = None

    def change_passphrase(self, passphrase: str) -> None:
        """Put another passphrase before the same key: one small file is written anew.

        A copy of the journal from before still opens with the old one. Raises SealedError, WrongUseError,
        NewerJournalError and FileProblemError.
        """
        self.require_open()
        if not self.is_sealed:
            raise WrongUseError(_("The journal has no passphrase."), _("It can be given one."))
        _require_words(passphrase)
        require_known_form(self.folder)
        for identity in self._identities:
            if self._is_ours(identity):
                write_secret(self._path(identity, SECRET), identity, passphrase)

    def open_for_all(self) -> None:
        """Take the passphrase away. What is on the disk is not changed by this; see `Journal.decrypt`.

        Raises SealedError, NewerJournalError and FileProblemError.
        """
        self.require_open()
        require_known_form(self.folder)
        for identity in self._identities:
            replace_file(self._path(identity, OPEN), identity.reveal().encode())
        for suffix in (PUBLIC, SECRET, OLDER):
            self._delete(self._files(suffix))
        self._seen = None

    def destroy(self) -> None:
        """Throw all keys away: what was sealed can't be opened any more, by anyone. Raises FileProblemError."""
        for suffix in (SECRET, OPEN, OLDER, PUBLIC):
            self._delete(self._files(suffix))
        self._identities, self._recipients, self._seen, self._was_plain = (), (), None, True

    def _bring_back(self, recovery_key: str) -> None:
        """Write to whom is sealed, as a recovery key says that opens what was. Raises KeyMissingError."""
        identity = from_paper(recovery_key)
        if identity is None or not opens_any(identity, self.folder):
            raise KeyMissingError(self._keys)
        make_folder(self._keys)
        replace_file(self._path(identity, PUBLIC), identity.recipient.encode())

    def _from_passphrase(self, passphrase: str) -> list[Identity]:
        found: list[Identity] = []
        in_use = {path.stem for path in self._files(PUBLIC)}
        files = (path for path in self._files(SECRET) if path.name.partition(".")[0] in in_use)  # not what a kill left
        for content in dict.fromkeys(map(read, files)):
            with suppress(CannotOpenError, ValueError):
                opened = identities_in(age.unseal_with_passphrase(content, passphrase))
                found += filter(self._is_ours, opened)
                self._make_twins(opened, content)
        return found

    def _from_recovery_key(self, text: str) -> list[Identity]:
        identity = from_paper(text)
        return [identity] if identity is not None and self._is_ours(identity) else []

    def _is_ours(self, identity: Identity) -> bool:
        return self._path(identity, PUBLIC).exists()

    def _make_twins(self, opened: list[Identity], content: bytes) -> None:
        """Mend the file of a key, or its twin, which is damaged or missing, where the folder can be written."""
        for path in twins_of(self._path(opened[0], SECRET)) if opened else ():
            with suppress(FileProblemError):
                if not path.exists() or read(path) != content:
                    replace_file(path, content)

    def _recipient_in(self, path: Path) -> str:
        text = read(path).decode("ascii", "replace").strip()
        if age.is_recipient(text):
            return text
        for identity in self._identities:
            if path == self._path(identity, PUBLIC):
                replace_file(path, identity.recipient.encode())
                return identity.recipient
        raise FileProblemError(
            _("{path} is damaged, and nothing can be sealed.").format(path=path), _("Unlocking the journal mends it.")
        )

    def _older(self, found: list[Identity]) -> list[Identity]:
        older: list[Identity] = []
        for path in self._files(OLDER):
            with suppress(CannotOpenError, ValueError):
                older += identities_in(age.unseal(read(path), found))
        return older

    def _take_what_is_open(self) -> None:
        for path in self._files(OPEN):
            with suppress(ValueError):
                self._identities = (*self._identities, *identities_in(read(path)))

    def _path(self, identity: Identity, suffix: str) -> Path:
        return self._keys / f"{name_of(identity)}{suffix}"

    def _files(self, suffix: str) -> list[Path]:
        """In the order of their names. A synchronising program's copies of both sides of a change count too."""
        try:
            return sorted(path for path in self._keys.iterdir() if path.suffix == suffix)
        except (FileNotFoundError, NotADirectoryError):  # what is no folder is told by who opens the journal
            return []
        except OSError as error:
            raise FileProblemError.from_os("read", self._keys, error) from error

    def _delete(self, paths: list[Path]) -> None:
        try:
            for path in paths:
                path.unlink(missing_ok=True)
            if paths:
                sync_folder(self._keys)
        except OSError as error:
            raise FileProblemError.from_os("delete", error.filename or self._keys, error) from error


def _require_words(passphrase: str) -> None:
    if not passphrase.strip():
        raise WrongUseError(_("A passphrase can't be empty."), _("A few words that only you put together are good."))


def _no_memory_on_the_disk() -> None:
    """From now on a crash of this process leaves no picture of its memory, where the system can be told so."""
    if os.name == "posix":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
