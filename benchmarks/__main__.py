"""`make bench`: measure, keep each figure as soon as it is there, write docs/performance.md.

Resumable: a measurement that was made with the same code is not made again; delete
var/bench/ to start over. `python -m benchmarks night` makes that one alone, a word that is no
measurement's name those whose name begins so. The figures of the page are written when all were
made with this code: no table mixes those of two versions.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import figures_table, nights_table
from benchmarks.figure import Figure, Step
from benchmarks.measurements import MEASUREMENTS, NIGHTS_OVER
from extractors.pipeline import Extractor
from warehouse.core.settings import Settings, get_settings


def main() -> None:
    """Run what is missing, then write the page."""
    settings = get_settings()
    measured = {name: _measured(settings, name, of) for name, of in MEASUREMENTS.items()}
    nights = {name: _measured(settings, name, of) for name, of in NIGHTS_OVER.items()}
    _write_page(
        settings,
        [Figure(*row) for rows in measured.values() for row in rows]
        if all(measured.values())
        else [],
        [Step(*row) for rows in nights.values() for row in rows],
    )


def _measured(
    settings: Settings,
    name: str,
    measure: Callable[[Settings], Sequence[tuple[object, ...]]],
) -> list[list[Any]]:
    """The rows of a measurement: those kept from before, or made now if it is asked for."""
    folder = settings.var_dir / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    version = Extractor(settings.seeds_dir).version
    kept = folder / f"{name}.json"
    if kept.is_file():
        found = json.loads(kept.read_text(encoding="utf-8"))
        if found["version"] == version:
            sys.stderr.write(f"{name}: kept from before\n")
            return list(found["rows"])
    if not any(_asked_for(name, word) for word in sys.argv[1:] or [""]):
        return []
    sys.stderr.write(f"{name} …\n")
    rows = [list(row) for row in measure(settings)]
    text = json.dumps({"version": version, "rows": rows}, ensure_ascii=False, indent=1)
    kept.write_text(text, encoding="utf-8")
    return rows


def _asked_for(name: str, word: str) -> bool:
    """Whether the word is the measurement's name, or the beginning of several that have it."""
    return name == word if word in {*MEASUREMENTS, *NIGHTS_OVER} else name.startswith(word)


def _write_page(settings: Settings, figures: list[Figure], steps: list[Step]) -> None:
    """Write the part of the figures and that of the nights; one that is not wholly known here stays
    as it stands."""
    page = settings.project_root / "docs" / "performance.md"
    standing, _, of_nights = page.read_text("utf-8").partition(nights_table.HEADING)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}"
    lines = figures_table.lines(figures, machine) if figures else standing.rstrip().splitlines()
    table = nights_table.lines(steps)
    if not table and of_nights:
        table = ["", *f"{nights_table.HEADING}{of_nights}".rstrip().splitlines()]
    page.write_text("\n".join([*lines, *table]) + "\n", encoding="utf-8")
    sys.stderr.write(f"{page}\n")


if __name__ == "__main__":
    main()
