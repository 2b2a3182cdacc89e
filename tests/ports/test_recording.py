"""`companion record` on a real port of a private JACK server: kept exactly, on ctrl+c, and after kills."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import mido
import pytest

from companion import age
from companion.domain.take import NOTE_ON, Take
from companion.journal.vault import Vault
from companion.paths import places
from companion.services.container import Companion
from tests.commands import CommandLine
from tests.ports.jack import Jack, until
from tests.ports.pianist import CHECKPOINT, MOST_LOST_SECONDS, OVER_CHORDS, Pianist, begin, children, strokes

pytestmark = [
    pytest.mark.skipif(shutil.which("jackd") is None, reason="needs jackd"),
    pytest.mark.skipif(Path("/dev/snd/seq").exists(), reason="needs a machine where JACK is the MIDI system"),
    pytest.mark.timeout(120),
]
NAME = f"companion-record-{os.getpid()}"
MOST_DEAF_SECONDS = 5.0
"""How long a new sound process and JACK may take, on a busy machine, until the keyboard is heard again."""


@pytest.fixture(scope="module", autouse=True)
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", NAME)
        server = Jack(NAME, tmp_path_factory.mktemp("jack"))
        yield
        server.stop()


@pytest.fixture
def pianist() -> Iterator[Pianist]:
    pianist = Pianist()
    yield pianist
    pianist.rest()
    pianist.piano.unplug()


@pytest.fixture
def line(companion: CommandLine) -> CommandLine:
    companion.settle('audio_driver = "file"\nwelcomed = true\n')
    return companion


@pytest.fixture(params=["open", pytest.param("sealed", marks=pytest.mark.long)])
def key(request: pytest.FixtureRequest, line: CommandLine, tmp_path: Path) -> tuple[str, ...]:
    """What opens the journal on the command line: nothing where it has no passphrase."""
    if request.param == "open":
        return ()
    vault = Vault(places().journal)
    vault.close_with("seven quiet stairs")
    (tmp_path / "key").write_text(vault.recovery_key())
    return "--passphrase-file", str(tmp_path / "key")


def window(key: tuple[str, ...]) -> Companion:
    """The program opened again, its journal too."""
    window = Companion(places())
    if key:
        window.vault.unlock(Path(key[1]).read_text())
    return window


def kept_take(take_id: str, key: tuple[str, ...] = ()) -> Take:
    opened = window(key)
    body = opened.journal.get(take_id).body
    opened.close()
    assert isinstance(body, Take)
    return body


def found_again(key: tuple[str, ...] = ()) -> Take:
    """What the next start of the program finds of a recording that was cut off."""
    opened = window(key)
    assert opened.recover_take()
    (entry,) = opened.journal.entries("take")
    opened.close()
    assert isinstance(entry.body, Take)
    assert entry.tags == ("found again",)
    return entry.body


def test_the_port_is_listed(line: CommandLine, pianist: Pianist) -> None:
    assert "piano:out  (listened to)" in line("ports").out
    listed = json.loads(line("ports", "--json").out)
    assert "piano:out" in listed["inputs"]
    line.settle('audio_driver = "file"\nwelcomed = true\nmidi_input = "organ"\n')
    assert json.loads(line("ports", "--json").out)["listens_to"] == []


def test_what_is_played_is_kept_and_goes_out_aligned_with_its_backing(line: CommandLine, pianist: Pianist) -> None:
    ran = line(*OVER_CHORDS, "--seconds", "3")
    assert ran.status == 0, ran
    (take_id,) = ran.out.split()
    take = kept_take(take_id)
    assert take.length_seconds == 3.0
    played = strokes(take)
    sent = [(pitch, velocity) for _, pitch, velocity in pianist.struck]
    places = [sent.index(stroke) for stroke in played]
    assert len(played) >= 0.9 * (places[-1] - places[0] + 1) > 30  # JACK itself may lose some
    assert places == sorted(places)
    onsets = [event.seconds for event in take.events if event.kind == NOTE_ON]
    times = {(pitch, velocity): at for at, pitch, velocity in pianist.struck}
    shifts = sorted(times[stroke] - onset for stroke, onset in zip(played, onsets, strict=True))
    most = shifts[len(shifts) // 10 : -(len(shifts) // 10)]  # a busy machine holds up the pianist now and then
    assert most[-1] - most[0] < 0.05
    assert any(event.is_pedal and event.data2 == 127 for event in take.events)
    assert not [event for event in take.events[-3:] if event.is_pedal and event.data2 > 63]

    assert line("journal", "export", take_id, "-o", "take.mid").status == 0
    file = mido.MidiFile("take.mid")
    tracks = {track.name: track for track in file.tracks}
    assert {"take", "chords", "bass"} <= set(tracks)
    now, heard = 0, []
    for message in tracks["take"]:
        now += message.time
        if message.type == "note_on" and message.velocity:
            heard.append(now / file.ticks_per_beat / 2)
    assert heard == pytest.approx([max(0.0, onset) for onset in onsets], abs=0.001)


def test_a_take_over_a_file_and_over_a_song(line: CommandLine, pianist: Pianist) -> None:
    Path("words.txt").write_text("Stay a little longer,\nstay until it's light.")
    made = line("compose", "words.txt", "--seed", "2", "-o", "song.mid", "--keep")
    song_id = made.out.split()[-1].rstrip(".")
    ran = line("record", "--song", song_id, "--port", "piano", "--seconds", "1.5", "--json")
    found = json.loads(ran.out)
    assert (found["seconds"], found["notes"] > 10) == (1.5, True), ran
    assert kept_take(found["id"]).song_id == song_id
    assert line("take", "song", found["id"], "--bars", "1-1", "-o", "mine.mid", "--keep").status == 0
    assert line("take", "tidy", found["id"], "-o", "tidied.mid").status == 0
    assert "take" in [track.name for track in mido.MidiFile("tidied.mid").tracks]

    ran = line("record", "--backing", "song.mid", "--port", "piano", "--seconds", "1.5")
    assert ran.status == 0, ran
    assert line("journal", "export", ran.out.strip(), "-o", "over.mid").status == 0
    assert {"take", "melody", "chords"} <= {track.name for track in mido.MidiFile("over.mid").tracks}


def test_ctrl_c_ends_and_keeps(line: CommandLine, pianist: Pianist) -> None:
    running = begin(line)
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 0, err
    assert strokes(kept_take(out.strip()))
    assert not (line.home / CHECKPOINT).exists()


def test_a_killed_recording_loses_at_most_two_seconds(
    line: CommandLine, pianist: Pianist, key: tuple[str, ...]
) -> None:
    running = begin(line, *key)
    time.sleep(2.4)
    running.kill()
    killed = time.monotonic()
    running.communicate()
    assert age.is_sealed((line.home / CHECKPOINT).read_bytes()) == bool(key)
    take = found_again(key)
    times = {(pitch, velocity): at for at, pitch, velocity in pianist.struck}
    first, last = times[strokes(take)[0]], times[strokes(take)[-1]]
    assert killed - last < MOST_LOST_SECONDS
    assert len(strokes(take)) >= 0.9 * sum(first <= at <= last for at in times.values())


def test_nothing_readable_is_left_of_a_killed_recording_where_there_is_a_passphrase(
    line: CommandLine, pianist: Pianist, tmp_path: Path
) -> None:
    """The song, its words and title, what was played: in the checkpoint too, and when it is found again."""
    mark = "Zwetschgenkuchen am Fenster"
    vault = Vault(places().journal)
    vault.close_with("seven quiet stairs")
    (tmp_path / "key").write_text(vault.recovery_key())
    Path("words.txt").write_text(mark)
    made = line("compose", "words.txt", "--title", mark, "-o", "song.mid", "--keep")
    song_id = made.out.split()[-1].rstrip(".")
    running = line.start("record", "--song", song_id, "--port", "piano", "--passphrase-file", tmp_path / "key")
    until(lambda: (line.home / CHECKPOINT).exists() or running.poll() is not None, 30)
    time.sleep(1.5)
    running.kill()
    _, err = running.communicate()
    assert (line.home / CHECKPOINT).exists(), err

    def readable() -> list[Path]:
        files = (path for path in line.home.rglob("*") if path.is_file())
        return [path for path in files if mark.encode() in path.read_bytes() or b"events" in path.read_bytes()]

    assert readable() == []
    window = Companion(places())
    window.vault.unlock(vault.recovery_key())
    assert window.recover_take()
    (entry,) = window.journal.entries("take")
    assert mark in entry.title
    window.close()
    assert readable() == []


def test_a_killed_sound_process_is_replaced_and_the_recording_goes_on(
    line: CommandLine, pianist: Pianist, key: tuple[str, ...]
) -> None:
    running = begin(line, "--seconds", "6", *key)
    (sound,) = children(running.pid)
    os.kill(sound, signal.SIGKILL)
    killed = time.monotonic()
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "starting again" in err
    times = {(pitch, velocity): at for at, pitch, velocity in pianist.struck}
    struck = sorted(times[stroke] for stroke in strokes(kept_take(out.strip(), key)))
    before, after = [at for at in struck if at < killed], [at for at in struck if at > killed]
    assert killed - before[-1] < MOST_LOST_SECONDS
    assert after[0] - killed < MOST_DEAF_SECONDS


def test_two_recordings_at_once_keep_a_take_each(line: CommandLine, pianist: Pianist) -> None:
    running = [line.start(*OVER_CHORDS, "--count-in", "0", "--seconds", "2") for _ in range(2)]
    ended = [each.communicate(timeout=60) for each in running]
    assert [each.returncode for each in running] == [0, 0], ended
    first, second = (kept_take(out.strip()) for out, _ in ended)
    assert strokes(first)
    assert strokes(second)
    assert first != second
    assert not list(line.home.glob("take-under-way*"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_fills_up_meanwhile_is_told_and_what_was_there_is_found_again(
    line: CommandLine, pianist: Pianist
) -> None:
    mounted = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(line.home)]
    if shutil.which("mount") is None or subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip("needs a small tmpfs")
    try:
        line.settle('audio_driver = "file"\nwelcomed = true\n')
        running = begin(line, "--seconds", "5")
        with pytest.raises(OSError, match="No space"):
            (line.home / "full").write_bytes(bytes(2_000_000))
        out, err = running.communicate(timeout=60)
        assert (running.returncode, out) == (3, ""), err
        assert err.count("no space left") == 2, "the checkpoint once, the journal once"
        assert "waits on the disk" in err
        (line.home / "full").unlink()
        assert strokes(found_again())
    finally:
        subprocess.run(["umount", "-l", str(line.home)], check=True)


def test_a_port_that_goes_away_leaves_the_take(line: CommandLine) -> None:
    pianist = Pianist()
    running = begin(line, "--seconds", "3")
    pianist.rest()
    pianist.piano.unplug()
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "piano:out is gone for now" in err
    assert strokes(kept_take(out.strip()))


def test_a_port_that_is_not_there(line: CommandLine, pianist: Pianist) -> None:
    ran = line("record", "--chords", "C", "--port", "organ", "--seconds", "1")
    assert ran.status == 4
    assert ran.err == "There is no MIDI port called 'organ'.\nThere are: piano:out.\n"
