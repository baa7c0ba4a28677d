"""The dashboard's files as the zip that Superset imports, and back from one that it exports."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ASSETS = Path(__file__).resolve().parent / "assets"


def contents(assets: Path = ASSETS) -> dict[str, str]:
    """Each file's text by its path in the bundle, in a fixed order."""
    return {
        path.relative_to(assets).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(assets.rglob("*.yaml"))
    }


def digest(files: Mapping[str, str]) -> str:
    """A digest that is the same if these files were the last to be imported."""
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


def comparable(files: Mapping[str, str]) -> dict[str, object]:
    """The files' contents by uuid, without the numbers that differ between installations."""
    by_uuid: dict[str, object] = {}
    for text in files.values():
        asset = _ordered(yaml.safe_load(text))
        if "uuid" in asset:
            by_uuid[str(asset["uuid"])] = _without_numbers(asset)
    return by_uuid


def write(files: Mapping[str, str], assets: Path = ASSETS) -> None:
    """Put an export in the place of the dashboard's files.

    A file keeps its name as long as its uuid stays, and one that says the same is left alone, so
    that a difference in version control is a difference of the dashboard.
    """
    known = {
        str(yaml.safe_load(text).get("uuid")): name
        for name, text in contents(assets).items()
        if name != "metadata.yaml"
    }
    before = comparable(contents(assets))
    kept = {name: text for name, text in contents(assets).items() if name == "metadata.yaml"}
    for name, text in files.items():
        asset = _ordered(yaml.safe_load(text))
        uuid = str(asset.get("uuid"))
        if name == "metadata.yaml":
            kept.setdefault(name, text)
        elif before.get(uuid) == _without_numbers(asset):
            kept[known[uuid]] = (assets / known[uuid]).read_text(encoding="utf-8")
        else:
            kept[known.get(uuid, name)] = yaml.safe_dump(asset, sort_keys=False, allow_unicode=True)
    shutil.rmtree(assets, ignore_errors=True)
    for name, text in kept.items():
        target = assets / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _ordered(asset: dict[str, Any]) -> dict[str, Any]:
    """Columns and metrics of a dataset by name: each export of Superset has another order."""
    for part, name in (("columns", "column_name"), ("metrics", "metric_name")):
        if part in asset:
            asset[part] = sorted(asset[part], key=lambda each: str(each[name]))
    return asset


#: ids of this installation's metadata database
_NUMBERS = ("datasource", "slice_id", "chartId", "dashboards")


def _without_numbers(node: object) -> object:
    if isinstance(node, dict):
        return {
            key: _without_numbers(value)
            for key, value in node.items()
            # an empty field may be written or left out
            if key not in _NUMBERS and value not in (None, {}, [])
        }
    if isinstance(node, list):
        return [_without_numbers(value) for value in node]
    return node
