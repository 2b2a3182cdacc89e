"""Help with words on a plain terminal: a question mark, alone or with a word behind it, wherever words are typed."""

from companion import messages
from companion.errors import CompanionError
from companion.journal.store import Journal
from companion.language import _
from companion.plain.console import Console
from companion.services.walking import questions as q
from companion.services.walking.session import Session
from companion.services.words.rhymes import ENGLISH_ONLY, rhymes_with
from companion.services.words.syllables import counted, stresses
from companion.services.words.wordhelp import as_someone, earlier_lines, words_for

MARK = "?"
HOW = _(
    "'?' gives a few words. '? rhymes night' finds rhymes. '? they' says your words as if about someone else. "
    "'? earlier' reads lines of yours from before. '? syllables' counts syllables. "
    "'? dial' gives more or less to hold on to."
)


class WordHelp:
    """What a question mark does, for one session."""

    def __init__(self, console: Console, session: Session, journal: Journal) -> None:
        self._console = console
        self._session = session
        self._journal = journal

    def gives(self, typed: str, *, words: tuple[str, ...] = (), text: str = "", has_dial: bool = False) -> bool:
        """Whether `typed` asked for help, which was given then. `text` is what was written so far.

        Raises Turned where someone turned the dial.
        """
        if not typed.startswith(MARK):
            return False
        asked, _other, rest = typed.removeprefix(MARK).strip().casefold().partition(" ")
        language = self._session.exercise.language
        match asked:
            case "":
                self._console.say(", ".join(self.bank(words)) + ".")
            case "rhymes" | "rhyme":
                self._rhymes(rest or text.split()[-1] if rest or text.split() else "", language)
            case "they":
                said = as_someone(text) if language == "en" else ""
                self._console.tell(*filter(None, (said, messages.THIRD_PERSON_ANY)))
            case "earlier":
                self._earlier()
            case "syllables":
                lines = [line for line in text.split("\n") if line.strip()]
                self._console.tell(*(f"{line}: {counted(line, language)}, {_spoken(line, language)}" for line in lines))
                self._console.say(messages.SYLLABLES_NOTE)
            case "dial" if has_dial:
                self._dial()
            case _:
                self._console.say(HOW)
        return True

    def bank(self, words: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A few words to begin with: those of the question, else some for how it is."""
        return words or tuple(words_for(self._session.draft.feeling.feeling, self._session.exercise.language))

    def _rhymes(self, word: str, language: str) -> None:
        found = rhymes_with(word.strip(".,;:!")) if language == "en" else None
        if found is None or found.is_empty:
            self._console.say(ENGLISH_ONLY if found is None else messages.NO_HELP)
            return
        for name, words in ((_("Rhymes"), found.full), (_("Nearly"), found.near), (_("Loosely"), found.loose)):
            if words:
                self._console.say(f"{name}: {', '.join(words)}.")

    def _earlier(self) -> None:
        try:
            lines = earlier_lines(self._journal)
        except CompanionError as error:
            self._console.say(str(error))
            return
        self._console.tell(*(lines or (messages.NO_HELP,)))

    def _dial(self) -> None:
        rows = [f"{label}: {note}" for label, note in messages.DIAL_LEVELS]
        choice = self._console.choose(messages.DIAL_QUESTION, rows)
        if isinstance(choice, int):
            raise Turned(q.Dial(choice + 1))


class Turned(Exception):
    """The dial was turned: the question comes back with more or less to hold on to."""

    def __init__(self, dial: q.Dial) -> None:
        super().__init__()
        self.dial = dial


def _spoken(line: str, language: str) -> str:
    """Stress in words that can be read aloud."""
    return " ".join("strong" if sign == "/" else "light" for sign in stresses(line, language).split())
