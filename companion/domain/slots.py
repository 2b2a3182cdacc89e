"""Lines with a place for somebody's word: blanks, and words of a given song that can be changed."""

import re

from msgspec import Struct

from companion.domain.units import require
from companion.language import _

BLANK = "{}"
"""Where a blank stands in a line of an exercise."""

_GIVEN = re.compile(r"\{([^{}]+)\}")
"""A word of a given song that can be changed: "Down by the {river}"."""


class Slot(Struct, frozen=True):
    """A line as the walk sees it: what stands before and after the place for a word.

    `given` stays there where nobody puts another; a line that does not ask (`asks` is False) is `before` alone.
    `words` are a few that might go there, `words_when` others by feeling word.
    """

    before: str = ""
    after: str = ""
    given: str = ""
    words: tuple[str, ...] = ()
    words_when: dict[str, tuple[str, ...]] = {}
    section: str = "verse"
    asks: bool = True

    def filled(self, word: str) -> str:
        """The line with `word` in its place, or the given one."""
        return f"{self.before}{word or self.given}{self.after}".strip() if self.asks else self.before

    def words_for(self, feeling: str | None) -> tuple[str, ...]:
        """The bank for a feeling word, or the common one."""
        return self.words_when.get((feeling or "").casefold(), self.words)


class BlankLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A line with one blank in it, written {}, and a few words that might go there, perhaps by feeling."""

    text: str
    words: tuple[str, ...] = ()
    section: str = "verse"
    words_when: dict[str, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        require(
            self.text.count(BLANK) == 1,
            _("the line '{text}' needs one blank, written {blank}").format(text=self.text, blank=BLANK),
        )

    @property
    def slot(self) -> Slot:
        """The line parted at its blank."""
        before, _other, after = self.text.partition(BLANK)
        return Slot(before, after, "", self.words, self.words_when, self.section)

    @classmethod
    def of_start(cls, start: str, words: tuple[str, ...], section: str) -> "BlankLine":
        """A beginning as a line with a blank: its own, or one at its end."""
        bare = start.rstrip("… ") if start.endswith("…") else start
        return cls(start if BLANK in start else f"{bare} {BLANK}", words, section)


class GivenLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a given song; {word} marks the word that can be changed, and a line may have none."""

    text: str
    words: tuple[str, ...] = ()
    section: str = "verse"

    def __post_init__(self) -> None:
        require(
            len(_GIVEN.findall(self.text)) <= 1,
            _("the line '{text}' has more than one {{word}} to change").format(text=self.text),
        )

    @property
    def slot(self) -> Slot:
        """The line parted at the word that can be changed."""
        found = _GIVEN.search(self.text)
        if found is None:
            return Slot(self.text, section=self.section, asks=False)
        before, after = self.text[: found.start()], self.text[found.end() :]
        return Slot(before, after, found[1], self.words, section=self.section)
