"""The studio on a plain terminal: the song read line by line, and everything that can be changed by numbers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from companion import messages
from companion.domain.entry import Entry
from companion.domain.score import Score
from companion.domain.song import Song
from companion.engine.changes import Change, changed
from companion.errors import CompanionError
from companion.language import _, begun, told
from companion.plain.choosing import theory_aloud
from companion.plain.console import Console, GoBack, number_in
from companion.plain.music import PlainMusic
from companion.plain.playing import PlainPlayer
from companion.plain.rounds import begins_round
from companion.services.container import Companion
from companion.services.songs.exporting_apart import FORMAT_WORDS, place_for, write_apart
from companion.services.songs.studio import TEMPO_STEP, Studio
from companion.services.songs.studio_keeping import Visit
from companion.services.songs.studio_offers import Offer, chord_offers, groove_offers, key_offers
from companion.services.songs.theory import chord_name
from companion.services.songs.wishing import WISHES

HOW_TO_TAKE = _("'hear 2' plays the second. A number takes it. Empty leaves it as it is.")
OR_A_CHORD = _("Or type a chord: Am, F/A, G7.")


class PlainStudio:
    """A song changed by numbered questions. Composing happens here: someone who types lines waits for an answer."""

    def __init__(self, studio: Studio, console: Console, player: PlainPlayer, exports: Path, soundfont: str) -> None:
        self._studio = studio
        self._console = console
        self._player = player
        self._exports = exports
        self._soundfont = soundfont

    def run(self) -> None:
        """Until the person has done enough: an empty line, "back", or the last row."""
        rows: tuple[tuple[str, Callable[[], None]], ...] = (
            (_("Hear a line"), self._hear_line),
            (_("Hear the whole song"), lambda: self._play(self._studio.score)),
            (_("Another chord"), self._chord),
            (_("The tune in another way: simpler, lower …"), self._wish),
            (_("A key for my voice"), lambda: self._offer(key_offers(self._studio.song), self._studio.opening)),
            (_("Another groove"), lambda: self._offer(groove_offers(self._studio.song), self._studio.opening)),
            (_("Faster"), lambda: self._tempo(TEMPO_STEP)),
            (_("Slower"), lambda: self._tempo(-TEMPO_STEP)),
            (_("Keep lines as they are"), self._keep_lines),
            (_("Undo"), self._undo),
            (_("Redo"), self._redo),
            (_("Sing along, line by line"), self._sing),
            (_("Write it as a file"), self._export),
            (_("Play over it"), lambda: PlainMusic(self._player, self._console).play_over(self._studio.song)),
            (_("Done"), lambda: None),
        )
        self._read_page()
        while True:
            self._player.tell_news()
            try:
                choice = self._console.choose(
                    _("What would you like? Empty is done."), [label for label, _other in rows]
                )
            except GoBack:
                break
            if not isinstance(choice, int) or choice == len(rows) - 1:
                break
            try:
                rows[choice][1]()
            except GoBack:
                pass
            except CompanionError as error:
                self._console.say(str(error))
        self._player.playback.stop(1.0)

    def _read_page(self) -> None:
        song = self._studio.song
        self._console.tell(f"{song.title}.", theory_aloud(song)[0])
        for number, line in enumerate(self._studio.page, start=1):
            section = f"{begun(told(line.section))}. " if line.section else ""
            kept = _(" Kept.") if self._studio.is_kept(number - 1) else ""
            self._console.say(
                _("{section}Line {number}. {named}{kept}").format(
                    section=section, number=number, named=self._named(number - 1), kept=kept
                )
            )

    def _named(self, index: int) -> str:
        """A line's words (its bars, where it has none) and its chords."""
        line = self._studio.page[index]
        bar = self._studio.song.meter.bar_beats
        words = line.text or _("Bars {start_beats} to {end_beats}").format(
            start_beats=int(line.start_beats // bar) + 1, end_beats=int(line.end_beats // bar)
        )
        end = "" if words[-1:] in ".,;:!?" else "."
        return _("{words}{end} Chords: {chords}.").format(
            words=words, end=end, chords=", ".join(chord_name(self._studio.song.chords[i]) for i in line.chords)
        )

    def _which_line(self) -> bool:
        """Ask for a line and stand on it; whether one was named."""
        count = len(self._studio.page)
        number = 1 if count == 1 else self._console.number(_("Which line, 1 to {count}?").format(count=count), 1, count)
        if number is not None:
            self._studio.move_line(number - 1 - self._studio.line)
        return number is not None

    def _hear_line(self) -> None:
        if self._which_line():
            self._play(self._studio.line_score)

    def _sing(self) -> None:
        if begins_round(self._console, self._player, self._studio.song):
            self._player.sing(self._studio.song)

    def _chord(self) -> None:
        if not self._which_line():
            return
        studio = self._studio
        here = studio.line_here.chords
        place = self._console.choose(_("Which chord?"), [chord_name(studio.song.chords[i]) for i in here])
        if not isinstance(place, int):
            return
        studio.move_chord(here[place] - studio.chord)
        offers = chord_offers(studio.song, studio.chord)
        self._console.say(messages.CHORD_QUESTION.format(chord_name(studio.chord_here)))
        self._offer(offers, studio.around_chord, lambda text: studio.own_chord(text))

    def _wish(self) -> None:
        bars = self._studio.keep_bars
        if bars:
            self._console.say(messages.WISH_KEEPS.format(*bars))
        rows = [f"{label}: {said}" for _other, label, said in WISHES]
        choice = self._console.choose(messages.WISH_QUESTION, rows)
        if isinstance(choice, int):
            self._take(self._studio.wish(WISHES[choice][0]))

    def _tempo(self, by: float) -> None:
        self._take(self._studio.tempo(by))

    def _keep_lines(self) -> None:
        if self._which_line():
            self._studio.mark()
            bars = self._studio.keep_bars
            self._console.say(messages.WISH_KEEPS.format(*bars) if bars else _("Nothing is marked to be kept."))

    def _offer(
        self,
        offers: Sequence[Offer],
        heard: Callable[[Song], Score],
        read: Callable[[str], Change] | None = None,
    ) -> None:
        """A numbered list; each can be heard before it is taken."""
        labels = [f"{offer.label}: {offer.note}" if offer.note else offer.label for offer in offers]
        self._console.tell(*(f"{number}. {label}" for number, label in enumerate(labels, start=1)))
        self._console.say(HOW_TO_TAKE if read is None else f"{HOW_TO_TAKE} {OR_A_CHORD}")
        ways = tuple(
            (label, ((_("Hear it"), f"hear {number}"), (_("Take it"), str(number))))
            for number, label in enumerate(labels, start=1)
        )
        while answer := self._console.ask(_("Number:"), ways=ways):
            words = answer.casefold().split()
            number = number_in(words[-1], 1, len(offers))
            try:
                if words[0] == "hear" and number is not None:
                    self._play(heard(changed(self._studio.song, offers[number - 1].change)))
                elif words[0] == "hear" and read is not None and len(words) > 1:
                    self._play(heard(changed(self._studio.song, read(answer.split()[-1]))))
                elif number is not None:
                    self._take(offers[number - 1].change)
                    return
                elif read is not None:
                    self._take(read(answer))
                    return
                else:
                    self._console.say(
                        _("A number from 1 to {count}, 'hear 1', or an empty line, please.").format(count=len(offers))
                    )
            except CompanionError as error:
                self._console.say(str(error))

    def _take(self, change: Change) -> None:
        """Change the song, and let it be heard how it goes now."""
        try:
            song = changed(self._studio.song, change)
        except CompanionError:
            self._studio.give_up()
            raise
        if self._studio.take(song):
            self._say_now()
            self._play(self._studio.line_score)
        else:
            self._console.say(messages.NO_OTHER)

    def _say_now(self) -> None:
        self._console.tell(theory_aloud(self._studio.song)[0], self._named(self._studio.line))

    def _undo(self) -> None:
        if self._studio.undo():
            self._say_now()
        else:
            self._console.say(messages.NOTHING_TO_UNDO)

    def _redo(self) -> None:
        if self._studio.redo():
            self._say_now()
        else:
            self._console.say(messages.NOTHING_TO_REDO)

    def _export(self) -> None:
        suffixes = tuple(FORMAT_WORDS)
        rows = [f"{suffix.removeprefix('.')}: {FORMAT_WORDS[suffix]}" for suffix in suffixes]
        choice = self._console.choose(messages.EXPORT_QUESTION, rows)
        if isinstance(choice, int):
            path = place_for(self._studio.song, suffixes[choice], self._exports)
            self._console.say(messages.EXPORTING.format(path.name))
            write_apart(self._studio.song, path, self._soundfont or None)
            self._console.say(messages.EXPORTED.format(path))

    def _play(self, score: Score) -> None:
        self._player.playback.play(score, fade_in_seconds=0.3)


def visit_studio(companion: Companion, console: Console, player: PlainPlayer, entry: Entry, song: Song) -> None:
    """Open a journal's song, and ask at the end whether its new form shall be kept."""
    visit = Visit(entry, song, companion.seat.studio_file, companion.journal)
    studio = Studio(song, visit.write)
    PlainStudio(studio, console, player, companion.places.exports, companion.settings.soundfont).run()
    while studio.is_changed:
        rows = [f"{label}: {said}" for label, said in messages.STUDIO_KEEP_CHOICES]
        choice = console.choose(messages.STUDIO_KEEP_QUESTION, rows)
        if choice == 0:
            visit.keep(studio.song)
            console.say(messages.STUDIO_KEPT)
            return
        if choice == 1:
            visit.let_go()
            return
        PlainStudio(studio, console, player, companion.places.exports, companion.settings.soundfont).run()
