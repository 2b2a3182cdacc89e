"""Listening and the slow pulse on a plain terminal: it sounds, ends by itself or by a key, and can be played along."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from companion import messages
from companion.midi import protocol as p
from companion.plain import listening
from companion.plain.keys import ENTER
from companion.plain.listening import DAY, KEYS, NIGHT, PlainListening
from companion.plain.music import PlainMusic
from companion.plain.people import BACK
from companion.plain.playing import PlainPlayer
from companion.services.jamming.opening import open_jam
from companion.services.sounding.nightfall import LISTEN_SECONDS, NIGHT_SECONDS
from tests.unit.faces import House, house_in
from tests.unit.scripted_keys import press
from tests.unit.talks import Talk, at_home


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        house.companion.sound.wait_until_ready()
        yield house


class Listener:
    """Somebody who listens and presses these keys (None: none for now; a call is done); `time` is the night's."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch, *keys: str | Callable[[], object] | None) -> None:
        self.talk = Talk(())
        self.time = 0.0
        press(monkeypatch, listening, keys)
        player = PlainPlayer(house.companion, self.talk.console, StringIO())
        self.jam = open_jam(house.companion, player.playback)
        self._listening = PlainListening(player, self.talk.console, StringIO(), self.jam, lambda: self.time)

    def run(self) -> bool:
        return self._listening.run()


def test_enter_goes_home_and_the_music_fades(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener(house, monkeypatch, None, " ", " ", "x", ENTER)
    assert not listener.run()
    assert listener.talk.said == [messages.LISTENING, KEYS]
    assert dict(listener.jam.backing.parts())["melody"] is False, "the tune is there for listening alone"
    house.server.wait_for(p.Stop)


def test_playing_along_goes_on_with_the_same_music(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Listener(house, monkeypatch, "p").run()
    house.server.wait_for(p.SetPart)
    assert not any(isinstance(command, p.Stop) for command in house.server.commands)


def test_it_comes_to_rest_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener(house, monkeypatch, None, None, None)
    monkeypatch.setattr(listening, "LISTEN_SECONDS", -1.0)
    assert not listener.run()
    assert listener.jam.tick().is_ending
    assert LISTEN_SECONDS > 0


def test_the_night_grows_softer_and_the_day_is_as_loud_as_before(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def later() -> None:
        listener.time += NIGHT_SECONDS * 0.9

    listener = Listener(house, monkeypatch, "n", later, None, "n", None, ENTER)
    assert not listener.run()
    assert [line for line in listener.talk.said if line in (NIGHT, DAY)] == [NIGHT, DAY]
    house.server.wait_for(p.SetVolume, 2)
    softer, again = [each.volume for each in house.server.commands if isinstance(each, p.SetVolume)][-2:]
    assert softer < 0.6 * again
    assert again == house.companion.settings.volume


def test_a_night_is_left_as_loud_as_it_was_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def later() -> None:
        listener.time += NIGHT_SECONDS * 0.9

    listener = Listener(house, monkeypatch, "n", later, None, ENTER)
    listener.run()
    house.server.wait_for(p.SetVolume, 2)
    volumes = [each.volume for each in house.server.commands if isinstance(each, p.SetVolume)]
    assert volumes[-1] == house.companion.settings.volume


def test_lines_can_play_along_too(house: House) -> None:
    talk = at_home(house, "3", "play", "135", "", "2", "3", "", "7")
    assert talk.text.count(messages.LISTENING) == 2
    assert "Keep what you played?" in talk.said
    assert talk.left == []
    house.server.wait_for(p.NoteOn, 3)


def test_the_pulse_is_a_word_away_from_every_question(house: House) -> None:
    talk = at_home(house, "steady", "", "7")
    assert BACK in talk.said
    house.server.wait_for(p.Play)
    house.server.wait_for(p.Stop)


def test_the_pulse_gives_back_what_sounded(house: House) -> None:
    talk = Talk([""])
    player = PlainPlayer(house.companion, talk.console, StringIO())
    jam = open_jam(house.companion, player.playback)
    jam.start()
    PlainMusic(player, talk.console).steady()
    assert player.playback.now is not None
    house.server.wait_for(p.Play, 3)
