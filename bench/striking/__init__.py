"""The program's own jam, straight on the screen, over a sound process that writes down when each played note struck.

The sound process is the program's, with one line before FluidSynth's `noteon` that appends the monotonic time to a
file. Used by `bench.keynote` and `bench.firstnote`; started by them as

    python -m bench.striking --app HOME STRIKES MODE
"""

import os
import sys
import threading
import time
from itertools import count
from pathlib import Path

from companion.channel import start_child
from companion.domain.song import SongRequest
from companion.midi import server, synth
from companion.midi.client import Server, SoundClient
from companion.midi.output import NOTE_ON, PLAYER_CHANNEL, Message
from companion.midi.protocol import Fact
from companion.paths import Places
from companion.settings import Settings, save

PROJECT = Path(__file__).parents[2]
AT_REST, COMPOSING, IN_A_THREAD = "at rest", "composing", "composing in a thread"
WORDS = (
    "When the house is still and gray,", "I keep the candle close to me,", "and every sound is far away,",
    "and every door is free.", "", "Stay a little longer,", "stay until it's light,", "let the day be stronger",
    "than the longest night.",
)  # fmt: skip


def run_jam(home: Path, strikes: Path, mode: str) -> None:
    """The program in its jam, with the composer at rest, at work, or (the peer) on a thread of the program itself."""
    from companion.engine.changes import Wished
    from companion.services.container import Companion
    from companion.services.jamming.opening import open_jam
    from companion.services.sounding.starting import sound_options
    from companion.tui.app import SAMPLES_PER_SECOND, CompanionApp

    places = Places(home, home, home / "logs")
    save(Settings(welcomed=True, audio_driver="file", midi_input="none"), places.settings_file)
    companion = Companion(places, seed=7)
    sound = SoundClient(lambda log: launch(log, strikes))
    sound.start(sound_options(companion.settings), places.log_file("sound"))
    companion.__dict__["sound"] = sound  # in place of the one that the program would start
    seeds = count()

    class Jamming(CompanionApp):
        """Keeps the composer at work."""

        CSS_PATH = str(PROJECT / "companion" / "tui" / "app.tcss")

        def on_ready(self) -> None:
            if mode == COMPOSING:
                self._ask()
                self.set_interval(1 / SAMPLES_PER_SECOND, self._look)
            elif mode == IN_A_THREAD:
                threading.Thread(target=_compose_for_ever, args=(seeds,), daemon=True).start()

        def _ask(self) -> None:
            companion.composer.request(SongRequest(WORDS, feeling="calm", seed=next(seeds), count=3))

        def _look(self) -> None:
            """A new request as soon as one is answered, and another way for a song beside it: there is always work."""
            for answer in companion.composer.poll():
                if answer.songs:
                    self._ask()
                    companion.composer.request_change(answer.songs[0], Wished("another", next(seeds)))

    try:
        Jamming(companion, first_jam=lambda playback: open_jam(companion, playback)).run()
    finally:
        companion.close()


def launch(log: Path | None, strikes: Path) -> Server:
    """Start the sound process of this module."""
    return start_child("bench.striking", log, Fact, [str(strikes)])


def serve(channel: str, strikes: Path) -> None:
    """Be the sound process: the program's own, noting every note that the player strikes."""
    descriptor = os.open(strikes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    play = synth.Synth.send

    def noted(self: synth.Synth, message: Message) -> None:
        if message.kind == NOTE_ON and message.channel == PLAYER_CHANNEL:
            os.write(descriptor, f"{time.monotonic():.6f}\n".encode())
        play(self, message)

    synth.Synth.send = noted  # type: ignore[method-assign]
    server.main([sys.argv[0], channel])


def read_strikes(strikes: Path) -> list[float]:
    """When notes struck so far, in monotonic seconds."""
    try:
        return [float(line) for line in strikes.read_text().splitlines()]
    except FileNotFoundError:
        return []


def environment() -> dict[str, str]:
    """A terminal with colours, without animations that only please the eye."""
    return {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _compose_for_ever(seeds: "count[int]") -> None:
    from companion.engine.composing import suggest
    from companion.engine.notation import musicxml

    for seed in seeds:
        musicxml(suggest(SongRequest(WORDS, feeling="calm", seed=seed, count=3))[0])
