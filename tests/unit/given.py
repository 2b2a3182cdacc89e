"""An assignment as a therapist's file, and its key, for tests of what a client sees and shares."""

from pathlib import Path
from typing import Any

from companion.age import Identity, unseal
from companion.domain.assignment import Assignment
from companion.services.container import Companion
from companion.sharing.assignment_file import as_file

CODE = "0123456789abcdef" * 2


class Office:
    """A therapist's key, and files that were made with it."""

    def __init__(self, companion: Companion, folder: Path) -> None:
        self.key = Identity.generate()
        self._companion = companion
        self._folder = folder

    def give(self, name: str = "from ana.json", **terms: Any) -> Path:
        """The file of an assignment, written."""
        fields: dict[str, Any] = {
            "code": CODE,
            "therapist": "Ana",
            "pseudonym": "Robin",
            "recipient": self.key.recipient,
            "exercise": self._companion.exercise(),
            "note": "A small one [b]for you[/b].",
            "asks": ("words",),
        }
        path = self._folder / name
        path.write_bytes(as_file(Assignment(**{**fields, **terms})))
        return path

    def opened(self, path: Path) -> str:
        """What is in a sealed file."""
        return unseal(path.read_bytes(), [self.key]).decode()
