"""Songs and takes into files; the suffix decides the format. Adding one is one line in a table."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from msgspec.structs import replace

from companion.domain.entry import Entry
from companion.domain.score import Part, Score
from companion.domain.song import Song
from companion.domain.take import Take
from companion.errors import CompanionError, NoDeviceError, WrongUseError
from companion.files import make_folder, replace_file
from companion.journal.store import Journal
from companion.language import _
from companion.paths import places

ELSEWHERE = _("Choose another place for the file.")
AUDIO = (".wav", ".flac", ".ogg")
SONG_FORMATS = (".mid", ".musicxml", *AUDIO, ".svg", ".pdf", ".html", ".md")
TAKE_FORMATS = (".mid", *AUDIO)
SONG_TRACKS = ("melody", "chords", "bass", "pulse")


def check_suffixes(paths: tuple[Path, ...], known: tuple[str, ...] = SONG_FORMATS) -> None:
    """Raise WrongUseError for the first path whose suffix can't be written, before anything is made."""
    for path in paths:
        if path.suffix.lower() not in known:
            raise WrongUseError(
                _("{name} is not a kind of file that can be written.").format(name=path.name),
                _("End its name with {known}.").format(known=", ".join(known)),
            )


def write_song(song: Song, path: Path, soundfont: str | None = None) -> None:
    """Write a song by the path's suffix. Raises CompanionError."""
    check_suffixes((path,))
    make_folder(path.absolute().parent, ELSEWHERE)
    suffix = path.suffix.lower()
    if suffix in AUDIO:
        _write_sound(_arranged(song), path, soundfont)
    elif suffix == ".mid":
        _write_midi(_with_every_track(_arranged(song)), path)
    elif suffix == ".md":
        from companion.exports.markdown import song_as_markdown

        replace_file(path, song_as_markdown(song).encode())
    else:
        replace_file(path, _PAPER[suffix](song))


def write_take(take: Take, song: Song | None, path: Path, soundfont: str | None = None) -> None:
    """Write a take over the backing that it was played to (alone, where that is not known). Raises CompanionError."""
    check_suffixes((path,), TAKE_FORMATS)
    make_folder(path.absolute().parent, ELSEWHERE)
    score = backing_of(take, song)
    if path.suffix.lower() == ".mid":
        _write_midi(score, path, take)
    else:
        _write_sound(with_take(score, take), path, soundfont)


def write_tidied(
    take: Take, song: Song | None, path: Path, strength: float, grid: float | None = None, soundfont: str | None = None
) -> None:
    """Write a tidied copy of a take (see `tidying.tidied`) over its backing. Raises CompanionError."""
    from companion.services.takes import beside as takes
    from companion.services.takes.tidying import tidied

    check_suffixes((path,), TAKE_FORMATS)
    score = takes.with_notes(takes.backing_of(take, song), tidied(take, strength, grid))
    if path.suffix.lower() == ".mid":
        make_folder(path.absolute().parent, ELSEWHERE)
        _write_midi(score, path)
    else:
        write_score_sound(score, path, soundfont)


def export_entry(entry: Entry, path: Path, journal: Journal) -> None:
    """Write a song or a take from the journal by the path's suffix. Raises CompanionError."""
    if isinstance(entry.body, Song):
        write_song(entry.body, path)
    elif isinstance(entry.body, Take):
        write_take(entry.body, song_of(entry, journal), path)
    else:
        raise WrongUseError(
            _("A {kind} can't be written as {suffix}.").format(kind=entry.kind, suffix=path.suffix),
            _("Use .md or .json for it."),
        )


def song_of(entry: Entry, journal: Journal) -> Song | None:
    """The song that a take was played to: the one it names, else the first one of the same session.

    Later songs of a session come from the studio.
    """
    song_id = entry.body.song_id if isinstance(entry.body, Take) else None
    if song_id is not None:
        with suppress(CompanionError):  # the song was deleted since
            named = journal.get(song_id).body
            return named if isinstance(named, Song) else None
    if entry.session_id is None:
        return None
    songs = [each.body for each in journal.of_session(entry.session_id) if isinstance(each.body, Song)]
    return songs[0] if songs else None


def backing_of(take: Take, song: Song | None) -> Score:
    """The backing as it came round while the take was played; an empty score where it is not known."""
    from companion.services.takes import beside as takes

    return takes.backing_of(take, song)


def with_take(score: Score, take: Take) -> Score:
    """The score with the take as one more part, for rendering."""
    from companion.services.takes.beside import take_part

    return take_part(score, take)


def _arranged(song: Song) -> Score:
    from companion.engine.endings import to_its_end

    return to_its_end(song)


def _with_every_track(score: Score) -> Score:
    """The score with an empty part for each name that scripts look for and this groove does not play."""
    from companion.engine.backing import CHANNELS

    missing = (name for name in SONG_TRACKS if score.part(name) is None)
    return replace(score, parts=(*score.parts, *(Part(name, CHANNELS[name], 0, ()) for name in missing)))


def write_score_sound(score: Score, path: Path, soundfont: str | None = None) -> None:
    """Render a score into a sound file. Raises CompanionError."""
    make_folder(path.absolute().parent, ELSEWHERE)
    _write_sound(score, path, soundfont)


def write_sound_of_file(midi: Path, path: Path, soundfont: str | None = None) -> None:
    """Render any MIDI file into a sound file. Raises CompanionError."""
    from companion.exports.audio import write_audio
    from companion.midi.render import render_file

    sound = render_file(midi, _font(soundfont))
    make_folder(path.absolute().parent, ELSEWHERE)
    write_audio(sound, path)


def _write_midi(score: Score, path: Path, take: Take | None = None) -> None:
    from companion.midi.smf import write_score
    from companion.services.jamming.jam import PLAYER_PROGRAM

    content = BytesIO()
    write_score(score, content, take, PLAYER_PROGRAM)
    replace_file(path, content.getvalue())


def _write_sound(score: Score, path: Path, soundfont: str | None) -> None:
    from companion.exports.audio import write_audio
    from companion.midi.render import render_score

    write_audio(render_score(score, _font(soundfont)), path)


def _font(wanted: str | None) -> Path:
    from companion.midi.soundfonts import choose

    font, problem = choose(wanted, places().soundfonts)
    if problem is not None or font is None:
        raise problem or NoDeviceError(
            _("There is no SoundFont on this computer."), _("soundfonts/README.md names some.")
        )
    return font


def _musicxml(song: Song) -> bytes:
    from companion.engine.notation import musicxml

    return musicxml(song)


def _svg(song: Song) -> bytes:
    from companion.exports.leadsheet import svg_sheet

    return svg_sheet(_musicxml(song)).encode()


def _pdf(song: Song) -> bytes:
    from companion.exports.songbook import pdf
    from companion.exports.songsheet import SongSheet

    return pdf([SongSheet(song, _musicxml(song))], title=song.title)


def _html(song: Song) -> bytes:
    from companion.exports.page import html
    from companion.exports.songsheet import SongSheet

    return html([SongSheet(song, _musicxml(song))], title=song.title).encode()


_PAPER: dict[str, Callable[[Song], bytes]] = {".musicxml": _musicxml, ".svg": _svg, ".pdf": _pdf, ".html": _html}
