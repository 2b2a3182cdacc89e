"""The first start: one sentence, one soft sound, one question."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from companion import messages
from companion.errors import CompanionError
from companion.language import _
from companion.midi.protocol import Ready, SetVolume
from companion.tui.bridge import SoundFact
from companion.tui.screens.base import AnsweredOnce, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

ANSWERS = (Choice(_("Yes"), key="1"), Choice(_("No"), key="2"), Choice(_("Too loud"), key="3"))
SOFTER = 0.5
FURTHER = 0.15


class WelcomeScreen(AnsweredOnce[None]):
    """Did you hear that?"""

    def compose(self) -> ComposeResult:
        """Welcome, safety, and the question about the sound."""
        with Vertical(classes="panel"):
            yield Static(messages.WELCOME, id="welcome", markup=False)
            yield Static(messages.SAFETY, id="safety", markup=False)
            yield Static(messages.DID_YOU_HEAR, id="heard", markup=False)
            yield Choices(ANSWERS, id="answers")
            yield Static("", id="sound-note", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The question has the keys at once."""
        self._volume = app_of(self).companion.settings.volume
        self._tries = 0
        self.query_one(Choices).focus()

    def on_sound_fact(self, event: SoundFact) -> None:
        """Play the sound as soon as there is any, or say that there is none."""
        if isinstance(event.fact, Ready):
            if event.fact.driver is None:
                self._note(" ".join((messages.NO_SOUND, *event.fact.problems)))
            self._play()

    def _play(self) -> None:
        from companion.engine.arriving import welcome

        app_of(self).playback.play(welcome(), fade_in_seconds=0.2)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Yes goes on; the others play it again, softer or louder, once or twice, and then go on too."""
        self._tries += 1
        if event.index == 0 or self._tries > 2:
            self._go_home()
            return
        self._volume = self._volume * SOFTER if event.index == 2 else min(1.0, self._volume + FURTHER)
        app_of(self).playback.sound.send(SetVolume(self._volume))
        self._note(messages.SOFTER_NOW if event.index == 2 else messages.LOUDER_NOW)
        self._play()

    def _note(self, text: str) -> None:
        self.query_one("#sound-note", Static).update(text)

    def _go_home(self) -> None:
        app_of(self).playback.stop()
        try:
            app_of(self).companion.welcomed(volume=self._volume)
        except CompanionError as error:
            app_of(self).tell(error)
        self.dismiss()
