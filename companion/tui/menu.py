"""What the menu and the palette offer in every place."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from companion.language import _
from companion.tui.themes import NAMES, THEMES

if TYPE_CHECKING:
    from textual.screen import Screen

    from companion.tui.app import CompanionApp

PACES = (0.0, 2.0, 3.0, 4.0, 6.0, 9.0)
"""Seconds that a choice stays marked for one switch; 0 is off."""


def commands_anywhere(app: "CompanionApp", screen: "Screen[object]") -> Iterator[SystemCommand]:
    """People, the pulse, colours, motion, loudness, one switch, cover, close."""
    from companion.services.between.contacts import PEOPLE
    from companion.tui.screens.people import open_people

    yield SystemCommand(PEOPLE, _("A card for a gentle stop"), partial(open_people, screen))
    yield SystemCommand(_("Steady"), _("f6; a slow pulse, nothing else"), app.action_steady)
    for name in THEMES:
        now = _("As it is now") if name == app.theme else _("How everything looks")
        yield SystemCommand(_("Colours: {name}").format(name=NAMES[name]), now, partial(app.use_theme, name))
    yield SystemCommand(_("Stillness"), _("Nothing moves, or it does again"), app.action_stillness)
    yield SystemCommand(_("Louder"), _("A little louder"), partial(app.action_volume, 0.1))
    yield SystemCommand(_("Softer"), _("A little softer"), partial(app.action_volume, -0.1))
    yield SystemCommand(_("One switch"), _("Choices come one by one, space takes one"), partial(_choose_pace, app))
    yield SystemCommand(_("Cover the screen"), _("f12, and f12 again"), app.action_cover)
    yield SystemCommand(_("Close the program"), _("ctrl+q; what you wrote is kept"), app.action_leave_program)


def _choose_pace(app: "CompanionApp") -> None:
    from companion.tui.modals.pick import PickModal

    now = app.companion.settings.one_switch
    rows = [
        (
            _("{pace:g} seconds each").format(pace=pace) if pace else _("More keys than one"),
            _("as it is now") if pace == now else "",
        )
        for pace in PACES
    ]

    def chosen(index: int | None) -> None:
        if index is not None:
            app.scan_at(PACES[index])

    app.push_screen(PickModal(_("How long shall a choice be marked?"), rows), chosen)
