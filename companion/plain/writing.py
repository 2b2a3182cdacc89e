"""Words on a plain terminal: one blank after the other, a page line by line, and then the whole."""

import time
from collections.abc import Callable

from companion import messages
from companion.language import _
from companion.plain.console import Console, number_in
from companion.plain.wordhelp import WordHelp
from companion.services.walking import questions as q
from companion.services.walking.session import Session
from companion.services.words.syllables import counted

ENOUGH = "enough"
EMPTY = _("(left empty)")
WHOLE_HELP = _(
    "Enter {}. A number changes that line. 'add' adds one, 'delete 2' takes the second away, 'syllables' counts them."
)


def fill_blank(console: Console, question: q.BlankQuestion, step: str, help: WordHelp) -> q.Filled:
    """One blank. "?" names a few words, "enough" goes on to the song, an empty line keeps what was there."""
    if question.number == 1:
        console.say(
            _("{step} {prompt} Type '?' for a few words, '? help' for more help.").format(
                step=step, prompt=question.prompt
            )
        )
    elif question.prompt.startswith(messages.PASS_ON):
        console.say(question.prompt)
    enough = _(" 'enough' makes it a song.") if question.is_enough_possible else ""
    now = (
        _(" Now: {answer}.").format(answer=question.answer or question.given)
        if question.answer or question.given
        else ""
    )
    if question.before or question.after or question.count > 1:
        blank = _("(blank {number} of {count})").format(number=question.number, count=question.count)
        console.say(f"{question.before}{blank}{question.after}.{now}{enough}")
    elif now:
        console.say(now.strip())
    prompt = _("Blank {number}:").format(number=question.number)
    bank = tuple((word, word) for word in help.bank(question.words)) if console.is_scanned else ()
    ways = ((messages.SOME_WORDS, bank),) if bank else ()
    while help.gives(
        answer := console.ask(prompt, free_text=True, ways=ways),
        words=question.words,
        text=f"{question.before}{question.answer}{question.after}",
        has_dial=question.has_dial,
    ):
        pass
    if answer.casefold() == ENOUGH and question.is_enough_possible and not _is_meant(console, question):
        return q.Filled(question.answer, enough=True)
    return q.Filled(answer or question.answer or question.given)


def _is_meant(console: Console, question: q.BlankQuestion) -> bool:
    """Whether "enough" is meant as the word, in a blank that offers it as one."""
    if ENOUGH not in question.words:
        return False
    answer = console.ask(_("Type k to keep 'enough' as your word, or press enter to make it a song:"), free_text=True)
    return answer.casefold().startswith("k")


def write_page(
    console: Console,
    session: Session,
    question: q.WholeQuestion,
    step: str,
    help: WordHelp,
    now: Callable[[], float] = time.monotonic,
) -> q.Wrote:
    """A page, line by line until an empty one, then all of it to be changed. What is typed is saved at once.

    After the minutes of a writing step it is said once that they are over; nothing stops.
    """
    lines = list(question.lines)
    console.say(f"{step} {question.prompt}")
    if question.starts:
        console.say(f"{messages.BEGINNINGS} {' / '.join(question.starts)}")
    if question.third_person:
        console.say(messages.THIRD_PERSON.format(question.third_person))
    if not lines:
        console.say(_("Line by line; an empty line ends. '? help' names some help."))
        say_at = None if question.minutes is None else now() + question.minutes * 60
        while answer := console.ask(_("Line:"), free_text=True):
            if not help.gives(answer, text="\n".join(lines), has_dial=question.has_dial):
                lines.append(answer)
                session.typing("\n".join(lines))
            if say_at is not None and now() >= say_at:
                console.say(messages.TIME_SAID)
                say_at = None
    return _changed_whole(console, session, lines, help, question) if lines else q.Wrote(())


def change_whole(console: Console, session: Session, question: q.WholeQuestion, step: str, help: WordHelp) -> q.Wrote:
    """All the words, to be changed by the number of the line. What was changed is saved at once."""
    lines = list(question.lines)
    if not lines:
        console.say(messages.NO_WORDS)
        return q.Wrote(())
    console.say(_("{step} These are your words.").format(step=step))
    return _changed_whole(console, session, lines, help, question)


def _changed_whole(
    console: Console, session: Session, lines: list[str], help: WordHelp, question: q.WholeQuestion
) -> q.Wrote:
    whole_help = WHOLE_HELP.format(_("makes it a song") if question.is_for_song else _("goes on"))
    while True:
        console.tell(*(f"{number}. {line or EMPTY}" for number, line in enumerate(lines, start=1)))
        answer = console.ask(whole_help).casefold()
        if not answer:
            return q.Wrote(tuple(lines))
        if answer == "syllables":
            language = session.exercise.language
            console.tell(*(f"{line}: {counted(line, language)}" for line in lines if line), messages.SYLLABLES_NOTE)
        elif help.gives(answer, text="\n".join(lines), has_dial=question.has_dial):
            continue
        elif _changed(console, lines, answer):
            session.typing("\n".join(lines))
        else:
            console.say(
                _("A number from 1 to {count}, 'add', 'delete' and a number, or 'syllables', please.").format(
                    count=len(lines)
                )
            )


def _changed(console: Console, lines: list[str], answer: str) -> bool:
    """Do what was asked for to `lines`; False where it was not understood."""
    number = number_in(answer, 1, len(lines))
    away = number_in(answer.removeprefix("delete").strip(), 1, len(lines)) if answer.startswith("delete") else None
    if number is not None:
        console.say(_("Line {number} is: {lines}").format(number=number, lines=lines[number - 1] or "empty"))
        lines[number - 1] = console.ask(_("The new line (empty keeps it):"), free_text=True) or lines[number - 1]
    elif away is not None:
        del lines[away - 1]
    elif answer == "add":
        lines.append(console.ask(_("The new line (empty parts verse and chorus):"), free_text=True))
    else:
        return False
    return True


def pick_phrases(console: Console, question: q.CollageQuestion, step: str) -> q.Picked:
    """Phrases by their numbers, in the order in which they shall stand; an empty line keeps what was picked."""
    console.say(f"{step} {question.prompt} {messages.PICK_HOW}")
    console.tell(*(f"{number}. {phrase}" for number, phrase in enumerate(question.phrases, start=1)))
    if question.picked:
        console.say(_("Now: {map}.").format(map=", ".join(map(str, question.picked))))
    while answer := console.ask(_("Numbers, like 3 1 5:")):
        numbers = [number_in(each, 1, len(question.phrases)) for each in answer.replace(",", " ").split()]
        found = tuple(number for number in numbers if number is not None)
        if len(found) == len(numbers):
            return q.Picked(found)
        console.say(_("Numbers from 1 to {count}, with spaces between, please.").format(count=len(question.phrases)))
    return q.Picked(question.picked)
