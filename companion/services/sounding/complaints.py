"""What FluidSynth and the systems below it write into the log when a sound device fails, in plain words."""

import re

from companion.midi.probe import Check

SHARE = "Close the program that has it, or choose an output that can be shared: set 'audio_driver' to pulseaudio."
CONVERT = "Choose another sound output, or set 'audio_driver' to pulseaudio, which converts."

COMPLAINTS: tuple[tuple[str, str, str], ...] = (
    (r"audio device is used by another application|Device or resource busy",
     "The sound device is taken: another program has it to itself.", SHARE),
    (r"Requested sample rate of (\d+), got (\d+) instead",
     "The sound device refuses {0} Hz and runs at {1}, so everything would sound out of tune.", CONVERT),
    (r"(?:Can't|Failed to) set the sample rate",
     "The sound device refuses the sample rate of 48000 Hz.", CONVERT),
    (r"cannot find card|Failed to open the \"[^\"]*\" audio device|Failed to open audio device",
     "This computer has no sound card that the system knows of.",
     "Plug in or switch on a sound output; where one is there, its driver is missing."),
    (r"Permission denied",
     "The system does not let you use the sound device.",
     "On Linux: 'sudo usermod -aG audio $USER', then log in again."),
    (r"Failed to create PulseAudio connection|pa_simple_new|Failed to connect to Jack server"
     r"|Failed to connect to server",
     "No sound server runs (PipeWire, PulseAudio or JACK).",
     "Start one, or leave 'audio_driver' at auto."),
)  # fmt: skip
"""What stands in a log, what it means, and what to do; the first that fits says most."""


def explained(log: str) -> tuple[Check, ...]:
    """Why a sound device did not open, from what was logged meanwhile; the plainest reason first, one at most."""
    for pattern, sentence, remedy in COMPLAINTS:
        found = re.search(pattern, log, re.IGNORECASE)
        if found is not None:
            return (Check("device", False, sentence.format(*found.groups()), remedy),)
    return ()
