"""Words with chords: each chord over the syllable that it begins with, and never a word lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from companion.domain.harmony import Chord
from companion.domain.song import MelodyNote, Section, Song
from companion.exports.songsheet import SongSheet, Stanza, shown, stanzas

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=24)


def marked(stanza: Stanza) -> list[str]:
    """The lines with chords in brackets where they stand."""
    return ["".join(f"[{p.chord}]{p.text}" if p.chord else p.text for p in line) for line in stanza.lines]


def test_chords_stand_over_their_syllables(song: Song) -> None:
    verse, chorus = stanzas(song)
    assert verse.name == "verse"
    assert marked(verse) == [
        "[F]When the [B♭]house is [F]still and [C7]gray,",
        "I [F]keep a [B♭]lamp be[C]side the [F]stairs.",
    ]
    assert marked(chorus) == ["Stay [F]a lit[B♭]tle long[F]er,", "stay [C7]until [F]it's light.[B♭][C][F]"]


def test_a_chord_within_a_word_stands_over_its_syllable(song: Song) -> None:
    notes = (MelodyNote(60, 0.0, 3.0, "lit", "begin"), MelodyNote(60, 3.0, 3.0, "tle", "end"))
    small = replace(song, sections=(Section("", 0, 2, ("Little",)),), melody=notes, chords=song.chords[:2])
    assert marked(stanzas(small)[0]) == ["[F]Lit[B♭]tle"]


def test_a_word_under_two_chords_has_no_gap_or_a_hyphen_in_it(song: Song) -> None:
    sung = ((0.0, "o"), (3.0, "ver"), (6.0, "it"))
    notes = tuple(MelodyNote(60, at, 3.0, syllable) for at, syllable in sung)
    joints = []
    for name in ("F", "Gm/Bb"):
        chords = (replace(song.chords[0], symbol=name), *song.chords[1:3])
        small = replace(song, sections=(Section("", 0, 3, ("over it",)),), melody=notes, chords=chords)
        joints.append([piece.joint for piece in stanzas(small)[0].lines[0]])
    assert joints == [["close", "", ""], ["hyphen", "", ""]]


def test_a_note_that_knows_its_line_is_looked_for_there(song: Song) -> None:
    notes = (MelodyNote(60, 0.0, 3.0, "stay", line=2), MelodyNote(60, 3.0, 3.0, "stay", line=3))
    lines = ("Stay", "Stay", "Stay", "Stay")
    small = replace(song, sections=(Section("", 0, 2, lines),), melody=notes, chords=song.chords[:2])
    assert marked(stanzas(small)[0]) == ["Stay", "Stay", "[F]Stay", "[B♭]Stay"]


def test_chords_without_new_words_stand_after_the_words(song: Song) -> None:
    notes = (MelodyNote(60, 0.0, 6.0, "stay"), MelodyNote(60, 9.0, 3.0, "home"))
    small = replace(song, sections=(Section("", 0, 6, ("Stay", "home")),), melody=notes, chords=song.chords[:6])
    assert marked(stanzas(small)[0]) == ["[F]Stay[B♭][F]", "[C7]home[F][B♭]"]


def test_a_chord_between_two_words_stands_between_them(song: Song) -> None:
    notes = (MelodyNote(60, 0.0, 3.0, "stay"), MelodyNote(60, 6.0, 3.0, "home"))
    small = replace(song, sections=(Section("", 0, 3, ("Stay home",)),), melody=notes, chords=song.chords[:3])
    assert marked(stanzas(small)[0]) == ["[F]Stay[B♭] [F]home"]


def test_apostrophes_and_sharp_s_do_not_hide_a_syllable(song: Song) -> None:
    sung = ("it's", "STRAS", "SE")
    notes = tuple(MelodyNote(60, 3.0 * number, 3.0, text) for number, text in enumerate(sung))
    small = replace(song, sections=(Section("", 0, 3, ("“It’s” Straße",)),), melody=notes, chords=song.chords[:3])
    assert marked(stanzas(small)[0]) == ["“[F]It’s” [B♭]Stra[F]ße"]


def test_a_line_that_is_sung_twice_is_shown_with_the_chords_of_each_time(song: Song) -> None:
    notes = tuple(MelodyNote(60, beat, 3.0, "Stay") for beat in (0.0, 3.0))
    small = replace(song, sections=(Section("", 0, 2, ("Stay", "Stay")),), melody=notes, chords=song.chords[:2])
    assert marked(stanzas(small)[0]) == ["[F]Stay", "[B♭]Stay"]


def test_a_song_without_words_has_no_stanzas(song: Song) -> None:
    assert stanzas(replace(song, sections=(Section("", 0, 8, ()), Section("", 8, 8, ("  ",))))) == ()


def test_symbols_are_shown_with_real_accidentals() -> None:
    assert [shown(symbol) for symbol in ("Bb", "F#m7", "Ab/Eb", "C7b9", "Bm7b5", "Dbmaj7")] == [
        "B♭",
        "F♯m7",
        "A♭/E♭",
        "C7♭9",
        "Bm7♭5",
        "D♭maj7",
    ]


def test_one_line_tells_how_the_song_goes(song: Song) -> None:
    assert SongSheet(song, b"").about == "F major · 3/4 · 66 beats a minute · lullaby"
    assert SongSheet(replace(song, title=" "), b"").title == "A song"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(WORDS, min_size=1, max_size=5),
    syllables=st.lists(WORDS, max_size=12),
    gap=st.floats(0.1, 4.0),
    chord_beats=st.floats(0.5, 8.0),
)
def test_no_word_is_lost_or_moved(
    song: Song, lines: list[str], syllables: list[str], gap: float, chord_beats: float
) -> None:
    notes = tuple(MelodyNote(60, number * gap, gap, text) for number, text in enumerate(syllables))
    chords = tuple(Chord(symbol, "I", at * chord_beats, chord_beats, (60,)) for at, symbol in enumerate("CFGADE"))
    any_song = replace(song, sections=(Section("", 0, 8, tuple(lines)),), melody=notes, chords=chords)
    shown_lines = tuple(line for stanza in stanzas(any_song) for line in stanza.lines)
    written = lines if any(line.strip() for line in lines) else []
    assert ["".join(piece.text for piece in line) for line in shown_lines] == written
