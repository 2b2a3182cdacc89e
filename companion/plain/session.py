"""A session as numbered questions: the same walk as on the screen, in whole lines.

What happens to the sound meanwhile (a keyboard that goes, an output that comes back) is said between questions.
"""

from collections.abc import Callable
from typing import Protocol

from companion import messages
from companion.domain.affect import Affect
from companion.domain.song import Song, SongRequest
from companion.engine.arriving import pulse
from companion.errors import CompanionError
from companion.language import _, told
from companion.plain.choosing import PlainSuggestions, could_not_compose
from companion.plain.console import Console, GoBack, StopGently, number_in
from companion.plain.doing import choose_form, choose_way, do
from companion.plain.people import PlainPeople, stop_lines
from companion.plain.playing import PlainPlayer
from companion.plain.studio import PlainStudio
from companion.plain.waiting import sleep
from companion.plain.wordhelp import Turned, WordHelp
from companion.plain.writing import change_whole, fill_blank, pick_phrases, write_page
from companion.services.between.contacts import PEOPLE
from companion.services.container import Companion
from companion.services.songs.studio import Studio
from companion.services.walking import questions as q
from companion.services.walking.exits import opens_exit
from companion.services.walking.only_read import said_before
from companion.services.walking.session import Session

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
        self,
        companion: Companion,
        session: Session,
        console: Console,
        player: PlainPlayer,
        compose: Compose,
        wait: Callable[[float], None] = sleep,
    ) -> None:
        self._companion = companion
        self._session = session
        self._console = console
        self._compose = compose
        self._player = player
        self._wait = wait
        self._words = WordHelp(console, session, companion.journal)
        self._suggestions = PlainSuggestions(console, player.playback, self._open_studio)

    def run(self) -> None:
        """Until the close, or until the person stops; what was said is kept in both cases."""
        self._console.tell(self._session.exercise.title + ".", self._session.exercise.purpose)
        self._console.tell(*said_before(self._companion.journal))
        self._console.say(_("{plain_help} 'help' repeats this.").format(plain_help=messages.PLAIN_HELP))
        try:
            while not self._session.is_finished:
                self._one_question()
            self._close()
        except StopGently:
            self._player.playback.stop(2.5)
            people = stop_lines(self._companion)
            self._console.tell(*messages.GROUNDING, *people, messages.STOPPED_KEPT, messages.SAFETY)

    def _one_question(self) -> None:
        self._player.tell_news()
        question = self._session.question
        try:
            answer = self._ask(question)
            if answer is not None:
                self._saving(lambda: self._session.answer(answer))
            if answer is not None:
                self._offer_exit(answer)
        except GoBack:
            self._player.playback.stop(1.0)
            self._saving(self._session.back)
        except Turned as turned:
            dial = turned.dial
            self._saving(lambda: self._session.answer(dial))
        except CompanionError as error:
            self._console.say(str(error))

    def _saving(self, step: Callable[[], None]) -> None:
        """Do something that writes; where that fails it holds all the same, and is told."""
        try:
            step()
        except CompanionError as error:
            self._console.say(str(error))

    def _ask(self, question: q.Question) -> q.Answer | None:
        place = question.place
        step = _("Step {step} of {steps}.").format(step=place.step, steps=place.steps)
        match question:
            case q.ArriveQuestion():
                return self._arrive(question, step)
            case q.FeelingQuestion():
                return self._feeling(question, step)
            case q.GridQuestion():
                return self._grid(step)
            case q.DistressQuestion():
                return q.Distress(self._console.number(f"{step} {messages.DISTRESS_QUESTION}", 0, 10))
            case q.ComfortQuestion():
                return q.Comfort(self._console.number(f"{step} {messages.COMFORT_QUESTION}", 0, 10))
            case q.DoQuestion():
                return do(self._console, self._player.playback, question, step)
            case q.ChooseQuestion():
                return choose_way(self._console, question, step)
            case q.BlankQuestion():
                return fill_blank(self._console, question, step, self._words)
            case q.WholeQuestion(prompt=""):
                return change_whole(self._console, self._session, question, step, self._words)
            case q.WholeQuestion():
                return write_page(self._console, self._session, question, step, self._words)
            case q.CollageQuestion():
                return pick_phrases(self._console, question, step)
            case q.FormQuestion():
                return choose_form(self._console, question, step)
            case q.TuneQuestion():
                return self._composed(f"{step} {messages.TUNE_COMING}")
            case q.SongQuestion():
                return self._song(question, step)
            case q.PlayQuestion():
                self._console.say(f"{step} {question.prompt}")
                self._player.play_along(
                    question.song, lambda take, later: self._session.answer(q.Kept(take, later)), question.modes
                )
                return q.Done()
            case q.SingQuestion():
                if self._console.choose(f"{step} {question.prompt}", (_("Sing, line by line"), _("Go on"))) == 0:
                    self._player.sing(question.song)
                return q.Done()
            case q.CloseQuestion():
                return None

    def _arrive(self, question: q.ArriveQuestion, step: str) -> q.Answer:
        self._player.playback.play(pulse(), is_loop=True, fade_in_seconds=3.0)
        rows = (*question.ways.values(), _("Go straight on"))
        is_heard = self._companion.sound.state != "silent"
        pulse_plays = f" {messages.PULSE_PLAYS}" if is_heard else ""
        choice = self._console.choose(f"{step} {question.prompt}{pulse_plays}", rows)
        if isinstance(choice, int) and choice < len(question.ways):
            self._console.ask(_("Press enter when you have arrived:"))
        self._player.playback.stop(3.0)
        return q.Done()

    def _feeling(self, question: q.FeelingQuestion, step: str) -> q.Answer:
        rows = (*map(told, question.words), messages.DONT_KNOW, *((messages.SAY_MORE,) if question.offers else ()))
        if self._console.is_scanned:
            index = self._console.choose(f"{step} {question.prompt}", rows)
            return self._felt(question, index if isinstance(index, int) else len(question.words))
        self._console.say(
            _("{step} {prompt} A number, or a word of your own.").format(step=step, prompt=question.prompt)
        )
        self._console.tell(*(f"{number}. {row}" for number, row in enumerate(rows, start=1)))
        while (answer := self._console.ask(_("Number or word:"), free_text=True)).isdecimal():
            if number_in(answer, 1, len(rows)):
                break
            self._console.say(_("A number from 1 to {count}, or a word, please.").format(count=len(rows)))
        else:
            return q.Feeling(answer or None)
        return self._felt(question, int(answer) - 1)

    def _felt(self, question: q.FeelingQuestion, index: int) -> q.Feeling:
        if index < len(question.words):
            return q.Feeling(question.words[index])
        return q.Feeling(None, more=index == len(question.words) + 1)

    def _grid(self, step: str) -> q.Answer:
        self._console.say(_("{step} Two numbers from 1 to 9. Empty leaves it out.").format(step=step))
        pleasant = self._console.number(_("How pleasant is it? 1 unpleasant, 5 between, 9 pleasant:"), *GRID)
        if pleasant is None:
            return q.OnGrid(None)
        awake = self._console.number(_("How awake? 1 sleepy, 5 between, 9 wide awake:"), *GRID)
        if awake is None:
            return q.OnGrid(None)
        return q.OnGrid(Affect(pleasant - GRID_MIDDLE, awake - GRID_MIDDLE))

    def _song(self, question: q.SongQuestion, step: str) -> q.Answer | None:
        if question.songs:
            return self._suggestions.choose(question, step)
        return self._composed(messages.COMPOSING)

    def _composed(self, waiting: str) -> q.Answer | None:
        """Compose what the open question waits for; None asks it again, with the music there."""
        self._console.say(waiting)
        self._suggestions.forget()
        try:
            songs = self._compose(self._session.song_request())
        except CompanionError as error:
            return could_not_compose(self._console, str(error))
        self._session.offer(songs)
        return None

    def _open_studio(self, number: int) -> None:
        """A suggestion on a page of its own; every form it gets there is in the draft at once."""

        def kept(form: Song) -> None:
            self._session.answer(q.Reworked(number, form, is_chosen=True))

        companion = self._companion
        studio = Studio(self._session.draft.songs[number - 1], kept)
        exports, soundfont = companion.places.exports, companion.settings.soundfont
        PlainStudio(studio, self._console, self._player, exports, soundfont).run()

    def _close(self) -> None:
        question = self._session.question
        assert isinstance(question, q.CloseQuestion)
        self._player.playback.play(pulse(), is_loop=True, fade_in_seconds=2.0)
        self._console.say(question.prompt)
        if question.problem:
            self._console.tell(question.problem, messages.COPY_BY_HAND, *question.lines)
        elif question.kept:
            self._console.tell(_("In your journal: {kept}.").format(kept="; ".join(question.kept)), messages.WHERE_KEPT)
        else:
            self._console.say(messages.NOTHING_KEPT)
        if question.goes_on:
            self._console.say(messages.NEXT_SITTING)
        self._wait(CLOSING_SECONDS)
        self._player.playback.stop(3.0)
        self._wait(3.0)

    def _offer_exit(self, answer: q.Answer) -> None:
        if not opens_exit(self._session.draft, answer, self._companion.settings.distress_threshold):
            return
        rows = (_("Stop gently"), _("Stay"), *((PEOPLE,) if stop_lines(self._companion) else ()))
        while (choice := self._console.choose(messages.DISTRESS_HIGH, rows)) == len(rows) - 1 > 1:
            PlainPeople(self._companion, self._console).read_out()
        if choice == 0:
            raise StopGently
