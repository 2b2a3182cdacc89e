"""Ways to part somebody's lines into a song: the plain ones first; every line stays where it is."""

from companion.language import _
from companion.services.walking.questions import FormOption

VERSE, CHORUS = "verse", "chorus"
AS_THEY_STAND = _("As they stand")
ONE_VERSE = _("All of it one verse")
LAST_TWO = _("The last two lines come back, as a chorus")
FIRST_TWO = _("The first two lines come back, as a chorus")
LAST_LINE = _("The last line comes back, like an echo")


def forms_of(lines: tuple[str, ...], headed: tuple[str, ...]) -> tuple[FormOption, ...]:
    """A few forms for lines of words (empty lines part stanzas); `headed` are the same with the exercise's names."""
    sung = [line for line in lines if line]
    options = [
        FormOption(AS_THEY_STAND, _sections_of(headed)),
        FormOption(ONE_VERSE, (VERSE,) * len(sung)),
    ]
    if len(sung) >= 4:
        options.append(FormOption(LAST_TWO, (VERSE,) * (len(sung) - 2) + (CHORUS,) * 2, CHORUS))
        options.append(FormOption(FIRST_TWO, (CHORUS,) * 2 + (VERSE,) * (len(sung) - 2), CHORUS))
    elif len(sung) >= 2:
        options.append(FormOption(LAST_LINE, (VERSE,) * (len(sung) - 1) + (CHORUS,), CHORUS))
    kept: dict[tuple[tuple[str, ...], str], FormOption] = {}
    for option in options:
        kept.setdefault((option.sections, option.returns), option)
    return tuple(kept.values())


def _sections_of(headed: tuple[str, ...]) -> tuple[str, ...]:
    """The section of each line that is sung, read from headings; stanzas without one are verses."""
    names: list[str] = []
    now, is_new = VERSE, True
    for line in headed:
        if line.startswith("[") and line.endswith("]"):
            now, is_new = line[1:-1], False
        elif not line:
            is_new = True
        else:
            now = VERSE if is_new else now
            is_new = False
            names.append(now)
    return tuple(names)
