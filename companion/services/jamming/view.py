"""The look at a jam: everything that runs in it, as one value for a face."""

from companion.domain.units import Beats
from companion.services.jamming.backing import EndlessBacking
from companion.services.jamming.call import CallAndAnswer
from companion.services.jamming.layers import Layers
from companion.services.jamming.notes import JamNotes
from companion.services.jamming.pace import Pace
from companion.services.jamming.state import JamState
from companion.services.jamming.takes import JamTakes
from companion.services.sounding.playback import Playback


def state_of(
    beats: Beats | None,
    place: Beats,
    *,
    playback: Playback,
    backing: EndlessBacking,
    notes: JamNotes,
    takes: JamTakes,
    call: CallAndAnswer,
    pace: Pace,
    layers: Layers,
    is_steady: bool,
) -> JamState:
    """A jam at this moment; `beats` is where its backing is, None while it rests, `place` where it was last."""
    sounding = backing.round_at(place)
    key = backing.key if sounding is None else sounding.key
    chord = None if sounding is None else sounding.chord(place)
    following = None if sounding is None else sounding.following(place)
    keyboard = notes.keyboard(chord, key)
    tempo = playback.tempo
    return JamState(
        beats=playback.beats if is_steady else beats,
        chord=chord,
        next_chord=None if following is None else following[0],
        bars_to_next=0 if sounding is None or following is None else sounding.bars_until(place, following[1]),
        section="" if sounding is None else sounding.section(place),
        pads=keyboard.pads,
        upper=keyboard.upper,
        lower=keyboard.lower,
        lit=frozenset(takes.lit),
        record=takes.record,
        hands_rest=takes.hands_rest and not is_steady,
        played=takes.notes,
        bpm=backing.song.tempo_bpm if tempo is None else tempo.bpm_at(place),
        key=key,
        groove=backing.choices.groove,
        parts=backing.parts(),
        is_free=notes.is_free,
        is_latched=notes.is_latched,
        is_snapped=notes.is_snapped,
        is_staying=backing.choices.stay_at is not None,
        is_holding=pace.is_holding,
        is_paused=playback.is_held and not is_steady,
        is_ending=backing.is_ending,
        is_steady=is_steady,
        call_mode=call.mode,
        call_phase=call.phase(beats),
        breath=pace.breath(beats),
        layers=layers.states,
        elapsed=takes.elapsed,
    )
