"""docs/data-dictionary.md, written from dbt's manifest: what readers find in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HEAD = """\
# Data dictionary

What is published: the tables of the schema `marts`. Written from the dbt project by
`sijill docs`; edit the descriptions next to the models, not this page.

How the tables hang together is in [data-model.md](data-model.md).

Facts join dimensions on the columns that end in `_key`. Each dimension has an unknown member:
its key is `unknown`, in `dim_date` it is 0, so that an inner join loses no row. A count that is
null was not reported; 0 was reported. The published file describes every column of a mart too:
`select * from duckdb_columns()`.
"""
_KINDS = (
    ("mart_", "Wide tables"),
    ("fct_", "Facts"),
    ("bridge_", "Bridges"),
    ("dim_", "Dimensions"),
)


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


def _table(mart: Mapping[str, Any], references: Mapping[str, str]) -> str:
    lines = [
        f"\n### {mart['name']}\n",
        f"\n{_line(mart['description'])}\n",
        "\n| column | type | null | description |\n|---|---|---|---|\n",
    ]
    for column in mart["columns"].values():
        required = any(rule["type"] == "not_null" for rule in column["constraints"])
        target = references.get(column["name"])
        description = _line(column["description"]) + (f" → {target}" if target else "")
        lines.append(
            f"| `{column['name']}` | {str(column['data_type']).upper()} "
            f"| {'' if required else 'yes'} | {description} |\n"
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
