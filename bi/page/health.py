"""How the night went, as the page shows it: passed in by the night's run, and kept with the
version.

It cannot be computed from the published tables, so the file stays with the version, and a page that
is written again (after a redaction) shows the same.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = "health.json"


@dataclass(frozen=True, slots=True)
class NightHealth:
    """One night: read = staged + quarantined + repeated. `seconds` of the clock up to the publish.

    `quarantine` has the number of records by reason; `warnings` the checks that warned.
    """

    batch_date: str
    records_read: int
    records_staged: int
    records_quarantined: int
    records_repeated: int
    quarantine: dict[str, int]
    checks_passed: int
    checks_warned: int
    warnings: tuple[str, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The fields, for the page and for other programs."""
        return asdict(self)


def write_health(health: NightHealth, folder: Path) -> None:
    """Write it to the folder of its version."""
    text = json.dumps(health.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read_health(folder: Path) -> NightHealth | None:
    """The health that was kept with the version; None where there is none."""
    try:
        values = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return NightHealth(**{**values, "warnings": tuple(values["warnings"])})
