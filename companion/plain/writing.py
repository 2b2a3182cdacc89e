"""Words on a plain terminal: one blank after the other, then the whole, line by line."""

from companion import messages
from companion.plain.console import Console, number_in
from companion.services import questions as q
from companion.services.session import Session
from companion.services.syllables import counted

ENOUGH = "enough"
WHOLE_HELP = (
    "Enter makes it a song. A number changes that line. 'add' adds one, 'delete 2' takes the second away, "
    "'syllables' counts them."
)


def fill_blank(console: Console, question: q.BlankQuestion, step: str) -> q.Filled:
    """One blank. "?" names a few words, "enough" goes on to the song, an empty line keeps what was there."""
    if question.number == 1:
        console.say(f"{step} {question.prompt} Type '?' for a few words.")
    enough = " 'enough' makes it a song." if question.is_enough_possible else ""
    now = f" Now: {question.answer}." if question.answer else ""
    console.say(f"{question.before}(blank {question.number} of {question.count}){question.after}.{now}{enough}")
    while (answer := console.ask(f"Blank {question.number}:", free_text=True)) == "?":
        console.say(", ".join(question.words) + ".")
    if answer.casefold() == ENOUGH and question.is_enough_possible and not _is_meant(console, question):
        return q.Filled(question.answer, enough=True)
    return q.Filled(answer or question.answer)


def _is_meant(console: Console, question: q.BlankQuestion) -> bool:
    """Whether "enough" is meant as the word, in a blank that offers it as one."""
    if ENOUGH not in question.words:
        return False
    answer = console.ask("Type k to keep 'enough' as your word, or press enter to make it a song:", free_text=True)
    return answer.casefold().startswith("k")


def change_whole(console: Console, session: Session, question: q.WholeQuestion, step: str) -> q.Wrote:
    """All the words, to be changed by the number of the line. What was changed is saved at once."""
    lines = list(question.lines)
    if not lines:
        console.say(messages.NO_WORDS)
        return q.Wrote(())
    console.say(f"{step} These are your words.")
    while True:
        console.tell(*(f"{number}. {line or '(an empty line)'}" for number, line in enumerate(lines, start=1)))
        answer = console.ask(WHOLE_HELP).casefold()
        if not answer:
            return q.Wrote(tuple(lines))
        if answer == "syllables":
            console.tell(*(f"{line}: {counted(line)}" for line in lines if line), messages.SYLLABLES_NOTE)
        elif _changed(console, lines, answer):
            session.typing("\n".join(lines))
        else:
            console.say(f"A number from 1 to {len(lines)}, 'add', 'delete' and a number, or 'syllables', please.")


def _changed(console: Console, lines: list[str], answer: str) -> bool:
    """Do what was asked for to `lines`; False where it was not understood."""
    number = number_in(answer, 1, len(lines))
    away = number_in(answer.removeprefix("delete").strip(), 1, len(lines)) if answer.startswith("delete") else None
    if number is not None:
        console.say(f"Line {number} is: {lines[number - 1] or 'empty'}")
        lines[number - 1] = console.ask("The new line (empty keeps it):", free_text=True) or lines[number - 1]
    elif away is not None:
        del lines[away - 1]
    elif answer == "add":
        lines.append(console.ask("The new line (empty parts verse and chorus):", free_text=True))
    else:
        return False
    return True
