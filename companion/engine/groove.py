"""Grooves as data: what each part plays on a strong, a middle and a weak beat. Adding one is one TOML file."""

from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.harmony import Meter
from companion.domain.units import Pitch, Velocity, require
from companion.engine.pulse_grid import Strength, groups
from companion.errors import FileProblemError, WrongUseError
from companion.language import _

PART_NAMES = ("pulse", "bass", "chords", "air")
_FOLDER = Path(__file__).with_name("grooves")
_TOKENS = frozenset("bfx1234.-")


class Cells(Struct, frozen=True, forbid_unknown_fields=True):
    """What a part plays on one felt beat, by its strength: two signs for a beat in two, three for one in three.

    Signs: b bass note, f the fifth above it, x the whole chord, 1 to 4 one voice of it from below, . silence,
    - the sign before goes on (also over the bar's end, when a beat starts with it); in the pulse, a letter of its
    `drums`.
    """

    strong: str
    middle: str
    weak: str

    def of(self, strength: Strength) -> str:
        """The signs for a beat of that strength."""
        return {"strong": self.strong, "middle": self.middle, "weak": self.weak}[strength]


class GroovePart(Struct, frozen=True, forbid_unknown_fields=True):
    """One player: `twos` for beats that divide in two, `threes` for those of 6/8; `turn` replaces the signs of the
    last beat before a section turns. `bars` gives a whole bar of a meter its own signs, an eighth each."""

    name: str
    velocity: Velocity
    twos: Cells
    threes: Cells
    program: int = 0
    drums: dict[str, Pitch] = {}
    bars: dict[str, str] = {}
    turn: str = ""

    def __post_init__(self) -> None:
        require(self.name in PART_NAMES, f"a part is called one of {', '.join(PART_NAMES)}, not '{self.name}'")
        _require_velocity(self.velocity)
        _require_program(self.program)
        for letter, drum in self.drums.items():
            require(len(letter) == 1 and letter not in _TOKENS, f"'{letter}' can't be a drum; take one other letter")
            require(0 <= drum <= 127, f"the drum '{letter}' is {drum}; MIDI's keys run from 0 to 127")
        known = _TOKENS | set(self.drums)
        for cells, size in ((self.twos, 2), (self.threes, 3)):
            for strength in ("strong", "middle", "weak"):
                signs = cells.of(strength)
                require(len(signs) == size, f"'{signs}' has {len(signs)} signs; a beat here has {size}")
                require(set(signs) <= known, f"'{signs}' has a sign that means nothing here")
        for meter, signs in self.bars.items():
            eighths = round(Meter.parse(meter).bar_beats * 2)
            require(len(signs) == eighths, f"'{signs}' has {len(signs)} signs; a bar of {meter} has {eighths}")
            require(set(signs) <= known, f"'{signs}' has a sign that means nothing here")
        require(set(self.turn) <= known, f"'{self.turn}' has a sign that means nothing here")


class MelodyVoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Who plays the tune: a General MIDI program (0 to 127) and how loud."""

    program: int
    velocity: Velocity

    def __post_init__(self) -> None:
        _require_program(self.program)
        _require_velocity(self.velocity)


class Groove(Struct, frozen=True, forbid_unknown_fields=True):
    """A way to play. `title` and `reason` are for people; `meters` are where it is at home, best first;
    `place` is where on the grid it fits best, as [valence, arousal]; `elsewhere` is the reason in other meters."""

    title: str
    reason: str
    meters: tuple[str, ...]
    place: tuple[int, int]
    melody: MelodyVoice
    parts: tuple[GroovePart, ...]
    elsewhere: str = ""

    def __post_init__(self) -> None:
        require(bool(self.meters), "a groove needs at least one meter")
        for meter in self.meters:
            Meter.parse(meter)
        Affect(*self.place)
        names = [part.name for part in self.parts]
        require(len(set(names)) == len(names) and bool(names), "a groove has each part at most once, and at least one")

    def reason_in(self, meter: Meter) -> str:
        """Why it fits, as it is true in a meter."""
        return self.reason if meter.name in self.meters or not self.elsewhere else self.elsewhere

    @property
    def affect(self) -> Affect:
        """Its place on the grid."""
        return Affect(*self.place)


def _require_program(program: int) -> None:
    """Raise ValueError for what is no General MIDI program."""
    require(0 <= program <= 127, f"program is {program}; General MIDI has 0 to 127")


def _require_velocity(velocity: Velocity) -> None:
    """Raise ValueError for a velocity that no groove needs: 0 is silence, over 100 is loud."""
    require(1 <= velocity <= 100, f"velocity is {velocity}; it runs from 1 to 100")


def bar_signs(part: GroovePart, meter: Meter) -> str:
    """What a part plays in one bar of any meter, a sign an eighth (the last may be shorter)."""
    if meter.name in part.bars:
        return part.bars[meter.name]
    signs = ""
    for group in groups(meter):
        if group.is_compound:
            signs += part.threes.of(group.strength)
        else:
            cell = part.twos.of(group.strength)
            signs += cell if group.length >= 1 else cell[0]
    return signs


def groove_names() -> tuple[str, ...]:
    """The names of all grooves, in alphabetical order."""
    return tuple(sorted(_folder_names()))


def groove_named(name: str) -> Groove:
    """One of the shipped grooves. Raises WrongUseError for an unknown name."""
    wanted = name.strip().casefold()
    if wanted not in _folder_names():
        raise WrongUseError(
            _("There is no groove called '{name}'.").format(name=name),
            _("There are: {names}.").format(names=", ".join(groove_names())),
        )
    return _shipped(wanted)


def read_groove(path: Path) -> Groove:
    """Read a groove's file. Raises FileProblemError naming the file and the key that is wrong."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    return _decode(raw, str(path))


@lru_cache(maxsize=1)
def _folder_names() -> frozenset[str]:
    return frozenset(file.stem for file in _FOLDER.glob("*.toml"))


@lru_cache(maxsize=64)
def _shipped(name: str) -> Groove:
    return _decode((_FOLDER / f"{name}.toml").read_bytes(), f"{name}.toml")


def _decode(raw: bytes, name: str) -> Groove:
    try:
        return msgspec.toml.decode(raw, type=Groove)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        problem, at, key = str(error).replace("`", "'").partition(" - at '$.")
        where = f" ({key.rstrip(chr(39))})" if at else ""
        raise FileProblemError(
            _("The groove {name} can't be used: {problem}.").format(name=name, problem=f"{problem}{where}"),
            _("Mend that line of the file."),
        ) from error
