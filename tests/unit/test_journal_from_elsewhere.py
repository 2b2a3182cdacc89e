"""Journals from jrnl and Day One: what comes, and what has no place here."""

import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from companion.domain.entry import Reflection
from companion.services.journal.importing import read_import

JRNL: dict[str, Any] = {
    "tags": {"@calm": 1, "#song": 1},
    "entries": [
        {"title": "second.", "body": "body", "date": "2026-11-21", "time": "09:00", "tags": [], "starred": False},
        {"title": "A quiet @calm day.", "body": "", "date": "2026-11-22", "time": "08:00",
         "tags": ["#song", "@calm"], "starred": True},
    ],
}  # fmt: skip
"""As jrnl 4.6 writes it."""


DAY_ONE: dict[str, Any] = {
    "metadata": {"version": "1.0"},
    "entries": [
        {
            "uuid": "1546F37361264E129200B2CA6A885855",
            "creationDate": "2017-06-28T15:38:37Z",
            "modifiedDate": "2017-06-29T15:38:37Z",
            "timeZone": "Asia/Taipei",
            "starred": True,
            "tags": ["sea", "warm springs"],
            "text": "# All packed up \\.\\.\\.\n\n![](dayone-moment://76F9B0AC37954B51)\n\nHere we come\\.",
            "photos": [{"identifier": "76F9B0AC37954B51", "type": "jpeg"}],
            "weather": {"temperatureCelsius": 26},
        },
        {
            "uuid": "2546F37361264E129200B2CA6A885855",
            "creationDate": "2017-06-30T15:38:37Z",
            "timeZone": "Nowhere/Land",
            "richText": json.dumps({"contents": [{"text": "one line "}, {}, {"text": "and more"}]}),
        },
    ],
}
"""As Day One writes it, without most of what has no place here."""


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_from_jrnl(tmp_path: Path) -> None:
    zone = timezone(timedelta(hours=2))
    arriving = read_import(written(tmp_path / "jrnl.json", JRNL), zone)
    assert arriving.source == "jrnl"
    first, second = arriving.entries
    assert (first.title, first.body, first.tags) == ("second.", Reflection("body"), ())
    assert first.created == datetime(2026, 11, 21, 9, 0, tzinfo=zone)
    assert (second.title, second.body) == ("", Reflection("A quiet @calm day."))
    assert second.tags == ("song", "calm")
    assert (first.is_favourite, second.is_favourite) == (False, True)
    again = read_import(tmp_path / "jrnl.json", UTC)
    assert [entry.id for entry in again.entries] == [first.id, second.id]
    local = read_import(tmp_path / "jrnl.json", None).entries[0].created
    assert (local.replace(tzinfo=None), local.utcoffset() is not None) == (datetime(2026, 11, 21, 9, 0), True)


def test_a_long_title_from_jrnl_stays_whole(tmp_path: Path) -> None:
    long = "so long " * 1250
    export = {"tags": {}, "entries": [{**JRNL["entries"][0], "title": long}]}
    (entry,) = read_import(written(tmp_path / "jrnl.json", export), UTC).entries
    assert entry.title == ""
    assert entry.body == Reflection(f"{long.strip()}\n\nbody")


def test_from_day_one_alone_and_in_its_zip(tmp_path: Path) -> None:
    alone = written(tmp_path / "Journal.json", DAY_ONE)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.write(alone, "Journal.json")
        archive.writestr("photos/abc.jpeg", b"a picture")
    arriving = read_import(alone, UTC)
    assert read_import(tmp_path / "export.zip", UTC) == arriving
    assert arriving.source == "Day One"
    first, second = arriving.entries
    assert first.id == "1546f373-6126-4e12-9200-b2ca6a885855"
    assert first.created.isoformat() == "2017-06-28T23:38:37+08:00"
    assert first.changed > first.created
    assert (first.title, first.body) == ("All packed up ...", Reflection("Here we come."))
    assert (first.tags, first.is_favourite) == (("sea", "warm springs"), True)
    assert (second.title, second.body) == ("", Reflection("one line and more"))
    assert second.created.isoformat() == "2017-06-30T15:38:37+00:00"
    assert arriving.left_out == (
        "Pictures stayed out of 1 entry: there is no place for that here.",
        "The weather stayed out of 1 entry: there is no place for that here.",
    )
