"""A hundred kills and more, and the page that tells of them.

    python -m tests.faults.campaign run       goes on behind what was run before
    python -m tests.faults.campaign write     docs/faults.md

For each sample night there is one run that nobody disturbed, and chains: a night in which each step
is killed three times (those of dbt once), at a moment and before file operations that the seed
chooses, and half of the steps once more when they have ended. After each kill the next run goes on
with the step that died, as Airflow does; when that step has ended, what it leaves is compared with
what it left in the undisturbed run. At the end of a chain everything is compared. In the rest of
the runs one kill is followed by the whole night again, as `sijill night` does it.

What came of each is a line in the ledger; a campaign begins anew where the code is another one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end.conftest import NIGHTS, contents, make_world
from tests.faults.runs import Kill, Run, beside, run_night
from tests.faults.state import differences, listing, state, unfinished
from tests.faults.steps import STEPS
from tests.faults.watching import watching
from tests.faults.write_page import CAMPAIGN, write_page
from tests.shared_worlds import copy_folder
from warehouse.core.files import file_digest
from warehouse.core.settings import PROJECT_ROOT, Settings

SEED = 20261124
CHAINS, SINGLES = 4, 4
#: what a night is made of
_CODE = ("warehouse", "extractors", "linking", "quality", "bi", "dbt_project", "seeds", "samples")
_DBT = ("transform_staging", "transform_marts")
#: steps that leave something in the build file
_BUILDING = frozenset(("load_staging", "transform_staging", "link", "transform_marts", "publish"))


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of the ledger to be: a chain of kills, or a single one before the whole night."""

    name: str
    night: str
    kills: tuple[Kill, ...]
    whole_night: bool


def plans(seed: int, chains: int, singles: int) -> Iterator[Plan]:
    """All runs of a campaign, the same for the same seed."""
    for number in range(chains):
        chance = random.Random(f"{seed}/chain/{number}")
        yield Plan(
            f"chain-{number}",
            NIGHTS[number % len(NIGHTS)],
            tuple(_chain(chance)),
            whole_night=False,
        )
    for number in range(singles):
        chance = random.Random(f"{seed}/single/{number}")
        # those that end early are over soon; what is written late is what could be lost
        step = STEPS[3 + 2 * number % (len(STEPS) - 3)]
        kind = chance.choice(("moment", "operation"))
        kill = Kill(step, kind, chance.random())
        yield Plan(f"single-{number}", NIGHTS[1 + number % 2], (kill,), whole_night=True)


def _chain(chance: random.Random) -> Iterator[Kill]:
    for step in STEPS:
        # dbt's processes do to files what this one cannot count, and take long to begin again
        kinds = ("moment",) if step in _DBT else ("moment", "operation", "operation")
        for kind in kinds:
            yield Kill(step, kind, chance.random())
        if step != STEPS[-1] and chance.random() < 0.5:
            yield Kill(step, "after")


class Campaign:
    """The undisturbed nights, the ledger, and what is still to be run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "ledger.jsonl"

    def _begin(self) -> None:
        """What other code came to is no part of this campaign."""
        code, noted = code_digest(), self.folder / "code"
        if noted.exists() and noted.read_text("ascii") != code:
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        noted.write_text(code, "ascii")

    def lines(self) -> list[dict[str, Any]]:
        """What came of the runs until now."""
        if not self.ledger.exists():
            return []
        return [json.loads(line) for line in self.ledger.read_text("utf-8").splitlines()]

    def run(self, chains: int = CHAINS, singles: int = SINGLES, seed: int = SEED) -> None:
        """All runs that have no line yet."""
        self._begin()
        done = {line["name"] for line in self.lines()}
        for plan in plans(seed, chains, singles):
            if plan.name in done:
                continue
            started = time.monotonic()
            line = self._disturbed(plan)
            line["seconds"] = round(time.monotonic() - started)
            with self.ledger.open("a", encoding="utf-8") as ledger:
                ledger.write(json.dumps(line, ensure_ascii=False) + "\n")
            failed = [kill for kill in line["kills"] if kill["differences"]] or line["end"]
            print(f"{plan.name} {plan.night}: {len(line['kills'])} kills, {failed or 'equal'}")

    # ── a night that nobody disturbs ─────────────────────────────────────────────────────

    def _undisturbed(self, night: str) -> tuple[Path, Run, dict[str, dict[str, str]]]:
        """The folder with the worlds `before` and `after` it, what its steps took, and what each
        left."""
        folder = self.folder / night
        told = folder / "told.json"
        if not told.exists():
            shutil.rmtree(folder, ignore_errors=True)
            if night == NIGHTS[0]:
                make_world(folder / "before", *NIGHTS)
            else:
                earlier, _, _ = self._undisturbed(NIGHTS[NIGHTS.index(night) - 1])
                copy_folder(earlier / "after", folder / "before")
            root = copy_folder(folder / "before", folder / "after")
            settings = make_world(root)
            left: dict[str, dict[str, str]] = {}
            run = run_night(
                root, night, "undisturbed",
                on_end=lambda step: left.update({step: _left(settings, step)}),
            )  # fmt: skip
            assert run.code == 0, run.said[-3000:]
            beside(root, "returned.json").unlink()
            told.write_text(json.dumps({"run": asdict(run), "left": left}), "utf-8")
        values = json.loads(told.read_text("utf-8"))
        return folder, Run(**values["run"]), values["left"]

    # ── and one that is killed ───────────────────────────────────────────────────────────

    def _disturbed(self, plan: Plan) -> dict[str, Any]:
        folder, measured, expected = self._undisturbed(plan.night)
        root = copy_folder(folder / "before", self.folder / "disturbed")
        beside(root, "returned.json").unlink(missing_ok=True)
        settings = make_world(root)
        found: dict[str, list[str]] = {}

        def compare(step: str) -> None:
            found[step] = differences(_left(settings, step), expected[step])

        with watching(root) as seen:
            begin = STEPS[0]
            for number, kill in enumerate(plan.kills):
                run = run_night(
                    root, plan.night, "run" if not plan.whole_night else f"run-{number}",
                    begin=begin, kill=kill, measured=measured, on_end=compare,
                )  # fmt: skip
                assert run.killed, f"{plan.name} {kill}: {run.said[-3000:]}"
                begin = STEPS[0] if plan.whole_night else kill.next_step
            run_id = "again" if plan.whole_night else "run"
            last = run_night(root, plan.night, run_id, begin=begin, on_end=compare)
        end = [] if last.code == 0 else [f"exit code {last.code}: {last.said[-500:]}"]
        if not end:
            undisturbed = make_world(folder / "after")
            end += differences(state(settings), state(undisturbed))
            end += [f"left: {name}" for name in unfinished(settings)]
            end += [f"file: {name}" for name in sorted(listing(settings) ^ listing(undisturbed))]
        end += [f"reader: {fault}" for fault in seen.faults]
        return {
            "name": plan.name,
            "night": plan.night,
            "recovery": "night" if plan.whole_night else "task",
            "kills": [
                {**asdict(kill), "differences": found.get(kill.next_step, ["it never ended"])}
                for kill in plan.kills
            ],
            "end": end,
            "reads": seen.reads,
            "versions": len(seen.versions),
        }


def _left(settings: Settings, step: str) -> dict[str, str]:
    """What a step leaves: the tables of the build file, or the files of the work folder."""
    if step in _BUILDING:
        return contents(settings)
    return {
        str(path.relative_to(settings.work_dir)): file_digest(path)
        for path in sorted(settings.work_dir.rglob("*"))
        if path.is_file()
    }


def code_digest() -> str:
    """sha256 over what nights are made of."""
    digest = hashlib.sha256()
    for part in _CODE:
        for path in sorted((PROJECT_ROOT / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(PROJECT_ROOT)}\0{file_digest(path)}\n".encode())
    return digest.hexdigest()


# ── what came of it ──────────────────────────────────────────────────────────────────────


def figures(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Counts of a ledger: kills by step and kind, those after which something differed, ends of
    nights that differed, what readers saw."""
    kills = Counter((kill["step"], kill["kind"]) for line in lines for kill in line["kills"])
    return {
        "seed": SEED,
        "kills": sum(kills.values()),
        "survived": sum(
            not kill["differences"] and not line["end"] for line in lines for kill in line["kills"]
        ),
        "by_step": {
            step: {kind: kills[step, kind] for kind in ("moment", "operation", "after")}
            for step in STEPS
        },
        "nights": len(lines),
        "nights_equal": sum(not line["end"] for line in lines),
        "whole_nights_again": sum(line["recovery"] == "night" for line in lines),
        "reads": sum(line["reads"] for line in lines),
        "seconds": sum(line["seconds"] for line in lines),
        "faults": sorted(
            {told for line in lines for told in line["end"]}
            | {told for line in lines for kill in line["kills"] for told in kill["differences"]}
        ),
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("run", "write"))
    parser.add_argument("--folder", type=Path, default=PROJECT_ROOT / "var" / "faults")
    parser.add_argument("--chains", type=int, default=CHAINS)
    parser.add_argument("--singles", type=int, default=SINGLES)
    asked = parser.parse_args()
    campaign = Campaign(asked.folder)
    os.environ.setdefault("SIJILL_DBT_PARSE_DIR", str(asked.folder / "dbt-parse"))
    if asked.what == "run":
        campaign.run(asked.chains, asked.singles)
    else:
        lines = campaign.lines()
        if not lines:
            sys.exit(f"{asked.folder} has no results: run the campaign before you write them")
        told = figures(lines)
        CAMPAIGN.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        write_page()


if __name__ == "__main__":
    main()
