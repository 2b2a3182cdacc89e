"""What every step of an exercise has, and when a step is left out."""

from msgspec import Struct

from companion.domain.units import require
from companion.language import _


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """A step comes only when an earlier one was answered so.

    `distress_at_least` and `distress_below` look at a check-in's number (0 to 10; not said counts as below);
    `chose` at a choice's number, from 1 (left open counts as the first).
    """

    step: str
    distress_at_least: int | None = None
    distress_below: int | None = None
    chose: int | None = None

    def __post_init__(self) -> None:
        said = (self.distress_at_least, self.distress_below, self.chose)
        require(any(each is not None for each in said), _("'when' needs distress_at_least, distress_below or chose"))
        low = 0 if self.distress_at_least is None else self.distress_at_least
        high = 11 if self.distress_below is None else self.distress_below
        require(0 <= low < high <= 11, _("'when' can never hold: distress runs from 0 to 10"))


class BaseStep(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What all steps have."""

    id: str
    prompt: str
    when: When | None = None
