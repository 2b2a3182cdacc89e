"""What a song is called when nobody named it: its first words, cut where they breathe."""

from companion.domain.affect import Affect
from companion.domain.feelings import FEELINGS
from companion.domain.song import Song
from companion.language import N_

LONGEST_TITLE = 40
PAUSES = (",", ";", ":", ".", "–", "—", "،", "、", "，")
_LONGEST_WORD = 60


def title_of(lines: tuple[str, ...]) -> str:
    """A title from the first line that has a letter, shortened to whole words; empty without one."""
    line = next((line for line in lines if any(map(str.isalpha, line)) and not line.lstrip().startswith("[")), "")
    words = line.split()
    while len(words) > 1 and len(" ".join(words)) > LONGEST_TITLE:
        words.pop()
    short = " ".join(words)
    pause = max(map(short.rfind, PAUSES))
    if short != " ".join(line.split()) and pause > len(short) // 2:
        short = short[:pause]  # a cut where the line breathes leaves no "and" hanging
    title = short[:_LONGEST_WORD].rstrip(" ,;:.–—")
    return title[:1].upper() + title[1:]


def nearest_word(affect: Affect) -> str:
    """The feeling word that lies nearest on the grid."""

    def distance(word: str) -> int:
        place = FEELINGS[word]
        return abs(place.valence - affect.valence) + abs(place.arousal - affect.arousal)

    return min(FEELINGS, key=distance)


def own_name(song: Song, others: list[Song]) -> str:
    """The groove's title; where another suggestion has it too, with what sets this one apart."""
    taken = {other.name for other in others}
    if song.name not in taken:
        return song.name
    shape = next((why for why in song.why if why.startswith("The tune ")), "")
    own = N_("{name}; {shape}").format(name=song.name, shape=shape.removeprefix("The tune ").rstrip("."))
    name = own if shape else song.name
    count = 2
    while name in taken:
        name = N_("{name}, another way ({count})").format(name=song.name, count=count)
        count += 1
    return name
