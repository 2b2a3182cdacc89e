"""Make the pictures of the README from the running program: real sound process, real session, fixed seed and clock.

Usage: python -m tools.pictures [FOLDER]   (docs/pictures where none is given)
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from textual.pilot import Pilot

from companion.paths import Places
from companion.services.container import Companion
from companion.settings import Settings, save
from companion.tui.app import CompanionApp

SIZE = (80, 24)
EVENING = datetime(2026, 3, 1, 19, 30, tzinfo=timezone(timedelta(hours=1)))
FONT_FACES = re.compile(r"@font-face \{.*?\}", re.DOTALL)


async def until(pilot: Pilot[None], selector: str, seconds: float = 20.0) -> None:
    """Wait until a widget is there."""
    for _ in range(int(seconds * 20)):
        await pilot.pause(0.05)
        if pilot.app.screen.query(selector):
            return
    raise SystemExit(f"{selector} did not come")


@asynccontextmanager
async def program(folder: Path) -> AsyncIterator[tuple[Pilot[None], Callable[[str], None]]]:
    """The program at home, and what takes a picture of it into `folder` under a name."""
    with tempfile.TemporaryDirectory() as home:
        root = Path(home)
        places = Places(root, root, root / "logs")
        save(Settings(welcomed=True, audio_driver="file", audio_file=str(root / "heard.wav"), midi_input="none"),
             places.settings_file)  # fmt: skip
        companion = Companion(places, clock=lambda: EVENING, seed=7)
        app = CompanionApp(companion)

        def picture(name: str) -> None:
            svg = FONT_FACES.sub("", app.export_screenshot(title="companion"))
            (folder / f"{name}.svg").write_text(svg.replace("Fira Code", "monospace"), "utf-8")

        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, "#menu:focus")
            await until(pilot, "FooterKey")
            await pilot.pause(0.5)
            yield pilot, picture
        companion.close()


async def take_jam_pictures(folder: Path) -> None:
    """Playing over a calm backing, and listening by night."""
    async with program(folder) as (pilot, picture):
        await pilot.press("3")
        await until(pilot, "Instrument")
        await pilot.pause(4.0)
        for key in "1356q65t53a3":
            await pilot.press(key)
            await pilot.pause(0.45)
        picture("jam")
        await pilot.press("escape", "2")
        await until(pilot, "Choices:focus")
        await pilot.press("2")
        await until(pilot, "#menu:focus")
        await pilot.press("1")
        await pilot.pause(6.0)
        await pilot.press("n")
        await pilot.pause(1.0)
        picture("listen")


async def take_pictures(folder: Path) -> None:
    """One session, a picture at each place that is worth one."""
    async with program(folder) as (pilot, picture):
        picture("home")
        await pilot.press("enter")
        await until(pilot, "ChoosingScreen Choices:focus")
        await pilot.press("1")
        await until(pilot, "#ways:focus")
        await pilot.press("3")
        await pilot.pause(6.0)
        picture("arrive")
        await pilot.press("enter")
        await until(pilot, "FeelingPanel Choices:focus")
        await pilot.press("3")
        await until(pilot, "BlankPanel Input:focus")
        await pilot.press(*"quiet", "enter")
        await pilot.pause(0.3)
        await pilot.press("tab", "tab")
        await pilot.pause(0.3)
        picture("blank")
        await pilot.press("ctrl+e")
        await until(pilot, "WholePanel TextArea:focus")
        await pilot.press("ctrl+e")
        await until(pilot, "SongPanel Choices:focus")
        await pilot.press("1")
        await pilot.pause(1.0)
        picture("suggestions")
        await pilot.press("s")
        await until(pilot, "StudioScreen FooterKey")
        await pilot.pause(1.5)
        picture("studio")
        await pilot.press("escape")
        await until(pilot, "SongPanel Choices:focus")
        await pilot.press("enter")
        await until(pilot, "PlayPanel:focus")
        await pilot.pause(3.0)
        for key in "35653":
            await pilot.press(key)
            await pilot.pause(0.5)
        picture("play")
        await pilot.press("enter")
        await until(pilot, "SingPanel:focus")
        await pilot.press("space")
        await pilot.pause(9.0)
        picture("sing")
        await pilot.press("enter")
        await until(pilot, "FeelingPanel Choices:focus")
        await pilot.press("1")
        await until(pilot, "ClosePanel")
        await pilot.pause(5.0)
        picture("close")
        await pilot.press("enter")
        await until(pilot, "#menu:focus")
        await pilot.press("4")
        await until(pilot, "JournalScreen EntryList:focus")
        await pilot.pause(1.5)
        picture("journal")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/pictures")
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_jam_pictures(target))
    asyncio.run(take_pictures(target))
