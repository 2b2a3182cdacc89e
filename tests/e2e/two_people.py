"""A therapist and a client at one table, in two homes, for the tests of what goes between them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from companion import age
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.between.keys import new_key
from tests.commands import SILENT, CommandLine, Ran

PASSPHRASE = "three small lamps"
WORDS = ["quiet", "zebra lantern", "worry", "window", "a friend", "light"]
ANSWERS = {
    "arrive": True,
    "before": {"feeling": "tender", "valence": -1, "arousal": 1, "distress": 5},
    "words": WORDS,
    "song": 1,
    "play": {"midi": "hands.mid", "keep": "keep"},
    "after": {"feeling": "hopeful", "valence": 2, "arousal": -2, "distress": 3},
}


class Keyed(NamedTuple):
    """A therapist's home with a key, and a file that opens it without the wait that a passphrase costs."""

    home: Path
    key: Path


def places_in(home: Path) -> Places:
    """Where that home keeps things."""
    return Places(config=home, data=home, log=home / "logs")


def keyed_in(folder: Path, name: str) -> Keyed:
    """A therapist with a key, who signs as `name`, in a home below `folder`."""
    home, key = folder / name, folder / f"{name}.key"
    home.mkdir()
    (home / "settings.toml").write_text(SILENT)
    new_key(places_in(home), name, PASSPHRASE)
    vault = Vault(home / "clients")
    vault.unlock(PASSPHRASE)
    key.write_text(vault.recovery_key())
    return Keyed(home, key)


class People:
    """Both at one table: each runs commands in a home of their own."""

    def __init__(self, companion: CommandLine, keyed: Keyed, use: Callable[[Path], None]) -> None:
        self._companion = companion
        self._use = use
        self.home = companion.home
        self.office = companion.folder / "office"
        self.key = keyed.key
        shutil.copytree(keyed.home, self.office)

    def client(self, *arguments: str | Path) -> Ran:
        """One command of the client's."""
        self._use(self.home)
        return self._companion(*arguments)

    def therapist(self, *arguments: str | Path) -> Ran:
        """One command of the therapist's."""
        self._use(self.office)
        return self._companion(*arguments)

    def review(self, *arguments: str | Path) -> Ran:
        """`companion review`, with the key."""
        return self.therapist("review", *arguments, "--passphrase-file", self.key)

    def assign(self, path: str = "given.json", *more: str) -> Path:
        """A steady place, for Robin."""
        ran = self.therapist("assign", "a-steady-place", "--for", "Robin", "--acknowledged", *more, "-o", path)
        assert ran.status == 0, ran
        return Path(path)

    def take_in(self, path: Path) -> str:
        """The client opens it; returns its id."""
        ran = self.client("assignment", "open", path, "--json")
        assert ran.status == 0, ran
        return str(json.loads(ran.out)["id"])

    def do(self, entry_id: str, answers: dict[str, Any]) -> None:
        """The client does it."""
        Path("answers.json").write_text(json.dumps(answers))
        ran = self.client("session", "--assignment", entry_id, "--answers", "answers.json", "--seed", "4")
        assert (ran.status, ran.err) == (0, ""), ran

    def done(self, **answers: Any) -> str:
        """Given, opened and done without playing; returns the assignment's id."""
        entry_id = self.take_in(self.assign())
        self.do(entry_id, {"words": WORDS, **answers})
        return entry_id

    def opened(self, path: Path) -> str:
        """What is in a sealed file, by the therapist's key."""
        return age.unseal(path.read_bytes(), [age.Identity(self.key.read_text())]).decode()
