"""Music with everything taken off that was not picked: a song without its words, a take without what it was over."""

from collections.abc import Collection

from msgspec.structs import replace

from companion.domain.assignment import Item
from companion.domain.feelings import NEUTRAL
from companion.domain.song import Contract, MelodyNote, Section, Song
from companion.domain.take import BackingPlan, Take


def bare_song(song: Song, items: Collection[Item], *, with_feeling: bool) -> Song:
    """The music, and of the rest only what was picked too: its words, its titles; the feeling `with_feeling`.

    The reasons go, since they quote words and feelings; the seed goes, since it could find them again.
    """
    has_words = "words" in items
    return replace(
        song,
        title=song.title if "titles" in items else "",
        feeling=song.feeling if with_feeling else "",
        affect=song.affect if with_feeling else NEUTRAL,
        seed=0,
        sections=tuple(_bare_section(each, has_words, with_feeling) for each in song.sections),
        melody=song.melody if has_words else tuple(map(_hummed, song.melody)),
        contract=Contract(()),
        why=(),
    )


def bare_take(take: Take, items: Collection[Item]) -> Take:
    """What was played; what it was played over only where the song goes too. Files are never named."""
    has_song = "song" in items
    return replace(
        take,
        title=take.title if "titles" in items else "",
        backing_title=take.backing_title if "titles" in items else "",
        song_id=None,
        backing=tuple(map(_bare_plan, take.backing)) if has_song else (),
    )


def _bare_section(section: Section, has_words: bool, has_feeling: bool) -> Section:
    return replace(
        section, lines=section.lines if has_words else (), affect=section.affect if has_feeling else None
    )


def _hummed(note: MelodyNote) -> MelodyNote:
    return MelodyNote(note.pitch, note.start_beats, note.duration_beats)


def _bare_plan(plan: BackingPlan) -> BackingPlan:
    return replace(plan, file="", seed=None)
