"""What opens the gentle exit, and what does not."""

from datetime import UTC, datetime

import pytest

from companion.domain.affect import CheckIn
from companion.services.walking import questions as q
from companion.services.walking.draft import Draft
from companion.services.walking.exits import opens_exit


def draft(*levels: int | None) -> Draft:
    """A session with check-ins of these numbers."""
    check_ins = {f"check-{number}": CheckIn(distress=level) for number, level in enumerate(levels)}
    return Draft("x", "x", datetime(2026, 3, 1, tzinfo=UTC), 0, "high", "check-0", "", check_ins=check_ins)


@pytest.mark.parametrize(
    ("levels", "answer", "opens"),
    [
        ((7,), q.Distress(7), False),
        ((8,), q.Distress(8), True),
        ((2, 4), q.Distress(4), False),
        ((2, 5), q.Distress(5), True),
        ((None, 5), q.Distress(5), False),
        ((6, 1), q.Distress(1), False),
        ((8,), q.Distress(None), False),
        ((), q.Feeling("numb"), True),
        ((), q.Feeling(" Not  real "), True),
        ((), q.Feeling("a bit numb today"), True),
        ((), q.Feeling("Wie betäubt"), True),
        ((), q.Feeling("desconectada"), True),
        ((), q.Feeling("number one"), False),
        ((), q.Feeling("unrealistic"), False),
        ((), q.Feeling("sad"), False),
        ((), q.Feeling(None), False),
        ((), q.Done(), False),
    ],
)
def test_what_opens_the_exit(levels: tuple[int | None, ...], answer: q.Answer, opens: bool) -> None:
    assert opens_exit(draft(*levels), answer, threshold=8) is opens
