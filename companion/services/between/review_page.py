"""A return as plain sentences for the therapist, and one line about each client."""

from companion.domain.entry import Entry
from companion.exports.entry_words import date_in_words
from companion.journal.store import Journal
from companion.language import _, ngettext
from companion.services.between.page import page as shared_page
from companion.services.between.reviewing import Client, received, whole

NOT_YOURS = _("Not from an assignment of yours: anyone who has your public key could have written this.")
NAMELESS = _("Not from an assignment of yours")
ASKS_TO_DELETE = _("The client asks you to delete what they shared before: companion review --delete {}")
ASKED_FOR_THIS = _("The client has asked you to delete this one.")
NOTHING = _("Nothing to show here any more.")


def page(records: Journal, entry: Entry, *, is_asked_back: bool) -> tuple[str, ...]:
    """Whose it is, and all that was shared; `is_asked_back` where the client asks to delete it."""
    body = received(entry)
    head = f"{body.client}, {body.assigned_title}" if body.is_known else NOT_YOURS
    if body.share.withdraws:
        return head, ASKS_TO_DELETE.format(body.share.withdraws[:8])
    asked = (ASKED_FOR_THIS,) if is_asked_back else ()
    return (head, *asked, *(shared_page(whole(records, entry)) or (NOTHING,)))


def overview_line(client: Client) -> str:
    """How many returns a client has, the newest's day, and what nothing came back of yet."""
    count = len(client.returns)
    parts = [ngettext("{} return", "{} returns", count).format(count) if count else _("nothing has come back yet")]
    if client.returns:
        parts.append(_("the newest on {date_in_words}").format(date_in_words=date_in_words(client.returns[-1].created)))
    if client.waiting:
        titles = ", ".join(each.title for each in client.waiting)
        parts.append((_("given: {titles}") if not count else _("also given: {titles}")).format(titles=titles))
    if client.withdrawn:
        parts.append(_("asks you to delete something"))
    return f"{client.name or NAMELESS}: {'; '.join(parts)}."
