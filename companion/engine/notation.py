"""A song as a notation file that any notation program opens."""

from functools import lru_cache

from companion.domain.song import Song


@lru_cache(maxsize=2)  # one song is often written as several kinds of file
def musicxml(song: Song) -> bytes:
    """The song as MusicXML 4.0: key, meter, tempo, chord symbols, syllables, sections as rehearsal marks, title."""
    from companion.engine import m21  # half a second at its first import

    return m21.song_as_musicxml(song)
