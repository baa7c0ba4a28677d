"""How the marts are partitioned, and the `meta` that their models' YAML states of each
(dbt_project/models/marts/*.yml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

#: the column that marts are partitioned by where they have it: 'YYYY-MM', or 'unknown' where no
#: date is known
PARTITION_COLUMN = "incident_month"

_MODELS = Path(__file__).resolve().parents[1] / "dbt_project" / "models" / "marts"


@dataclass(frozen=True, slots=True)
class MartModel:
    """`key`: columns that are unique, never null, and give the order of rows in published files.
    `changes_by`: the key by which a night finds its changed rows
    (dbt_project/macros/incremental.sql); None where every night builds all rows."""

    key: tuple[str, ...]
    changes_by: str | None


@cache
def mart_models() -> Mapping[str, MartModel]:
    """The marts by name, as their YAML describes them. Raises KeyError where a mart has no key."""
    found = {}
    for file in sorted(_MODELS.glob("*.yml")):
        for model in yaml.load(file.read_bytes(), yaml.CSafeLoader)["models"]:
            meta = model["config"]["meta"]
            found[model["name"]] = MartModel(tuple(meta["key"]), meta.get("changes_by"))
    return found


def key_of(mart: str) -> tuple[str, ...]:
    """The key columns of a mart; none for a table without a model (publish_info)."""
    model = mart_models().get(mart)
    return model.key if model else ()
