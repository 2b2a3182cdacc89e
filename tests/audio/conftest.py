"""What the tests of sound share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audio.concert import Concert


@pytest.fixture
def concert(tmp_path: Path) -> Iterator[Concert]:
    concert = Concert(tmp_path)
    yield concert
    concert.client.close()
