"""A sound device at a rate of its own is followed: FluidSynth makes that rate from then on."""

import time
from pathlib import Path

import pytest

from companion.midi import synth
from companion.midi.live import RATE, LiveOutput
from companion.midi.protocol import Problem
from companion.midi.soundfonts import find

pytestmark = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")


class Card(LiveOutput):
    """A card without hardware: FluidSynth's file driver under another name, its time as the test has it."""

    time_ms = 0

    def start_driver(self, name: str) -> bool:
        return super().start_driver("file")

    def tick(self) -> int:
        return self.time_ms

    def _moves(self) -> bool:
        return True

    def look(self, at: int, speed: float) -> object:
        """What is noticed when the card has run at a speed (1 is right) for so many seconds."""
        self.time_ms = round(1000 * at * speed)
        return self.watch(float(at))


@pytest.fixture
def card(tmp_path: Path) -> Card:
    font = find(None, [])
    assert font is not None
    card = Card(font, {"audio.file.name": str(tmp_path / "heard.raw"), "audio.file.type": "raw"})
    assert card.start(("card",))
    return card


def test_a_card_at_another_rate_is_followed(card: Card) -> None:
    assert [card.look(at, 44_100 / RATE) for at in range(3)] == [None] * 3
    assert (card.rate, card.driver) == (44_100, "card")
    before = synth.Synth.tick(card)
    time.sleep(0.3)
    assert synth.Synth.tick(card) > before, "it sounds on"
    card.close()


def test_a_card_that_is_too_quick_is_let_go_of_for_good(card: Card) -> None:
    news = [card.look(at, 2.5) for at in range(3)]
    assert news[:2] == [None, None]
    assert isinstance(news[2], Problem)
    assert (card.rate, card.driver) == (RATE, None)
    assert [card.look(at, 1.0) for at in range(3, 20)] == [None] * 17, "it is not looked for again"
    card.close()
