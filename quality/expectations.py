"""The expectation that most of the suites are made of: a query must find no rows.

It is Great Expectations' UnexpectedRowsExpectation with the first of the rows kept and shown, so
that whoever reads a failed check sees what is wrong and not only how often.
"""

# ruff: noqa: ANN401, ARG002, ARG003 - signatures that Great Expectations calls

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.constants import MAX_RESULT_RECORDS
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.render.components import (
    CollapseContent,
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.renderer import renderer

QUERY = "unexpected_rows_query"
SHOWN_ROWS = 20
SHOWN_CHARS = 300


class ExpectNoRows(UnexpectedRowsExpectation):
    """Success where `unexpected_rows_query` finds nothing. `{batch}` in it is the table.

    The query runs once: its rows are not counted beyond the first MAX_RESULT_RECORDS.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.table",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: Any = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        found = metrics["unexpected_rows_query.table"]
        rows = [{k: _shown(v) for k, v in dict(row).items()} for row in found[:SHOWN_ROWS]]
        return {
            "success": not found,
            "result": {"observed_value": _rows(len(found)), "details": {"rows": rows}},
        }

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: Any = None,
        result: Any = None,
        runtime_configuration: Any = None,
        **_: Any,
    ) -> list[Any]:
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={
                    "template": "$query",
                    "params": {"query": configuration.kwargs[QUERY]},
                },
            )
        ]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(
        cls,
        configuration: Any = None,
        result: Any = None,
        runtime_configuration: Any = None,
        **_: Any,
    ) -> str:
        return str((result.result or {}).get("observed_value", "--"))

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(
        cls,
        configuration: Any = None,
        result: Any = None,
        runtime_configuration: Any = None,
        **_: Any,
    ) -> list[Any] | None:
        rows = (result.result or {}).get("details", {}).get("rows")
        if not rows:
            return None
        return [
            RenderedTableContent(
                content_block_type="table",
                header_row=list(rows[0]),
                table=[[str(value) for value in row.values()] for row in rows],
                styling={"body": {"classes": ["table-bordered", "table-sm"]}},
            ),
            CollapseContent(
                collapse_toggle_link="The query that found them",
                collapse=[
                    RenderedStringTemplateContent(
                        content_block_type="string_template",
                        string_template={
                            "template": "$query",
                            "params": {"query": result.expectation_config.kwargs[QUERY]},
                            "tag": "code",
                        },
                    )
                ],
            ),
        ]


def _rows(count: int) -> str:
    at_least = "at least " if count >= MAX_RESULT_RECORDS else ""
    return f"{at_least}{count} {'row' if count == 1 else 'rows'}"


def _shown(value: object) -> object:
    """A value in a form that JSON and a page can hold."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
