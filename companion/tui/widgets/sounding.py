"""What sounds in the studio, in words: how far, and which chord comes next."""

from msgspec import Struct

from companion.domain.harmony import chord_at
from companion.domain.song import Song
from companion.domain.units import Beats
from companion.services.songs.page import PageLine
from companion.services.songs.theory import chord_name


class Sounding(Struct, frozen=True):
    """A stretch of a song that is heard; beat 0 of the sound is `offset_beats` of the song.

    `follows`: whether it is the song on the page, so that the page can follow.
    """

    song: Song
    offset_beats: Beats
    follows: bool

    def line_of(self, page: tuple[PageLine, ...], beats: Beats) -> int | None:
        """The index of the line that is heard; None where the page shows another form."""
        at = self.offset_beats + beats
        inside = (i for i, line in enumerate(page) if line.start_beats <= at < line.end_beats)
        return next(inside, None) if self.follows else None

    def in_words(self, beats: Beats) -> str:
        """ "▶ 0:14   F, then C"; only the sign and the time where the page shows another form."""
        tempo = self.song.tempo
        seconds = int(tempo.seconds_at(self.offset_beats + beats) - tempo.seconds_at(self.offset_beats))
        time = f"▶ {seconds // 60}:{seconds % 60:02}"
        if not self.follows:
            return time
        chord = chord_at(self.song.chords, self.offset_beats + beats)
        if chord is None:
            return time
        after = self.song.chords[self.song.chords.index(chord) + 1 :]
        following = next((each for each in after if each.symbol != chord.symbol), None)
        coming = f" → {chord_name(following)}" if following else ""
        return f"{time}   {chord_name(chord)}{coming}"
