"""How long a passphrase is: a word on a short one, and nobody is kept from it."""

from companion.language import _

SHORTEST_CALM = 12
"""Letters from which on nothing is said.

NIST SP 800-63B asks for eight where guesses are counted; whoever has the file can guess as often as they like.
"""

SHORT = _("That is short, and could be guessed. Four words picked by chance hold much better.")
KEEP_IT = _("Enter once more keeps it; or type another one.")
KEEP_OR_ANOTHER = _("Enter alone keeps it; or type another one: ")


def is_short(passphrase: str) -> bool:
    """Whether a word on its length is due; it may be kept all the same."""
    return len(passphrase.strip()) < SHORTEST_CALM
