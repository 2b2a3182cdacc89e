"""Adapting a copy of an exercise on a plain terminal, step by step."""

from companion.domain.steps import Close
from companion.exports.plain_text import harmless
from companion.language import _
from companion.plain.console import Console
from companion.plain.giving import choose_one
from companion.services.container import Companion
from companion.services.exercises.adapting import adapted, copy_of, write_own

LEAVE_OUT = "-"


def adapt(companion: Companion, console: Console) -> None:
    """Ask for a title, a purpose and each step's words, and write the copy.

    Raises GoBack, StopGently, and CompanionError where it can't be used or written.
    """
    original = choose_one(companion, console)
    if original is None:
        return
    title = console.ask(_("What is yours called? Empty: My {title}").format(title=original.title), free_text=True)
    made = copy_of(original, title or _("My {title}").format(title=original.title))
    purpose = console.ask(_("What is it for? Empty keeps: {purpose}").format(purpose=original.purpose), free_text=True)
    console.say(_("Now its steps. Empty keeps the words, '-' leaves the step out, or type other words."))
    prompts: dict[str, str] = {}
    without: list[str] = []
    for step in original.steps:
        answer = console.ask(harmless(f"{step.id}: {step.prompt}"), free_text=True)
        if answer == LEAVE_OUT and not isinstance(step, Close):
            without.append(step.id)
        elif answer and answer != LEAVE_OUT:
            prompts[step.id] = answer
    made = adapted(made, purpose=purpose, prompts=prompts, without=without)
    path = companion.places.exercises / made.language / f"{made.id}.toml"
    thoughts = write_own(made, original.title, path)
    console.tell(_("Written: {}").format(path), *thoughts)
