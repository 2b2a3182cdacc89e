"""A word for people while something takes longer than a second; scripts never see it."""

import sys

import click


def say_progress(sentence: str) -> None:
    """Say it on stderr, where that is a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(sentence, err=True)
