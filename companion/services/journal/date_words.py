"""Dates as they are typed in Spanish and in German, said in the English that `dates` reads."""

import re

from msgspec import Struct

from companion.language import spoken


class DateWords(Struct, frozen=True):
    """How a language says dates: what stands in another order there, and then word by word; "" is left out."""

    turned: tuple[tuple[str, str], ...]
    words: dict[str, str]


def _numbered(names: str, english: str) -> dict[str, str]:
    return dict(zip(names.split(), english.split(), strict=True))


_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "january february march april may june july august september october november december"

_SPANISH = DateWords(
    (
        (r"\bantes de ayer\b", "anteayer"),
        (r"\bhace (\w+) (\w+)", r"\1 \2 ago"),
        (r"(\w+) pasad[oa]\b", r"last \1"),
        (r"\b(antes|después|despues) del?\b", r"\1"),
    ),
    {
        "hoy": "today", "ayer": "yesterday", "anoche": "yesterday", "anteayer": "the day before yesterday",
        "mañana": "tomorrow", "este": "this", "esta": "this", "último": "last", "última": "last", "últimos": "last",
        "últimas": "last", "desde": "since", "hasta": "until", "antes": "before", "después": "after",
        "despues": "after", "entre": "between", "y": "and", "en": "in", "a": "to", "al": "to", "próximo": "next",
        "el": "", "la": "", "los": "", "las": "", "de": "", "del": "",
        "día": "day", "días": "days", "semana": "week", "semanas": "weeks", "mes": "month", "meses": "months",
        "año": "year", "años": "years", "un": "one", "una": "one", "dos": "two", "tres": "three", "cuatro": "four",
        "cinco": "five", "seis": "six", "siete": "seven", "diez": "ten", "miercoles": "wednesday",
        "sabado": "saturday",
        **_numbered("lunes martes miércoles jueves viernes sábado domingo", _DAYS),
        **_numbered("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
                    _MONTHS),
    },
)  # fmt: skip

_GERMAN = DateWords(
    (
        (r"\bvor (\w+) (tag|woche|monat|jahr)(?:e?n|e)?\b", r"\1 \2 ago"),
        (r"\b(letzte|vergangene|vorige)[nrsm]\b", r"\1"),
        (r"\b(diese|nächste|kommende)[nrsm]\b", r"\1"),
        (r"\beine[nrm]?\b", "ein"),
    ),
    {
        "heute": "today", "gestern": "yesterday", "vorgestern": "the day before yesterday", "morgen": "tomorrow",
        "diese": "this", "letzte": "last", "vergangene": "last", "vorige": "last", "nächste": "next",
        "kommende": "next", "seit": "since", "ab": "since", "bis": "until", "vor": "before", "nach": "after",
        "zwischen": "between", "und": "and", "von": "from", "vom": "from", "im": "in", "in": "in", "am": "on",
        "der": "", "die": "", "das": "", "den": "", "dem": "", "zum": "",
        "tag": "day", "tage": "days", "tagen": "days", "woche": "week", "wochen": "weeks", "monat": "month",
        "monate": "months", "monaten": "months", "jahr": "year", "jahre": "years", "jahren": "years", "ein": "one",
        "zwei": "two", "drei": "three", "vier": "four", "fünf": "five", "sechs": "six", "sieben": "seven",
        "zehn": "ten", "sonnabend": "saturday", "jänner": "january", "maerz": "march",
        **_numbered("montag dienstag mittwoch donnerstag freitag samstag sonntag", _DAYS),
        **_numbered("januar februar märz april mai juni juli august september oktober november dezember", _MONTHS),
    },
)  # fmt: skip

SAID_IN = {"es": _SPANISH, "de": _GERMAN}


def in_english(text: str, language: str = "") -> str:
    """Small words of a date in English; what is no word of a date stays. `language` "" is the person's own."""
    said = SAID_IN.get(language or spoken())
    if said is None:
        return text
    for pattern, turned in said.turned:
        text = re.sub(pattern, turned, text)
    return " ".join(filter(None, (said.words.get(word, word) for word in text.split())))
