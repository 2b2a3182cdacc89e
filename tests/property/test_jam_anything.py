"""Everything that a person can do in a jam, in any order: nothing breaks, and what is shown holds together."""

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from companion.domain.take import NOTE_ON
from companion.engine.groove import groove_names
from companion.errors import CompanionError
from companion.midi import protocol as p
from companion.services.jamming.ground import ground_for
from companion.services.jamming.keys import PadKey
from companion.services.jamming.state import JamState
from tests.unit.jams import Room

SONGS = tuple(replace(ground_for(feeling, 2), tempo_bpm=60.0) for feeling in ("calm", "sad", "joyful"))
STEPS = 60


def actions(room: Room, rng: Random) -> list[Callable[[], object]]:
    """What a person could do next."""
    jam = room.jam
    return [
        lambda: jam.press(rng.randint(1, 8)),
        lambda: jam.press(PadKey("upper", rng.randrange(10)), is_held=True),
        lambda: jam.release(rng.randrange(128)),
        jam.switch,
        jam.pause_or_go_on,
        jam.steady,
        jam.end_softly,
        jam.record,
        jam.finish_recording,
        jam.take_layer_away,
        jam.lay_over,
        jam.let_go,
        jam.take,
        jam.next_section,
        jam.stay_on_chord,
        lambda: jam.mute_layer(rng.randrange(-1, 6)),
        lambda: jam.choose_groove(rng.choice(groove_names())),
        lambda: jam.shift_key(rng.randint(-12, 12)),
        lambda: jam.change_tempo(rng.choice((-500.0, -4.0, 4.0, 500.0))),
        lambda: jam.glide_to(rng.choice((-1.0, 60.0, 1e9)), rng.choice((-1.0, 0.0, 5.0, 1e9))),
        lambda: jam.toggle_part(rng.choice(("melody", "chords", "bass", "pulse", "air", "tuba"))),
        lambda: jam.set_free(rng.random() < 0.5),
        lambda: jam.set_latch(rng.random() < 0.5),
        lambda: jam.set_snap(rng.random() < 0.5),
        lambda: jam.holding(rng.random() < 0.5),
        lambda: jam.call_and_answer(rng.choice(("off", "echo", "vary"))),
        lambda: jam.breathe(rng.choice((None, 5.0, 6.0, 99.0)), rng.choice((9.0, 12.0, 7.0))),
        lambda: _strike(room, rng),
    ]


def _strike(room: Room, rng: Random) -> None:
    if room.playback.now is not None:
        room.strike(max(0.0, room.playback.beats or 0.0), pitch=rng.randrange(128), velocity=rng.randint(1, 127))


def holds_together(state: JamState, room: Room) -> None:
    """What must be true of every look at a jam."""
    rounds = room.jam.backing.rounds
    assert all(a.at_beats < b.at_beats for a, b in pairwise(rounds))
    assert all(abs(r.at_beats % room.song.meter.bar_beats) < 1e-6 for r in rounds), "rounds stand on bar lines"
    assert state.chord is not None
    assert state.section
    assert len(state.pads) == 8
    assert len(state.upper) == len(state.lower) == 10
    assert state.bars_to_next >= 0
    assert state.breath is None or 0 <= state.breath < 1
    assert 20 <= state.bpm <= 300
    take = room.jam.take()
    if take is not None:
        assert all(a.seconds <= b.seconds for a, b in pairwise(take.events))
        assert any(event.kind == NOTE_ON for event in take.events)


@pytest.mark.parametrize("seed", range(12))
def test_anything_in_any_order(seed: int) -> None:
    rng = Random(seed)
    with TemporaryDirectory() as folder:
        room = Room(Path(folder), SONGS[seed % len(SONGS)])
        room.start()
        for _ in range(STEPS):
            with suppress(CompanionError):  # what is refused is said in a sentence, and changes nothing
                rng.choice(actions(room, rng))()
            holds_together(room.move(rng.choice((0.0, 0.1, 0.5, 2.0, 7.0)) or 0.1), room)
        room.jam.stop()
        room.jam.stop()
        sent = room.all_sent(p.Cue)
        assert all(isinstance(cue, p.Cue) and cue.part.notes for cue in sent)
        room.sound.close()
