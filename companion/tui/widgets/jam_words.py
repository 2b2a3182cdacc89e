"""A jam in words: what sounds now and next, what is switched on, and what could be done."""

from companion.exports.song_words import key_in_words
from companion.exports.songsheet import shown
from companion.language import _, told
from companion.messages import PART_WORDS
from companion.services.jamming.state import JamState
from companion.services.songs.theory import chord_name, note_name

RECORDING = {"off": "", "counting": _("● recording begins …"), "recording": _("● recording"), "deciding": ""}
CALL_PHASES = {"listen": _("listen"), "yours": _("yours")}


def middle_words(state: JamState) -> str:
    """What stands in the middle of the shape: whose turn it is, else the chord."""
    if state.call_phase is not None:
        return CALL_PHASES[state.call_phase]
    return "" if state.is_steady or state.beats is None else chord_name(state.chord)


def coming_words(state: JamState) -> str:
    """The next chord, and after how many bars; the chord now too where something else stands in the middle."""
    if state.beats is None or state.chord is None or state.is_steady or state.is_ending:
        return ""
    now = f"▸ {chord_name(state.chord)}   " if state.call_phase is not None else ""
    if state.is_staying:
        return _("{now}it stays on {chord_name}").format(now=now, chord_name=chord_name(state.chord))
    if state.next_chord is None:
        return now.strip()
    return _("{now}then {chord_name} {when}").format(
        now=now, chord_name=chord_name(state.next_chord), when=_when(state.bars_to_next)
    )


def _when(bars: int) -> str:
    return _("at the next bar") if bars <= 1 else _("in {bars} bars").format(bars=bars)


def about_words(state: JamState) -> str:
    """One line: section, key, tempo."""
    section = f"{told(state.section)} · " if state.section else ""
    return f"{section}{shown(key_in_words(state.key))} · ♩ = {state.bpm:.0f}"


def switched_words(state: JamState) -> tuple[str, ...]:
    """What is other than at the beginning, each in a word or two."""
    off = [PART_WORDS[name][0].casefold() for name, is_on in state.parts if not is_on and name in ("chords", "bass")]
    said = (
        (_("paused"), state.is_paused),
        (_("it comes to rest"), state.is_ending),
        (_("free notes"), state.is_free),
        (_("notes are held"), state.is_latched),
        (_("it stays with you"), state.is_holding),
        (_("breathing together"), state.breath is not None),
        (_("without {off}").format(off=_(" and ").join(off)), bool(off)),
        (_layer_words(state), bool(state.layers)),
    )
    return tuple(words for words, holds in said if holds)


def _layer_words(state: JamState) -> str:
    count, silent = len(state.layers), sum(layer.is_muted for layer in state.layers)
    takes = _("a take") if count == 1 else _("{count} takes").format(count=count)
    return _("{takes} below you").format(takes=takes) + (
        _(", silent") if silent == count else _(", {silent} silent").format(silent=silent) if silent else ""
    )


def key_names(state: JamState) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The names of what the pads, the upper and the lower row sound."""
    pads, upper, lower = (tuple(note_name(p, state.key) for p in row) for row in (state.pads, state.upper, state.lower))
    return pads, upper, lower


def state_words(state: JamState, *, is_over: bool = False, has_ears_only: bool = False) -> str:
    """The line below the music: what is going on, and what one key would do now."""
    if is_over:
        return _("It has come to rest. ") + (
            _("enter keeps what you played") if state.played else _("space begins again")
        )
    if has_ears_only:
        return _("Any key plays, and you need not look. Hold one, and the music comes to rest.")
    asks = (_("Keep that?  enter keeps it"),) if state.hands_rest else ()
    recording = (RECORDING[state.record],) if RECORDING[state.record] else ()
    return " · ".join((*recording, *asks, *switched_words(state)))
