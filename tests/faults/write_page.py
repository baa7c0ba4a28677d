"""docs/faults.md, of the figures of the last campaign and the last soak."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from warehouse.core.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "faults.md"
_TEMPLATE = Path(__file__).with_name("page.md")
CAMPAIGN, SOAK = (Path(__file__).with_name(f"{name}.json") for name in ("figures", "soak"))
_FAULTS = {
    "kill": "killed, then gone on with or run again",
    "late": "a file came after the night",
    "twice": "a file delivered twice",
    "broken": "broken records",
    "skipped": "not run, and run days later",
    "none": "nothing",
}


def write_page() -> None:
    """Write it of the figures that lie beside this file."""
    told = (json.loads(path.read_text("utf-8")) for path in (CAMPAIGN, SOAK))
    PAGE.write_text(page(*told), "utf-8")


def page(campaign: dict[str, Any], soak: dict[str, Any]) -> str:
    """The page."""
    template = _TEMPLATE.read_text("utf-8")
    return template.replace("{{figures}}", _kills(campaign)).replace("{{soak}}", _nights(soak))


def _kills(told: dict[str, Any]) -> str:
    rows = "".join(
        f"| `{step}` | {kinds['moment']} | {kinds['operation']} | {kinds['after']} |\n"
        for step, kinds in told["by_step"].items()
    )
    faults = "".join(f"- {fault}\n" for fault in told["faults"])
    figures = f"""| | |
|---|---|
| kills | {told["kills"]} |
| after which all was as if it had never been | {told["survived"]} |
| nights | {told["nights"]}; {told["whole_nights_again"]} run again whole after a single kill |
| that ended equal to the undisturbed one | {told["nights_equal"]} |
| looks of a reader, each of a whole version | {told["reads"]} |
| seed | {told["seed"]} |

| step | killed at a moment | before a file operation | after it, before the next |
|---|---|---|---|
{rows}""" + (
        f"\nWhat differed until the end of its night:\n\n{faults}"
        if faults
        else "\nNothing differed.\n"
    )
    return figures.strip()


def _nights(told: dict[str, Any]) -> str:
    wrong = "".join(
        f"| what went wrong: {_FAULTS[fault]} | {told['by_fault'].get(fault, 0)} |\n"
        for fault in _FAULTS
    )
    measures = "".join(
        f"| {one['what']} | {one['first_quarter']:,} {one['unit']} |"
        f" {one['last_quarter']:,} {one['unit']} | {one['grown']:+.2f} {one['growth']} |"
        f" {'–' if one['bound'] is None else one['bound']} |\n"
        for one in told["measures"]
    )
    faults = "".join(f"- {fault}\n" for fault in told["faults"])
    broken = f"What was not as it has to be:\n\n{faults}" if faults else "No rule was broken."
    rebuilt = told["rebuilt"]
    equal = (
        "not checked"
        if rebuilt is None
        else f"after {rebuilt['nights']} nights: "
        + (", ".join(rebuilt["differences"]) or "equal in all tables of the build file")
    )
    return f"""| | |
|---|---|
| nights | {told["nights"]} of a year's 365, {told["first"]} to {told["last"]} |
{wrong}| processes killed | {told["killed"]} |
| nights run late or again | {told["runs_late_or_again"]} |
| articles staged, records in quarantine, repeated | {told["articles_staged"]:,}, \
{told["records_quarantined"]:,}, {told["records_repeated"]:,} |
| incidents in the end | {told["incidents"]:,} |
| editions, corrections, redactions | {told["editions"]}, {told["corrections"]}, \
{told["redactions"]} |
| looks of a reader | {told["reads"]:,} |
| rebuilt from what was delivered | {equal} |

| measure | first quarter | last quarter | growth | at most |
|---|---:|---:|---|---:|
{measures}
{broken}""".strip()
