"""`companion calibrate`: tap along to a pulse, and what you play is recorded when you meant it."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Command
from companion.cli.musical import number
from companion.cli.stopping import stopping_gently
from companion.language import _
from companion.paths import places

if TYPE_CHECKING:
    from companion.services.container import Companion
    from companion.services.takes.calibrating import Calibration


@click.command(cls=Command)
@click.option(
    "--taps", type=click.IntRange(12, 200), default=20, show_default=True, help=_("After so many it is done.")
)
@click.option("--port", metavar="NAME", help=_("Tap on this MIDI keyboard; any key of the computer works too."))
@click.option("--set", "by_hand", type=click.FloatRange(0, 500), callback=number, metavar="MS",
              help=_("Write down this many milliseconds, without tapping."))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=_("One JSON document on stdout."))
def calibrate(taps: int, port: str | None, by_hand: float | None, as_json: bool) -> None:
    """Tap along to a soft pulse; how late you hear is measured and written into the settings.

    Where there is no terminal, each line on standard input is a tap.

    Example: companion calibrate
    """
    from msgspec.structs import replace

    from companion.services.container import Companion
    from companion.services.takes.calibrating import Calibration

    companion = Companion(places())
    try:
        own = companion.settings
        found = Calibration(by_hand, 0.0, 0) if by_hand is not None else _tapped(companion, taps, port)
        companion.change(replace(own, latency_ms=found.latency_ms))
    finally:
        companion.close()
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found))
    else:
        click.echo(
            _("You hear about {latency_ms:g} ms late. From now on that is taken off what you record.").format(
                latency_ms=found.latency_ms
            )
        )


def _tapped(companion: "Companion", taps: int, port: str | None) -> "Calibration":
    from msgspec.structs import replace

    from companion.services.sounding.playing_back import READY_SECONDS, require_output
    from companion.services.takes.calibrating import tap_along
    from companion.services.takes.recording import require_port

    heard = replace(companion.settings, latency_ms=0.0)
    companion.settings = heard if port is None else replace(heard, midi_input=port)  # for this run only
    ready = companion.sound.wait_until_ready(READY_SECONDS)
    require_output(ready)
    if port is not None:
        require_port(ready, port)
    click.echo(_("Tap along to the pulse, with any key. ctrl+c ends it."), err=True)
    with stopping_gently() as is_stopped, _taps() as (is_tapped, is_closed):
        try:
            return tap_along(
                companion.sound, taps, is_tapped, lambda: is_stopped() or (port is None and is_closed()), _dot
            )
        finally:
            if sys.stderr.isatty():
                click.echo(err=True)


def _dot(count: int) -> None:
    """A dot for each tap, where someone sees it."""
    if sys.stderr.isatty():
        click.echo(".", err=True, nl=False)


@contextmanager
def _taps() -> Iterator[tuple[Callable[[float], bool], Callable[[], bool]]]:
    """A function that waits for a tap, and one that says whether no more can come."""
    from companion.plain.keys import single_keys

    with single_keys(sys.stdin) as key:
        if key is not None:
            yield (lambda seconds: bool(key(seconds))), (lambda: False)
            return
        lines: SimpleQueue[str] = SimpleQueue()
        closed = threading.Event()

        def read() -> None:
            for line in sys.stdin:
                lines.put(line)
            closed.set()

        def is_tapped(seconds: float) -> bool:
            try:
                lines.get(timeout=seconds)
            except Empty:
                return False
            return True

        threading.Thread(target=read, name="taps", daemon=True).start()
        yield is_tapped, lambda: closed.is_set() and lines.empty()
