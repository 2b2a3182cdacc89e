"""Playing something that is finished, without a screen: a MIDI file, or a song or a take from the journal."""

import time
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from companion.domain.score import Score
from companion.domain.song import Song
from companion.domain.take import Take
from companion.errors import FileProblemError, NoDeviceError, WrongUseError
from companion.journal.store import Journal
from companion.language import _
from companion.midi import protocol as p
from companion.midi.client import SoundClient

TURN_SECONDS = 0.02
READY_SECONDS = 10.0
FADE_IN_SECONDS = 0.05
FADE_OUT_SECONDS = 0.6
_PLAY_ID = 1


def score_to_play(source: str, open_journal: Callable[[], Journal]) -> Score:
    """The music in a MIDI file, or of a song or a take in the journal (the beginning of its id is enough).

    Raises FileProblemError for a file that can't be played, WrongUseError for an entry that has no music.
    """
    path = Path(source)
    if path.suffix.lower() in (".mid", ".midi", ".rmi", ".kar") or path.is_file():
        from companion.midi.smf_read import read

        return with_notes(read(path), source)
    journal = open_journal()
    entry = journal.get(source)
    match entry.body:
        case Song():
            from companion.engine.endings import to_its_end

            return to_its_end(entry.body)
        case Take():
            from companion.services.songs.exporting import backing_of, song_of, with_take

            whole = with_take(backing_of(entry.body, song_of(entry, journal)), entry.body)
            return replace(with_notes(whole, entry.title), title=entry.title)
        case _:
            raise WrongUseError(_("'{source}' is a {kind}; it has no music.").format(source=source, kind=entry.kind),
                                _("'companion journal list --kind song' shows what can be played."))  # fmt: skip


def with_notes(score: Score, name: str) -> Score:
    """The score, where it has anything to play. Raises FileProblemError."""
    if not any(part.notes for part in score.parts):
        raise FileProblemError(_("{name} has no notes to play.").format(name=name), _("Choose something else."))
    return score


def require_output(ready: p.Ready | None) -> None:
    """Raise NoDeviceError, saying what to do, where nothing can be heard."""
    if ready is None:
        raise NoDeviceError(_("The sound process did not start, so nothing can be heard."),
                            _("'companion doctor' says what works here."))  # fmt: skip
    if ready.driver is None:
        missing = next((one for one in ready.missing if one.what != "midi"), None)
        if missing is not None:
            raise NoDeviceError(missing.message, missing.hint)
        raise NoDeviceError(_("Sound is switched off, so nothing can be heard."),
                            _("Set 'audio_driver' to auto in the settings."))  # fmt: skip


def play_through(
    sound: SoundClient, score: Score, *, from_bar: int, is_stopped: Callable[[], bool], tell: Callable[[p.Fact], None]
) -> bool:
    """Play a score from a bar (counted from 1) to its end, or until `is_stopped`; whether it came to its end."""
    start = (from_bar - 1) * score.meter.bar_beats
    sound.send(p.Play(_PLAY_ID, score, from_beats=start, fade_in_seconds=FADE_IN_SECONDS))
    has_stopped = False
    while sound.state != "lost":
        for fact in sound.poll():
            tell(fact)
            if isinstance(fact, p.Ended) and fact.play_id == _PLAY_ID:
                return fact.is_complete
        if is_stopped() and not has_stopped:
            has_stopped = True
            sound.send(p.Stop(FADE_OUT_SECONDS))
        time.sleep(TURN_SECONDS)
    return False
