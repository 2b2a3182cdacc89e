"""One session: a walk through an exercise that keeps its draft and leaves its fruits in the journal.

It has no face. The screen, the plain mode, an answers file and the tests ask it for the open question and
give it answers; none of them decides where the walk goes.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from companion.domain.assignment import Terms
from companion.domain.entry import Body, Entry, Reflection, SessionRecord, Words
from companion.domain.exercise import Exercise, Size
from companion.domain.features import Feature
from companion.domain.song import Song, SongRequest
from companion.domain.steps import SuggestStep
from companion.domain.word_steps import ShortStep, WordsStep
from companion.engine.titles import title_of
from companion.errors import CompanionError, FileProblemError, WrongUseError
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.language import _
from companion.messages import LATER_TAG, RECOVERED_TAG
from companion.services.takes.naming import told_apart
from companion.services.walking import questions as q
from companion.services.walking import walk, wording
from companion.services.walking.asking import question_at
from companion.services.walking.draft import DRAFT_VERSION, Draft
from companion.services.walking.sittings import Pack
from companion.services.walking.tunes import request_for
from companion.services.walking.way import sitting_of, steps_on_the_way


class Session:
    """A walk under way. `clock` gives aware datetimes; `seed` decides every musical choice.

    `pack` keeps the place between the sittings of an exercise that has several.
    """

    def __init__(
        self,
        exercise: Exercise,
        draft: Draft,
        journal: Journal,
        draft_file: DraftFile,
        clock: Callable[[], datetime],
        pack: Pack | None = None,
    ) -> None:
        self.exercise = exercise
        self._pack = pack
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
        question = question_at(self.exercise, self._draft, self._place)
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
        step = walk.step_named(self.exercise, self._place.step_id)
        return request_for(self.exercise, self._draft, step)

    @property
    def wants_songs(self) -> bool:
        """Whether the open question waits for something to be composed and offered."""
        question = self.question
        return isinstance(question, q.TuneQuestion) or (isinstance(question, q.SongQuestion) and not question.songs)

    def offer(self, songs: tuple[Song, ...]) -> None:
        """Put the suggestions into the open song question, or the tune into the step that waits for one."""
        step = walk.step_named(self.exercise, self._place.step_id)
        match self.question:
            case q.SongQuestion() if isinstance(step, SuggestStep):
                _other, chosen = walk.suggestions_of(step, self._draft)
                self._draft = walk.with_suggestions(step, self._draft, songs, chosen)
            case q.TuneQuestion():
                self._draft = replace(self._draft, tunes={**self._draft.tunes, step.id: songs[0]})
            case _:
                raise WrongUseError(_("Suggestions were not asked for here."))
        with suppress(FileProblemError):  # they can be found again; the next answer says that it can't be saved
            self._save()

    def put_by(self) -> None:
        """End the walk where it is: what was said and typed goes into the journal, as an unfinished session.

        Raises FileProblemError where it can't be written; the draft is still there then.
        """
        if not self.is_finished:
            self._draft = walk.with_typed(self.exercise, self._draft)
            self._finish(is_finished=False)

    def _after_move(self) -> None:
        if isinstance(question_at(self.exercise, self._draft, self._place), q.CloseQuestion):
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
        take = told_apart(kept.take, self._journal)
        entry = self._add(take, take.title, self._place.step_id, tags)
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
        if written or draft.terms is not None:
            record = SessionRecord(self.exercise.title, tuple(entry.id for entry in written), is_finished)
            if draft.terms is not None:
                record = replace(record, assignment_id=draft.terms.assignment_id, began=draft.started)
            self._add(record, self.exercise.title, None)
        self._kept = kept_sentences(written)
        if self._pack is not None and is_finished:
            self._pack.turn_page(self.exercise, draft)
        self._draft_file.clear()

    def _fruits(self) -> list[tuple[Body, str, str]]:
        draft = self._draft
        here = {step.id for step in sitting_of(self.exercise, draft.step_id)}
        fruits: list[tuple[Body, str, str]] = [
            (said, said.feeling or "check-in", step_id)
            for step_id, said in draft.check_ins.items()
            if not said.is_empty and step_id in here
        ]
        steps = [step for step in steps_on_the_way(self.exercise, draft) if isinstance(step, WordsStep)]
        written = [(step, wording.lines_of_step(self.exercise, step, draft)) for step in steps]
        sung = [step.id for step, lines in written if lines and step.into == "song"]
        if sung:
            lines = self.lines
            fruits.append((Words(lines, draft.blanks.get(sung[0], ())), title_of(lines), sung[0]))
        for step, lines in written:
            if lines and step.into == "journal":
                text = "\n".join(lines)
                is_name = isinstance(step, ShortStep)
                fruits.append((Reflection(text), text if is_name else title_of(lines), step.id))
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
    size: Size = "whole",
    pack: Pack | None = None,
    terms: Terms | None = None,
    left_out: tuple[Feature, ...] = (),
    dial: int | None = None,
) -> Session:
    """A new walk from the first step (of the sitting that `pack` waits for), in place of a draft that is there.

    `terms` are those of the assignment that it is done for, and its `dial` goes before one's own (1 to 4); `left_out`
    is what `exercise` was freed of already.
    """
    page = pack.page(exercise) if pack is not None else None
    step_id = page.step_id if page is not None else exercise.steps[0].id
    draft = Draft(exercise.id, session_id, clock(), seed, "low" if voice == "low" else "high", step_id, "")
    draft = replace(draft, size=size, language=exercise.language, carried=page.carried if page is not None else {})
    draft = replace(draft, terms=terms, left_out=left_out, dial=terms.dial if terms is not None else dial)
    first = walk.all_places(exercise, draft)[0]
    return Session(exercise, walk.goto(draft, first), journal, draft_file, clock, pack)


def waiting_draft(draft_file: DraftFile) -> Draft | None:
    """The draft that someone could go on from, or None. Raises FileProblemError for one of a newer version."""
    draft = draft_file.load(Draft)
    if draft is not None and draft.version > DRAFT_VERSION:
        raise FileProblemError(
            _("The session under way was begun with a newer version of this program."), _("Open it with that version.")
        )
    return None if draft is None or draft.is_untouched else draft


def keep_words_of(draft: Draft, journal: Journal) -> None:
    """Put the words of a draft into the journal whose exercise is not there any more. Raises FileProblemError."""
    pages = [line for lines in draft.lines.values() for line in lines]
    words = [word for step_id, filled in draft.blanks.items() if step_id not in draft.lines for word in filled if word]
    lines = tuple(filter(None, (*pages, *words, *(draft.typing or "").split("\n"))))
    if lines:
        journal.add(Words(lines), title=title_of(lines), tags=(RECOVERED_TAG,), session_id=draft.session_id)


def kept_sentences(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """What was kept, one short sentence a kind."""
    names = {
        "words": (_("Your words"), _("Your words")),
        "song": (_("Your song"), _("Your songs")),
        "take": (_("What you played"), _("What you played ({} takes)")),
        "reflection": (_("A thought"), _("Your thoughts")),
        "check-in": (_("How it was"), _("How it was before and after")),
    }
    counts = {kind: sum(entry.kind == kind for entry in entries) for kind in names}
    return tuple(names[kind][count > 1].format(count) for kind, count in counts.items() if count)
