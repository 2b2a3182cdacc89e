"""Walking an exercise as the client will, before it is given; nothing of it is kept."""

from typing import TYPE_CHECKING

from companion.domain.assignment import Terms
from companion.domain.exercise import Exercise
from companion.journal.drafts import DraftFile
from companion.journal.passing import REHEARSED, PassingFolder, vault_for_now
from companion.journal.store import Journal
from companion.language import _
from companion.services.songs.limiting import limited
from companion.services.walking.session import Session, begin

if TYPE_CHECKING:
    from companion.services.container import Companion

NOTHING_KEPT = _("As they would walk it. Nothing of it is kept.")


class Rehearsal:
    """A `session` on an assignment's terms, with a journal that lies in a folder of its own and goes with `close`.

    What is typed is sealed to a key that only this process has. Raises FileProblemError.
    """

    def __init__(self, companion: "Companion", exercise: Exercise, terms: Terms | None = None) -> None:
        terms = terms or Terms()
        self._folder = PassingFolder(companion.places.data, REHEARSED)
        folder = self._folder.path
        vault = vault_for_now(folder / "journal")
        self._journal = Journal.open(folder / "journal", vault=vault, clock=companion.clock)
        self.session: Session = begin(
            limited(exercise, terms.limits),
            self._journal,
            DraftFile(folder / "draft.json", vault=vault),
            clock=companion.clock,
            session_id="rehearsal",
            seed=companion.new_seed(),
            voice=companion.settings.voice,
            size=terms.limits.size,
            terms=terms,
        )

    def close(self) -> None:
        """Forget all of it."""
        self._journal.close()
        self._folder.remove()
