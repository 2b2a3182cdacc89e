"""A therapist's places in plain lines: the key, giving an exercise, and what clients shared."""

import secrets
from collections.abc import Callable
from pathlib import Path

from companion import messages
from companion.domain.assignment import ITEMS
from companion.domain.exercise import Exercise
from companion.errors import CompanionError, WrongUseError
from companion.exports.plain_text import harmless
from companion.files import make_folder
from companion.journal.store import Journal
from companion.plain.console import Console
from companion.plain.hidden import ask_hidden
from companion.services.between.assigning import Wish, assign, cautions
from companion.services.between.keys import Card, card_of, new_key, open_records
from companion.services.between.report import write_report
from companion.services.between.review_page import overview_line, page
from companion.services.between.reviewing import clients, take_in
from companion.services.container import Companion

DOORS = ("Give an exercise", "What was shared, by client", "Open a file from a client", "Your key's figures")
PASSPHRASE = "Passphrase of your key: "


class PlainTherapist:
    """The door for therapists. `ask` asks for a passphrase without showing what is typed."""

    def __init__(self, companion: Companion, console: Console, ask: Callable[[str], str] = ask_hidden) -> None:
        self._companion = companion
        self._console = console
        self._ask = ask

    def visit(self) -> None:
        """Ask where to go until an empty line. Raises GoBack and StopGently."""
        card = self._card()
        while card is not None:
            choice = self._console.choose("For your clients. Empty leaves.", DOORS)
            if not isinstance(choice, int):
                return
            try:
                (self._give, self._overview, self._open_file, self._figures)[choice]()
            except CompanionError as error:
                self._console.say(harmless(str(error)))

    def _card(self) -> Card | None:
        """The key, made now where there is none."""
        try:
            return card_of(self._companion.places)
        except WrongUseError:
            self._console.say("First a key: what clients share is sealed to it, and it opens your records.")
        name = self._console.ask("How do you sign what you give? Empty leaves:", free_text=True)
        if not name:
            return None
        passphrase = self._ask("A passphrase for your key: ")
        if not passphrase.strip() or self._ask("The same once more: ") != passphrase:
            self._console.say("The two were not the same, or empty. Nothing was made.")
            return None
        card = new_key(self._companion.places, name, passphrase)
        self._console.say("Your key is made. If the passphrase is lost, nobody can open what was shared.")
        return card

    def _give(self) -> None:
        every = self._companion.exercises()
        choice = self._console.choose("Which exercise?", (f"{each.title}, {each.minutes} minutes" for each in every))
        if not isinstance(choice, int):
            return
        exercise = every[choice]
        self._console.say(exercise.purpose)
        if not self._is_agreed(exercise):
            return
        pseudonym = self._console.ask("What do you call them? It need not be their name. Empty leaves:", free_text=True)
        if not pseudonym:
            return
        reason = self._console.ask("Why this one, in your words? Empty says nothing:", free_text=True)
        asks = tuple(item for item, label in ITEMS.items()
                     if self._console.choose(f"Would you like to see {label}?", ("No", "Yes")) == 1)  # fmt: skip
        wish = Wish(pseudonym, reason=reason, asks=asks, themes=exercise.themes, has_thought_of_cautions=True)
        path = self._new_file("assignment", ".json")
        assign(self._companion.places, exercise, wish, path, secrets.token_hex(16))
        self._console.tell(messages.EXPORTED.format(path), "Anyone who has the file can read it. It holds no secret.")

    def _is_agreed(self, exercise: Exercise) -> bool:
        """Whether what speaks against it was thought of, and its themes were agreed on."""
        if exercise.not_when and self._console.choose(
            f"Not for everyone: {cautions(exercise)} Have you thought of that?", ("No, another time", "Yes")
        ) != 1:  # fmt: skip
            return False
        return all(
            self._console.choose(f"It is about {theme}. Did you agree on that with them?", ("No", "Yes")) == 1
            for theme in exercise.themes
        )

    def _overview(self) -> None:
        with self._records() as records:
            found = clients(records)
            if not found:
                self._console.say("Nobody yet.")
                return
            choice = self._console.choose("Whose? Empty leaves.", (harmless(overview_line(each)) for each in found))
            if not isinstance(choice, int):
                return
            client = found[choice]
            for entry in client.returns:
                lines = page(records, entry, is_asked_back=entry.id in client.withdrawn)
                self._console.tell(*map(harmless, lines))
            if client.returns and self._console.choose("Write a page to print?", ("No", "Yes")) == 1:
                path = self._new_file("report", ".html")
                write_report(records, client.returns, path)
                self._console.tell(messages.EXPORTED.format(path), "Anyone who has that file can read it.")

    def _open_file(self) -> None:
        name = self._console.ask("The file's place. Empty leaves:", free_text=True)
        if not name:
            return
        with self._records(writable=True) as records:
            entry = take_in(records, Path(name).expanduser())
            self._console.tell(*map(harmless, page(records, entry, is_asked_back=False)))

    def _figures(self) -> None:
        card = card_of(self._companion.places)
        self._console.tell(harmless(f"{card.name}. The figures to compare by voice:"), card.fingerprint)

    def _records(self, *, writable: bool = False) -> Journal:
        return open_records(self._companion.places, lambda: self._ask(PASSPHRASE), writable=writable)

    def _new_file(self, name: str, suffix: str) -> Path:
        folder = make_folder(self._companion.places.exports)
        number = next(each for each in range(1, 1_000_000) if not (folder / f"{name}-{each}{suffix}").exists())
        return folder / f"{name}-{number}{suffix}"
