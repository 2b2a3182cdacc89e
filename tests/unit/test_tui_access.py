"""Everyone can read it and reach everything: colours, stillness, the menu, the row of keys, where the keys go."""

from pathlib import Path

import pytest
from textual import constants
from textual.binding import Binding
from textual.pilot import Pilot
from textual.theme import Theme

from companion.midi.protocol import Play
from companion.settings import Settings
from companion.tui.themes import THEMES
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.keys import KeyRow
from tests.unit.faces import House, house_in
from tests.unit.pilots import program, question, shown, until, until_shown

PLACES = [
    ("arrive", ""),
    ("before", "feeling"),
    ("before", "affect"),
    ("before", "distress"),
    ("words", "1"),
    ("words", "whole"),
    ("song", ""),
    ("play", ""),
    ("sing", ""),
]
SAID_OTHERWISE = {"cover": "Cover the screen", "close": "Close the program", "louder": "Louder", "softer": "Softer"}
FOR_EVERYONE = ("up", "down", "left", "right", "home", "end", "enter", "space", "escape", "tab")
MOST_KEYS = 5
READABLE, CLEARLY_READABLE = 4.5, 7.0


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB" (WCAG 2.1)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pairs(theme: Theme) -> dict[str, tuple[str, str]]:
    """Every text and the ground that it stands on, by name."""
    ground, accent = theme.background or "", theme.accent or ""
    shade = theme.variables["shade"]
    texts = {"ink": theme.foreground or "", "accent": accent}
    texts |= {name: theme.variables[name] for name in ("soft", "faint", "warm")}
    on_ground = {f"{name} on ground": (text, ground) for name, text in texts.items()}
    on_shade = {f"{name} on shade": (texts[name], shade) for name in ("ink", "accent", "faint")}
    return {**on_ground, **on_shade, "ground on accent": (ground, accent)}


@pytest.mark.parametrize("name", ["paper", "night", "clear"])
def test_every_text_can_be_read_on_its_ground(name: str) -> None:
    least = CLEARLY_READABLE if name == "clear" else READABLE
    found = {what: contrast(*colours) for what, colours in pairs(THEMES[name]).items()}
    assert {what: round(ratio, 2) for what, ratio in found.items() if ratio < least} == {}


def test_the_terminals_own_colours_are_not_mixed_with_ours() -> None:
    theme = THEMES["terminal"]
    colours = (theme.background, theme.foreground, theme.accent, *(theme.variables[n] for n in ("soft", "warm")))
    assert set(colours) == {"ansi_default"}


@pytest.mark.parametrize(("step", "part"), PLACES)
async def test_every_place_can_be_used_without_a_mouse_and_without_knowing_it(
    house: House, step: str, part: str
) -> None:
    async with question(house, step, part) as pilot:
        if step == "song":
            await until(pilot, "SongPanel Choices:focus")
        await the_row_of_keys_is_short_and_whole(pilot)
        await tab_there_and_back_never_loses_the_keys(pilot)
        await everything_on_a_letter_ctrl_or_f_key_is_in_the_menu(pilot)


async def the_row_of_keys_is_short_and_whole(pilot: Pilot[None]) -> None:
    """It begins with enter where enter does something, and its last item is not cut."""
    await until(pilot, lambda: shown(pilot).splitlines()[-1].strip().endswith(("? more", "f1 more")))
    row = shown(pilot).splitlines()[-1].strip()
    assert len(pilot.app.screen.query_one(KeyRow).children) <= MOST_KEYS + 1
    assert row.startswith(("space begin  enter", "enter"))


async def tab_there_and_back_never_loses_the_keys(pilot: Pilot[None]) -> None:
    """Also where tab means something else, and then the row of keys says so; also through a question over it."""
    await until(pilot, lambda: pilot.app.focused is not None)
    before = pilot.app.focused
    tab_is_bound = any(each.key == "tab" and each.action == "offer" for each in _our_bindings(pilot))
    assert not tab_is_bound or "tab words" in shown(pilot)
    await pilot.press("tab")
    assert pilot.app.focused is not None
    await pilot.press("shift+tab")
    assert pilot.app.focused is before
    await pilot.press("escape", "tab", "shift+tab", "escape")
    await until(pilot, ".panel")
    assert pilot.app.focused is before


async def everything_on_a_letter_ctrl_or_f_key_is_in_the_menu(pilot: Pilot[None]) -> None:
    """And nothing stands there twice."""
    wanted = {_label(binding) for binding in _our_bindings(pilot) if binding.key not in FOR_EVERYONE}
    await pilot.press("f1")
    await until(pilot, "HelpModal ChoiceRow")
    labels = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
    assert wanted - {*labels, "more"} == set()
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("step", "part", "row", "comes"),
    [
        ("words", "1", "words", "rain   kettle"),
        ("words", "1", "enough, make a song", "Your words."),
        ("words", "1", "skip", "I bring my"),
        ("words", "1", "back", "There is a place where it is"),
        ("words", "1", "stop gently", "You have stopped"),
        ("words", "1", "back, stop", "Stay, go back"),
        ("words", "whole", "syllables", "  9"),
        ("words", "whole", "make it a song", "Which of these"),
        ("before", "affect", "leave it out", "How hard is it"),
        ("song", "", "chords", "♩"),
        ("song", "", "any is fine", "Keys 1 to 8"),
        ("play", "", "record", "● recording"),
        ("play", "", "on", "Sing along"),
    ],
)
async def test_a_row_of_the_menu_does_what_it_says(house: House, step: str, part: str, row: str, comes: str) -> None:
    async with question(house, step, part) as pilot:
        if step == "song":
            await until(pilot, "SongPanel Choices:focus")
        await pilot.press("f1")
        await until(pilot, "HelpModal ChoiceRow")
        rows = [each.choice.label for each in pilot.app.screen.query(ChoiceRow)]
        await pilot.press(*["down"] * rows.index(row), "enter")
        await until_shown(pilot, comes)


async def test_rows_beyond_the_edge_come_into_view(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        await pilot.press("f1")
        await until(pilot, "HelpModal ChoiceRow")
        await pilot.press("end")
        await until_shown(pilot, "▸ Close the program")
        await pilot.press("home")
        await until_shown(pilot, "▸ choose")


@pytest.mark.parametrize("is_still", [True, False])
async def test_nothing_moves_where_the_terminal_wants_no_animations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_still: bool
) -> None:
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none" if is_still else "full")
    with house_in(tmp_path, Settings(welcomed=True, audio_driver="none")) as house:
        async with question(house, "arrive") as pilot:
            await until(pilot, lambda: house.companion.sound.position is not None)
            await pilot.press("3")
            await until_shown(pilot, "Breathe easily")
            await pilot.pause(0.1)
            before = shown(pilot)
            house.clock.move(4.0)
            await pilot.pause(0.2)
            assert (shown(pilot) == before) is is_still


async def test_stillness_from_the_menu_holds_at_once(tmp_path: Path) -> None:
    with house_in(tmp_path, Settings(welcomed=True, audio_driver="none")) as house:
        async with question(house, "play") as pilot:
            house.server.wait_for(Play)
            pilot.app.action_stillness()  # type: ignore[attr-defined]
            await pilot.pause(0.1)
            before = shown(pilot).splitlines()[3:12]
            house.clock.move(0.5)
            await pilot.pause(0.2)
            assert shown(pilot).splitlines()[3:12] == before


async def test_without_colours_everything_is_still_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with program(house) as pilot:
        await until_shown(pilot, "▸ 2 A new session")
        await pilot.press("2")
        await until_shown(pilot, "▸ 1 A steady place")
        await pilot.press("enter")
        await until_shown(pilot, "▸ 4 Go straight on")


def _our_bindings(pilot: Pilot[None]) -> list[Binding]:
    """Every key that the open place binds in our own classes."""
    return [
        binding
        for node, binding, is_enabled, _ in pilot.app.screen.active_bindings.values()
        if is_enabled
        for cls in type(node).__mro__
        if cls.__module__.startswith("companion.")
        if any(isinstance(own, Binding) and own.action == binding.action for own in cls.__dict__.get("BINDINGS", ()))
    ]


def _label(binding: Binding) -> str:
    return SAID_OTHERWISE.get(binding.description, binding.description)
