"""Lines of words to sections and phrases."""

from companion.domain.harmony import Meter
from companion.engine.form import SectionPlan, phrase_bars, plan_bars, plan_words, stanzas_of

COMMON = Meter(4, 4)


def plan(*lines: str, meter: Meter = COMMON, most_notes: int = 12) -> tuple[SectionPlan, ...]:
    return plan_words(stanzas_of(lines), meter, most_notes, loop_bars=4, echo=False)


def test_empty_lines_part_stanzas_and_what_comes_back_is_a_chorus() -> None:
    song = stanzas_of(("One road", "", "Hold me near", "", "", "Two rivers", "", "hold me, near!"))
    assert [(s.name, s.kind) for s in song] == [
        ("verse 1", "verse"), ("chorus", "chorus"), ("verse 2", "verse"), ("chorus", "chorus"),
    ]  # fmt: skip


def test_headings_name_sections_and_a_bare_heading_brings_words_back() -> None:
    song = stanzas_of(("[Verse 1]", "One road", "[Chorus]", "Hold me", "[ Bridge ]", "Over there", "[chorus]"))
    assert [(s.name, s.kind, s.lines) for s in song] == [
        ("verse 1", "verse", ("One road",)),
        ("chorus", "chorus", ("Hold me",)),
        ("bridge", "bridge", ("Over there",)),
        ("chorus", "chorus", ("Hold me",)),
    ]


def test_lines_without_words_are_left_out() -> None:
    assert stanzas_of(("...", "", "😀", "  ")) == ()
    assert stanzas_of(("...", "Home")) == stanzas_of(("Home",))


def test_one_line_becomes_a_refrain_of_four_phrases() -> None:
    (section,) = plan("I keep the candle close to me")
    assert section.lines == ("I keep the candle close to me",) * 4
    assert section.bars == 8
    assert section.phrases[-1].ending == "close"
    motifs = [phrase.motif for phrase in section.phrases]
    assert motifs[0] == motifs[1] == motifs[3] != motifs[2], "A A' B A"


def test_three_lines_end_with_a_refrain() -> None:
    (section,) = plan("I walk along the road", "I count the stones I know", "and then I turn for home")
    assert section.lines[2] == section.lines[3]


def test_a_form_in_three_four_is_a_a_b_a() -> None:
    lines = [f"the longer line of words is number {word}" for word in ("one", "two", "three", "four")]
    (section,) = plan(*lines, meter=Meter(3, 4), most_notes=14)
    motifs = [phrase.motif for phrase in section.phrases]
    assert motifs[0] == motifs[1] == motifs[3] != motifs[2]
    assert {phrase.bars for phrase in section.phrases} == {4}


def test_a_long_line_is_cut_between_words_into_equal_phrases() -> None:
    line = "the river kept on moving slowly, it had nothing much to say"
    (section,) = plan(line, "short and plain for now", "short and plain again", most_notes=12)
    first, second = section.phrases[:2]
    assert "".join(s.text for s in (*first.syllables, *second.syllables)) == line.replace(" ", "")
    assert second.syllables[0].syllabic in ("single", "begin")
    assert first.syllables[-1].text == "ly,", "the cut stands at the comma"
    assert len({phrase.bars for phrase in section.phrases}) == 1


def test_one_word_still_makes_eight_bars() -> None:
    (section,) = plan("Home")
    assert section.bars == 8
    assert set(section.lines) == {"Home"}


def test_a_tune_without_words_has_the_bars_asked_for() -> None:
    for bars in (1, 2, 3, 7, 8, 33):
        (section,) = plan_bars(bars, COMMON, 8, 4, echo=True)
        assert section.bars == bars
        assert all(s.text == "" for phrase in section.phrases for s in phrase.syllables)


def test_phrases_last_about_ten_beats_in_any_meter() -> None:
    assert [phrase_bars(Meter.parse(m)) for m in ("4/4", "3/4", "6/8", "2/4", "5/4", "12/8")] == [2, 4, 4, 4, 2, 2]
