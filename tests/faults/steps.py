"""The steps of a night as tasks of their own, each handed what earlier ones returned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warehouse.night.run import Night

#: the DAG's tasks, in order
STEPS = (
    "find_batch", "plan_shards", "extract", "load_staging", "transform_staging", "link",
    "transform_marts", "gate", "publish", "finish",
)  # fmt: skip


def run_step(night: Night, step: str, returned: dict[str, Any]) -> None:
    """One step, as the DAG calls it; what it returns is added to `returned`."""
    manifest = returned.get("find_batch")
    calls: dict[str, Callable[[], Any]] = {
        "find_batch": night.find_batch,
        "plan_shards": lambda: night.plan_shards(manifest or {}),
        "extract": lambda: [night.extract(shard) for shard in returned["plan_shards"]],
        "load_staging": lambda: night.load_staging(manifest or {}),
        "transform_staging": lambda: night.transform("before_link"),
        "link": night.link,
        "transform_marts": lambda: night.transform("after_link"),
        "gate": night.gate,
        "publish": night.publish,
        "finish": night.finish,
    }
    value = calls[step]()
    if step in ("find_batch", "plan_shards"):
        returned[step] = value


def read_returned(path: Path) -> dict[str, Any]:
    """What the steps returned until now: Airflow keeps it in its own database."""
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def write_returned(path: Path, returned: dict[str, Any]) -> None:
    """Keep it, whole or not at all."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(returned, ensure_ascii=False), "utf-8")
    beside.replace(path)
