"""What is said of a bug, and where it leaves its traceback: in the log, not on the screen."""

from datetime import datetime

from companion.errors import CompanionError
from companion.files import make_folder
from companion.language import _
from companion.paths import places
from companion.tracebacks import where


def bug_in_words(error: BaseException) -> str:
    """One sentence for people."""
    return _("Something went wrong that should not: {error}.").format(error=error)


def record_crash(error: BaseException) -> str:
    """Append where it happened to the log, without anyone's words; returns the sentence that says where that is."""
    log = places().log_file("companion")
    try:
        make_folder(log.parent)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"\n{datetime.now().astimezone().isoformat()}\n")
            file.write(where(error))
    except (CompanionError, OSError):
        return _("The log could not be written either. COMPANION_DEBUG=1 shows the details.")
    return _("The details are in {log}. Nothing that was saved is lost.").format(log=log)
