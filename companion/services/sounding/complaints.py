"""What FluidSynth and the systems below it write into the log when a sound device fails, in plain words."""

import re
from typing import TypeAlias

from companion.language import _
from companion.midi.probe import Check

SHARE = _("Close the program that has it, or choose an output that can be shared: set 'audio_driver' to pulseaudio.")
CONVERT = _("Choose another sound output, or set 'audio_driver' to pulseaudio, which converts.")
SLOWER = _("Start the sound server at 48000 Hz, or set 'audio_driver' to pulseaudio, which converts.")

Complaint: TypeAlias = tuple[str, str, str]
"""What stands in a log (a regular expression), what it means, and what to do."""

TOO_QUICK: Complaint = (
    r"Requested sample rate of \d+, got (\d{6,}) instead|jackd=(\d{6,})",
    _("The sound output runs at {0} Hz, which is more than FluidSynth can make (96000)."), SLOWER,
)  # fmt: skip
"""Logged of a device that opened all the same; a slower one than was asked for is followed (`midi/pace.py`)."""

COMPLAINTS: tuple[Complaint, ...] = (
    (r"audio device is used by another application|Device or resource busy",
     _("The sound device is taken: another program has it to itself."), SHARE),
    TOO_QUICK,
    (r"(?:Can't|Failed to) set the sample rate",
     _("The sound device refuses the sample rate of 48000 Hz."), CONVERT),
    (r"(\S+) may be old or corrupted",
     _("The settings of the system's sound can't be read: {0}."), _("Mend that file, or take it away.")),
    (r"cannot find card",
     _("This computer has no sound card that the system knows of."),
     _("Plug in or switch on a sound output; where one is there, its driver is missing.")),
    (r"Permission denied",
     _("The system does not let you use the sound device."),
     _("On Linux: 'sudo usermod -aG audio $USER', then log in again.")),
    (r"Failed to open (?:the )?\"?([^\" ]*)\"? audio device",
     _("The sound device '{0}' does not open; it may not be plugged in."),
     _("Look into ~/.asoundrc and /etc/asound.conf, or set 'audio_driver' to pulseaudio.")),
    (r"Failed to create PulseAudio connection|pa_simple_new|Failed to connect to Jack server"
     r"|Failed to connect to server",
     _("No sound server runs (PipeWire, PulseAudio or JACK)."),
     _("Start one, or leave 'audio_driver' at auto.")),
)  # fmt: skip
"""The first that fits says most."""


def explained(log: str, is_open: bool = False) -> tuple[Check, ...]:
    """Why a sound device did not open, from what was logged meanwhile, or why it sounds wrong; one reason at most."""
    for pattern, sentence, remedy in (TOO_QUICK,) if is_open else COMPLAINTS:
        found = re.search(pattern, log, re.IGNORECASE)
        if found is not None:
            named = [each for each in found.groups() if each is not None]
            return (Check("device", False, sentence.format(*named), remedy),)
    return ()
