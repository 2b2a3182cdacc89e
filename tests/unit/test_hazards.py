"""What could hurt someone, and that the program does not do it: the tests behind docs/hazards.md.

Most look at the sentences and sounds themselves, so that a new one is held to the same rules.
"""

import ast
import io
import os
import re
import stat
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import companion as package
from companion import messages
from companion.domain.score import Score
from companion.domain.song import SongRequest
from companion.engine.arriving import pulse, welcome
from companion.engine.backing import arrange
from companion.engine.composing import suggest
from companion.paths import shipped
from companion.services.walking.session import kept_sentences
from companion.settings import Settings
from tests.commands import SILENT, CommandLine

SOURCES = sorted(Path(package.__file__).parent.rglob("*.py"))
CLAIMS = re.compile(
    r"\b(heal(s|ing)?|cures?|treat(s|ment)?|diagnos\w+|symptoms?|heart ?rates?|your heart\w*|your pulse|entrain\w*"
    r"|proven|guarantee\w*|clinical\w*|medical\w*|will calm|calms you|makes you (calm|better|happy))\b", re.IGNORECASE
)  # fmt: skip
JUDGEMENTS = re.compile(
    r"\b(streaks?|scored?|scores|points?|badges?|level up|well done|good job|great job|congratulations|correct"
    r"|mistakes?|overdue|missed|days in a row|too slow|improved?|better than|worse than|hurry up|you should"
    r"|you must)\b", re.IGNORECASE
)  # fmt: skip
PRYING = re.compile(
    r"\b(details?|exactly what|what happened|who did|trauma\w*|abuse\w*|suicid\w*|kill\w*|die|died|death|self-harm"
    r"|worst|violen\w+|why do you|why did you|confess\w*|remember when)\b", re.IGNORECASE
)  # fmt: skip
PRYING_ELSEWHERE = re.compile(
    r"\b(detall\w*|qué pasó|muert\w*|mor(ir|iste)|matar\w*|suicid\w*|por qué (lo|te|no)|peor"
    r"|einzelheit\w*|was passiert|gestorben|sterben|töten|umbring\w*|selbstmord\w*|warum (hast|bist)|schlimmst\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
CALM_FEELINGS = ("calm", "peaceful", "safe", "tired")


def sentences_of(path: Path) -> Iterator[str]:
    """Every string in a source file that could be read by someone: more than one word, no docstring, no pattern."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    patterns = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docs | bare | patterns and " " in str(getattr(node, "value", "")).strip():
            yield str(getattr(node, "value", ""))


def texts_of(value: object) -> Iterator[str]:
    """Every text in a TOML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def exercise_texts(language: str = "*") -> list[str]:
    """Every text of every exercise that ships, in one language or in all."""
    files = sorted(shipped("prompts").glob(f"{language}/**/*.toml"))
    assert files
    return [text for path in files for text in texts_of(tomllib.loads(path.read_text(encoding="utf-8")))]


def said_to_people() -> list[str]:
    """The sentences of the program and of its exercises."""
    folders = ("tui", "plain", "services", "cli", "engine", "exports", "sharing", "domain")
    found = [text for path in SOURCES if path.parent.name in (*folders, "panels", "screens", "modals", "widgets")
             or path.name in ("messages.py", "settings.py") for text in sentences_of(path)]  # fmt: skip
    assert messages.WELCOME in found, "the sentences are found"
    return [*found, *exercise_texts()]


def plain_session(companion: CommandLine, monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    """What a plain session says to someone who types these lines and then goes away."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    ran = companion("session", "--plain")
    assert (ran.status, ran.err) == (0, "")
    return ran.out


def test_no_sentence_promises_to_heal() -> None:
    assert [text for text in said_to_people() if CLAIMS.search(text)] == []


def test_nobody_is_scored_hurried_or_counted() -> None:
    assert [text for text in (*said_to_people(), *kept_sentences(())) if JUDGEMENTS.search(text)] == []


def test_no_prompt_asks_for_details() -> None:
    assert [text for text in exercise_texts("en") if PRYING.search(text)] == []
    others = (*exercise_texts("es"), *exercise_texts("de"))
    assert [text for text in others if PRYING_ELSEWHERE.search(text)] == []


def test_the_words_that_look_for_hurt_find_it() -> None:
    assert CLAIMS.search("This lowers your heart rate.")
    assert JUDGEMENTS.search("Well done, a streak of three!")
    assert PRYING.search("Describe what happened in detail.")


def test_safety_says_who_sees_and_whom_to_call() -> None:
    for part in ("Nobody is watching.", "does not read your words for danger", "only what you send",
                 "call your emergency number or someone near you now"):  # fmt: skip
        assert part in messages.SAFETY


def test_grounding_is_by_the_eyes_and_feet_and_not_by_the_breath() -> None:
    words = " ".join(messages.GROUNDING).casefold()
    assert "feet" in words
    assert "see" in words
    assert not re.search(r"breath|inhale|exhale|close your eyes|eyes closed", words)


def test_the_first_start_says_it_in_plain_mode_too(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    companion.settle(SILENT.replace("welcomed = true\n", ""))
    said = plain_session(companion, monkeypatch)
    assert said.index(messages.SAFETY) < said.index("Step 1 of")


@pytest.mark.parametrize(
    "before",
    [
        (),
        ("4",),
        ("4", ""),
        ("4", "", "rain", "enough"),
        ("4", "", "rain", "enough", ""),
        ("4", "", "rain", "enough", "", "", "", "2"),
    ],
    ids=["arrive", "check-in", "words", "whole", "song", "after singing"],
)
def test_stop_works_everywhere_in_plain_mode_and_says_what_is_kept(
    companion: CommandLine, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...]
) -> None:
    said = plain_session(companion, monkeypatch, *before, "stop", "")
    assert said.rstrip().endswith("\n".join((*messages.GROUNDING, messages.STOPPED_KEPT, messages.SAFETY)))
    if "rain" in before:
        assert b"rain" in (companion.home / "draft.json").read_bytes()


def test_much_distress_offers_to_stop_and_staying_is_allowed(
    companion: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = ("4", "8", "sad", "", "8")
    stopped = plain_session(companion, monkeypatch, *more, "1")
    assert messages.DISTRESS_HIGH in stopped
    assert messages.GROUNDING[1] in stopped
    (companion.home / "draft.json").unlink()
    stayed = plain_session(companion, monkeypatch, *more, "2")
    assert "blank 1 of" in stayed
    (companion.home / "draft.json").unlink()
    assert messages.DISTRESS_HIGH not in plain_session(companion, monkeypatch, "4", "8", "sad", "", "7")


def test_breathing_is_offered_and_never_chosen_for_anyone(
    companion: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = plain_session(companion, monkeypatch, "")
    assert "3. Breathe easily" in said
    assert "arrived" not in said
    assert "Step 2 of" in said
    for text in exercise_texts():
        assert not re.search(r"deep(ly)? breath|breathe deep|hold your breath|close your eyes", text, re.IGNORECASE)


def test_sound_starts_low() -> None:
    assert Settings().volume <= 0.5


def loudest(score: Score) -> int:
    """The highest velocity in a score."""
    return max(note.velocity for part in score.parts for note in part.notes)


def test_the_first_sounds_are_soft() -> None:
    assert loudest(welcome()) <= 60
    assert loudest(pulse()) <= 60


@pytest.mark.parametrize("feeling", CALM_FEELINGS)
def test_calm_music_is_soft_slow_and_even(feeling: str) -> None:
    for seed in range(4):
        for song in suggest(SongRequest(lines=("the quiet house",), feeling=feeling, seed=seed, count=3)):
            score = arrange(song)
            assert 45.0 <= song.tempo_bpm <= 80.0
            assert score.tempo.to_bpm is None, "the pace never changes under someone"
            assert loudest(score) <= 75
            assert song.contract.holds


def test_feelings_have_no_numbers_behind_them_in_the_journal(companion: CommandLine) -> None:
    Path("answers.json").write_text('{"before": {"feeling": "sad", "distress": 7}, "after": {"feeling": "calm"}}')
    assert companion("session", "--answers", "answers.json").status == 0
    listed = companion("journal", "list").out
    assert not re.search(r"\b7\b.*(before|after)|[-+]\d|improv|change of", listed)
    assert "before and after" not in listed


def test_home_shows_no_titles_unless_someone_wants_them() -> None:
    assert Settings().titles_on_home is False


def test_nothing_can_leave_this_computer() -> None:
    """The program imports nothing that opens a connection; its own processes talk over a socket pair."""
    outward = {"http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "telnetlib", "webbrowser", "ssl"}
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import)
                 for alias in node.names}  # fmt: skip
        names |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not names & outward, path
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if "socket" in names:
            assert not called & {"connect", "create_connection", "bind", "listen", "getaddrinfo", "sendto"}, path


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_what_is_kept_is_for_its_owner_only(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    home = companion.folder / "deep" / "new home"
    monkeypatch.setenv("COMPANION_HOME", str(home))
    Path("answers.json").write_text('{"words": ["rain"]}')
    assert companion("session", "--answers", "answers.json").status == 0
    plain_session(companion, monkeypatch, "1", "4", "", "rain", "stop")
    written = [home, *home.rglob("*")]
    assert {"draft.json", "journal", "logs"} <= {path.name for path in written}
    for path in written:
        if path.is_dir() or path.suffix in (".json", ".toml"):
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
