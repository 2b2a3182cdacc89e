"""What ships: each exercise is whole, reads easily, has a way out, and covers what the practice asks for."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import asdict

from companion.domain.exercise import NOT_WHEN, Exercise
from companion.domain.steps import CheckInStep, Close, Ground, Play, Sing, kind_of
from companion.domain.word_steps import Collage, Letter, ListStep, WordsStep
from companion.engine.prosody import syllables
from companion.errors import FileProblemError
from companion.paths import shipped
from companion.prompts.loading import load_exercise
from companion.services.exercises.checking import look_over
from tests.unit.exercises import FILES, english, name_of

ALL = [load_exercise(path) for path in FILES]
HEARD = ("arrive", "listen", "move", "play", "sing", "ground")


def of(language: str) -> list[Exercise]:
    return [each for each in ALL if each.language == language]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_it_passes_its_own_check(path: Path) -> None:
    exercise = load_exercise(path)
    assert (exercise.id, exercise.language) == (path.stem, path.parent.name)
    looked = look_over(exercise)
    assert looked.problems == ()
    assert looked.thoughts == ()
    assert looked.reading.is_easy


@pytest.mark.parametrize("exercise", ALL, ids=lambda each: f"{each.language}-{each.id}")
def test_it_says_who_wrote_it_and_that_no_one_reviewed_it_yet(exercise: Exercise) -> None:
    assert exercise.author
    assert exercise.licence
    assert exercise.reviewed_on is None
    assert exercise.therapist.salient_features
    assert exercise.therapist.questions


def test_how_many_in_which_language() -> None:
    assert len(of("en")) >= 20
    assert len(of("es")) >= 6
    assert len(of("de")) >= 6
    assert {each.id for each in (*of("es"), *of("de"))} <= {each.id for each in of("en")}


def test_every_method_that_practice_asks_for() -> None:
    wanted = {
        "fill-in-the-blank", "word substitution", "song collage", "strategic prompts", "letter", "list", "feeling word",
        "play first", "rap over a steady beat", "improvised song", "free", "rhythmic grounding", "holding", "matching",
        "call and answer", "free over a backing",
    }  # fmt: skip
    assert wanted <= {each.method for each in of("en")}


def test_every_kind_of_step_is_used() -> None:
    used = Counter(kind_of(step) for exercise in of("en") for step in exercise.steps)
    unused = {"arrive", "ground", "listen", "move", "sing", "close", "check-in", "choose", "blanks", "list", "collage",
              "substitute", "prompt", "letter", "writing", "name-it", "reflect", "song-memory", "body-place", "form",
              "chords", "melody", "play"} - set(used)  # fmt: skip
    assert unused == set()


@pytest.mark.parametrize("exercise", ALL, ids=lambda each: f"{each.language}-{each.id}")
def test_sound_comes_before_the_third_question(exercise: Exercise) -> None:
    """Practice: something pleasant to hear or touch before the third question; words are not counted as one."""
    first = [kind_of(step) for step in exercise.steps[:3]]
    by_words = first[0] in ("check-in", "collage", "blanks")
    assert by_words or any(kind in HEARD or kind == "choose" for kind in first)


@pytest.mark.parametrize("exercise", ALL, ids=lambda each: f"{each.language}-{each.id}")
def test_nothing_ends_on_the_words(exercise: Exercise) -> None:
    for sitting in exercise.sittings:
        assert isinstance(sitting[-1], Close)


def test_deep_ones_end_on_the_ground_and_say_when_not() -> None:
    deep = [each for each in of("en") if each.depth == "deep"]
    assert deep
    for exercise in deep:
        last = [step for step in exercise.steps if isinstance(step, Ground | WordsStep)][-1]
        assert isinstance(last, Ground), exercise.id
        assert exercise.not_when


def test_grief_is_opt_in_with_a_plain_warning_and_grounds_twice() -> None:
    (exercise,) = [each for each in of("en") if each.themes]
    assert exercise.themes == ("grief",)
    assert "You can stop" in exercise.warning
    assert len([step for step in exercise.steps if isinstance(step, Ground)]) >= 2
    assert [each for each in exercise.steps if isinstance(each, CheckInStep) and "distress" in each.asks]


def test_a_group_passes_the_keyboard_and_a_pack_has_three_sittings() -> None:
    group = english("round-the-table")
    assert [step.passes for step in group.steps if isinstance(step, ListStep)] == [True]
    assert [len(steps) for steps in english("was-am-will-be").sittings] == [5, 6, 6]


def test_some_need_no_words_and_play_comes_first() -> None:
    wordless = [each for each in of("en") if not any(isinstance(step, WordsStep) for step in each.steps)]
    assert {"chair-floor-room", "walk-me-home"} <= {each.id for each in wordless}
    assert isinstance(english("name-it-later").steps[0], Play)
    assert isinstance(english("hum-first").steps[0], Sing)


def test_phrases_can_be_sung() -> None:
    for exercise in ALL:
        for step in exercise.steps:
            phrases = step.phrases if isinstance(step, Collage) else ()
            for phrase in phrases:
                assert 2 <= len(syllables(phrase, exercise.language)) <= 14, phrase


def test_no_line_of_words_stands_twice_in_a_row() -> None:
    for exercise in ALL:
        for step, following in pairwise(exercise.steps):
            assert step.prompt != following.prompt, exercise.id


def test_every_reason_against_is_a_whole_clause() -> None:
    for words in NOT_WHEN.values():
        assert words[0].islower()
        assert not words.endswith(".")


@pytest.mark.parametrize("exercise", ALL, ids=lambda each: f"{each.language}-{each.id}")
def test_the_therapists_part_is_whole(exercise: Exercise) -> None:
    """All the fields of Downes (2006), in each language."""
    assert [name for name, said in asdict(exercise.therapist).items() if not said] == []
    assert exercise.smallest
    assert exercise.low_energy
    assert exercise.smallest_minutes < exercise.minutes


def test_three_for_lullaby_or_grounding() -> None:
    calm = {each.id for each in of("en") if each.method in ("grounding", "holding") or "lullaby" in each.touches}
    assert {"someone-keeps-watch", "moored-boat", "chair-floor-room"} <= calm


def test_anger_goes_into_drums_and_back_to_the_ground() -> None:
    exercise = english("drum-it-down")
    assert "anger at someone near" in exercise.not_when
    assert [step.groove for step in exercise.steps if isinstance(step, Play)] == ["drumcircle"]
    assert any(isinstance(step, Ground) for step in exercise.steps)
    assert "loud drums" in exercise.touches


def test_gratitude_is_a_list_of_small_things() -> None:
    exercise = english("three-small-lights")
    assert exercise.method == "list"
    assert "forced cheer" in exercise.not_when


def test_a_letter_to_a_younger_self_stays_in_the_journal_and_offers_the_third_person() -> None:
    exercise = english("to-me-younger")
    (letter,) = [step for step in exercise.steps if isinstance(step, Letter)]
    assert (letter.into, bool(letter.third_person)) == ("journal", True)
    assert "childhood hurt" in exercise.not_when


def test_the_pack_says_who_i_was_am_and_will_be_on_three_days() -> None:
    exercise = english("was-am-will-be")
    assert len(exercise.sittings) == 3
    assert all(any(isinstance(step, WordsStep) for step in sitting) for sitting in exercise.sittings)


def test_no_exercise_is_about_trauma_and_none_about_self_harm(tmp_path: Path) -> None:
    assert not [each for each in ALL if "trauma" in each.themes]
    text = (shipped("prompts") / "en" / "a-steady-place.toml").read_text("utf-8")
    path = tmp_path / "a-steady-place.toml"
    path.write_text(text.replace("One word is enough.", "Tell of your self-harm."), encoding="utf-8")
    assert any("self-harm" in each for each in look_over(load_exercise(path)).problems)
    path.write_text(text.replace('depth = "light"', 'themes = ["self-harm"]\nwarning = "x"'), encoding="utf-8")
    with pytest.raises(FileProblemError):
        load_exercise(path)
