"""The bytes of a Standard MIDI File (the MIDI Association's RP-001): events, tracks, the file. Imports no library."""

from companion.domain.units import Pitch, Velocity

Event = bytes
"""One event without the time before it."""

Timed = tuple[int, int, Event]
"""A tick, a rank among the events of that tick (lower ones go first), and the event."""

TIME_SIGNATURE, KEY_SIGNATURE, SET_TEMPO, END_OF_TRACK = 0x58, 0x59, 0x51, 0x2F
TRACK_NAME, LYRICS, MARKER = 0x03, 0x05, 0x06
"""The kinds of meta events that are written here."""

_NOTE_OFF, _NOTE_ON, _PROGRAM_CHANGE = 0x80, 0x90, 0xC0
_META, _SYSTEM, _FORMAT = 0xFF, 0xF0, 1
_CLOCKS_A_CLICK, _THIRTY_SECONDS_A_BEAT = 24, 8
_SLOWEST_MICROS = 0xFFFFFF


def note_on(channel: int, pitch: Pitch, velocity: Velocity) -> Event:
    """A note begins."""
    return bytes((_NOTE_ON | channel, pitch, velocity))


def note_off(channel: int, pitch: Pitch) -> Event:
    """A note ends."""
    return bytes((_NOTE_OFF | channel, pitch, 0))


def program_change(channel: int, program: int) -> Event:
    """A channel gets another sound."""
    return bytes((_PROGRAM_CHANGE | channel, program))


def meta(kind: int, content: bytes) -> Event:
    """An event for readers of files, which is not played."""
    return bytes((_META, kind)) + variable_length(len(content)) + content


def text(kind: int, words: str) -> Event:
    """A meta event of words, in UTF-8; what UTF-8 has no place for becomes "?"."""
    return meta(kind, words.encode("utf-8", "replace"))


def time_signature(beats: int, unit: int) -> Event:
    """So many beats of a unit note a bar; `unit` is a power of two."""
    return meta(TIME_SIGNATURE, bytes((beats, unit.bit_length() - 1, _CLOCKS_A_CLICK, _THIRTY_SECONDS_A_BEAT)))


def key_signature(sharps: int, is_minor: bool) -> Event:
    """Sharps (flats below 0), -7 to 7."""
    return meta(KEY_SIGNATURE, bytes((sharps & 0xFF, is_minor)))


def set_tempo(micros_a_beat: int) -> Event:
    """So many microseconds a quarter note, at most what three bytes hold."""
    return meta(SET_TEMPO, min(micros_a_beat, _SLOWEST_MICROS).to_bytes(3, "big"))


def variable_length(number: int) -> bytes:
    """A number of 0 or more in groups of seven bits, the highest first, each but the last marked."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def track(name: str, events: list[Timed], end: int) -> bytes:
    """A track chunk: its name, its events in order of tick and rank, and its end at a tick (or its last event)."""
    body = bytearray(b"\0" + text(TRACK_NAME, name))
    now, running = 0, 0
    for tick, _, event in sorted(events, key=lambda timed: timed[:2]):
        body += variable_length(tick - now) + (event[1:] if event[0] == running else event)
        now, running = tick, event[0] if event[0] < _SYSTEM else 0  # a status that stays is written once
    body += variable_length(max(0, end - now)) + meta(END_OF_TRACK, b"")
    return b"MTrk" + len(body).to_bytes(4, "big") + bytes(body)


def file(tracks: list[bytes], ticks_a_beat: int) -> bytes:
    """A file of format 1."""
    header = b"".join(number.to_bytes(2, "big") for number in (_FORMAT, len(tracks), ticks_a_beat))
    return b"MThd" + len(header).to_bytes(4, "big") + header + b"".join(tracks)
