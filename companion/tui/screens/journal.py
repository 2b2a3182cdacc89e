"""What you made: what can be done with it, by one key each. Nothing plays by itself, and a deletion can be undone."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from companion import messages
from companion.domain.entry import Entry
from companion.domain.score import Score
from companion.domain.song import Song
from companion.domain.take import Take
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.journal.rows import label_of, named_label
from companion.services.journal.versions import version_in_words
from companion.services.journal.writing import READABLE_BY_ALL, formats_of, place_for, place_for_all, write
from companion.services.sounding.playing_entry import score_of
from companion.tui.beside import beside
from companion.tui.bridge import SoundFact
from companion.tui.modals.line import LineModal
from companion.tui.modals.pick import PickModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.rounds import begin_round
from companion.tui.screens.base import app_of
from companion.tui.screens.journal_looking import JournalLooking, SearchField
from companion.tui.widgets.entry_list import EntryList, shortened
from companion.tui.widgets.said import Said

KEEP_OR_DELETE = ((_("No, keep it"), ""), (_("Yes, delete it"), ""))
DELETE = 1
DELETED = _("Deleted. u brings it back until you close the program.")
ONE_VERSION = _("There is one version of this.")
WHICH_VERSION = _("Which one shall stay?")
BOTH_STAY = _("Both, as they are")
CHOSEN = _("It stands in its place now. u brings the other one back.")
T = TypeVar("T")
LONGEST_NAMED = 60
"""Columns of a kind and a title in a question."""

MOST_NAMED = 4
"""So many of the entries that go with a deleted one are named."""


class JournalScreen(JournalLooking):
    """The journal, with everything that changes it on a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hear", _("hear")),
        Binding("escape", "home", _("home")),
        Binding("f", "favourite", _("favourite, or not"), show=False),
        Binding("number_sign", "tag", _("tag"), show=False, key_display="#"),
        Binding("n", "name", _("another name"), show=False),
        Binding("o", "over_time", _("how it was over time, in numbers"), show=False),
        Binding("e", "export", _("write it as a file"), show=False),
        Binding("j", "app.play_over", _("play over it")),
        Binding("v", "versions", _("choose between both versions"), show=False),
        Binding("d,delete", "delete", _("delete"), show=False, key_display="d"),
        Binding("u,ctrl+z", "undo", _("bring back what was deleted"), show=False, key_display="u"),
    ]

    sounding = ""

    def commands(self) -> Iterable[SystemCommand]:
        """Everything as one file, who may read it, and looking after it."""
        from companion.tui.screens.looking_after import care_commands
        from companion.tui.screens.protecting import protect_commands

        yield from protect_commands(self)
        yield from care_commands(self)
        yield SystemCommand(_("Everything as one file"), _("a ZIP that needs no program"), self._export_all)

    @property
    def song_here(self) -> str | None:
        """The journal's id of the marked song, to be played over; None for anything else."""
        entry = self.marked
        return entry.id if entry is not None and isinstance(entry.body, Song) else None

    def on_entry_list_taken(self, event: EntryList.Taken) -> None:
        """Enter opens a song on its page, lets a take be heard, and anything else be read."""
        event.stop()
        entry = self.marked
        if entry is not None and isinstance(entry.body, Song):
            from companion.tui.screens.studio_door import open_studio

            app_of(self).playback.stop(0.6)
            open_studio(self, entry, entry.body, self.look_again)
        elif entry is not None and isinstance(entry.body, Take):
            self.action_hear()
        elif entry is not None:
            self.app.push_screen(ReadingModal(label_of(entry), self.page_lines(entry)[1:]))

    def action_hear(self) -> None:
        """Play the marked song or take, or stop what plays."""
        app, entry = app_of(self), self.marked
        if app.playback.now is not None:
            app.playback.stop(1.0)
        elif entry is not None and (score := self._tried(lambda: score_of(entry, app.companion.journal))) is not None:
            if isinstance(entry.body, Song):
                begin_round(app, entry.body, partial(self._sound, entry, score))
            else:
                self._sound(entry, score)

    def _sound(self, entry: Entry, score: Score) -> None:
        app_of(self).playback.play(score, fade_in_seconds=0.8)
        self.sounding = label_of(entry)
        self.query_one("#journal-state", Said).say(f"▶ {self.sounding}")

    def on_sound_fact(self, event: SoundFact) -> None:
        """What sounds is named until it ends."""
        if self.sounding and app_of(self).playback.now is None:
            self.sounding = ""
            self.query_one("#journal-state", Said).say("")

    def action_favourite(self) -> None:
        """Mark it, or take the mark off."""
        self._change(lambda entry: app_of(self).desk.mark(entry, not entry.is_favourite))

    def action_tag(self) -> None:
        """Ask for a tag."""
        entry = self.marked
        if entry is not None:
            note = (
                _("It has {tags}. One that it has is taken off.").format(tags=", ".join(entry.tags))
                if entry.tags
                else ""
            )
            self._ask(LineModal(_("Which tag?"), note), lambda e, line: app_of(self).desk.tag_or_untag(e, line))

    def action_name(self) -> None:
        """Ask for another name."""
        entry = self.marked
        if entry is not None:
            name = label_of(entry)
            self._ask(
                LineModal(_("What shall it be called?"), "", name), lambda e, line: app_of(self).desk.title(e, line)
            )

    def _ask(self, modal: LineModal, change: Callable[[Entry, str], Entry]) -> None:
        def answered(line: str | None) -> None:
            if line is not None:
                self._change(lambda entry: change(entry, line))

        self.app.push_screen(modal, answered)

    def _change(self, change: Callable[[Entry], Entry]) -> None:
        entry = self.marked
        if entry is not None and (changed := self._tried(lambda: change(entry))) is not None:
            self.query_one(EntryList).exchange(changed)

    def _tried(self, step: Callable[[], T]) -> T | None:
        """What came of it; None, and told, where it could not be done."""
        try:
            return step()
        except CompanionError as error:
            app_of(self).tell(error)
            return None

    def action_versions(self) -> None:
        """Both sides of a change that was made in two places at once: one of them, or both as they are."""
        app, entry = app_of(self), self.marked
        versions = app.desk.versions(entry) if entry is not None else ()
        if not versions:
            app.say(ONE_VERSION)
            return

        def answered(index: int | None) -> None:
            if index and self._tried(lambda: app.desk.choose(versions[index - 1])) is not None:
                app.say(CHOSEN)
                self.look_again()

        now = app.companion.clock()
        told = (version_in_words(each, now) for each in versions)
        rows = [(BOTH_STAY, ""), *((changed, harmless(piece)) for changed, piece in told)]
        self.app.push_screen(PickModal(WHICH_VERSION, rows), answered)

    def action_over_time(self) -> None:
        """The numbers, because they were asked for."""
        from companion.tui.screens.over_time import OverTimeScreen

        entries = self._tried(lambda: app_of(self).desk.entries)
        if entries is not None:
            self.app.push_screen(OverTimeScreen(entries))

    def action_delete(self) -> None:
        """Look up what goes with it, beside the screen's own work, and ask."""
        entry, app = self.marked, app_of(self)
        if entry is None:
            return

        def work() -> None:
            try:
                app.call_later(self._ask_to_delete, entry, app.desk.came_from(entry))
            except CompanionError as error:
                app.call_later(app.tell, error)

        app.run_worker(work, thread=True, group="delete", exclusive=True, exit_on_error=False)

    def _ask_to_delete(self, entry: Entry, others: tuple[Entry, ...]) -> None:
        """Take it out, if that is the answer, with the others that are named."""

        def answered(choice: int | None) -> None:
            if choice == DELETE and self._tried(lambda: app_of(self).desk.delete(entry, others)) is not None:
                app_of(self).say(f"{DELETED} {messages.DELETED_HONESTLY}")
                self.look_again()

        if self.is_current:  # nobody has gone elsewhere, and nothing is asked yet
            named = shortened(named_label(entry), LONGEST_NAMED)
            question = _("Take out of your journal: {named}?").format(named=named)
            self.app.push_screen(PickModal(question, KEEP_OR_DELETE, _goes_too(others)), answered)

    def action_undo(self) -> None:
        """Bring the last deletion back."""
        back = self._tried(lambda: app_of(self).desk.undo())
        if back is not None:
            app_of(self).say(_("It is back.") if back else app_of(self).desk.nothing_back)
            self.look_again()

    def action_export(self) -> None:
        """Ask which kind of file, write it while everything goes on, and say where it is."""
        entry = self.marked
        if entry is None:
            return
        app = app_of(self)
        formats = formats_of(entry)

        def chosen(index: int | None) -> None:
            if index is not None:
                path = place_for(entry, tuple(formats)[index], app.companion.places.exports)
                font = app.companion.settings.soundfont or None
                self._write(path, lambda: write(app.desk, entry, path, font))

        rows = [(suffix.removeprefix("."), said) for suffix, said in formats.items()]
        self.app.push_screen(PickModal(messages.JOURNAL_EXPORT_QUESTION, rows), chosen)

    def _export_all(self) -> None:
        app = app_of(self)
        path = place_for_all(app.companion.clock().date(), app.companion.places.exports)
        self._write(path, lambda: app.desk.write_all(path))

    def _write(self, path: Path, writing: Callable[[], None]) -> None:
        app = app_of(self)
        note = f" {READABLE_BY_ALL}" if app.companion.vault.is_sealed else ""

        def step() -> Callable[[], None]:
            writing()
            return lambda: app.say(f"{messages.EXPORTED.format(path)}{note}", stays=True)

        beside(app, messages.EXPORTING.format(path.name), step, group="export")

    def action_home(self) -> None:
        """From what was looked for to everything; from there to the doors."""
        field = self.query_one(SearchField)
        if field.value:
            field.action_empty()
            return
        app_of(self).playback.stop(1.5)
        self.app.pop_screen()


def _goes_too(others: tuple[Entry, ...]) -> str:
    """What goes with it, in a sentence; empty for nothing."""
    named = ", ".join(shortened(named_label(each), LONGEST_NAMED) for each in others[:MOST_NAMED])
    more = len(others) - MOST_NAMED
    if not others:
        return ""
    if more > 0:
        return _("With it goes: {named} and {more} more.").format(named=named, more=more)
    return _("With it goes: {named}.").format(named=named)
