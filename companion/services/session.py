"""One session: a walk through an exercise that keeps its draft and leaves its fruits in the journal.

It has no face. The screen, the plain mode, an answers file and the tests ask it for the open question and
give it answers; none of them decides where the walk goes.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from companion.domain.entry import Body, Entry, SessionRecord, Words
from companion.domain.exercise import Exercise
from companion.domain.song import Song, SongRequest
from companion.engine.titles import title_of
from companion.errors import CompanionError, FileProblemError, WrongUseError
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.messages import LATER_TAG
from companion.services import questions as q
from companion.services import walk
from companion.services.draft import DRAFT_VERSION, Draft


class Session:
    """A walk under way. `clock` gives aware datetimes; `seed` decides every musical choice."""

    def __init__(
        self,
        exercise: Exercise,
        draft: Draft,
        journal: Journal,
        draft_file: DraftFile,
        clock: Callable[[], datetime],
    ) -> None:
        self.exercise = exercise
        self._draft = draft
        self._journal = journal
        self._draft_file = draft_file
        self._clock = clock
        self._kept: tuple[str, ...] | None = None
        self._problem = ""
        self._is_saved = True

    @property
    def draft(self) -> Draft:
        """Everything said so far."""
        return self._draft

    @property
    def question(self) -> q.Question:
        """The open question."""
        question = walk.question_at(self.exercise, self._draft, self._place)
        if isinstance(question, q.CloseQuestion) and self._kept is not None:
            lines = self.lines if self._problem else ()
            return replace(question, kept=self._kept, problem=self._problem, lines=lines)
        return question

    @property
    def lines(self) -> tuple[str, ...]:
        """The words so far; an empty line parts sections."""
        return walk.lines_of(self.exercise, self._draft)

    @property
    def is_finished(self) -> bool:
        """Whether the close was reached. Everything is in the journal then, or the close question says why not."""
        return self._kept is not None

    @property
    def _place(self) -> q.Place:
        return walk.place_of(self.exercise, self._draft)

    def answer(self, answer: q.Answer) -> None:
        """Take an answer to the open question, keep it, and open the next.

        Raises WrongUseError for an answer that does not belong here, FileProblemError where it can't be saved
        (the answer still holds in memory, and is saved with the next).
        """
        if isinstance(answer, q.Kept):
            self._keep(answer)
        else:
            self._draft = walk.answered(self.exercise, self._draft, answer)
        self._after_move()

    def skip(self) -> None:
        """Leave the open question out and open the next. What was typed in its field is kept."""
        self.answer(q.Done())

    def back(self) -> None:
        """Open the question before this one."""
        self._draft = walk.moved(self.exercise, self._draft, -1)
        self._after_move()

    def typing(self, text: str) -> None:
        """Remember what stands in the open field; faces call it within a second of a key.

        Raises FileProblemError where it can't be saved; the next call tries again, with the same text too.
        """
        if text != self._draft.typing or not self._is_saved:
            self._draft = replace(self._draft, typing=text)
            self._save()

    def song_request(self) -> SongRequest:
        """What to compose for the open question: the words, the feeling, this walk's seed."""
        feeling = self._draft.feeling
        return SongRequest(
            lines=walk.headed_lines_of(self.exercise, self._draft),
            title=title_of(self.lines) or self.exercise.title,
            feeling=feeling.feeling,
            affect=feeling.affect,
            seed=self._draft.seed,
            count=self._song_count(),
            voice=self._draft.voice,
        )

    def offer(self, songs: tuple[Song, ...]) -> None:
        """Put the suggestions into the open song question."""
        if not isinstance(self.question, q.SongQuestion):
            raise WrongUseError("Suggestions were not asked for here.")
        self._draft = replace(self._draft, songs=songs)
        with suppress(FileProblemError):  # they can be found again; the next answer says that it can't be saved
            self._save()

    def put_by(self) -> None:
        """End the walk where it is: what was said and typed goes into the journal, as an unfinished session.

        Raises FileProblemError where it can't be written; the draft is still there then.
        """
        if not self.is_finished:
            self._draft = walk.with_typed(self.exercise, self._draft)
            self._finish(is_finished=False)

    def _song_count(self) -> int:
        question = self.question
        return question.count if isinstance(question, q.SongQuestion) else 1

    def _after_move(self) -> None:
        if isinstance(walk.question_at(self.exercise, self._draft, self._place), q.CloseQuestion):
            if not self.is_finished:
                self._close()
        else:
            self._save()

    def _close(self) -> None:
        try:
            self._finish(is_finished=True)
        except CompanionError as error:
            self._kept, self._problem = (), str(error)

    def _save(self) -> None:
        has_something = not self._draft.is_untouched or self._draft_file.path.exists()
        if not self.is_finished and has_something:
            self._is_saved = False
            self._draft_file.save(self._draft)
            self._is_saved = True

    def _keep(self, kept: q.Kept) -> None:
        tags = (LATER_TAG,) if kept.decide_later else ()
        entry = self._add(kept.take, kept.take.title, self._place.step_id, tags)
        self._draft = replace(self._draft, entry_ids=(*self._draft.entry_ids, entry.id))

    def _add(self, body: Body, title: str, step: str | None, tags: tuple[str, ...] = ()) -> Entry:
        return self._journal.add(
            body, title=title, tags=tags, exercise=self.exercise.id, step=step, session_id=self._draft.session_id
        )

    def _finish(self, *, is_finished: bool) -> None:
        """Write everything said into the journal, then the session that ties it together; drop the draft."""
        draft = self._draft
        written = self._journal.of_session(draft.session_id)
        known = {(entry.kind, entry.step) for entry in written}
        for body, title, step in self._fruits():
            if (str(body.__struct_config__.tag), step) not in known:
                written = (*written, self._add(body, title, step))
        if written:
            record = SessionRecord(self.exercise.title, tuple(entry.id for entry in written), is_finished)
            self._add(record, self.exercise.title, None)
        self._kept = kept_sentences(written)
        self._draft_file.clear()

    def _fruits(self) -> list[tuple[Body, str, str]]:
        draft = self._draft
        fruits: list[tuple[Body, str, str]] = [
            (said, said.feeling or "check-in", step_id)
            for step_id, said in draft.check_ins.items()
            if not said.is_empty
        ]
        lines = self.lines
        if lines:
            blanks = next(iter(draft.blanks.values()), ())
            step_id = next(iter((*draft.lines, *draft.blanks)))
            fruits.append((Words(lines, blanks), title_of(lines), step_id))
        if draft.song is not None:
            fruits.append((draft.song, draft.song.title, "song"))
        return fruits


def begin(
    exercise: Exercise,
    journal: Journal,
    draft_file: DraftFile,
    *,
    clock: Callable[[], datetime],
    session_id: str,
    seed: int,
    voice: str = "high",
) -> Session:
    """A new walk from the first step, which takes the place of a draft that is still there."""
    step = exercise.steps[0]
    draft = Draft(exercise.id, session_id, clock(), seed, "low" if voice == "low" else "high", step.id, "")
    first = walk.all_places(exercise, draft)[0]
    return Session(exercise, walk.goto(draft, first), journal, draft_file, clock)


def waiting_draft(draft_file: DraftFile) -> Draft | None:
    """The draft that someone could go on from, or None. Raises FileProblemError for one of a newer version."""
    draft = draft_file.load(Draft)
    if draft is not None and draft.version > DRAFT_VERSION:
        raise FileProblemError(
            "The session under way was begun with a newer version of this program.", "Open it with that version."
        )
    return None if draft is None or draft.is_untouched else draft


def kept_sentences(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """What was kept, one short sentence a kind."""
    counts = {kind: sum(entry.kind == kind for entry in entries) for kind in ("words", "song", "take", "check-in")}
    names = {
        "words": ("Your words", "Your words"),
        "song": ("Your song", "Your songs"),
        "take": ("What you played", "What you played ({} takes)"),
        "check-in": ("How it was", "How it was before and after"),
    }
    return tuple(names[kind][count > 1].format(count) for kind, count in counts.items() if count)
