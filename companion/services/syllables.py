"""Counting syllables for people who asked; a help for singing, nothing more."""

from companion.engine.prosody import syllables


def counted(line: str) -> int:
    """How many syllables a line has when it is sung."""
    return len(syllables(line))
