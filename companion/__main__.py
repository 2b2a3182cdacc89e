"""Calls the command line, and turns what goes wrong into one or two lines and an exit status."""

import atexit
import gc
import sys

_NEW_OBJECTS = 10_000
"""After so many new objects Python looks for unused rings among them. Its own 700 is for programs that load little:
libraries are tens of thousands of objects, and none of them goes away."""


def main() -> None:
    """The entry point of `companion`. What is loaded is loaded behind the edge, where ctrl+c is no traceback."""
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)  # at its very end Python would look through all that is loaded once more
    from companion.cli.edge import guarded

    sys.exit(guarded(_work))


def _work() -> int:
    """Opening the screen, which is what people do, does not wait for click. The language is known before all else."""
    from companion.language import settle
    from companion.paths import places

    settle(places().settings_file)
    if len(sys.argv) > 1:
        from companion.cli.root import run

        return run(sys.argv[1:])
    from companion.cli.open import open_program

    return open_program()


if __name__ == "__main__":
    main()
