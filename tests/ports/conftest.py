"""One JACK server for all the tests of ports."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports.jack import NAME, Jack, Listener, Piano


@pytest.fixture(scope="package", autouse=True)
def private_server() -> Iterator[None]:
    """Every JACK client of these tests, our processes' too, looks for our server only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", NAME)
        yield


@pytest.fixture(scope="package")
def jack(private_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    jack = Jack(NAME, tmp_path_factory.mktemp("jack"))
    yield NAME
    jack.stop()


@pytest.fixture
def piano(jack: str) -> Iterator[Piano]:
    piano = Piano("piano")
    yield piano
    piano.unplug()


@pytest.fixture
def listener(jack: str, tmp_path: Path) -> Iterator[Listener]:
    listener = Listener(tmp_path)
    yield listener
    listener.client.close()
