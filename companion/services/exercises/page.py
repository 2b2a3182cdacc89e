"""An exercise as a document for scripts, and as a page for people."""

from typing import Any

import msgspec

from companion.domain.exercise import NOT_WHEN, Exercise
from companion.domain.features import FEATURES, in_order
from companion.domain.step_base import When
from companion.domain.steps import Step, kind_of
from companion.language import _
from companion.services.songs.limiting import touched_by

_FIELDS = {
    "salient_features": _("What marks it"), "clinical_uses": _("What it is used for"),
    "prerequisites": _("What comes first"),
    "therapist_skills": _("What it asks of the therapist"), "goals": _("Goals"),
    "media_roles": _("What music and words do"),
    "format": _("Format"), "preparation": _("Preparation"), "procedure": _("Procedure"),
    "dynamics": _("What may come up"),
}  # fmt: skip


def as_data(exercise: Exercise) -> dict[str, Any]:
    """Everything in the file, as JSON; each step with its `id`, `kind` and `prompt` first.

    `has_in_it` is what somebody may rather not have: what the file declares and what its steps tell.
    """
    found: dict[str, Any] = msgspec.to_builtins(exercise, str_keys=True)
    found["steps"] = [_step(step) for step in exercise.steps]
    found["has_in_it"] = in_order(touched_by(exercise))
    return found


def _step(step: Step) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(step, str_keys=True)
    return {"id": step.id, "kind": kind_of(step), "prompt": step.prompt, **values}


def as_text(exercise: Exercise) -> str:
    """A page: what it is for, when not, the steps, and the therapist's part."""
    lines = [exercise.title, "", exercise.purpose, ""]
    about = _("{method}, {depth}; about {minutes} minutes, {smallest_minutes} at the smallest; {settings}.")
    lines.append(
        about.format(
            method=exercise.method,
            depth=exercise.depth,
            minutes=exercise.minutes,
            smallest_minutes=exercise.smallest_minutes,
            settings=", ".join(exercise.settings),
        )
    )
    lines += filter(None, (exercise.for_whom, exercise.preparation, exercise.warning))
    lines += [_("Not when {not_when}.").format(not_when=NOT_WHEN[each]) for each in exercise.not_when]
    touched = in_order(touched_by(exercise))
    if touched:
        lines.append(_("It has in it: {features}.").format(features=", ".join(FEATURES[each] for each in touched)))
    many = len(exercise.sittings) > 1
    for number, steps in enumerate(exercise.sittings, start=1):
        lines += ["", _("Steps of sitting {number}:").format(number=number) if many else _("Steps:")]
        lines += [f"  {kind_of(step):12} {step.id:12} {step.prompt}{_condition(step.when)}" for step in steps]
    lines += ["", *(_therapist(exercise))]
    day = exercise.reviewed_on
    reviewed = _("looked over on {day}").format(day=day) if day else _("not looked over by a therapist yet")
    lines.append(f"{exercise.author or _('no author')}, {exercise.licence or _('no licence')}, {reviewed}.")
    return "\n".join(lines)


def _condition(when: When | None) -> str:
    if when is None:
        return ""
    parts = []
    if when.chose is not None:
        parts.append(_("{step} is {chose}").format(step=when.step, chose=when.chose))
    if when.distress_at_least is not None:
        parts.append(
            _("{step} is {distress_at_least} or more").format(step=when.step, distress_at_least=when.distress_at_least)
        )
    if when.distress_below is not None:
        parts.append(_("{step} is below {distress_below}").format(step=when.step, distress_below=when.distress_below))
    return _(" (when {parts})").format(parts=_(" and ").join(parts))


def _therapist(exercise: Exercise) -> list[str]:
    notes = exercise.therapist
    lines = [f"{words}: {getattr(notes, name)}" for name, words in _FIELDS.items() if getattr(notes, name)]
    if notes.questions:
        lines.append(_("For looking at it together: {questions}").format(questions=" ".join(notes.questions)))
    return [_("For the therapist"), *lines, ""] if lines else []
