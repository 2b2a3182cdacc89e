"""Three suggestions in plain words, each heard with one key before choosing, and changed with another."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from companion import messages
from companion.domain.song import Song, VoiceRange
from companion.engine.backing import arrange
from companion.engine.revising import Wish
from companion.language import _, told
from companion.midi.protocol import Ended, Fact
from companion.services.songs.theory import theory_lines
from companion.services.songs.wishing import VOICES, WISHES, bars_to_keep, wish_for
from companion.services.walking import aims
from companion.services.walking import questions as q
from companion.tui.composing import Composing
from companion.tui.modals.pick import PickModal
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.wish_keys import WISH_KEYS

HEARD = _("▶ playing · enter to choose it")


class SongPanel(Panel[q.SongQuestion]):
    """`1` to `3` hear, enter chooses, `a` takes any, `o` finds others; wishes change the marked one alone."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "any", _("any is fine")),
        Binding("o", "others", _("others")),
        Binding("s", "studio", _("change it")),
        Binding("t", "theory", _("chords"), show=False),
        Binding("space", "hear", _("hear"), show=False),
        *WISH_KEYS,
        Binding("w", "aim", _("where it leads"), show=False),
        Binding("b", "keep_bars", _("keep some bars, change the others"), show=False),
        Binding("u,ctrl+z", "undo", _("undo the last wish"), show=False, key_display="u"),
    ]

    _has_failed = False

    def compose(self) -> ComposeResult:
        """The prompt, and either the suggestions or a quiet word while they are found."""
        songs = self.question.songs
        yield line(self.question.prompt if songs else messages.COMPOSING, "prompt")
        rows = [_row(index, song) for index, song in enumerate(songs)]
        if rows:
            yield Choices(rows, marked=self.question.chosen or 0, notes_beside=False)
        yield line("", "theory", id="theory")

    def on_mount(self) -> None:
        """The list has the keys; what was chosen before may be chosen again without hearing it."""
        self._heard = self.question.chosen
        self._theory_shown = False
        self._songs = list(self.question.songs)
        self._before: list[tuple[int, Song]] = []
        self._wishes = 0
        self._composing = Composing(lambda: self.companion_app.companion.composer, self._could_not)
        if self._songs:
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

    @property
    def _marked(self) -> int:
        return self.query_one(Choices).marked

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
        if self._heard == self._marked and self.companion_app.playback.now is not None:
            self.companion_app.playback.stop(0.6)
            self._say_heard(None)
        else:
            self._play(self._marked)

    def action_any(self) -> None:
        """Any is fine: the one that is marked."""
        self.answer(q.Chose(self._marked + 1))

    def action_others(self) -> None:
        """Others, please."""
        self.answer(q.Others())

    def action_aim(self) -> None:
        """Where it should lead: others are found that go there, or that stay."""
        rows = [aims.STAY, *((told(word).capitalize(), "") for word in aims.AIMS)]

        def chosen(index: int | None) -> None:
            if index is not None:
                self.answer(q.Others(to_feeling=aims.AIMS[index - 1] if index else ""))

        self.app.push_screen(PickModal(aims.QUESTION, rows, aims.NOTE), chosen)

    def action_wish(self, wish: Wish) -> None:
        """The marked one in another form; the others stay."""
        self._wish(self._marked, wish)

    def action_keep_bars(self) -> None:
        """Which bars of the marked one stay, and then how the others should be."""
        index = self._marked
        choices = bars_to_keep(self._songs[index])

        def keep(chosen: int | None) -> None:
            if chosen is None:
                return
            bars = choices[chosen]

            def take(wish: int | None) -> None:
                if wish is not None:
                    self._wish(index, WISHES[wish][0], bars)

            rows = [(label, said) for _other, label, said in WISHES]
            self.app.push_screen(PickModal(messages.WISH_QUESTION, rows, messages.WISH_KEEPS.format(*bars)), take)

        rows = [(messages.KEEP_ROW.format(*bars), "") for bars in choices]
        self.app.push_screen(PickModal(messages.KEEP_QUESTION, rows), keep)

    def _wish(self, index: int, wish: Wish, keep_bars: tuple[int, int] | None = None) -> None:
        self._wishes += 1
        self.query_one(Choices).set_tail(index, messages.CHANGING)

        def take(song: Song) -> None:
            self._before.append((index, self._songs[index]))
            self._show(index, song, voice=VOICES.get(wish))

        change = wish_for(self._songs[index], wish, number=self._wishes, keep_bars=keep_bars)
        self._composing.ask(self._songs[index], change, take)

    def action_undo(self) -> None:
        """The last wish is taken back."""
        if self._before:
            self._show(*self._before.pop())
        else:
            self.companion_app.say(messages.NOTHING_TO_UNDO)

    def action_studio(self) -> None:
        """The marked one on a page of its own, to be changed; it comes back as the chosen one."""
        from companion.services.songs.studio import Studio
        from companion.tui.screens.studio import StudioScreen

        index = self._marked
        self._composing.forget()
        self.companion_app.playback.stop(0.6)
        self._say_heard(None)
        before = self._songs[index]

        def kept(song: Song) -> None:
            self._songs[index] = song
            self.answer(q.Reworked(index + 1, song, is_chosen=True))

        def leave(screen: StudioScreen) -> None:
            screen.dismiss()
            if self._songs[index] != before:
                self._before.append((index, before))
            self.query_one(Choices).exchange(index, _row(index, self._songs[index]))
            self._heard = index
            self._show_theory()

        self.app.push_screen(StudioScreen(Studio(before, kept), leave))

    def _show(self, index: int, song: Song, *, voice: VoiceRange | None = None) -> None:
        """A suggestion in another form, heard at once."""
        self._songs[index] = song
        self.answer(q.Reworked(index + 1, song, voice=voice))
        self.query_one(Choices).exchange(index, _row(index, song))
        self._show_theory()
        self._play(index)

    def action_theory(self) -> None:
        """Show or hide chords, key, and the checks that the song passed."""
        self._theory_shown = not self._theory_shown
        self.set_class(self._theory_shown, "-theory")
        self._show_theory()

    def sample(self) -> None:
        """Look whether a wish came true."""
        self._composing.look()

    def _could_not(self, problem: str) -> None:
        """A wish that can't be fulfilled leaves everything as it was."""
        self.companion_app.say(problem)
        self._say_heard(self._heard if self.companion_app.playback.now is not None else None)

    def hear(self, fact: Fact) -> None:
        """The song that was heard came to its end."""
        if isinstance(fact, Ended) and self.companion_app.playback.now is None:
            self._say_heard(None)

    def leave(self) -> None:
        """What is heard goes softly."""
        self.companion_app.playback.stop(1.0)

    def _play(self, index: int) -> None:
        self.companion_app.playback.play(arrange(self._songs[index]), fade_in_seconds=0.8)
        self._heard = index
        self._say_heard(index)

    def _say_heard(self, index: int | None) -> None:
        if self._songs:
            self.query_one(Choices).set_tail(index, HEARD)

    def _show_theory(self) -> None:
        song = self._songs[self._marked]
        said = tuple(map(told, song.why[:2]))
        text = [each for each in theory_lines(song) if each not in said] if self._theory_shown else []
        theory = self.query_one("#theory", Static)
        theory.update("\n".join(text))
        theory.scroll_visible(animate=False)


def _row(index: int, song: Song) -> Choice:
    return Choice(told(song.name), _reason(song), str(index + 1))


def _reason(song: Song) -> str:
    """What sets it apart (how it moves), then what it shares with others (how it comes home)."""
    return " ".join(map(told, reversed(song.why[:2])))
