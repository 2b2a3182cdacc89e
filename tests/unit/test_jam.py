"""Playing along without a face: what is held, what is kept, and what a kill would leave."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.midi import protocol as p
from companion.services.jamming.takes import CHECKPOINT_SECONDS, REST_SECONDS
from tests.unit.jams import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.sound.close()


def test_nothing_played_is_nothing_to_keep(room: Room) -> None:
    room.start()
    assert room.jam.take() is None
    assert not room.jam.tick().hands_rest


def test_keys_play_the_notes_that_the_pads_show(room: Room) -> None:
    room.start()
    shown = room.jam.tick().pads
    assert len(shown) == 8
    assert [room.jam.press(number) for number in range(1, 9)] == list(shown)
    sent = room.server.wait_for(p.NoteOn, 8)
    assert isinstance(sent, p.NoteOn)
    assert sent.pitch == shown[-1]


def test_chords_follow_the_music_round_the_loop(room: Room) -> None:
    room.start()
    first = room.jam.tick()
    assert first.chord == room.song.chords[0]
    room.clock.move(room.song.total_beats)  # 60 beats a minute: a beat is a second
    assert room.jam.tick().chord == first.chord
    room.clock.move(room.song.chords[0].duration_beats)
    assert room.jam.tick().chord == room.song.chords[1]


def test_a_note_before_the_backing_begins_is_not_lost(room: Room) -> None:
    room.server.unanswered = (p.Play,)
    room.jam.start()
    room.server.wait_for(p.Play)
    room.server.say(p.NoteHeard(PlayedEvent(17.0, NOTE_ON, 60, 80), None, "keys"))
    room.settle(lambda: room.jam.take() is not None)
    take = room.jam.take()
    assert take is not None
    assert [event.seconds for event in take.events] == [0.0]


def test_keep_that_is_asked_when_the_hands_rest(room: Room) -> None:
    room.start()
    room.play(0.1, 0.5, 0.9)
    assert not room.jam.tick().hands_rest
    room.clock.move(REST_SECONDS + 0.1)
    assert room.jam.tick().hands_rest
    take = room.jam.take()
    assert take is not None
    assert [event.seconds for event in take.events] == [0.1, 0.5, 0.9]
    room.jam.let_go()
    assert room.jam.take() is None


def test_a_note_off_alone_is_nothing_to_keep(room: Room) -> None:
    room.start()
    room.play(0.1)
    room.jam.let_go()
    assert room.playback.now is not None
    room.server.say(p.NoteHeard(PlayedEvent(0.4, 0x80, 60, 0), room.playback.now.play_id, "keyboard"))
    room.play(0.6)
    take = room.jam.take()
    assert take is not None
    assert [event.seconds for event in take.events] == [0.6]


def test_only_the_last_ten_minutes_are_held(room: Room) -> None:
    room.start()
    room.play(0.0, 100.0)
    assert room.playback.now is not None
    room.server.say(p.NoteHeard(PlayedEvent(650.0, NOTE_ON, 60, 80), room.playback.now.play_id, "keyboard"))
    room.settle(lambda: (take := room.jam.take()) is not None and take.events[-1].seconds == 650.0)
    take = room.jam.take()
    assert take is not None
    assert [event.seconds for event in take.events] == [100.0, 650.0]


def test_a_recording_begins_after_its_count_in_and_is_checkpointed(room: Room) -> None:
    room.start()
    room.play(0.2)
    room.jam.record()
    play = room.server.wait_for(p.Play, 2)
    assert isinstance(play, p.Play)
    assert play.count_in_beats == room.song.meter.bar_beats
    room.settle(lambda: room.jam.tick().record == "recording")
    room.play(0.3)
    room.clock.move(CHECKPOINT_SECONDS + 0.1)
    room.jam.tick()
    saved = room.checkpoint.load(Take)
    assert saved is not None
    assert [event.seconds for event in saved.events] == [0.3]

    room.jam.finish_recording()
    assert room.jam.tick().record == "deciding"
    kept = room.jam.take()
    room.clock.move(60.0)
    assert room.jam.take() == kept
    room.jam.let_go()
    assert room.checkpoint.load(Take) is None
    assert room.jam.tick().record == "off"


def test_a_recording_without_a_note_asks_nothing(room: Room) -> None:
    room.start()
    room.jam.record()
    room.settle(lambda: room.jam.tick().record == "recording")
    room.jam.finish_recording()
    assert room.jam.tick().record == "off"


def test_pausing_goes_on_from_the_next_bar_and_keeps_what_was_played(room: Room) -> None:
    room.start()
    bar = room.song.meter.bar_beats
    room.clock.move(bar * 1.5)
    room.play(0.2)
    room.jam.pause_or_go_on()
    assert room.playback.is_held
    room.jam.pause_or_go_on()
    play = room.server.wait_for(p.Play, 2)
    assert isinstance(play, p.Play)
    assert play.from_beats == 2 * bar
    room.play(2 * bar + 0.2)
    take = room.jam.take()
    assert take is not None
    assert [event.seconds for event in take.events] == [0.2, 2 * bar + 0.2]
