"""Counting syllables for people who asked; a help for singing, nothing more."""

from companion.engine.prosody import syllables


def counted(line: str, language: str = "en") -> int:
    """How many syllables a line has when it is sung."""
    return len(syllables(line, language))


def stresses(line: str, language: str = "en") -> str:
    """A sign a syllable: "/" where speech leans on it, "." where it passes over."""
    return " ".join("/" if syllable.is_stressed else "." for syllable in syllables(line, language))
