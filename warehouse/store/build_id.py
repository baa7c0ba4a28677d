"""The build id: one short hash over all that decides which rows a batch becomes."""

from __future__ import annotations

from pathlib import Path

from warehouse.contract.articles import CONTRACT_VERSION, json_digest
from warehouse.core.files import tree_digest
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.core.step_results import BatchManifest

_DBT_CODE = (".sql", ".yml", ".yaml", ".csv", ".py")
_DBT_OUTPUT = {"target", "logs", "dbt_packages"}


def compute_build_id(settings: Settings, manifest: BatchManifest, extractor_version: str) -> str:
    """16 hex digits that change whenever the rows of a batch may change.

    Over the batch's digest, the extractor's version, the reference seeds and the user's own data,
    the dbt code, the linking, the contract's version and the settings that decide what is refused
    or how naive times are read. No run id, no clock, no path: the same on every machine.
    """
    parts = {
        "batch": manifest.batch_digest,
        "batch_date": manifest.batch_date.isoformat(),
        "contract": CONTRACT_VERSION,
        "extractor": extractor_version,
        "linking": linking_digest(settings),
        "models": models_digest(settings),
        "settings": [settings.timezone, settings.max_text_chars, settings.max_record_bytes],
    }
    return json_digest(parts)[:16]


def models_digest(settings: Settings) -> str:
    """Changes whenever the models or the reference data change, from which staging rows become rows
    of marts.

    Reference data include the measured recalls that are published next to counts.
    """
    evaluation = settings.project_root / "evaluation"
    parts = {
        "dbt": _dbt_digest(settings.dbt_project_dir),
        "measured": tree_digest(
            evaluation, [*evaluation.glob("scoreboard.json"), *evaluation.glob("sealed_log.jsonl")]
        ),
        "own": tree_digest(settings.own_dir, _files(settings.own_dir, (".csv",))),
        "seeds": tree_digest(settings.seeds_dir, _files(settings.seeds_dir, (".csv",))),
    }
    return json_digest(parts)[:16]


def linking_digest(settings: Settings) -> str:
    """Changes whenever the same mentions might be linked differently."""
    code = _files(PROJECT_ROOT / "linking", (".py", ".json", ".csv"))
    lexicon = _files(settings.seeds_dir / "lexicon", (".csv",))
    parts = {
        "code": tree_digest(PROJECT_ROOT, code),
        "lexicon": tree_digest(settings.seeds_dir, lexicon),
    }
    return json_digest(parts)[:16]


def _dbt_digest(folder: Path) -> str:
    code = [
        path
        for path in _files(folder, _DBT_CODE)
        if not _DBT_OUTPUT.intersection(path.relative_to(folder).parts)
    ]
    return tree_digest(folder, code)


def _files(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix in endings and path.is_file() and not path.name.startswith(".")
    ]
