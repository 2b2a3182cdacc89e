"""What sounds while someone does something: a pulse, a long tone, the song, or nothing."""

from companion.domain.score import Score
from companion.engine.arriving import pulse
from companion.engine.backing import arrange
from companion.services.walking.questions import DoQuestion


def score_of(question: DoQuestion) -> tuple[Score, bool] | None:
    """The music of a step that is done, and whether it goes round; None where it is quiet."""
    match question.sound:
        case "pulse":
            return pulse(bpm=float(question.tempo_bpm)), True
        case "drone":
            return pulse().without("pulse", "chords"), True
        case "song" if question.song is not None:
            return arrange(question.song), question.kind == "move"
        case _:
            return None
