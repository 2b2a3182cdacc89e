"""What a share holds, in plain words: the same for the client before it goes and for the therapist who gets it."""

from collections.abc import Iterator

from companion.domain.share import Completion, Place, Share
from companion.domain.take import Take
from companion.exports.agreed_words import plan_lines
from companion.exports.entry_words import (
    check_in_in_words,
    chords_in_words,
    date_in_words,
    length_in_words,
    take_in_words,
)

DONE: dict[Completion, str] = {"done": "Done.", "partly": "Done in part.", "skipped": "Left out this time."}
PLACES: dict[Place, str] = {"before": "Before", "between": "In between", "after": "After"}


def items_in_words(share: Share) -> tuple[str, ...]:
    """What goes, one short sentence an item, without what is in it; empty where nothing was picked."""
    return tuple(_items(share))


def page(share: Share) -> tuple[str, ...]:
    """All that is in it, word by word, a line each; for music what it is made of."""
    return tuple(_page(share))


def _items(share: Share) -> Iterator[str]:
    if share.completion is not None:
        yield "whether it was done"
    if share.day is not None:
        yield "the day"
    if share.exercise_title is not None:
        yield "titles"
    if share.minutes is not None:
        yield "the minutes"
    if share.words:
        yield "the words of the song"
    if share.thoughts:
        yield "other things that were written"
    if share.song is not None:
        yield "the song, with its words" if share.words else "the song, without its words"
    if share.takes:
        yield "what was played"
    for each in share.check_ins:
        yield f"how it was: {PLACES[each.place].lower()}"
    if share.plan is not None:
        yield "the plan"
    sentences = {"a note": share.note, "what did not go": share.couldnt, "what was hard": share.hard,
                 "what to talk about": share.talk}  # fmt: skip
    yield from (name for name, text in sentences.items() if text)


def _page(share: Share) -> Iterator[str]:
    if share.completion is not None:
        yield DONE[share.completion]
    if share.day is not None:
        yield f"The day: {date_in_words(share.day)}."
    if share.exercise_title is not None:
        yield f"The exercise: {share.exercise_title}."
    if share.song_title is not None:
        yield f"The song: {share.song_title}."
    if share.minutes is not None:
        yield f"It took about {share.minutes} minute{'' if share.minutes == 1 else 's'}."
    for each in share.check_ins:
        yield f"{PLACES[each.place]}: {check_in_in_words(each.said)}."
    for name, lines in (("The words:", share.words), ("Also written:", share.thoughts)):
        if lines:
            yield from (name, *(f"  {line}" for line in lines))
    yield from _music(share)
    if share.plan is not None:
        yield from ("The plan:", *(f"  {line}" for line in plan_lines(share.plan)))
    sentences = {"A note": share.note, "I couldn't, because": share.couldnt, "What was hard": share.hard,
                 "What I'd like to talk about": share.talk}  # fmt: skip
    for name, text in sentences.items():
        if text:
            yield from (f"{name}:", *(f"  {line}" for line in text.splitlines()))


def _music(share: Share) -> Iterator[str]:
    song = share.song
    if song is not None:
        words = "with the words" if share.words else "without words"
        yield (f"The song's music, {words}: {song.bars} bars in {song.key.name}, {song.meter.name}, "
               f"{song.tempo_bpm:g} beats a minute, {song.groove}.")  # fmt: skip
        yield f"  Chords: {chords_in_words(song).replace(' | ', ', ')}."
        yield f"  A tune of {len(song.melody)} notes. {song.name}."
    for take in share.takes:
        yield f"What was played: {_take(take)}."


def _take(take: Take) -> str:
    return take_in_words(take) if take.events else f"nothing, for {length_in_words(take.length_seconds)}"
