"""Three suggestions in plain words, each heard with one key before choosing."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from companion import messages
from companion.domain.song import Song
from companion.engine.backing import arrange
from companion.midi.protocol import Ended, Fact
from companion.services import questions as q
from companion.services.theory import theory_lines
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.choices import Choice, Choices


class SongPanel(Panel[q.SongQuestion]):
    """`1` to `3` hear, enter chooses, `a` takes any, `o` finds others, `t` shows chords and theory."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "any", "any is fine"),
        Binding("o", "others", "others"),
        Binding("t", "theory", "chords"),
        Binding("space", "hear", "hear", show=False),
        Binding("l", "voice('low')", "lower", show=False),
        Binding("h", "voice('high')", "higher", show=False),
    ]

    _has_failed = False

    def compose(self) -> ComposeResult:
        """The prompt, and either the suggestions or a quiet word while they are found."""
        songs = self.question.songs
        yield line(self.question.prompt if songs else messages.COMPOSING, "prompt")
        rows = [Choice(song.name, _reason(song), str(index)) for index, song in enumerate(songs, start=1)]
        if rows:
            yield Choices(rows, notes_beside=False)
        yield line("", "theory", id="theory")

    def on_mount(self) -> None:
        """The list has the keys."""
        self._heard: int | None = None
        self._theory_shown = False
        if self.question.songs:
            self.can_focus = False
            self.query_one(Choices).focus()
        else:
            self.focus()

    def fail(self, problem: str) -> None:
        """Nothing could be found: say so where the suggestions would stand."""
        self._has_failed = True
        self.refresh_bindings()
        self.query_one(".prompt", Static).update(f"{problem}\n\n{messages.TRY_AGAIN}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be chosen before there is something."""
        return bool(self.question.songs) or (action == "others" and self._has_failed)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Enter chooses what is heard; a digit or a click, or enter on what was not heard yet, plays it first."""
        event.stop()
        if self._heard == event.index:
            self.answer(q.Chose(event.index + 1))
        else:
            self._play(event.index)

    def on_choices_marked(self, event: Choices.Marked) -> None:
        """Theory follows the mark."""
        event.stop()
        self._show_theory()

    def action_hear(self) -> None:
        """Hear the marked one, or stop it."""
        marked = self.query_one(Choices).marked
        if self._heard == marked and self.companion_app.playback.now is not None:
            self.companion_app.playback.stop(0.6)
            self._say_heard(None)
        else:
            self._play(marked)

    def action_any(self) -> None:
        """Any is fine: the one that is marked."""
        self.answer(q.Chose(self.query_one(Choices).marked + 1))

    def action_others(self) -> None:
        """Others, please."""
        self.answer(q.Others())

    def action_voice(self, voice: str) -> None:
        """The same words for a lower or a higher voice."""
        self.answer(q.Others("low" if voice == "low" else "high"))

    def action_theory(self) -> None:
        """Show or hide chords, key, and the checks that the song passed."""
        self._theory_shown = not self._theory_shown
        self.set_class(self._theory_shown, "-theory")
        self._show_theory()

    def hear(self, fact: Fact) -> None:
        """The song that was heard came to its end."""
        if isinstance(fact, Ended) and self.companion_app.playback.now is None:
            self._say_heard(None)

    def leave(self) -> None:
        """What is heard goes softly."""
        self.companion_app.playback.stop(1.0)

    def _play(self, index: int) -> None:
        self.companion_app.playback.play(arrange(self.question.songs[index]), fade_in_seconds=0.8)
        self._heard = index
        self._say_heard(index)

    def _say_heard(self, index: int | None) -> None:
        if self.question.songs:
            self.query_one(Choices).set_tail(index, "▶ playing · enter to choose it")

    def _show_theory(self) -> None:
        song = self.question.songs[self.query_one(Choices).marked]
        text = [each for each in theory_lines(song) if each != _reason(song)] if self._theory_shown else []
        theory = self.query_one("#theory", Static)
        theory.update("\n".join(text))
        theory.scroll_visible(animate=False)


def _reason(song: Song) -> str:
    return song.why[0] if song.why else ""
