"""Names that a library keeps to itself: each has one door here, and a newer library without it is met by a test."""

import ast
import gettext
import io
import os
from pathlib import Path

import pytest
from textual._context import active_message_pump
from textual.app import App
from textual.command import CommandPalette
from textual.driver import Driver
from textual.widgets import _footer, _toast
from tinydb.table import Table

from companion.tui.inside import unpainted

PROJECT = Path(__file__).parents[2]
TREES = {
    path.relative_to(PROJECT).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted((PROJECT / "companion").rglob("*.py"))
}
NODES = [(file, node) for file, tree in TREES.items() for node in ast.walk(tree)]

OF_TEXTUAL = {
    "_close_messages_no_wait", "_driver", "_exception", "_exit", "_fatal_error", "_handle_exception", "_notifications",
    "_unnotify",
}  # fmt: skip
OF_TINYDB = {"_get_next_id", "_read_table", "_update_table"}
DOORS = {
    "companion/tui/inside.py": OF_TEXTUAL,
    "companion/tui/modals/palette.py": {"_action_command_list"},
    "companion/journal/table.py": OF_TINYDB,
    "companion/language.py": {"_catalog"},
}
"""Where a private attribute of a library is asked for."""

MODULE_DOORS = {"companion/tui/inside.py": {"textual._context", "textual.widgets._footer", "textual.widgets._toast"}}

INHERITED = {"_fatal_error", "_handle_exception", "_action_command_list", *OF_TINYDB}
"""Defined here too, in the library's place."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def own_names() -> set[str]:
    """Every name that a module of ours gives to something."""
    kept = {node.attr for _, node in NODES if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    named = {node.id for _, node in NODES if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    made = {node.name for _, node in NODES if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return (kept | named | made) - INHERITED


def test_private_attributes_of_libraries_are_asked_for_at_one_door() -> None:
    own, found = own_names(), dict[str, set[str]]()
    for file, node in NODES:
        match node:
            case ast.Attribute(value=ast.Name(id="os")):  # os._exit is documented
                continue
            case ast.Attribute(attr=name) | ast.FunctionDef(name=name) if is_private(name) and name not in own:
                found.setdefault(file, set()).add(name)
    assert found == DOORS


def test_private_modules_of_libraries_are_imported_at_one_door() -> None:
    found = dict[str, set[str]]()
    for file, node in NODES:
        if isinstance(node, ast.ImportFrom) and any(map(is_private, (node.module or "").split("."))):
            found.setdefault(file, set()).add(node.module or "")
    assert found == MODULE_DOORS


def test_textual_still_has_what_is_used_of_its_inside() -> None:
    app: App[None] = App()
    assert {name for name in OF_TEXTUAL if not hasattr(app, name)} == set()
    assert active_message_pump.get(None) is None
    assert callable(CommandPalette._action_command_list)
    assert {_toast.Toast.__name__, _toast.ToastRack.__name__, _footer.FooterKey.__name__} == {
        "Toast", "ToastRack", "FooterKey",
    }  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="a terminal is painted in another way there")
async def test_what_waits_to_be_painted_is_found() -> None:
    from textual.drivers._writer_thread import WriterThread
    from textual.drivers.linux_driver import LinuxDriver

    terminal: Driver = LinuxDriver(App())
    assert unpainted(terminal) is None
    vars(terminal)["_writer_thread"] = WriterThread(io.StringIO())
    waiting = unpainted(terminal)
    assert waiting is not None
    terminal.write("a word")
    assert waiting.get_nowait() == "a word"


def test_gettext_and_tinydb_still_have_what_is_used_of_their_inside() -> None:
    assert {name for name in OF_TINYDB if not hasattr(Table, name)} == set()
    catalogue = io.BytesIO((PROJECT / "companion" / "locale" / "de" / "LC_MESSAGES" / "companion.mo").read_bytes())
    assert isinstance(vars(gettext.GNUTranslations(catalogue))["_catalog"], dict)
