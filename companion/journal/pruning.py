"""Which generations of a log stay, and what of them has a second copy, so that damage to one file costs nothing.

The newest generation reads although any one file of it is damaged: what it shares with the one before has a twin, and
what it does not share stands also in the one before and the log that leads on from there. So twins are only made of
what is shared, and of everything where the one before is gone or does not lead on.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from companion.errors import FileProblemError
from companion.files import sync_folder
from companion.journal import segments
from companion.journal.reading import generations, log_file, manifest_of, snapshot_file
from companion.journal.records import Manifest, Segment
from companion.journal.state import LogState

LAST = 5
DAYS = 30
"""The last five generations stay, and the last one of each of thirty days."""

MOST_TIMES = 3.0
LEAST_BYTES = 1 << 20
"""All of a log takes at most three times what is in its newest generation, or a megabyte if that is more."""

ROOM_TO_GROW = 0.2
"""How much of that is left for the log that begins with the newest generation."""

_DAY_SECONDS = 86_400.0

_log = logging.getLogger(__name__)


def prune(folder: Path, state: LogState, now: float) -> None:
    """Delete generations that are not kept any more, and what only they needed. Never raises."""
    try:
        manifests, every = manifests_of(folder), generations(folder, "snapshot")
        kept = _within_bounds(folder, every, manifests, _kept(every, manifests, state.generation, now), state)
        with_twin = _doubled(folder, state.generation, kept, manifests)
        for part in with_twin:
            segments.double(folder, part)
        _delete_others(folder, kept, _oldest_log(kept, every))
        needed = {part for each in kept & manifests.keys() for part in manifests[each].segments}
        segments.keep_only(folder, needed, with_twin)
        sync_folder(folder)
    except (FileProblemError, OSError):
        _log.warning("old generations of the journal could not be deleted", exc_info=True)


def keep_only_newest(folder: Path, state: LogState) -> None:
    """Delete everything from before the newest generation; the list of what was there goes last. Never raises."""
    try:
        for part in state.segments:
            segments.double(folder, part)
        for path in folder.glob("aside/*"):
            path.unlink(missing_ok=True)
        snapshots = generations(folder, "snapshot")
        newest = max(snapshots, default=0)
        segments.keep_only(folder, state.segments, state.segments)
        _delete_others(folder, set(snapshots), newest)
        _delete_others(folder, {newest}, newest)
        sync_folder(folder)
    except (FileProblemError, OSError):
        _log.warning("what a generation of the journal replaced could not be deleted", exc_info=True)


def need_twins(folder: Path) -> frozenset[Segment]:
    """The segments of the newest generation that must be there twice. Raises OSError."""
    manifests, every = manifests_of(folder), generations(folder, "snapshot")
    return _doubled(folder, every[-1], set(every), manifests) if every else frozenset()


def is_alone(folder: Path) -> bool:
    """Whether there is one generation, and no log that led to it. Raises OSError."""
    every = generations(folder, "snapshot")
    return len(every) == 1 and min(generations(folder, "log"), default=every[0]) >= every[0]


def manifests_of(folder: Path) -> dict[int, Manifest]:
    """The lists of all generations that can be read, by number. Raises OSError."""
    found = ((each, manifest_of(snapshot_file(folder, each))) for each in generations(folder, "snapshot"))
    return {generation: manifest for generation, manifest in found if manifest is not None}


def _doubled(folder: Path, newest: int, kept: set[int], manifests: dict[int, Manifest]) -> frozenset[Segment]:
    parts = frozenset(manifests[newest].segments if newest in manifests else ())
    before = _stands_in(folder, newest, kept, manifests)
    return parts if before is None else parts & frozenset(manifests[before].segments)


def _stands_in(folder: Path, newest: int, kept: set[int], manifests: dict[int, Manifest]) -> int | None:
    """The generation before the newest one, if the logs from there to the newest one are all there."""
    before = max((each for each in kept & manifests.keys() if each < newest), default=None)
    if before is None or not all(log_file(folder, each).exists() for each in range(before, newest)):
        return None
    return before


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
    """Without the oldest ones that would take more room than all may.

    The newest one stays, and the one before where it stands in for what the newest has only once.
    """
    most = max(LEAST_BYTES, (MOST_TIMES - ROOM_TO_GROW) * state.live_bytes)
    least = 1 if _stands_in(folder, state.generation, kept, manifests) is None else 2
    staying = sorted(kept)
    while len(staying) > least and _bytes_of(folder, every, manifests, staying) > most:
        staying.pop(0)
    return set(staying)


def _bytes_of(folder: Path, every: list[int], manifests: dict[int, Manifest], kept: list[int]) -> int:
    parts = {part for each in kept if each in manifests for part in manifests[each].segments}
    twins = _doubled(folder, kept[-1], set(kept), manifests)
    files = [log_file(folder, each) for each in generations(folder, "log") if each >= _oldest_log(kept, every)]
    files += [snapshot_file(folder, each) for each in kept]
    return sum(each.length for each in parts) + sum(each.length for each in twins) + sum(map(_length, files))


def _oldest_log(kept: Iterable[int], every: list[int]) -> int:
    """Logs stay as long as a generation that they lead on from; before the first generation there is none."""
    oldest = sorted(kept)[-LAST:][0]
    return 0 if oldest == min(every) else oldest


def _delete_others(folder: Path, kept: set[int], oldest_log: int) -> None:
    for generation in generations(folder, "snapshot"):
        if generation not in kept and generation < max(kept):
            snapshot_file(folder, generation).unlink(missing_ok=True)
    for generation in generations(folder, "log"):
        if generation < oldest_log:
            log_file(folder, generation).unlink(missing_ok=True)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
