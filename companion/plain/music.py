"""The ways to music on a plain terminal: playing over something, listening, and the slow pulse."""

from collections.abc import Callable

from companion.domain.song import Song
from companion.language import _
from companion.plain.console import Console
from companion.plain.people import BACK
from companion.plain.playing import PlainPlayer
from companion.plain.rounds import begins_round
from companion.services.jamming.jam import Jam
from companion.services.journal.desk import JournalDesk
from companion.services.sounding.pulse import Pulse


class PlainMusic:
    """Opens a jam or a listening; `desk` is where a take that was kept can be taken back from."""

    def __init__(self, player: PlainPlayer, console: Console, desk: Callable[[], JournalDesk] | None = None) -> None:
        self._player = player
        self._console = console
        self._desk = desk or self._own_desk

    def play_over(self, song: Song | str | None = None, feeling: str | None = None) -> None:
        """Play over a song (or the journal's id of one), else over a feeling's backing. Raises StopGently."""
        from companion.services.jamming.opening import open_jam

        jam = open_jam(self._player.companion, self._player.playback, feeling=feeling, song=song)
        if song is None or begins_round(self._console, self._player, jam.song):
            self._play(jam)

    def listen(self) -> None:
        """A few quiet minutes, and playing along with them for whoever likes to. Raises StopGently."""
        from companion.plain.listening import PlainListening
        from companion.services.jamming.opening import open_jam

        jam = open_jam(self._player.companion, self._player.playback)
        if PlainListening(self._player, self._console, self._player.stream, jam).run():
            self._play(jam, has_begun=True)

    def steady(self) -> str:
        """A slow pulse over whatever sounds, until an answer of any kind; then what sounded before goes on."""
        pulse = Pulse(self._player.playback)
        pulse.turn()
        try:
            self._console.ask(_("Enter ends it."))
        finally:
            pulse.turn()
        return BACK

    def _play(self, jam: Jam, *, has_begun: bool = False) -> None:
        from companion.plain.jam import PlainJam
        from companion.services.jamming.keeping import JamKeeping

        companion, stream = self._player.companion, self._player.stream
        keeping = JamKeeping(jam, companion, self._desk)
        playing = PlainJam(self._player, self._console, stream, jam, keeping, companion.settings.keyboard)
        playing.run(has_begun=has_begun)

    def _own_desk(self) -> JournalDesk:
        return JournalDesk(self._player.companion.journal, self._player.companion.clock)
