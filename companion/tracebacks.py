"""Where something went wrong, without what it was about: a log is readable, and a journal may be sealed."""

import traceback


def where(error: BaseException) -> str:
    """Files, lines and kinds of an error and of those that led to it; never their messages, which may quote words."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{where(earlier)}which led to\n" if earlier is not None else ""
    return f"{before}{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}\n"
