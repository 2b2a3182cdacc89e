"""What many of these tests ask for: a house, a session's desk, and a small song of our own with its notation."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.harmony import Chord, Key, Meter
from companion.domain.song import Contract, MelodyNote, Section, Song
from tests.unit.faces import House, house_in
from tests.unit.given import Office
from tests.unit.jams import CALM, Room
from tests.unit.services import Desk

VERSE = ("When the house is still and gray,", "I keep a lamp beside the stairs.")
CHORUS = ("Stay a little longer,", "stay until it's light.")
VERSE_SUNG = "When the house is still and gray, I keep a lamp be- side the stairs."
CHORUS_SUNG = "Stay a lit- tle long- er, stay un- til it's light."
SYLLABLES = (*VERSE_SUNG.split(), *CHORUS_SUNG.split())
SYMBOLS = ("F", "Bb", "F", "C7", "F", "Bb", "C", "F")

NotationOf = Callable[..., bytes]


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """Someone's usual house, in the test's own folder; a test's parameter are other settings."""
    with house_in(tmp_path, getattr(request, "param", None)) as made:
        yield made


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A jam that runs over a calm ground, sixty beats a minute."""
    made = Room(tmp_path, replace(CALM, tempo_bpm=60.0))
    made.start()
    yield made
    made.sound.close()


@pytest.fixture
def office(house: House, tmp_path: Path) -> Office:
    """A therapist's key, and the folder in which their files come."""
    folder = tmp_path / "office"
    folder.mkdir()
    return Office(house.companion, folder)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """What a session writes on, in the test's own folder."""
    return Desk(tmp_path)


@pytest.fixture
def song() -> Song:
    """Sixteen bars of three four, two syllables a bar."""
    notes = tuple(
        MelodyNote(65 + number % 5, number * 1.5, 1.5, text.strip("-"), "begin" if text.endswith("-") else "single")
        for number, text in enumerate(SYLLABLES)
    )
    chords = tuple(Chord(symbol, "I", bar * 3.0, 3.0, (53, 60)) for bar, symbol in enumerate(SYMBOLS * 2))
    return Song(
        title="The quiet stairs",
        name="Rocking, like a lullaby",
        feeling="calm",
        affect=Affect(2, -3),
        seed=7,
        key=Key("F"),
        meter=Meter(3, 4),
        tempo_bpm=66.0,
        groove="lullaby",
        loop_bars=8,
        sections=(Section("verse", 0, 8, VERSE), Section("chorus", 8, 8, CHORUS)),
        chords=chords,
        melody=notes,
        contract=Contract(()),
        why=(),
    )


@pytest.fixture
def notation_of() -> NotationOf:
    """Makes MusicXML: a title, and bars of three four with a chord, a dotted half and a syllable each."""
    return _notation


def _notation(title: str = "The quiet stairs", syllables: Sequence[str] = SYLLABLES, section_every: int = 8) -> bytes:
    bars = "".join(_bar(number, text, section_every) for number, text in enumerate(syllables))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0">'
        f"<work><work-title>{escape(title)}</work-title></work>"
        '<part-list><score-part id="P1"><part-name/></score-part></part-list>'
        f'<part id="P1">{bars}</part></score-partwise>'
    ).encode()


def _bar(number: int, text: str, section_every: int) -> str:
    step, alter = ("B", "<root-alter>-1</root-alter>") if number % 4 == 1 else ("F", "")
    rehearsal = "<direction-type><rehearsal>verse</rehearsal></direction-type>"
    metronome = "<metronome><beat-unit>quarter</beat-unit><per-minute>66</per-minute></metronome>"
    opening = (
        "<attributes><divisions>1</divisions><key><fifths>-1</fifths></key>"
        "<time><beats>3</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>"
        f"<direction><direction-type>{metronome}</direction-type></direction>"
    )
    return (
        f'<measure number="{number + 1}">{opening if number == 0 else ""}'
        f'{"" if number % section_every else f"<direction>{rehearsal}</direction>"}'
        f"<harmony><root><root-step>{step}</root-step>{alter}</root><kind>major</kind></harmony>"
        "<note><pitch><step>A</step><octave>4</octave></pitch><duration>3</duration><type>half</type><dot/>"
        f"<lyric><syllabic>single</syllabic><text>{escape(text)}</text></lyric></note></measure>"
    )
