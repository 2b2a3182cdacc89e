"""The therapist's side: returns taken into the records, and what the records hold of each client.

Nothing is judged here: what was shared stands as it was shared, in the order in which it came.
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from companion.domain.assignment import Assigned
from companion.domain.entry import Entry
from companion.domain.share import Music, Received, Share
from companion.errors import FileProblemError, WrongUseError
from companion.files import replace_file
from companion.journal.store import Journal, NoSuchEntryError
from companion.language import _
from companion.sharing.sealed_file import Reply, open_return, seal_reply


class Client(Struct, frozen=True):
    """One client by the name they were given: their returns, the oldest first, and what was given to them.

    `requests` ask to delete an earlier return.
    """

    name: str
    returns: tuple[Entry, ...]
    requests: tuple[Entry, ...]
    given: tuple[Entry, ...]

    @property
    def withdrawn(self) -> frozenset[str]:
        """The ids of returns that they ask to delete; only a request of the same assignment can ask that."""
        codes = {each.id: received(each).share.code for each in self.returns}
        asked = (received(each).share for each in self.requests)
        return frozenset(each.withdraws for each in asked if codes.get(each.withdraws) == each.code)

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """What was given and nothing came back of: that may mean anything."""
        came = {each.body.share.code for each in self.returns if isinstance(each.body, Received)}
        return tuple(each for each in self.given if isinstance(each.body, Assigned) and each.body.code not in came)


def take_in(records: Journal, path: Path) -> Entry:
    """Open a return and keep it among the records; the same file twice is one return. Raises FileProblemError."""
    share = open_return(path, records.vault.unseal)
    try:
        share_id = str(UUID(share.id))
    except ValueError as error:
        raise FileProblemError(
            _("{name} is not a return that can be used: its number is none.").format(name=path.name)
        ) from error
    known = _known(records, share_id)
    if known is not None:
        return known
    given = _given(records, share.code)
    blob = ""
    if share.song is not None or share.takes:
        blob = records.blobs.put(msgspec.json.encode(Music(share.song, share.takes)))
    body = Received(
        client=given.pseudonym if given is not None else "",
        assigned_title=given.exercise_title if given is not None else "",
        share=replace(share, song=None, takes=()),
        blob=blob,
    )
    now = datetime.now().astimezone()
    return records.put_new(Entry(share_id, now, now, body.assigned_title, body))


def whole(records: Journal, entry: Entry) -> Share:
    """A return with its music. Raises FileProblemError where that is damaged."""
    body = received(entry)
    if not body.blob:
        return body.share
    music = msgspec.json.decode(records.blobs.get(body.blob), type=Music)
    return replace(body.share, song=music.song, takes=music.takes)


def received(entry: Entry) -> Received:
    """The return that an entry holds. Raises WrongUseError for another kind of entry."""
    if not isinstance(entry.body, Received):
        raise WrongUseError(_("'{id}' is no return.").format(id=entry.id[:8]), _("'companion review' lists them."))
    return entry.body


def clients(records: Journal) -> tuple[Client, ...]:
    """Everyone that something was given to, by name; returns from no assignment come last, under no name."""
    returns: dict[str, list[Entry]] = {}
    requests: dict[str, list[Entry]] = {}
    given: dict[str, list[Entry]] = {}
    for entry in sorted(records.entries(), key=lambda each: each.created):
        match entry.body:
            case Received(client=name, share=share):
                (requests if share.withdraws else returns).setdefault(name, []).append(entry)
            case Assigned(pseudonym=name):
                given.setdefault(name, []).append(entry)
    names = sorted({*returns, *requests, *given}, key=lambda name: (not name, name.casefold(), name))
    kinds = (returns, requests, given)
    return tuple(Client(name, *(tuple(kind.get(name, ())) for kind in kinds)) for name in names)


def client_named(records: Journal, name: str) -> Client:
    """One client. Raises WrongUseError naming those that there are."""
    known = clients(records)
    for client in known:
        if client.name.casefold() == " ".join(name.split()).casefold():
            return client
    raise WrongUseError(_("There is no client '{name}' here.").format(name=name), _("'companion review' lists them."))


def delete(records: Journal, id_or_prefix: str) -> Entry:
    """Take a return out of the records, its music too, for good. Raises WrongUseError and FileProblemError."""
    entry = records.get(id_or_prefix)
    received(entry)
    records.delete(entry.id)
    return entry


def reply_to(entry: Entry, text: str, path: Path) -> None:
    """Write a reply that only this client can open. Raises WrongUseError where they sent no key, FileProblemError."""
    share = received(entry).share
    if not share.reply_to:
        raise WrongUseError(_("This return brought no key to reply to."), _("Tell them when you meet."))
    if not text.strip():
        raise WrongUseError(_("There is nothing in the reply."), _("A few words are enough."))
    try:
        content = seal_reply(Reply(share.code, text.strip()), share.reply_to)
    except ValueError as error:
        raise WrongUseError(_("The key for a reply in this return is none."), _("Tell them when you meet.")) from error
    replace_file(path, content)


def as_data(records: Journal, entry: Entry) -> dict[str, Any]:
    """A return as a document for scripts: what was shared, and whether it is of an assignment of theirs."""
    body = received(entry)
    share: dict[str, Any] = msgspec.to_builtins(whole(records, entry), str_keys=True)
    return {
        "id": entry.id,
        "client": body.client or None,
        "assigned": body.assigned_title or None,
        "from_an_assignment_of_yours": body.is_known,
        "received": entry.created,
        "shared": {key: value for key, value in share.items() if key not in ("id", "reply_to", "code")},
    }


def _known(records: Journal, share_id: str) -> Entry | None:
    try:
        return records.get(share_id)
    except NoSuchEntryError:
        return None


def _given(records: Journal, code: str) -> Assigned | None:
    """The assignment of theirs that has this code."""
    bodies = (each.body for each in records.entries("assignment"))
    return next((body for body in bodies if isinstance(body, Assigned) and body.code == code), None)
