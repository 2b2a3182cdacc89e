"""FluidSynth, and the only importer of its binding.

One `Synth` holds a synthesizer, its SoundFont and its own sequencer, whose events run in C on the audio thread.
What carries the sound comes from outside: a driver (`start_driver`), or the caller's own loop (`render`).
"""

import contextlib
import ctypes
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from companion.domain.units import Seconds
from companion.errors import FileProblemError, NoDeviceError
from companion.language import _
from companion.midi.output import (
    CHANNEL_PRESSURE,
    CHANNELS,
    CONTROL_CHANGE,
    DRUM_PROGRAM,
    KEY_PRESSURE,
    NOTE_OFF,
    NOTE_ON,
    PITCH_BEND,
    Message,
    TimedMessage,
)

INSTALL_HINT = _("Install it: 'sudo apt-get install libfluidsynth3' on Debian, 'brew install fluid-synth' on macOS.")

BLOCK_FRAMES = 64
"""FluidSynth starts every event at a multiple of this many frames."""

Settings: TypeAlias = Mapping[str, str | int | float]
"""FluidSynth's own settings, by their names."""

_DRUM_BANK = 128
_ANY = -1
_LOG_LEVELS = 5


def _import_binding() -> tuple[Any, str]:
    """The binding, or None and why."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what it finds where CI is set
            import fluidsynth
    except ImportError:
        return None, _("FluidSynth's library is not installed, so nothing can be heard.")
    except OSError as error:  # the library is there, one that it needs is not
        why = _("FluidSynth's library could not be loaded, so nothing can be heard ({error}).")
        return None, why.format(error=error)
    return fluidsynth, ""


_binding, _why_missing = _import_binding()

_void, _int, _short, _pointer = None, ctypes.c_int, ctypes.c_short, ctypes.c_void_p


def _bind(name: str, result: Any, **arguments: Any) -> Any:
    """A function of the library that the binding leaves out."""
    if _binding is None:
        return None
    return _binding.cfunc(name, result, *((argument, kind, 1) for argument, kind in arguments.items()))


_control_change = _bind("fluid_event_control_change", _void, evt=_pointer, channel=_int, control=_short, value=_int)
_key_pressure = _bind("fluid_synth_key_pressure", _int, synth=_pointer, channel=_int, key=_int, value=_int)
_channel_pressure = _bind("fluid_synth_channel_pressure", _int, synth=_pointer, channel=_int, value=_int)
_remove_events = _bind("fluid_sequencer_remove_events", _void, seq=_pointer, source=_short, dest=_short, type=_int)
_write_float = _bind(
    "fluid_synth_write_float", _int, synth=_pointer, length=_int, left=_pointer, left_offset=_int, left_step=_int,
    right=_pointer, right_offset=_int, right_step=_int,
)  # fmt: skip
_player_add_mem = _bind("fluid_player_add_mem", _int, player=_pointer, buffer=_pointer, length=ctypes.c_size_t)
_set_sample_rate = _bind("fluid_synth_set_sample_rate", _void, synth=_pointer, rate=ctypes.c_float)
_set_log_function = _bind("fluid_set_log_function", _pointer, level=_int, function=_pointer, data=_pointer)


def problem() -> NoDeviceError | None:
    """What keeps FluidSynth from being used here, None where all is well."""
    return NoDeviceError(_why_missing, INSTALL_HINT) if _binding is None else None


def version() -> str | None:
    """The library's version such as "2.3.1", None where there is none."""
    if _binding is None:
        return None
    numbers = [ctypes.c_int() for _other in range(3)]
    _binding.fluid_version(*numbers)
    return ".".join(str(number.value) for number in numbers)


def keep_quiet() -> None:
    """Stop the library from writing to descriptor 2, in a process whose screen that is."""
    if _set_log_function is not None:
        for level in range(_LOG_LEVELS):
            _set_log_function(level, None, None)


class Synth:
    """A synthesizer at `rate` frames a second, with its sequencer.

    Raises NoDeviceError without the library, FileProblemError for a SoundFont that can't be used.
    """

    def __init__(self, soundfont: Path, rate: int, gain: float = 0.2, settings: Settings | None = None) -> None:
        if (missing := problem()) is not None:
            raise missing
        options = {"synth.dynamic-sample-loading": 1, **(settings or {})}
        self._synth = _binding.Synth(gain=float(gain), samplerate=rate, channels=CHANNELS, **options)
        self._sequencer = _binding.Sequencer(use_system_timer=False)
        self._client = self._sequencer.register_fluidsynth(self._synth)
        self._event = _binding.new_fluid_event()
        _binding.fluid_event_set_dest(self._event, self._client)
        self._programs: dict[int, int] = {}
        self._player: Any = None
        self._font = -1
        self.rate = rate
        try:
            self.load(soundfont)
        except FileProblemError:
            self.close()
            raise

    def load(self, soundfont: Path) -> None:
        """Use another SoundFont; the old one stays where the new one can't be read (FileProblemError)."""
        font = _binding.fluid_synth_sfload(self._synth.synth, str(soundfont).encode(), 1)
        if font < 0:
            raise FileProblemError(
                _("{soundfont} is a SoundFont that can't be read.").format(soundfont=soundfont),
                _("Choose another SoundFont."),
            )
        if self._font >= 0:
            self._synth.sfunload(self._font, 1)
        self._font = font
        for channel, program in self._programs.items():
            self.choose_program(channel, program)

    def choose_program(self, channel: int, program: int) -> None:
        """Put a General MIDI program, or DRUM_PROGRAM, on a channel; a font that lacks it gives its first one."""
        self._programs[channel] = program
        bank, preset = (_DRUM_BANK, 0) if program == DRUM_PROGRAM else (0, program)
        if self._synth.program_select(channel, self._font, bank, preset) != 0:
            self._synth.program_change(channel, 0)

    def send(self, message: Message) -> None:
        """Play a message at the next block."""
        kind, channel, data1, data2 = message
        if kind == NOTE_ON:
            self._synth.noteon(channel, data1, data2)
        elif kind == NOTE_OFF:
            self._synth.noteoff(channel, data1)
        elif kind == CONTROL_CHANGE:
            self._synth.cc(channel, data1, data2)
        elif kind == PITCH_BEND:
            self._synth.pitch_bend(channel, (data1 | data2 << 7) - 8192)
        elif kind == KEY_PRESSURE:
            _key_pressure(self._synth.synth, channel, data1, data2)
        elif kind == CHANNEL_PRESSURE:
            _channel_pressure(self._synth.synth, channel, data1)

    def schedule(self, events: Iterable[TimedMessage], source: int) -> None:
        """Play notes and control changes at their ticks (milliseconds of audio time); others are left out."""
        event = self._event
        _binding.fluid_event_set_source(event, source)
        for tick, (kind, channel, data1, data2) in events:
            if kind == NOTE_ON:
                _binding.fluid_event_noteon(event, channel, data1, data2)
            elif kind == NOTE_OFF:
                _binding.fluid_event_noteoff(event, channel, data1)
            elif kind == CONTROL_CHANGE:
                _control_change(event, channel, data1, data2)
            else:
                continue
            _binding.fluid_sequencer_send_at(self._sequencer.sequencer, event, tick, 1)

    def unschedule(self, source: int | None = None) -> None:
        """Forget what has not sounded, of one source or of all."""
        _remove_events(self._sequencer.sequencer, _ANY if source is None else source, _ANY, _ANY)

    def tick(self) -> int:
        """Milliseconds of sound that were made."""
        return int(self._sequencer.get_tick())

    def grid(self, audio: Seconds) -> int:
        """The tick that starts an event in the block nearest to `audio` seconds.

        The sequencer's times are whole milliseconds, cut off; rounding them instead would put some events a block
        late (onsets spread over 1.96 ms instead of 1.21).
        """
        block = max(0, round(audio * self.rate / BLOCK_FRAMES))
        return 1000 * block * BLOCK_FRAMES // self.rate

    def set(self, name: str, value: str | int | float) -> None:
        """Change one of FluidSynth's settings; some are only looked at when a driver starts."""
        self._synth.setting(name, value)

    def set_gain(self, gain: float) -> None:
        """The factor on everything; FluidSynth's own default of 0.2 is quiet."""
        self._synth.setting("synth.gain", float(gain))  # an int would be ignored

    def silence(self) -> None:
        """Cut every voice; what is left is the room's echo, 20 dB softer and gone in half a second.

        (fluid_synth_system_reset would let the voices ring out instead.)
        """
        self._synth.all_sounds_off(_ANY)

    def is_sounding(self) -> bool:
        """Whether any voice sounds."""
        return bool(self._synth.get_active_voice_count())

    def start_driver(self, name: str) -> bool:
        """Let a driver of FluidSynth's carry the sound; False where it doesn't open."""
        self._synth.setting("audio.driver", name)
        # Synth.start() would report success without one, and open a MIDI input that complains.
        self._synth.audio_driver = _binding.new_fluid_audio_driver(self._synth.settings, self._synth.synth)
        return bool(self._synth.audio_driver)

    def set_rate(self, rate: int) -> None:
        """Make another number of frames a second (8,000 to 96,000); no driver may be open.

        The setting is what the next driver asks its device for. The synth itself does not look at it again, and JACK's
        driver may have given it a rate of its own.
        """
        self.set("synth.sample-rate", float(rate))
        _set_sample_rate(self._synth.synth, float(rate))
        self.rate = rate

    def stop_driver(self) -> None:
        """Let the driver go."""
        if self._synth.audio_driver:
            _binding.delete_fluid_audio_driver(self._synth.audio_driver)
            self._synth.audio_driver = None

    def render(self, address: int, frames: int) -> None:
        """Write the next `frames` frames as interleaved 32-bit float pairs to the buffer at an address."""
        _write_float(self._synth.synth, frames, address, 0, 2, address, 1, 2)

    def play_midi(self, content: bytes) -> None:
        """Begin to play a MIDI file's bytes; `render` moves it on."""
        self._player = _binding.new_fluid_player(self._synth.synth)
        _player_add_mem(self._player, content, len(content))
        _binding.fluid_player_play(self._player)

    def is_playing_midi(self) -> bool:
        """Whether the file of `play_midi` has more to come."""
        return self._player is not None and int(_binding.fluid_player_get_status(self._player)) == 1

    def close(self) -> None:
        """Free everything; the driver closes its device or finishes its file."""
        self.stop_driver()
        if self._player is not None:
            _binding.delete_fluid_player(self._player)
        _binding.delete_fluid_event(self._event)
        self._sequencer.delete()
        self._synth.delete()
