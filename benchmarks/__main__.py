"""`make bench`: measure, keep each figure as soon as it is there, write docs/benchmarks.md.

Resumable: a measurement that was made with the same code is not made again; delete
var/bench/ to start over. `python -m benchmarks night` makes only those whose name begins so; the
page has those that were made.
"""

from __future__ import annotations

import json
import os
import platform
import sys

from benchmarks.figure import Figure
from benchmarks.measurements import MEASUREMENTS
from extractors.pipeline import Extractor
from warehouse.settings import Settings, get_settings


def main() -> None:
    """Run what is missing, then write the page."""
    settings = get_settings()
    folder = settings.var_dir / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    version = Extractor(settings.seeds_dir).version
    figures: list[Figure] = []
    wanted = tuple(sys.argv[1:]) or ("",)
    for name, measure in MEASUREMENTS.items():
        kept = folder / f"{name}.json"
        if kept.is_file():
            found = json.loads(kept.read_text(encoding="utf-8"))
            if found["version"] == version:
                figures += [Figure(**figure) for figure in found["figures"]]
                sys.stderr.write(f"{name}: kept from before\n")
                continue
        if not name.startswith(wanted):
            continue
        sys.stderr.write(f"{name} …\n")
        measured = measure(settings)
        kept.write_text(
            json.dumps(
                {"version": version, "figures": [figure._asdict() for figure in measured]},
                ensure_ascii=False,
                indent=1,
            ),
            encoding="utf-8",
        )
        figures += measured
    _write_page(settings, figures)


def _write_page(settings: Settings, figures: list[Figure]) -> None:
    lines = [
        "# Benchmarks",
        "",
        (
            "Made by `make bench`; again from scratch after `rm -r var/bench`. "
            f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}."
        ),
        "",
        "| what | figure | unit | how |",
        "|---|---:|---|---|",
    ]
    lines += [f"| {f.what} | {f.value:,.1f} | {f.unit} | {f.how} |" for f in figures]
    page = settings.project_root / "docs" / "benchmarks.md"
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stderr.write(f"{page}\n")


if __name__ == "__main__":
    main()
