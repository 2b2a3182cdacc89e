"""Any bytes, any score: nothing but a sentence is raised, and music comes back as it was."""

import socket
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from companion.channel import Channel, ChannelClosed, MessageError
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score, TextEvent
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError
from companion.midi.output import NOTE_OFF, NOTE_ON
from companion.midi.protocol import Command, Fact, NoteOn, Play
from companion.midi.smf import TICKS_A_BEAT, write_score
from companion.midi.smf_read import score_of
from companion.midi.timeline import Timeline

SOME_FILE = Path("some.mid")

tempos = st.one_of(
    st.builds(TempoMap, st.floats(20, 300)),
    st.builds(TempoMap, st.floats(30, 200), st.floats(30, 200), st.floats(4, 64)),
)
meters = st.builds(Meter, st.integers(1, 16), st.sampled_from((2, 4, 8, 16)))
keys = st.builds(
    Key, st.sampled_from(("C", "F#", "Bb", "Eb", "G#", "Fb")), st.sampled_from(("major", "minor", "dorian"))
)
ticks = st.integers(0, 32 * TICKS_A_BEAT).map(lambda tick: tick / TICKS_A_BEAT)
lengths = st.integers(1, 8 * TICKS_A_BEAT).map(lambda tick: tick / TICKS_A_BEAT)
notes = st.lists(st.builds(NoteEvent, ticks, lengths, st.integers(40, 50), st.integers(1, 127)), max_size=30)
parts = st.lists(
    st.builds(Part, st.sampled_from(("melody", "chords")), st.integers(0, 3), st.integers(0, 127), notes.map(tuple)),
    max_size=3,
)
texts = st.lists(st.builds(TextEvent, ticks, st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)), max_size=3)


@st.composite
def scores(draw: st.DrawFn) -> Score:
    meter = draw(meters)
    bars = draw(st.integers(0, 8))
    return Score(
        draw(st.text(st.characters(codec="utf-8"), max_size=10)), draw(keys), meter, draw(tempos),
        bars * meter.bar_beats, tuple(draw(parts)), tuple(draw(texts)),
    )  # fmt: skip


def read_back(score: Score) -> Score:
    file = BytesIO()
    write_score(score, file)
    return score_of(file.getvalue(), SOME_FILE)


def complaint(content: bytes) -> str:
    """Which file the reader complains of; nothing where it could read."""
    try:
        score_of(content, SOME_FILE)
    except FileProblemError as problem:
        return problem.message.split()[0]
    return ""


@given(scores())
@settings(max_examples=80, deadline=None)
def test_every_score_can_be_written_and_read(score: Score) -> None:
    back = read_back(score)
    assert back.meter == score.meter
    assert sorted(text.text for text in back.lyrics) == sorted(text.text for text in score.lyrics)
    assert {(part.channel, note.pitch) for part in back.parts for note in part.notes} == {
        (part.channel, note.pitch) for part in score.parts for note in part.notes
    }


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4), st.integers(40, 80)), min_size=1, max_size=40), tempos)
@settings(max_examples=80, deadline=None)
def test_notes_that_do_not_collide_come_back_at_their_times(found: list[tuple[int, int, int]], tempo: TempoMap) -> None:
    by_key = {
        (onset // 5, pitch): NoteEvent(onset // 5 * 5.0, float(length), pitch, 64) for onset, length, pitch in found
    }
    expected = sorted(by_key.values(), key=lambda note: (note.onset_beats, note.pitch))
    score = Score("notes", Key("C"), Meter(), tempo, 64.0, (Part("melody", 0, 0, tuple(expected)),))
    back = read_back(score)
    times = [(n.pitch, back.tempo.seconds_at(n.onset_beats)) for n in back.parts[0].notes]
    assert [pitch for pitch, _ in times] == [note.pitch for note in expected]
    wanted = [tempo.seconds_at(note.onset_beats) for note in expected]
    assert [seconds for _, seconds in times] == pytest.approx(wanted, abs=0.005)


@given(st.binary(max_size=200))
@example(b"MThd")
@settings(max_examples=300, deadline=None)
def test_any_bytes_after_a_head_give_a_score_or_a_sentence(content: bytes) -> None:
    for head in (b"", b"MThd\x00\x00\x00\x06\x00\x01\x00\x01\x00\x60MTrk\x00\x00\x00\x40"):
        assert complaint(head + content) in ("", SOME_FILE.name)


@given(scores(), st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_gives_a_score_or_a_sentence(score: Score, damage: list[tuple[float, int]]) -> None:
    file = BytesIO()
    write_score(score, file)
    content = bytearray(file.getvalue())
    for place, value in damage:
        content[int(place * len(content))] = value
    assert complaint(bytes(content)) in ("", SOME_FILE.name)


@given(scores(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_key_is_never_struck_while_it_sounds(score: Score, is_loop: bool) -> None:
    timeline = Timeline(score, is_loop)
    events = sorted(event for bar in range(40) for event in timeline.messages(bar))
    sounding: dict[tuple[int, int], float] = {}
    # Floating point puts the end of a note that is as long as the loop a hair behind the start of the next; the
    # scheduler's grid is a thousand times coarser, and sends ends first.
    for seconds, message in sorted(events, key=lambda event: (round(event.seconds, 9), event.message.kind)):
        key = (message.channel, message.data1)
        if message.kind == NOTE_ON:
            assert sounding.get(key, -1.0) <= seconds + 1e-6
            sounding[key] = float("inf")
        elif message.kind == NOTE_OFF:
            sounding[key] = seconds


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_on_the_channel_end_in_a_message_or_an_end(content: bytes) -> None:
    ours, theirs = socket.socketpair()
    ours.sendall(content)
    ours.close()
    channel: Channel[Fact, Command] = Channel.over_socket(theirs, Command)
    try:
        for _ in range(len(content) + 1):
            try:
                channel.receive()
            except MessageError:
                continue
    except ChannelClosed:
        channel.close()
    else:
        raise AssertionError("the end was not told")


@given(scores(), st.booleans(), st.floats(0, 100), st.integers(-5, 200))
@settings(max_examples=60, deadline=None)
def test_commands_survive_the_way(score: Score, is_loop: bool, beats: float, pitch: int) -> None:
    play = Play(1, score, is_loop, beats)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(play), type=Command) == play
    raw = msgspec.msgpack.encode({"type": "NoteOn", "pitch": pitch, "velocity": 64})
    if 0 <= pitch <= 127:
        assert msgspec.msgpack.decode(raw, type=Command) == NoteOn(pitch, 64)
    else:
        with pytest.raises(msgspec.ValidationError):
            msgspec.msgpack.decode(raw, type=Command)
