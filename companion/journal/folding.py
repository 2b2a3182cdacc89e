"""Writing a log's generations: what changed goes into a new segment, what is old is shared, what is deleted goes.

Segments grow as the digits of a binary counter do: a new one takes in those before it that are not larger, so that a
change is written again only a few times in its life, and a generation has few segments. Which generations stay, and
what has a second copy, is in `pruning.py`.
"""

from pathlib import Path

from companion.files import replace_file, sync_folder
from companion.journal import segments
from companion.journal.pruning import manifests_of
from companion.journal.reading import generations, log_file, snapshot_file
from companion.journal.records import Header, Item, Manifest, Segment, bytes_of, file_of
from companion.journal.state import Key, LogState
from companion.journal.vault import Vault

MOST_OUTDATED = 1.25
"""A generation takes at most so many times what is in it: with more, what is outdated is left behind."""

SEALING_BYTES = 256
"""A sealed file is longer by about so much than what is in it."""


def write_generation(folder: Path, state: LogState, vault: Vault, now: float) -> None:
    """Write everything in `state` as the generation `state.generation`. Raises OSError and FileProblemError."""
    state.live_bytes = bytes_of(_item(key, state) for key in state.versions)
    kept, keys = _shared(folder, state, vault)
    items = [_item(key, state) for key in state.versions if keys is None or key in keys]
    new = [segments.write(folder, items, vault)] if items else []
    manifest = Manifest((*kept, *new), now, state.holds_deleted, is_other_kind(state, vault))
    _write_manifest(folder, state.generation, manifest)
    state.segments = manifest.segments
    state.snapshot_bytes = sum(each.length for each in manifest.segments)
    state.fresh.clear()
    state.records = state.log_bytes = 0
    state.plain, state.sealed = not vault.is_sealed, vault.is_sealed


def is_other_kind(state: LogState, vault: Vault) -> bool:
    """Whether files are sealed that should not be any more, or the reverse."""
    return state.plain if vault.is_sealed else state.sealed


def take_out_deleted(folder: Path, state: LogState, vault: Vault) -> None:
    """Take what is gone out of every generation, and delete the logs that held it.

    To be called after `write_generation`. Raises OSError, FileProblemError and LockedPartError; calling it again goes
    on with it.
    """
    gone = {key for key, version in state.versions.items() if version.document is None}
    for part in state.segments:
        segments.double(folder, part)  # the logs that could make good what is damaged go
    manifests = manifests_of(folder)
    for generation in generations(folder, "snapshot"):
        if generation not in manifests:
            snapshot_file(folder, generation).unlink(missing_ok=True)  # of format 1, or unreadable
    for generation in generations(folder, "log"):
        if generation < state.generation:
            log_file(folder, generation).unlink(missing_ok=True)
    changed: dict[Segment, tuple[Segment, ...]] = {}
    for generation in sorted(manifests):
        before = manifests[generation]
        for part in before.segments:
            if part not in changed:
                changed[part] = _without(folder, part, gone, vault)
        parts = tuple(new for part in before.segments for new in changed[part])
        after = Manifest(parts, before.made, replaces_all=before.replaces_all)
        if generation == state.generation:
            for part in parts:
                segments.double(folder, part)
        if after != before:
            _write_manifest(folder, generation, after)
        manifests[generation] = after
    state.segments = manifests[state.generation].segments
    state.snapshot_bytes = sum(each.length for each in state.segments)
    state.holds_deleted = False
    segments.keep_only(folder, {part for each in manifests.values() for part in each.segments}, state.segments)
    sync_folder(folder)


def _shared(folder: Path, state: LogState, vault: Vault) -> tuple[list[Segment], set[Key] | None]:
    """The segments that the new generation takes over, and the keys it writes itself (None: all of them).

    What is taken over gets its second copy here, before the generation that could have stood in for it goes. Where
    nothing changed, everything is.
    """
    if is_other_kind(state, vault):
        return [], None
    kept, keys = list(state.segments), set(state.fresh)
    length = bytes_of(_item(key, state) for key in keys)
    while keys and kept and (kept[-1].length <= length or _length(kept) + length > MOST_OUTDATED * state.live_bytes):
        try:
            part = segments.read(folder, kept.pop(), vault)
        except segments.LockedPartError:  # sealed meanwhile by another window: all of it is in memory here
            return [], None
        if part.items is None:
            return [], None
        more = {(item.table, item.id) for item in part.items} - keys
        length += bytes_of(_item(key, state) for key in more)
        keys |= more
    if not (kept and all(segments.double(folder, each) for each in kept)):
        return [], None
    return kept, keys


def _length(parts: list[Segment]) -> int:
    return sum(max(0, each.length - SEALING_BYTES) for each in parts)


def _item(key: Key, state: LogState) -> Item:
    version = state.versions[key]
    return Item(version.clock, *key, version.document, version.seen)


def _without(folder: Path, part: Segment, gone: set[Key], vault: Vault) -> tuple[Segment, ...]:
    """The segment without documents that are gone: itself if it has none of them."""
    items = segments.read(folder, part, vault).items
    if items is None:
        return ()
    left = [item for item in items if item.document is None or (item.table, item.id) not in gone]
    if len(left) == len(items):
        return (part,)
    return (segments.write(folder, left, vault),) if left else ()


def _write_manifest(folder: Path, generation: int, manifest: Manifest) -> None:
    replace_file(snapshot_file(folder, generation), file_of(Header(folder.name, generation), manifest))
