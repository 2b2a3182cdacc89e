"""Before a third round of the same sad thing the plain mode asks: stay, change or rest?"""

from companion import messages
from companion.domain.song import Song
from companion.engine.arriving import HOME
from companion.engine.backing import arrange
from companion.engine.drones import steady
from companion.exports.plain_text import harmless
from companion.language import _, begun
from companion.plain.console import Console
from companion.plain.playing import PlainPlayer
from companion.services.sounding.playback import Playback
from companion.services.walking import rounds
from companion.services.walking.brooding import leading_on

RESTING = _("A slow pulse. Press enter when you want to go on:")
KEEP_IT = _("Keep this song?")


def begins_round(console: Console, player: PlainPlayer, song: Song) -> bool:
    """Whether to begin hearing, singing or playing over a song; where it would be the third sad round, it asks first.

    Raises GoBack and StopGently.
    """
    answer = rounds.STAY
    if player.playback.rounds.asks_before(song):
        answer = ask(console, player.playback)
    if answer == rounds.CHANGE:
        _lead_on(console, player, song)
    if answer != rounds.STAY:
        return False
    player.playback.rounds.begin(song)
    return True


def ask(console: Console, playback: Playback) -> int:
    """The question; who rests hears the pulse until they press enter. An empty line stays."""
    choice = console.choose(rounds.QUESTION, (f"{label}: {note}" for label, note in rounds.CHOICES))
    if choice == rounds.REST:
        playback.play(steady(HOME), is_loop=True)
        console.ask(RESTING)
        playback.stop(2.5)
    return choice if isinstance(choice, int) else rounds.STAY


def _lead_on(console: Console, player: PlainPlayer, song: Song) -> None:
    """The same words in a song that leads to a calmer place: heard, and kept where someone wants it."""
    from companion.engine.composing import suggest  # brings music21, which nothing else here needs

    console.say(messages.COMPOSING)
    found = suggest(leading_on(song))[0]
    console.say(begun(rounds.CHANGE_CHOICES[rounds.LEAD_ON][1]) + ".")
    console.tell(*map(harmless, found.lines))
    player.playback.play(arrange(found), fade_in_seconds=0.8)
    if console.choose(KEEP_IT, (_("No"), _("Yes, it goes into your journal"))) == 1:
        player.companion.journal.add(found, title=found.title)
        console.say(messages.STUDIO_KEPT)
    player.playback.stop(1.5)
