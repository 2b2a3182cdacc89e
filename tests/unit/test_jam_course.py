"""The course of a jam: coming to rest, the slow pulse, pauses, and going on."""

from pathlib import Path

from msgspec.structs import replace

from companion.domain.song import Section
from companion.midi import protocol as p
from tests.unit.jams import BAR, CALM, Room, room_event


def test_it_ends_softly_and_can_begin_again_in_the_same_take(room: Room) -> None:
    room.move(1.5 * BAR)
    room.strike(1.5 * BAR)
    room.jam.end_softly()
    revise, tempo = room.sent(p.Revise), room.sent(p.SetTempo)
    assert isinstance(revise, p.Revise)
    assert isinstance(tempo, p.SetTempo)
    assert revise.is_loop is False
    assert 36 <= tempo.bpm < 60
    state = room.move(2 * BAR)
    assert state.is_ending
    assert state.section == "ending"
    room.server.say(p.Ended(1, True))
    room.settle(lambda: room.playback.now is None)
    assert room.jam.tick().beats is None
    room.jam.pause_or_go_on()
    play = room.sent(p.Play, 2)
    assert isinstance(play, p.Play)
    assert play.from_beats == play.score_at_beats == 4 * BAR
    assert play.score.tempo.bpm_at(play.from_beats + 1) == 60.0
    assert not room.jam.tick().is_ending
    take = room.jam.take()
    assert take is not None
    assert len(take.notes()) == 1


def test_steady_is_a_pulse_alone_and_goes_back_to_where_it_was(room: Room) -> None:
    room.move(1.5 * BAR)
    room.jam.steady()
    play = room.sent(p.Play, 2)
    assert isinstance(play, p.Play)
    assert [part.name for part in play.score.parts] == ["pulse"]
    assert play.score.tempo.bpm == 60.0
    room.settle(lambda: room.playback.beats is not None)
    state = room.jam.tick()
    assert state.is_steady
    assert not state.is_paused
    room.jam.steady()
    play = room.sent(p.Play, 3)
    assert isinstance(play, p.Play)
    assert play.from_beats == 2 * BAR
    room.settle(lambda: room.playback.beats is not None)
    assert not room.jam.tick().is_steady
    assert room.all_sent(p.SetPart)[-1] == p.SetPart("pulse", False), "what was off is off again"


def test_a_pause_after_changes_goes_on_with_them(room: Room) -> None:
    room.move(0.5)
    room.jam.choose_groove("hymn")
    room.move(1.2 * BAR)
    room.jam.pause_or_go_on()
    assert room.jam.tick().is_paused
    room.jam.shift_key(2)
    room.jam.pause_or_go_on()
    play = room.sent(p.Play, 2)
    assert isinstance(play, p.Play)
    assert play.score_at_beats == BAR
    assert play.from_beats == 2 * BAR
    state = room.move(2 * BAR)
    assert (state.key.tonic_pc - room.song.key.tonic_pc) % 12 == 2
    assert state.groove == "hymn"


def test_what_is_played_in_a_pause_keeps_its_distances(room: Room) -> None:
    room.move(BAR)
    room.jam.pause_or_go_on()
    room.settle(lambda: room.playback.now is None)
    for at in (100.0, 100.5):
        room.jam.hear(p.NoteHeard(room_event(at), None, "keys"))
    take = room.jam.take()
    assert take is not None
    first, second = (event.seconds for event in take.events)
    assert second - first == 0.5
    assert abs(first - BAR) < 0.2


def test_a_song_with_one_short_section_plays_on(tmp_path: Path) -> None:
    short = replace(
        CALM, tempo_bpm=60.0, sections=(Section("tune", 0, 1, ()),), chords=CALM.chords[:1], melody=(), loop_bars=1
    )
    room = Room(tmp_path, short)
    room.start()
    room.move(10 * BAR)
    found = [each.from_beats for each in room.all_sent(p.Revise) if isinstance(each, p.Revise)]
    assert found == [BAR * number for number in range(1, len(found) + 1)]
    assert len(found) >= 9
    room.sound.close()
