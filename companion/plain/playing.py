"""Playing and singing on a plain terminal. While someone plays nothing is said; `s` asks how things are."""

import time
from collections.abc import Callable
from typing import Literal, TextIO

from msgspec.structs import replace

from companion import messages
from companion.domain.song import Song
from companion.domain.steps import PlayMode
from companion.domain.take import Take
from companion.engine.backing import arrange
from companion.engine.pads import PAD_COUNT
from companion.errors import CompanionError
from companion.language import _
from companion.midi.protocol import Ended, Fact, SetVolume
from companion.plain.console import Console, GoBack, StopGently
from companion.plain.jam_words import notes_in_memory
from companion.plain.keys import ENTER, KeyReader, single_keys
from companion.plain.waiting import sleep
from companion.services.container import Companion
from companion.services.jamming.jam import Jam, JamState
from companion.services.jamming.modes import begin
from companion.services.songs.excerpt import excerpt
from companion.services.songs.sung import sung_lines
from companion.services.songs.theory import chord_name
from companion.services.sounding.playback import Playback
from companion.services.sounding.starting import in_words, volume_changed

KEY_WAIT_SECONDS = 0.02
LINE_NOTE_SECONDS = 0.4
ENDS_AFTER_SECONDS = 120.0
Keep = Callable[[Take, bool], None]
"""Takes what shall be kept, and whether it is only until it is decided about."""

KEYS = (
    _("Keys 1 to 8 play. k keeps what you just played. r begins and ends a recording."),
    _("Space pauses. s says how things are. Plus and minus: louder, softer. h says this again."),
    _("Enter goes on, b goes back, x stops gently."),
)
MODES: dict[PlayMode, str] = {
    "echo": _("Two bars to hear, two for you. What you play comes back."),
    "vary": _("Two bars to hear, two for you. What you play comes back a little changed."),
    "holding": _("The music stays with you, softer and fuller as you play."),
    "breath": _("It goes at the pace of a slow, easy breath. Breathe as you like."),
    "layers": _("l, or the word 'layer', lets what you played go round."),
    "steady": _("A plain pulse, and you."),
}
NOTHING_PLAYED = _("Nothing new was played yet.")
LAYERED = _("It goes on sounding from the next round on. It is kept, to decide later.")
KEEP_QUESTION = _("Keep what you played?")
LOUDER, SOFTER = 0.1, -0.1
LINES = _("Type numbers from 1 to 8, as many as you like, and press enter to play them. Empty goes on; 'keep' keeps.")


class PlainPlayer:
    """Everything that sounds in a plain session."""

    def __init__(self, companion: Companion, console: Console, stream: TextIO) -> None:
        self.companion = companion
        self._console = console
        self.stream = stream
        self.playback = Playback(companion.sound)
        self._news: list[str] = []
        self._told: set[str] = set()

    def pump(self, jam: Jam | None = None) -> list[Fact]:
        """Take in what the sound process said; what a person should know of waits for `tell_news`."""
        sound = self.companion.sound
        facts = sound.poll()
        for fact in facts:
            self.playback.hear(fact)
            self._news.append(in_words(fact, sound.ready.driver if sound.ready is not None else None))
            if jam is not None:
                jam.hear(fact)
        return facts

    def tell_news(self, jam: Jam | None = None) -> None:
        """Say what happened to the sound since the last time, each thing once; while someone plays only when asked."""
        self.pump(jam)
        for sentence in dict.fromkeys(self._news):
            if sentence and sentence not in self._told:
                self._console.say(sentence)
        self._told = set(self._news)
        self._news.clear()

    def change_volume(self, by: float) -> str:
        """A little louder or softer from now on; says so."""
        settings = self.companion.settings
        volume = volume_changed(settings.volume, by)
        self.companion.sound.send(SetVolume(volume))
        try:
            self.companion.change(replace(settings, volume=volume))
        except CompanionError as error:
            return str(error)
        return _("Loudness {volume} of 10.").format(volume=round(volume * 10))

    def wait_for_end(self, play_id: int) -> None:
        """Wait until a score came to its end."""
        deadline = time.monotonic() + ENDS_AFTER_SECONDS
        while time.monotonic() < deadline and self.companion.sound.state != "lost":
            if any(isinstance(fact, Ended) and fact.play_id == play_id for fact in self.pump()):
                return
            sleep(KEY_WAIT_SECONDS)

    def play_along(self, song: Song, keep: Keep, modes: tuple[PlayMode, ...] = ()) -> None:
        """Safe notes over the song's backing, in these modes, until the person goes on."""
        jam = Jam(song, self.playback, self.companion.take_checkpoint)
        jam.start()
        begin(jam, modes)
        self._console.tell(*(MODES[mode] for mode in modes))
        try:
            with single_keys(self.stream) as read_key:
                if read_key is None:
                    self._play_by_lines(jam, keep)
                else:
                    self._console.tell(*KEYS)
                    self._play_by_keys(jam, keep, read_key)
        finally:
            jam.stop()
        self.decide(jam, keep)

    def sing(self, song: Song) -> None:
        """Line by line: hear it, sing it."""
        score = arrange(song)
        lines = sung_lines(song)
        if not lines:
            self._console.say(_("No words here: the tune once through, to hum along."))
            self.wait_for_end(self.playback.play(score, fade_in_seconds=0.3))
        for line in lines:
            self._console.say(line.text)
            part = excerpt(score, line.start_beats, line.end_beats)
            self.wait_for_end(self.playback.play(part, fade_in_seconds=0.3))
            if self._console.ask(_("Now you, if you like. Enter for the next line, 'enough' to go on:")) == "enough":
                return

    def _play_by_keys(self, jam: Jam, keep: Keep, read_key: KeyReader) -> None:
        while (key := read_key(KEY_WAIT_SECONDS)) not in (ENTER, ""):
            self.pump(jam)
            state = self.ticked(jam)
            if key is None:
                continue
            if key in "12345678":
                jam.press(int(key))
            elif key == " ":
                jam.pause_or_go_on()
            elif key == "k":
                self.keep(jam, keep, later=False)
            elif key == "r" and state.record == "off":
                self._console.say(_("Recording begins after one bar."))
                jam.record()
            elif key == "r":
                self.decide(jam, keep)
            elif key == "s":
                self._console.say(_status(state))
            elif key == "l":
                self._lay_over(jam, keep)
            elif key in ("h", "esc"):
                self._console.tell(*KEYS)
            elif key in "+-":
                self.change_volume(LOUDER if key == "+" else SOFTER)
            elif key == "b":
                raise GoBack
            elif key == "x":
                raise StopGently

    def _play_by_lines(self, jam: Jam, keep: Keep) -> None:
        while answer := self._console.ask(LINES):
            if answer.casefold() == "keep":
                self.keep(jam, keep, later=False)
                continue
            if answer.casefold() == "layer":
                self._lay_over(jam, keep)
                continue
            for number in (int(sign) for sign in answer if sign.isdecimal() and 1 <= int(sign) <= PAD_COUNT):
                jam.press(number)
                sleep(LINE_NOTE_SECONDS)
                self.pump(jam)
                self.ticked(jam)

    def _lay_over(self, jam: Jam, keep: Keep) -> None:
        """What was just played goes round under the playing; it is kept, to decide later."""
        try:
            laid = jam.lay_over()
            if laid is not None:
                keep(laid[0], True)
                jam.let_go()
        except CompanionError as error:
            self._console.say(str(error))
            return
        self._console.say(NOTHING_PLAYED if laid is None else LAYERED)

    def finish_recording(self, jam: Jam) -> None:
        """End a recording; what could not be written is said, and held."""
        try:
            jam.finish_recording()
        except CompanionError as error:
            self._console.say(str(error))

    def ticked(self, jam: Jam) -> JamState:
        """The jam's state; a checkpoint that can't be written is told afterwards."""
        try:
            return jam.tick()
        except CompanionError as error:
            self._news.append(str(error))
            return jam.tick()

    def keep(self, jam: Jam, keep: Keep, *, later: bool) -> None:
        """Keep what was played, and say so."""
        self.pump(jam)
        take = jam.take()
        if take is None:
            self._console.say(NOTHING_PLAYED)
            return
        try:
            keep(take, later)
        except CompanionError as error:
            self._console.say(str(error))
            return
        jam.let_go()
        self._console.say(_("Kept, to decide later.") if later else _("Kept in your journal."))

    def decide(self, jam: Jam, keep: Keep) -> None:
        """Ask about what was played and not kept yet."""
        self.pump(jam)
        self.finish_recording(jam)
        choice = self.ask_about(jam.take())
        if choice == "delete":
            jam.let_go()
        elif choice:
            self.keep(jam, keep, later=choice == "later")

    def ask_about(self, take: Take | None) -> Literal["", "keep", "delete", "later"]:
        """Ask what shall become of a take; nothing where there is none. An empty line decides later."""
        if take is None:
            return ""
        rows = [f"{label}: {note}" for label, note in messages.KEEP_CHOICES]
        choice = self._console.choose(KEEP_QUESTION, rows)
        return "keep" if choice == 0 else "delete" if choice == 1 else "later"


def _status(state: JamState) -> str:
    """The chord now and the next, what is recorded, how much was played."""
    chord = chord_name(state.chord)
    music = (
        _("{chord}, then {chord_name}").format(chord=chord, chord_name=chord_name(state.next_chord))
        if chord
        else _("Silence")
    )
    recording = {"counting": _(" Recording begins."), "recording": _(" Recording.")}.get(state.record, "")
    return f"{music}.{recording} {notes_in_memory(state.played)}"
