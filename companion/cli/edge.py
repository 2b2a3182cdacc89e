"""The outermost edge: where every error ends, as one or two lines and an exit status. Imports no library."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper

from companion.errors import CompanionError
from companion.language import _

DEBUG_VARIABLE = "COMPANION_DEBUG"

FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system calls a full disk, or a full share of one."""


def guarded(work: Callable[[], int]) -> int:
    """Do `work`, which gives an exit status; nobody meets a traceback unless they asked for it."""
    if sys.stdin is None:  # started with its input closed, as some services do
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 (for as long as the program runs)
    _say_what_can_be_said()
    try:
        status = work()
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return say(_("Stopped. What was saved stays saved."), status=130)
    except CompanionError as error:
        return say(error.message, error.hint, status=error.exit_status)
    except BrokenPipeError:
        _let_go_of_output()
        return 0
    except OSError as error:
        if error.errno not in FULL:
            return _bug(error)
        _let_go_of_output()
        return say(_("Not all of it could be written: no space left."), _("Free some space and try again."), status=3)
    except Exception as error:  # noqa: BLE001 (the outermost edge: logged, and told in one sentence)
        return _bug(error)


def say(message: str, hint: str = "", *, status: int) -> int:
    """One or two lines on stderr; returns the status."""
    for line in filter(None, (message, hint)):
        print(line, file=sys.stderr)
    return status


def _say_what_can_be_said() -> None:
    """A sign that the output's encoding lacks (on Windows into a pipe, in an old locale) is a "?" and ends nothing."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")


def _let_go_of_output() -> None:
    """What is still waiting to be written to a closed or full output goes nowhere, so that it is not tried again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # an output that is no file
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _bug(error: Exception) -> int:
    if os.environ.get(DEBUG_VARIABLE) == "1":
        raise error
    from companion.crash import bug_in_words, record_crash

    return say(bug_in_words(error), record_crash(error), status=1)
