"""`companion take`: a tidied copy as a file, bars as the tune of a song; the take in the journal never changes."""

import json
from collections.abc import Callable
from pathlib import Path

import mido
import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.take import BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.journal.store import Journal
from companion.paths import places
from tests.commands import CommandLine

KeepTake = Callable[..., str]


@pytest.fixture
def keep_take(companion: CommandLine) -> KeepTake:
    """Puts a take into the journal: a quarter a beat at 120, a little late, four bars over four chords."""

    def keep(song_id: str | None = None, chords: str = "C | Am | F | G") -> str:
        times = [(beat * 0.5 + 0.04, 60 + (0, 2, 4, 7)[beat % 4]) for beat in range(16)]
        events = [
            event for at, pitch in times
            for event in (PlayedEvent(at, 0x90, pitch, 80), PlayedEvent(at + 0.4, 0x80, pitch, 0))
        ]  # fmt: skip
        plan = BackingPlan(chords=chords, groove="folk", key=Key("C"), meter=Meter(4, 4), seed=1)
        backing = () if song_id else (plan,)
        take = Take("Mine", TempoMap(120), tuple(events), 8.0, song_id=song_id, backing=backing)
        with Journal.open(places().journal) as journal:
            return journal.add(take, title="Mine").id

    return keep


def onsets(path: str) -> list[float]:
    """The beats at which the notes on the track "take" begin."""
    file = mido.MidiFile(path)
    (track,) = [track for track in file.tracks if track.name == "take"]
    now, found = 0, []
    for message in track:
        now += message.time
        if message.type == "note_on" and message.velocity:
            found.append(now / file.ticks_per_beat)
    return found


def test_a_tidied_copy_is_nearer_to_the_beat_and_the_take_stays(companion: CommandLine, keep_take: KeepTake) -> None:
    take_id = keep_take()
    before = companion("journal", "show", take_id, "--json").out
    for strength, late in (("1", 0.0), ("0.5", 0.04), ("0", 0.08)):
        assert companion("take", "tidy", take_id, "--strength", strength, "-o", "tidied.mid").status == 0
        assert onsets("tidied.mid") == pytest.approx([beat + late for beat in range(16)], abs=0.003)
    assert {"take", "chords", "bass"} <= {track.name for track in mido.MidiFile("tidied.mid").tracks}
    assert companion("journal", "show", take_id, "--json").out == before
    assert companion("journal", "export", take_id, "-o", "raw.mid").status == 0
    assert onsets("raw.mid") == pytest.approx([beat + 0.08 for beat in range(16)], abs=0.003)


def test_bars_of_a_take_become_a_song_on_its_chords(companion: CommandLine, keep_take: KeepTake) -> None:
    Path("words.txt").write_text("Stay a little longer,\nstay until it's light.")
    take_id = keep_take()
    ran = companion("take", "song", take_id, "--bars", "1-2", "--lyrics", "words.txt", "--title", "Stay", "-o",
                    "song.mid", "-o", "song.musicxml", "--keep")  # fmt: skip
    assert (ran.status, ran.err) == (0, ""), ran
    song_id = ran.out.split()[-1].rstrip(".")
    song = json.loads(companion("journal", "show", song_id, "--json").out)["body"]
    assert song["title"] == "Stay"
    assert [note["start_beats"] for note in song["melody"]][:8] == list(range(8))
    assert song["why"][-1] == "The tune of bars 1 to 2 is what you played."
    again = companion("take", "song", take_id, "--bars", "1-2", "--lyrics", "words.txt", "-o", "again.mid")
    assert again.status == 0
    words = "".join(m.text for t in mido.MidiFile("again.mid", charset="utf-8").tracks for m in t if m.type == "lyrics")
    assert words.startswith("Stay a little longer,")


def test_bars_of_a_take_over_a_song_keep_its_words(companion: CommandLine, keep_take: KeepTake) -> None:
    Path("words.txt").write_text("Stay a little longer,\nstay until it's light.")
    song_id = companion("compose", "words.txt", "--key", "C major", "--meter", "4/4", "-o", "song.mid", "--keep").out
    take_id = keep_take(song_id.split()[-1].rstrip("."))
    assert companion("take", "song", take_id, "--bars", "1-4", "-o", "mine.md").status == 0
    assert "Stay a little longer," in Path("mine.md").read_text()
    companion("take", "song", take_id, "--bars", "1", "--lyrics", "words.txt", "-o", "x.mid").told(2, "of its own")


def test_what_can_not_be_done_is_told(companion: CommandLine, keep_take: KeepTake) -> None:
    take_id = keep_take()
    companion("take", "song", take_id, "--bars", "1-2").told(2, "-o FILE", "--keep")
    companion("take", "song", take_id, "--bars", "x", "-o", "x.mid").told(2, "'x' does not name bars", "--bars 1-4")
    companion("take", "song", take_id, "--bars", "9-12", "-o", "x.mid").told(2, "bars 9 to 12", "bar 1 to bar 4")
    companion("take", "song", take_id, "--bars", "0-1", "-o", "x.mid").told(2, "no bars 0 to 1")
    companion("take", "song", take_id, "--bars", "1", "-o", "x.mp3").told(2, "not a kind of file")
    companion("take", "tidy", take_id, "--strength", "2", "-o", "x.mid").told(2)
    companion("take", "tidy", take_id, "-o", "x.pdf").told(2, "not a kind of file")
    companion("take", "tidy", "nosuch", "-o", "x.mid").told(2, "no entry 'nosuch'")
    note_id = companion("note", "only", "words").out.strip().split()[-1]
    companion("take", "tidy", note_id, "-o", "x.mid").told(2, "not a take")
    assert not Path("x.mid").exists()
