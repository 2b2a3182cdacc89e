"""Three songs that never change, whatever the engine learns: pictures of the screen show them."""

from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.harmony import Chord, Key, Meter
from companion.domain.song import Contract, MelodyNote, Section, Song

LINES = ("There is a place where it is quiet", "and I can hear the kettle there")
_SPELLED = "There is a place where it is qui- et and I can hear the ket- tle there"
_SUNG = _SPELLED.split()
_PITCHES = (65, 67, 69, 67, 65, 67, 69, 70, 69, 67, 65, 64, 65, 67, 65, 62, 65)


def _note(number: int, text: str, after: str) -> MelodyNote:
    is_begin, is_end = text.endswith("-"), after.endswith("-")
    return MelodyNote(
        _PITCHES[number], number * 1.5, 1.5, text.strip("-"), "begin" if is_begin else "end" if is_end else "single"
    )


_LULLABY = Song(
    title="There is a place where it is quiet",
    name="Rocking, like a lullaby",
    feeling="tired",
    affect=Affect(0, -2),
    seed=7,
    key=Key("F"),
    meter=Meter(3, 4),
    tempo_bpm=66.0,
    groove="lullaby",
    loop_bars=4,
    sections=(Section("verse", 0, 12, LINES),),
    chords=tuple(
        Chord(symbol, roman, bar * 3.0, 3.0, (53, 60, 65, 69))
        for bar, (symbol, roman) in enumerate((("F", "I"), ("Bb", "IV"), ("F", "I"), ("C", "V")) * 3)
    ),
    melody=tuple(
        _note(number, text, before)
        for number, (text, before) in enumerate(zip(_SUNG, ("", *_SUNG), strict=False))
    ),
    contract=Contract(()),
    why=(
        "It comes home every four bars and stays within seven notes.",
        "It rocks in three, like someone being carried.",
        "The tune moves in small steps, so it is easy to sing.",
    ),
)
SONGS = (
    _LULLABY,
    replace(_LULLABY, name="Walking slowly", why=("It is a little darker, and moves in small steps.",)),
    replace(_LULLABY, name="Like a hymn", why=("It is the plainest of the three, and the easiest to sing.",)),
)
