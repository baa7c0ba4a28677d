"""What happens in each night of a year that never was: its articles, and what goes wrong.

All of it follows from a seed and the night's number, so that a year can be gone on with.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.synthetic import Desk, Happening
from tests.faults.runs import Kill
from tests.faults.steps import STEPS

SEED = 20261127
#: so that a short year has the end of a quarter too
FIRST_DAY = dt.date(2025, 12, 21)
Fault = Literal["", "kill", "late", "twice", "broken", "skipped"]
#: of a hundred nights so many have the fault; the others have none
_SHARES: dict[Fault, int] = {"kill": 10, "late": 8, "twice": 8, "broken": 10, "skipped": 6}
#: incidents of a night, of which some are told by more than one outlet
_FEWEST, _MOST = 4, 14
_FOLLOWED_UP = 2
#: nights from one correction to the next, and from one redaction to the next; the first ones
_CORRECTED, _REDACTED = (13, 4), (61, 7)
#: what a deliverer sends who does not keep to the contract
_BROKEN = (
    '{"id": "cut-off", "url": "https://news.example/cut-',
    '{"id": "no-text", "source": "صدى دجلة", "title": "خبر", "published_at": "2026-01-01"}',
    '["a list"]',
    '{"id": 7, "text": ["no text"], "published_at": "yesterday"}',
)
MAIN, REST, AGAIN = "articles.jsonl", "rest.jsonl", "articles-again.jsonl"


@dataclass(frozen=True, slots=True)
class Turn:
    """One night: its fault, how it dies if it does and whether Airflow goes on or all of it is run
    again, the numbers of earlier nights that are run when it is over, the edition made then."""

    number: int
    fault: Fault
    kill: Kill | None
    whole_again: bool
    due: tuple[int, ...]
    edition: str | None
    corrects: bool
    redacts: bool

    @property
    def day(self) -> dt.date:
        """The batch date."""
        return day_of(self.number)


def day_of(number: int) -> dt.date:
    """The batch date of a night, which counts from 0."""
    return FIRST_DAY + dt.timedelta(number)


def turn(number: int) -> Turn:
    """What happens in the night of that number."""
    chance = _chance("kill", number)
    kind = chance.choice(("moment", "moment", "operation", "after"))
    steps = STEPS[:-1] if kind == "after" else STEPS
    fault = _fault(number)
    day = day_of(number)
    quarter = (day + dt.timedelta(1)).day == 1 and day.month % 3 == 0
    return Turn(
        number=number,
        fault=fault,
        kill=Kill(chance.choice(steps), kind, chance.random()) if fault == "kill" else None,
        whole_again=chance.random() < 0.5,
        due=tuple(n for n in range(max(0, number - 3), number) if _run_after(n) == number),
        edition=f"{day.year}.{day.month // 3}" if quarter else None,
        corrects=number % _CORRECTED[0] == _CORRECTED[1],
        redacts=number % _REDACTED[0] == _REDACTED[1],
    )


def waiting(number: int) -> tuple[int, ...]:
    """The nights that were skipped and are still to be run when that one is over."""
    return tuple(
        n for n in range(max(0, number - 3), number + 1)
        if _fault(n) == "skipped" and _run_after(n) > number
    )  # fmt: skip


def _fault(number: int) -> Fault:
    # the first night has nobody before it, and what it costs is a measure
    at = _chance("fault", number).randrange(100) if number else 100
    for fault, share in _SHARES.items():
        if at < share:
            return fault
        at -= share
    return ""


def _run_after(number: int) -> int:
    """The night after which one of that number is run late or again; itself where it is neither."""
    fault = _fault(number)
    if fault == "late":
        return number + 1
    return number + _chance("skipped", number).randint(2, 3) if fault == "skipped" else number


def _chance(what: str, number: int) -> random.Random:
    return random.Random(f"{SEED}/{what}/{number}")


# ── what is delivered ────────────────────────────────────────────────────────────────────


def deliver(landing: Path, desk: Desk, number: int) -> int:
    """Lay a night's batch down, without what comes late; returns the records that are delivered."""
    fault, folder = _fault(number), landing / day_of(number).isoformat()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    main, rest = _lines(desk, number)
    if fault == "broken":
        chance = _chance("broken", number)
        for broken in chance.sample(_BROKEN, chance.randint(1, 2)):
            main.insert(chance.randrange(len(main) + 1), broken)
    files = {MAIN: main}
    if fault != "late":
        files[REST] = rest
    if fault == "twice":
        files[AGAIN] = main
    for name, lines in files.items():
        _write(folder / name, lines)
    (folder / "_SUCCESS").touch()
    return sum(map(len, files.values()))


def deliver_late(landing: Path, desk: Desk, number: int) -> int:
    """Lay down what comes late of a night's batch, if anything does; returns its records."""
    if _fault(number) != "late":
        return 0
    _, rest = _lines(desk, number)
    _write(landing / day_of(number).isoformat() / REST, rest)
    return len(rest)


def _lines(desk: Desk, number: int) -> tuple[list[str], list[str]]:
    day, dice = day_of(number), _chance("reports", number)
    again = _happenings(desk, number - 1)[:_FOLLOWED_UP] if number else []
    reports = desk.reports([*again, *_happenings(desk, number)], day, dice)
    lines = [json.dumps(record, ensure_ascii=False) for record in reports]
    # the last third comes in a file of its own
    at = len(lines) * 2 // 3
    return lines[:at], lines[at:]


def _happenings(desk: Desk, number: int) -> list[Happening]:
    dice = _chance("happenings", number)
    return desk.happenings(day_of(number), dice.randint(_FEWEST, _MOST), dice)


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
