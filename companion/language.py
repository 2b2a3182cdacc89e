"""The language in which the program speaks: gettext's catalogues, chosen once a process. Imports nothing of ours.

Whatever people read is written in English as `_("…")` and looked up here; a sentence without a translation stays
English. What is stored, sent or parsed is never translated: feelings, tags, keys of files and names of commands.
"""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from gettext import GNUTranslations

ENGLISH = "en"
DOMAIN = "companion"
CATALOGUES = Path(__file__).parent / "locale"
LANGUAGE_VARIABLE = "COMPANION_LANGUAGE"
"""What was decided, for the processes that this one starts; set beforehand it decides for one run."""

KEPT = "kept"
"""gettext's context of what is kept in English."""

SYSTEM_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a computer says its language ("de_AT.UTF-8"); the first that is set counts, as POSIX has it."""

_SETTING = "language"


def settle(settings_file: Path) -> None:
    """Decide the language of this process and of those it starts, before the modules with sentences are imported.

    The settings' `language` goes first, then the environment's, then English.
    """
    if LANGUAGE_VARIABLE not in os.environ:
        os.environ[LANGUAGE_VARIABLE] = _set_in(settings_file) or _of_system()
    _speak(_code(os.environ[LANGUAGE_VARIABLE]) or ENGLISH)


def spoken() -> str:
    """The language that was decided: "en", "es", "de", or another one that has exercises only."""
    return _spoken


def _(message: str) -> str:
    """A sentence in the person's language."""
    return _catalogue.gettext(message) if _catalogue is not None and message else message


def begun(text: str) -> str:
    """A text as a sentence begins; all but its first letter stays, since nouns may have capitals ("Gute Nacht")."""
    return text[:1].upper() + text[1:]


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for one thing or for `count` of them, in the person's language."""
    if _catalogue is not None:
        return _catalogue.ngettext(one, many, count)
    return one if count == 1 else many


def pgettext(context: str, message: str) -> str:
    """A word that means two things in English; `context` says which one this is."""
    return _catalogue.pgettext(context, message) if _catalogue is not None else message


def N_(message: str) -> str:
    """Mark a word, or a pattern with {places}, whose English is kept or sent; `told` shows it."""
    return message


def told(text: str) -> str:
    """What was kept in English, in the person's language; the words in a pattern's places are told too.

    A text that was never marked with `N_` stays as it is, unless it fits a pattern by chance: what a person may have
    written themselves (a feeling) is never given to it.
    """
    if _catalogue is None or not text:
        return text
    known = _catalogue.pgettext(KEPT, text)
    if known != text:
        return known
    for pattern, translation in _patterns():
        if match := pattern.fullmatch(text):
            return translation.format(**{name: told(words) for name, words in match.groupdict().items()})
    return text


@cache
def _patterns() -> "tuple[tuple[re.Pattern[str], str], ...]":
    """The kept patterns and their translations, the longest first, since a short one fits much."""
    import re

    found = []
    messages = {} if _catalogue is None else _catalogue._catalog  # type: ignore[attr-defined]  # no other way to them all
    for key, translation in messages.items():
        if isinstance(key, str) and key.startswith(f"{KEPT}\x04") and "{" in key:
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(key.partition("\x04")[2]))
            found.append((re.compile(pattern), translation))
    return tuple(sorted(found, key=lambda each: (-len(each[0].pattern), each[0].pattern)))


def _speak(code: str) -> None:
    global _spoken, _catalogue
    _spoken, _catalogue = code, None
    file = CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if code != ENGLISH and file.is_file():
        from gettext import GNUTranslations  # English does without

        with file.open("rb") as opened:
            _catalogue = GNUTranslations(opened)


def _set_in(settings_file: Path) -> str:
    """The language in a settings file, read without a parser, since every command waits for it; "" for none."""
    try:
        lines = settings_file.read_bytes().decode("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        name, _equals, value = line.partition("=")
        if name.lstrip().startswith("["):
            break
        if name.strip().strip("\"'") == _SETTING:
            return _code(_quoted(value))
    return ""


def _quoted(value: str) -> str:
    """What stands between the quotes of a value, before a comment; "" where there are none."""
    text = value.strip()
    return text[1:].partition(text[0])[0] if text[:1] in ("\"", "'") else ""


def _of_system() -> str:
    named = next(filter(None, map(os.environ.get, SYSTEM_VARIABLES)), "")
    code = _code(named)
    return code if (CATALOGUES / code).is_dir() and code else ENGLISH


def _code(name: str) -> str:
    """ "de" of "de_AT.UTF-8"; "" for what can be no language, such as a path."""
    code = name.partition(".")[0].partition("_")[0].casefold()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else ""


_spoken = ENGLISH
_catalogue: "GNUTranslations | None" = None
if LANGUAGE_VARIABLE in os.environ:  # decided by the process that started this one
    _speak(_code(os.environ[LANGUAGE_VARIABLE]) or ENGLISH)
