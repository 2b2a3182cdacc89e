"""The composer process: answers, the newest request, and what happens when it dies."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.domain.harmony import Key
from companion.domain.song import SongRequest
from companion.engine import composer, composer_server
from companion.engine.changes import OtherChord, OtherGroove, OtherKey, OtherTempo, Wished, changed
from companion.engine.composer import Answer, ComposerClient
from companion.engine.composer_protocol import Failed, Suggest, Suggested
from companion.engine.composer_server import Desk
from companion.engine.composing import suggest

REQUEST = SongRequest(("I keep the candle close to me",), feeling="calm", seed=1, count=3)
PATIENCE_SECONDS = 30.0


@pytest.fixture
def client(tmp_path: Path) -> Iterator[ComposerClient]:
    started = ComposerClient.start(tmp_path / "logs" / "composer.log")
    yield started
    started.close()


def answers(client: ComposerClient) -> list[Answer]:
    """Look in until something has come; only a broken composer lets this time run out."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = client.poll()
        if found:
            return found
        time.sleep(0.005)
    raise AssertionError("the composer did not answer")


def kill(client: ComposerClient) -> None:
    assert client.process_id is not None
    os.kill(client.process_id, getattr(signal, "SIGKILL", signal.SIGTERM))


def test_songs_come_back_as_they_are_made_here(client: ComposerClient) -> None:
    ticket = client.request(REQUEST)
    assert answers(client) == [Answer(ticket, songs=suggest(REQUEST))]
    assert client.poll() == []


def test_the_newest_request_is_the_one_that_is_answered(client: ComposerClient) -> None:
    tickets = [client.request(REQUEST) for _ in range(20)]
    assert [answer.ticket for answer in answers(client)] == tickets[-1:]


def test_what_can_not_be_composed_comes_back_as_a_sentence(client: ComposerClient) -> None:
    ticket = client.request(SongRequest(("home",), groove="polka"))
    (answer,) = answers(client)
    assert answer.ticket == ticket
    assert answer.songs == ()
    assert "polka" in answer.problem


def test_a_killed_composer_is_started_again_and_asked_once_more(client: ComposerClient) -> None:
    first = client.process_id
    ticket = client.request(REQUEST)
    kill(client)
    (answer,) = answers(client)
    assert answer.ticket == ticket
    if client.process_id == first:  # it had answered before it died; the next request meets the dead one
        ticket = client.request(REQUEST)
        (answer,) = answers(client)
    assert answer.songs == suggest(REQUEST)


def test_one_that_dies_while_idle_is_started_with_the_next_request(client: ComposerClient) -> None:
    client.request(REQUEST)
    answers(client)
    first = client.process_id
    kill(client)
    assert client.poll() == []
    client.request(REQUEST)
    (answer,) = answers(client)
    assert len(answer.songs) == 3
    assert client.process_id != first


def test_one_that_can_not_be_started_is_a_problem_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composer, "SERVER_MODULE", "companion.no_such_module")
    broken = ComposerClient.start(None)
    ticket = broken.request(REQUEST)
    (answer,) = answers(broken)
    assert answer.ticket == ticket
    assert answer.problem
    broken.close()
    assert broken.poll() == []


def test_closing_ends_the_process(client: ComposerClient) -> None:
    process_id = client.process_id
    assert process_id is not None
    client.close()
    assert client.process_id is None
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)
    client.close()


def test_the_desk_keeps_the_newest_and_tells_when_it_is_closed() -> None:
    desk = Desk()
    desk.put(Suggest(1, REQUEST))
    desk.put(Suggest(2, REQUEST))
    assert desk.take() == Suggest(2, REQUEST)
    assert desk.take(timeout=0.0) is None
    desk.close()
    assert desk.is_closed
    assert desk.take() is None


def test_a_bug_in_composing_is_a_sentence_and_a_line_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(request: SongRequest) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(composer_server, "suggest", fails)
    answer = composer_server.answer(Suggest(4, REQUEST))
    assert isinstance(answer, Failed)
    assert answer.ticket == 4
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert isinstance(composer_server.answer(Suggest(5, REQUEST)), Suggested)


def test_a_changed_song_comes_back_as_it_is_changed_here(client: ComposerClient) -> None:
    (song, *_) = suggest(REQUEST)
    for change in (Wished("another", 5), OtherChord(0, "Am"), OtherGroove("hymn"), OtherKey(Key("D", song.key.mode))):
        ticket = client.request_change(song, change)
        assert answers(client) == [Answer(ticket, songs=(changed(song, change),))]


def test_of_changes_too_the_newest_wins_beside_a_suggestion(client: ComposerClient) -> None:
    (song, *_) = suggest(REQUEST)
    asked = client.request(REQUEST)
    tickets = [client.request_change(song, OtherTempo(60.0 + number)) for number in range(10)]
    found: dict[int, Answer] = {}
    while not {asked, tickets[-1]} <= set(found):
        found |= {answer.ticket: answer for answer in answers(client)}
    assert set(found) == {asked, tickets[-1]}
    assert found[tickets[-1]].songs[0].tempo_bpm == 69.0


def test_a_change_that_can_not_be_made_comes_back_as_a_sentence(client: ComposerClient) -> None:
    (song, *_) = suggest(REQUEST)
    client.request_change(song, OtherChord(0, "Hx"))
    (answer,) = answers(client)
    assert "'Hx' is not a chord that is known here." in answer.problem
