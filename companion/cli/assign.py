"""`companion assign`: an exercise for somebody, as one file that can go by e-mail or on a stick."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from companion.cli.helping import Command
from companion.errors import WrongUseError
from companion.language import _
from companion.paths import places

if TYPE_CHECKING:
    from companion.domain.assignment import Item, Limits
    from companion.domain.exercise import Exercise

LIMIT_HINT = _(
    "A limit is tempo=60-80, loudness=60 (MIDI velocity), range=9 (half steps), size=smallest, size=low-energy, "
    "never=breath or ask=breath (body-focus, lullaby …)."
)
MUSIC_LIMITS = {"loudness": "loudest", "range": "widest"}
FEATURE_LIMITS = {"never": "never", "ask": "ask_first"}


@click.command(cls=Command)
@click.argument("exercise")
@click.option(
    "--for", "pseudonym", required=True, metavar="NAME", help=_("What you call them; need not be their name.")
)
@click.option("--note", default="", metavar="TEXT", help=_("A few words from you."))
@click.option("--reason", default="", metavar="TEXT", help=_("Why this one, in your words."))
@click.option("--due", default="", metavar="DATE", help=_("When you would like it; by default, when you meet."))
@click.option("--limit", "limits", multiple=True, metavar="LIMIT", help=LIMIT_HINT)
@click.option("--feeling", "feelings", multiple=True, metavar="WORD", help=_("Offer only these words for how it is."))
@click.option(
    "--dial", type=click.IntRange(1, 4), help=_("How much the words are held: 1 one blank … 4 an empty page.")
)
@click.option(
    "--ask", default="", metavar="ITEMS", help=_("What you would like to see: words,song …; asked, not taken.")
)
@click.option("--threshold", type=click.IntRange(1, 10), help=_("At this much distress a gentle stop is offered."))
@click.option(
    "--theme", "themes", multiple=True, type=click.Choice(["grief", "trauma"]), help=_("A theme you agreed on.")
)
@click.option("--consent", default="", metavar="TEXT", help=_("What you add to 'what sharing means', in your words."))
@click.option("--acknowledged", is_flag=True, help=_("You thought of when this exercise is not right."))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=_("Where to write the file."))
def assign(
    exercise: str, pseudonym: str, limits: tuple[str, ...], ask: str, acknowledged: bool, output: Path, **given: Any
) -> None:
    """Give an exercise to somebody. EXERCISE is an id, or a file of your own.

    Example: companion assign three-small-lights --for Robin --ask words,check-ins --dial 2 -o for-robin.json
    """
    from datetime import datetime

    from companion.cli.journal_opening import is_asked
    from companion.services.between.assigning import Wish, cautions
    from companion.services.between.assigning import assign as give
    from companion.services.between.due import due_from, due_in_words
    from companion.services.between.keys import card_of

    card_of(places())  # without a key nothing needs to be thought of yet
    chosen = _exercise(exercise)
    if chosen.not_when and not acknowledged:
        click.echo(_("This exercise is not for everyone: {cautions}").format(cautions=cautions(chosen)), err=True)
        acknowledged = is_asked(_("Have you thought of that?"), otherwise=False)
    if output.exists():
        raise WrongUseError(
            _("{output} is there already.").format(output=output), _("Choose another name; nothing is written over.")
        )
    wish = Wish(
        pseudonym,
        note=given["note"],
        reason=given["reason"],
        due=due_from(given["due"], datetime.now().astimezone().date()),
        asks=items_in(ask),
        themes=given["themes"],
        has_thought_of_cautions=acknowledged,
        dial=given["dial"],
        threshold=given["threshold"],
        limits=limits_in(limits),
        consent=given["consent"],
        feelings=given["feelings"],
    )
    made = give(places(), chosen, wish, output, secrets.token_hex(16))
    click.echo(_("Written: {output}").format(output=output))
    click.echo(
        _("{title}, for {pseudonym}, {due}.").format(
            title=made.exercise.title, pseudonym=made.pseudonym, due=due_in_words(made.due)
        )
    )
    click.echo(_("Anyone who has the file can read it. It holds your public key, and no secret."), err=True)


def items_in(text: str) -> "tuple[Item, ...]":
    """The items in a row with commas. Raises WrongUseError naming those that there are."""
    from companion.domain.assignment import ITEMS

    names = list(dict.fromkeys(filter(None, (each.strip() for each in text.split(",")))))
    unknown = next((each for each in names if each not in ITEMS), None)
    if unknown is not None:
        raise WrongUseError(
            _("'{unknown}' can't be asked for.").format(unknown=unknown),
            _("There are: {items}.").format(items=", ".join(ITEMS)),
        )
    return tuple(each for each in ITEMS if each in names)


def limits_in(texts: tuple[str, ...]) -> "Limits":
    """The limits as they were typed. Raises WrongUseError for what is none."""
    from companion.domain.assignment import NEVER, Limits, Never

    found: dict[str, Any] = {}
    for text in texts:
        key, _other, value = text.partition("=")
        value = value if key == "tempo" or value == "check-in" else value.strip().replace("-", " ")
        low, _other, high = value.partition("-")
        if key == "tempo" and low.isdecimal() and high.isdecimal() and len(value) < 8:
            found |= {"tempo_low": int(low), "tempo_high": int(high)}
        elif key in MUSIC_LIMITS and value.isdecimal() and len(value) < 4:
            found[MUSIC_LIMITS[key]] = int(value)
        elif key == "size" and value in ("smallest", "low energy", "whole"):
            found["size"] = value
        elif key in FEATURE_LIMITS and value in NEVER:
            name = FEATURE_LIMITS[key]
            found[name] = (*found.get(name, ()), next(each for each in get_args(Never) if value == each))
        else:
            raise WrongUseError(_("'{text}' is no limit.").format(text=text), LIMIT_HINT)
    try:
        return Limits(**found)
    except ValueError as error:
        raise WrongUseError(_("That limit does not fit: {error}.").format(error=error), LIMIT_HINT) from error


def _exercise(wanted: str) -> "Exercise":
    from companion.prompts.loading import load_exercise
    from companion.services.container import Companion

    path = Path(wanted)
    return load_exercise(path) if path.suffix == ".toml" else Companion(places()).exercise(wanted)
