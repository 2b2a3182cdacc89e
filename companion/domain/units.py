"""Names for numbers, so that a signature says which unit it takes."""

from typing import TypeAlias

Beats: TypeAlias = float
"""Quarter notes from the start of the music, or a length in quarter notes."""

Seconds: TypeAlias = float
"""Seconds of the music's own time (or of a clock, where the docstring says so)."""

Bpm: TypeAlias = float
"""Quarter notes a minute."""

Pitch: TypeAlias = int
"""A MIDI note number, 0 to 127; 60 is middle C."""

Velocity: TypeAlias = int
"""MIDI velocity, 1 to 127."""


def require(condition: bool, message: str) -> None:
    """Raise ValueError with `message` unless `condition` holds; values check themselves with it."""
    if not condition:
        raise ValueError(message)
