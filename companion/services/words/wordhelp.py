"""Help with words for those who ask: pictures by feeling, another person's eyes, lines of one's own from before.

Nothing here corrects or judges anything.
"""

import re
from functools import lru_cache

import msgspec

from companion.domain.entry import Words
from companion.domain.feelings import FEELINGS, place
from companion.journal.store import Journal
from companion.paths import shipped

ANY = "any"
MOST_EARLIER = 12

_SOMEONE = {
    "i": "they", "i'm": "they're", "i've": "they've", "i'll": "they'll", "i'd": "they'd", "me": "them",
    "my": "their", "mine": "theirs", "myself": "themselves",
}  # fmt: skip
_AFTER_I = {"am": "are", "was": "were"}
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")


@lru_cache(maxsize=8)
def _bank(language: str) -> dict[str, tuple[str, ...]]:
    path = shipped("prompts") / language / "words" / "feelings.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, tuple[str, ...]])
    except (OSError, msgspec.DecodeError):
        return {}


def words_for(feeling: str | None, language: str = "en") -> tuple[str, ...]:
    """A few pictures for a feeling word: its own, else those of the nearest word that has some, else any."""
    bank = _bank(language) or _bank("en")
    name = (feeling or "").strip().casefold()
    where = place(name)
    if name not in bank and where is not None:

        def distance(word: str) -> int:
            there = FEELINGS[word]
            return abs(there.valence - where.valence) + abs(there.arousal - where.arousal)

        name = min((word for word in bank if word in FEELINGS), key=distance, default=ANY)
    return bank.get(name, bank.get(ANY, ()))


def as_someone(text: str) -> str:
    """English words about oneself as if about someone else ("they"); what is written otherwise stays as it is."""
    after_i = False

    def turned(match: re.Match[str]) -> str:
        nonlocal after_i
        word = match[0]
        plain = word.casefold().replace("’", "'")
        other = _AFTER_I.get(plain) if after_i else None
        after_i = plain == "i"
        other = other or _SOMEONE.get(plain)
        if other is None:
            return word
        before = text[: match.start()].rstrip(" \t\"“'")
        begins = not before or before[-1] in "\n.!?…"
        is_capital = word[0].isupper() and (plain[0] != "i" or begins)
        return other[:1].upper() + other[1:] if is_capital else other

    return _WORD.sub(turned, text)


def earlier_lines(journal: Journal) -> tuple[str, ...]:
    """Lines that someone wrote before, the newest first; each once."""
    found: dict[str, None] = {}
    for entry in journal.entries(kind="words"):
        if isinstance(entry.body, Words):
            found.update(dict.fromkeys(line for line in entry.body.lines if line.strip()))
        if len(found) >= MOST_EARLIER:
            break
    return tuple(found)[:MOST_EARLIER]
