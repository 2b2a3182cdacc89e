"""Single keys pressed by a list, in place of a terminal's."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

import pytest

from companion.plain.keys import KeyReader

Keys = Sequence[str | Callable[[], object] | None]


def press(monkeypatch: pytest.MonkeyPatch, place: ModuleType, keys: Keys) -> None:
    """Whoever reads single keys in `place` reads these, then none that says anything.

    None is no key for now; a call is done between two keys.
    """
    left = list(keys)

    def read_key(_: float) -> str | None:
        each = left.pop(0) if left else ""
        if each is None or isinstance(each, str):
            return each
        each()
        return None

    @contextmanager
    def scripted(_: object) -> Iterator[KeyReader]:
        yield read_key

    monkeypatch.setattr(place, "single_keys", scripted)
