"""At 80 columns, in each language, nothing that is said of the keys is cut: in no row of keys and in no menu."""

import os
import subprocess
import sys

import pytest
from textual.pilot import Pilot
from textual.widgets._footer import FooterKey

from companion.tui.widgets.choices import Choice
from companion.tui.widgets.keys import KeyRow
from tests.unit.every_screen import Looked, cut_keys, is_drawn
from tests.unit.faces import House
from tests.unit.pilots import program, until, until_home


@pytest.mark.parametrize("language", ["es", "de", pytest.param("en", marks=pytest.mark.long)])
def test_no_key_and_no_row_of_a_menu_is_cut(language: str) -> None:
    """English is the shortest of the three, so it waits for `make check`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.every_screen"],
        env={**os.environ, "COMPANION_LANGUAGE": language},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout == ""


async def test_what_is_cut_is_seen(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        assert await _cut_with_a_long_name(pilot, "more of what there is to do, and then a good deal more " * 2)
        looked = Looked(pilot)
        looked.rows[Choice("A name that leaves no room for anything, and finds none. " * 2, "said")] = None
        await looked.in_one_menu()
        assert len(looked.cut) == 1


async def _cut_with_a_long_name(pilot: Pilot[None], name: str) -> list[str]:
    row = pilot.app.screen.query_one(KeyRow)
    await until(pilot, lambda: is_drawn(row) and cut_keys(row) == [])
    key = next(each for each in row.query(FooterKey) if each.action.endswith("help"))
    key.description = name
    key.refresh(layout=True)
    await until(pilot, lambda: key.region.width > len(name))
    return cut_keys(row)
