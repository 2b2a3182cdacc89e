"""A public key as a few groups of figures that two people can read to each other."""

import hashlib

GROUPS, FIGURES = 6, 4
"""24 figures are 80 bits: too many for someone to find another key that has the same."""


def fingerprint(recipient: str) -> str:
    """The figures of a public key ("age1…"): "4821 0077 …"; the same on every computer."""
    number = int.from_bytes(hashlib.sha256(recipient.encode()).digest(), "big") % 10 ** (GROUPS * FIGURES)
    figures = f"{number:0{GROUPS * FIGURES}d}"
    return " ".join(figures[start : start + FIGURES] for start in range(0, len(figures), FIGURES))
