"""Calls the command line, and turns what goes wrong into one or two lines and an exit status."""

import sys


def main() -> None:
    """The entry point of `companion`. What is loaded is loaded behind the edge, where ctrl+c is no traceback."""
    from companion.cli.edge import guarded

    sys.exit(guarded(_work))


def _work() -> int:
    """Opening the screen, which is what people do, does not wait for click."""
    if len(sys.argv) > 1:
        from companion.cli.root import run

        return run(sys.argv[1:])
    from companion.cli.open import open_program

    return open_program()


if __name__ == "__main__":
    main()
