"""The composer process: `python -m companion.engine.composer_server CHANNEL`, started by ComposerClient.

A thread reads requests into a desk that holds only the newest of each kind; the main thread does the work. music21
is loaded when there is nothing else to do. The process ends when the app closes it or goes away.
"""

import logging
import os
import sys
import threading

from companion.channel import Channel, ChannelClosed, MessageError, channel_to_parent
from companion.engine import pronunciation
from companion.engine.changes import changed
from companion.engine.composer_protocol import Down, Failed, Leave, Suggest, Suggested, Up, Work
from companion.engine.composing import suggest
from companion.errors import CompanionError
from companion.language import _
from companion.tracebacks import where

_log = logging.getLogger(__name__)
_NICENESS = 5
"""Sound and screen go first where the processor is short."""


class Desk:
    """The newest request of each kind, handed from the reading thread to the working one."""

    def __init__(self) -> None:
        self._waiting: dict[type[Work], Work] = {}
        self._is_closed = False
        self._changed = threading.Condition()

    def put(self, work: Work) -> None:
        """Lay a request on the desk, in place of an older one of its kind."""
        with self._changed:
            self._waiting.pop(type(work), None)
            self._waiting[type(work)] = work
            self._changed.notify()

    def close(self) -> None:
        """No more will come."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    def take(self, timeout: float | None = None) -> Work | None:
        """The request that waits longest; None when the desk was closed or the time (seconds) is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or bool(self._waiting), timeout)
            if self._is_closed or not self._waiting:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return self._is_closed


def answer(work: Work) -> Up:
    """Do what a request asks for; what can't be done comes back as a sentence."""
    try:
        if isinstance(work, Suggest):
            return Suggested(work.ticket, suggest(work.request))
        return Suggested(work.ticket, (changed(work.song, work.change),))
    except CompanionError as error:
        return Failed(work.ticket, str(error))
    except Exception as error:  # noqa: BLE001 (the outermost edge here: a bug must not end the next request)
        _log.error("composing failed\n%s", where(error))
        return Failed(work.ticket, _("Something went wrong while composing. The log says more; please try again."))


def serve(channel: Channel[Up, Down]) -> None:
    """Answer requests until the app is gone."""
    desk = Desk()
    threading.Thread(target=_read, args=(channel, desk), daemon=True).start()
    pronunciation.warm_up()
    is_ready = False
    while not desk.is_closed:
        work = desk.take(None if is_ready else 0.05)
        try:
            if work is not None:
                channel.send(answer(work))
            elif not is_ready:
                from companion.engine import m21

                m21.warm_up()
                is_ready = True
        except ChannelClosed:
            return


def _read(channel: Channel[Up, Down], desk: Desk) -> None:
    try:
        while True:
            try:
                message = channel.receive()
            except MessageError as error:
                _log.warning("%s", error)
                continue
            if isinstance(message, Leave):
                return
            desk.put(message)
    except ChannelClosed:
        pass
    finally:
        desk.close()


def main() -> None:
    """Serve the app that started this process."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s composer %(levelname)s %(message)s")
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    channel = channel_to_parent(sys.argv, Down)
    try:
        serve(channel)
    finally:
        channel.close()


if __name__ == "__main__":
    main()
