"""A person's services for tests of the faces: a folder of their own, a clock that stands, sound without sound."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from msgspec import json

from companion.domain.song import Song, SongRequest
from companion.engine.changes import Change, changed
from companion.engine.composer import Answer, ComposerClient
from companion.engine.composing import suggest
from companion.errors import CompanionError
from companion.midi.client import SoundClient
from companion.midi.protocol import Ready
from companion.midi.testing import FakeClock, FakeSoundServer
from companion.paths import Places
from companion.services.container import Companion
from companion.services.sounding.starting import sound_options
from companion.settings import Settings, save

EVENING = datetime(2026, 3, 1, 19, 30, tzinfo=timezone(timedelta(hours=1)))
_COMPOSED: dict[bytes, tuple[Song, ...]] = {}


def composed(request: SongRequest) -> tuple[Song, ...]:
    """The engine's suggestions, made once for each request."""
    key = json.encode(request)
    if key not in _COMPOSED:
        _COMPOSED[key] = suggest(request)
    return _COMPOSED[key]


class ComposerHere(ComposerClient):
    """A composer in this process: the real engine, answering at the next look.

    It says `problem` in place of songs where the test set one, `fixed` songs where there are any, and nothing
    while it `waits`.
    """

    def __init__(self) -> None:
        super().__init__(None)
        self.problem = ""
        self.fixed: tuple[Song, ...] = ()
        self.waits = False
        self.requests: list[SongRequest] = []
        self.changes: list[Change] = []
        self._newest: tuple[int, SongRequest] | None = None
        self._newest_change: tuple[int, Song, Change] | None = None

    @property
    def _asked(self) -> int:
        return len(self.requests) + len(self.changes)

    def request(self, request: SongRequest) -> int:
        """Ask; the newest wins."""
        self.requests.append(request)
        self._newest = (self._asked, request)
        return self._asked

    def request_change(self, song: Song, change: Change) -> int:
        """Ask for a changed song; the newest wins."""
        self.changes.append(change)
        self._newest_change = (self._asked, song, change)
        return self._asked

    def poll(self) -> list[Answer]:
        """The newest requests' answers, once: of suggestions, and of changes."""
        if self.waits:
            return []
        answers = []
        if self._newest is not None:
            (ticket, request), self._newest = self._newest, None
            answers.append(self._answer(ticket, lambda: self.compose(request)))
        if self._newest_change is not None:
            (number, song, change), self._newest_change = self._newest_change, None
            answers.append(self._answer(number, lambda: (changed(song, change),)))
        return answers

    def _answer(self, ticket: int, make: Callable[[], tuple[Song, ...]]) -> Answer:
        if self.problem:
            return Answer(ticket, problem=self.problem)
        try:
            return Answer(ticket, songs=make())
        except CompanionError as error:
            return Answer(ticket, problem=str(error))

    def compose(self, request: SongRequest) -> tuple[Song, ...]:
        """The songs for a request."""
        return self.fixed or composed(request)

    def close(self, timeout: float = 1.0) -> None:
        """There is no process to end."""


class House:
    """One person's `companion` with its fake `server`, its sound's `clock` (seconds) and its `composer`."""

    def __init__(self, folder: Path, settings: Settings, ready: Ready | None) -> None:
        self.folder = folder
        self.places = Places(folder, folder, folder / "logs")
        save(settings, self.places.settings_file)
        self.server = FakeSoundServer(ready)
        self.clock = FakeClock(0.0)
        self.composer = ComposerHere()
        self.companion = self.open()

    def open(self) -> Companion:
        """The person's services, as a program that starts (again) would open them."""
        companion = Companion(self.places, clock=lambda: EVENING, seed=7)
        sound = SoundClient(self.server.launch, self.clock)
        sound.start(sound_options(companion.settings))
        companion.sound = sound
        companion.composer = self.composer
        return companion

    def another_window(self) -> Companion:
        """The same person's services, open a second time."""
        return Companion(self.places, clock=lambda: EVENING, seed=8)

    def reopen(self) -> Companion:
        """Close the program and start it again."""
        self.companion.close()
        self.companion = self.open()
        return self.companion


@contextmanager
def house_in(folder: Path, settings: Settings | None = None, ready: Ready | None = None) -> Iterator[House]:
    """A house in `folder`, closed at the end; welcomed already and still, unless `settings` say otherwise."""
    usual = Settings(welcomed=True, audio_driver="none", calm_motion=True, protection_offered=True)
    house = House(folder, settings or usual, ready)
    try:
        yield house
    finally:
        house.companion.close()
