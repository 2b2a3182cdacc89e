"""A jam while it runs: what changes from the next bar on, what comes back, what is laid over it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.song import Section
from companion.domain.take import PlayedEvent
from companion.engine.groove import groove_names
from companion.engine.safe_notes import snap_table
from companion.errors import WrongUseError
from companion.midi import protocol as p
from companion.services.jamming.ground import ground_for
from companion.services.jamming.jam import Jam
from companion.services.jamming.layers import MOST_LAYERS
from companion.services.jamming.rounds import Choices, round_of
from companion.services.takes.beside import backing_of
from tests.unit.jams import Room

CALM = ground_for("calm", 4)
BAR = CALM.meter.bar_beats


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, replace(CALM, tempo_bpm=60.0))
    made.start()
    yield made
    made.sound.close()


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


def room_event(at: float) -> PlayedEvent:
    return PlayedEvent(at, 0x90, 60, 80)


def test_a_breath_is_whole_bars_and_follows_the_music(room: Room) -> None:
    room.jam.breathe(6, 12)
    assert room.sent(p.SetTempo) == p.SetTempo(1, 72.0, 8.0)
    state = room.move(BAR + 3)
    assert state.breath is not None
    assert abs(state.breath - 3 / 12) < 0.02
    with pytest.raises(WrongUseError, match="whole bars"):
        room.jam.breathe(6, 10)
    with pytest.raises(WrongUseError, match="easy to breathe"):
        room.jam.breathe(40, 12)
    with pytest.raises(WrongUseError, match="beats a minute"):
        room.jam.breathe(4, 3)
    room.jam.breathe(None)
    assert room.move(0.2).breath is None


def test_a_very_slow_breath_is_a_drone_that_swells(room: Room) -> None:
    before = room.jam.tick().groove
    room.jam.breathe(5, 9)
    state = room.move(2 * BAR)
    assert state.groove == "drone"
    room.move(9)
    levels = [each.level for each in room.all_sent(p.SetPartLevel) if isinstance(each, p.SetPartLevel)]
    assert min(levels) < 0.7
    assert max(levels) > 0.9
    assert max(abs(a - b) for a, b in pairwise(levels)) < 0.2
    room.jam.breathe(None)
    assert room.move(BAR).groove == before


def test_holding_follows_slowly_and_lets_go(room: Room) -> None:
    room.jam.holding(True)
    state = room.move(20)
    assert state.is_holding
    levels = [each.level for each in room.all_sent(p.SetPartLevel) if isinstance(each, p.SetPartLevel)]
    assert levels[-1] < 0.7
    assert max(abs(a - b) for a, b in pairwise([1.0, *sorted(levels, reverse=True)])) < 0.06, "nothing steps"
    assert room.jam.backing.choices.is_light
    for _ in range(40):
        room.strike(room.playback.beats or 0.0, velocity=110, length=0.1)
        room.move(0.2)
    assert not room.jam.backing.choices.is_light
    louder = [each.level for each in room.all_sent(p.SetPartLevel) if isinstance(each, p.SetPartLevel)]
    assert louder[-1] > levels[-1]
    room.jam.holding(False)
    room.move(12)
    assert [e.level for e in room.all_sent(p.SetPartLevel) if isinstance(e, p.SetPartLevel)][-1] == 1.0


def cues(room: Room, name: str) -> list[p.Cue]:
    return [each for each in room.all_sent(p.Cue) if isinstance(each, p.Cue) and each.part.name == name]


def test_call_and_answer_calls_listens_and_echoes(room: Room) -> None:
    room.move(0.5)
    room.jam.call_and_answer("echo")
    state = room.move(BAR)
    (call,) = cues(room, "answer")
    assert call.at_beats == BAR
    assert state.call_phase == "listen"
    assert room.move(2 * BAR).call_phase == "yours"
    room.strike(3 * BAR + 0.5, pitch=67)
    room.strike(3 * BAR + 1.5, pitch=69)
    room.move(1.8 * BAR)
    room.strike(5 * BAR - 0.1, pitch=72)  # at the last moment, after the answer was handed over
    room.move(1.0)
    echo, late = cues(room, "answer")[1:]
    assert echo.at_beats == late.at_beats == 5 * BAR
    assert [note.pitch for note in (*echo.part.notes, *late.part.notes)] == [67, 69, 72]
    assert [note.onset_beats for note in (*echo.part.notes, *late.part.notes)] == pytest.approx([0.5, 1.5, 5.9])
    room.move(4 * BAR)
    assert len(cues(room, "answer")) == 4, "nothing was played: the program calls again"
    room.jam.call_and_answer("off")
    assert room.move(4 * BAR).call_phase is None
    assert len(cues(room, "answer")) == 4


def test_a_varied_answer_is_not_an_echo(room: Room) -> None:
    room.move(0.5)
    room.jam.call_and_answer("vary")
    room.move(2.9 * BAR)
    for index, pitch in enumerate((65, 67, 69)):
        room.strike(3 * BAR + index, pitch=pitch)
    room.move(3 * BAR)
    answer = cues(room, "answer")[1]
    assert [note.pitch for note in answer.part.notes] != [65, 67, 69]


def test_layers_come_round_and_are_silenced_and_taken_away(room: Room) -> None:
    total = room.song.total_beats
    room.move(BAR)
    room.strike(1.0, pitch=65)
    room.strike(BAR + 0.5, pitch=67)
    laid = room.jam.lay_over()
    assert laid is not None
    assert room.jam.take() == laid[0], "it can still be kept"
    room.jam.let_go()
    assert room.jam.tick().played == 0
    room.move(2 * total)
    found = cues(room, "layer 1")
    onsets = [cue.at_beats + note.onset_beats for cue in found for note in cue.part.notes]
    assert onsets == pytest.approx([total + 1.0, total + BAR + 0.5, 2 * total + 1.0, 2 * total + BAR + 0.5])
    room.jam.mute_layer(0)
    assert room.all_sent(p.SetPart)[-1] == p.SetPart("layer 1", False)
    assert room.jam.tick().layers[0].is_muted
    room.jam.mute_layer(0)
    assert room.all_sent(p.SetPart)[-1] == p.SetPart("layer 1", True)
    room.jam.mute_layer(7)
    layer = room.jam.take_layer_away()
    assert layer is not None
    assert room.jam.tick().layers == ()
    assert room.jam.take_layer_away() is None
    room.jam.put_layer_back(layer)
    assert room.all_sent(p.SetPart)[-1] == p.SetPart("layer 1", True)
    assert [each.name for each in room.jam.tick().layers] == ["take 1"]


def test_a_layer_fits_the_chord_it_comes_to(room: Room) -> None:
    total = room.song.total_beats
    room.move(1.0)
    room.strike(0.5, pitch=61)
    room.jam.lay_over()
    room.jam.shift_key(3)
    room.move(total + 1)
    (note,) = cues(room, "layer 1")[0].part.notes
    state = room.jam.tick()
    assert note.pitch == snap_table(state.chord, state.key)[61]


def test_only_so_many_layers(room: Room) -> None:
    for index in range(MOST_LAYERS):
        room.strike(0.1 + index)
        assert room.jam.lay_over() is not None
        room.jam.let_go()
    room.strike(8.0)
    with pytest.raises(WrongUseError):
        room.jam.lay_over()
    assert room.jam.tick().played == 1, "what was played is not lost"
    channels = {cue.part.channel for cue in room.all_sent(p.Cue) if isinstance(cue, p.Cue)}
    assert channels <= {10, 11, 12, 13, 14}


def test_nothing_played_is_nothing_to_lay(room: Room) -> None:
    assert room.jam.lay_over() is None


def test_a_take_says_what_played_under_it(room: Room) -> None:
    room.move(0.5)
    room.jam.choose_groove("hymn")
    room.jam.shift_key(2)
    room.move(2 * BAR)
    room.strike(2 * BAR)
    take = room.jam.take()
    assert take is not None
    first, second = take.backing
    assert (first.from_beats, first.groove, first.chords) == (0.0, room.song.groove, "")
    assert (second.from_beats, second.groove) == (BAR, "hymn")
    assert second.key == room.jam.backing.key
    assert len(second.chords.split("|")) == second.bars == 24


def test_the_backing_under_a_take_is_made_again_as_it_was(room: Room) -> None:
    total = room.song.total_beats
    room.move(total + 2 * BAR)
    room.strike(total + BAR)
    take = room.jam.take()
    assert take is not None
    again = backing_of(take, room.song)
    for number, played in enumerate(room.jam.backing.rounds):
        for name in ("chords", "bass", "air"):
            laid, part = again.part(name), played.score.part(name)
            assert (laid is None) == (part is None)
            if laid is not None and part is not None:
                begins, ends = number * total, min((number + 1) * total, again.total_beats)
                notes = [n.pitch for n in laid.notes if begins <= n.onset_beats < ends]
                assert notes == [n.pitch for n in part.notes if n.onset_beats < ends - begins]


def test_a_jam_without_a_song_holds_its_chords_in_its_takes(room: Room) -> None:
    jam = Jam(room.song, room.playback, room.checkpoint, is_kept=False)
    jam.start()
    (plan,) = jam.backing.plans(1.0)
    assert plan.chords.split(" | ") == [chord.symbol for chord in room.song.chords]


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
