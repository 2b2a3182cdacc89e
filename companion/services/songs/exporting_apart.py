"""Writing a song's file in a process of its own, so that notation and rendering let no key wait."""

import subprocess
import sys
from pathlib import Path

from msgspec import json

from companion.domain.song import Song
from companion.errors import CompanionError
from companion.files import free_path, name_from
from companion.language import _

NAMELESS = "a-song"
FORMAT_WORDS = {
    ".pdf": _("a page to print"),
    ".mid": _("for other music programs and keyboards"),
    ".wav": _("sound, to listen to anywhere"),
    ".ogg": _("sound, smaller"),
    ".flac": _("sound, smaller, nothing lost"),
    ".musicxml": _("notes, for notation programs"),
    ".svg": _("the notes as a picture"),
    ".html": _("a page for the browser"),
    ".md": _("words and chords as plain text"),
}
"""What each kind of file is good for, in the order in which it is offered."""


def place_for(song: Song, suffix: str, folder: Path) -> Path:
    """A path in `folder` that is named after the song and not taken yet."""
    return free_path(folder, name_from(song.title, NAMELESS), suffix)


def write_apart(song: Song, path: Path, soundfont: str | None = None) -> None:
    """Write the song by the path's suffix and wait for it (call it from a thread). Raises CompanionError."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(path), soundfont or ""],
        input=json.encode(song),
        capture_output=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode != 0:
        said = done.stdout.decode(errors="replace").strip()
        raise CompanionError(said or _("{name} could not be written.").format(name=path.name))


def main() -> int:
    """The process itself: the song as JSON on standard input; what went wrong as a sentence on standard output."""
    from companion.services.songs.exporting import write_song

    path, soundfont = sys.argv[1:3]
    try:
        write_song(json.decode(sys.stdin.buffer.read(), type=Song), Path(path), soundfont or None)
    except CompanionError as error:
        sys.stdout.write(str(error))
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
