"""How entries are shown where one stands beside another: in words alone. A number for how it was is not among them.

Nobody is shown a before beside an after unasked; `journal_times` has the numbers for those who ask.
"""

from companion.domain.affect import CheckIn
from companion.domain.entry import Entry
from companion.domain.feelings import in_own_language
from companion.exports.entry_words import kind_in_words, title_of
from companion.exports.plain_text import harmless
from companion.language import _

NOTHING_SAID = _("nothing said")


def label_of(entry: Entry) -> str:
    """What an entry is called, on one line; how it was by its word alone."""
    if isinstance(entry.body, CheckIn) and not entry.title.strip():
        return harmless(in_own_language(" ".join((entry.body.feeling or "").split())) or kind_in_words(entry))
    return harmless(title_of(entry))


def named_label(entry: Entry) -> str:
    """What an entry is called after what kind it is, for a sentence: a song “The quiet stairs”."""
    return _("{kind} “{title}”").format(kind=kind_in_words(entry), title=label_of(entry))


def check_in_words(check_in: CheckIn) -> str:
    """What was said in words about how it was."""
    return harmless(in_own_language(check_in.feeling or "")) or ("" if has_numbers(check_in) else NOTHING_SAID)


def has_numbers(check_in: CheckIn) -> bool:
    """Whether a number or a place was given too."""
    return any(each is not None for each in (check_in.affect, check_in.distress, check_in.comfort))


def kept_labels(ids: tuple[str, ...], kept: tuple[Entry, ...]) -> list[str]:
    """What came of a session, each by its kind and what it is called; what is not among `kept` is left out."""
    known = {entry.id: entry for entry in kept}
    return [f"{kind_in_words(known[each])}: {label_of(known[each])}" for each in ids if each in known]
