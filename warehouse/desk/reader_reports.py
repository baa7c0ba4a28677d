"""Error reports of readers: files that the page makes for them, put into corrections/reports/.

A report changes nothing. It is listed by `sijill review` until an editor has corrected, confirmed,
retracted or merged its incident on a later day, or removes the file. Readers are strangers: a file
is read within bounds, and one that is no report is listed with what is wrong with it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.core.settings import Settings

FOLDER = "reports"
_MARK = "sijill_error_report"
_MOST_BYTES = 100_000
_MOST_TEXT = 500
_ID = re.compile(r"inc_[0-9a-f]{20}")


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """One report: `right` is what the reader says of each field, `published` what stood there.

    `problem` says why the file could not be read; the other fields are then empty.
    """

    file: str
    incident_id: str = ""
    published: tuple[tuple[str, str], ...] = ()
    right: tuple[tuple[str, str], ...] = ()
    how: str = ""
    reader: str = ""
    problem: str = ""


def reports_folder(settings: Settings) -> Path:
    """Where editors put the reports that readers sent."""
    return settings.corrections_dir / FOLDER


def read_reports(settings: Settings) -> list[ReaderReport]:
    """The reports in that folder, in the order of their file names."""
    folder = reports_folder(settings)
    if not folder.is_dir():
        return []
    return [_read(path) for path in sorted(folder.glob("*.json")) if path.is_file()]


def _read(path: Path) -> ReaderReport:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return ReaderReport(path.name, problem=f"larger than {_MOST_BYTES // 1000} kB")
        report = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as err:
        return ReaderReport(path.name, problem=f"no JSON: {type(err).__name__}")
    if not isinstance(report, dict) or _MARK not in report:
        return ReaderReport(path.name, problem="not a report that the page made")
    incident_id = report.get("incident_id")
    if not isinstance(incident_id, str) or not _ID.fullmatch(incident_id):
        return ReaderReport(path.name, problem="names no incident")
    return ReaderReport(
        file=path.name,
        incident_id=incident_id,
        published=_pairs(report.get("published")),
        right=_pairs(report.get("what_is_right")),
        how=_text(report.get("how_do_you_know")),
        reader=_text(report.get("your_name")),
    )


def _pairs(values: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(values, dict):
        return ()
    return tuple((_text(name), _text(value)) for name, value in values.items() if value is not None)


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a stranger wrote
    return " ".join(str(value).split())[:_MOST_TEXT] if isinstance(value, str | int | float) else ""
