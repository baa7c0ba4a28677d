"""Nights of one world, one after the other in one process, as nobody runs them: what a night leaves
in memory is there at the next one.

    python -m tests.faults.soak_process ROOT

A line of JSON in (night, run_id), a line out: the night's summary, CPU seconds of it and of the
processes that it ended, MB of memory that this process holds afterwards.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from tests.end_to_end.conftest import make_world
from warehouse.night.run import Night


def main(root: Path) -> None:
    """Answer until the input ends."""
    settings = make_world(root)
    for line in sys.stdin:
        job = json.loads(line)
        night = Night.of(settings, batch_date=job["night"], run_id=job["run_id"])
        cpu, started = _processors(), time.monotonic()
        try:
            told: dict[str, Any] = {"summary": night.run(lambda *_: None).to_json()}
        except Exception as err:
            told = {"error": repr(err)}
        told["seconds"] = round(time.monotonic() - started, 2)
        told["cpu"] = round(_processors() - cpu, 2)
        gc.collect()
        told["memory_mb"] = _memory_mb()
        print(f"\n{json.dumps(told, ensure_ascii=False)}", flush=True)


def _processors() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * resource.getpagesize() / 1e6, 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
