"""Help with words, for those who ask: what there is, then a list; what is taken goes in where the cursor stands."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from companion import messages
from companion.errors import CompanionError
from companion.language import _
from companion.services.words.rhymes import ENGLISH_ONLY, rhymes_with
from companion.services.words.syllables import counted, stresses
from companion.services.words.wordhelp import as_someone, earlier_lines, words_for
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of

if TYPE_CHECKING:
    from companion.tui.panels.writing import WritingPanel


def ask_for_words(panel: "WritingPanel[Any]") -> None:
    """Ask which help, and give it."""
    helps: tuple[tuple[str, str, Callable[[], None]], ...] = (
        (*messages.HELP_FEELING, lambda: _by_feeling(panel)),
        (*messages.HELP_RHYMES, lambda: _rhymes(panel)),
        (*messages.HELP_SOMEONE, lambda: _as_someone(panel)),
        (*messages.HELP_EARLIER, lambda: _earlier(panel)),
        (*messages.HELP_SYLLABLES, lambda: _syllables(panel)),
    )

    def take(index: int | None) -> None:
        if index is not None:
            helps[index][2]()

    panel.app.push_screen(PickModal(messages.HELP_QUESTION, [(label, note) for label, note, _other in helps]), take)


def _offer(panel: "WritingPanel[Any]", question: str, words: tuple[tuple[str, str], ...], note: str = "") -> None:
    if not words:
        panel.companion_app.say(messages.NO_HELP)
        return

    def take(index: int | None) -> None:
        if index is not None and panel.is_attached:
            panel.insert(words[index][0])

    panel.app.push_screen(PickModal(question, words, note), take)


def _by_feeling(panel: "WritingPanel[Any]") -> None:
    feeling = panel.session.draft.feeling.feeling
    found = tuple((word, "") for word in words_for(feeling, panel.language))
    _offer(panel, messages.HELP_FEELING[0], found)


def _rhymes(panel: "WritingPanel[Any]") -> None:
    if panel.language != "en":
        panel.companion_app.say(ENGLISH_ONLY)
        return
    word = _last_word(panel)
    found = rhymes_with(word)
    rows = (*((each, _("rhymes")) for each in found.full[:6]), *((each, _("nearly")) for each in found.near[:4]),
            *((each, _("loosely")) for each in found.loose[:4]))  # fmt: skip
    _offer(panel, messages.RHYMES_FOR.format(word), rows, ENGLISH_ONLY)


def _as_someone(panel: "WritingPanel[Any]") -> None:
    if panel.language == "en" and panel.text.strip():
        panel.exchange(as_someone(panel.text))
    panel.companion_app.say(messages.THIRD_PERSON_ANY)


def _earlier(panel: "WritingPanel[Any]") -> None:
    try:
        lines = earlier_lines(app_of(panel).companion.journal)
    except CompanionError as error:
        app_of(panel).tell(error)
        return
    _offer(panel, messages.HELP_EARLIER[0], tuple((each, "") for each in lines))


def _syllables(panel: "WritingPanel[Any]") -> None:
    line = panel.current_line
    source = messages.STRESS_SOURCE if panel.language == "en" else messages.STRESS_BY_SPELLING
    said = f"{line}: {counted(line, panel.language)}   {stresses(line, panel.language)}   {source}"
    panel.companion_app.say(said if line.strip() else messages.NO_HELP)


def _last_word(panel: "WritingPanel[Any]") -> str:
    """The word that something should rhyme with: the last of the line, else of the line before."""
    words = panel.current_line.split() or panel.text.split()
    return words[-1].strip(".,;:!?…\"'()") if words else ""
