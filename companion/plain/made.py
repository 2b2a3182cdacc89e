"""What you made, on a plain terminal: a numbered list, one entry read out, a song or a take heard when asked."""

from collections.abc import Callable

from companion import messages
from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.domain.take import Take
from companion.engine.backing import arrange
from companion.exports.entry_words import chords_in_words, kind_in_words, title_of, when
from companion.exports.plain_text import entry_as_text, harmless
from companion.plain.console import Console, GoBack
from companion.plain.playing import PlainPlayer
from companion.plain.studio import visit_studio
from companion.services.container import Companion
from companion.services.exporting import backing_of, song_of, with_take
from companion.services.playback import Playback

PAGE = 10
MORE = "more"
HEAR = "'hear' plays it. Empty goes back to the list:"
HEAR_OR_CHANGE = "'hear' plays it, 'change' opens it in the studio. Empty goes back to the list:"


def show_made(companion: Companion, console: Console, player: PlainPlayer) -> None:
    """Ask which, newest first, until an empty line or "back"."""
    entries = companion.journal.entries()
    if not entries:
        console.say(messages.NOTHING_MADE)
    shown = 0
    while shown < len(entries):
        page = entries[shown : shown + PAGE]
        has_more = shown + PAGE < len(entries)
        prompt = "Which one? A number reads it. Empty goes home."
        try:
            choice = console.choose(
                f"{prompt} 'more' names older ones." if has_more else prompt,
                [harmless(_row(companion, entry)) for entry in page],
                extra=(MORE,) if has_more else (),
            )
        except GoBack:
            return
        if choice is None:
            return
        if choice == MORE:
            shown += PAGE
        elif isinstance(choice, int):
            _read(companion, console, player, page[choice])


def _row(companion: Companion, entry: Entry) -> str:
    return f"{title_of(entry)}. {kind_in_words(entry)}, {when(entry.created, companion.clock())}."


def _read(companion: Companion, console: Console, player: PlainPlayer, entry: Entry) -> None:
    kept = companion.journal.of_session(entry.session_id) if entry.session_id is not None else ()
    console.tell(*_aloud(entry, entry_as_text(entry, kept, has_id=False)).splitlines())
    play = _player_of(companion, player.playback, entry)
    if play is None:
        return
    prompt = HEAR_OR_CHANGE if isinstance(entry.body, Song) else HEAR
    try:
        while answer := console.ask(prompt).casefold():
            if answer == "hear":
                play()
            elif answer == "change" and isinstance(entry.body, Song):
                visit_studio(companion, console, player, entry, entry.body)
                return
            else:
                return
    except GoBack:
        pass
    finally:
        player.playback.stop(1.0)


def _aloud(entry: Entry, text: str) -> str:
    """The text with commas for bar lines between chords."""
    if not isinstance(entry.body, Song):
        return text
    chords = chords_in_words(entry.body)
    return text.replace(chords, chords.replace(" | ", ", "))


def _player_of(companion: Companion, playback: Playback, entry: Entry) -> Callable[[], object] | None:
    """What plays an entry, or None where it has no sound."""
    match entry.body:
        case Song() as song:
            return lambda: playback.play(arrange(song), fade_in_seconds=0.8)
        case Take() as take:
            backing = backing_of(take, song_of(entry, companion.journal))
            return lambda: playback.play(with_take(backing, take), fade_in_seconds=0.8)
        case _:
            return None
