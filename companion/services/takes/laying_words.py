"""Words laid onto notes that were played: each syllable a note, line by line, near to where it was sung before."""

from itertools import groupby

from msgspec.structs import replace

from companion.domain.song import MelodyNote
from companion.domain.units import Beats

NEVER = float("inf")


def lay_words(tune: list[MelodyNote], sung: list[MelodyNote]) -> list[MelodyNote]:
    """The played notes with the syllables of the notes that they replace, in order.

    Each line has the notes from where it began to where the next one does. Where it has fewer notes than syllables,
    its longest notes are struck again; where it has more, each syllable takes the note that is nearest, and the others
    are sung on it. A line that nothing was played in stays as it was.
    """
    lines = [list(group) for _, group in groupby((note for note in sung if note.syllable), key=lambda note: note.line)]
    if not lines:
        return tune
    starts = [line[0].start_beats for line in lines]
    found: list[MelodyNote] = []
    for at, line in enumerate(lines):
        start = starts[at] if at else 0.0
        end = starts[at + 1] if at + 1 < len(lines) else NEVER
        window = [note for note in tune if start <= note.start_beats < end]
        found += _line(window, line) if window else line
    return found


def _line(notes: list[MelodyNote], syllables: list[MelodyNote]) -> list[MelodyNote]:
    """One line's syllables on its notes."""
    while len(notes) < len(syllables):
        notes = _struck_again(notes)
    chosen = _nearest([note.start_beats for note in notes], [note.start_beats for note in syllables])
    by_note = dict(zip(chosen, syllables, strict=True))
    laid = []
    for at, note in enumerate(notes):
        word = by_note.get(at)
        laid.append(
            replace(note, line=syllables[0].line)
            if word is None
            else replace(note, syllable=word.syllable, syllabic=word.syllabic, line=word.line)
        )
    return laid


def _struck_again(notes: list[MelodyNote]) -> list[MelodyNote]:
    """The longest note as two of half its length."""
    at = max(range(len(notes)), key=lambda index: (notes[index].duration_beats, -index))
    note, half = notes[at], notes[at].duration_beats / 2
    again = replace(note, start_beats=note.start_beats + half, duration_beats=half)
    return [*notes[:at], replace(note, duration_beats=half), again, *notes[at + 1 :]]


def _nearest(places: list[Beats], wanted: list[Beats]) -> list[int]:
    """For each wanted beat one of the places, in order, so that the distances are least in all; the first is taken.

    There are at least as many places as are wanted.
    """
    rows, columns = len(wanted), len(places)
    cost = [[NEVER] * columns for _ in range(rows)]
    came = [[0] * columns for _ in range(rows)]
    for row in range(rows):
        best, best_at = (0.0, 0) if row == 0 else (NEVER, 0)
        for column in range(row, columns - (rows - 1 - row)):
            if row and cost[row - 1][column - 1] < best:
                best, best_at = cost[row - 1][column - 1], column - 1
            if row == 0 and column > 0:
                break  # a line begins with its first note
            cost[row][column] = best + abs(places[column] - wanted[row])
            came[row][column] = best_at
    at = min(range(columns), key=lambda column: cost[rows - 1][column])
    chosen = [at]
    for row in range(rows - 1, 0, -1):
        at = came[row][at]
        chosen.append(at)
    return chosen[::-1]
