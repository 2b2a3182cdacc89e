"""What takes a while: done beside the screen, announced in the corner, and the announcement gone when it is over."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from companion.errors import CompanionError

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp

Step = Callable[[], Callable[[], object]]
"""Works on a thread, and gives what is to be done on the screen afterwards. May raise CompanionError."""


def beside(app: "CompanionApp", announced: str, step: Step, *, group: str, exclusive: bool = False) -> None:
    """Do a step while everything goes on. A trouble is told, and so is a bug; neither leaves the announcement there."""

    def work() -> None:
        try:
            app.call_later(step())
        except CompanionError as error:
            app.call_later(partial(app.tell, error))
        finally:
            app.call_later(partial(app.take_back, announced))

    app.say(announced)
    app.run_worker(work, thread=True, group=group, exclusive=exclusive, exit_on_error=False)
