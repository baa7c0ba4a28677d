"""Reads a hostile batch in a process of its own, under a limit of memory, and says what it took.

Run as `python -m tests.hostile.read_batch ROOT read|extract LIMIT_MB`: the landing folder lies
below ROOT. The last line that it prints is JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from tests.warehouse.landing_kit import DAY, NOW, make_settings
from warehouse.landing.batches import find_batch, plan_shards, read_work_manifest
from warehouse.steps.shards import extract_shard


def main(root: Path, step: str, limit_megabytes: int) -> None:
    """Find and plan the batch, or extract what was planned."""
    settings = make_settings(root, shard_articles=100_000)
    if step == "extract":
        from extractors.pipeline import Extractor

        extractor = Extractor(settings.seeds_dir)
    before = _peak()
    limit = limit_megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    started = time.process_time()
    if step == "read":
        plan_shards(settings, find_batch(settings, DAY, now=NOW))
    else:
        for shard in read_work_manifest(settings, DAY).shards:
            extract_shard(settings, shard, extractor=extractor)
    seconds = time.process_time() - started
    print(json.dumps({"before": before, "peak": _peak(), "seconds": round(seconds, 2)}))


def _peak() -> int:
    """The most memory that this process had so far, in megabytes; what the one that began it had
    does not count, as it would with getrusage."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
