"""`companion journal generations` and `restore --generation`: earlier states, from the shell."""

import json
from datetime import datetime

import pytest

from companion.domain.entry import Reflection
from companion.journal.store import Journal
from tests.commands import CommandLine


@pytest.fixture
def folded(companion: CommandLine) -> str:
    """The id of an entry that was changed after a generation was made."""
    with Journal.open(companion.home / "journal") as journal:
        entry = journal.add(Reflection("the stairs were quiet"))
        journal.add(Reflection("another"))
        journal._storage.fold()
    assert companion("journal", "edit", entry.id, "something else").status == 0
    return entry.id


def test_an_entry_comes_back_and_that_is_undone(companion: CommandLine, folded: str) -> None:
    (found,) = json.loads(companion("journal", "generations", "--json").out)
    assert (found["entries"], found["name"].rpartition(".")[2]) == (2, "2")
    assert datetime.fromisoformat(found["made"]).tzinfo is not None
    assert found["name"] in companion("journal", "generations").out
    ran = companion("journal", "restore", "--generation", found["name"])
    assert (ran.status, ran.out) == (0, f"1 entry is as before: {folded[:8]}.\n")
    assert "the stairs were quiet" in companion("journal", "show", folded).out
    undo = next(line for line in ran.err.splitlines() if line.endswith("undoes it.")).split("'")[1].split()[1:]
    assert companion(*undo).status == 0
    assert "something else" in companion("journal", "show", folded).out
    assert companion("journal", "restore", "--generation", undo[-1]).out.startswith("Nothing was changed since.")


def test_wrong_use_is_said(companion: CommandLine) -> None:
    assert companion("journal", "generations").out.startswith("No earlier state yet.")
    assert companion("journal", "generations", "--json").out == "[]\n"
    companion("journal", "restore").told(2, "--generation")
    companion("journal", "restore", "b.zip", "--generation", "x").told(2, "--generation")
    companion("journal", "restore", "--generation", "x", "--replace").told(2, "Say which backup")
    companion("journal", "restore", "--generation", "x").told(2, "no generation 'x'")


@pytest.mark.parametrize("command", ["generations", "restore"])
def test_every_command_has_an_example(companion: CommandLine, command: str) -> None:
    assert f"Example: companion journal {command}" in companion("journal", command, "--help").out
