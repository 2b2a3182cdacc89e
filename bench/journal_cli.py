"""The journal as whole processes beside jrnl: list ten, search a word, keep a thought, with 10,000 and 100,000 entries.

The same texts in both journals on the same disk; the programs take turns, the first round (cold files) is not counted,
and a ratio is the median of the rounds' ratios. Protected journals too: ours is opened by its recovery key, so that the
second which a passphrase takes on purpose is not in the comparison (it is printed by itself), jrnl's by its password.
Entries are of 1 kB; memory is what a command takes at most, plain. The limits hold for up to 10,000 entries; with more,
a third of the rounds is enough for ours, and one for jrnl, whose journal is written as a file and not by its commands.

    python -m bench.journal_cli [--entries 10000 100000] [--rounds 7] [--jrnl PROGRAM]

jrnl is installed into a folder that is thrown away, unless PROGRAM names one; where that cannot be done the bench says
so and goes on without it. Exit status 1 where a limit is missed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pexpect
from tinydb.table import Document

from bench.start import machine
from companion import paths
from companion.domain.entry import Entry, Reflection
from companion.journal.store import TABLE, Journal
from companion.journal.table import LogDatabase

JRNL = "jrnl==4.6"
PASSWORD = "three small lamps"
TEXT = "The house is still and the light is on the stairs. " * 19
FIRST = datetime(2020, 1, 1, 8, tzinfo=UTC)
MOST = {"list": 0.4, "search": 0.4, "note": 0.2}
"""The most of jrnl's time that each may take, with up to `PROMISED_ENTRIES`."""

PROMISED_ENTRIES = 10_000

AND_SAY_PEAK = """
import os, sys

null = os.open(os.devnull, os.O_RDWR)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)])
print(os.wait4(child, 0)[2].ru_maxrss // 1024)
"""
"""What a command took at most, in MB, said by a small parent: the count begins with what the parent needed."""

JRNL_CONFIG = """
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: true
indent_character: '|'
journals: {{default: {{journal: {journal}}}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%F %r'
version: v4.6
"""
"""What jrnl 4.6 sets up by itself, without asking."""


def entries(count: int) -> list[Entry]:
    """The same for both, five hours apart."""
    times = (FIRST + timedelta(hours=5 * number) for number in range(count))
    return [
        Entry(str(UUID(int=number + 1)), moment, moment, f"entry {number}", Reflection(TEXT))
        for number, moment in enumerate(times)
    ]


def fill_ours(home: Path, made: Sequence[Entry]) -> None:
    """Write our journal."""
    documents = [Document(msgspec.to_builtins(each), UUID(each.id).int) for each in made]
    with LogDatabase(home / "journal") as db:
        db.table(TABLE).insert_multiple(documents)
    with Journal.open(home / "journal") as journal:  # closing folds the one large record into a snapshot
        journal.add(Reflection("warm"))


def fill_jrnl(folder: Path, made: Sequence[Entry]) -> Path:
    """Write jrnl's journal and its configuration; returns where that is."""
    folder.mkdir()
    journal, config = folder / "journal.txt", folder / "jrnl.yaml"
    journal.write_text("".join(f"[{each.created:%F %r}] {each.title}\n{TEXT}\n\n" for each in made))
    config.write_text(JRNL_CONFIG.format(journal=journal))
    return config


def install_jrnl(folder: Path) -> str | None:
    """Install the peer into a virtual environment of its own; None where that does not work."""
    environment = folder / "peer"
    try:
        subprocess.run([sys.executable, "-m", "venv", environment], check=True, capture_output=True)
        python = environment / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", JRNL], check=True, capture_output=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"jrnl could not be installed here ({type(error).__name__}): the times stand alone")
        return None
    return str(environment / "bin" / "jrnl")


def seconds(command: Sequence[str], environment: Mapping[str, str], password: str | None = None) -> float:
    """How long a command takes, from start to end; it is asked for its password where it has one."""
    begin = time.perf_counter()
    if password is None:
        subprocess.run(command, env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    else:
        child = pexpect.spawn(command[0], list(command[1:]), env=dict(environment), timeout=600)
        child.delaybeforesend = None
        child.expect("assword")
        while child.getecho():  # what is typed before it listens unseen is thrown away
            time.sleep(0.001)
        child.sendline(password)
        child.expect(pexpect.EOF)
        child.close()
        if child.exitstatus != 0:
            raise SystemExit(f"{command[0]} failed: {child.before!r}")
    return time.perf_counter() - begin


def peak_mb(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Megabytes that a command takes at most; "?" where the system does not tell."""
    if sys.platform != "linux":
        return "?"
    watched = [sys.executable, "-c", AND_SAY_PEAK, *command]
    return subprocess.run(watched, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def ours(*arguments: str) -> list[str]:
    """Our command line."""
    return [sys.executable, "-m", "companion", *arguments]


def protect(environment: Mapping[str, str], folder: Path) -> tuple[Path, float]:
    """Give our journal a passphrase; returns a file with its recovery key, and the seconds that a passphrase takes."""
    passphrase, key = folder / "passphrase", folder / "recovery-key"
    passphrase.write_text(f"{PASSWORD}\n")
    given = ("--passphrase-file", str(passphrase))
    subprocess.run(ours("journal", "encrypt", *given), env=environment, check=True, capture_output=True)
    begin = time.perf_counter()
    done = subprocess.run(ours("journal", "recovery-key", *given), env=environment, check=True, capture_output=True)
    key.write_bytes(done.stdout)
    return key, time.perf_counter() - begin


def protect_jrnl(program: str, config: Path, environment: Mapping[str, str]) -> Path:
    """Give jrnl's journal a password, by its own command."""
    child = pexpect.spawn(program, ["--config-file", str(config), "--encrypt"], env=dict(environment), timeout=600)
    for question, answer in (("assword", PASSWORD), ("again", PASSWORD), ("keychain", "n")):
        child.expect(question)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    return config


def compare(
    kind: str, mine: Mapping[str, list[str]], theirs: Mapping[str, list[str]], environment: Mapping[str, str],
    rounds: int, peer_rounds: int, password: str | None, limits: Mapping[str, float],
) -> bool:  # fmt: skip
    """Take turns, print each, and say whether every limit holds."""
    holds = True
    for name, command in mine.items():
        times: list[tuple[float, float]] = []
        for number in range(rounds + 1):
            peer = times[-1][1] if times else float("nan")
            if theirs and (number == 0 or peer_rounds > 1):
                peer = seconds(theirs[name], environment, password)
            times.append((seconds(command, environment), peer))
        own, others = (statistics.median(each[side] for each in times[1:]) for side in (0, 1))
        line = f"{kind:<10} {name:<8} {own * 1000:7.0f} ms"
        if theirs:
            ratio = statistics.median(a / b for a, b in times[1:])
            line += f"   jrnl {others * 1000:6.0f} ms   ratio {ratio:.2f}"
            if name in limits:
                holds &= ratio <= limits[name]
                line += f" (at most {limits[name]:g}) {'holds' if ratio <= limits[name] else 'MISSED'}"
        if password is None:
            line += f"   {peak_mb(command, environment)} MB"
            line += f", jrnl {peak_mb(theirs[name], environment)} MB" if theirs else ""
        print(line, flush=True)
    return holds


def measure(count: int, rounds: int, program: str | None, folder: Path) -> bool:
    """Print every figure for so many entries; whether every limit holds."""
    made = entries(count)
    environment = {**os.environ, "HOME": str(folder), paths.HOME_VARIABLE: str(folder / "home"),
                   "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}  # fmt: skip
    fill_ours(folder / "home", made)
    word = f"entry {count // 2}"
    print(f"{count} entries of 1 kB, median of {rounds} ({machine()})")
    holds = True
    for kind in ("plain", "protected"):
        given: tuple[str, ...] = ()
        if kind == "protected":
            key, unlocking = protect(environment, folder)
            given = ("--passphrase-file", str(key))
        mine = {
            "list": ours("journal", "list", "--limit", "10", *given),
            "search": ours("journal", "search", f'"{word}"', *given),
            "note": ours("note", "a thought of mine"),
        }
        theirs: dict[str, list[str]] = {}
        if program is not None:
            config = fill_jrnl(folder / kind, made)
            if kind == "protected":
                protect_jrnl(program, config, environment)
            command = [program, "--config-file", str(config)]
            theirs = {
                "list": [*command, "-n", "10", "--short"],
                "search": [*command, "-contains", word, "--short"],
                "note": [*command, "a thought of mine"],
            }
        password = PASSWORD if kind == "protected" else None
        limits = MOST if count <= PROMISED_ENTRIES else {}
        peer_rounds = rounds if count <= PROMISED_ENTRIES else 1
        holds &= compare(kind, mine, theirs, environment, rounds, peer_rounds, password, limits)
    print(f"unlocking with a passphrase, as a whole command: {unlocking:.1f} s, on purpose")
    return holds


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description="The journal's commands beside jrnl.")
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--jrnl", help="a jrnl that is installed already")
    options = parser.parse_args()
    holds = True
    with tempfile.TemporaryDirectory(prefix="companion-bench-") as peer:
        program = options.jrnl or install_jrnl(Path(peer))
        for count in options.entries:
            with tempfile.TemporaryDirectory(prefix="companion-bench-") as name:
                rounds = options.rounds if count <= PROMISED_ENTRIES else max(1, options.rounds // 3)
                holds &= measure(count, rounds, program, Path(name))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
