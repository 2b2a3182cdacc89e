"""The key of a journal: behind a passphrase, on paper, in the open, thrown away."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from companion import age
from companion.age import CannotOpenError, Identity
from companion.errors import FileProblemError, SealedError, WrongPassphraseError, WrongUseError
from companion.files import replace_file
from companion.journal import vault as vault_module
from companion.journal.vault import Vault

PASSPHRASE = "the stairs are quiet"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a passphrase, and its recovery key."""
    folder = tmp_path_factory.mktemp("closed")
    vault = Vault(folder)
    vault.close_with(PASSPHRASE)
    return folder, vault.recovery_key()


def test_a_journal_without_a_passphrase_seals_nothing(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    assert (vault.is_sealed, vault.is_open, vault.seal(b"words"), vault.unseal(b"words")) == (
        False, True, b"words", b"words",
    )  # fmt: skip
    with pytest.raises(WrongUseError):
        vault.unlock(PASSPHRASE)
    with pytest.raises(WrongUseError):
        vault.recovery_key()
    assert not list(tmp_path.iterdir())


def test_the_passphrase_opens_it_and_nothing_else_does(closed: tuple[Path, str]) -> None:
    vault = Vault(closed[0])
    sealed = vault.seal(b"words")
    assert (vault.is_sealed, vault.is_open, b"words" in sealed) == (True, False, False)
    for read in (vault.require_open, vault.recovery_key):
        with pytest.raises(SealedError):
            read()
    with pytest.raises(CannotOpenError):
        vault.unseal(sealed)
    with pytest.raises(WrongPassphraseError) as problem:
        vault.unlock("the stairs are loud")
    assert problem.value.exit_status == 5
    vault.unlock(PASSPHRASE)
    assert vault.unseal(sealed) == b"words"


def test_a_guess_costs_whoever_guesses(closed: tuple[Path, str]) -> None:
    """scrypt's work factor stands in the file as a power of two; below 2^14 guessing would be quick."""
    secret = min((closed[0] / "keys").glob("*.age"))
    kind, _, work = secret.read_bytes().splitlines()[1].removeprefix(b"-> ").split()
    assert kind == b"scrypt"
    assert int(work) >= 14


@pytest.mark.parametrize("written", ["as it is", "with spaces", "in small letters"])
def test_the_recovery_key_opens_it_as_it_was_copied_from_paper(closed: tuple[Path, str], written: str) -> None:
    folder, key = closed
    vault = Vault(folder)
    match written:
        case "with spaces":
            key = "  " + " ".join(key[start : start + 6] for start in range(0, len(key), 6)) + "\n"
        case "in small letters":
            key = key.lower()
    vault.unlock(key)
    assert vault.unseal(vault.seal(b"words")) == b"words"


def test_another_key_does_not_open_it(closed: tuple[Path, str]) -> None:
    with pytest.raises(WrongPassphraseError):
        Vault(closed[0]).unlock(Identity.generate().reveal())


def test_changing_the_passphrase_rewrites_one_small_file_and_its_twin(closed: tuple[Path, str], tmp_path: Path) -> None:
    folder = shutil.copytree(closed[0], tmp_path / "journal")
    vault = Vault(folder)
    with pytest.raises(SealedError):
        vault.change_passphrase("new words")
    vault.unlock(closed[1])
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    vault.change_passphrase("new wo\u0301rds")
    changed = [path for path in folder.rglob("*") if path.is_file() and before.get(path) != path.read_bytes()]
    assert [(path.suffix, path.stat().st_size < 1000) for path in changed] == [(".age", True)] * 2
    with pytest.raises(WrongPassphraseError):
        Vault(folder).unlock(PASSPHRASE)
    Vault(folder).unlock("new w\u00f3rds")


def test_nobody_sets_an_empty_passphrase(closed: tuple[Path, str], tmp_path: Path) -> None:
    with pytest.raises(WrongUseError):
        Vault(tmp_path).close_with("  ")
    with pytest.raises(WrongUseError):
        Vault(closed[0]).close_with("another one")


def test_a_key_that_was_in_the_open_still_opens_what_was_sealed_to_it(closed: tuple[Path, str], tmp_path: Path) -> None:
    folder = shutil.copytree(closed[0], tmp_path / "journal")
    vault = Vault(folder)
    vault.unlock(closed[1])
    sealed = vault.seal(b"words of an offline device")
    vault.open_for_all()
    assert (vault.is_sealed, vault.seal(b"plain")) == (False, b"plain")
    assert Vault(folder).unseal(sealed) == b"words of an offline device"
    vault.close_with("again")
    assert vault.recovery_key() != closed[1]
    assert not list(folder.rglob("*.open"))
    with pytest.raises(CannotOpenError):
        Vault(folder).unseal(sealed)
    again = Vault(folder)
    again.unlock(vault.recovery_key())
    assert again.unseal(sealed) == b"words of an offline device"


@pytest.mark.long
def test_two_devices_that_set_a_passphrase_at_the_same_time_read_each_other(tmp_path: Path) -> None:
    here, there = Vault(tmp_path / "here"), Vault(tmp_path / "there")
    here.close_with("one")
    there.close_with("two")
    before = there.seal(b"before they met")
    for path in (tmp_path / "there" / "keys").iterdir():
        shutil.copy(path, tmp_path / "here" / "keys")
    assert there.unseal(here.seal(b"after")) == b"after"
    assert here.unseal(here.seal(b"after")) == b"after"
    with pytest.raises(CannotOpenError):
        here.unseal(before)
    here.unlock("two")
    assert here.unseal(before) == b"before they met"


def test_damage_to_a_file_of_the_key_is_noticed_and_mended(closed: tuple[Path, str], tmp_path: Path) -> None:
    folder = shutil.copytree(closed[0], tmp_path / "journal")
    for path in (secret := min(folder.glob("keys/*.age")), public := next(folder.glob("keys/*.pub"))):
        changed = bytearray(path.read_bytes())
        changed[40] ^= 1
        path.write_bytes(changed)
    vault = Vault(folder)
    assert vault.is_sealed
    with pytest.raises(FileProblemError, match="damaged"):
        vault.seal(b"words")
    vault.unlock(PASSPHRASE)
    assert vault.unseal(vault.seal(b"words")) == b"words"
    for path in (secret, public):
        assert path.read_bytes() == (closed[0] / "keys" / path.name).read_bytes()


def test_a_destroyed_key_opens_nothing(closed: tuple[Path, str], tmp_path: Path) -> None:
    folder = shutil.copytree(closed[0], tmp_path / "journal")
    vault = Vault(folder)
    vault.unlock(closed[1])
    sealed = vault.seal(b"words")
    vault.destroy()
    assert not list((folder / "keys").iterdir())
    with pytest.raises(CannotOpenError):
        vault.unseal(sealed)


def test_a_key_that_a_kill_left_half_made_is_no_key(closed: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    for path in (closed[0] / "keys").glob("*.age"):
        shutil.copy(path, tmp_path / "keys")
    vault = Vault(tmp_path)
    assert (vault.is_sealed, vault.seal(b"words")) == (False, b"words")
    vault.close_with("other words")
    again = Vault(tmp_path)
    with pytest.raises(WrongPassphraseError):
        again.unlock(PASSPHRASE)
    again.unlock("other words")


def test_a_passphrase_that_is_set_twice_at_once_loses_neither_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window sets one between the two files that this one writes."""
    here, there = Vault(tmp_path), Vault(tmp_path)
    writing = replace_file

    def meanwhile(path: Path, content: bytes) -> None:
        if path.suffix == ".pub":
            monkeypatch.setattr(vault_module, "replace_file", writing)
            there.close_with("two")
        writing(path, content)

    monkeypatch.setattr(vault_module, "replace_file", meanwhile)
    here.close_with("one")
    assert len(Vault(tmp_path).recipients) == 2
    for own in (here, there):
        recipient = own._identities[0].recipient
        (public,) = [path for path in tmp_path.glob("keys/*.pub") if path.read_text() == recipient]
        assert public.with_suffix(".age").exists()
        assert own.unseal(Vault(tmp_path).seal(b"words")) == b"words"


def test_a_secret_is_not_shown_by_accident() -> None:
    identity = Identity.generate()
    assert age.SECRET_PREFIX not in f"{identity!r} {identity} {vars(Vault)}"
    assert Identity(identity.reveal()).recipient == identity.recipient
    with pytest.raises(ValueError, match="not a key"):
        Identity("AGE-SECRET-KEY-1NONSENSE")


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the program age (Debian: age)")
def test_the_program_age_opens_what_is_sealed_here(closed: tuple[Path, str], tmp_path: Path) -> None:
    """`age` asks for the passphrase on the terminal only, so it gets one."""
    pty = pytest.importorskip("pty", reason="needs a system with terminals of its own making")
    (tmp_path / "sealed.age").write_bytes(Vault(closed[0]).seal("für später 🎵".encode()))
    secret = min((closed[0] / "keys").glob("*.age"))
    process, terminal = pty.fork()
    if process == 0:
        os.execvp("age", ["age", "-d", "-i", str(secret), "-o", str(tmp_path / "words"), str(tmp_path / "sealed.age")])
    try:
        while not os.read(terminal, 4096).rstrip().endswith(b":"):
            pass
        os.write(terminal, f"{PASSPHRASE}\n".encode())
        _, status = os.waitpid(process, 0)
    finally:
        os.close(terminal)
    assert status == 0
    assert (tmp_path / "words").read_text("utf-8") == "für später 🎵"
    plain = subprocess.run(["age", "-d", str(tmp_path / "sealed.age")], capture_output=True, check=False, timeout=60)
    assert plain.returncode != 0
