"""The app: one person's services, the themes, and the way between the big places."""

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

from companion.domain.units import Seconds
from companion.errors import CompanionError
from companion.language import _
from companion.midi.protocol import Fact, Ready
from companion.services.container import Companion
from companion.services.journal.desk import JournalDesk
from companion.services.sounding.playback import Playback
from companion.services.sounding.starting import in_words, no_longer_so, volume_changed
from companion.tui.bridge import SoundFact
from companion.tui.corner import SaysThings
from companion.tui.ending import end_when_asked, undisturbed
from companion.tui.inside import asking
from companion.tui.menu import commands_anywhere
from companion.tui.opening import FirstJam, FirstSession, come_in
from companion.tui.scanning import Scanner
from companion.tui.screens.base import Place, TellsOfBugs
from companion.tui.themes import DEFAULT_THEME, THEMES

SMALLEST = (64, 20)
"""Columns and rows below which the screens don't fit."""

KEY_NAMES = {
    "escape": "esc",
    "question_mark": "?",
    "space": _("space"),
    "pagedown": _("page down"),
    "pageup": _("page up"),
}
"""Keys as they are written on the screen, where Textual's own name says less."""

SAMPLES_PER_SECOND = 20
"""How often the screen looks at the sound process."""


class CompanionApp(TellsOfBugs, SaysThings):
    """The screen of the companion."""

    TITLE = "companion"
    CSS_PATH = "app.tcss"
    ALLOW_SELECT = False  # what the mouse marks could not be copied: ctrl+c closes
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", _("more")),
        Binding("f6", "steady", _("Steady"), show=False, priority=True),
        Binding("f12", "cover", _("cover"), show=False, priority=True),
        Binding("space,enter", "switch", _("switch"), show=False, priority=True),
        Binding("ctrl+c,ctrl+q", "leave_program", _("close"), show=False, priority=True),
    ]

    def __init__(
        self,
        companion: Companion,
        first_session: FirstSession | None = None,
        first_jam: FirstJam | None = None,
    ) -> None:
        super().__init__()
        self._first_jam = first_jam
        self.companion = companion
        self._first_session = first_session
        self._playback: Playback | None = None
        self._is_open = False
        self._scanner = Scanner(self)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = companion.settings.theme

    def get_key_display(self, binding: Binding) -> str:
        """Keys in words; where letters are text, "?" is too, and `f1` opens the menu."""
        if binding.action == "help" and isinstance(self.focused, Input | TextArea):
            return "f1"
        return binding.key_display or KEY_NAMES.get(binding.key, binding.key)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our names for colours, also under a theme that is not ours."""
        return THEMES[DEFAULT_THEME].variables

    @cached_property
    def desk(self) -> JournalDesk:
        """The journal under the person's hands, for as long as the program runs. Raises CompanionError."""
        return JournalDesk(self.companion.journal, self.companion.clock)

    @property
    def has_deleted(self) -> bool:
        """Whether something was deleted from the journal that can still come back."""
        return "desk" in self.__dict__ and self.desk.can_undo

    @property
    def playback(self) -> Playback:
        """What plays, on the sound process (which starts with the first call)."""
        if self._playback is None:
            self._playback = Playback(self.companion.sound)
        return self._playback

    @property
    def is_scanning(self) -> bool:
        """Whether one switch is used."""
        return self.companion.settings.one_switch > 0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The switch is a key like others where more than one is used."""
        return action != "switch" or self._scanner.takes_key

    def scan_at(self, seconds: Seconds) -> None:
        """Use one switch, each choice marked so long; 0: more keys than one."""
        self.remember(one_switch=seconds)
        self._scanner.start()

    def action_switch(self) -> None:
        """One switch was pressed."""
        self._scanner.press()

    @property
    def is_still(self) -> bool:
        """Whether nothing shall move: by the setting, or by TEXTUAL_ANIMATIONS=none."""
        return self.companion.settings.calm_motion or self.animation_level == "none"

    def on_mount(self) -> None:
        """Open the first place, or ask for the passphrase first; sound starts after the first paint."""
        end_when_asked(self.action_leave_program, self.terminal)
        self.screen_change_signal.subscribe(self, self.corner.go)
        self.call_after_refresh(self._start_sound)
        come_in(self, self._first_session, self._first_jam)
        self._is_open = True
        self._scanner.start()
        self._mind_size(self.size)

    def _start_sound(self) -> None:
        self._pump()
        self.set_interval(1 / SAMPLES_PER_SECOND, self._pump)

    def _pump(self) -> None:
        """Hand what the sound process said to the playback and to the screen that is open."""
        for fact in self.playback.sound.poll():
            self.playback.hear(fact)
            self._say_what_happened(fact)
            for screen in self.screen_stack:
                screen.post_message(SoundFact(fact))

    def _say_what_happened(self, fact: Fact) -> None:
        """Tell of keyboards that come and go, each time, and of sound that stops. The welcome tells of no sound."""
        if isinstance(fact, Ready) and not self.companion.settings.welcomed:
            return
        ready = self.playback.sound.ready
        driver = ready.driver if ready is not None else None
        self.corner.told.discard(no_longer_so(fact, driver))
        self.say(in_words(fact, driver), stays=True)

    def on_resize(self, event: events.Resize) -> None:
        """Say so while the window is too small to draw in (a first size may come before anything is open)."""
        if self._is_open:
            self._mind_size(event.size)

    def _mind_size(self, size: Size) -> None:
        from companion.tui.modals.cover import CoverModal
        from companion.tui.modals.small import SmallModal

        is_small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        if isinstance(self.screen, CoverModal):
            return  # it fits anywhere; when it is lifted the size is looked at again
        if is_small and not isinstance(self.screen, SmallModal):
            self.push_screen(SmallModal())
        elif not is_small and isinstance(self.screen, SmallModal):
            self.pop_screen()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette and the menu offer: what the place has, then what every place has."""
        if isinstance(screen, Place):
            yield from screen.commands()
        yield from commands_anywhere(self, screen)

    def use_theme(self, name: str) -> None:
        """Other colours, from now on."""
        self.theme = name
        self.remember(theme=name)

    def action_stillness(self) -> None:
        """Stop all motion, or let it go on."""
        self.remember(calm_motion=not self.companion.settings.calm_motion)

    def action_volume(self, by: float) -> None:
        """Change the loudness by a tenth."""
        from companion.midi.protocol import SetVolume

        volume = volume_changed(self.companion.settings.volume, by)
        self.playback.sound.send(SetVolume(volume))
        self.remember(volume=volume)

    def remember(self, **changes: object) -> None:
        """Use these settings from now on; told where they could not be written."""
        try:
            self.companion.change(replace(self.companion.settings, **changes))
        except CompanionError as error:
            self.tell(error)

    def action_help(self) -> None:
        """Show the keys of the place that is open; a question over it, or a cover, is answered or lifted first."""
        from companion.tui.modals.help import HelpModal

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(HelpModal(self.screen))

    def action_command_palette(self) -> None:
        """Show every command by name, once; a question over the place, or a cover, is answered or lifted first."""
        from companion.tui.modals.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack) and not self.screen.is_modal:
            self.push_screen(Palette())

    def pop_screen(self) -> AwaitComplete:
        """Go back a place. One that is gone already, and hears a key that was pressed twice, takes no other along."""
        asks = asking()
        is_gone = isinstance(asks, Screen) and asks not in self.screen_stack
        return AwaitComplete() if is_gone else super().pop_screen()

    def action_steady(self) -> None:
        """A slow pulse and nothing else, over any place; or back to it."""
        from companion.tui.modals.cover import CoverModal
        from companion.tui.modals.small import SmallModal
        from companion.tui.screens.steady import open_steady

        if not isinstance(self.screen, CoverModal | SmallModal):
            open_steady(self)

    def action_play_over(self) -> None:
        """Play over the song that is shown here."""
        from companion.tui.screens.jam_door import play_over, song_of

        song = song_of(self.screen)
        if song is not None:
            play_over(self, song)

    def action_cover(self) -> None:
        """Cover the screen, or uncover it."""
        from companion.tui.modals.cover import CoverModal

        if isinstance(self.screen, CoverModal):
            self.pop_screen()
            self.call_after_refresh(lambda: self._mind_size(self.size))
        else:
            self.push_screen(CoverModal())

    def action_leave_program(self) -> None:
        """Fade out and close; drafts are on disk already."""
        self.playback.stop(1.0)
        self.exit()


def run(
    companion: Companion,
    first_session: FirstSession | None = None,
    first_jam: FirstJam | None = None,
) -> None:
    """Open the screen, perhaps straight in a session or a jam, and stay until the person leaves.

    Raises what a bug raised inside, once the terminal is as it was.
    """
    app = CompanionApp(companion, first_session, first_jam)
    try:
        app.run()
    finally:
        with undisturbed():
            companion.close()
    if app.bug is not None:
        raise app.bug
