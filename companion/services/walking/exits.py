"""When the gentle exit is offered: much distress, a rise of three, or feeling numb or unreal."""

import re

from companion.domain.feelings import kept
from companion.services.walking import questions as q
from companion.services.walking.draft import Draft

RISE = 3
"""A rise of this much since the first number opens the exit (practice; unsourced, as the threshold is)."""

NOT_QUITE_HERE = re.compile(
    r"\b(numb|unreal|not real|dissociat(ed|ing)|taub|betäubt|unwirklich|nicht echt|nicht wirklich da|dissoziiert"
    r"|entumecid[oa]|irreal|no (es|soy) real|desconectad[oa]|disociad[oa])\b"
)
"""Words for a feeling that open the exit as a high number does, in the languages that exercises are in."""


def opens_exit(draft: Draft, answer: q.Answer, threshold: int) -> bool:
    """Whether an answer that was just given asks for the exit; `draft` holds it already.

    The threshold of an assignment goes before the person's own, `threshold`.
    """
    if draft.terms is not None and draft.terms.threshold is not None:
        threshold = draft.terms.threshold
    match answer:
        case q.Distress(level=int(level)):
            levels = [said.distress for said in draft.check_ins.values() if said.distress is not None]
            return level >= threshold or level - levels[0] >= RISE
        case q.Feeling(word=str(word)):
            return NOT_QUITE_HERE.search(" ".join(f"{word} {kept(word)}".casefold().split())) is not None
        case _:
            return False
