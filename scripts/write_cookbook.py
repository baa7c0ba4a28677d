"""Run the sample nights and write what each query of bi/cookbook/ gives:
python -m scripts.write_cookbook

bi/cookbook/results/NAME.csv    all rows
docs/cookbook.md                the questions, their SQL, and the first rows
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.walk_nights import table
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.core.spreadsheet import write_csv
from warehouse.night.run import Night
from warehouse.publication import published

COOKBOOK = PROJECT_ROOT / "bi" / "cookbook"
RESULTS = COOKBOOK / "results"
PAGE = PROJECT_ROOT / "docs" / "cookbook.md"
NIGHTS = ("2026-11-21", "2026-11-22", "2026-11-23")
#: rows of a result that the page shows
_SHOWN = 6
_INTRODUCTION = """# Questions and their SQL

Written by `python -m scripts.write_cookbook` from `bi/cookbook/`, with what the sample nights give.
Each runs as it stands in the published file:

<!-- not run (duckdb): asks for DuckDB's own command line -->

    .venv/bin/sijill query --file bi/cookbook/01_toll_by_governorate_and_month.sql
    duckdb -readonly -cmd "use sijill.marts" published/current/sijill.duckdb \\
        < bi/cookbook/07_friday_effect.sql

The comment above each says how to read its answer, and what it is no answer to. All rows of each
answer are in `bi/cookbook/results/`.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """One file of the cookbook: its name, the question in both languages, notes, the SQL."""

    name: str
    english: str
    arabic: str
    notes: str
    sql: str


def questions() -> Iterator[Question]:
    """The questions, in the order of their numbers."""
    for path in sorted(COOKBOOK.glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        head = re.match(r"((?:--[^\n]*\n)+)\n?", text)
        if head is None:
            raise ValueError(f"{path.name} does not begin with its question")
        english, arabic, _, *notes = [line[2:].strip() for line in head[1].splitlines()]
        yield Question(path.stem, english, arabic, " ".join(notes), text[head.end() :].strip())


def answer_csv(settings: Settings, question: Question) -> str:
    """All rows of the answer as CSV."""
    stream = io.StringIO(newline="")
    write_csv(stream, *published.query(settings, question.sql))
    return stream.getvalue()


def run_samples(folder: Path) -> Settings:
    """Run the sample nights in `folder`; returns the settings of what they published."""
    settings = Settings(
        _env_file=None,
        landing_dir=folder / "landing",
        var_dir=folder / "var",
        published_dir=folder / "published",
        min_free_mb=0,
    )
    for night in NIGHTS:
        shutil.copytree(PROJECT_ROOT / "samples/landing" / night, settings.landing_dir / night)
        Night.of(settings, batch_date=night, run_id=f"cookbook-{night}").run(lambda *_: None)
    return settings


def page(settings: Settings) -> str:
    """The page of all questions."""
    parts = [_INTRODUCTION]
    for number, question in enumerate(questions(), 1):
        columns, rows = published.query(settings, question.sql)
        parts.append(
            f"## {number}. {question.english}\n\n{question.arabic}\n\n{question.notes}\n\n"
            f"```sql\n{question.sql}\n```\n\n{table(columns, [_short(r) for r in rows[:_SHOWN]])}\n"
            + (f"\n… {len(rows)} rows\n" if len(rows) > _SHOWN else "")
        )
    return "\n".join(parts)


def _short(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        f"{cell[:60]}…" if isinstance(cell, str) and len(cell) > 61 else cell for cell in row
    )


def main() -> None:
    """Run and write."""
    with tempfile.TemporaryDirectory() as folder:
        settings = run_samples(Path(folder))
        shutil.rmtree(RESULTS, ignore_errors=True)
        RESULTS.mkdir()
        for question in questions():
            text = answer_csv(settings, question)
            (RESULTS / f"{question.name}.csv").write_text(text, encoding="utf-8", newline="")
        PAGE.write_text(page(settings), encoding="utf-8")


if __name__ == "__main__":
    main()
