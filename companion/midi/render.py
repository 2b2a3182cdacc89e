"""Sound from a score or a MIDI file without a sound card, faster than time, the same bytes on each run."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from companion.domain.score import DRUM_CHANNEL, Score
from companion.midi import synth
from companion.midi.output import DRUM_PROGRAM, NOTE_OFF, TimedMessage
from companion.midi.smf_read import read_bytes, score_of
from companion.midi.timeline import Timeline

RATE = 44_100
CHUNK_FRAMES = 1024
"""Rendering in chunks of 64 frames is a third slower."""

GAIN = 0.5
"""Full parts stay below full scale with it; the samples are floats, so nothing is cut off if they don't."""

LONGEST_RING_SECONDS = 5.0
SILENCE = 10 ** (-80 / 20)
"""What rings out below this amplitude is silence."""

Audio = npt.NDArray[np.float32]


def render_score(score: Score, soundfont: Path) -> Audio:
    """A score's sound: shape (frames, 2), float32, 44.1 kHz, from its beat 0 to where the last note has rung out.

    Raises NoDeviceError without FluidSynth, FileProblemError for a SoundFont that can't be used.
    """
    player = _synth(soundfont)
    try:
        timeline = Timeline(score)
        for part in score.parts:
            player.choose_program(part.channel, DRUM_PROGRAM if part.channel == DRUM_CHANNEL else part.program)
        for bar in range(timeline.bars):
            events = (
                TimedMessage(max(0, player.grid(seconds) - (message.kind == NOTE_OFF)), message)
                for seconds, message in timeline.messages(bar)
            )
            player.schedule(events, 1)
        return _run(player, lambda frames: frames < timeline.end_seconds * RATE)
    finally:
        player.close()


def render_file(path: Path, soundfont: Path) -> Audio:
    """A MIDI file's sound, every controller and program of it included, in the same shape.

    Raises FileProblemError for a file that can't be played, and what `render_score` raises.
    """
    content = read_bytes(path)
    score = score_of(content, path)  # says in a sentence what is wrong with it
    last_frame = (score.total_seconds + 1) * RATE  # some files go on for hours after their last note
    player = _synth(soundfont)
    try:
        player.play_midi(content)
        return _run(player, lambda frames: frames < last_frame and player.is_playing_midi())
    finally:
        player.close()


def _synth(soundfont: Path) -> synth.Synth:
    synth.keep_quiet()
    return synth.Synth(soundfont, RATE, GAIN)


def _run(player: synth.Synth, goes_on: Callable[[int], bool]) -> Audio:
    """Render while it goes on, then until the sound has died away."""
    chunks: list[Audio] = []
    frames = 0
    while goes_on(frames):
        chunks.append(_chunk(player))
        frames += CHUNK_FRAMES
    for _ in range(round(LONGEST_RING_SECONDS * RATE / CHUNK_FRAMES)):
        chunks.append(_chunk(player))
        if float(np.abs(chunks[-1]).max()) < SILENCE and not player.is_sounding():
            break
    return np.concatenate(chunks)


def _chunk(player: synth.Synth) -> Audio:
    audio = np.empty((CHUNK_FRAMES, 2), dtype=np.float32)
    player.render(audio.ctypes.data, CHUNK_FRAMES)
    return audio
