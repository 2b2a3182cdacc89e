"""Everything of one person, opened when it is first needed and closed together."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec.structs import replace

from companion import settings as settings_file
from companion.domain.assignment import Limits, Terms
from companion.domain.exercise import Exercise, Size
from companion.domain.features import Feature
from companion.domain.take import Take
from companion.errors import WrongUseError
from companion.journal.drafts import DraftFile
from companion.journal.vault import Vault
from companion.language import spoken
from companion.messages import RECOVERED_TAG
from companion.paths import Places, shipped
from companion.prompts.loading import exercises_in, find_exercise, problems_in
from companion.services.walking.seat import Seat, take_seat
from companion.settings import Settings

if TYPE_CHECKING:
    from companion.engine.composer import ComposerClient
    from companion.journal.store import Journal
    from companion.midi.client import SoundClient
    from companion.services.between.choosing import Unsent
    from companion.services.walking.draft import Draft
    from companion.services.walking.session import Session
    from companion.services.walking.sittings import Pack

FIRST_EXERCISE = "a-steady-place"


def local_now() -> datetime:
    """Now, with the zone of this computer."""
    return datetime.now().astimezone()


class Companion:
    """The services of one person. `clock` gives aware datetimes; `seed` (None: by chance) decides the music."""

    def __init__(self, places: Places, *, clock: Callable[[], datetime] = local_now, seed: int | None = None) -> None:
        self.places = places
        self.clock = clock
        self.settings: Settings = settings_file.load(places.settings_file)
        self._seed = seed

    def change(self, settings: Settings) -> None:
        """Use other settings from now on, and write them down. Raises FileProblemError (they hold all the same)."""
        self.settings = settings
        settings_file.save(settings, self.places.settings_file)

    @cached_property
    def vault(self) -> Vault:
        """What keeps the journal closed, and everything that is under way; to be unlocked if it has a passphrase."""
        return Vault(self.places.journal)

    @cached_property
    def journal(self) -> "Journal":
        """The journal, opened. Raises SealedError where its passphrase was not given yet, and FileProblemError."""
        from companion.journal.store import Journal

        return Journal.open(self.places.journal, vault=self.vault, clock=self.clock)

    @cached_property
    def sound(self) -> "SoundClient":
        """The sound process, starting; never raises."""
        from companion.services.sounding.starting import start_sound

        return start_sound(self.settings, self.places)

    @cached_property
    def composer(self) -> "ComposerClient":
        """The composer process, starting."""
        from companion.engine.composer import ComposerClient

        return ComposerClient.start(self.places.log_file("composer"))

    @cached_property
    def seat(self) -> Seat:
        """Where this window keeps what is under way, from the first look at it until `close`."""
        return take_seat(self.places, self.vault)

    @cached_property
    def unsent(self) -> "Unsent":
        """What was picked to be shared and is not sent yet; it ends with the program."""
        from companion.services.between.choosing import Unsent

        return Unsent()

    @property
    def draft_file(self) -> DraftFile:
        """Where the running session's draft is."""
        return self.seat.draft_file

    @property
    def take_checkpoint(self) -> DraftFile:
        """Where the take that is being recorded is."""
        return self.seat.take_checkpoint

    @property
    def language(self) -> str:
        """The language of exercises: the one in the settings, else the one that the program speaks."""
        return self.settings.language or spoken()

    @property
    def exercise_folders(self) -> tuple[Path, ...]:
        """Where exercises are: a person's own first, then those that ship with the program."""
        return (self.places.exercises, shipped("prompts"))

    def exercises(self, language: str = "") -> tuple[Exercise, ...]:
        """All exercises in a language (by default the person's), by title; a file that can't be read is left out."""
        return exercises_in(self.exercise_folders, language or self.language)

    def unreadable_exercises(self, language: str = "") -> tuple[str, ...]:
        """What is wrong with files in a language's folders that can't be used, a sentence each."""
        return problems_in(self.exercise_folders, language or self.language)

    def exercise(self, exercise_id: str = FIRST_EXERCISE, language: str = "") -> Exercise:
        """One exercise. Raises WrongUseError or FileProblemError."""
        return find_exercise(self.exercise_folders, language or self.language, exercise_id)

    def pack(self, exercise: Exercise) -> "Pack | None":
        """Where an exercise of several sittings goes on; None for one of a single sitting."""
        from companion.services.walking.sittings import Pack

        if len(exercise.sittings) < 2:
            return None
        return Pack(DraftFile(self.places.packs / f"{exercise.id}.json", vault=self.vault))

    def new_session(
        self,
        exercise_id: str = FIRST_EXERCISE,
        size: Size = "whole",
        agreed: Collection[Feature] = (),
        dial: int | None = None,
    ) -> "Session":
        """Begin an exercise (or its next sitting); a session that was under way is put by into the journal."""
        return self.begin_exercise(self.exercise(exercise_id), size, agreed=agreed, dial=dial)

    def begin_exercise(
        self,
        exercise: Exercise,
        size: Size = "whole",
        terms: Terms | None = None,
        agreed: Collection[Feature] = (),
        dial: int | None = None,
    ) -> "Session":
        """The same with an exercise that is at hand, on the `terms` of an assignment or on none.

        What the person never wants is left out, and what they want to be asked about, unless it is among `agreed`.
        Raises WrongUseError where that can't be.
        """
        from companion.services.songs.limiting import limited
        from companion.services.walking.boundaries import boundaries_of, left_out, stricter
        from companion.services.walking.session import begin

        own = boundaries_of(self.journal)
        out = left_out(exercise, stricter(own, terms.limits) if terms is not None else own, agreed)
        self._put_by()
        return begin(
            limited(exercise, Limits(never=out)),
            self.journal,
            self.draft_file,
            clock=self.clock,
            session_id=str(uuid4()),
            seed=self.new_seed(),
            voice=self.settings.voice,
            size=size,
            pack=self.pack(exercise),
            terms=terms,
            left_out=out,
            dial=dial,
        )

    def _put_by(self) -> None:
        """Put a session that was under way into the journal; its words alone where its exercise is gone."""
        from companion.services.walking.session import keep_words_of, waiting_draft

        try:
            waiting = self.waiting_session()
        except WrongUseError:
            draft = waiting_draft(self.draft_file)
            if draft is not None:
                keep_words_of(draft, self.journal)
            self.draft_file.clear()
            return
        if waiting is not None:
            waiting.put_by()

    def session_of(self, exercise_id: str, size: Size = "whole", dial: int | None = None) -> "Session":
        """Go on with this exercise where it is under way, or begin it; in a `size` or with a `dial` it begins anew."""
        waiting = self.waiting_session()
        if waiting is not None and waiting.exercise.id == exercise_id:
            begun_so = (waiting.draft.size, waiting.draft.dial)
            if (size, dial) in (("whole", None), begun_so):
                return waiting
        return self.new_session(exercise_id, size, dial=dial)

    def new_seed(self) -> int:
        """The seed that was asked for, or one by chance."""
        return secrets.randbelow(1_000_000) if self._seed is None else self._seed

    def waiting_session(self) -> "Session | None":
        """The session that someone could go on with, or None."""
        from companion.services.walking.boundaries import boundaries_of, inside
        from companion.services.walking.session import Session, waiting_draft

        draft = waiting_draft(self.draft_file)
        if draft is None:
            return None
        exercise, draft = inside(self._exercise_of(draft), draft, boundaries_of(self.journal))
        return Session(exercise, draft, self.journal, self.draft_file, self.clock, self.pack(exercise))

    def _exercise_of(self, draft: "Draft") -> Exercise:
        """The exercise of a draft: its assignment's where it has one. Raises WrongUseError where it is gone."""
        if draft.terms is None:
            return self.exercise(draft.exercise_id, draft.language)
        from companion.services.between.assignments import exercise_of

        return exercise_of(self.journal, draft.terms.assignment_id)

    def recover_take(self) -> bool:
        """Put a take that was being recorded when the program ended into the journal; whether there was one."""
        take = self.take_checkpoint.load(Take)
        if take is None:
            return False
        if take.events:
            from companion.services.takes.naming import told_apart

            take = told_apart(take, self.journal)
            self.journal.add(take, title=take.title, tags=(RECOVERED_TAG,))
        self.take_checkpoint.clear()
        return bool(take.events)

    def recover_song(self) -> bool:
        """Put a song that was being changed when the program ended into the journal; whether there was one."""
        from companion.services.songs.studio_keeping import recover

        return self.seat.studio_file.path.exists() and recover(self.seat.studio_file, self.journal)

    def welcomed(self, *, volume: float) -> None:
        """Remember that the first start's sound was answered, and how loud it shall be."""
        self.change(replace(self.settings, welcomed=True, volume=round(volume, 2)))

    def close(self) -> None:
        """Fade the sound, end the child processes, fold the journal."""
        for name in ("sound", "composer", "journal"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
        if "seat" in self.__dict__:
            self.__dict__.pop("seat").leave()
