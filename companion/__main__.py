"""Calls the command line, and turns what goes wrong into one or two lines and an exit status."""

import sys


def main() -> None:
    """The entry point of `companion`."""
    from companion.cli.root import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
