"""One thing that was made, on a plain terminal: read out, heard, marked, renamed, written to a file, taken out."""

from collections.abc import Callable

from companion import messages
from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.errors import CompanionError
from companion.exports.entry_words import chords_in_words, title_of
from companion.exports.plain_text import entry_as_text, harmless
from companion.language import _
from companion.plain.console import Console, GoBack, Ways
from companion.plain.music import PlainMusic
from companion.plain.playing import PlainPlayer
from companion.plain.rounds import begins_round
from companion.plain.studio import visit_studio
from companion.services.container import Companion
from companion.services.journal.desk import JournalDesk
from companion.services.journal.rows import named_label
from companion.services.journal.versions import beside_in_words, version_in_words
from companion.services.journal.writing import READABLE_BY_ALL, formats_of, place_for, write
from companion.services.sounding.playing_entry import has_sound, score_of

READ_BACK = _("Empty goes back to the list:")


class PlainEntry:
    """Reads one entry and does what is asked with it."""

    def __init__(self, companion: Companion, desk: JournalDesk, console: Console, player: PlainPlayer) -> None:
        self._companion = companion
        self._desk = desk
        self._console = console
        self._player = player
        self._music = PlainMusic(player, console, lambda: desk)

    def read(self, entry: Entry) -> None:
        """Read it out, then ask what to do with it until the person goes back to the list."""
        kept = self._companion.journal.of_session(entry.session_id) if entry.session_id is not None else ()
        self._console.tell(*_aloud(entry, entry_as_text(entry, kept, has_id=False)).splitlines())
        self._console.tell(*map(harmless, beside_in_words(entry, self._desk.versions(entry), self._companion.clock())))
        try:
            now: Entry | None = entry
            while now is not None:
                now = self._ask(now)
        except GoBack:
            pass
        finally:
            self._player.playback.stop(1.0)

    def _ask(self, entry: Entry) -> Entry | None:
        """One wish; the entry as it is then, None to go back to the list."""
        play = _player_of(self._companion, self._console, self._player, entry)
        ways = ([_("'hear' plays it")] if play else []) + (
            [_("'play' plays over it"), _("'change' opens it in the studio")] if _is_song(entry) else []
        )
        if self._desk.versions(entry):
            ways.append(_("'versions' chooses one of them"))
        mark = _("'favourite' takes the mark off") if entry.is_favourite else _("'favourite' marks it")
        answer = self._console.ask(
            _("{ways}, 'tag', 'title', 'export', 'delete'. {read_back}").format(
                ways=", ".join([*ways, mark]), read_back=READ_BACK
            ),
            ways=_ways(entry, has_sound=play is not None, has_versions=bool(self._desk.versions(entry))),
        )
        command, _other, rest = answer.partition(" ")
        try:
            match command.casefold():
                case "":
                    return None
                case "hear" if play is not None:
                    play()
                case "play" if isinstance(entry.body, Song):
                    self._player.playback.stop(1.0)
                    self._music.play_over(entry.id)
                case "change" if isinstance(entry.body, Song):
                    visit_studio(self._companion, self._console, self._player, entry, entry.body)
                    return None
                case "favourite" | "favorite":
                    entry = self._desk.mark(entry, not entry.is_favourite)
                    self._console.say(
                        _("Marked as a favourite.") if entry.is_favourite else _("No favourite any more.")
                    )
                case "tag":
                    entry = self._tag(entry, rest)
                case "title":
                    entry = self._desk.title(entry, rest or self._console.ask(_("Another title:"), free_text=True))
                    self._console.say(harmless(_("It is called “{title}”.").format(title=title_of(entry))))
                case "export":
                    self._export(entry, rest)
                case "versions":
                    return None if self._is_chosen(entry) else entry
                case "delete":
                    return None if self._is_deleted(entry) else entry
                case _:
                    self._console.say(_("One of the words above, please, or an empty line."))
        except CompanionError as error:
            self._console.say(harmless(str(error)))
        return entry

    def _tag(self, entry: Entry, tags: str) -> Entry:
        """Tags in a row, with commas between; one that is there already is taken off."""
        asked = tags or self._console.ask(_("Which tag? One that it has is taken off."), free_text=True)
        entry = self._desk.tag_or_untag(entry, asked)
        self._console.say(
            harmless(_("Tags: {tags}.").format(tags=", ".join(entry.tags))) if entry.tags else _("No tags.")
        )
        return entry

    def _export(self, entry: Entry, kind: str) -> None:
        formats = formats_of(entry)
        suffix = f".{kind.strip().lower().lstrip('.')}"
        if suffix not in formats:
            rows = [f"{each}, {said}" for each, said in formats.items()]
            choice = self._console.choose(_("As which file? Empty writes none."), rows)
            if not isinstance(choice, int):
                return
            suffix = tuple(formats)[choice]
        path = place_for(entry, suffix, self._companion.places.exports)
        write(self._desk, entry, path, self._companion.settings.soundfont or None)
        self._console.say(messages.EXPORTED.format(path))
        if self._companion.vault.is_sealed:
            self._console.say(READABLE_BY_ALL)

    def _is_chosen(self, entry: Entry) -> bool:
        versions = self._desk.versions(entry)
        if not versions:
            self._console.say(_("There is one version of this."))
            return False
        now = self._companion.clock()
        rows = (_("Both, as they are"), *(harmless(": ".join(version_in_words(each, now))) for each in versions))
        choice = self._console.choose(_("Which one shall stay? Empty keeps both."), rows)
        if not isinstance(choice, int) or choice == 0:
            return False
        self._desk.choose(versions[choice - 1])
        self._console.say(_("It stands in its place now. 'undo' in the list brings the other one back."))
        return True

    def _is_deleted(self, entry: Entry) -> bool:
        others = self._desk.came_from(entry)
        if others:
            self._console.say(_("With it goes: {others}.").format(others=", ".join(map(named_label, others))))
        if self._console.choose(_("Take it out of your journal?"), (_("No, keep it"), _("Yes, delete it"))) != 1:
            return False
        self._desk.delete(entry, others)
        self._console.tell(_("Deleted. 'undo' in the list brings it back until you close the program."),
                           messages.DELETED_HONESTLY)  # fmt: skip
        return True


def _ways(entry: Entry, *, has_sound: bool, has_versions: bool) -> Ways:
    """What one switch can do with an entry."""
    song = ((_("Play over it"), "play"), (_("Change it"), "change")) if _is_song(entry) else ()
    mark = _("No favourite any more") if entry.is_favourite else _("Mark it as a favourite")
    return (
        *(((_("Hear it"), "hear"),) if has_sound else ()),
        *song,
        *(((_("Choose one of its versions"), "versions"),) if has_versions else ()),
        (mark, "favourite"),
        (_("Write it as a file"), "export"),
        (_("Delete it"), "delete"),
    )


def _is_song(entry: Entry) -> bool:
    return isinstance(entry.body, Song)


def _aloud(entry: Entry, text: str) -> str:
    """The text with commas for bar lines between chords."""
    if not isinstance(entry.body, Song):
        return text
    chords = chords_in_words(entry.body)
    return text.replace(chords, chords.replace(" | ", ", "))


def _player_of(
    companion: Companion, console: Console, player: PlainPlayer, entry: Entry
) -> Callable[[], object] | None:
    """What plays an entry, or None where it has no sound."""

    def play() -> None:
        score = score_of(entry, companion.journal)
        song = entry.body if isinstance(entry.body, Song) else None
        if score is not None and (song is None or begins_round(console, player, song)):
            player.playback.play(score, fade_in_seconds=0.8)

    return play if has_sound(entry) else None
