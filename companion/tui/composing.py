"""Having one song changed by the composer process, from a screen: ask, look in, and the newest wish wins."""

from collections.abc import Callable

from companion.domain.song import Song
from companion.engine.changes import Change
from companion.engine.composer import ComposerClient

Then = Callable[[Song], object]
"""What happens with the song once it is changed."""


class Composing:
    """Remembers what was tried of a song, so that hearing a change and then taking it composes it once."""

    def __init__(self, composer: Callable[[], ComposerClient], tell: Callable[[str], None]) -> None:
        self._composer = composer
        self._tell = tell
        self._wanted: tuple[int, Song, Change, Then] | None = None
        self._tried: dict[Change, Song] = {}
        self._of: Song | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted is not None

    def ask(self, song: Song, change: Change, then: Then) -> None:
        """Have `song` changed, and then hand it to `then`; an older wish is dropped."""
        if song != self._of:
            self._tried.clear()
            self._of = song
        if change in self._tried:
            self._wanted = None
            then(self._tried[change])
        else:
            self._wanted = (self._composer().request_change(song, change), song, change, then)

    def forget(self) -> None:
        """Nothing is wanted any more."""
        self._wanted = None

    def look(self) -> None:
        """Take what has come; a sentence where it could not be done."""
        if self._wanted is None:
            return
        for answer in self._composer().poll():
            if self._wanted is None or answer.ticket != self._wanted[0]:
                continue
            (_, song, change, then), self._wanted = self._wanted, None
            if not answer.songs:
                self._tell(answer.problem)
                continue
            if song == self._of:
                self._tried[change] = answer.songs[0]
            then(answer.songs[0])
