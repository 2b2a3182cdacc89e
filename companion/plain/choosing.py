"""Suggestions on a plain terminal: their names and reasons, each to be heard before choosing."""

from collections.abc import Callable

from companion import messages
from companion.domain.song import Song
from companion.engine.backing import arrange
from companion.engine.changes import changed
from companion.engine.revising import Wish
from companion.errors import CompanionError
from companion.plain.console import Console, number_in
from companion.services.songs.theory import chord_name
from companion.services.songs.wishing import wish_for
from companion.services.sounding.playback import Playback
from companion.services.walking import questions as q

HOW = (
    "'hear 2' plays the second, 'chords 2' names its chords. 'simpler 2', 'livelier 2', 'lower 2', 'higher 2' and "
    "'another 2' change that one, 'open 2' opens it to change chords, key and groove. 'others' finds others, 'lower' "
    "and 'higher' for another voice."
)
OTHERS = {"others": q.Others(), "lower": q.Others("low"), "higher": q.Others("high")}
WISHES: dict[str, Wish] = {
    "simpler": "simpler",
    "livelier": "more movement",
    "lower": "lower",
    "higher": "higher",
    "another": "another",
}
Open = Callable[[int], None]
"""Opens the suggestion with that number (from 1) in the studio."""


def choose_song(
    console: Console, playback: Playback, question: q.SongQuestion, step: str, open_studio: Open
) -> q.Answer | None:
    """One of the suggestions, or others, or one in another form; what is heard goes softly when one is chosen.

    None asks again: one was opened, and may be another now.
    """
    songs = question.songs
    console.say(f"{step} {question.prompt}")
    console.tell(*(f"{number}. {song.name}. {' '.join(song.why[:2])}" for number, song in enumerate(songs, start=1)))
    console.say(HOW)
    while True:
        words = console.ask("Number to choose, or enter if any is fine:").casefold().split() or ["1"]
        number = number_in(words[-1], 1, len(songs))
        match words:
            case [word] if word in OTHERS:
                playback.stop(1.0)
                return OTHERS[word]
            case ["hear", _] if number is not None:
                playback.play(arrange(songs[number - 1]), fade_in_seconds=0.8)
            case [word, _] if word in WISHES and number is not None:
                reworked = _reworked(console, playback, songs[number - 1], WISHES[word], number)
                if reworked is not None:
                    return reworked
            case ["open", _] if number is not None:
                playback.stop(1.0)
                open_studio(number)
                return None
            case ["chords", _] if number is not None:
                console.tell(*theory_aloud(songs[number - 1]))
            case [_] if number is not None:
                playback.stop(1.0)
                return q.Chose(number)
            case _:
                console.say(f"A number from 1 to {len(songs)}, 'hear 1', 'chords 1' or 'others', please.")


def _reworked(console: Console, playback: Playback, song: Song, wish: Wish, number: int) -> q.Answer | None:
    """A suggestion in another form, heard at once; None, and a sentence, where there is none."""
    try:
        other = changed(song, wish_for(song, wish))
    except CompanionError as error:
        console.say(str(error))
        return None
    playback.play(arrange(other), fade_in_seconds=0.8)
    return q.Reworked(number, other)


def could_not_compose(console: Console, problem: str) -> q.Answer | None:
    """Say why there is no tune; None tries again, Done goes on without one."""
    choice = console.choose(f"{problem} {messages.WORDS_KEPT}", ("Try again", "Go on without a tune"))
    return q.Done() if choice == 1 else None


def theory_aloud(song: Song) -> tuple[str, ...]:
    """Key, meter, tempo, the loop's chords with their numerals, and the reasons, in whole sentences."""
    loop = [chord for chord in song.chords if chord.start_beats < song.loop_bars * song.meter.bar_beats]
    chords = ", ".join(f"{chord_name(chord)} ({chord.roman})" for chord in loop)
    head = f"{song.key.name}, {song.meter.name}, {song.tempo_bpm:g} beats a minute, {song.groove}."
    return (head, f"Chords: {chords}.", *song.why)
