"""What the sound process says, as messages on the screen."""

from textual.message import Message

from companion.midi.protocol import Fact


class SoundFact(Message):
    """The sound process said something."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self.fact = fact
