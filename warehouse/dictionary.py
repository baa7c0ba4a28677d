"""docs/data-dictionary.md, written from dbt's manifest: what readers find in the warehouse.

Run as a program it writes the page; with `--check` it only says whether the page is up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractors.errors import SijillError
from warehouse.settings import Settings, get_settings
from warehouse.transform import parse_project

_HEAD = """\
# Data dictionary

What is published: the tables of the schema `marts`. Written from the dbt project by
`python -m warehouse.dictionary`; edit the descriptions beside the models, not this page.

Facts join dimensions on the columns that end in `_key`. Each dimension has an unknown member:
its key is `unknown`, in `dim_date` it is 0, so that an inner join loses no row. A count that is
null was not told; 0 was told. Every column of a mart is also described in the published file:
`select * from duckdb_columns()`.
"""
_KINDS = (("fct_", "Facts"), ("dim_", "Dimensions"))


def dictionary_file(settings: Settings) -> Path:
    """Where the page lies."""
    return settings.project_root / "docs" / "data-dictionary.md"


def render(manifest: Mapping[str, Any]) -> str:
    """The page, from dbt's manifest; the same manifest gives the same bytes."""
    marts = sorted(
        (
            node
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model" and node["schema"] == "marts"
        ),
        key=lambda node: str(node["name"]),
    )
    references = _references(manifest)
    parts = [_HEAD]
    for prefix, heading in _KINDS:
        parts.append(f"\n## {heading}\n")
        for mart in marts:
            if mart["name"].startswith(prefix):
                parts.append(_table(mart, references.get(mart["unique_id"], {})))
    return "".join(parts)


def write(settings: Settings) -> Path:
    """Write the page anew; returns its path. Raises TransformFailed where dbt cannot parse."""
    page = dictionary_file(settings)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(parse_project(settings)), encoding="utf-8")
    return page


def is_current(settings: Settings) -> bool:
    """Whether the page says what the project says. Raises TransformFailed."""
    page = dictionary_file(settings)
    return page.exists() and page.read_text(encoding="utf-8") == render(parse_project(settings))


def _table(mart: Mapping[str, Any], references: Mapping[str, str]) -> str:
    lines = [
        f"\n### {mart['name']}\n",
        f"\n{_line(mart['description'])}\n",
        "\n| column | type | null | description |\n|---|---|---|---|\n",
    ]
    for column in mart["columns"].values():
        required = any(rule["type"] == "not_null" for rule in column["constraints"])
        target = references.get(column["name"])
        said = _line(column["description"]) + (f" → {target}" if target else "")
        lines.append(
            f"| `{column['name']}` | {str(column['data_type']).upper()} "
            f"| {'' if required else 'yes'} | {said} |\n"
        )
    return "".join(lines)


def _references(manifest: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """For each model its columns that a test holds to another mart: `dim_date.date_key`."""
    marts = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    found: dict[str, dict[str, str]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata")
        if not test or test["name"] != "references":
            continue
        for reference in test["kwargs"]["columns"]:
            target = _referenced(reference["to"])
            if target in marts:
                field = reference.get("field", reference["column"])
                columns = found.setdefault(node["attached_node"], {})
                columns[reference["column"]] = f"`{target}.{field}`"
    return found


def _referenced(ref: str) -> str:
    """`ref('dim_date')` → `dim_date`."""
    return ref.removeprefix("ref(").removesuffix(")").strip("'\"")


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: Iterable[str] | None = None) -> int:
    """Write the page, or with `--check` compare it; 0 where it is (now) up to date, else 1."""
    parser = argparse.ArgumentParser(description="Writes docs/data-dictionary.md from dbt.")
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    options = parser.parse_args(None if arguments is None else list(arguments))
    settings = get_settings()
    try:
        if not options.check:
            sys.stdout.write(f"{write(settings)}\n")
            return 0
        if is_current(settings):
            return 0
    except SijillError as err:
        sys.stderr.write(f"{err}\n")
        return err.exit_code
    sys.stderr.write(
        f"{dictionary_file(settings)} is not what the dbt project says\n"
        "  → python -m warehouse.dictionary\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
