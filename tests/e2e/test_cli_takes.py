"""`companion session --answers` with hands from a MIDI file, `companion demo`, and takes on their way out."""

import json
from itertools import pairwise
from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile

from companion.paths import places
from companion.services.container import Companion
from companion.services.walking import questions as q
from tests.commands import CommandLine

SOUNDING = 'audio_driver = "file"\naudio_file = "{}"\nmidi_input = "none"\nwelcomed = true\n'
ONSET_SECONDS = 0.02
QUARTER_SECONDS = 0.6
HANDS = ((60, 50, 0.0, 0.6), (64, 61, 0.75, 0.3), (67, 72, 1.2, 0.3), (72, 83, 1.65, 0.9), (65, 94, 2.7, 0.42))
"""Pitch, velocity, onset and length in seconds of what the hands play."""


def hands(path: Path) -> None:
    """Write what the hands play as a MIDI file of one track."""
    timed = [(onset, "note_on", pitch, loud) for pitch, loud, onset, _ in HANDS]
    timed += [(onset + length, "note_off", pitch, 0) for pitch, _, onset, length in HANDS]
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=round(QUARTER_SECONDS * 1e6))])
    now = 0
    for seconds, kind, pitch, loud in sorted(timed):
        tick = round(seconds / QUARTER_SECONDS * 480)
        track.append(mido.Message(kind, note=pitch, velocity=loud, time=tick - now))
        now = tick
    mido.MidiFile(type=0, ticks_per_beat=480, tracks=[track]).save(path)


def kept(companion: CommandLine) -> dict[str, str]:
    """The newest entry of each kind in the journal: kind to id."""
    return {each["kind"]: each["id"] for each in reversed(json.loads(companion("journal", "list", "--json").out))}


def seconds_of(track: mido.MidiTrack, midi: mido.MidiFile) -> list[tuple[float, int, int]]:
    """Onset in seconds, pitch and velocity of each note of a track."""
    tempo = next(message.tempo for each in midi.tracks for message in each if message.type == "set_tempo")
    now, notes = 0, []
    for message in track:
        now += message.time
        if message.type == "note_on" and message.velocity:
            notes.append((mido.tick2second(now, midi.ticks_per_beat, tempo), message.note, message.velocity))
    return notes


@pytest.mark.parametrize("driver", ["file", "none"])
def test_a_file_of_answers_walks_a_session_and_its_take_is_what_was_played(
    companion: CommandLine, driver: str
) -> None:
    companion.settle(SOUNDING.format((companion.home / "heard.wav").as_posix()).replace('"file"', f'"{driver}"'))
    hands(Path("hands.mid"))
    Path("answers.json").write_text(json.dumps({
        "arrive": True, "before": {"feeling": "tender", "valence": 1, "arousal": -2, "distress": 3},
        "words": ["quiet", "rain"], "song": 2, "play": {"midi": "hands.mid", "keep": "keep"},
        "sing": True, "after": {"feeling": "calm"}, "close": True,
    }))  # fmt: skip
    ran = companion("session", "--answers", "answers.json", "--seed", "4")
    assert (ran.status, ran.err) == (0, ""), ran
    ids = kept(companion)
    assert set(ids) == {"check-in", "words", "song", "take", "session"}
    assert {line.split()[0] for line in ran.out.splitlines()} >= set(ids.values())

    take = json.loads(companion("journal", "show", ids["take"], "--json").out)["body"]
    heard = [event for event in take["events"] if event[1] & 0xF0 == 0x90 and event[3]]
    assert [(event[2], event[3]) for event in heard] == [(pitch, loud) for pitch, loud, _, _ in HANDS]
    late = [event[0] - onset for event, (_, _, onset, _) in zip(heard, HANDS, strict=True)]
    assert max(map(abs, late)) < ONSET_SECONDS, late

    assert companion("journal", "export", ids["take"], "-o", "take.mid", "-o", "take.wav").status == 0
    midi = mido.MidiFile("take.mid")
    tracks = {track.name: track for track in midi.tracks}
    assert {"take", "chords", "bass"} <= set(tracks)
    notes = seconds_of(tracks["take"], midi)
    assert [each[1:] for each in notes] == [(pitch, loud) for pitch, loud, _, _ in HANDS]
    assert max(abs(each[0] - onset) for each, (_, _, onset, _) in zip(notes, HANDS, strict=True)) < ONSET_SECONDS
    assert sum(len(seconds_of(track, midi)) for name, track in tracks.items() if name != "take") > 10
    samples, rate = soundfile.read("take.wav", always_2d=True)
    assert rate == 44_100
    assert 0.01 < np.abs(samples).max() <= 10 ** (-1 / 20)
    if driver == "file":
        sound, rate = soundfile.read(companion.home / "heard.wav", always_2d=True)
        assert np.sqrt(np.mean(sound[-2 * rate :] ** 2)) > 0.001


def test_a_take_can_be_deleted_or_decided_about_later(companion: CommandLine) -> None:
    hands(Path("hands.mid"))
    for keep in ("delete", "later"):
        answers = {"words": ["rain"], "play": {"midi": str(Path("hands.mid").absolute()), "keep": keep}}
        Path("answers.json").write_text(json.dumps(answers))
        assert companion("session", "--answers", "answers.json").status == 0
        takes = json.loads(companion("journal", "list", "--kind", "take", "--json").out)
        assert [take["tags"] for take in takes] == ([] if keep == "delete" else [["decide later"]])


def test_the_demonstration_does_the_main_job(companion: CommandLine) -> None:
    ran = companion("demo", "-o", "demo")
    assert (ran.status, ran.err) == (0, ""), ran
    written = {path.name for path in Path("demo").iterdir()}
    assert written == {"song.mid", "song.musicxml", "song.wav", "song.svg", "song.pdf", "take.mid"}
    assert "Not written" not in ran.out
    assert set(kept(companion)) == {"check-in", "words", "song", "take", "session"}
    take = mido.MidiFile("demo/take.mid")
    onsets = [onset for onset, _, _ in seconds_of(next(t for t in take.tracks if t.name == "take"), take)]
    assert len(onsets) == 6
    gaps = [later - earlier for earlier, later in pairwise(onsets)]
    assert max(gaps) - min(gaps) < 2 * ONSET_SECONDS


def test_the_demonstration_leaves_a_session_alone(companion: CommandLine) -> None:
    window = Companion(places())
    session = window.new_session()
    session.skip()
    session.answer(q.Feeling("tired"))
    window.close()
    assert companion("demo", "-o", "demo").status == 0
    again = Companion(places())
    waiting = again.waiting_session()
    assert waiting is not None
    assert waiting.draft.feeling.feeling == "tired"
    again.close()
