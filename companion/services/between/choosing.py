"""Choosing what to share, thing by thing: everything is off to begin with, and nothing of it is written down."""

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct

from companion.domain.assignment import ITEMS, Item
from companion.domain.share import Share
from companion.errors import WrongUseError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.between.page import PLACES, page
from companion.services.between.sharing import Offer, Picked, share_of

Sentence = Literal["couldnt", "hard", "talk", "note"]
SENTENCES: dict[Sentence, str] = {
    "couldnt": _("I couldn't, because"),
    "hard": _("what was hard"),
    "talk": _("what I'd like to talk about"),
    "note": _("a note"),
}
"""What can be written for it, as it is said to people."""


NOTHING_PICKED = _("Nothing is picked.")
GOES_ALONG = _("With it go the assignment's return code, a number for this return, and a key for their reply.")


class Thing(Struct, frozen=True):
    """One thing that could go. A sentence goes when something is written; the others are ticked.

    `number` (from 1) is that of a check-in.
    """

    label: str
    item: Item | None = None
    number: int = 0
    sentence: Sentence | None = None


class Choosing:
    """What is picked so far, of one offer.

    Begins as `earlier` was left: with its sentences, and with its ticks where what there is to share is the same still.
    """

    def __init__(self, offer: Offer, earlier: "Choosing | None" = None) -> None:
        self.offer = offer
        self.things = tuple(_things(offer))
        self._ticked: set[Thing] = set()
        self._written: dict[Sentence, str] = {}
        if earlier is not None:
            self._written |= earlier._written
            self._ticked |= earlier._ticked if earlier.offer == offer else set()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would go."""
        return not any(map(self.goes, self.things))

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

    def pick(self, numbers: Iterable[int]) -> None:
        """Let things go by their numbers in the list, from 1. Raises WrongUseError for one that is not there."""
        for number in numbers:
            if not 1 <= number <= len(self.things):
                raise WrongUseError(
                    _("There is no number {number} to share.").format(number=number),
                    _("They are 1 to {count}.").format(count=len(self.things)),
                )
            thing = self.things[number - 1]
            if thing.sentence is not None:
                raise WrongUseError(
                    _("Number {number}, {label}, goes when something is written.").format(
                        number=number, label=thing.label
                    ),
                    _("'--{option} TEXT' writes it.").format(option=thing.sentence),
                )
            self._ticked.add(thing)

    @property
    def rows(self) -> tuple[str, ...]:
        """Everything in the list with its number, and whether it goes."""
        return tuple(
            _("{number}. {label}: goes").format(number=number, label=each.label)
            if self.goes(each)
            else f"{number}. {each.label}"
            for number, each in enumerate(self.things, start=1)
        )

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


class Unsent:
    """What is picked and not sent yet, one choice a session: held while the program is open, and never on a disk."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], Choosing] = {}

    def of(self, offer: Offer) -> Choosing:
        """The choice of this session, as it was left."""
        self._held[_whose(offer)] = found = Choosing(offer, self._held.get(_whose(offer)))
        return found

    def forget(self, offer: Offer) -> None:
        """It was sent: the next choice of this session begins with nothing."""
        self._held.pop(_whose(offer), None)


def _whose(offer: Offer) -> tuple[str, str]:
    return offer.entry.id, offer.session.id if offer.session is not None else ""


def seen_in_words(share: Share, therapist: str) -> tuple[str, ...]:
    """What the therapist would see, under a heading that says so, and what goes along with it."""
    lines = page(share)
    heading = _("{therapist} would see this, and nothing else:").format(therapist=therapist)
    return (*map(harmless, (heading if lines else NOTHING_PICKED, *lines)), GOES_ALONG)


def sending_in_words(therapist: str) -> str:
    """Who opens the file, and when it goes."""
    said = _("Only {therapist} can open it. It goes when you send it, and not before.")
    return harmless(said.format(therapist=therapist))


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
