"""A song as a notation file that any notation program opens."""

from companion.domain.song import Song


def musicxml(song: Song) -> bytes:
    """The song as MusicXML 4.0: key, meter, tempo, chord symbols, syllables, sections as rehearsal marks, title."""
    from companion.engine import m21  # half a second at its first import

    return m21.song_as_musicxml(song)
