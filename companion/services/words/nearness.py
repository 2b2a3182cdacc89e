"""Words as people mean them: without case and accents, and with a letter or two out of place."""

import unicodedata

_ONE_SLIP_FROM, _TWO_SLIPS_FROM = 4, 8
"""Letters a word must have before one slip, or two, are forgiven (ours, unsourced: short words are too alike)."""

_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})


def folded(text: str) -> str:
    """`text` without case and accents: "Ångström" and "angstrom" are the same."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_UNDECOMPOSED)


def slips_forgiven(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped: 0, 1 or 2."""
    return (len(word) >= _ONE_SLIP_FROM) + (len(word) >= _TWO_SLIPS_FROM)


def is_near(typed: str, word: str) -> bool:
    """Whether `typed` may be meant to be `word` (both folded)."""
    most = slips_forgiven(typed)
    return abs(len(typed) - len(word)) <= most and _distance(typed, word, most) <= most


def _distance(a: str, b: str, most: int) -> int:
    """Letters changed, left out, put in, or swapped with their neighbour, from one to the other; above `most` stops.

    Optimal string alignment (Damerau 1964, doi 10.1145/363958.363994): swapped neighbours are one slip.
    """
    above: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        before, above, row = above, row, [i]
        for j, right in enumerate(b, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
