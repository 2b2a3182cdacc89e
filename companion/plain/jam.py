"""The jam on a plain terminal: keys, or lines where there is no terminal. Nothing is said that was not asked for."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from companion.errors import CompanionError
from companion.language import _
from companion.messages import LEAVE_JAM_CHOICES
from companion.plain import jam_words as words
from companion.plain.console import Console, GoBack, StopGently
from companion.plain.jam_commands import TEMPO_STEP, JamCommands
from companion.plain.keys import ENTER, KeyReader, single_keys
from companion.plain.playing import KEY_WAIT_SECONDS, LOUDER, SOFTER, PlainPlayer
from companion.plain.waiting import sleep
from companion.services.jamming.jam import Jam
from companion.services.jamming.keeping import JamKeeping
from companion.services.jamming.keys import Layout, key_of
from companion.services.jamming.notes import SWITCH
from companion.services.scanning import PlayingSwitch
from companion.services.sounding.midi_choices import choose, midi_choices

LINE_NOTE_SECONDS = 0.4
LONGEST_WAIT_SECONDS = 600.0
WORD_KEYS = ("/", ":")
KEY_WORDS = {
    "f2": "free", "f3": "next", "f4": "latch", "f6": "steady", "f7": "layer", "f10": "stay", "backspace": "undo",
    "\x19": "redo",
}  # fmt: skip
"""Keys that do what a word does: the same ones as on the screen."""

OWN_WORDS = ("steady",)
"""Known everywhere, and done in another way here: the music below knows of it."""

NEXT_CALL = {"off": "echo", "echo": "vary", "vary": "alone"}
_TALKED_OVER = {"words", "midi", "wait", "keep", "record", "switch", "louder", "softer"}


class PlainJam:
    """One jam and what becomes of its takes; `stream` is where single keys come from, `layout` what is on them."""

    def __init__(
        self,
        player: PlainPlayer,
        console: Console,
        stream: TextIO,
        jam: Jam,
        keeping: JamKeeping,
        layout: Layout = "qwerty",
    ) -> None:
        self._player = player
        self._console = console
        self._stream = stream
        self._jam = jam
        self._keeping = keeping
        self._layout = layout
        self._commands = JamCommands(jam, keeping)
        self._is_one_switch = console.is_scanned
        self._rests = PlayingSwitch()
        self._is_offered = False

    def run(self, *, has_begun: bool = False) -> None:
        """Play until the person ends it, then ask about what was not kept; the music may have begun before.

        Raises GoBack, StopGently and EOFError.
        """
        if not has_begun:
            self._jam.start()
        self._console.say(words.TOP)
        try:
            with suppress(GoBack):  # a way out of the playing, as enter is
                self._play()
        except (EOFError, StopGently):
            self._keep_unasked()
            raise
        finally:
            self._jam.stop()
            self._player.tell_news()
        try:
            self._decide_at_the_end()
        except EOFError:
            self._keep_unasked()
            raise

    def _play(self) -> None:
        is_first = True
        while True:
            with single_keys(self._stream) as read_key:
                if read_key is None:
                    self._play_by_lines()
                    return
                if is_first:
                    self._console.say(words.FIRST_SWITCH if self._console.is_scanned else words.FIRST_KEYS)
                    is_first = False
                talk = self._play_by_switch(read_key) if self._console.is_scanned else self._play_by_keys(read_key)
            if talk is None:
                return
            talk()  # in the terminal's own line mode, which shows what is typed and which screen readers know

    def _play_by_keys(self, read_key: KeyReader) -> Callable[[], None] | None:
        """Play by single keys until there is something to talk about; None when the playing is over."""
        while (key := read_key(KEY_WAIT_SECONDS)) not in (ENTER, ""):
            if key in WORD_KEYS:
                return lambda: self._obey(self._console.ask(words.WORD_PROMPT, own=OWN_WORDS))
            if key == "esc":
                return self._ask_to_leave
            if key == "f8" and self._player.ticked(self._jam).record != "off":
                return self._record
            if key is not None:
                self._press(key)
            self._turn()
        return None

    def _play_by_switch(self, read_key: KeyReader) -> Callable[[], None] | None:
        """Any key plays; after a rest it is offered, in two words, for everything else. None ends the playing."""
        pace = self._console.switch.pace if self._console.switch is not None else 0.0
        due = time.monotonic() + pace
        while (key := read_key(KEY_WAIT_SECONDS)) != "":
            if key is not None and self._rests.offers_menu:
                self._rests.played()
                return self._choose_from_menu
            if key is not None:
                self._rests.played()
                self._jam.switch(key=SWITCH)
            if key is not None or time.monotonic() >= due:
                due = time.monotonic() + pace
                self._rest_on(key is None)
            self._turn()
        return None

    def _rest_on(self, is_resting: bool) -> None:
        """Say that a press would open the menu, once for each time that it would."""
        if is_resting:
            self._rests.step()
        offers = self._rests.offers_menu
        if offers and not self._is_offered:
            self._console.say(words.MENU)
        self._is_offered = offers

    def _choose_from_menu(self) -> None:
        """What has a word, to be chosen by ear. Raises GoBack where the playing shall end, and StopGently."""
        chosen = self._console.choose(words.MENU, (words.PLAY_ON, *(label for _word, label in words.SWITCH_MENU)))
        if isinstance(chosen, int) and chosen > 0:
            self._obey(words.SWITCH_MENU[chosen - 1][0])

    def _ask_to_leave(self) -> None:
        """Stay, back, or stop gently, as on the screen. Raises GoBack and StopGently."""
        choice = self._console.choose(words.LEAVE, (f"{label}: {note}" for label, note in LEAVE_JAM_CHOICES))
        if choice == 1:
            raise GoBack
        if choice == 2:
            raise StopGently

    def _press(self, key: str) -> None:
        """What one key does; a note is sounded before anything else."""
        sounding = key_of(key, self._layout)
        if key == "0" or (self._is_one_switch and len(key) == 1):
            self._jam.switch(key=key)
        elif sounding is not None:
            self._jam.press(sounding)
        else:
            self._press_other(key)

    def _press_other(self, key: str) -> None:
        match key:
            case " ":
                self._jam.pause_or_go_on()
            case "up" | "down":
                self._commands.tempo(TEMPO_STEP if key == "up" else -TEMPO_STEP)
            case "left" | "right" | "-" | "+":
                self._player.change_volume(LOUDER if key in ("right", "+") else SOFTER)
            case "tab":
                self._keep()
            case "f1" | "?":
                self._console.tell(*words.KEYS)
            case "f8":
                self._record()
            case "f9":
                raise StopGently
            case "f5":
                self._obey(NEXT_CALL[self._player.ticked(self._jam).call_mode])
            case _ if key in KEY_WORDS:
                self._obey(KEY_WORDS[key])

    def _play_by_lines(self) -> None:
        self._console.tell(*words.LINES)
        while answer := self._console.ask(words.LINE_PROMPT, own=OWN_WORDS):
            first = answer.casefold().split()[0]
            if first in _TALKED_OVER or self._commands.knows(first):
                self._obey(answer)
            elif all(sign in "0 " or key_of(sign, self._layout) is not None for sign in answer):
                self._play_line(answer)
            else:
                self._console.say(words.UNKNOWN.format(answer))
            self._turn()

    def _play_line(self, signs: str) -> None:
        """Notes one after the other; a space is a rest."""
        for sign in signs:
            key = key_of(sign, self._layout)
            if sign == "0":
                self._jam.switch()
            elif key is not None:
                self._jam.press(key)
            self._wait(LINE_NOTE_SECONDS)

    def _obey(self, typed: str) -> None:
        """A word, with what belongs to it; what it did is said."""
        if not typed.strip():
            return
        word, *rest = typed.casefold().split()
        match word:
            case "words":
                self._console.tell(*words.WORDS)
            case "keep":
                self._keep()
            case "record":
                self._record()
            case "switch":
                self._is_one_switch = not self._is_one_switch
                self._console.say(words.SWITCH_ON if self._is_one_switch else _("One note a key again."))
            case "louder" | "softer":
                self._console.say(self._player.change_volume(LOUDER if word == "louder" else SOFTER))
            case "midi":
                self._choose_midi()
            case "wait":
                seconds = float(rest[0]) if rest and rest[0].replace(".", "", 1).isdecimal() else 1.0
                self._wait(min(LONGEST_WAIT_SECONDS, seconds))
            case "status":
                self._player.tell_news(self._jam)
                self._console.say(self._commands.obey(typed))
            case _:
                self._console.say(self._commands.obey(typed))

    def _choose_midi(self) -> None:
        """The keyboard, its touch and channel, and a port that plays too."""
        companion = self._player.companion
        choices = midi_choices(companion.settings, companion.sound.ready)
        which = self._console.choose("MIDI", (choice.label for choice in choices))
        if isinstance(which, int):
            options = choices[which].options
            taken = self._console.choose(choices[which].label, (option.label for option in options))
            if isinstance(taken, int):
                choose(companion, options[taken])

    def _record(self) -> None:
        state = self._player.ticked(self._jam)
        if state.record == "off":
            self._console.say(words.RECORDING_BEGINS)
            self._keeping.record()
            return
        self._player.finish_recording(self._jam)
        if self._player.ticked(self._jam).record == "deciding":
            self._player.decide(self._jam, self._keeping.put)
        else:
            self._console.say(words.NO_RECORDING)

    def _keep(self) -> None:
        """What was just played, or the newest take that is in nobody's journal, goes into it."""
        self._player.pump(self._jam)
        try:
            self._console.say(words.KEPT if self._keeping.keep() else words.NOTHING_PLAYED)
        except CompanionError as error:
            self._console.say(str(error))

    def _decide_at_the_end(self) -> None:
        """Ask once about everything that was played and is in nobody's journal."""
        self._player.pump(self._jam)
        self._player.finish_recording(self._jam)
        choice = self._player.ask_about(self._keeping.newest)
        try:
            if choice == "delete":
                self._keeping.let_go()
            elif choice:
                self._keeping.keep(later=choice == "later")
                self._keeping.keep_loose(later=choice == "later")
                self._console.say(words.KEPT_FOR_LATER if choice == "later" else words.KEPT)
        except CompanionError as error:
            self._console.say(str(error))

    def _wait(self, seconds: float) -> None:
        """Let the music go on for a while."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._turn()
            sleep(min(KEY_WAIT_SECONDS, left))

    def _turn(self) -> None:
        self._player.pump(self._jam)
        self._player.ticked(self._jam)

    def _keep_unasked(self) -> None:
        """The input ended: what was recorded is kept, to be decided about later."""
        self._player.pump(self._jam)
        if self._player.ticked(self._jam).record != "off":
            with suppress(CompanionError):  # its checkpoint stays, and is found again
                self._keeping.keep(later=True)
