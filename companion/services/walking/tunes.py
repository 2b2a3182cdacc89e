"""What to compose for a step: suggestions for the words, or a tune to listen to and to play over."""

from msgspec.structs import replace

from companion.domain.assignment import Limits
from companion.domain.exercise import Exercise
from companion.domain.song import Song, SongRequest
from companion.domain.steps import Chords, Listen, Melody, Play, Step
from companion.engine.titles import title_of
from companion.services.songs.limiting import within
from companion.services.walking import walk
from companion.services.walking.draft import Draft

TUNE_BARS = 8
NO_LIMITS = Limits()


def request_for(exercise: Exercise, draft: Draft, step: Step) -> SongRequest:
    """The request for a step. A step's own feeling and groove go before what was said.

    A melody after chords were chosen keeps those chords, their key, meter and groove.
    """
    said = draft.feeling
    feeling, groove, count = None, None, 1
    if isinstance(step, Chords | Melody | Play | Listen):
        feeling, groove = step.feeling, step.groove
    if isinstance(step, Chords | Melody):
        count = step.count
    has_words = not isinstance(step, Play | Listen)
    lines = walk.lines_of(exercise, draft) if has_words else ()
    request = SongRequest(
        lines=walk.headed_lines_of(exercise, draft) if has_words else (),
        title=title_of(lines) or exercise.title,
        feeling=feeling or said.feeling,
        affect=None if feeling else said.affect,
        seed=draft.seed,
        count=count,
        voice=draft.voice,
        bars=TUNE_BARS,
        groove=groove,
        language=exercise.language,
        to_feeling=draft.to_feeling or None if isinstance(step, Chords | Melody) else None,
    )
    if draft.limits != NO_LIMITS:
        request = within(request, draft.limits)
    chosen = draft.chords_song
    return over_chords(request, chosen) if isinstance(step, Melody) and chosen is not None else request


def over_chords(request: SongRequest, song: Song) -> SongRequest:
    """The request with the loop of chords, key, meter and groove of a song."""
    loop = [chord for chord in song.chords if chord.start_beats < song.loop_bars * song.meter.bar_beats]
    row = " | ".join(chord.symbol for chord in loop)
    return replace(request, chords=row, key=song.key, meter=song.meter, groove=song.groove, to_feeling=None)
