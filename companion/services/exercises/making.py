"""A new exercise from a few answers: a file that can be used at once, and changed by hand afterwards."""

import json
import unicodedata
from pathlib import Path

import msgspec
from msgspec import Struct

from companion.domain.exercise import NOT_WHEN, Exercise
from companion.errors import FileProblemError, WrongUseError
from companion.files import make_folder, replace_file
from companion.language import _

_HEAD = """\
# Written with: companion exercise new. The guide is docs/writing-exercises.md.
id = {id}
language = {language}
title = {title}
purpose = {purpose}
method = "{method}"
minutes = 15
smallest_minutes = 5
not_when = {not_when}
smallest = {smallest}

[[steps]]
kind = "arrive"
id = "arrive"
prompt = "There is no hurry. Choose a way to arrive, or go straight on."

[steps.ways]
look = "Look round the room. Find three things that stay where they are."
listen = "Listen to the pulse. Then to the sounds behind it."

[[steps]]
kind = "check-in"
id = "before"
prompt = "How is it, just now?"
asks = ["feeling"]
offers = ["affect", "distress"]
"""

_TAIL = """
[[steps]]
kind = "melody"
id = "song"
prompt = "Which of these could carry your words?"
{groove}
[[steps]]
kind = "play"
id = "play"
prompt = "Keys 1 to 8 fit with everything. There are no wrong notes."

[[steps]]
kind = "sing"
id = "sing"
prompt = "Sing along, hum, or only listen. Once through."

[[steps]]
kind = "check-in"
id = "after"
prompt = "And how is it now?"

[[steps]]
kind = "close"
id = "close"
prompt = "That was enough for today."
"""


class Answers(Struct, frozen=True):
    """What was asked for: a title, a purpose, lines with a blank each (none: an empty page), a groove or none."""

    title: str
    purpose: str
    lines: tuple[str, ...] = ()
    language: str = "en"
    groove: str = ""
    not_when: str = ""


def id_from(title: str) -> str:
    """An id from a title: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").casefold()
    words = "".join(sign if sign.isalnum() else " " for sign in plain.replace("'", "")).split()
    return "-".join(words)[:60].strip("-") or "my-exercise"


def exercise_text(answers: Answers, exercise_id: str) -> str:
    """The file. Raises WrongUseError for a word of `not_when` that is not known, and for more lines than fit."""
    if answers.not_when and answers.not_when not in NOT_WHEN:
        raise WrongUseError(
            _("'{word}' is not one of the words.").format(word=answers.not_when),
            _("They are: {names}.").format(names=", ".join(NOT_WHEN)),
        )
    text = _HEAD.format(
        id=_quoted(id_from(exercise_id)),
        language=_quoted(answers.language),
        title=_quoted(answers.title),
        purpose=_quoted(answers.purpose),
        method="fill-in-the-blank" if answers.lines else "free",
        not_when=json.dumps([answers.not_when] if answers.not_when else []),
        smallest=json.dumps(["words", "song", "close"]),
    )
    if answers.lines:
        text += '\n[[steps]]\nkind = "blanks"\nid = "words"\nprompt = "Fill in what comes. One word is enough."\n'
        text += "".join(f"\n[[steps.lines]]\ntext = {_quoted(line)}\n" for line in answers.lines)
    else:
        text += '\n[[steps]]\nkind = "writing"\nid = "words"\nprompt = "Write as it comes."\n'
    text += _TAIL.format(groove=f"groove = {_quoted(answers.groove)}\n" if answers.groove else "")
    try:
        msgspec.toml.decode(text, type=Exercise)
    except msgspec.DecodeError as error:
        raise WrongUseError(
            _("These answers don't make an exercise: {error}.").format(error=error), _("Try fewer or shorter lines.")
        ) from error
    return text


def save_new(path: Path, text: str) -> None:
    """Write a file that is not there yet. Raises FileProblemError."""
    if path.exists():
        raise FileProblemError(_("{path} is there already.").format(path=path), _("Choose another name with -o."))
    make_folder(path.parent)
    replace_file(path, text.encode())


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
