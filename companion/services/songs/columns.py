"""How wide words are on a terminal."""

import unicodedata


def columns_of(text: str) -> int:
    """The columns that a text takes: two for East Asian wide signs, none for signs that combine."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
