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
from companion.exports.song_words import groove_in_words, key_in_words
from companion.language import N_, _, ngettext, told

DONE: dict[Completion, str] = {"done": _("Done."), "partly": _("Done in part."), "skipped": _("Left out this time.")}
PLACES: dict[Place, str] = {"before": _("Before"), "between": _("In between"), "after": _("After")}


SAID_AT: dict[Place, str] = {
    "before": N_("how it was: before"), "between": N_("how it was: in between"), "after": N_("how it was: after"),
}  # fmt: skip


def items_of(share: Share) -> tuple[str, ...]:
    """What goes, one short sentence an item, without what is in it; empty where nothing was picked.

    They are kept, and so in English; `told` shows them.
    """
    return tuple(_items(share))


def items_in_words(share: Share) -> tuple[str, ...]:
    """The same, as it is shown."""
    return tuple(map(told, _items(share)))


def page(share: Share) -> tuple[str, ...]:
    """All that is in it, word by word, a line each; for music what it is made of."""
    return tuple(_page(share))


def _items(share: Share) -> Iterator[str]:
    if share.completion is not None:
        yield N_("whether it was done")
    if share.day is not None:
        yield N_("the day")
    if share.exercise_title is not None:
        yield N_("titles")
    if share.minutes is not None:
        yield N_("the minutes")
    if share.words:
        yield N_("the words of the song")
    if share.thoughts:
        yield N_("other things that were written")
    if share.song is not None:
        yield N_("the song, with its words") if share.words else N_("the song, without its words")
    if share.takes:
        yield N_("what was played")
    for each in share.check_ins:
        yield SAID_AT[each.place]
    if share.plan is not None:
        yield N_("the plan")
    sentences = {N_("a note"): share.note, N_("why it could not be done"): share.couldnt,
                 N_("what was hard"): share.hard, N_("what to talk about"): share.talk}  # fmt: skip
    yield from (name for name, text in sentences.items() if text)


def _page(share: Share) -> Iterator[str]:
    if share.completion is not None:
        yield DONE[share.completion]
    if share.day is not None:
        yield _("The day: {date_in_words}.").format(date_in_words=date_in_words(share.day))
    if share.exercise_title is not None:
        yield _("The exercise: {exercise_title}.").format(exercise_title=share.exercise_title)
    if share.song_title is not None:
        yield _("The song: {song_title}.").format(song_title=share.song_title)
    if share.minutes is not None:
        took = ngettext("It took about {} minute.", "It took about {} minutes.", share.minutes)
        yield took.format(share.minutes)
    for each in share.check_ins:
        yield f"{PLACES[each.place]}: {check_in_in_words(each.said)}."
    for name, lines in ((_("The words:"), share.words), (_("Also written:"), share.thoughts)):
        if lines:
            yield from (name, *(f"  {line}" for line in lines))
    yield from _music(share)
    if share.plan is not None:
        yield from (_("The plan:"), *(f"  {line}" for line in plan_lines(share.plan)))
    sentences = {_("A note"): share.note, _("I couldn't, because"): share.couldnt,
                 _("What was hard"): share.hard, _("What I'd like to talk about"): share.talk}  # fmt: skip
    for name, text in sentences.items():
        if text:
            yield from (f"{name}:", *(f"  {line}" for line in text.splitlines()))


def _music(share: Share) -> Iterator[str]:
    song = share.song
    if song is not None:
        words = _("with the words") if share.words else _("without words")
        yield _("The song's music, {words}: {bars} bars in {key}, {meter}, {bpm:g} beats a minute, {groove}.").format(
            words=words,
            bars=song.bars,
            key=key_in_words(song.key),
            meter=song.meter.name,
            bpm=song.tempo_bpm,
            groove=groove_in_words(song.groove),
        )
        yield _("  Chords: {chords}.").format(chords=chords_in_words(song).replace(" | ", ", "))
        yield _("  A tune of {count} notes. {name}.").format(count=len(song.melody), name=told(song.name))
    for take in share.takes:
        yield _("What was played: {take}.").format(take=_take(take))


def _take(take: Take) -> str:
    return (
        take_in_words(take)
        if take.events
        else _("nothing, for {length_in_words}").format(length_in_words=length_in_words(take.length_seconds))
    )
