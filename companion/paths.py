"""The only place that knows where files live."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

HOME_VARIABLE = "COMPANION_HOME"
APP_NAME = "companion"


class Places(NamedTuple):
    """The folders and files of one person. Nothing is made until something is written."""

    config: Path
    data: Path
    log: Path

    @property
    def settings_file(self) -> Path:
        """Every setting, as TOML."""
        return self.config / "settings.toml"

    @property
    def journal(self) -> Path:
        """The journal's folder."""
        return self.data / "journal"

    @property
    def draft_file(self) -> Path:
        """The session that is under way."""
        return self.data / "draft.json"

    @property
    def take_checkpoint_file(self) -> Path:
        """The take that is being recorded."""
        return self.data / "take-under-way.json"

    @property
    def studio_file(self) -> Path:
        """The song that is being changed in the studio."""
        return self.data / "song-under-way.json"

    @property
    def contacts_file(self) -> Path:
        """The card with people to turn to."""
        return self.data / "contacts.json"

    @property
    def exercises(self) -> Path:
        """Exercises of one's own, a folder a language."""
        return self.data / "exercises"

    @property
    def packs(self) -> Path:
        """Where exercises of several sittings go on, a file each."""
        return self.data / "packs"

    @property
    def clients(self) -> Path:
        """A therapist's records: a journal of its own, whose key is the therapist's."""
        return self.data / "clients"

    @property
    def therapist_file(self) -> Path:
        """How the therapist signs, and their public key."""
        return self.data / "therapist.json"

    @property
    def exports(self) -> Path:
        """Where files go that the person did not give a place."""
        return self.data / "exports"

    @property
    def soundfonts(self) -> Path:
        """SoundFonts that the person added."""
        return self.data / "soundfonts"

    def log_file(self, name: str) -> Path:
        """The log of one process: "companion", "sound" or "composer"."""
        return self.log / f"{name}.log"


def places() -> Places:
    """The person's places: the one folder COMPANION_HOME, or else the platform's own."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        root = Path(home).expanduser().absolute()
        return Places(config=root, data=root, log=root / "logs")
    if sys.platform == "linux":  # in three lines, since importing the library costs a few milliseconds
        config = _base("XDG_CONFIG_HOME", ".config") / APP_NAME
        data = _base("XDG_DATA_HOME", ".local/share") / APP_NAME
        return Places(config=config, data=data, log=_base("XDG_STATE_HOME", ".local/state") / APP_NAME / "log")
    import platformdirs

    found = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    return Places(config=found.user_config_path, data=found.user_data_path, log=found.user_log_path)


def _base(variable: str, folder: str) -> Path:
    """One of the folders of the XDG Base Directory Specification, which also names what holds where none is set."""
    return Path(os.environ.get(variable, "").strip() or os.path.expanduser(f"~/{folder}"))


def shipped(name: str) -> Path:
    """A folder that ships with the program ("prompts", "soundfonts"): in the wheel, or in the checkout."""
    package = Path(__file__).parent
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name
