"""MIDI files made of any events in any order: a score that can be played and written, or one sentence."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.domain.score import Score
from companion.errors import FileProblemError
from companion.midi.smf import write_score
from companion.midi.smf_read import score_of
from companion.midi.timeline import Timeline

SOME_FILE = Path("some.mid")
LONG_RUN = 10_000


def length(number: int) -> bytes:
    """A number as MIDI writes lengths: seven bits a byte, the last without its top bit."""
    found = [number & 0x7F]
    while number := number >> 7:
        found.append(0x80 | number & 0x7F)
    return bytes(reversed(found))


data = st.integers(0, 127).map(lambda value: bytes([value]))
status = st.integers(0x80, 0xEF).map(lambda value: bytes([value]))
some = st.binary(max_size=12)
waits = st.one_of(st.just(0), st.just(0), st.integers(0, 2000), st.integers(0, 1 << 28)).map(length)
told_lengths = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 1 << 28))
tempos = st.one_of(st.just(0), st.integers(0, (1 << 24) - 1)).map(lambda micros: micros.to_bytes(3, "big"))


def with_length(head: bytes, body: bytes, told: int | None) -> bytes:
    """A meta event or system message; `told` is a length that is not its own."""
    return head + length(len(body) if told is None else told) + body


events = st.one_of(
    st.builds(lambda first, one, two: first + one + two, status, data, data),
    st.builds(lambda one, two: one + two, data, data),  # running status, or what is left of one
    st.builds(with_length, st.sampled_from((b"\xf0", b"\xf7")), some, told_lengths),
    st.builds(with_length, st.integers(0, 127).map(lambda kind: bytes([0xFF, kind])), some, told_lengths),
    tempos.map(lambda micros: b"\xff\x51\x03" + micros),
    st.binary(min_size=4, max_size=4).map(lambda meter: b"\xff\x58\x04" + meter),
    st.binary(min_size=2, max_size=2).map(lambda key: b"\xff\x59\x02" + key),
    st.sampled_from((b"\xf1\x00", b"\xf4", b"\xf8", b"\xff\x2f\x00")),
)
bodies = st.lists(st.builds(lambda wait, event: wait + event, waits, events), max_size=25).map(b"".join)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A head that may lie, and tracks that may be cut off."""
    tracks = []
    for body in draw(st.lists(bodies, min_size=1, max_size=3)):
        whole = body + draw(st.sampled_from((b"\x00\xff\x2f\x00", b"\x00\xff\x2f\x00", b"")))
        size = draw(st.one_of(st.just(len(whole)), st.just(len(whole)), st.integers(0, (1 << 32) - 1)))
        tracks.append(b"MTrk" + size.to_bytes(4, "big") + whole)
    kind = draw(st.sampled_from((0, 1, 1, 1, 2, 9)))
    count = draw(st.one_of(st.just(len(tracks)), st.integers(0, 65_535)))
    ticks = draw(st.one_of(st.sampled_from((480, 96, 1)), st.integers(0, 65_535)))
    numbers = b"".join(number.to_bytes(2, "big") for number in (kind, count, ticks))
    return b"MThd\x00\x00\x00\x06" + numbers + b"".join(tracks)


def read_or_hear(content: bytes) -> Score | FileProblemError:
    """The score, or what was said instead."""
    try:
        return score_of(content, SOME_FILE)
    except FileProblemError as problem:
        return problem


def read_and_use(content: bytes) -> None:
    """Read; what can be read can be written, laid out for playing, and leaves no note hanging."""
    found = read_or_hear(content)
    if isinstance(found, FileProblemError):
        assert found.message.startswith("some.mid ")
        assert found.message.endswith(".")
        assert found.hint
        return
    assert all(note.duration_beats > 0 for part in found.parts for note in part.notes)
    write_score(found, BytesIO())
    if found.total_beats < 2000:
        timeline = Timeline(found)
        strokes = [message for bar in range(timeline.bars) for _, message in timeline.messages(bar)]
        assert sum(each.kind == 0x90 for each in strokes) == sum(each.kind == 0x80 for each in strokes)


@given(files())
@settings(max_examples=250, deadline=None)
def test_any_events_give_a_score_or_a_sentence(content: bytes) -> None:
    read_and_use(content)


@pytest.mark.long
@given(files())
@settings(max_examples=LONG_RUN, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_ten_thousand_files_of_any_events(content: bytes) -> None:
    read_and_use(content)
