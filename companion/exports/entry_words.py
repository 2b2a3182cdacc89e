"""Journal entries in plain words: kinds, times, one line about each. All of it for people, none of it parsed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from companion.domain.affect import CheckIn
from companion.domain.agreed import Boundaries, Consented, Plan
from companion.domain.entry import Body, Entry, Reflection, SessionRecord, Words
from companion.domain.feelings import in_own_language
from companion.domain.given import Answered, Assigned
from companion.domain.share import Received, Sent
from companion.domain.song import Song
from companion.domain.take import NOTE_ON, Take
from companion.language import _, ngettext, told

KINDS = {
    "check-in": _("how it was"),
    "words": _("words"),
    "song": _("a song"),
    "take": _("a take"),
    "reflection": _("a thought"),
    "session": _("a session"),
    "assignment": _("from a therapist"),
    "shared": _("shared"),
    "reply": _("a reply"),
    "return": _("a return"),
    "limits": _("your own limits"),
    "plan": _("a plan"),
    "consent": _("an agreement"),
}
"""Every kind of entry, and what people call it."""

CHECK_INS = {"before": _("how it was before"), "after": _("how it was after")}
"""A check-in by the end of its step's name, as exercises call the first one and the last."""

MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))

DAYS_BY_NAME = 6
"""So many days back a weekday's name is clear."""


def kind_in_words(entry: Entry) -> str:
    """What people call this kind of entry; of how it was, whether before or after."""
    if isinstance(entry.body, CheckIn) and entry.step is not None:
        return CHECK_INS.get(entry.step.rpartition("-")[2], KINDS[entry.kind])
    return KINDS[entry.kind]


def when(moment: datetime, now: datetime) -> str:
    """A time as one would say it at `now`, in the zone of `now` (both aware): "yesterday, 14:05"."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        day = _("today")
    elif days == 1:
        day = _("yesterday")
    elif 0 < days <= DAYS_BY_NAME:
        day = DAYS[local.weekday()]
    else:
        day = date_in_words(local, with_year=local.year != now.year)
    return f"{day}, {local:%H:%M}"


def date_in_words(moment: date, *, with_year: bool = True) -> str:
    """The day: "3 March 2026"."""
    form = _("{day} {month} {year}") if with_year else _("{day} {month}")
    return form.format(day=moment.day, month=MONTHS[moment.month - 1], year=moment.year)


def moment_in_words(moment: datetime) -> str:
    """A time in full, in the zone it was written in: "Sunday 22 November 2026, 20:08 (UTC+05:45)"."""
    return f"{DAYS[moment.weekday()]} {date_in_words(moment)}, {moment:%H:%M} ({_zone(moment.utcoffset())})"


def title_of(entry: Entry) -> str:
    """The entry's title, or else what is in it, on one line."""
    return " ".join(entry.title.split()) or first_line(entry.body)


def first_line(body: Body) -> str:
    """What is in a body, on one line."""
    match body:
        case CheckIn():
            return check_in_in_words(body)
        case Words(lines=lines):
            return next((line.strip() for line in lines if line.strip()), _("no words"))
        case Song(title=title, name=name):
            return title.strip() or name
        case Take(title=title):
            return title.strip() or take_in_words(body)
        case Reflection(text=text):
            return next((line.strip() for line in text.splitlines() if line.strip()), _("no words"))
        case SessionRecord(exercise_title=exercise) | Assigned(exercise_title=exercise):
            return exercise
        case Answered(therapist=therapist):
            return _("From {therapist}").format(therapist=therapist)
        case Sent(therapist=therapist, is_withdrawal=is_withdrawal):
            return (
                _("Asked {therapist} to delete it").format(therapist=therapist)
                if is_withdrawal
                else _("Shared with {therapist}").format(therapist=therapist)
            )
        case Received(client=client, assigned_title=title):
            return f"{client or _('Someone')}: {title or _('not from an assignment of yours')}"
        case Boundaries():
            return _("What I would rather not")
        case Plan(goal=goal):
            return goal.strip() or _("A plan")
        case Consented(therapist=therapist):
            return _("Agreed on sharing with {therapist}").format(therapist=therapist)


def sharing_lines(body: Assigned | Sent | Answered | Received) -> tuple[str, ...]:
    """What went from one person to another, a plain sentence a line."""
    match body:
        case Assigned(therapist=therapist, pseudonym=name, exercise_title=title, state=state):
            left = (_("It was declined."),) if state == "declined" else ()
            return (
                _("{therapist} gave {name} the exercise “{title}”.").format(
                    therapist=therapist, name=name, title=title
                ),
                *left,
            )
        case Sent(what=what, therapist=therapist):
            return (_("To {therapist}, and to nobody else:").format(therapist=therapist), *map(told, what))
        case Answered(text=text):
            return tuple(text.splitlines())
        case Received(share=share):
            return tuple(filter(None, (*share.words, share.note))) or (_("'companion review' shows it whole."),)


def check_in_in_words(check_in: CheckIn) -> str:
    """All that was said, on one line; grid places with their axes."""
    said = [in_own_language(check_in.feeling)] if check_in.feeling else []
    if check_in.affect is not None:
        said.append(
            _("pleasant {valence:+d}, awake {arousal:+d} (from -4 to +4)").format(
                valence=check_in.affect.valence, arousal=check_in.affect.arousal
            )
        )
    if check_in.distress is not None:
        said.append(_("distress {distress} of 10").format(distress=check_in.distress))
    if check_in.comfort is not None:
        said.append(_("comfort {comfort} of 10").format(comfort=check_in.comfort))
    return "; ".join(said) or _("nothing said")


def take_in_words(take: Take) -> str:
    """How much was played, over what, and how long."""
    notes = sum(event.kind == NOTE_ON for event in take.events)
    played = ngettext("{count} note in {length}", "{count} notes in {length}", notes).format(
        count=notes, length=length_in_words(take.length_seconds)
    )
    return (
        _("{played} over {backing_title}").format(played=played, backing_title=take.backing_title)
        if take.backing_title
        else played
    )


def kept_in_words(ids: Iterable[str], entries: Iterable[Entry]) -> list[str]:
    """What came of a session, by kind and title; by id where the entry is not among `entries`."""
    known = {entry.id: entry for entry in entries}
    return [f"{kind_in_words(known[each])}, {title_of(known[each])}" if each in known else each for each in ids]


def length_in_words(seconds: float) -> str:
    """A length of time: "48 seconds", "3:05 minutes"."""
    whole = round(seconds)
    if whole < 60:
        return ngettext("{} second", "{} seconds", whole).format(whole)
    return _("{minutes}:{seconds:02} minutes").format(minutes=whole // 60, seconds=whole % 60)


def chords_in_words(song: Song) -> str:
    """One round of the chords, bar lines between: "F | Bb | F C"."""
    bar = song.meter.bar_beats
    bars: dict[int, list[str]] = {}
    for chord in song.chords:
        number = int(chord.start_beats / bar + 1e-6)
        if number < song.loop_bars:
            bars.setdefault(number, []).append(chord.symbol)
    return " | ".join(" ".join(symbols) for symbols in bars.values())


def _zone(offset: timedelta | None) -> str:
    minutes = round((offset or timedelta()).total_seconds() / 60)
    return "UTC" if minutes == 0 else f"UTC{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
