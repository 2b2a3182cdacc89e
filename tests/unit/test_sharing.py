"""What is shared: every subset of items holds those and no other, and what a report makes of it."""

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from itertools import chain, combinations
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from companion.domain.affect import Affect, CheckIn
from companion.domain.agreed import Plan
from companion.domain.assignment import ITEMS, Assigned, Item, Limits, Never, Terms
from companion.domain.entry import Body, Entry, Reflection, SessionRecord, Words
from companion.domain.exercise import Exercise
from companion.domain.share import Place, Received, Share, SharedCheckIn
from companion.domain.song import Song, SongRequest
from companion.domain.steps import Arrive, CheckInStep
from companion.domain.take import BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.engine.composing import suggest
from companion.errors import WrongUseError
from companion.journal.store import Journal
from companion.paths import Places, shipped
from companion.prompts.loading import load_exercise
from companion.services.between.assigning import Wish, assign
from companion.services.between.assignments import open_file
from companion.services.between.choosing import Unsent
from companion.services.between.keys import new_key
from companion.services.between.page import items_in_words, page
from companion.services.between.report import CSS, points_of, report
from companion.services.between.report_chart import chart
from companion.services.between.sharing import Offer, Picked, share_of
from companion.services.songs.limiting import limited, within
from companion.services.walking import questions as q
from companion.services.walking.exits import opens_exit
from companion.sharing.fingerprint import fingerprint
from companion.sharing.sealed_file import return_as_json
from tests.unit.services import Desk
from tests.unit.test_tui_access import contrast

BEGAN = datetime(2031, 7, 9, 16, 0, tzinfo=UTC)
MARKS: dict[Item, tuple[str, ...]] = {
    "words": ("zebra",),
    "thoughts": ("walrus",),
    "song": ('"melody"', '"chords"'),
    "take": ('"events"',),
    "check-ins": ("tender", '"distress"'),
    "minutes": ('"minutes"',),
    "completion": ('"completion"',),
    "dates": ("2031-07-09",),
    "titles": ("Titelfink", "Songlerche"),
    "plan": ("pelican",),
}
"""What stands in a return only if the item was picked (titles: the song's only together with the song)."""


def exercise() -> Exercise:
    return load_exercise(shipped("prompts") / "en" / "a-steady-place.toml")


@pytest.fixture(scope="module")
def song() -> Song:
    words = ("a zebra by the window", "stays")
    made = suggest(SongRequest(lines=words, feeling="tender", seed=4, title="Songlerche"))[0]
    return msgspec.structs.replace(made, why=("Because of the zebra, and tender.",), feeling="tender")


@pytest.fixture(scope="module")
def assigned(tmp_path_factory: pytest.TempPathFactory) -> Assigned:
    folder = tmp_path_factory.mktemp("office")
    places = Places(folder, folder, folder)
    new_key(places, "Ana", "three small lamps")
    named = msgspec.structs.replace(exercise(), title="Titelfink")
    assign(places, named, Wish("Robin"), folder / "given.json", "0" * 32)
    with Journal.open(folder / "client") as journal:
        body = open_file(journal, folder / "given.json").body
    assert isinstance(body, Assigned)
    return body


@pytest.fixture(scope="module")
def offer(assigned: Assigned, song: Song) -> Offer:
    events = (PlayedEvent(0.5, 0x90, 60, 64), PlayedEvent(1.0, 0x90, 60, 0))
    plan = BackingPlan(chords="C | Am", seed=77, file="/somewhere/zebra.mid")
    take = Take("Played over Songlerche", TempoMap(66.0), events, 4.0, song_id="id-77",
                backing_title="Songlerche", backing=(plan,))  # fmt: skip
    bodies: list[Body] = [CheckIn("tender", Affect(-1, 1), 5), CheckIn("tender", Affect(2, -2), 3),
              Words(("a zebra by the window", "stays")), Reflection("the walrus waits"), song, take]  # fmt: skip
    steps = ["before", "after", "words", "name", "song", "play"]
    end = BEGAN + timedelta(minutes=23)
    kept = tuple(Entry(f"id-{step}", end, end, "", body, step=step) for step, body in zip(steps, bodies, strict=True))
    record = SessionRecord("Titelfink", tuple(each.id for each in kept), True, "id-a", BEGAN)
    return Offer(Entry("id-a", BEGAN, BEGAN, "", assigned), Entry("id-s", end, end, "", record), kept, "done",
                 Plan("a walk to the pelican", assignment_id="id-77"))  # fmt: skip


def every_subset() -> list[tuple[Item, ...]]:
    items = tuple(ITEMS)
    return list(chain.from_iterable(combinations(items, size) for size in range(len(items) + 1)))


def test_every_subset_of_items_holds_those_and_nothing_else(offer: Offer) -> None:
    for items in every_subset():
        share = share_of(offer, Picked(items), "id-1")
        content = return_as_json(share).decode()
        for item, marks in MARKS.items():
            is_there = [mark in content for mark in marks]
            if item == "titles":
                assert is_there == ["titles" in items, "titles" in items and bool({"song", "take"} & set(items))], items
            else:
                assert is_there == [item in items] * len(marks), (items, marks)
        assert "somewhere" not in content, items
        assert "id-77" not in content, items
        assert "Because" not in content, items
        assert bool(items_in_words(share)) == bool(items)
        assert bool(page(share)) == bool(items)


def test_one_check_in_alone_does_not_bring_the_feeling_of_the_song(offer: Offer) -> None:
    share = share_of(offer, Picked(("song", "check-ins"), check_ins=(2,)), "id-1")
    assert share.song is not None
    assert (share.song.feeling, [each.place for each in share.check_ins]) == ("", ["after"])


def test_what_was_picked_waits_until_it_is_sent_and_only_while_it_means_the_same(offer: Offer) -> None:
    unsent = Unsent()
    first = unsent.of(offer)
    assert first.is_empty
    first.turn(first.things[0])
    first.write("hard", "mornings")
    assert unsent.of(offer).picked == first.picked
    changed = unsent.of(msgspec.structs.replace(offer, kept=offer.kept[1:]))
    assert changed.picked == Picked(hard="mornings")
    unsent.forget(offer)
    assert unsent.of(offer).is_empty


def test_what_a_page_shows_is_all_that_is_there(offer: Offer) -> None:
    told = "\n".join(page(share_of(offer, Picked(tuple(ITEMS), note="Until Tuesday", talk="the stairs"), "id-1")))
    for text in (
        "Done.",
        "9 July 2031",
        "Titelfink",
        "Songlerche",
        "23 minutes",
        "Before: tender",
        "After: tender",
        "a zebra by the window",
        "the walrus waits",
        "Chords:",
        "1 note in",
        "a walk to the pelican",
        "Until Tuesday",
        "the stairs",
    ):
        assert text in told


def test_the_figures_of_a_key_are_the_same_everywhere() -> None:
    assert fingerprint("age1hdtq37hg207u38z49y3elpchxxpwgxypff9ve2d9c0r5t6ygnutq8he7a7") == (
        "4736 5432 4308 7360 4772 4815"
    )


def test_what_is_never_wanted_is_left_out() -> None:
    left = limited(exercise(), Limits(never=("breath", "check-in")))
    arrive = next(step for step in left.steps if isinstance(step, Arrive))
    assert set(arrive.ways) == {"look", "listen"}
    assert not [step for step in left.steps if isinstance(step, CheckInStep)]


@pytest.mark.parametrize("path", sorted((shipped("prompts") / "en").glob("*.toml")), ids=lambda path: path.stem)
def test_every_exercise_that_ships_can_be_limited(path: Path) -> None:
    whole = load_exercise(path)
    for each in get_args(Never):
        if each in whole.touches:
            with pytest.raises(WrongUseError):
                limited(whole, Limits(never=(each,)))
            continue
        left = limited(whole, Limits(never=(each,)))
        assert left.steps[-1] == whole.steps[-1]


@pytest.mark.parametrize("feeling", ["angry", "calm", "tired", "joyful"])
def test_music_keeps_to_the_limits(feeling: str) -> None:
    limits = Limits(tempo_low=60, tempo_high=64, never=("lullaby", "loud drums"))
    song = suggest(within(SongRequest(lines=("a lamp by the stairs",), feeling=feeling, seed=3), limits))[0]
    assert 60 <= song.tempo_bpm <= 64
    assert song.groove == "folk"


def test_an_assignments_threshold_goes_before_ones_own(tmp_path: Path) -> None:
    draft = Desk(tmp_path).begin().draft
    agreed = msgspec.structs.replace(draft, terms=Terms("id", threshold=4))
    assert not opens_exit(msgspec.structs.replace(draft, check_ins={"before": CheckIn(distress=5)}), q.Distress(5), 8)
    assert opens_exit(msgspec.structs.replace(agreed, check_ins={"before": CheckIn(distress=5)}), q.Distress(5), 8)


class Loads(HTMLParser):
    """Everything that a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in ("script", "link", "img", "iframe", "object") else []
        self.found += [name for name, _ in attrs if name in ("src", "href", "onload", "onclick")]


def returned(number: int, share: Share, client: str = "Robin") -> Entry:
    came = BEGAN + timedelta(days=number)
    return Entry(f"00000000-0000-4000-8000-{number:012}", came, came, "", Received(client, "A steady place", share))


def test_a_report_is_one_page_that_loads_and_judges_nothing(tmp_path: Path) -> None:
    calm = CheckIn("calm", Affect(1, 1), 4)
    said = (SharedCheckIn("before", calm), SharedCheckIn("after", calm))
    nasty = "<script>alert(1)</script> & <img src=x onerror=y>"
    with Journal.open(tmp_path / "records") as records:
        mine = [returned(1, Share("c", "i", check_ins=said, note=nasty)), returned(2, Share("c", "j", minutes=4))]
        records.put_all([*mine, returned(3, Share("d", "k", words=(nasty,)), client="")])
        made = report(records)
        only = report(records, [returned(2, Share("c", "j"))])
    loads = Loads()
    loads.feed(made)
    assert loads.found == []
    assert made.count("&lt;script&gt;") == 2
    assert "Not from an assignment of yours" in made
    assert "prefers-color-scheme: dark" in made
    assert "@media print" in made
    assert "about 4 minutes" in only
    assert "alert" not in only
    assert not re.search(r"\b(score|improv\w+|wors\w+|better|progress|trend|average|normal range)\b", made, re.I)


def test_before_and_after_differ_without_colour() -> None:
    said = (SharedCheckIn("before", CheckIn(distress=6)), SharedCheckIn("after", CheckIn(distress=2)))
    later = Share("c", "j", day=date(2031, 1, 1), check_ins=said)
    points = points_of([returned(1, Share("c", "i", check_ins=said)), returned(2, later), returned(3, Share("c", "k"))])
    assert [point.day for point in points] == [date(2031, 1, 1), date(2031, 7, 10)]
    drawn = chart(points)
    assert drawn.count("stroke-dasharray") == 1
    assert drawn.count('fill="var(--paper)"') == drawn.count('r="3.5"') == 2
    assert "2031-01-01 before 6, after 2" in drawn
    assert "Pleasant" not in drawn
    assert chart(()) == ""


def test_a_number_that_was_not_shared_leaves_a_gap_in_the_line() -> None:
    places: tuple[tuple[int, Place], ...] = ((1, "after"), (2, "after"), (3, "before"), (4, "after"))
    shares = [
        Share("c", str(number), day=date(2031, 1, number), check_ins=(SharedCheckIn(place, CheckIn(distress=number)),))
        for number, place in places
    ]
    drawn = chart(points_of(returned(number, share) for number, share in enumerate(shares)))
    after, before = (path for path in re.findall(r'<path d="([^"]+)"[^>]*>', drawn)[::-1])
    assert [len(run.split(" L")) for run in after.split(" M")] == [2, 1]
    assert " L" not in before
    assert "1 January 2031 to 4 January 2031." in drawn


def test_a_report_can_be_read_by_day_and_by_night() -> None:
    for scheme in re.findall(r":root \{([^}]+)\}", CSS):
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]+)", scheme))
        whole = {
            name: each if len(each) == 7 else "#" + "".join(2 * sign for sign in each[1:])
            for name, each in colours.items()
        }
        assert contrast(whole["ink"], whole["paper"]) >= 7
        assert contrast(whole["soft"], whole["paper"]) >= 4.5
