"""What the studio leaves behind: a changed song beside the one it came from, also when the program was killed."""

from msgspec import Struct

from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.messages import RECOVERED_TAG

STUDIO_STEP = "studio"
"""The step that entries from here carry in the journal."""


class SongUnderWay(Struct, frozen=True):
    """A song that is being changed, and what it belongs to; on disk while the studio is open."""

    song: Song
    exercise: str | None
    session_id: str | None

    @classmethod
    def of(cls, song: Song, origin: Entry) -> "SongUnderWay":
        """A form of the song in `origin`."""
        return cls(song, origin.exercise, origin.session_id)

    def keep(self, journal: Journal, tags: tuple[str, ...] = ()) -> Entry:
        """Put it into the journal, tied to the one it came from. Raises FileProblemError."""
        return journal.add(
            self.song,
            title=self.song.title,
            tags=tags,
            exercise=self.exercise,
            step=STUDIO_STEP,
            session_id=self.session_id,
        )


class Visit:
    """A journal's song in the studio: on disk while it is being changed, kept or let go of at the end."""

    def __init__(self, entry: Entry, song: Song, file: DraftFile, journal: Journal) -> None:
        self._entry = entry
        self._song = song
        self._file = file
        self._journal = journal

    def write(self, form: Song) -> None:
        """Remember the form that the song has now. Raises FileProblemError."""
        if form == self._song:
            self._file.clear()
        else:
            self._file.save(SongUnderWay.of(form, self._entry))

    def keep(self, form: Song) -> None:
        """Put this form into the journal, beside the first one. Raises FileProblemError; it is still on disk then."""
        SongUnderWay.of(form, self._entry).keep(self._journal)
        self._file.clear()

    def let_go(self) -> None:
        """The first one stays as it was. Raises FileProblemError."""
        self._file.clear()


def recover(file: DraftFile, journal: Journal) -> bool:
    """Put a song that was being changed when the program ended into the journal; whether there was one."""
    found = file.load(SongUnderWay)
    if found is None:
        return False
    found.keep(journal, (RECOVERED_TAG,))
    file.clear()
    return True
