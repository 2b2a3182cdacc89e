"""Sessions that go round the same sad thing (`rounds` has the rule and its source), and a song that leads on."""

from companion.domain.affect import CheckIn
from companion.domain.entry import Entry
from companion.domain.feelings import affect_of
from companion.domain.song import LONGEST_SONG_LINES, Song, SongRequest
from companion.errors import CompanionError
from companion.journal.store import Journal
from companion.services.walking.rounds import ROUNDS, Round, is_sad, is_third
from companion.services.walking.session import Session

LEADS_TO = "calm"
"""Where a song leads that begins where someone is: as quiet as sadness, and at ease."""


def is_third_session(session: Session, journal: Journal) -> bool:
    """Whether a session that just begins is the third of its exercise after two that were sad before and after.

    One that is gone on with is none that begins. A journal that can't be read asks nothing.
    """
    if not session.draft.is_untouched:
        return False
    try:
        newest = journal.entries(kind="session", limit=ROUNDS + 1)
        rounds = [_round(each, journal) for each in reversed(newest)]
    except CompanionError:
        return False
    return is_third(rounds, session.exercise.id)


def leading_on(song: Song) -> SongRequest:
    """What to compose to lead on from a sad song: the same words, from its feeling to a calm one."""
    lines = [line for section in song.sections for line in (*section.lines, "")][:LONGEST_SONG_LINES]
    return SongRequest(
        tuple(lines[:-1]),
        song.title,
        song.feeling or None,
        song.affect,
        song.seed,
        voice=song.voice,
        language=song.language,
        to_feeling=LEADS_TO,
    )


def _round(record: Entry, journal: Journal) -> Round:
    """One session as a round: sad where its first and its last check-in are, and they are two."""
    came = journal.of_session(record.session_id) if record.session_id is not None else ()
    said = [each.body for each in came if isinstance(each.body, CheckIn)]
    ends = said[:1] + said[1:][-1:]
    return Round(record.exercise or "", len(ends) == 2 and all(is_sad(affect_of(e.feeling, e.affect)) for e in ends))
