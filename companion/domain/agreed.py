"""What somebody decided beforehand, as it lies in their journal: limits of their own, a plan, an agreement on sharing.

Each is a record like all others: merged, sealed and exported with them.
"""

from msgspec import Struct

from companion.domain.features import Feature
from companion.domain.units import require
from companion.language import _

LONGEST_ANSWER = 400
"""Letters of one answer in a plan; a plan that needs more is a letter."""


class Boundaries(Struct, frozen=True, tag="limits"):
    """What somebody would rather not have in any exercise: `never`, or only after they were asked (`ask_first`)."""

    never: tuple[Feature, ...] = ()
    ask_first: tuple[Feature, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything is fine."""
        return not (self.never or self.ask_first)


class Plan(Struct, frozen=True, tag="plan", omit_defaults=True):
    """What somebody wants to do until the next meeting, in their own words; every answer may be left out.

    `how_sure` runs from 0 to 10 that it will be so. `assignment_id` is the journal entry of the assignment that it is
    for, empty for a plan of one's own. Planning, a rationale and expected help predict that what is taken home is done
    (doi 10.1080/16506073.2024.2369939); if-then wording is Gollwitzer's (1999, doi 10.1037/0003-066X.54.7.493).
    """

    goal: str = ""
    where_when: str = ""
    how_often: str = ""
    smallest: str = ""
    how_sure: int | None = None
    in_the_way: str = ""
    if_then: str = ""
    assignment_id: str = ""

    def __post_init__(self) -> None:
        require(self.how_sure is None or 0 <= self.how_sure <= 10, _("how sure someone is goes from 0 to 10"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        texts = (self.goal, self.where_when, self.how_often, self.smallest, self.in_the_way, self.if_then)
        return self.how_sure is None and not any(texts)


class Consented(Struct, frozen=True, tag="consent"):
    """The agreement on sharing with one therapist; the entry's time says when.

    `version` is that of the text here, `added` what the therapist wrote to it: either changed asks again.
    """

    version: int
    therapist: str
    recipient: str
    added: str = ""
