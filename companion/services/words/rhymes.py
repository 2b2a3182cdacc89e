"""Rhymes from the best to the loosest, for English; other languages are told so, kindly."""

import re
from functools import lru_cache

from msgspec import Struct

from companion.engine.pronunciation import dictionary
from companion.language import _
from companion.paths import shipped

MOST = 12
"""So many of each kind: enough to choose from, few enough to read."""

FEW = 4
"""CMUdict is full of surnames; words beside the plain ones are shown only where fewer than this rhyme."""

ENGLISH_ONLY = _("Rhymes are only found in English.")

_KINDS = ("P B T D K G", "F V TH DH S Z SH ZH HH CH JH", "M N NG", "L R W Y")
"""Consonants that sound alike enough for a near rhyme: stops, hisses, hums, glides."""

_CONSONANT = "(?:" + "|".join(phone for kind in _KINDS for phone in kind.split()) + ")"


class Rhymes(Struct, frozen=True):
    """Words that rhyme, that nearly do, and that share the sound of the vowel."""

    full: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.full or self.near or self.loose)


@lru_cache(maxsize=256)
def rhymes_with(word: str) -> Rhymes:
    """The rhymes of an English word; nothing for a word that CMUdict does not have.

    A full rhyme shares all from the last stressed vowel on; a near one has consonants of the same kind there; a
    loose one only the vowels. Near and loose ones are plain words that sing well.
    """
    name = word.casefold().replace("’", "'").strip("'.,;:!?…\"()")
    tail = _tail_of(name) if re.fullmatch(r"[a-z']+", name) else []
    if not tail:
        return Rhymes()
    plain = singable()
    full = _found(" ".join(map(_any_stress, tail)))
    full = [each for each in full if each in plain] if sum(each in plain for each in full) >= FEW else full[:FEW]
    near = [each for each in _found(" ".join(_like(phone) for phone in tail)) if each in plain]
    loose = [each for each in _found(_loosely(tail)) if each in plain]
    seen = {name}
    kept: list[tuple[str, ...]] = []
    for tier in (full, near, loose):
        fresh = [each for each in tier if each not in seen]
        seen.update(fresh)
        kept.append(tuple(fresh[:MOST]))
    return Rhymes(*kept)


def _tail_of(name: str) -> list[str]:
    """The phones of a word from its last stressed vowel on."""
    data = dictionary()
    start = data.find(b"\n" + name.encode("ascii") + b" ") if name else -1
    if start < 0:
        return []
    phones = data[start + 1 : data.find(b"\n", start + 1)].decode("ascii", "replace").split("#")[0].split()[1:]
    vowels = [index for index, phone in enumerate(phones) if phone[-1].isdigit()]
    stressed = [index for index in vowels if phones[index][-1] in "12"] or vowels
    return phones[stressed[-1] :] if stressed else []


def _found(tail: str) -> list[str]:
    """The words whose last phones are as `tail`, a pattern; plain ones first, then short ones."""
    pattern = re.compile(rf"\n([a-z']+)(?:\(\d\))? (?:[^\n#]* )?{tail}(?= #|\n)".encode("ascii"))
    words = {found.decode("ascii") for found in pattern.findall(dictionary() + b"\n")}
    plain = singable()
    return sorted(words, key=lambda each: (each not in plain, len(each), each))


def _any_stress(phone: str) -> str:
    return f"{phone[:-1]}[12]" if phone[-1] in "12" else phone


def _like(phone: str) -> str:
    kind = next((kind for kind in _KINDS if phone in kind.split()), None)
    return _any_stress(phone) if kind is None else f"(?:{'|'.join(kind.split())})"


def _loosely(tail: list[str]) -> str:
    """The same vowels, with any consonants after each."""
    vowels = [_any_stress(phone) for phone in tail if phone[-1].isdigit()]
    return rf"(?: {_CONSONANT})* ".join(vowels) + rf"(?: {_CONSONANT})*"


@lru_cache(maxsize=1)
def singable() -> frozenset[str]:
    """Plain English words that sing well; empty where the list is missing."""
    try:
        text = (shipped("prompts") / "en" / "words" / "singable.txt").read_text("utf-8")
    except OSError:
        return frozenset()
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
