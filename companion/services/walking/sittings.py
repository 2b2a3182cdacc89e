"""An exercise in several sittings: where it goes on, on another day, with the words that were written so far."""

from msgspec import Struct

from companion.domain.exercise import Exercise
from companion.errors import CompanionError
from companion.journal.drafts import DraftFile
from companion.services.walking.draft import Draft
from companion.services.walking.way import next_sitting
from companion.services.walking.wording import carried_words


class Page(Struct, frozen=True):
    """The first step of the sitting that comes next, and the words of those before, by step."""

    exercise_id: str
    step_id: str
    carried: dict[str, tuple[str, ...]] = {}


class Pack:
    """The page of one exercise, in a file of its own; a session that is under way lies elsewhere."""

    def __init__(self, file: DraftFile) -> None:
        self._file = file

    def page(self, exercise: Exercise) -> Page | None:
        """Where the exercise goes on; None at its beginning, and where the step is not there any more."""
        found = self._file.load(Page)
        return found if found is not None and exercise.step(found.step_id) is not None else None

    def sitting(self, exercise: Exercise) -> int:
        """Which sitting comes next, from 1; 1 as well where the page can't be read."""
        try:
            page = self.page(exercise)
        except CompanionError:
            return 1
        firsts = [steps[0].id for steps in exercise.sittings]
        return firsts.index(page.step_id) + 1 if page is not None and page.step_id in firsts else 1

    def turn_page(self, exercise: Exercise, draft: Draft) -> None:
        """After a sitting: on to the next, or back to the first after the last. Raises FileProblemError."""
        coming = next_sitting(exercise, draft.step_id)
        if coming:
            self._file.save(Page(exercise.id, coming[0].id, carried_words(exercise, draft)))
        else:
            self._file.clear()
