"""A session as numbered questions: the same walk as on the screen, in whole lines."""

import time
from collections.abc import Callable
from typing import Protocol, TextIO

from companion import messages
from companion.domain.affect import Affect
from companion.domain.song import Song, SongRequest
from companion.engine.arriving import pulse
from companion.engine.backing import arrange
from companion.errors import CompanionError
from companion.plain.console import Console, GoBack, StopGently
from companion.plain.playing import PlainPlayer
from companion.services import questions as q
from companion.services.container import Companion
from companion.services.session import Session
from companion.services.syllables import counted
from companion.services.theory import theory_lines

GRID = (1, 9)
GRID_MIDDLE = 5
CLOSING_SECONDS = 6.0


class Compose(Protocol):
    """Makes suggestions; in a plain session this is done in the same process."""

    def __call__(self, request: SongRequest) -> tuple[Song, ...]:
        """The suggestions for a request."""


class PlainSession:
    """Walks a session with a person on a plain terminal."""

    def __init__(
        self, companion: Companion, session: Session, console: Console, compose: Compose, stream: TextIO
    ) -> None:
        self._companion = companion
        self._session = session
        self._console = console
        self._compose = compose
        self._player = PlainPlayer(companion, console, stream)
        self._wait: Callable[[float], None] = time.sleep

    def run(self) -> None:
        """Until the close, or until the person stops; what was said is kept in both cases."""
        self._console.tell(self._session.exercise.title + ".", self._session.exercise.purpose)
        self._console.say("Empty line skips, 'back' goes back, 'stop' stops gently, 'help' repeats this.")
        try:
            while not self._session.is_finished:
                self._one_question()
            self._close()
        except StopGently:
            self._player.playback.stop(2.5)
            self._console.tell(*messages.GROUNDING, messages.STOPPED_KEPT, messages.SAFETY)

    def _one_question(self) -> None:
        question = self._session.question
        try:
            answer = self._ask(question)
        except GoBack:
            self._session.back()
            return
        try:
            if answer is not None:
                self._session.answer(answer)
        except CompanionError as error:
            self._console.say(str(error))
        if isinstance(answer, q.Distress) and answer.level is not None:
            self._mind_distress(answer.level)

    def _ask(self, question: q.Question) -> q.Answer | None:
        place = question.place
        step = f"Step {place.step} of {place.steps}."
        match question:
            case q.ArriveQuestion():
                return self._arrive(question, step)
            case q.FeelingQuestion():
                return self._feeling(question, step)
            case q.GridQuestion():
                return self._grid(step)
            case q.DistressQuestion():
                return q.Distress(self._console.number(f"{step} {messages.DISTRESS_QUESTION}", 0, 10))
            case q.BlankQuestion():
                return self._blank(question, step)
            case q.WholeQuestion():
                return self._whole(question, step)
            case q.SongQuestion():
                return self._song(question, step)
            case q.PlayQuestion():
                self._console.say(f"{step} {question.prompt}")
                self._player.play_along(question.song, lambda take, later: self._session.answer(q.Kept(take, later)))
                return q.Done()
            case q.SingQuestion():
                if self._console.choose(f"{step} {question.prompt}", ("Sing, line by line", "Go on")) == 0:
                    self._player.sing(question.song)
                return q.Done()
            case q.CloseQuestion():
                return None

    def _arrive(self, question: q.ArriveQuestion, step: str) -> q.Answer:
        self._player.playback.play(pulse(), is_loop=True, fade_in_seconds=3.0)
        rows = (*question.ways.values(), "Go straight on")
        is_heard = self._companion.sound.state != "silent"
        pulse_plays = f" {messages.PULSE_PLAYS}" if is_heard else ""
        choice = self._console.choose(f"{step} {question.prompt}{pulse_plays}", rows)
        if isinstance(choice, int) and choice < len(question.ways):
            self._console.ask("Press enter when you have arrived:")
        self._player.playback.stop(3.0)
        return q.Done()

    def _feeling(self, question: q.FeelingQuestion, step: str) -> q.Answer:
        rows = (*question.words, messages.DONT_KNOW, *((messages.SAY_MORE,) if question.offers else ()))
        self._console.say(f"{step} {question.prompt} A number, or a word of your own.")
        self._console.tell(*(f"{number}. {row}" for number, row in enumerate(rows, start=1)))
        answer = self._console.ask("Number or word:", free_text=True)
        if not answer.isdecimal() or not 1 <= int(answer) <= len(rows):
            return q.Feeling(answer or None)
        index = int(answer) - 1
        if index < len(question.words):
            return q.Feeling(question.words[index])
        return q.Feeling(None, more=index == len(question.words) + 1)

    def _grid(self, step: str) -> q.Answer:
        self._console.say(f"{step} Two numbers from 1 to 9. Empty leaves it out.")
        pleasant = self._console.number("How pleasant is it? 1 unpleasant, 5 between, 9 pleasant:", *GRID)
        if pleasant is None:
            return q.OnGrid(None)
        awake = self._console.number("How awake? 1 sleepy, 5 between, 9 wide awake:", *GRID)
        if awake is None:
            return q.OnGrid(None)
        return q.OnGrid(Affect(pleasant - GRID_MIDDLE, awake - GRID_MIDDLE))

    def _blank(self, question: q.BlankQuestion, step: str) -> q.Answer:
        if question.number == 1:
            self._console.say(f"{step} {question.prompt} Type '?' for a few words.")
        enough = " 'enough' makes it a song." if question.is_enough_possible else ""
        now = f" Now: {question.answer}." if question.answer else ""
        blank = f"(blank {question.number} of {question.count})"
        self._console.say(f"{question.before}{blank}{question.after}.{now}{enough}")
        while (answer := self._console.ask(f"Blank {question.number}:", free_text=True)) == "?":
            self._console.say(", ".join(question.words))
        if answer.casefold() == "enough" and question.is_enough_possible:
            return q.Filled(question.answer, enough=True)
        return q.Filled(answer or question.answer)

    def _whole(self, question: q.WholeQuestion, step: str) -> q.Answer:
        lines = list(question.lines)
        if not lines:
            self._console.say(messages.NO_WORDS)
            return q.Wrote(())
        self._console.say(f"{step} These are your words.")
        while True:
            self._console.tell(*(f"{number}. {line}" for number, line in enumerate(lines, start=1)))
            choice = self._console.ask(
                "Enter makes it a song. A number changes that line, 'syllables' counts them:"
            ).casefold()
            if not choice:
                return q.Wrote(tuple(lines))
            if choice == "syllables":
                self._console.tell(*(f"{line}: {counted(line)}" for line in lines if line), messages.SYLLABLES_NOTE)
            elif choice.isdecimal() and 1 <= int(choice) <= len(lines):
                index = int(choice) - 1
                lines[index] = self._console.ask(f"Line {choice} (empty keeps it):", free_text=True) or lines[index]
                self._session.typing("\n".join(lines))
            else:
                self._console.say(f"A number from 1 to {len(lines)}, please.")

    def _song(self, question: q.SongQuestion, step: str) -> q.Answer | None:
        songs = question.songs
        if not songs:
            self._console.say(messages.COMPOSING)
            self._session.offer(self._compose(self._session.song_request()))
            return None
        rows = [f"{song.name}. {' '.join(song.why[:2])}" for song in songs]
        self._console.say(f"{step} {question.prompt}")
        self._console.tell(*(f"{number}. {row}" for number, row in enumerate(rows, start=1)))
        self._console.say("'hear 2' plays the second, 'chords 2' names its chords, 'others' finds others.")
        while True:
            answer = self._console.ask("Number to choose, or enter if any is fine:").casefold().split()
            match answer:
                case []:
                    return q.Chose(1)
                case ["others"]:
                    return q.Others()
                case ["hear", number] if number in map(str, range(1, len(songs) + 1)):
                    self._player.playback.play(arrange(songs[int(number) - 1]), fade_in_seconds=0.8)
                case ["chords", number] if number in map(str, range(1, len(songs) + 1)):
                    self._console.tell(*theory_lines(songs[int(number) - 1]))
                case [number] if number in map(str, range(1, len(songs) + 1)):
                    self._player.playback.stop(1.0)
                    return q.Chose(int(number))
                case _:
                    self._console.say(f"A number from 1 to {len(songs)}, 'hear 1', 'chords 1' or 'others', please.")

    def _close(self) -> None:
        question = self._session.question
        assert isinstance(question, q.CloseQuestion)
        self._player.playback.play(pulse(), is_loop=True, fade_in_seconds=2.0)
        self._console.say(question.prompt)
        if question.problem:
            self._console.tell(question.problem, messages.COPY_BY_HAND, *question.lines)
        elif question.kept:
            self._console.tell(f"In your journal: {'; '.join(question.kept)}.", messages.WHERE_KEPT)
        else:
            self._console.say(messages.NOTHING_KEPT)
        self._wait(CLOSING_SECONDS)
        self._player.playback.stop(3.0)
        self._wait(3.0)

    def _mind_distress(self, level: int) -> None:
        if level >= self._companion.settings.distress_threshold:
            choice = self._console.choose(messages.DISTRESS_HIGH, ("Stop gently", "Stay"))
            if choice == 0:
                raise StopGently
