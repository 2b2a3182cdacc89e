"""Where a bug leaves its traceback: in the log, not on the screen."""

import traceback
from datetime import datetime

from companion.errors import CompanionError
from companion.files import make_folder
from companion.paths import places


def record_crash(error: BaseException) -> str:
    """Append the traceback to the log; returns the sentence that says where it is."""
    log = places().log_file("companion")
    try:
        make_folder(log.parent)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"\n{datetime.now().astimezone().isoformat()}\n")
            file.writelines(traceback.format_exception(error))
    except (CompanionError, OSError):
        return "The log could not be written either. COMPANION_DEBUG=1 shows the details."
    return f"The details are in {log}. Nothing that was saved is lost."
