"""The output that is heard: FluidSynth on the machine's own audio, or into a file at the pace of time."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from companion.domain.units import Seconds
from companion.errors import CompanionError
from companion.language import _
from companion.midi import soundfonts, synth
from companion.midi.output import Output, SilentOutput
from companion.midi.pace import Pace
from companion.midi.protocol import DeviceFound, DeviceLost, Missing, Open, Problem

RATE = 48_000
FILE_PERIOD_FRAMES = 240
"""At 48 kHz, the file driver keeps real time with this period (44.1 kHz with 256 runs 3 % slow)."""

HIGHEST_RATE = 96_000
"""More frames a second FluidSynth can't make."""

SIGN_OF_LIFE_SECONDS = 0.6
"""A driver that opened but moved nothing for this long carries nothing."""

STALL_SECONDS = 1.5
"""A device that moves nothing for so long is gone."""

RETRY_SECONDS = 4.0
"""How often another device is looked for; each look stops the unheard music for a moment."""

NO_AUDIO = Missing(
    "output",
    _("No sound output was found, so nothing can be heard."),
    _("Plug in or switch on a sound output and start again; until then everything else goes on."),
)
NO_FONT = Missing(
    "soundfont",
    _("No SoundFont was found, so nothing can be heard."),
    _("Install one: 'sudo apt-get install fluid-soundfont-gm', or put a .sf2 file into the soundfonts folder."),
)


def drivers(platform: str = sys.platform) -> tuple[str, ...]:
    """FluidSynth's drivers to try on a platform, in order."""
    if platform == "darwin":
        return ("coreaudio",)
    if platform == "win32":
        return ("wasapi", "dsound", "waveout")
    return ("pipewire", "pulseaudio", "alsa", "jack")


class LiveOutput(synth.Synth):
    """FluidSynth with a driver of its own. Made by `open_output`; satisfies `Output`."""

    def __init__(self, soundfont: Path, settings: synth.Settings) -> None:
        self.driver: str | None = None
        super().__init__(soundfont, RATE, settings=settings)
        self.soundfont: str | None = str(soundfont)
        self._names: Sequence[str] = ()
        self._pace = Pace(RATE)
        self._lost: str | None = None
        self._last_tick = -1
        self._last_moved = self._last_try = 0.0

    def start(self, names: Sequence[str]) -> bool:
        """Start the first driver that opens and moves; the same are tried again when it goes away."""
        self._names = names
        for name in names:
            if self.start_driver(name) and self._moves():
                self.driver, self._pace = name, Pace(self.rate)
                return True
            self.stop_driver()
        return False

    def load(self, soundfont: Path) -> None:
        """Use another SoundFont. Raises FileProblemError and keeps the old one."""
        soundfonts.check(soundfont)
        super().load(soundfont)
        self.soundfont = str(soundfont)

    def watch(self, now: Seconds) -> DeviceLost | DeviceFound | Problem | None:
        """Notice a device that went away; the music then goes on unheard, until a device is there again.

        One that runs at another rate than it was asked for is followed, or let go of where that can't be. Called about
        once a second, with monotonic seconds; may take as long as a driver takes to open.
        """
        if self._lost is not None:
            return self._look_for_another(now)
        if self.driver in (None, "file"):
            return None
        tick = self.tick()
        if (rate := self._pace.observe(now, tick)) is not None:
            return self._follow(rate, now)
        if tick != self._last_tick:
            self._last_tick, self._last_moved = tick, now
        elif now - self._last_moved > STALL_SECONDS:
            self._lost, self.driver, self._last_try = self.driver, None, now
            self.stop_driver()
            self._go_on_unheard()
            return DeviceLost(str(self._lost))
        return None

    def _follow(self, rate: int, now: Seconds) -> DeviceLost | Problem | None:
        """Make sound at the rate that the device runs at; where FluidSynth can't, use another device, or none."""
        refused = str(self.driver)
        can_follow = rate <= HIGHEST_RATE and refused != "jack"  # whose own rate FluidSynth follows where it can
        others = tuple(name for name in self._names if name != refused)
        self.stop_driver()
        self.driver = None
        if can_follow:
            self.set_rate(rate)
        if not self.start((refused, *others) if can_follow else others):
            self._lost, self._last_try = refused, now
            self._go_on_unheard()
        if can_follow:
            return None if self._lost is None else DeviceLost(refused)
        return Problem(
            _("The sound output '{refused}' runs faster than FluidSynth can ({highest_rate} Hz).").format(
                refused=refused, highest_rate=HIGHEST_RATE
            ),
            _("Set it to 48000 Hz, or choose another with the setting 'audio_driver'."),
        )

    def _look_for_another(self, now: Seconds) -> DeviceFound | None:
        if not self._names or now - self._last_try < RETRY_SECONDS:
            return None
        self._last_try = now
        self.stop_driver()
        if not self.start(self._names):
            self._go_on_unheard()
            return None
        self._lost, self._last_tick, self._last_moved = None, self.tick(), now
        return DeviceFound(str(self.driver))

    def _go_on_unheard(self) -> None:
        """Let FluidSynth write to nowhere, at the pace of time."""
        for name, value in _into_file(None).items():
            self.set(name, value)
        self.set_rate(RATE)
        self.start_driver("file")

    def _moves(self) -> bool:
        start, deadline = self.tick(), time.monotonic() + SIGN_OF_LIFE_SECONDS
        while self.tick() == start:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        return True


def open_output(options: Open, own_fonts: Path | None = None) -> tuple[Output, tuple[Missing, ...]]:
    """The output that was asked for, or the nearest one to it, and what is missing."""
    if options.driver == "none":
        return SilentOutput(), ()
    if (no_library := synth.problem()) is not None:
        return SilentOutput(), (Missing("library", no_library.message, no_library.hint),)
    font, wrong = soundfonts.choose(options.soundfont, own_fonts)
    missing = [Missing("soundfont", wrong.message, wrong.hint)] if wrong is not None else []
    if font is None:
        return SilentOutput(), (*missing, NO_FONT)
    os.environ.setdefault("JACK_NO_START_SERVER", "1")  # nobody asked for a sound server
    try:
        output = LiveOutput(font, _settings(options))
    except CompanionError as error:
        return SilentOutput(), (*missing, Missing("soundfont", error.message, error.hint))
    if output.start(drivers() if options.driver == "auto" else (options.driver,)):
        return output, tuple(missing)
    output.close()
    return SilentOutput(), (*missing, _no_audio(options))


def _settings(options: Open) -> dict[str, str | int | float]:
    """FluidSynth's settings for what was asked for."""
    settings: dict[str, str | int | float] = {"audio.jack.id": "companion", "audio.jack.autoconnect": 1}
    return settings | _into_file(options.audio_file) if options.driver == "file" else settings


def _into_file(path: str | None) -> dict[str, str | int | float]:
    """FluidSynth's settings for a WAV file, or for nowhere."""
    return {
        "audio.file.name": path or os.devnull,
        "audio.file.type": "wav" if path else "raw",
        "audio.period-size": FILE_PERIOD_FRAMES,
    }


def _no_audio(options: Open) -> Missing:
    if options.driver == "auto":
        return NO_AUDIO
    if options.driver == "file":
        message = _("The file {audio_file} can't be written, so nothing can be heard.").format(
            audio_file=options.audio_file
        )
        return Missing("output", message, _("Choose another with the setting 'audio_file'."))
    return Missing(
        "output",
        _("The sound output '{driver}' did not open, so nothing can be heard.").format(driver=options.driver),
        _("Set 'audio_driver' to auto, or to a driver that this machine has."),
    )
