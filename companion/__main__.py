"""Calls the command line, and turns what goes wrong into one or two lines and an exit status."""

import sys


def main() -> None:
    """The entry point of `companion`. Opening the screen, which is what people do, does not wait for click."""
    if len(sys.argv) > 1:
        from companion.cli.root import run

        sys.exit(run(sys.argv[1:]))
    from companion.cli.edge import guarded
    from companion.cli.open import open_program

    sys.exit(guarded(open_program))


if __name__ == "__main__":
    main()
