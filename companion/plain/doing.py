"""Something to do, on a plain terminal: the sentences one by one, at one's own pace, over the music."""

from companion import messages
from companion.language import _
from companion.plain.console import Console
from companion.services.sounding.playback import Playback
from companion.services.walking import questions as q
from companion.services.walking.doing import score_of


def do(console: Console, playback: Playback, question: q.DoQuestion, step: str) -> q.Done:
    """Begin, or go straight on; nothing begins by itself. The music fades when it is done or left."""
    choice = console.choose(f"{step} {question.prompt}", (messages.BEGIN, messages.STRAIGHT_ON))
    if choice != 0:
        return q.Done()
    found = score_of(question)
    if found is not None:
        playback.play(found[0], is_loop=found[1], fade_in_seconds=3.0)
    try:
        for sentence in question.sentences or (messages.ENOUGH_NOTE,):
            console.say(sentence)
            console.ask(_("Enter goes on:"))
    finally:
        playback.stop(3.0)
    return q.Done()


def choose_way(console: Console, question: q.ChooseQuestion, step: str) -> q.Answer:
    """One of a few ways on; an empty line leaves it open."""
    choice = console.choose(f"{step} {question.prompt}", question.options)
    return q.Chose(choice + 1) if isinstance(choice, int) else q.Done()


def choose_form(console: Console, question: q.FormQuestion, step: str) -> q.Answer:
    """How the lines are parted into a song."""
    console.tell(*(line for line in question.lines if line))
    choice = console.choose(f"{step} {question.prompt}", (option.label for option in question.options))
    return q.Chose(choice + 1) if isinstance(choice, int) else q.Done()
