"""What changed between two states of a table."""

from collections.abc import Iterator, Mapping

from companion.journal.records import WHOLE_TABLE, Change, Document, as_json


def differences(
    table: str, old: Mapping[str, Document] | None, new: Mapping[str, Document] | None
) -> Iterator[Change]:
    """The changes that make one table out of the other, by id; None is a table that does not exist."""
    if old is not None:
        yield from (Change(table, id_, None) for id_ in old if new is None or id_ not in new)
    if new is None:
        yield Change(table, WHOLE_TABLE, None)
        return
    if old is None:
        yield Change(table, WHOLE_TABLE, {})
    for id_, document in new.items():
        if old is None or id_ not in old or as_json(old[id_]) != as_json(document):
            yield Change(table, str(id_), document)
