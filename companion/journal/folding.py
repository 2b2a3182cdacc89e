"""Writing a log's generations: what changed goes into a new segment, what is old is shared, what is too old goes.

Segments grow as the digits of a binary counter do: a new one takes in those before it that are not larger, so that a
change is written again only a few times in its life, and a generation has few segments.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from companion.files import replace_file, sync_folder
from companion.journal import segments
from companion.journal.reading import generations, log_file, manifest_of, snapshot_file
from companion.journal.records import Header, Item, Manifest, Segment, file_of
from companion.journal.state import Key, LogState
from companion.journal.vault import Vault

LAST = 5
DAYS = 30
"""The last five generations stay, and the last one of each of thirty days."""

MOST_TIMES = 3
LEAST_BYTES = 1 << 20
"""All generations of a log take at most three times what is in the newest one, or a megabyte if that is more."""

MOST_OUTDATED = 1.25
"""A generation has at most so many items for each document: with more, what is outdated is left behind."""

_DAY_SECONDS = 86_400.0

_log = logging.getLogger(__name__)


def write_generation(folder: Path, state: LogState, vault: Vault, now: float) -> None:
    """Write everything in `state` as the generation `state.generation`. Raises OSError and FileProblemError."""
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


def prune(folder: Path, state: LogState, now: float) -> None:
    """Delete generations that are not kept any more, and what only they needed. Never raises."""
    try:
        manifests, every = _manifests(folder), generations(folder, "snapshot")
        kept = _within_bounds(folder, every, manifests, _kept(every, manifests, state.generation, now), state)
        _delete_others(folder, kept, _oldest_log(kept, every))
        needed = {part for each in kept & manifests.keys() for part in manifests[each].segments}
        segments.keep_only(folder, needed, state.segments)
        sync_folder(folder)
    except OSError:
        _log.warning("old generations of the journal could not be deleted", exc_info=True)


def keep_only_newest(folder: Path, state: LogState) -> None:
    """Delete everything from before the newest generation; the list of what was there goes last. Never raises."""
    try:
        for path in folder.glob("aside/*"):
            path.unlink(missing_ok=True)
        snapshots = generations(folder, "snapshot")
        newest = max(snapshots, default=0)
        segments.keep_only(folder, state.segments, state.segments)
        _delete_others(folder, set(snapshots), newest)
        _delete_others(folder, {newest}, newest)
        sync_folder(folder)
    except OSError:
        _log.warning("what a generation of the journal replaced could not be deleted", exc_info=True)


def take_out_deleted(folder: Path, state: LogState, vault: Vault) -> None:
    """Take what is gone out of every generation, and delete the logs that held it.

    To be called after `write_generation`. Raises OSError and FileProblemError; calling it again goes on with it.
    """
    gone = {key for key, version in state.versions.items() if version.document is None}
    manifests = _manifests(folder)
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
        if after != before:
            _write_manifest(folder, generation, after)
        manifests[generation] = after
    state.segments = manifests[state.generation].segments
    state.snapshot_bytes = sum(each.length for each in state.segments)
    state.holds_deleted = False
    segments.keep_only(folder, {part for each in manifests.values() for part in each.segments}, state.segments)
    sync_folder(folder)


def _shared(folder: Path, state: LogState, vault: Vault) -> tuple[list[Segment], set[Key] | None]:
    """The segments that the new generation takes over, and the keys it writes itself (None: all of them)."""
    kept = list(state.segments)
    if is_other_kind(state, vault) or _outdated(state) > MOST_OUTDATED:
        return [], None
    keys = set(state.fresh)
    length = state.log_bytes
    while kept and kept[-1].length <= length:
        last = kept.pop()
        part = segments.read(folder, last, vault)
        if part.items is None:
            return [], None
        keys |= {(item.table, item.id) for item in part.items}
        length += last.length
    return (kept, keys) if kept else ([], None)


def _outdated(state: LogState) -> float:
    """How many items the segments have for each document."""
    return sum(each.items for each in state.segments) / max(1, len(state.versions))


def _delete_others(folder: Path, kept: set[int], oldest_log: int) -> None:
    for generation in generations(folder, "snapshot"):
        if generation not in kept and generation < max(kept):
            snapshot_file(folder, generation).unlink(missing_ok=True)
    for generation in generations(folder, "log"):
        if generation < oldest_log:
            log_file(folder, generation).unlink(missing_ok=True)


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


def _manifests(folder: Path) -> dict[int, Manifest]:
    found = ((each, manifest_of(snapshot_file(folder, each))) for each in generations(folder, "snapshot"))
    return {generation: manifest for generation, manifest in found if manifest is not None}


def _write_manifest(folder: Path, generation: int, manifest: Manifest) -> None:
    replace_file(snapshot_file(folder, generation), file_of(Header(folder.name, generation), manifest))


def _kept(all_generations: list[int], manifests: dict[int, Manifest], newest: int, now: float) -> set[int]:
    """The last few generations, and the last one of each day (in UTC) of a month."""
    of_days: dict[float, int] = {}
    for generation, manifest in sorted(manifests.items()):
        if 0 <= now - manifest.made < DAYS * _DAY_SECONDS:
            of_days[manifest.made // _DAY_SECONDS] = generation
    return {newest, *all_generations[-LAST:], *of_days.values()}


def _within_bounds(
    folder: Path, every: list[int], manifests: dict[int, Manifest], kept: set[int], state: LogState
) -> set[int]:
    """Without the oldest ones that would take more room than all may; the newest and the one before it stay."""
    most = max(LEAST_BYTES, MOST_TIMES * state.snapshot_bytes / max(1.0, _outdated(state)))
    staying = sorted(kept)
    while len(staying) > 2 and _bytes_of(folder, every, manifests, staying, state.segments) > most:
        staying.pop(0)
    return set(staying)


def _bytes_of(
    folder: Path, every: list[int], manifests: dict[int, Manifest], kept: list[int], twins: Iterable[Segment]
) -> int:
    parts = {part for each in kept if each in manifests for part in manifests[each].segments}
    files = [log_file(folder, each) for each in generations(folder, "log") if each >= _oldest_log(kept, every)]
    files += [snapshot_file(folder, each) for each in kept]
    return sum(each.length for each in parts) + sum(each.length for each in twins) + sum(map(_length, files))


def _oldest_log(kept: Iterable[int], every: list[int]) -> int:
    """Logs stay as long as a generation that they lead on from; before the first generation there is none."""
    oldest = sorted(kept)[-LAST:][0]
    return 0 if oldest == min(every) else oldest


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
