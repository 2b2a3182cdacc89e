"""What the app and the sound process say to each other: commands go down, facts come up.

Times: `beats` are quarter notes of the running music, unrolled (a loop goes on counting); `seconds` are
seconds since its beat 0. While nothing runs, `seconds` count from the moment the sound process opened.
"""

from companion.midi.commands import (
    LONGEST_COUNT_IN,
    LONGEST_FADE,
    LONGEST_GLIDE,
    Close,
    Command,
    Cue,
    LoadSoundFont,
    NoteOff,
    NoteOn,
    Open,
    Panic,
    Play,
    Revise,
    SetKeyboard,
    SetMidiInput,
    SetMidiOutput,
    SetPart,
    SetPartLevel,
    SetPlayerProgram,
    SetSnap,
    SetSustain,
    SetTempo,
    SetVolume,
    Stop,
)
from companion.midi.facts import (
    DeviceFound,
    DeviceLost,
    Ended,
    Fact,
    MidiLate,
    Missing,
    NoteHeard,
    Position,
    Problem,
    Ready,
    Revised,
    TempoChanged,
)

__all__ = [
    "LONGEST_COUNT_IN", "LONGEST_FADE", "LONGEST_GLIDE",
    "Close", "Command", "Cue", "DeviceFound", "DeviceLost", "Ended", "Fact", "LoadSoundFont", "MidiLate", "Missing",
    "NoteHeard", "NoteOff", "NoteOn", "Open", "Panic", "Play", "Position", "Problem", "Ready", "Revise", "Revised",
    "SetKeyboard", "SetMidiInput", "SetMidiOutput", "SetPart", "SetPartLevel", "SetPlayerProgram", "SetSnap",
    "SetSustain", "SetTempo", "SetVolume", "Stop", "TempoChanged",
]  # fmt: skip
