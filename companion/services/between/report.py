"""What was shared, as one page that holds everything: to look at together, or to print.

Numbers stand as they were given. There is no score, no mean, and no word about which way anything goes.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from companion.domain.entry import Entry
from companion.exports.entry_words import date_in_words
from companion.files import replace_file
from companion.journal.store import Journal
from companion.language import _, spoken
from companion.services.between.report_chart import Point, chart
from companion.services.between.review_page import NOT_YOURS, page
from companion.services.between.reviewing import Client, clients, received

CSS = """
:root { --paper: #fbf7ef; --ink: #23272e; --soft: #5d5a54; --line: #d9d2c3; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #10201f; --ink: #e3e8e6; --soft: #a4b2af; --line: #354947; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.5 Georgia, "Libertinus Serif", serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.8rem; font-weight: normal; margin: 0; }
h2 { font-size: 1.4rem; font-weight: normal; margin: 0 0 .6rem; }
h3 { font-size: 1.05rem; margin: 0; }
section { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
article { margin-top: 1.4rem; break-inside: avoid; }
.soft { color: var(--soft); font-size: .92rem; margin: .2rem 0 .6rem; }
article p { margin: .15rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 1rem 0 0; break-inside: avoid; }
svg { display: block; width: 100%; height: auto; color: var(--ink); }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
figcaption { color: var(--soft); font-size: .92rem; }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #333; --line: #999; }
  main { max-width: none; padding: 0; }
  section + section { break-before: page; border: 0; }
}
"""

TITLE = _("What was shared")
WAITING = _("Given, and nothing has come back: {titles}.")
CAME = _("Came in on {day}.")
ABOUT = _("Only what was shared is here. The numbers are what people said about themselves on a day.")


def write_report(records: Journal, entries: Iterable[Entry] | None, path: Path) -> None:
    """Write the page for some returns, or for all; the chart of a client has all of theirs. Raises FileProblemError."""
    replace_file(path, report(records, entries).encode())


def report(records: Journal, entries: Iterable[Entry] | None = None) -> str:
    """The page, in HTML. It loads nothing from anywhere."""
    wanted = None if entries is None else {entry.id for entry in entries}
    found = [client for client in clients(records) if wanted is None or any(e.id in wanted for e in client.returns)]
    body = "\n".join(_client(records, client, wanted) for client in found)
    return (
        f'<!doctype html>\n<html lang="{spoken()}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(TITLE)}</title><style>{CSS}</style></head>\n<body><main>\n"
        f'<h1>{escape(TITLE)}</h1><p class="soft">{escape(ABOUT)}</p>\n{body}\n</main></body></html>\n'
    )


def _client(records: Journal, client: Client, wanted: set[str] | None) -> str:
    shown = [entry for entry in client.returns if wanted is None or entry.id in wanted]
    waiting = ", ".join(entry.title for entry in client.waiting)
    parts = [f"<h2>{escape(client.name or NOT_YOURS)}</h2>"]
    if waiting:
        parts.append(f'<p class="soft">{escape(WAITING.format(titles=waiting))}</p>')
    if client.name:
        parts.append(chart(points_of(client.returns)))
    parts += [_return(records, entry, is_asked_back=entry.id in client.withdrawn) for entry in reversed(shown)]
    return "<section>" + "\n".join(filter(None, parts)) + "</section>"


def _return(records: Journal, entry: Entry, *, is_asked_back: bool) -> str:
    head, *lines = page(records, entry, is_asked_back=is_asked_back)
    title = received(entry).assigned_title or _("Not from an assignment of yours")
    told = lines if received(entry).is_known else [head, *lines]
    body = "".join(f"<p>{escape(line)}</p>" for line in told)
    came = f'<p class="soft">{escape(CAME.format(day=date_in_words(entry.created)))}</p>'
    return f"<article><h3>{escape(title)}</h3>{came}{body}</article>"


def points_of(returns: Iterable[Entry]) -> tuple[Point, ...]:
    """The numbers that a client shared, return by return in the order of their days; those without any are left out."""
    found: list[Point] = []
    for entry in returns:
        share = received(entry).share
        day = share.day or entry.created.date()
        said = {each.place: each.said for each in share.check_ins if each.place != "between"}
        before, after = said.get("before"), said.get("after")
        point = Point(
            day=day,
            distress_before=before.distress if before else None,
            distress_after=after.distress if after else None,
            valence_before=before.affect.valence if before and before.affect else None,
            valence_after=after.affect.valence if after and after.affect else None,
            arousal_before=before.affect.arousal if before and before.affect else None,
            arousal_after=after.affect.arousal if after and after.affect else None,
        )
        if point.holds_something:
            found.append(point)
    return tuple(sorted(found, key=lambda each: each.day))
