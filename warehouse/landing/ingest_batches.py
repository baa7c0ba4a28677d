"""Where an ingest's articles land, and how they get there completely or not at all.

    landing/<day>/<name>.by-day.jsonl        a batch for each day of publication
    landing/<date>/<name>.jsonl              all in the batch of one date
    landing/_set_aside/…                     what did not land, with the reasons
    landing/.ingest/                         work under way; one ingest writes at a time

A file is written next to the batches and renamed into its batch. A batch that an ingest opens gets
its `_SUCCESS` last.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from warehouse.core.errors import IngestRefused
from warehouse.core.files import file_digest, fsync_path, replacing
from warehouse.core.settings import Settings
from warehouse.landing.batches import SUCCESS_MARK, batch_folder

SET_ASIDE = "_set_aside"
_BY_DAY = ".by-day.jsonl"
State = Literal["new", "unchanged", "replaced", "removed"]


@dataclass(frozen=True, slots=True)
class LandedBatch:
    """What an ingest did to one batch. `is_complete`: the batch has `_SUCCESS`, so a night may
    run."""

    day: dt.date
    file: Path
    articles: int
    state: State
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one ingest: its name, and its one batch's date or None for one of each day."""

    settings: Settings
    name: str
    batch_date: dt.date | None

    def file(self, day: dt.date) -> Path:
        """Where the articles of a day go."""
        ending = _BY_DAY if self.batch_date is None else ".jsonl"
        return batch_folder(self.settings, day) / f"{self.name}{ending}"

    @property
    def set_aside(self) -> Path:
        """Where what did not land is listed."""
        folder = self.settings.landing_dir / SET_ASIDE
        if self.batch_date is None:
            return folder / f"{self.name}{_BY_DAY}"
        return folder / self.batch_date.isoformat() / f"{self.name}.jsonl"

    def landed_before(self) -> dict[dt.date, Path]:
        """The files that an earlier ingest of this name left."""
        if self.batch_date is not None:
            path = self.file(self.batch_date)
            return {self.batch_date: path} if path.exists() else {}
        found = {}
        for path in sorted(self.settings.landing_dir.glob(f"[0-9]*/{self.name}{_BY_DAY}")):
            try:
                found[dt.date.fromisoformat(path.parent.name)] = path
            except ValueError:
                continue
        return found


@contextmanager
def workshop(settings: Settings) -> Iterator[Path]:
    """A folder for unfinished files, on the same disk as the landing folder. A second ingest
    waits."""
    folder = settings.landing_dir / ".ingest"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        work = folder / "work"
        # left by an ingest that was killed
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def compared(place: Place, made: Mapping[dt.date, Path], *, replace: bool) -> dict[dt.date, State]:
    """How landing these files would change each batch. Raises IngestRefused where an earlier ingest
    of this name left other files, unless `replace`."""
    before = place.landed_before()
    states: dict[dt.date, State] = {}
    for day in sorted({*made, *before}):
        if day not in made:
            states[day] = "removed"
        elif day not in before:
            states[day] = "new"
        elif file_digest(before[day]) == file_digest(made[day]):
            states[day] = "unchanged"
        else:
            states[day] = "replaced"
    others = [day for day, state in states.items() if state in {"replaced", "removed"}]
    if others and not replace:
        raise IngestRefused(
            f"an ingest named {place.name} has landed other articles before, in "
            f"{before[others[0]].relative_to(place.settings.landing_dir)}"
            + (f" and {len(others) - 1} more" if len(others) > 1 else ""),
            "--replace puts this run in its place, --name NAME lands it next to it",
        )
    return states


def land(
    place: Place,
    made: Mapping[dt.date, Path],
    states: Mapping[dt.date, State],
    counts: Mapping[dt.date, int],
    *,
    close: bool,
) -> list[LandedBatch]:
    """Rename the files into their batches. `close`: batches that were opened here are complete."""
    landed = []
    for day, state in states.items():
        target = place.file(day)
        folder = target.parent
        if state == "new" and not folder.exists():
            folder.mkdir(parents=True)
            _rename(made[day], target)
            if close:
                (folder / SUCCESS_MARK).touch()
        elif state in {"new", "replaced"}:
            _rename(made[day], target)
        elif state == "removed":
            target.unlink()
        fsync_path(folder)
        complete = (folder / SUCCESS_MARK).exists()
        landed.append(LandedBatch(day, target, counts.get(day, 0), state, complete))
    return landed


def write_set_aside(place: Place, lines: Iterable[bytes]) -> None:
    """Replace what an earlier run listed; without lines the file is removed."""
    path = place.set_aside
    first = next(iterator := iter(lines), None)
    if first is None:
        path.unlink(missing_ok=True)
        return
    with replacing(path) as temporary, temporary.open("wb") as stream:
        stream.write(first)
        stream.writelines(iterator)


def _rename(made: Path, target: Path) -> None:
    made.chmod(0o644)
    fsync_path(made)
    made.replace(target)
