"""A journal that can only be read here: said before a session, not after what was written in it."""

from companion.errors import CompanionError
from companion.journal.store import Journal
from companion.language import _

WAITS = _(
    "What you write in a session waits on this computer as your session, and comes into your journal once it can be "
    "written. What you play is not kept."
)
CHOICES = ((_("Not now"), _("home again")), (_("Go on all the same"), _("what I write waits")))
NOT_NOW = 0


def said_before(journal: Journal) -> tuple[str, ...]:
    """Why nothing comes into the journal, and what becomes of the words; empty where it can be written."""
    try:
        journal.require_known_form()
    except CompanionError as error:
        return (str(error), WAITS)
    return ()
