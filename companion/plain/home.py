"""The plain mode's home: a welcome the first time, then a few numbered doors."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TextIO

from companion import messages
from companion.domain.agreed import Plan
from companion.domain.units import Seconds
from companion.engine.arriving import welcome
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _, begun
from companion.midi.protocol import SetVolume
from companion.plain import rounds
from companion.plain.boundaries import WORD as LIMITS
from companion.plain.boundaries import set_limits
from companion.plain.console import Command, Console, GoBack, StopGently, wrapped
from companion.plain.journal import PlainJournal
from companion.plain.music import PlainMusic
from companion.plain.people import WORD, PlainPeople, stop_lines
from companion.plain.plan import WORD as PLAN
from companion.plain.plan import make_plan
from companion.plain.playing import LOUDER, SOFTER, PlainPlayer
from companion.plain.session import Compose, PlainSession
from companion.plain.sharing import WORD as OPEN
from companion.plain.sharing import take_in
from companion.plain.switch import PlainSwitch
from companion.plain.waiting import ending_when_asked, waiting
from companion.services.between.contacts import PEOPLE
from companion.services.between.planning import TITLE
from companion.services.container import Companion
from companion.services.home import Doors, Home
from companion.services.walking.boundaries import TITLE as WOULD_RATHER_NOT
from companion.services.walking.brooding import is_third_session
from companion.services.walking.rounds import CHANGE
from companion.services.walking.session import Session

QUIETER, FURTHER = 0.5, 0.15
MOST_TRIES = 3


def plain_console(pace: Seconds = 0.0) -> Console:
    """A console on standard input and output; `pace` is how long a choice stands for one switch (0: none is used)."""

    def hear() -> str:
        try:
            with waiting():
                line = sys.stdin.readline()
        except OSError as error:  # the terminal is gone
            raise EOFError from error
        if not line:
            raise EOFError
        return line

    def say(text: str) -> None:
        is_seen = sys.stdout.isatty()
        print(wrapped(text, shutil.get_terminal_size().columns) if is_seen else text, flush=True)

    return Console(say, hear, PlainSwitch(sys.stdin, pace))


def run_home(companion: Companion) -> None:
    """Ask where to go until the person leaves; the end of the input leaves too."""
    with _indoors(companion) as house:
        while house.through_a_door():
            pass


def run_jam(companion: Companion, feeling: str | None = None, song_id: str | None = None) -> None:
    """Straight to playing, then close."""
    with _indoors(companion) as house:
        house.look()
        try:
            house.music.play_over(song_id, feeling)
        except (EOFError, GoBack, StopGently):
            house.say(messages.JAM_STOPPED)
            house.tell_people()


def run_session(companion: Companion, session: Session) -> None:
    """One session, then close; the end of the input keeps the draft."""
    with _indoors(companion) as house:
        house.look()
        house.walk(session)


@contextmanager
def _indoors(companion: Companion) -> Iterator["PlainHome"]:
    """Welcome someone, tell what is new, and close when they leave, in whatever way."""
    console = plain_console(companion.settings.one_switch)
    with ending_when_asked():
        try:
            house = PlainHome(companion, console, sys.stdin)
            if not companion.settings.welcomed:
                house.welcome()
            yield house
        except EOFError:
            console.say(messages.STOPPED_KEPT)
        except StopGently:
            console.tell(*stop_lines(companion), messages.STOPPED_KEPT)
        finally:
            companion.close()


def _or_why_not(do: Command) -> Command:
    """The same, with the reason in a sentence where it can't be done: a command is typed anywhere, and ends nothing."""

    def done() -> str:
        try:
            return do()
        except CompanionError as error:
            return harmless(str(error))

    return done


class PlainHome:
    """The doors, on a plain terminal. `stream` is where single keys come from while someone plays."""

    def __init__(self, companion: Companion, console: Console, stream: TextIO, compose: Compose | None = None) -> None:
        self._companion = companion
        self._console = console
        self._player = PlainPlayer(companion, console, stream)
        self._home = Home(companion)
        self.music = PlainMusic(self._player, console, lambda: self._journal.desk)
        self._compose = compose
        console.commands |= {
            "louder": lambda: self._player.change_volume(LOUDER),
            "softer": lambda: self._player.change_volume(SOFTER),
            WORD: PlainPeople(companion, console).run,
            LIMITS: _or_why_not(partial(set_limits, companion, console)),
            "consent": self._consent,
            "steady": self.music.steady,
            OPEN: partial(take_in, companion, console),
            PLAN: _or_why_not(partial(make_plan, companion, console)),
        }

    def walk(self, session: Session) -> None:
        """One session."""
        if self._compose is None:
            from companion.engine.composing import suggest

            self._compose = suggest
        is_third = is_third_session(session, self._companion.journal)
        if is_third and rounds.ask(self._console, self._player.playback) == CHANGE:
            self._new_session()
            return
        PlainSession(self._companion, session, self._console, self._player, self._compose).run()

    def say(self, sentence: str) -> None:
        """Say something."""
        self._console.say(sentence)

    def tell_people(self) -> None:
        """Say whom to turn to, where somebody stands on the card."""
        self._console.tell(*stop_lines(self._companion))

    def look(self) -> Doors:
        """What is behind the doors; what is new is told, each thing once."""
        found = self._home.look()
        self._console.tell(*found.news)
        self._player.tell_news()
        return found

    def through_a_door(self) -> bool:
        """Ask where to go, and go there; False when the person leaves."""
        found = self.look()
        doors: list[tuple[str, Callable[[], object]]] = []
        if found.waiting is not None:
            doors.append((_("Go on where you were"), partial(self.walk, found.waiting)))
        doors.append((_("A new session, about 20 minutes, 5 is fine"), self._new_session))
        if found.made:
            doors.append((_("What you made: {made}").format(made=found.made), self._made))
        doors.append((_("Just play, over a steady backing"), self.music.play_over))
        if found.given:
            doors.append((self._given_row(found), self._from_therapist))
        if found.plan is not None:
            doors.append((self._plan_row(found.plan), partial(self._plan, found.plan.assignment_id)))
        if self._companion.settings.therapist:
            doors.append((_("For your clients"), self._for_clients))
        doors += [
            (_("Just listen: a few quiet minutes"), self.music.listen),
            (_("Steady: a slow pulse, nothing else"), self.music.steady),
            (WOULD_RATHER_NOT, lambda: self.say(set_limits(self._companion, self._console))),
            (PEOPLE, lambda: self.say(PlainPeople(self._companion, self._console).run())),
        ]
        greeting = begun(messages.greeting(self._companion.clock().hour))
        try:
            choice = self._console.choose(f"{greeting}.", (*(label for label, _other in doors), _("Close")))
        except GoBack:
            return False
        if not isinstance(choice, int) or choice == len(doors):
            return False
        try:
            doors[choice][1]()
        except GoBack:
            pass
        except CompanionError as error:
            self._console.say(str(error))
        return True

    def _new_session(self) -> None:
        from companion.plain.shelf import choose_exercise

        self.walk(choose_exercise(self._companion, self._console))

    def _given_row(self, found: Doors) -> str:
        from companion.services.between.due import waiting_in_words

        if not found.given_waiting:
            return _("From your therapist")
        shows = self._companion.settings.titles_on_home
        waits = waiting_in_words(found.given_waiting, found.due, shows_words=shows)
        return _("From your therapist: {waits}").format(waits=waits)

    def _from_therapist(self) -> None:
        from companion.plain.sharing import PlainSharing

        PlainSharing(self._companion, self._console, self.walk).visit()

    def _consent(self) -> str:
        from companion.plain.agreed import read_agreed

        return read_agreed(self._companion, self._console)

    def _plan_row(self, plan: Plan) -> str:
        words = plan.smallest or plan.goal
        return f"{TITLE}: {harmless(words)}" if words and self._companion.settings.titles_on_home else TITLE

    def _plan(self, assignment_id: str) -> None:
        self._console.say(make_plan(self._companion, self._console, assignment_id))

    def _for_clients(self) -> None:
        from companion.plain.therapist import PlainTherapist

        PlainTherapist(self._companion, self._console, self.walk).visit()

    def _made(self) -> None:
        self._journal.browse()

    @cached_property
    def _journal(self) -> PlainJournal:
        """What someone made, with what they took out of it, for as long as the program runs."""
        return PlainJournal(self._companion, self._console, self._player)

    def welcome(self) -> None:
        """One sentence, one soft sound, one question, as on the screen."""
        companion, console = self._companion, self._console
        console.tell(messages.WELCOME, messages.SAFETY)
        ready = companion.sound.wait_until_ready()
        volume = companion.settings.volume
        if ready is None or ready.driver is None:
            console.tell(messages.NO_SOUND, *(ready.problems if ready is not None else ()))
        else:
            for _other in range(MOST_TRIES):
                self._player.playback.play(welcome(), fade_in_seconds=0.2)
                choice = console.choose(messages.DID_YOU_HEAR, (_("Yes"), _("No"), _("Too loud")))
                if choice not in (1, 2):
                    break
                volume = volume * QUIETER if choice == 2 else min(1.0, volume + FURTHER)
                companion.sound.send(SetVolume(volume))
                console.say(messages.SOFTER_NOW if choice == 2 else messages.LOUDER_NOW)
        try:
            companion.welcomed(volume=volume)
        except CompanionError as error:
            console.say(str(error))
        self._player.pump()
