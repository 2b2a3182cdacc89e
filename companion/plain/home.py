"""The plain mode's home: a welcome the first time, then a few numbered doors."""

import sys
from collections.abc import Callable

from companion import messages
from companion.engine.arriving import welcome
from companion.errors import CompanionError
from companion.midi.protocol import SetVolume
from companion.plain.console import Console, GoBack, StopGently
from companion.plain.playing import PlainPlayer
from companion.plain.session import PlainSession
from companion.services.container import Companion
from companion.services.session import Session

SOFTER, FURTHER = 0.5, 0.15
MOST_SHOWN = 10


def plain_console() -> Console:
    """A console on standard input and output."""

    def hear() -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    return Console(lambda text: print(text, flush=True), hear)


def run_home(companion: Companion) -> None:
    """Ask where to go until the person leaves; the end of the input leaves too."""
    console = plain_console()
    try:
        if not companion.settings.welcomed:
            _welcome(companion, console)
        if companion.recover_take():
            console.say(messages.RECOVERED_TAKE)
        while _through_a_door(companion, console):
            pass
    except (EOFError, StopGently):
        console.say(messages.STOPPED_KEPT)
    finally:
        companion.close()


def run_session(companion: Companion, session: Session) -> None:
    """One session, then close; the end of the input keeps the draft."""
    console = plain_console()
    try:
        if not companion.settings.welcomed:
            _welcome(companion, console)
        _walk(companion, session, console)
    except (EOFError, StopGently):
        console.say(messages.STOPPED_KEPT)
    finally:
        companion.close()


def _walk(companion: Companion, session: Session, console: Console) -> None:
    from companion.engine.composing import suggest

    PlainSession(companion, session, console, suggest, sys.stdin).run()


def _through_a_door(companion: Companion, console: Console) -> bool:
    waiting = companion.waiting_session()
    doors: list[tuple[str, Callable[[], None]]] = []
    if waiting is not None:
        doors.append(("Go on where you were", lambda: _walk(companion, waiting, console)))
    doors.append(("A new session, about 20 minutes, 5 is fine",
                  lambda: _walk(companion, companion.new_session(), console)))
    if len(companion.journal):
        doors.append((f"What you made: {len(companion.journal)}", lambda: _show_made(companion, console)))
    try:
        choice = console.choose(messages.greeting(companion.clock().hour).capitalize() + ".",
                                (*(label for label, _ in doors), "Close"))
        if not isinstance(choice, int) or choice == len(doors):
            return False
        doors[choice][1]()
    except GoBack:
        return False
    except CompanionError as error:
        console.say(str(error))
    return True


def _show_made(companion: Companion, console: Console) -> None:
    from companion.exports.plain_text import entry_as_text

    for entry in companion.journal.entries(limit=MOST_SHOWN):
        kept = companion.journal.of_session(entry.session_id) if entry.session_id is not None else ()
        console.tell(entry_as_text(entry, kept, has_id=False), "")
    console.say("'companion journal list' names them all.")


def _welcome(companion: Companion, console: Console) -> None:
    """One sentence, one soft sound, one question, as on the screen."""
    console.tell(messages.WELCOME, messages.SAFETY)
    player = PlainPlayer(companion, console, sys.stdin)
    ready = companion.sound.wait_until_ready()
    volume = companion.settings.volume
    if ready is None or ready.driver is None:
        console.tell(messages.NO_SOUND, *(ready.problems if ready is not None else ()))
    else:
        for _ in range(3):
            player.playback.play(welcome(), fade_in_seconds=0.2)
            choice = console.choose(messages.DID_YOU_HEAR, ("Yes", "No", "Too loud"))
            if choice not in (1, 2):
                break
            volume = volume * SOFTER if choice == 2 else min(1.0, volume + FURTHER)
            companion.sound.send(SetVolume(volume))
    try:
        companion.welcomed(volume=volume)
    except CompanionError as error:
        console.say(str(error))
