"""A jam while it runs: what changes from the next bar on, and what is made of it meanwhile."""

from itertools import pairwise

import pytest

from companion.engine.groove import groove_names
from companion.engine.safe_notes import snap_table
from companion.errors import WrongUseError
from companion.midi import protocol as p
from companion.services.jamming.rounds import Choices, round_of
from tests.unit.jams import BAR, Room


def test_rounds_follow_each_other_without_a_gap_and_vary(room: Room) -> None:
    total = room.song.total_beats
    room.move(3 * total + 1)
    revisions = room.all_sent(p.Revise)
    assert [each.from_beats for each in revisions if isinstance(each, p.Revise)] == [total, 2 * total, 3 * total]
    scores = [each.score.parts for each in revisions if isinstance(each, p.Revise)]
    assert all(a != b for a, b in pairwise(scores))


def test_the_first_round_is_the_song_itself(room: Room) -> None:
    play = room.sent(p.Play)
    assert isinstance(play, p.Play)
    assert play.is_loop
    assert play.score.total_beats == room.song.total_beats
    assert p.SetPart("melody", False) in room.all_sent(p.SetPart)


def test_a_groove_begins_at_the_next_bar_and_goes_on_in_the_song(room: Room) -> None:
    before = room.move(1.5 * BAR)
    room.jam.choose_groove("heartbeat")
    revise = room.sent(p.Revise)
    assert isinstance(revise, p.Revise)
    assert revise.from_beats == 2 * BAR
    state = room.move(BAR)
    assert (state.groove, dict(state.parts)["pulse"]) == ("heartbeat", True)
    assert state.section == before.section
    assert state.chord is not None
    assert state.chord.symbol == room.song.chords[2].symbol
    with pytest.raises(WrongUseError):
        room.jam.choose_groove("polka")
    assert room.move(BAR).groove == "heartbeat"


def test_a_change_too_near_the_bar_line_waits_for_the_one_after(room: Room) -> None:
    room.move(BAR - 0.2)
    room.jam.choose_groove("hymn")
    revise = room.sent(p.Revise)
    assert isinstance(revise, p.Revise)
    assert revise.from_beats == 2 * BAR


def test_where_a_revision_really_stands_is_believed(room: Room) -> None:
    room.move(0.5)
    room.server.unanswered = (p.Revise,)
    room.jam.choose_groove("hymn")
    assert room.playback.now is not None
    revised = p.Revised(room.playback.now.play_id, BAR, 2 * BAR)
    room.playback.hear(revised)
    room.jam.hear(revised)
    state = room.move(BAR)
    assert state.groove == "hymn"
    assert state.chord is not None
    assert state.chord.symbol == room.song.chords[1].symbol
    assert room.jam.backing.round_at(1.5 * BAR) == room.jam.backing.rounds[0]


def test_staying_holds_one_and_five_and_goes_on_from_there(room: Room) -> None:
    room.move(1.2 * BAR)
    here = room.song.chords[1]
    room.jam.stay_on_chord()
    state = room.move(4 * BAR)
    assert state.is_staying
    assert state.chord is not None
    assert state.next_chord is None
    assert len(state.chord.pitch_classes) == 2
    assert state.chord.symbol == here.symbol
    room.jam.stay_on_chord()
    state = room.move(BAR)
    assert not state.is_staying
    assert state.next_chord is not None


def test_sections_are_gone_through_and_jumped_to(room: Room) -> None:
    assert room.move(0.5).section == "verse"
    room.jam.next_section()
    room.move(BAR)
    assert room.jam.backing.round_at(BAR + 0.1) is not None
    room.jam.next_section()
    assert room.move(BAR).section == "chorus"
    room.jam.next_section()
    state = room.move(BAR)
    assert state.section == "verse"
    assert state.chord is not None
    assert state.chord.symbol == room.song.chords[0].symbol


@pytest.mark.parametrize(("semitones", "tonic"), [(2, 2), (-3, 9), (12, 0), (7, 7)])
def test_the_key_moves_and_stays_within_an_octave(room: Room, semitones: int, tonic: int) -> None:
    home = room.song.key.tonic_pc
    room.move(0.5)
    room.jam.shift_key(semitones)
    state = room.move(BAR)
    assert (state.key.tonic_pc - home) % 12 == tonic
    assert -5 <= room.jam.backing.choices.semitones <= 6
    assert state.pads[0] % 12 == state.key.tonic_pc or state.chord is not None


def test_tempo_changes_and_glides_and_the_state_follows(room: Room) -> None:
    room.move(0.5)
    room.jam.change_tempo(4)
    assert room.sent(p.SetTempo) == p.SetTempo(1, 64.0, 2.0)
    room.settle(lambda: room.playback.tempo is not None and room.playback.tempo.end_bpm == 64.0)
    room.jam.change_tempo(4)
    assert room.sent(p.SetTempo, 2) == p.SetTempo(1, 68.0, 2.0)
    room.jam.glide_to(500, 5)
    assert room.sent(p.SetTempo, 3) == p.SetTempo(1, 180.0, 300.0)


def test_parts_are_switched_and_a_metronome_is_there_in_every_groove(room: Room) -> None:
    for groove in groove_names():
        found = round_of(room.song, Choices(groove), 0, 0, 0.0).score
        assert found.part("pulse") is not None, groove
    assert dict(room.jam.tick().parts)["pulse"] is False
    room.jam.toggle_part("pulse")
    assert room.sent(p.SetPart, 3) == p.SetPart("pulse", True)
    room.jam.choose_groove("hymn")
    assert dict(room.move(BAR).parts)["pulse"] is True, "what someone switched on stays on"
    room.jam.toggle_part("trombone")
    assert len(room.all_sent(p.SetPart)) == 3


def test_another_piece_has_all_its_parts_again(room: Room) -> None:
    room.jam.stop()
    room.playback.play(room.jam.backing.rounds[0].score)
    sent = room.all_sent(p.SetPart)
    assert {each.name for each in sent[-2:] if isinstance(each, p.SetPart) and each.is_on} == {"melody", "pulse"}


def test_free_notes_latch_and_snap_reach_the_sound(room: Room) -> None:
    room.jam.set_free(True)
    assert room.jam.tick().lower[:3] == (60, 62, 64)
    room.jam.set_free(False)
    room.jam.set_latch(True)
    assert room.sent(p.SetSustain) == p.SetSustain(True)
    room.jam.set_snap(True)
    state = room.move(0.2)
    assert room.sent(p.SetSnap) == p.SetSnap(snap_table(state.chord, state.key))
    room.move(2 * BAR)
    assert len(room.all_sent(p.SetSnap)) > 1, "it follows the chords"
    room.jam.stop()
    assert room.all_sent(p.SetSnap)[-1] == p.SetSnap(None)
    assert room.all_sent(p.SetSustain)[-1] == p.SetSustain(False)


def test_one_switch_and_what_sounds(room: Room) -> None:
    pitch = room.jam.switch()
    assert pitch in room.jam.tick().pads
    room.settle(lambda: room.jam.tick().lit == {pitch})
    room.move(2.0)
    room.settle(lambda: room.jam.tick().lit == frozenset())
