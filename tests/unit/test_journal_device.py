"""The name of this machine in the journal."""

import re
import uuid
from pathlib import Path

import pytest

from companion.journal import device
from companion.journal.device import device_id


def test_a_machine_keeps_its_name_and_another_has_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = tmp_path / "machine-id"
    monkeypatch.setattr(device, "_MACHINE_ID_FILES", (tmp_path / "missing", machine))
    machine.write_text("0123456789abcdef\n")
    first = device_id()
    assert first == device_id()
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert "0123456789" not in first
    machine.write_text("fedcba9876543210\n")
    assert device_id() != first


def test_without_a_machine_id_the_network_card_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_MACHINE_ID_FILES", (tmp_path / "missing",))
    monkeypatch.setattr(uuid, "getnode", lambda: 1)
    first = device_id()
    monkeypatch.setattr(uuid, "getnode", lambda: 2)
    assert device_id() != first
