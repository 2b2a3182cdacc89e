"""A bug inside the screen: one sentence and the log, never a traceback with someone's words in it."""

from pathlib import Path

import pytest

from companion.cli.edge import guarded
from companion.paths import Places
from companion.services.container import Companion
from companion.tui import app as screen


class Broken(screen.CompanionApp):
    """An app that fails as it opens."""

    CSS_PATH = str(Path(screen.__file__).with_name("app.tcss"))

    def run(self, *_: object, **__: object) -> None:
        """Run without a terminal."""
        super().run(headless=True)

    def on_mount(self) -> None:
        """Fail."""
        secret = "the words of someone"
        raise ZeroDivisionError(f"a bug of {len(secret)} letters")


def test_a_bug_ends_in_one_sentence_and_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMPANION_HOME", str(tmp_path))
    monkeypatch.delenv("COMPANION_DEBUG", raising=False)
    monkeypatch.setattr(screen, "CompanionApp", Broken)
    companion = Companion(Places(tmp_path, tmp_path, tmp_path / "logs"))

    def work() -> int:
        screen.run(companion)
        return 0

    assert guarded(work) == 1
    said = capfd.readouterr()
    assert "the words of someone" not in said.out + said.err
    assert "Traceback" not in said.err
    assert "a bug of 20 letters" in said.err
    assert "ZeroDivisionError" in (tmp_path / "logs" / "companion.log").read_text("utf-8")
