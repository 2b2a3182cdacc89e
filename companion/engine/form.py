"""The plan of a song before any note: sections, phrases of equal length, and which motif each phrase brings back."""

import re
from math import ceil, log2
from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.harmony import Meter
from companion.domain.song import LONGEST_SONG_LINES, Syllable
from companion.engine.prosody import syllables
from companion.engine.pulse_grid import is_compound

Ending: TypeAlias = Literal["open", "half", "close"]
Kind: TypeAlias = Literal["verse", "chorus", "bridge"]

FEWEST_PHRASES = 4
FEWEST_BARS = 8
_ANSWERS_DIFFER = (0, -2, 1, -1)
"""How many notes more or fewer than planned the phrases of a tune without words have, in turn."""

_CUT_REACH = 4
"""How many syllables from the middle a long line may be cut, to cut it between words."""

_CUT_LINE = 1.5
"""What it costs to sing a line in two breaths, against a line that is half or twice as full as songs are (1)."""

_HEADING = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*$")
_CHORUS_NAMES = ("chorus", "refrain", "hook")
_BRIDGE_NAMES = ("bridge", "middle", "break")


class Stanza(Struct, frozen=True):
    """Some lines of words under a name; stanzas of one `kind` share a tune."""

    name: str
    kind: Kind
    lines: tuple[str, ...]


class Chunk(Struct, frozen=True):
    """What is sung in one breath, and the index of its line in the song."""

    syllables: tuple[Syllable, ...]
    line: int | None = None


class Phrase(Struct, frozen=True):
    """One breath of singing, so many bars long.

    `motif` names the musical idea it states ("verse P0"); `echoes` a motif whose shape it takes up elsewhere;
    `ending` is how it stops: open (asking), half (resting, not at home), close (home). `arc` is the part of a
    contour that it sings, from 0 to 1: short phrases share one. `line` is the index of its line in the song.
    """

    syllables: tuple[Syllable, ...]
    bars: int
    motif: str
    echoes: str | None
    ending: Ending
    arc: tuple[float, float] = (0.0, 1.0)
    line: int | None = None


class SectionPlan(Struct, frozen=True):
    """A section with its phrases; `bars` is whole."""

    name: str
    kind: Kind
    lines: tuple[str, ...]
    phrases: tuple[Phrase, ...]

    @property
    def bars(self) -> int:
        """Its length."""
        return sum(phrase.bars for phrase in self.phrases)


def stanzas_of(lines: tuple[str, ...], language: str = "en") -> tuple[Stanza, ...]:
    """Sort lines into stanzas: an empty line starts a new one, "[Chorus]" names the one that begins there.

    A stanza that comes back word for word is a chorus; a heading without lines of its own brings back the stanza
    of that name. Lines with nothing to sing are left out.
    """
    found: list[tuple[str | None, list[str]]] = [(None, [])]
    sung_lines = 0
    for line in lines:
        heading = _HEADING.match(line)
        if heading:
            found.append((" ".join(heading.group(1).split()), []))
        elif not line.strip():
            if found[-1][1]:
                found.append((None, []))
        elif sung_lines < LONGEST_SONG_LINES and syllables(line, language):
            sung_lines += 1
            found[-1][1].append(" ".join(line.split()))
    by_name: dict[str, list[str]] = {}
    filled: list[tuple[str | None, tuple[str, ...]]] = []
    for name, words in found:
        if name is not None:
            words = words or by_name.get(name.casefold(), [])
            by_name[name.casefold()] = words
        if words:
            filled.append((name, tuple(words)))
    texts = [_bare(words) for _, words in filled]
    return _named(
        tuple((name, words, texts.count(text) > 1) for (name, words), text in zip(filled, texts, strict=True))
    )


def _named(stanzas: tuple[tuple[str | None, tuple[str, ...], bool], ...]) -> tuple[Stanza, ...]:
    plain_verses = sum(name is None and not comes_back for name, _, comes_back in stanzas)
    named: list[Stanza] = []
    verse = 0
    for name, words, comes_back in stanzas:
        if name is not None:
            named.append(Stanza(name.lower(), kind_of(name), words))
        elif comes_back and len(stanzas) > 2:
            named.append(Stanza("chorus", "chorus", words))
        else:
            verse += 1
            named.append(Stanza(f"verse {verse}" if plain_verses > 1 else "verse", "verse", words))
    return tuple(named)


def kind_of(name: str) -> Kind:
    """What a section's name says that it is."""
    text = name.casefold()
    if any(word in text for word in _CHORUS_NAMES):
        return "chorus"
    return "bridge" if any(word in text for word in _BRIDGE_NAMES) else "verse"


def _bare(words: tuple[str, ...]) -> str:
    return "\n".join("".join(sign for sign in line.casefold() if sign.isalnum()) for line in words)


def phrase_bars(meter: Meter) -> int:
    """How many bars a line of words takes: two of 4/4, four of 3/4 or 6/8 (our own choice: 8 to 12 beats)."""
    bars = 4 if meter.bar_beats < 4 else 2 if meter.bar_beats < 8 else 1
    while bars * meter.bar_beats < 6:
        bars *= 2
    return bars


def plan_words(
    stanzas: tuple[Stanza, ...], meter: Meter, most_notes: int, loop_bars: int, echo: bool, language: str = "en"
) -> tuple[SectionPlan, ...]:
    """A plan for words: each line a phrase, a long line two or more, all equally long.

    `most_notes` is how many syllables fit one phrase. Fewer than four phrases in all are sung again until the song
    has a form (one line alone: A A' B A').
    """
    bars = _bars_for(stanzas, meter, most_notes, language)
    most_notes = _most_in(bars, meter, most_notes)
    counts = [_phrase_count(line, most_notes, language) for stanza in stanzas for line in stanza.lines]
    total, is_alone = sum(counts), counts == [1]
    fewest = max(FEWEST_PHRASES, ceil(FEWEST_BARS / bars))
    plans = []
    at = 0
    for stanza in stanzas:
        lines = stanza.lines
        if total < fewest and stanza is stanzas[-1]:
            lines = _sung_again(lines, fewest - total, most_notes, language)
        chunks = []
        for line in lines:
            chunks += [Chunk(cut, at) for cut in _chunks(syllables(line, language), most_notes)]
            at += 1
        per_loop = 1 if is_alone else max(1, loop_bars // bars)  # one line alone has its form from line to line
        is_short = bars < phrase_bars(meter) and not is_alone
        phrases = phrases_for(
            chunks, stanza.kind, (bars,) * len(chunks), per_loop, echo=echo and not is_alone, is_short=is_short
        )
        plans.append(SectionPlan(stanza.name, stanza.kind, lines, phrases))
    return tuple(plans)


def _bars_for(stanzas: tuple[Stanza, ...], meter: Meter, most_notes: int, language: str) -> int:
    """How many bars each line takes, so that most lines are about as full as sung lines are: a whole phrase or less."""
    counts = [len(syllables(line, language)) for stanza in stanzas for line in stanza.lines]

    def misfit(bars: int) -> float:
        most = _most_in(bars, meter, most_notes)
        breaths = [ceil(count / most) for count in counts]
        full = [count / (each * bars * meter.bar_beats) for count, each in zip(counts, breaths, strict=True)]
        return sum(log2(each / notes_a_beat(meter)) ** 2 for each in full) + _CUT_LINE * (sum(breaths) - len(counts))

    whole = phrase_bars(meter)
    halves = [whole >> by for by in range(whole.bit_length()) if _most_in(whole >> by, meter, most_notes) > 1]
    return min(halves or [whole], key=lambda bars: (misfit(bars), -bars))


def _most_in(bars: int, meter: Meter, most_notes: int) -> int:
    """How many syllables so many bars can speak, when a whole phrase can speak `most_notes`."""
    whole = phrase_bars(meter)
    return max(1, most_notes if bars == whole else int((most_notes + 1) * bars / whole) - 1)


def notes_a_beat(meter: Meter) -> float:
    """How full a sung line is (our own figures, between the Essen collection's): short bars and 6/8 skip along."""
    return 1.3 if is_compound(meter) else 0.95 if meter.bar_beats <= 3 else 0.8


def plan_bars(
    bars: int, meter: Meter, notes_a_phrase: int, loop_bars: int, echo: bool, first: int | None = None
) -> tuple[SectionPlan, ...]:
    """A plan without words for so many bars: phrases of evenly stressed, unwritten syllables, `first` of them first."""
    size = phrase_bars(meter)
    lengths = [size] * (bars // size) + ([bars % size] if bars % size else [])
    differ = _ANSWERS_DIFFER if first is None else (0,)  # a phrase that is given comes back as it is
    fullness = [notes_a_phrase + differ[index % len(differ)] for index in range(len(lengths))]
    chunks = [Chunk(_wordless(max(1, round(n * bars / size)))) for n, bars in zip(fullness, lengths, strict=True)]
    if first is not None:
        chunks[0] = Chunk(_wordless(first))
    phrases = phrases_for(chunks, "verse", tuple(lengths), max(1, loop_bars // size), echo)
    return (SectionPlan("tune", "verse", (), phrases),)


def _wordless(count: int) -> tuple[Syllable, ...]:
    return tuple(Syllable("", "single", index % 2 == 0) for index in range(count))


def _sung_again(lines: tuple[str, ...], missing: int, most_notes: int, language: str) -> tuple[str, ...]:
    """The lines repeated in order (an odd last one as a refrain) until `missing` more phrases are there."""
    repeated = list(lines)
    source = list(lines) if len(lines) != 3 else [lines[-1]]
    index = 0
    while missing > 0:
        line = source[index % len(source)]
        repeated.append(line)
        missing -= _phrase_count(line, most_notes, language)
        index += 1
    while index % len(source):
        repeated.append(source[index % len(source)])
        index += 1
    return tuple(repeated)


def _phrase_count(line: str, most_notes: int, language: str) -> int:
    return ceil(len(syllables(line, language)) / most_notes)


def _chunks(sung: tuple[Syllable, ...], most_notes: int) -> list[tuple[Syllable, ...]]:
    """A line in as few parts as fit, of about equal length, cut between words, after punctuation where it is near."""
    count = ceil(len(sung) / most_notes)
    chunks: list[tuple[Syllable, ...]] = []
    start = 0
    for index in range(1, count):
        ideal = round(len(sung) * index / count)
        earliest = max(start + 1, len(sung) - (count - index) * most_notes, ideal - _CUT_REACH)
        latest = min(start + most_notes, len(sung) - (count - index), ideal + _CUT_REACH)

        def misfit(cut: int, ideal: int = ideal) -> float:
            inside_word = sung[cut].syllabic in ("middle", "end")
            after_comma = not sung[cut - 1].text[-1:].isalnum()
            after_light_word = sung[cut - 1].syllabic == "single" and not sung[cut - 1].is_stressed
            return abs(cut - ideal) + 4.0 * inside_word + 0.8 * after_light_word - 3.0 * after_comma

        cut = min(range(min(earliest, latest), latest + 1), key=misfit)
        chunks.append(sung[start:cut])
        start = cut
    return [*chunks, sung[start:]]


def phrases_for(
    chunks: list[Chunk], kind: Kind, bars: tuple[int, ...], per_loop: int, echo: bool, is_short: bool = False
) -> tuple[Phrase, ...]:
    """Give each chunk its motif: rounds of the chord loop follow A A' B A', phrases inside a round ask and answer.

    With `echo` the second phrase takes up the first one's shape and the second round goes on from there; without,
    the second round begins like the first. Only the answers differ then. Short phrases share an arc.
    """
    rounds = ceil(len(chunks) / per_loop)
    letters = _form(rounds, is_dialogue=echo and per_loop == 1)
    phrases: list[Phrase] = []
    for index, chunk in enumerate(chunks):
        round_index, place = divmod(index, per_loop)
        letter, round_ending = letters[round_index]
        is_last_of_round = place == per_loop - 1 or index == len(chunks) - 1
        if index == len(chunks) - 1 and place < per_loop - 1:
            place = per_loop - 1  # the last bars of a section stand on the last bars of the loop
        ending: Ending = round_ending if is_last_of_round else "open"
        is_late = is_short and 2 * place >= per_loop  # of short lines more must differ, or nothing is new
        is_answering = per_loop > 1 and round_ending == "close" and (echo or is_last_of_round or is_late)
        motif = f"{kind} {letter}{place}" + ("'" if is_answering else "")
        echoes = f"{kind} {letter}{place - 1}" if echo and place % 2 and not is_answering else None
        arc = (place / per_loop, (place + 1) / per_loop) if is_short else (0.0, 1.0)
        phrases.append(Phrase(chunk.syllables, bars[index], motif, echoes, ending, arc, chunk.line))
    return tuple(phrases)


def _form(rounds: int, is_dialogue: bool) -> list[tuple[str, Ending]]:
    """A A' B A' (or, as a dialogue, A B A B') and smaller kin: the letters of the rounds and how each ends."""
    forms: dict[int, str] = {1: "A", 2: "AA", 3: "ABA", 4: "AABA", 5: "AABBA", 6: "AABBAA", 7: "AABABBA"}
    letters = forms.get(rounds) or "AABA" * (rounds // 4) + forms.get(rounds % 4, "")
    if is_dialogue:
        letters = ("AB" * rounds)[:rounds] if rounds != 3 else "ABB"
    endings: list[Ending] = ["close" if index % 2 or index == rounds - 1 else "half" for index in range(rounds)]
    return list(zip(letters, endings, strict=True))
