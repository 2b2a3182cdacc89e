"""What is played over when a take is recorded without a screen: a song, a MIDI file, or chords in a groove."""

from pathlib import Path

from companion.domain.entry import Entry
from companion.domain.harmony import Key, Meter
from companion.domain.song import Song
from companion.domain.take import BackingPlan
from companion.domain.units import Bpm
from companion.errors import FileProblemError, WrongUseError
from companion.language import _
from companion.services.takes.recording import Ground


def ground_of_song(entry: Entry) -> Ground:
    """The backing of a song in the journal, without its tune. Raises WrongUseError for another kind of entry."""
    from companion.engine.backing import arrange

    if not isinstance(entry.body, Song):
        raise WrongUseError(
            _("'{title}' is a {kind}, not a song.").format(title=entry.title, kind=entry.kind),
            _("'companion journal list --kind song' shows them."),
        )
    return Ground(arrange(entry.body).without("melody"), BackingPlan(), entry.id)


def ground_of_file(path: Path) -> Ground:
    """A MIDI file, repeated. Raises FileProblemError for one that can't be read or has nothing to play."""
    from companion.midi.smf_read import read

    score = read(path)
    if not any(part.notes for part in score.parts):
        raise FileProblemError(_("{path} has no notes to play.").format(path=path), _("Choose another MIDI file."))
    return Ground(score, BackingPlan(file=str(path.absolute()), key=score.key, meter=score.meter))


def ground_of_chords(
    chords: str,
    groove: str,
    *,
    tempo_bpm: Bpm | None = None,
    meter: Meter | None = None,
    key: Key | None = None,
    bars: int | None = None,
    seed: int = 0,
) -> Ground:
    """A backing over a row of chords, as `companion backing` makes it. Raises WrongUseError."""
    from companion.services.songs.backing_file import backing_score

    score = backing_score(chords, groove, tempo_bpm=tempo_bpm, meter=meter, key=key, bars=bars, seed=seed)
    return Ground(score, BackingPlan(0.0, chords, groove, score.key, score.meter, bars, seed))
