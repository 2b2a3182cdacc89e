"""What the jam says on a plain terminal: short lines, only when asked for."""

from companion.services.jamming.state import JamState
from companion.services.songs.theory import chord_name

TOP = "You can play now. 1 to 8 and the two rows of letters are notes that fit. There is nothing to do right."
FIRST_KEYS = "0 plays the next good note. Tab keeps what you played. Enter ends the playing. F1 says all keys."
KEYS = (
    "Keys 1 to 8 play, and the rows q to p and a to l. 0 plays the next good note.",
    "Space pauses. Tab keeps what you just played. F8 begins and ends a recording. Backspace takes the last take away.",
    "Up and down: quicker, slower. Right and left: louder, softer. F10 stays on this chord.",
    "F2 frees the notes, F3 is the next section, F4 the latch, F5 call and answer, F6 steady, F7 lets it go round.",
    "Slash asks for a word, such as 'groove', 'breathe', 'echo', 'steady' or 'status'; 'words' says them all.",
    "Enter ends the playing, F9 stops gently. F1 says this again.",
)
LINES = (
    "Type notes (1 to 8, q to p, a to l; 0 is the next good one) and press enter to play them, or a word.",
    "'words' says all words, 'status' how things are. Empty ends the playing.",
)
WORD_PROMPT = "A word, or enter to play on:"
LINE_PROMPT = "Notes or a word:"
WORDS = (
    "keep, record, undo: keep what was played, begin or end a recording, take the last take away.",
    "layer: what you played goes on sounding. mute 1: silence the first layer, or let it sound again.",
    "quicker, slower, tempo 66, glide 60 5: another pace; the last one within five minutes.",
    "groove (names them), groove lullaby: how it moves. next: the next section. up 2, down 2: another key.",
    "melody, chords, bass, pulse, air: silence a part, or let it sound again.",
    "stay: hold this chord. free: every note there is. latch: notes ring on. snap: a keyboard plays what fits.",
    "switch: any key plays the next good note. echo, vary, alone: call and answer, or none. hold: it stays with you.",
    "breathe 6, breathe 6 12, breathe off: a slow breath goes with the music, so many a minute, so many beats long.",
    "steady: a slow pulse and nothing else. pause. end: it comes to rest. wait 10: listen for ten seconds.",
    "louder, softer, status, words, back, stop.",
)
UNKNOWN = "'{}' is no word here, and no notes. 'words' says what there is."
ON_OFF = {True: "on", False: "off"}
RECORDING_BEGINS = "Recording begins after one bar."
NO_RECORDING = "Nothing was played, so nothing is recorded."
TAKEN_AWAY, NOTHING_TO_TAKE = "The last take is gone.", "There is no take to take away."
LAYERED, NOTHING_PLAYED = "It goes on sounding from the next round on.", "Nothing new was played yet."
NO_LAYER = "There is no layer {}."
STEADY = "A slow pulse. 'steady' again goes back to the music."
BREATH = "{:g} breaths a minute, {:g} beats each. An easy breath, as it comes."
BREATH_OFF = "The breath is let go."
PAUSED, GOES_ON = "Paused.", "It goes on."
ENDING = "It comes to rest."
SWITCH_ON = "Now any key plays the next good note; slash asks for a word, enter ends."
CALLS = {
    "echo": "Two bars to hear, two for you. What you play comes back.",
    "vary": "Two bars to hear, two for you. What you play comes back a little changed.",
    "off": "No call and answer.",
}
_RECORD = {"counting": "Recording begins.", "recording": "Recording.", "deciding": "A recording waits."}


def status(state: JamState) -> str:
    """How things are, in a few short sentences: music first, then what is switched on, then what was played."""
    chord, following = chord_name(state.chord), chord_name(state.next_chord)
    if state.is_steady:
        found = ["A slow pulse."]
    elif state.is_paused or state.beats is None:
        found = ["Paused." if state.is_paused else "Silence."]
    else:
        bars = f" in {state.bars_to_next} bar{'' if state.bars_to_next == 1 else 's'}" if following else ""
        found = [f"{chord}{f', then {following}{bars}' if following else ''}."]
    found.append(f"{state.section.capitalize()}, {state.groove}, {state.key.name}, {round(state.bpm)} beats a minute.")
    switched = [
        name
        for name, is_on in (
            ("free notes", state.is_free),
            ("latch", state.is_latched),
            ("snap", state.is_snapped),
            ("staying on the chord", state.is_staying),
            ("holding", state.is_holding),
            ("call and answer", state.call_mode != "off"),
            ("a breath", state.breath is not None),
        )
        if is_on
    ]
    if switched:
        found.append(f"On: {', '.join(switched)}.")
    silent = [name for name, is_on in state.parts if not is_on]
    if silent:
        found.append(f"Silent: {', '.join(silent)}.")
    found += [f"Layer {n} is {'silent' if layer.is_muted else 'on'}." for n, layer in enumerate(state.layers, start=1)]
    found += [_RECORD[state.record]] if state.record in _RECORD else []
    found.append(f"{state.played} note{'' if state.played == 1 else 's'} in memory.")
    return " ".join(found)
