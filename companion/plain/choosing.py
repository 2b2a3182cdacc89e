"""Suggestions on a plain terminal: their names and reasons, each to be heard before choosing."""

from collections.abc import Callable

from companion import messages
from companion.domain.song import Song
from companion.engine.backing import arrange
from companion.engine.changes import Wished, changed
from companion.engine.revising import Wish
from companion.errors import CompanionError
from companion.exports.song_words import groove_in_words, key_in_words
from companion.language import _, told
from companion.plain.console import Console, GoBack, Ways, number_in
from companion.services.songs.theory import chord_name
from companion.services.songs.wishing import VOICES, WISHES, bars_to_keep, wish_for
from companion.services.sounding.playback import Playback
from companion.services.walking import aims
from companion.services.walking import questions as q

HOW = _(
    "'hear 2' plays the second, 'chords 2' names its chords. 'change 2' makes that one simpler, lower or another, "
    "'undo' takes that back, 'open 2' opens it to change chords, key and groove. 'others' finds others, 'lower' and "
    "'higher' for another voice, 'where' for a song that leads to another feeling."
)
OTHERS = {"others": q.Others(), "lower": q.Others("low"), "higher": q.Others("high")}
WISH_WORDS: dict[str, Wish] = {
    "simpler": "simpler",
    "livelier": "more movement",
    "another": "another",
    "rhythm": "keep rhythm",
    "lower": "lower",
    "higher": "higher",
}
"""With a number behind it, a word does what 'change' asks about: 'simpler 2'."""

KEEP_SOME = _("Some bars as they are, and the rest in another way")
Open = Callable[[int], None]
"""Opens the suggestion with that number (from 1) in the studio."""


class PlainSuggestions:
    """The suggestions of a session by numbers, and what each was before it was changed."""

    def __init__(self, console: Console, playback: Playback, open_studio: Open) -> None:
        self._console = console
        self._playback = playback
        self._open_studio = open_studio
        self._before: list[tuple[int, Song]] = []
        self._wishes = 0

    def forget(self) -> None:
        """Others are coming; there is nothing to take back any more."""
        self._before.clear()

    def choose(self, question: q.SongQuestion, step: str) -> q.Answer | None:
        """One of the suggestions, or others, or one in another form; what is heard goes softly when one is chosen.

        None asks again: one was opened, and may be another now.
        """
        songs, console = question.songs, self._console
        console.say(f"{step} {question.prompt}")
        rows = ((told(song.name), " ".join(map(told, song.why[:2]))) for song in songs)
        console.tell(*(f"{number}. {name}. {why}" for number, (name, why) in enumerate(rows, 1)))
        console.say(HOW)
        while True:
            answer = console.ask(_("Number to choose, or enter if any is fine:"), ways=_ways(songs))
            words = answer.casefold().split() or ["1"]
            number = number_in(words[-1], 1, len(songs))
            match words:
                case [word] if word in OTHERS:
                    self._playback.stop(1.0)
                    return OTHERS[word]
                case ["where"]:
                    if (aim := self._aim()) is not None:
                        self._playback.stop(1.0)
                        return q.Others(to_feeling=aim)
                case ["undo"]:
                    if (before := self._undone(songs)) is not None:
                        return before
                case ["hear", _] if number is not None:
                    self._play(songs[number - 1])
                case [word, _] if number is not None and (word in WISH_WORDS or word == "change"):
                    reworked = self._reworked(number, songs[number - 1], WISH_WORDS.get(word))
                    if reworked is not None:
                        return reworked
                case ["open", _] if number is not None:
                    self._playback.stop(1.0)
                    self._before.append((number, songs[number - 1]))
                    self._open_studio(number)
                    return None
                case ["chords", _] if number is not None:
                    console.tell(*theory_aloud(songs[number - 1]))
                case [_] if number is not None:
                    self._playback.stop(1.0)
                    return q.Chose(number)
                case _:
                    console.say(
                        _("A number from 1 to {count}, 'hear 1', 'change 1' or 'others', please.").format(
                            count=len(songs)
                        )
                    )

    def _play(self, song: Song) -> None:
        self._playback.play(arrange(song), fade_in_seconds=0.8)

    def _reworked(self, number: int, song: Song, wish: Wish | None) -> q.Answer | None:
        """A suggestion in another form, heard at once; None, with a sentence where there is none."""
        self._wishes += 1
        try:
            wished = self._asked_for(song) if wish is None else wish_for(song, wish, number=self._wishes)
            if wished is None:
                return None
            other = changed(song, wished)
        except GoBack:
            return None
        except CompanionError as error:
            self._console.say(str(error))
            return None
        self._before.append((number, song))
        self._play(other)
        return q.Reworked(number, other, voice=VOICES.get(wished.wish))

    def _asked_for(self, song: Song) -> Wished | None:
        """How it should be, by numbers, and which bars stay. Raises GoBack."""
        kept: tuple[int, int] | None = None
        rows = [f"{label}: {said}" for _other, label, said in WISHES]
        while True:
            choice = self._console.choose(messages.WISH_QUESTION, rows if kept else [*rows, KEEP_SOME])
            if not isinstance(choice, int):
                return None
            if choice < len(WISHES):
                return wish_for(song, WISHES[choice][0], number=self._wishes, keep_bars=kept)
            bars = bars_to_keep(song)
            kept_rows = [messages.KEEP_ROW.format(*each) for each in bars]
            choice = self._console.choose(messages.KEEP_QUESTION, kept_rows)
            if isinstance(choice, int):
                kept = bars[choice]
                self._console.say(messages.WISH_KEEPS.format(*kept))

    def _aim(self) -> str | None:
        """Where a song should lead; "" to stay, None where nothing was chosen. Raises GoBack."""
        rows = (": ".join(aims.STAY), *(told(word) for word in aims.AIMS))
        choice = self._console.choose(f"{aims.QUESTION} {aims.NOTE}", rows)
        return None if not isinstance(choice, int) else aims.AIMS[choice - 1] if choice else ""

    def _undone(self, songs: tuple[Song, ...]) -> q.Answer | None:
        """The last suggestion that was changed, as it was before; None, and a sentence, where none was."""
        while self._before:
            number, song = self._before.pop()
            if songs[number - 1] != song:
                self._play(song)
                return q.Reworked(number, song)
        self._console.say(messages.NOTHING_TO_UNDO)
        return None


def _ways(songs: tuple[Song, ...]) -> Ways:
    """What one switch can do: hear, choose or change each, or find others."""
    each = (
        (
            told(song.name),
            (
                (_("Hear it"), f"hear {number}"),
                (_("Choose it"), str(number)),
                (_("Have it another way"), f"change {number}"),
                (_("Open it, to change chords, key and groove"), f"open {number}"),
                (_("Its chords"), f"chords {number}"),
            ),
        )
        for number, song in enumerate(songs, start=1)
    )
    others = (
        (_("Others"), "others"),
        (aims.QUESTION, "where"),
        (_("For a lower voice"), "lower"),
        (_("For a higher voice"), "higher"),
        (_("As it was before the last change"), "undo"),
    )
    return (*each, *others)


def could_not_compose(console: Console, problem: str) -> q.Answer | None:
    """Say why there is no tune; None tries again, Done goes on without one."""
    choice = console.choose(f"{problem} {messages.WORDS_KEPT}", (_("Try again"), _("Go on without a tune")))
    return q.Done() if choice == 1 else None


def theory_aloud(song: Song) -> tuple[str, ...]:
    """Key, meter, tempo, the loop's chords with their numerals, and the reasons, in whole sentences."""
    loop = [chord for chord in song.chords if chord.start_beats < song.loop_bars * song.meter.bar_beats]
    chords = ", ".join(f"{chord_name(chord)} ({chord.roman})" for chord in loop)
    head = _("{key}, {meter}, {bpm:g} beats a minute, {groove}.").format(
        key=key_in_words(song.key), meter=song.meter.name, bpm=song.tempo_bpm, groove=groove_in_words(song.groove)
    )
    return (head, _("Chords: {chords}.").format(chords=chords), *map(told, song.why))
