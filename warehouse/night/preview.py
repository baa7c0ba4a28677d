"""Previews of a publication: the same steps on a copy of the build file, and what they would
change.

Nothing that readers or the next night use is touched: the copy lies in a folder of its own below
var/, and the register is only read.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.core.errors import BatchMissing, CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.core.sql_text import statements
from warehouse.core.translations import error_words
from warehouse.editing.corrections import read_file
from warehouse.steps.link import link
from warehouse.steps.transform import run_dbt
from warehouse.store.database import copy_build, open_reader

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Change:
    """One incident that the next publication would change. `before` and `after` hold the fields
    that differ, as text (None: empty); `change` and `reasons` as in fct_incident_version."""

    incident_id: str
    change: str
    reasons: str
    country_code: str | None
    admin1_code: str | None
    month: str
    event_type: str | None
    before: dict[str, str | None]
    after: dict[str, str | None]
    successor_id: str | None


@contextmanager
def scratch(settings: Settings) -> Iterator[Settings]:
    """Settings whose build file is a copy, removed at the end.

    Raises StagingFailed where there is no build file.
    """
    folder = settings.var_dir / "preview"
    shutil.rmtree(folder, ignore_errors=True)
    copied = settings.model_copy(update={"var_dir": folder, "lake_catalog": None})
    try:
        copied.build_file.parent.mkdir(parents=True)
        copy_build(settings, copied.build_file)
        yield copied
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def preview_corrections(settings: Settings, extra: Path | None = None) -> list[Change]:
    """What the corrections (with those of the file `extra`) would change if they were published.

    Raises CorrectionsInvalid, BatchMissing where no night was read yet, and what the link step and
    dbt raise.
    """
    if extra is not None:
        if not extra.is_file():
            raise CorrectionsInvalid(*error_words("no_file", file=extra))
        # checked before the slow steps: the night would refuse it too
        read_file(extra)
    with scratch(settings) as copied:
        folder = copied.var_dir / "corrections"
        folder.mkdir(parents=True)
        for path in sorted(settings.corrections_dir.glob("*.csv")):
            shutil.copyfile(path, folder / path.name)
        if extra is not None:
            # whatever its name is, it is read as one of the folder's files
            shutil.copyfile(extra, folder / f"preview-{extra.stem}.csv")
        trial = copied.model_copy(update={"corrections_dir": folder})
        night = _night(trial)
        # where a place lies decides what its reports are linked with
        run_dbt(trial, selection="before_link", batch_date=night, run_id="preview")
        link(trial)
        run_dbt(trial, selection="after_link", batch_date=night, run_id="preview")
        return read_changes(trial)


def read_changes(settings: Settings) -> list[Change]:
    """The changes that the next publication would bring, as the build file stands."""
    with open_reader(settings) as connection:
        rows = connection.execute(_SQL["changes"]).fetchall()
    return [_change(row) for row in rows]


def _change(row: tuple[Any, ...]) -> Change:
    incident_id, change, reasons, successor_id, after, before = row
    new = {name: _text(value) for name, value in json.loads(after).items()}
    old = {name: _text(value) for name, value in json.loads(before or "{}").items()}
    differing = sorted(name for name in new.keys() | old.keys() if new.get(name) != old.get(name))
    return Change(
        incident_id=incident_id,
        change=change,
        reasons=reasons,
        country_code=new.get("country_code"),
        admin1_code=new.get("admin1_code"),
        month=(new.get("occurred_on") or "unknown")[:7],
        event_type=new.get("event_type"),
        before={name: old.get(name) for name in differing},
        after={name: new.get(name) for name in differing},
        successor_id=successor_id,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _night(settings: Settings) -> dt.date:
    with open_reader(settings) as connection:
        found: list[tuple[dt.date | None]] = connection.execute(
            "select max(batch_date) from staging.batches"
        ).fetchall()
    ((night,),) = found
    if night is None:
        raise BatchMissing(*error_words("nothing_read"))
    return night
