"""What the jam says on a plain terminal: short lines, only when asked for."""

from types import NoneType

from companion.engine.groove import groove_named
from companion.exports.song_words import key_in_words
from companion.language import _, begun, ngettext, told
from companion.messages import PART_WORDS
from companion.services.jamming.keeping import Kept, Laid
from companion.services.jamming.state import JamState
from companion.services.songs.theory import chord_name

TOP = _("You can play now. 1 to 8 and the two rows of letters are notes that fit. There is nothing to do right.")
FIRST_KEYS = _("0 plays the next good note. Tab keeps what you played. Enter ends the playing. F1 says all keys.")
FIRST_SWITCH = _("Any key plays the next good note. After a while without one you hear 'Menu?': a press then opens it.")
MENU, PLAY_ON = _("Menu?"), _("Play on")
SWITCH_MENU = (
    ("keep", _("Keep what was just played")),
    ("record", _("Record, or end it")),
    ("layer", _("Let it go round")),
    ("undo", _("Take the last take back")),
    ("redo", _("Bring it back")),
    ("pause", _("Pause, or go on")),
    ("slower", _("Slower")),
    ("quicker", _("Quicker")),
    ("softer", _("Softer")),
    ("louder", _("Louder")),
    ("stay", _("Stay on this chord")),
    ("next", _("The next section")),
    ("echo", _("Call and answer")),
    ("alone", _("No call and answer")),
    ("hold", _("Stay with me, or play on evenly")),
    ("steady", _("A slow pulse, nothing else")),
    ("end", _("Come to rest")),
)
"""What one switch finds in the menu: the word that does it, and how it is said."""

KEYS = (
    _("Keys 1 to 8 play, and the rows q to p and a to l. 0 plays the next good note."),
    _(
        "Space pauses. Tab keeps what you just played. F8 begins and ends a recording. Backspace takes the last take "
        "back."
    ),
    _("Up and down: quicker, slower. Right and left: louder, softer. F10 stays on this chord."),
    _("F2 frees the notes, F3 is the next section, F4 holds notes, F5 call and answer, F6 steady, F7 play over it."),
    _("Slash asks for a word, such as 'groove', 'breathe', 'echo', 'steady' or 'status'; 'words' says them all."),
    _("Enter ends the playing, F9 stops gently. F1 says this again."),
)
LINES = (
    _("Type notes (1 to 8, q to p, a to l; 0 is the next good one) and press enter to play them, or a word."),
    _("'words' says all words, 'status' how things are. Empty ends the playing."),
)
WORD_PROMPT = _("A word, or enter to play on:")
LINE_PROMPT = _("Notes or a word:")
WORDS = (
    _(
        "keep, record: keep what was played, begin or end a recording. undo, redo: take the last take back, or bring "
        "it."
    ),
    _("layer: what you played goes on sounding. mute 1: silence the first layer, or let it sound again."),
    _("quicker, slower, tempo 66, glide 60 5: another pace; the last one within five minutes."),
    _("groove (names them), groove lullaby: how it moves. next: the next section. up 2, down 2: another key."),
    _("melody, chords, bass, pulse, air: silence a part, or let it sound again."),
    _("stay: hold this chord. free: every note there is. latch: notes ring on. snap: a keyboard plays what fits."),
    _(
        "switch: any key plays the next good note. echo, vary, alone: call and answer, or none. hold: it stays with "
        "you."
    ),
    _("breathe 6, breathe 6 12, breathe off: a slow breath goes with the music, so many a minute, so many beats long."),
    _("steady: a slow pulse and nothing else. pause. end: it comes to rest. wait 10: listen for ten seconds."),
    _("midi: the keyboard, its touch and channel, a port that plays too. louder, softer, status, words, back, stop."),
)
UNKNOWN = _("'{}' is not known here. 'words' says what there is.")
SWITCHED = {
    "free": (_("Notes that fit again."), _("Every note there is.")),
    "latch": (_("Notes end again."), _("Notes are held.")),
    "snap": (_("A MIDI keyboard plays its own notes again."), _("A MIDI keyboard plays notes that fit.")),
    "hold": (_("It plays on evenly."), _("It stays with you, softer and fuller as you play.")),
}
"""What was switched by a word: off, and on."""

LEAVE = _("Leave the playing?")
RECORDING_BEGINS = _("Recording begins after one bar.")
NO_RECORDING = _("Nothing was played, so nothing is recorded.")
KEPT, KEPT_FOR_LATER = _("Kept in your journal."), _("Kept, to decide later.")
TAKEN_BACK = {
    Laid: _("The last take is silent. 'redo' brings it back."),
    Kept: _("The last take is out of your journal. 'redo' puts it back."),
    NoneType: _("There is no take to take back."),
}
GIVEN_BACK = {
    Laid: _("It goes on sounding again."),
    Kept: _("It is in your journal again."),
    NoneType: _("There is nothing to bring back."),
}
LAYERED, NOTHING_PLAYED = _("It goes on sounding from the next round on."), _("Nothing new was played yet.")
NO_LAYER = _("There is no layer {}.")
STEADY = _("A slow pulse. 'steady' again goes back to the music.")
BREATH = _("{:g} breaths a minute, {:g} beats each. An easy breath, as it comes.")
BREATH_OFF = _("The breath is let go.")
PAUSED, GOES_ON = _("Paused."), _("It goes on.")
ENDING = _("It comes to rest.")
SWITCH_ON = _("Now any key plays the next good note; slash asks for a word, enter ends.")
CALLS = {
    "echo": _("Two bars to hear, two for you. What you play comes back."),
    "vary": _("Two bars to hear, two for you. What you play comes back a little changed."),
    "off": _("No call and answer."),
}
_RECORD = {"counting": _("Recording begins."), "recording": _("Recording."), "deciding": _("A recording waits.")}


def notes_in_memory(count: int) -> str:
    """How many of the notes that were played can still be kept."""
    return ngettext("{} note in memory.", "{} notes in memory.", count).format(count)


def status(state: JamState) -> str:
    """How things are, in a few short sentences: music first, then what is switched on, then what was played."""
    chord, following = chord_name(state.chord), chord_name(state.next_chord)
    if state.is_steady:
        found = [_("A slow pulse.")]
    elif state.is_paused or state.beats is None:
        found = [_("Paused.") if state.is_paused else _("Silence.")]
    else:
        bars = ngettext(" in {} bar", " in {} bars", state.bars_to_next).format(state.bars_to_next) if following else ""
        found = [f"{chord}{f', then {following}{bars}' if following else ''}."]
    found.append(
        _("{section}, {groove}, {name}, {bpm} beats a minute.").format(
            section=begun(told(state.section)),
            groove=told(groove_named(state.groove).title).casefold(),
            name=key_in_words(state.key),
            bpm=round(state.bpm),
        )
    )
    switched = [
        name
        for name, is_on in (
            (_("free notes"), state.is_free),
            (_("notes are held"), state.is_latched),
            (_("a keyboard plays what fits"), state.is_snapped),
            (_("staying on the chord"), state.is_staying),
            (_("it stays with you"), state.is_holding),
            (_("call and answer"), state.call_mode != "off"),
            (_("a breath"), state.breath is not None),
        )
        if is_on
    ]
    if switched:
        found.append(_("On: {switched}.").format(switched=", ".join(switched)))
    silent = [PART_WORDS[name][0].casefold() for name, is_on in state.parts if not is_on]
    if silent:
        found.append(_("Silent: {silent}.").format(silent=", ".join(silent)))
    found += [
        (_("Layer {} is silent.") if layer.is_muted else _("Layer {} is on.")).format(n)
        for n, layer in enumerate(state.layers, start=1)
    ]
    found += [_RECORD[state.record]] if state.record in _RECORD else []
    found.append(notes_in_memory(state.played))
    return " ".join(found)
