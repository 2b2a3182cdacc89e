"""The journal on a plain terminal: a numbered list, finding by words and days, and one entry at a time."""

from contextlib import suppress
from itertools import count

from msgspec import Struct

from companion import messages
from companion.domain.entry import Entry
from companion.errors import CompanionError
from companion.exports.entry_words import kind_in_words, title_of, when
from companion.exports.plain_text import harmless
from companion.language import _
from companion.plain.caring import PlainCare
from companion.plain.console import Console, GoBack, Ways, number_in
from companion.plain.entry import PlainEntry
from companion.plain.hidden import ask_hidden
from companion.plain.playing import PlainPlayer
from companion.plain.protecting import Hidden, PlainProtection
from companion.services.container import Companion
from companion.services.journal.desk import JournalDesk, Sought
from companion.services.journal.times import numbers_in_words

PAGE = 10
LONGEST_TITLE = 100
FAVOURITES = "favourites"
WHICH = _("Which one? A number reads it. 'find' and words look for it. Empty goes home.")
OLDER = _("'more' names older ones.")
WAYS = (
    _("'find stairs' looks for a word, 'find last week' for days, 'find #night' for a tag, 'find songs' for songs."),
    _("'numbers' names the numbers of how it was, in their order, and says nothing about them."),
    _("'favourites' names those, 'all' everything again, 'undo' brings back what was deleted."),
    _("'export' writes everything into one file that can be read without this program."),
    _("'protect' puts a passphrase on your journal, changes it or takes it away."),
    _("'care' looks after it: checks that everything reads, makes a copy, brings another journal in."),
)
MORE, OTHER_THINGS = _("Older ones"), _("Something else")
WAYS_BY_EAR = (
    (_("Favourites"), "favourites"),
    (_("Everything again"), "all"),
    (_("Songs"), "find songs"),
    (_("Bring back what was deleted"), "undo"),
    (_("How it was, in numbers"), "numbers"),
    (_("Everything as one file"), "export"),
    (_("A passphrase"), "protect"),
    (_("Look after the journal"), "care"),
)
NOT_PROTECTED = _("Anybody at this computer can open your journal. 'protect' puts a passphrase on it.")


class Shown(Struct, frozen=True):
    """What the list is about: the words that were looked for (none: everything), and where its page starts."""

    words: str
    start: int


class PlainJournal:
    """What someone made, for as long as the program runs: a deletion can be undone until it closes."""

    def __init__(
        self, companion: Companion, console: Console, player: PlainPlayer, hidden: Hidden = ask_hidden
    ) -> None:
        self._companion = companion
        self._protection = PlainProtection(companion, console, hidden)
        self._care = PlainCare(companion, console, hidden)
        self._is_told = False
        self._console = console
        self.desk = JournalDesk(companion.journal, companion.clock)
        self._entry = PlainEntry(companion, self.desk, console, player)

    def browse(self) -> None:
        """Ask which, newest first, until an empty line or "back"."""
        if not self.desk.entries and not self.desk.can_undo:
            self._console.say(messages.NOTHING_MADE)
            return
        if not self._companion.vault.is_sealed and not self._is_told:
            self._is_told = True
            self._console.say(NOT_PROTECTED)
        shown: Shown | None = Shown("", 0)
        with suppress(GoBack):
            while shown is not None:
                shown = self._ask(shown)

    def _ask(self, shown: Shown) -> Shown | None:
        """Name what is shown and take one wish; what is shown then, None to go home."""
        sought = self._sought(shown.words)
        page = sought.entries[shown.start : shown.start + PAGE]
        has_more = shown.start + PAGE < len(sought.entries)
        self._tell(sought, page, shown)
        while True:
            ways = self._ways(page, has_more=has_more)
            answer = self._console.ask(f"{WHICH} {OLDER}" if has_more else WHICH, ways=ways)
            number, (command, _other, rest) = number_in(answer, 1, len(page)), answer.partition(" ")
            match command.casefold():
                case "":
                    return None
                case "more" if has_more:
                    return Shown(shown.words, shown.start + PAGE)
                case "find" | "search" if rest.strip():
                    return Shown(rest.strip(), 0)
                case "favourites" | "favorites":
                    return Shown(FAVOURITES, 0)
                case "all":
                    return Shown("", 0)
                case "undo":
                    self._undo()
                    return shown
                case "export":
                    self._export()
                case "protect":
                    self._protection.run()
                case "numbers":
                    self._console.tell(*map(harmless, numbers_in_words(self.desk.entries)))
                case "care":
                    self._care.run()
                    return shown
                case _ if number is not None:
                    self._entry.read(page[number - 1])
                    return shown
                case _:
                    self._console.tell(
                        _("A number from 1 to {count}, please, or an empty line to go home.").format(count=len(page)),
                        *WAYS,
                    )

    def _ways(self, page: tuple[Entry, ...], *, has_more: bool) -> Ways:
        """What one switch can do with the list."""
        entries = ((self._row(entry), str(number)) for number, entry in enumerate(page, start=1))
        return (*entries, *(((MORE, "more"),) if has_more else ()), (OTHER_THINGS, WAYS_BY_EAR))

    def _sought(self, words: str) -> Sought:
        if words == FAVOURITES:
            marked = tuple(entry for entry in self.desk.entries if entry.is_favourite)
            return Sought(marked, ("",) * len(marked), FAVOURITES)
        try:
            return self.desk.find(words)
        except CompanionError as error:
            self._console.say(harmless(str(error)))
            return self.desk.find("")

    def _tell(self, sought: Sought, page: tuple[Entry, ...], shown: Shown) -> None:
        if sought.read_as:
            self._console.say(harmless(sought.read_as))
        if shown.words and sought.asked:
            many = len(sought.entries) or _("Nothing")
            self._console.say(
                harmless(
                    _("{many} found: {asked}. 'all' names everything again.").format(many=many, asked=sought.asked)
                )
            )
        for number, entry in enumerate(page, start=1):
            piece = sought.excerpts[shown.start + number - 1]
            self._console.say(harmless(f"{number}. {self._row(entry)}{f' {piece}' if piece else ''}"))

    def _row(self, entry: Entry) -> str:
        title = title_of(entry)
        title = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE].rstrip()} …"
        mark = _(" A favourite.") if entry.is_favourite else ""
        return f"{title}. {kind_in_words(entry)}, {when(entry.created, self._companion.clock())}.{mark}"

    def _undo(self) -> None:
        try:
            back = self.desk.undo()
        except CompanionError as error:
            self._console.say(str(error))
            return
        self._console.say(_("{back} came back.").format(back=back) if back else self.desk.nothing_back)

    def _export(self) -> None:
        folder = self._companion.places.exports
        stem = f"journal-{self._companion.clock():%Y-%m-%d}"
        names = (f"{stem}{f'-{number}' if number > 1 else ''}.zip" for number in count(1))
        path = next(folder / name for name in names if not (folder / name).exists())
        try:
            self.desk.write_all(path)
        except CompanionError as error:
            self._console.say(str(error))
            return
        self._console.tell(_("Written: {path}").format(path=path), _("Anybody who has that file can read it."))
