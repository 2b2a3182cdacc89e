"""What the doctor is told about sound."""

from companion.midi.probe import NOT_STARTED, checks, probe
from companion.midi.protocol import Missing, Open, Ready
from companion.midi.testing import FakeSoundServer

OPTIONS = Open("auto", None, None, "any", 0.4, 0.0)


def test_where_all_is_well() -> None:
    found = probe(OPTIONS, launch=FakeSoundServer(Ready("alsa", "/f.sf2", ("Piano",), (), "2.3.1")).launch)
    assert [(check.name, check.works) for check in found] == [
        ("library", True), ("soundfont", True), ("output", True), ("midi", True)
    ]  # fmt: skip
    assert [word for word in ("2.3.1", "/f.sf2", "alsa", "Piano") if word in " ".join(c.sentence for c in found)]
    assert all(check.remedy == "" for check in found)


def test_what_is_missing_comes_with_its_remedy() -> None:
    font = Missing("soundfont", "cat.jpg is not a SoundFont.", "Choose another.")
    midi = Missing("midi", "No MIDI here.", "Start JACK.")
    found = {check.name: check for check in checks(Ready("alsa", "/f.sf2", (), (), "2.3.1", (font, midi)))}
    assert (found["soundfont"].works, found["soundfont"].remedy) == (False, "Choose another.")
    assert (found["midi"].works, found["midi"].sentence) == (False, "No MIDI here.")
    assert found["output"].works


def test_without_the_library_nothing_is_said_of_what_needs_it() -> None:
    library = Missing("library", "FluidSynth is not installed.", "Install it.")
    found = checks(Ready(None, None, ("Piano",), (), None, (library,)))
    assert [(check.name, check.works) for check in found] == [("library", False), ("midi", True)]


def test_a_process_that_does_not_start() -> None:
    found = probe(OPTIONS, launch=FakeSoundServer(start_error=True).launch)
    assert [(check.works, check.sentence) for check in found] == [(False, NOT_STARTED)]
    assert found[0].remedy
