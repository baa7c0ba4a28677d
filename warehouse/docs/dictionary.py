"""The data dictionary, written from dbt's manifest: docs/data-dictionary.md lists the marts, and
docs/data-dictionary/ has a page for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: the folder of the marts' pages, below docs/
FOLDER = "data-dictionary"
_HEAD = """\
# Data dictionary

What is published: the tables of the schema `marts`. Written from the dbt project by
`sijill docs`; edit the descriptions next to the models, not these pages.

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


def dictionary_pages(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The index, `data-dictionary.md`, and a page for each mart, `data-dictionary/<mart>.md`, from
    dbt's manifest; the same manifest gives the same bytes."""
    marts = sorted(
        (
            node
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model" and node["schema"] == "marts"
        ),
        key=lambda node: str(node["name"]),
    )
    references = _references(manifest)
    found = {
        f"{FOLDER}/{mart['name']}.md": _page(mart, references.get(mart["unique_id"], {}))
        for mart in marts
    }
    return {f"{FOLDER}.md": _index(marts)} | found


def _index(marts: Sequence[Mapping[str, Any]]) -> str:
    parts = [_HEAD]
    for prefix, heading in _KINDS:
        parts.append(f"\n## {heading}\n\n| table | columns | one row |\n|---|---:|---|\n")
        for mart in marts:
            name = str(mart["name"])
            if name.startswith(prefix):
                parts.append(
                    f"| [{name}]({FOLDER}/{name}.md) | {len(mart['columns'])} "
                    f"| {_line(mart['description'])} |\n"
                )
    return "".join(parts)


def _page(mart: Mapping[str, Any], references: Mapping[str, str]) -> str:
    lines = [
        f"# {mart['name']}\n",
        f"\n{_line(mart['description'])} [All tables](../{FOLDER}.md).\n",
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
                columns[reference["column"]] = f"[`{target}.{field}`]({target}.md)"
    return found


def _referenced(ref: str) -> str:
    """`ref('dim_date')` → `dim_date`."""
    return ref.removeprefix("ref(").removesuffix(")").strip("'\"")


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
