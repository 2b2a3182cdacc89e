"""Choosing what to share, thing by thing: everything is off to begin with, and nothing is remembered."""

from typing import Literal, get_args

from msgspec import Struct

from companion.domain.assignment import ITEMS, Item
from companion.domain.share import Share
from companion.language import _
from companion.services.between.page import PLACES
from companion.services.between.sharing import Offer, Picked, share_of

Sentence = Literal["couldnt", "hard", "talk", "note"]
SENTENCES: dict[Sentence, str] = {
    "couldnt": _("I couldn't, because"),
    "hard": _("what was hard"),
    "talk": _("what I'd like to talk about"),
    "note": _("a note"),
}
"""What can be written for it, as it is said to people."""


class Thing(Struct, frozen=True):
    """One thing that could go. A sentence goes when something is written; the others are ticked.

    `number` (from 1) is that of a check-in.
    """

    label: str
    item: Item | None = None
    number: int = 0
    sentence: Sentence | None = None


class Choosing:
    """What is picked so far, of one offer."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        self.things = tuple(_things(offer))
        self._ticked: set[Thing] = set()
        self._written: dict[Sentence, str] = {}

    def goes(self, thing: Thing) -> bool:
        """Whether it would go now."""
        return thing in self._ticked or bool(self.text_of(thing))

    def text_of(self, thing: Thing) -> str:
        """What was written for it."""
        return self._written.get(thing.sentence, "") if thing.sentence is not None else ""

    def turn(self, thing: Thing) -> None:
        """Let it go, or let it stay; a sentence that stays is gone."""
        if thing.sentence is not None:
            self._written.pop(thing.sentence, None)
        else:
            self._ticked ^= {thing}

    def write(self, sentence: Sentence, text: str) -> None:
        """Write something for it; nothing written, nothing goes."""
        self._written[sentence] = text.strip()

    @property
    def picked(self) -> Picked:
        """What would go, in the order of the list."""
        ticked = [each for each in self.things if each in self._ticked]
        numbers = tuple(each.number for each in ticked if each.number)
        is_all = len(numbers) == len(self.offer.check_ins)
        items = tuple(dict.fromkeys(each.item for each in ticked if each.item is not None))
        said = self._written.get
        return Picked(items, () if is_all else numbers, said("note", ""), said("couldnt", ""), said("hard", ""),
                      said("talk", ""))  # fmt: skip

    def share(self, share_id: str) -> Share:
        """Exactly what would be sealed. Raises WrongUseError."""
        return share_of(self.offer, self.picked, share_id)


def _things(offer: Offer) -> list[Thing]:
    """Everything that there is, check-ins one by one, and the sentences last."""
    found: list[Thing] = []
    for item in get_args(Item):
        if not offer.has(item):
            continue
        if item == "check-ins":
            said = share_of(offer, Picked(("check-ins",)), "").check_ins
            found += [
                Thing(_("how it was, {places}").format(places=PLACES[each.place].lower()), item, number)
                for number, each in enumerate(said, start=1)
            ]
        else:
            found.append(Thing(ITEMS[item], item))
    return [*found, *(Thing(label, sentence=name) for name, label in SENTENCES.items())]
