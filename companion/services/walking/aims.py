"""Where a song may lead: from how it is to how someone would like it to be, or it stays where they are.

The iso principle (`engine/journey.py` has its source). Nothing is chosen beforehand, and staying comes first.
"""

from companion.language import _

QUESTION = _("Where would you like to get to?")
STAY = (_("Stay here"), _("with how it is"))
NOTE = _("It begins with how it is, and goes there in small steps.")
AIMS = ("calm", "peaceful", "tender", "content", "hopeful", "glad")
"""Words of the table of feelings, none of them far from another (our choice, unsourced)."""
