"""What is laid over a jam, and what a take says of the backing that played under it."""

import pytest

from companion.engine.safe_notes import snap_table
from companion.errors import WrongUseError
from companion.midi import protocol as p
from companion.services.jamming.jam import Jam
from companion.services.jamming.layers import MOST_LAYERS
from companion.services.takes.beside import backing_of
from tests.unit.jams import BAR, Room, cues


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
