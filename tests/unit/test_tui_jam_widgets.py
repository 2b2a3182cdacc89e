"""What is drawn of music, and what is said of it: the shape, the drift, the words."""

import pytest
from msgspec.structs import replace

from companion.domain.harmony import Chord, Key, Meter
from companion.domain.units import Beats
from companion.services.jamming.modes import breath_beats
from companion.services.jamming.state import CallPhase, JamState, LayerState
from companion.tui.screens.jam_menu import BREATHS
from companion.tui.widgets.breath import BREATH_BEATS, STEPS, fullness_at, shape, swell
from companion.tui.widgets.jam_words import about_words, coming_words, middle_words, state_words

F, BFLAT = (Chord(name, "I", 0.0, 3.0, (53, 60, 65)) for name in ("F", "Bb"))
PLAIN = JamState(
    beats=0.0, chord=F, next_chord=BFLAT, pads=(60,) * 8, record="off", hands_rest=False, played=0, bpm=66.4,
    key=Key("Bb"), groove="lullaby", bars_to_next=1, section="verse",
    parts=(("melody", False), ("chords", True), ("bass", True), ("pulse", False)),
)  # fmt: skip


def dots(rows: list[str]) -> set[tuple[int, int]]:
    """The places of the dots, in dots from the left and the top."""
    bits = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
    return {
        (column * 2 + x, row * 4 + y)
        for row, line in enumerate(rows)
        for column, sign in enumerate(line)
        for y, pair in enumerate(bits)
        for x, bit in enumerate(pair)
        if sign != " " and (ord(sign) - 0x2800) & bit
    }


@pytest.mark.parametrize("step", [0, 17, 48, STEPS])
@pytest.mark.parametrize("size", [(34, 9), (60, 17), (5, 3), (3, 9)])
def test_the_shape_is_even_on_both_sides_and_fills_its_rows(size: tuple[int, int], step: int) -> None:
    width, height = size
    rows = ["".join(text for text, _ in row) for row in shape(width, height, step)]
    assert [len(row) for row in rows] == [width] * height
    found = dots(rows)
    assert found
    assert {(2 * width - 1 - x, 4 * height - 1 - y) for x, y in found} == found


def test_the_shape_widens_with_the_breath_and_comes_round() -> None:
    widths = [max(x for x, _ in dots(["".join(t for t, _ in r) for r in shape(34, 9, s)])) for s in range(STEPS + 1)]
    assert widths == sorted(widths)
    assert len(set(widths)) > 5, "it moves in small steps"
    assert fullness_at(0.0) == fullness_at(BREATH_BEATS) == 0.0
    assert fullness_at(BREATH_BEATS / 2) == pytest.approx(1.0)
    assert swell(0.25) == pytest.approx(0.5)


def test_what_sounds_and_what_comes_are_said_in_words() -> None:
    assert middle_words(PLAIN) == "F"
    assert coming_words(PLAIN) == "then B♭ at the next bar"
    assert coming_words(replace(PLAIN, bars_to_next=3)) == "then B♭ in 3 bars"
    assert coming_words(replace(PLAIN, next_chord=None)) == ""
    assert coming_words(replace(PLAIN, is_staying=True)) == "it stays on F"
    assert about_words(PLAIN) == "verse · B♭ major · ♩ = 66"
    assert about_words(replace(PLAIN, section="")) == "B♭ major · ♩ = 66"


@pytest.mark.parametrize("phase", ["listen", "yours"])
def test_whose_turn_it_is_stands_in_the_middle_and_the_chord_beside(phase: CallPhase) -> None:
    turn = replace(PLAIN, call_phase=phase)
    assert middle_words(turn) == phase
    assert coming_words(turn) == "▸ F   then B♭ at the next bar"


@pytest.mark.parametrize("changes", [{"beats": None}, {"is_steady": True}])
def test_nothing_is_said_of_music_that_does_not_run(changes: dict[str, bool | Beats | None]) -> None:
    quiet = replace(PLAIN, **changes)
    assert (middle_words(quiet), coming_words(quiet)) == ("", "")


def test_everything_that_is_switched_is_also_in_words() -> None:
    assert state_words(PLAIN) == ""
    layers = (LayerState("take 1", True), LayerState("take 2", False))
    everything = replace(
        PLAIN, record="recording", is_paused=True, is_free=True, is_latched=True, is_holding=True, breath=0.5,
        parts=(("chords", False), ("bass", False)), layers=layers,
    )  # fmt: skip
    assert state_words(everything).split(" · ") == [
        "● recording", "paused", "free notes", "notes are held", "it stays with you", "breathing together",
        "without chords and bass", "2 takes below you, 1 silent",
    ]  # fmt: skip
    assert state_words(replace(PLAIN, hands_rest=True)) == "Keep that?  enter keeps it"
    assert state_words(replace(PLAIN, layers=layers[:1])) == "a take below you, silent"
    assert "space begins again" in state_words(PLAIN, is_over=True)
    assert "enter keeps" in state_words(replace(PLAIN, played=4), is_over=True)
    assert "Any key plays" in state_words(PLAIN, has_ears_only=True)


@pytest.mark.parametrize("meter", ["3/4", "4/4", "6/8", "5/4", "2/4", "7/8"])
@pytest.mark.parametrize("breaths", BREATHS)
def test_a_breath_is_whole_bars_at_a_pace_that_can_be_played(meter: str, breaths: float) -> None:
    bar = Meter.parse(meter).bar_beats
    beats = breath_beats(breaths, Meter.parse(meter))
    assert beats % bar == 0
    assert 48 <= beats * breaths <= 90
