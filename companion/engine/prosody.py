"""Lines of words to singable syllables: how many, which of them speech stresses, and how they are written."""

import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

from companion.domain.song import Syllabic, Syllable
from companion.engine.pronunciation import WEAK_WORDS, spoken_stresses

_VOWELS = frozenset("aeiouyäöüæœøåаеёиоуыэюяіїєαεηιουω")
_DOTTED, _ACCENTED = "ïëö", "íú"
"""Vowels whose mark says that they are not sung as one with the vowel before them ("naïve", "Zoë"), and those that
stand apart from the next one too ("ma-rí-a", "o-í-do")."""

_LIGHT_LETTERS = 3
"""Unknown words of one syllable and so few letters are mostly articles, pronouns and the like."""

_APOSTROPHES = "'’"
_SYLLABLE_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI ")
"""Scripts in which one sign is about one syllable."""


def syllables(line: str, language: str = "en") -> tuple[Syllable, ...]:
    """The syllables of one line, in order; empty where nothing in it can be sung (punctuation, emoji).

    Joined, the texts give the written words again (without spaces): punctuation stays with its word, numbers are
    sung sign by sign. Words that CMUdict does not know, and other languages, are split by their spelling.
    """
    found: list[Syllable] = []
    for token in line.split():
        for word in _words_of(token):
            found.extend(_split(word, language))
    return tuple(found)


def _words_of(token: str) -> list[str]:
    """The parts of "half-light," that are words of their own, each with the punctuation around it."""
    words: list[str] = []
    current = ""
    has_letters = ended = False
    for sign in token:
        if _is_sung(sign) and ended:
            words.append(current)
            current, has_letters, ended = "", False, False
        current += sign
        has_letters = has_letters or _is_sung(sign)
        ended = has_letters and not _is_sung(sign) and not _joins(sign)
    if has_letters:
        words.append(current)
    elif words:
        words[-1] += current
    return words


def _is_sung(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN"


def _joins(sign: str) -> bool:
    """Apostrophes and combining marks, which do not end a word."""
    return sign in _APOSTROPHES or unicodedata.category(sign)[0] in "M" or unicodedata.category(sign) == "Cf"


@lru_cache(maxsize=4096)
def _split(written: str, language: str) -> tuple[Syllable, ...]:
    core = "".join(sign for sign in written if _is_sung(sign) or _joins(sign)).strip(_APOSTROPHES)
    start = written.find(core) if core else -1
    if start < 0:
        core, start = written, 0
    stresses = spoken_stresses(core) or spoken_stresses(_without_dots(core)) if language == "en" else None
    if stresses is None and core.casefold().endswith(("'s", "’s")):
        stresses = spoken_stresses(core[:-2])
    pieces = _pieces(core, len(stresses) if stresses else None, language)
    if stresses is None or len(stresses) != len(pieces):
        stresses = _guessed_stresses(core, len(pieces))
    pieces[0] = written[:start] + pieces[0]
    pieces[-1] += written[start + len(core) :]
    return tuple(
        Syllable(piece, _syllabic(index, len(pieces)), stress)
        for index, (piece, stress) in enumerate(zip(pieces, stresses, strict=True))
    )


def _without_dots(word: str) -> str:
    """The word as the dictionary has it: "naive"."""
    return word.translate(str.maketrans(_DOTTED, "ieo"))


def _syllabic(index: int, count: int) -> Syllabic:
    if count == 1:
        return "single"
    return "begin" if index == 0 else "end" if index == count - 1 else "middle"


def _guessed_stresses(word: str, count: int) -> tuple[bool, ...]:
    """The first syllable and every second one after it; a lone short or weak word is light."""
    if count == 1:
        return (len(word) > _LIGHT_LETTERS and word.casefold() not in WEAK_WORDS,)
    return tuple(index % 2 == 0 and (index < count - 1 or count == 1) for index in range(count))


def _pieces(word: str, count: int | None, language: str) -> list[str]:
    """The written word in `count` pieces (as many as it seems to have, where that is None)."""
    if all(sign.isdigit() for sign in word):
        return list(word)
    if any(unicodedata.name(sign, "").startswith(_SYLLABLE_SCRIPTS) for sign in word):
        return _sign_by_sign(word)
    nuclei = _nuclei(word, count)
    if count is None:
        hyphenated = _hyphenated(word, language) if len(nuclei) > 1 else [word]
        if len(hyphenated) >= len(nuclei):
            return hyphenated
        count = max(1, len(nuclei))
    if count == 1 or len(word) < count:
        return [word]
    hyphenated = _hyphenated(word, language)
    while len(hyphenated) > max(2, count):
        hyphenated = _run_together(hyphenated)
    if len(hyphenated) == count:
        return hyphenated
    if len(nuclei) < count:
        return _even_pieces(word, count)
    usual = list(accumulate(map(len, hyphenated)))
    cuts = []
    for left, right in pairwise(nuclei[:count]):
        inside = [cut for cut in usual if left[1] <= cut <= right[0]]
        cuts.append(inside[0] if inside else _cut_between(word, left, right))
    return [word[a:b] for a, b in pairwise([0, *cuts, len(word)])]


def _run_together(pieces: list[str]) -> list[str]:
    """The pieces with the inner one that speech swallows sung as one with the next: "sev-er-al" as "sev-eral"."""
    inner = range(1, len(pieces) - 1)
    swallowed = next((at for at in inner if pieces[at].casefold().endswith(("er", "or"))), 1)
    return [*pieces[:swallowed], pieces[swallowed] + pieces[swallowed + 1], *pieces[swallowed + 2 :]]


def _sign_by_sign(word: str) -> list[str]:
    pieces: list[str] = []
    for sign in word:
        if pieces and (_joins(sign) or sign in "ーゃゅょっャュョッ"):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _is_vowel(word: str, index: int) -> bool:
    base = unicodedata.normalize("NFD", word[index].casefold())[:1]
    is_consonant_y = base == "y" and (index == 0 or word[index - 1].casefold() in "aeiou")
    is_qu = base == "u" and index > 0 and word[index - 1].casefold() == "q"
    return base in _VOWELS and not is_consonant_y and not is_qu


def _nuclei(word: str, count: int | None) -> list[tuple[int, int]]:
    """Where the vowel groups stand, as (first, after last); cut up or thinned out to meet `count`."""
    groups: list[tuple[int, int]] = []
    for index in range(len(word)):
        if _is_vowel(word, index):
            if groups and groups[-1][1] == index and not _is_apart(word[index - 1].casefold(), word[index].casefold()):
                groups[-1] = (groups[-1][0], index + 1)
            else:
                groups.append((index, index + 1))
    while count is not None and len(groups) > max(1, count):
        groups.pop(_silent_group(word, groups))
    while count is not None and len(groups) < count:
        longest = max(range(len(groups)), key=lambda i: groups[i][1] - groups[i][0], default=None)
        if longest is None or groups[longest][1] - groups[longest][0] < 2:
            break
        first, after = groups[longest]
        groups[longest : longest + 1] = [(first, first + 1), (first + 1, after)]
    return groups


def _is_apart(before: str, here: str) -> bool:
    """Whether the mark on one of two neighbouring vowels parts them; a "u" before "í" is mostly silent ("guía")."""
    return here in _DOTTED or before in _ACCENTED or (here in _ACCENTED and before != "u")


def _silent_group(word: str, groups: list[tuple[int, int]]) -> int:
    """Which vowel group English most likely leaves unspoken: an "e" at the end, else the last lone "e" inside."""
    if word[groups[-1][0] :].casefold() in ("e", "es", "ed"):
        return len(groups) - 1
    lone = [index for index, (first, after) in enumerate(groups) if index and word[first:after].casefold() == "e"]
    return lone[-1] if lone else len(groups) - 1


def _cut_between(word: str, left: tuple[int, int], right: tuple[int, int]) -> int:
    """Where to cut between two vowel groups: one consonant goes to the right, of several the first stays left."""
    between = right[0] - left[1]
    if between <= 1:
        return left[1]
    pair = word[right[0] - 2 : right[0]].casefold()
    keeps_together = pair in ("th", "sh", "ch", "ph", "wh") or (pair[1:] in ("l", "r") and pair[0] in "bcdfgkpt")
    if keeps_together:
        return right[0] - 2
    return right[0] - 1


def _even_pieces(word: str, count: int) -> list[str]:
    bounds = [round(index * len(word) / count) for index in range(count + 1)]
    return [word[a:b] for a, b in pairwise(bounds)]


def _hyphenated(word: str, language: str) -> list[str]:
    hyphenator = _hyphenator(language)
    return hyphenator.inserted(word, "\x00").split("\x00") if hyphenator else [word]


@lru_cache(maxsize=8)
def _hyphenator(language: str) -> Any:
    """A Pyphen (which ships no types), or None where no patterns are known."""
    import pyphen  # loads a dictionary of patterns

    name = "en_US" if language == "en" else pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=name) if name else None
