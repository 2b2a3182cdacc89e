"""A take's file as other programs meet it: read by music21 and mido, and heard when it is rendered."""

from pathlib import Path
from typing import Any

import mido
import numpy as np
import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.song import SongRequest
from companion.domain.take import BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoChange, TempoMap
from companion.engine.composing import suggest
from companion.midi import synth
from companion.midi.listening import onsets
from companion.midi.render import RATE, render_file, render_score
from companion.midi.smf import write_score
from companion.midi.soundfonts import find
from companion.services.songs.exporting import backing_of, with_take, write_take, write_tidied

WOOD_BLOCK = 115
ONSETS = tuple(0.013 + 0.37 * number + 0.011 * (number % 4) for number in range(50))
CHANGING = TempoMap(66, changes=(TempoChange(12, 80, 12), TempoChange(30, 72), TempoChange(36, 60, 6)))


def take_of(tempo: TempoMap, *backing: BackingPlan) -> Take:
    events = [event for at in ONSETS for event in (PlayedEvent(at, 0x90, 72, 100), PlayedEvent(at + 0.2, 0x80, 72, 0))]
    return Take("Played over it", tempo, tuple(events), ONSETS[-1] + 1, backing=backing)


@pytest.fixture(scope="module")
def font() -> Path:
    found = find(None, [])
    if found is None or synth.problem() is not None:
        pytest.skip("needs FluidSynth and a SoundFont")
    return found


def test_notation_programs_find_every_track_in_its_place(tmp_path: Path) -> None:
    """music21 ties a note that goes over a bar line."""
    from music21 import converter, key, meter, tempo

    (song,) = suggest(SongRequest(("Stay a little longer,", "stay until it's light."), feeling="calm", seed=2))
    take = take_of(TempoMap(song.tempo_bpm))
    path = tmp_path / "take.mid"
    write_take(take, song, path)
    whole: Any = converter.parse(str(path), quantizePost=False)
    parts = {part.partName: part for part in whole.parts}
    assert {"take", "chords", "bass"} <= set(parts)
    notes = parts["take"].flatten().notes
    found = [float(note.offset) for note in notes if note.tie is None or note.tie.type == "start"]
    assert found == pytest.approx([note.onset_beats for note in take.notes()], abs=0.002)
    first = parts["take"].flatten()
    assert first.getElementsByClass(meter.TimeSignature)[0].ratioString == song.meter.name
    assert first.getElementsByClass(key.KeySignature)[0].sharps == key.Key(song.key.tonic, song.key.mode).sharps
    marks = whole.flatten().getElementsByClass(tempo.MetronomeMark)
    assert float(marks[0].number) == pytest.approx(song.tempo_bpm, abs=0.01)
    file = mido.MidiFile(path, charset="utf-8")
    words = "".join(message.text for track in file.tracks for message in track if message.type == "lyrics")
    assert "longer" in words
    assert words.count("longer") >= 2, "the words come round with the backing"
    assert {message.text for message in file.tracks[0] if message.type == "marker"} >= {"verse"}
    sung = [note.start_beats for note in song.melody if note.syllable]
    written = beats_of(file, "lyrics")  # the take ends before the song does
    assert len(written) > 15
    assert written == pytest.approx(sung[: len(written)], abs=0.001)


def beats_of(file: Any, kind: str) -> list[float]:
    """Where the messages of a kind stand, in beats, in order."""
    found = []
    for track in file.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type == kind:
                found.append(now / file.ticks_per_beat)
    return sorted(found)


def test_a_take_over_changing_tempos_is_heard_when_it_was_played(tmp_path: Path, font: Path) -> None:
    path = tmp_path / "take.mid"
    take = take_of(CHANGING)
    write_score(backing_of(take, None), path, take, WOOD_BLOCK)
    heard = onsets(np.asarray(render_file(path, font).mean(axis=1)), RATE)
    assert np.subtract(heard, ONSETS) == pytest.approx(np.median(np.subtract(heard, ONSETS)), abs=0.003)
    assert abs(float(np.median(np.subtract(heard, ONSETS)))) < 0.01


def test_the_take_and_its_backing_sound_together(tmp_path: Path, font: Path) -> None:
    """Each backing of the plan from its beat on: another groove from bar 5, a part switched off."""
    first = BackingPlan(chords="C | Am | F | G", groove="folk", key=Key("C"), meter=Meter(4, 4), seed=1)
    later = BackingPlan(16.0, "C | Am | F | G", "lullaby", Key("C"), Meter(4, 4), seed=1, silent=("bass",))
    take = take_of(TempoMap(120), first, later)
    score = backing_of(take, None)
    bass = score.part("bass")
    assert bass is not None
    assert all(note.onset_beats < 16 for note in bass.notes)
    chords = score.part("chords")
    assert chords is not None
    assert any(note.onset_beats >= 16 for note in chords.notes)
    assert score.total_beats >= take.length_beats
    assert score.total_beats % 4 == 0
    together = render_score(with_take(score, take), font)
    alone = render_score(score, font)
    assert float(np.abs(together).max()) > float(np.abs(alone).max()) > 0.01
    write_tidied(take, None, tmp_path / "tidied.mid", 1.0)
    file = mido.MidiFile(tmp_path / "tidied.mid")
    (track,) = [track for track in file.tracks if track.name == "take"]
    now, found = 0, []
    for message in track:
        now += message.time
        if message.type == "note_on" and message.velocity:
            found.append(now / file.ticks_per_beat)
    assert all((beat * 12) % 1 == pytest.approx(0, abs=0.03) or (beat * 12) % 1 > 0.97 for beat in found)


@pytest.mark.parametrize("plan", [{"file": "gone.mid"}, {"chords": "C | H7x", "groove": "folk"}, {"groove": "polka"}])
def test_a_backing_that_can_not_be_made_any_more_leaves_the_take(tmp_path: Path, plan: dict[str, Any]) -> None:
    take = take_of(TempoMap(90), BackingPlan(key=Key("D"), meter=Meter(3, 4), **plan))
    write_take(take, None, tmp_path / "take.mid")
    file = mido.MidiFile(tmp_path / "take.mid")
    assert [track.name for track in file.tracks][1:] == ["take"]
    assert "3/4" in [f"{m.numerator}/{m.denominator}" for m in file.tracks[0] if m.type == "time_signature"]
