"""Playing by single keys on a plain terminal: each key does its thing, and nothing is said that was not asked for."""

from collections.abc import Callable
from io import StringIO

import pytest

from companion.domain.take import Take
from companion.midi.protocol import DeviceLost, NoteOn, Play, SetVolume, Stop
from companion.plain import playing
from companion.plain.console import GoBack, StopGently
from companion.plain.keys import ENTER, single_keys
from companion.plain.playing import KEYS, PlainPlayer
from tests.unit.faces import House
from tests.unit.pilots import session_at
from tests.unit.scripted_keys import press
from tests.unit.talks import Talk

Keys = list[str | Callable[[], object]]


def played(house: House, monkeypatch: pytest.MonkeyPatch, keys: Keys, *answers: str) -> tuple[Talk, list[Take]]:
    """Play over a song with these keys (a call is done between two of them), then answer what is asked."""
    talk, kept = Talk(answers), list[Take]()
    press(monkeypatch, playing, keys)
    song = session_at(house, "play").draft.song
    assert song is not None
    PlainPlayer(house.companion, talk.console, StringIO()).play_along(song, lambda take, _: kept.append(take))
    return talk, kept


def test_keys_play_and_keep_and_nothing_is_said_while_someone_plays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.companion.sound.wait_until_ready()

    def lost() -> None:
        house.server.say(DeviceLost("Keys 25"))

    keys: Keys = ["1", "3", lost, "8", lambda: _heard(house, 3), "k", ENTER]
    talk, kept = played(house, monkeypatch, keys)
    assert talk.said == [*KEYS, "Kept in your journal."]
    assert len(kept[0].notes()) == 3


def test_status_help_and_loudness_only_on_request(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    talk, _ = played(house, monkeypatch, ["s", "h", "+", "-", "-", "z", "é", ENTER])
    assert talk.said[len(KEYS)].endswith("0 notes in memory.")
    assert talk.said[len(KEYS) + 1 :] == list(KEYS)
    assert house.server.wait_for(SetVolume, 3) == SetVolume(0.3)


@pytest.mark.parametrize(("key", "leaves"), [("b", GoBack), ("x", StopGently)])
def test_back_and_stop_are_one_key(
    house: House, monkeypatch: pytest.MonkeyPatch, key: str, leaves: type[Exception]
) -> None:
    with pytest.raises(leaves):
        played(house, monkeypatch, ["1", key])
    assert house.server.wait_for(Stop)


def test_a_recording_is_asked_about(house: House, monkeypatch: pytest.MonkeyPatch) -> None:

    def counted_in() -> None:
        house.server.wait_for(Play, 2)
        house.clock.move(20.0)

    keys: Keys = ["r", counted_in, "s", "1", "2", lambda: _heard(house, 2), "r", ENTER]
    talk, kept = played(house, monkeypatch, keys, "1")
    assert "Recording begins after one bar." in talk.said
    assert "Keep what you played?" in talk.said
    assert len(kept) == 1
    assert not house.places.take_checkpoint_file.exists()


def test_lines_are_read_where_there_is_no_terminal() -> None:
    with single_keys(StringIO("1")) as reader:
        assert reader is None


def _heard(house: House, notes: int) -> None:
    """Wait until the client has what was played."""
    house.server.wait_for(NoteOn, notes)
    sound = house.companion.sound
    with sound._changed:
        assert sound._changed.wait_for(lambda: len(sound.played_since(600.0)) >= notes, 5.0)
