"""What sharing means, read out; with whom it was agreed, and taking that back."""

from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.plain.console import Console
from companion.services.between import consent as c
from companion.services.container import Companion


def read_agreed(companion: Companion, console: Console) -> str:
    """Read the text and the agreements, take back what is chosen; returns a sentence. Raises GoBack and StopGently."""
    read_consent(console, c.text_of())
    try:
        return _ask(companion, console)
    except CompanionError as error:
        return harmless(str(error))


def read_consent(console: Console, parts: tuple[c.Part, ...]) -> None:
    """Read out what sharing means."""
    console.say(f"{c.TITLE}.")
    for part in parts:
        console.say(harmless(f"{part.name}. {part.text}"))


def _ask(companion: Companion, console: Console) -> str:
    """Say with whom it was agreed, and take one back where that is chosen."""
    back = _("Back where you were.")
    found = c.agreed_with(companion.journal)
    if not found:
        return back
    console.tell(*(harmless(c.agreed_words(each)) for each in c.agreements(companion.journal)))
    rows = (_("Leave it as it is"), *(harmless(c.TAKE_BACK.format(therapist=each.therapist)) for each in found))
    chosen = console.choose(_("What would you like?"), rows)
    if not isinstance(chosen, int) or chosen == 0 or console.choose(c.TAKE_BACK_QUESTION, c.TAKE_BACK_CHOICES) != 1:
        return back
    c.take_back_from(companion.journal, found[chosen - 1].recipient)
    return c.TAKEN_BACK
