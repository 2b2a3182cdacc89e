"""A guided exercise: what it is for, whom it suits, when not to use it, and its steps in order."""

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from companion.domain.features import Feature
from companion.domain.step_base import When
from companion.domain.steps import CheckInStep, Choose, Close, Step, kind_of
from companion.domain.units import require
from companion.domain.word_steps import Collage, WordsStep
from companion.language import _

Method = Literal[
    "fill-in-the-blank", "word substitution", "song collage", "strategic prompts", "letter", "list", "feeling word",
    "play first", "rap over a steady beat", "improvised song", "free", "rhythmic grounding", "holding", "matching",
    "call and answer", "free over a backing", "own song", "grounding",
]  # fmt: skip
"""The methods of practice.md, from most to least structured, and those of improvising."""

Theme = Literal["grief", "trauma"]
"""Themes that need someone's yes: grief after a plain warning, trauma only when a therapist assigned it."""

Depth = Literal["light", "middle", "deep"]
Setting = Literal["alone", "together", "online", "group"]
Size = Literal["whole", "smallest", "low energy"]

NOT_WHEN: dict[str, str] = {
    "body focus upsets": _("paying attention to the body is hard for you just now"),
    "drifting": _("you feel far away or unreal"),
    "hearing voices": _("you hear voices that others do not hear"),
    "racing thoughts": _("your thoughts are racing"),
    "mania": _("everything is very fast and very bright just now"),
    "brooding": _("you have been going round and round the same sad thing"),
    "hopelessness": _("nothing seems possible just now"),
    "fresh loss": _("the loss is still very new"),
    "child loss": _("you have lost a child"),
    "unsafe nights": _("the nights are not safe where you are"),
    "unsafe at home": _("someone at home may not hear this"),
    "not private": _("you can't be alone with your words"),
    "childhood hurt": _("being young was a hard time that you do not want to touch alone"),
    "the song carries hurt": _("the song is tied to something that still hurts"),
    "forced cheer": _("being asked for something good feels false today"),
    "anger at someone near": _("you are afraid of what your anger might do"),
    "injury": _("moving or hitting hurts"),
    "falls": _("standing or walking is unsteady"),
    "pain flare": _("the pain is high today"),
    "voice strain": _("your throat is sore"),
    "playing shames": _("playing in front of anyone feels bad"),
    "pressure": _("you feel pushed to perform"),
    "conflict in the group": _("there is open strife in the group"),
    "intoxicated": _("you have drunk or taken something"),
}
"""When not to use an exercise: the word in a file, and how it is said to the person."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Therapist(Struct, frozen=True, forbid_unknown_fields=True):
    """What a therapist wants to know, in the fields of Downes (2006); each a few plain sentences."""

    salient_features: str = ""
    clinical_uses: str = ""
    prerequisites: str = ""
    therapist_skills: str = ""
    goals: str = ""
    media_roles: str = ""
    format: str = ""
    preparation: str = ""
    procedure: str = ""
    questions: tuple[str, ...] = ()
    dynamics: str = ""


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole exercise. `id` is its file's name; `minutes` is a guess, `smallest_minutes` its shortest form.

    `smallest` and `low_energy` name the steps of those forms (none: the whole). `not_when` are words of NOT_WHEN.
    `touches` names what its words are about and no kind of step tells, so that those who do not want it are not
    offered it. `reviewed_on` is the day a music therapist last looked at it; None where nobody has yet.
    """

    id: str
    language: str
    title: str
    purpose: str
    method: Method
    minutes: int
    smallest_minutes: int
    steps: tuple[Step, ...]
    for_whom: str = ""
    not_when: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    preparation: str = ""
    themes: tuple[Theme, ...] = ()
    touches: tuple[Feature, ...] = ()
    warning: str = ""
    depth: Depth = "light"
    settings: tuple[Setting, ...] = ("alone",)
    smallest: tuple[str, ...] = ()
    low_energy: tuple[str, ...] = ()
    author: str = ""
    licence: str = ""
    reviewed_on: date | None = None
    therapist: Therapist = Therapist()

    def __post_init__(self) -> None:
        ids = [step.id for step in self.steps]
        require(bool(ids), _("an exercise needs steps"))
        require(
            bool(_ID.fullmatch(self.id)),
            _("the id '{id}' is not small letters, digits and single hyphens").format(id=self.id),
        )
        twice = next((each for each in ids if ids.count(each) > 1), "")
        require(not twice, _("two steps have the same id, '{twice}'").format(twice=twice))
        require(isinstance(self.steps[-1], Close), _("the last step of an exercise is a close step"))
        require(1 <= self.smallest_minutes <= self.minutes <= 120, _("minutes run from 1 to 120, the smallest first"))
        unknown = next((each for each in self.not_when if each not in NOT_WHEN), None)
        require(
            unknown is None,
            _("not_when has '{unknown}', which is not one of: {not_when}").format(
                unknown=unknown, not_when=", ".join(NOT_WHEN)
            ),
        )
        lost = next((each for each in (*self.smallest, *self.low_energy) if each not in ids), None)
        require(lost is None, _("smallest or low_energy names the step '{lost}', which is not there").format(lost=lost))
        require(not self.themes or bool(self.warning), _("an exercise with themes needs a plain warning"))
        for index, step in enumerate(self.steps):
            self._check_references(step, self.steps[:index])

    def _check_references(self, step: Step, before: tuple[Step, ...]) -> None:
        earlier = {each.id: each for each in before}
        if isinstance(step, Collage) and step.from_step is not None:
            source = earlier.get(step.from_step)
            require(
                isinstance(source, WordsStep),
                _("'{id}' cuts up '{from_step}', no earlier step of words").format(
                    id=step.id, from_step=step.from_step
                ),
            )
        if step.when is not None:
            _check_when(step.when, step.id, earlier.get(step.when.step))

    def step(self, step_id: str) -> Step | None:
        """The step with that id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    @property
    def sittings(self) -> tuple[tuple[Step, ...], ...]:
        """The steps of each sitting; a sitting ends with its close."""
        found: list[tuple[Step, ...]] = []
        start = 0
        for index, step in enumerate(self.steps):
            if isinstance(step, Close):
                found.append(self.steps[start : index + 1])
                start = index + 1
        return tuple(found)


def _check_when(when: When, step_id: str, asked: Step | None) -> None:
    """Raise ValueError unless what a step waits for can be said in an earlier one."""
    require(
        asked is not None, _("'{step_id}' waits for '{step}', no earlier step").format(step_id=step_id, step=when.step)
    )
    if when.chose is not None:
        is_there = isinstance(asked, Choose) and 1 <= when.chose <= len(asked.options)
        require(
            is_there,
            _("'{step_id}' waits for choice {chose} of '{step}', which does not have it").format(
                step_id=step_id, chose=when.chose, step=when.step
            ),
        )
    if when.distress_at_least is not None or when.distress_below is not None:
        is_asked = isinstance(asked, CheckInStep) and "distress" in (*asked.asks, *asked.offers)
        require(
            is_asked,
            _("'{step_id}' waits for a number that '{step}' does not ask for").format(step_id=step_id, step=when.step),
        )


__all__ = [
    "NOT_WHEN", "Depth", "Exercise", "Method", "Setting", "Size", "Step", "Theme", "Therapist", "kind_of",
]  # fmt: skip
