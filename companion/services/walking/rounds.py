"""Going round and round the same sad thing: after two rounds it is asked once, "stay, change or rest?"

Sad music raised depression in people who are prone to brooding (Garrido & Schubert 2015, n = 335, doi
10.1177/0305735613501938). Who is, nobody here can tell, and staying can be right: so it is a question, before a third
round begins, and never a verdict. What counts as sad is the quarter of the Affect Grid that is unpleasant and low;
how far into it, and that it is two rounds, is a sensible default (unsourced).
"""

from collections.abc import Sequence

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.song import Song
from companion.language import _

ROUNDS = 2
SAD_VALENCE, SAD_AROUSAL = -2, 0
"""At most this pleasant, and at most this awake: sad, lonely, grieving, heavy, empty, ashamed."""

QUESTION = _("You have been here twice now. Stay, change, or rest?")
STAY, CHANGE, REST = range(3)
CHOICES = (
    (_("Stay"), _("once more, as it is")),
    (_("Change"), _("something else, or a song that leads on")),
    (_("Rest"), _("a slow, steady pulse and nothing else")),
)
CHANGE_QUESTION = _("What would be good?")
LEAD_ON, ELSEWHERE = range(2)
CHANGE_CHOICES = (
    (_("A song that leads on"), _("it begins where this one is, and goes slowly to a calmer place")),
    (_("Another exercise"), _("something else to do")),
)


class Round(Struct, frozen=True):
    """One time through something: what it was, and whether it was sad."""

    what: str
    is_sad: bool


def is_third(rounds: Sequence[Round], what: str) -> bool:
    """Whether exactly ROUNDS sad rounds of `what` lie right behind, the newest last: the moment to ask, once."""
    before = rounds[:-ROUNDS][-1:]
    just_now = rounds[-ROUNDS:]
    here = Round(what, True)
    return len(just_now) == ROUNDS and all(each == here for each in just_now) and here not in before


def is_sad(affect: Affect) -> bool:
    """Whether a place on the grid is unpleasant and low."""
    return affect.valence <= SAD_VALENCE and affect.arousal <= SAD_AROUSAL


class SongRounds:
    """The songs that were heard, sung or played over since the program began."""

    def __init__(self) -> None:
        self._rounds: list[Round] = []
        self._asked_of = ""

    def asks_before(self, song: Song) -> bool:
        """Whether to ask now: this would be the third round of the same sad song in a row. It is asked once."""
        name = _name(song)
        is_time = is_third(self._rounds, name) and name != self._asked_of
        self._asked_of = name if is_time else self._asked_of
        return is_time

    def begin(self, song: Song) -> None:
        """A round with this song begins."""
        self._rounds = [*self._rounds[-ROUNDS:], Round(_name(song), is_sad(song.affect))]


def _name(song: Song) -> str:
    """What makes it the same song: its title and its words, in whatever key or groove."""
    return "\n".join((song.title, *song.lines))
