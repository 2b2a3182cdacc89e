"""The studio: a song on its page, with everything that changes it on a key, and everything undone by one."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from companion import messages
from companion.domain.score import Score
from companion.domain.song import Song
from companion.engine.changes import Change
from companion.engine.revising import Wish
from companion.errors import CompanionError
from companion.language import _
from companion.services.songs.studio import TEMPO_STEP, Studio
from companion.services.songs.studio_offers import Offer, chord_offers, groove_offers, key_offers
from companion.services.songs.theory import chord_name
from companion.services.songs.wishing import WISHES
from companion.tui.composing import Then
from companion.tui.modals.offers import OffersModal
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.screens.exporting import export_song
from companion.tui.screens.studio_page import StudioPage
from companion.tui.wish_keys import WISH_KEYS


class StudioScreen(StudioPage):
    """Changes a `Studio`. `leave` is called with it on `esc`; it takes the screen away when nothing is left to ask."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "chord", _("chord")),
        Binding("m", "wishes", _("another way")),
        Binding("u,ctrl+z", "undo", _("undo"), key_display="u"),
        Binding("escape", "leave", _("done")),
        Binding("k", "key", _("a key for my voice"), show=False),
        Binding("j", "app.play_over", _("play over it"), show=False),
        Binding("g", "groove", _("groove"), show=False),
        Binding("plus,equals_sign", f"tempo({TEMPO_STEP})", _("faster"), show=False, key_display="+"),
        Binding("minus", f"tempo(-{TEMPO_STEP})", _("slower"), show=False, key_display="-"),
        Binding("b", "keep_bars", _("keep these bars as they are"), show=False),
        *WISH_KEYS,
        Binding("r,ctrl+y", "redo", _("redo"), show=False, key_display="r"),
        Binding("e", "export", _("write it as a file"), show=False),
    ]

    def __init__(self, studio: Studio, leave: "Callable[[StudioScreen], None]") -> None:
        super().__init__(studio)
        self._leave = leave

    def action_keep_bars(self) -> None:
        """Mark the line here to be kept by wishes, or take the marks away."""
        self.studio.mark()
        self._draw()

    def _ask(self, change: Change, then: Then) -> None:
        self._composing.ask(self.studio.song, change, then)

    def _take(self, song: Song) -> bool:
        """The song in its new form, if it is another; what sounded was the old one."""
        is_other = self.studio.take(song)
        if not is_other:
            app_of(self).say(messages.NO_OTHER)
        self._changed()
        return is_other

    def _changed(self) -> None:
        self._composing.forget()
        self.hush()
        self.call_next(self._show)

    def _offer(
        self,
        question: str,
        offers: tuple[Offer, ...],
        heard: Callable[[Song], Score],
        read: Callable[[str], Offer] | None = None,
    ) -> None:
        """Ask with a list; what is marked can be heard before it is taken."""

        def hear(offer: Offer) -> None:
            self._ask(offer.change, lambda song: self._play(heard(song), song=song))

        def take(offer: Offer | None) -> None:
            self.hush()
            if offer is not None:
                self._ask(offer.change, self._take)

        self.app.push_screen(OffersModal(question, offers, hear, read), take)

    def action_chord(self) -> None:
        """Another chord in the place one stands on."""
        studio = self.studio

        def read(text: str) -> Offer:
            return Offer(text.strip(), "", studio.own_chord(text))

        question = messages.CHORD_QUESTION.format(chord_name(studio.chord_here))
        offers = chord_offers(studio.song, studio.chord, has_romans=studio.has_romans)
        self._offer(question, offers, studio.around_chord, read)

    def action_key(self) -> None:
        """Where the song lies for a voice."""
        self._offer(messages.KEY_QUESTION, key_offers(self.studio.song), self.studio.opening)

    def action_groove(self) -> None:
        """Another way to play it."""
        self._offer(messages.GROOVE_QUESTION, groove_offers(self.studio.song), self.studio.opening)

    def action_wish(self, wish: Wish) -> None:
        """The tune as wished, heard at once from the line here; the lines that are marked stay."""

        def take(song: Song) -> None:
            if self._take(song):
                self.action_hear_line()

        self._ask(self.studio.wish(wish), take)

    def action_wishes(self) -> None:
        """Choose how the tune should be."""
        bars = self.studio.keep_bars
        note = messages.WISH_KEEPS.format(*bars) if bars else ""

        def take(index: int | None) -> None:
            if index is not None:
                self.action_wish(WISHES[index][0])

        rows = [(label, said) for _other, label, said in WISHES]
        self.app.push_screen(PickModal(messages.WISH_QUESTION, rows, note), take)

    def action_tempo(self, by: float) -> None:
        """Faster or slower; beyond what the feeling allows only when asked for twice."""
        try:
            self._ask(self.studio.tempo(by), self._take)
        except CompanionError as error:
            app_of(self).tell(error)

    def action_undo(self) -> None:
        """The form before."""
        if self.studio.undo():
            self._changed()
        else:
            app_of(self).say(messages.NOTHING_TO_UNDO)

    def action_redo(self) -> None:
        """The form that was undone."""
        if self.studio.redo():
            self._changed()
        else:
            app_of(self).say(messages.NOTHING_TO_REDO)

    def action_export(self) -> None:
        """Write the song as a file."""
        export_song(self, self.studio.song)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.hush()
        self._leave(self)
