"""The language of the program: how it is chosen, and what is told in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from companion.domain.affect import CheckIn
from companion.domain.feelings import FEELINGS, kept, place
from companion.language import begun, told

CHOOSE = """
import sys
from pathlib import Path
from companion.language import settle, spoken
settle(Path(sys.argv[1]))
print(spoken(), end="")
"""
TELL = """
from companion.domain.affect import CheckIn
from companion.domain.feelings import kept, place
from companion.exports.entry_words import check_in_in_words, date_in_words, length_in_words
from companion.language import _, ngettext, told
from datetime import date
print(_("Go on"), _(""), _("nobody ever wrote this"), sep="|")
print(told("sad"), kept("Traurig"), kept("wie Watte"), place("traurig") == place("sad"), sep="|")
print(told("It comes home every four bars and stays within seven notes."))
print(told("Rocking, like a lullaby; starts high and settles down"))
print(told("My own {words}."))
print(date_in_words(date(2026, 3, 3)), length_in_words(1), length_in_words(48), sep="|")
print(check_in_in_words(CheckIn(feeling="worried", distress=4)))
"""


def said_by(program: str, *arguments: str, **environment: str) -> str:
    """What a program prints where nothing but `environment` says a language."""
    named = ("COMPANION_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    bare = {name: value for name, value in os.environ.items() if name not in named}
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True, timeout=60,
                          env={**bare, "PYTHONUTF8": "1", **environment})  # fmt: skip
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("settings", "environment", "chosen"),
    [
        ('language = "es"\n', {"LANG": "de_DE.UTF-8"}, "es"),
        ('theme = "paper"\nlanguage=\'de\'\n', {}, "de"),
        ('language = ""\n', {"LANG": "de_AT.UTF-8"}, "de"),
        ('language = "fr"\n', {}, "fr"),
        ("", {"LC_ALL": "es_MX.UTF-8", "LANG": "de_DE.UTF-8"}, "es"),
        ("", {"LC_ALL": "", "LC_MESSAGES": "de", "LANG": "es_ES"}, "de"),
        ("", {"LANG": "ja_JP.UTF-8"}, "en"),
        ("", {"LANG": "C.UTF-8"}, "en"),
        ("", {"LANG": "../../secret"}, "en"),
        ('language = "../../secret"\n', {}, "en"),
        ("\0\xff[", {}, "en"),
        ('language = "de" # mine, not "es"\n', {"LANG": "es_ES"}, "de"),
        ('"language" = "de"\n', {"LANG": "es_ES"}, "de"),
        ("\ufefflanguage = 'de'\n", {"LANG": "es_ES"}, "de"),
        ('# language = "de"\n', {"LANG": "es_ES"}, "es"),
        ('theme = "paper"\n[later]\nlanguage = "de"\n', {"LANG": "es_ES"}, "es"),
        ('language = ["de"]\n', {"LANG": "es_ES"}, "es"),
        ("language =\n", {"LANG": "es_ES"}, "es"),
        ('language = "es"\n', {"COMPANION_LANGUAGE": "de"}, "de"),
        ("", {"COMPANION_LANGUAGE": "/etc"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_settings_go_first_then_the_computer_then_english(
    tmp_path: Path, settings: str | None, environment: dict[str, str], chosen: str
) -> None:
    file = tmp_path / "settings.toml"
    if settings is not None:
        file.write_text(settings, encoding="utf-8")
    assert said_by(CHOOSE, str(file), **environment) == chosen


def test_what_is_kept_in_english_is_told_in_the_persons_language() -> None:
    said = said_by(TELL, COMPANION_LANGUAGE="de").splitlines()
    assert said == [
        "Weiter||nobody ever wrote this",
        "traurig|sad|wie Watte|True",
        "Es kommt alle vier Takte heim und bleibt in sieben Tönen.",
        "Wiegend, wie ein Schlaflied; beginnt hoch und lässt sich nieder",
        "My own {words}.",
        "3. März 2026|1 Sekunde|48 Sekunden",
        "besorgt; Belastung 4 von 10",
    ]


def test_every_feeling_can_be_said_in_every_language_and_is_kept_in_english() -> None:
    program = "from companion.domain.feelings import *; print([w for w in FEELINGS if kept(told(w)) != w], end='')"
    for language in ("es", "de"):
        assert said_by(program, COMPANION_LANGUAGE=language) == "[]"


FIND = """
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from companion.domain.affect import CheckIn
from companion.journal.store import Journal
from companion.services.journal.noting import keep_note
from companion.services.journal.opening import felt
from companion.services.journal.query import read_query
from companion.services.journal.search import Shelf
folder = Path(sys.argv[1])
keep_note(folder, "", feeling="Traurig")
keep_note(folder, "a stair", feeling="wütend")
with Journal.open(folder) as journal:
    changed = journal.update(felt(journal.add(CheckIn("calm")), "müde"))
    print(sorted(entry.body.feeling for entry in journal.entries()))
    shelf = Shelf(journal.entries(), timezone.utc)
for words in ("traurig", "sad", "feeling:müde", "feeling:tired", "feeling:wütend", "feeling:heiter"):
    print(words, [entry.body.feeling for entry in shelf.find(read_query(words, date(2026, 3, 3))).entries])
"""


def test_a_feeling_said_in_german_is_kept_in_english_and_found_by_either_word(tmp_path: Path) -> None:
    assert said_by(FIND, str(tmp_path / "journal"), COMPANION_LANGUAGE="de").splitlines() == [
        "['angry', 'sad', 'tired']",
        "traurig ['sad']",
        "sad ['sad']",
        "feeling:müde ['tired']",
        "feeling:tired ['tired']",
        "feeling:wütend ['angry']",
        "feeling:heiter []",
    ]


SHARED = """
from companion.domain.affect import CheckIn
from companion.domain.share import Sent, Share, SharedCheckIn
from companion.exports.entry_words import sharing_lines
from companion.services.between.page import items_in_words, items_of
share = Share("c", "i", minutes=4, check_ins=(SharedCheckIn("before", CheckIn("sad")),), hard="x", exercise_title="t")
print(items_of(share), items_in_words(share), sep="|")
for what in (items_of(share), ("die Minuten", "the minutes")):
    print(sharing_lines(Sent("i", "c", "Ana", "age1", what))[1:])
"""


def test_what_was_shared_is_kept_in_english_and_shown_in_the_language_of_the_day() -> None:
    english = "('titles', 'the minutes', 'how it was: before', 'what was hard')"
    german = "('Titel', 'die Minuten', 'wie es war: davor', 'was schwer war')"
    assert said_by(SHARED, COMPANION_LANGUAGE="de").splitlines() == [
        f"{english}|{german}", german, "('die Minuten', 'die Minuten')",
    ]  # fmt: skip


SAID = """
from datetime import date
from companion.domain.contact import Contact
from companion.engine.alternatives import _WORDS
from companion.engine.groove import groove_named
from companion.errors import WrongUseError
from companion.services.between.assigning import Wish
from companion.services.between.contacts import checked_words
from companion.services.between.terms_in_words import feelings_in_words
print(checked_words(Contact("Ana", "0170", date(2026, 5, 3))))
print(feelings_in_words(Wish("Robin", feelings=("sad", "calm"))), _WORDS["II"], sep="|")
try:
    groove_named("nobody")
except WrongUseError as error:
    print(error.message)
"""


def test_days_feelings_and_errors_are_said_in_the_persons_language() -> None:
    assert said_by(SAID, COMPANION_LANGUAGE="de").splitlines() == [
        "durchgesehen am 3. Mai 2026", "traurig, ruhig|heller", "Es gibt keinen Rhythmus namens 'nobody'.",
    ]  # fmt: skip


OWN_WORDS = """
from companion.domain.affect import CheckIn
from companion.domain.feelings import in_own_language
from companion.exports.entry_words import check_in_in_words
from companion.services.journal.rows import check_in_words
for word in ("angry; tired", "one note", "my own words", "Sad"):
    print(in_own_language(word), check_in_words(CheckIn(word)), check_in_in_words(CheckIn(word)), sep="|")
"""


def test_a_feeling_in_a_persons_own_words_is_shown_as_they_said_it() -> None:
    assert said_by(OWN_WORDS, COMPANION_LANGUAGE="de").splitlines() == [
        "angry; tired|angry; tired|angry; tired",
        "one note|one note|one note",
        "my own words|my own words|my own words",
        "traurig|traurig|traurig",
    ]


EXIT = """
from datetime import datetime, timezone
from companion.domain.feelings import FEELINGS
from companion.language import begun, told
from companion.services.walking import questions as q
from companion.services.walking.draft import Draft
from companion.services.walking.exits import opens_exit
draft = Draft("a", "b", datetime(2026, 3, 3, tzinfo=timezone.utc), 1, "low", "before", "feeling")
print([word for word in FEELINGS if opens_exit(draft, q.Feeling(told(word)), 8)], end="")
"""


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_numb_opens_the_gentle_exit_in_every_language_and_no_other_word_does(language: str) -> None:
    assert said_by(EXIT, COMPANION_LANGUAGE=language) == "['numb']"


def test_english_is_told_and_kept_as_it_is() -> None:
    assert told("It goes slowly, 66 beats a minute.") == "It goes slowly, 66 beats a minute."
    assert (kept("Calm"), kept("like wool")) == ("Calm", "like wool")
    assert place("Calm") == FEELINGS["calm"]
    assert CheckIn(feeling=kept("sad")).feeling == "sad"


def test_a_sentence_begins_with_a_capital_and_keeps_those_of_its_nouns() -> None:
    assert begun("gute Nacht") == "Gute Nacht"
    assert begun("") == ""


NAMED = """
from companion.domain.harmony import Key
from companion.exports.song_words import groove_in_words, key_in_words
from companion.messages import greeting
from companion.tui.app import KEY_NAMES
from companion.tui.themes import NAMES
print(greeting(20), greeting(22), key_in_words(Key("A")), groove_in_words("lullaby"), groove_in_words("other"),
      KEY_NAMES["space"], NAMES["night"], sep="|")
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "buenas tardes|buenas noches|A mayor|nana|other|espacio|noche"),
        ("de", "guten Abend|guten Abend|A-Dur|Wiegenlied|other|Leertaste|Nacht"),
    ],
)
def test_hours_keys_grooves_and_colours_have_names_in_the_language(language: str, said: str) -> None:
    assert said_by(NAMED, COMPANION_LANGUAGE=language).strip() == said
