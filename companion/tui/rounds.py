"""Before a third round of the same sad thing the screen asks: stay, change or rest?"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from companion.domain.song import Song
from companion.services.walking import rounds
from companion.tui.modals.pick import PickModal

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


def begin_round(app: "CompanionApp", song: Song, go: Callable[[], object]) -> None:
    """Begin hearing, singing or playing over a song with `go`; where it would be the third sad round, ask first."""
    begun = app.playback.rounds

    def begin() -> None:
        begun.begin(song)
        go()

    def otherwise(index: int | None) -> None:
        if index == rounds.LEAD_ON:
            from companion.tui.screens.leading import LeadingScreen

            app.push_screen(LeadingScreen(song))
        elif index == rounds.ELSEWHERE:
            from companion.tui.screens.choosing import ChoosingScreen

            app.push_screen(ChoosingScreen())

    def answered(index: int | None) -> None:
        if index == rounds.CHANGE:
            app.push_screen(PickModal(rounds.CHANGE_QUESTION, rounds.CHANGE_CHOICES), otherwise)
        elif index == rounds.REST:
            app.action_steady()
        else:
            begin()

    if begun.asks_before(song):
        app.push_screen(PickModal(rounds.QUESTION, rounds.CHOICES), answered)
    else:
        begin()


def ask_at_beginning(app: "CompanionApp") -> None:
    """Ask it of a third session of the same exercise that is about to begin, on the screen that is open."""

    def answered(index: int | None) -> None:
        if index == rounds.CHANGE:
            from companion.tui.screens.choosing import ChoosingScreen

            app.switch_screen(ChoosingScreen())
        elif index == rounds.REST:
            app.action_steady()

    app.push_screen(PickModal(rounds.QUESTION, rounds.CHOICES), answered)
