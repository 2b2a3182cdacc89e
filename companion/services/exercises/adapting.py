"""A copy of an exercise, made one's own: another title, other words, steps left out; checked before it is written."""

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec.structs import replace

from companion.domain.exercise import Exercise
from companion.domain.steps import Close
from companion.errors import WrongUseError
from companion.language import _
from companion.services.exercises.checking import look_over
from companion.services.exercises.making import id_from, save_new
from companion.services.exercises.writing import as_toml
from companion.services.songs.limiting import freed

HEAD = "# A copy of '{}', to be changed. The guide is docs/writing-exercises.md.\n"


def copy_of(exercise: Exercise, title: str) -> Exercise:
    """The same under another title and id. It says whom it comes from, and that nobody has looked it over yet.

    Raises WrongUseError for a title without a letter.
    """
    title = " ".join(title.split())
    if not any(map(str.isalnum, title)):
        raise WrongUseError(_("A title needs a letter."), _("Type a few words."))
    after = _("after '{title}'").format(title=exercise.title) + (
        _(" by {author}").format(author=exercise.author) if exercise.author else ""
    )
    return replace(exercise, id=id_from(title), title=title, author=after, reviewed_on=None)


def adapted(
    exercise: Exercise,
    *,
    purpose: str = "",
    prompts: Mapping[str, str] | None = None,
    without: Collection[str] = (),
) -> Exercise:
    """The exercise with other words (`prompts` by step; nothing keeps what is there), and `without` some steps.

    Raises WrongUseError for a step that is not there or can't be left out, and for what would be no exercise.
    """
    prompts = {each: " ".join(words.split()) for each, words in (prompts or {}).items()}
    for each in (*prompts, *without):
        step = exercise.step(each)
        if step is None:
            raise WrongUseError(
                _("There is no step '{each}'.").format(each=each),
                _("There are: {steps}.").format(steps=", ".join(s.id for s in exercise.steps)),
            )
        if isinstance(step, Close) and each in without:
            raise WrongUseError(_("The close can't be left out."), _("Nothing ends without it."))
    changed = freed(
        exercise,
        lambda step: None if step.id in without else replace(step, prompt=prompts.get(step.id) or step.prompt),
    )
    return replace(changed, purpose=" ".join(purpose.split()) or exercise.purpose)


def write_own(exercise: Exercise, original: str, path: Path) -> tuple[str, ...]:
    """Write a copy where nothing is yet; returns thoughts for its writer.

    Raises WrongUseError where `check` finds a problem in it, and FileProblemError.
    """
    looked = look_over(exercise)
    if looked.problems:
        raise WrongUseError(
            _("It can't be used so: {problems}.").format(problems=looked.problems[0]), _("Nothing was written.")
        )
    save_new(path, HEAD.format(original.replace("\n", " ")) + as_toml(exercise))
    return looked.thoughts
