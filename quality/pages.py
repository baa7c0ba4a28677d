"""The report of a gate as static pages: readable without a network, and inert.

Great Expectations' own pages load styles and scripts from elsewhere and put values of the data
into them unescaped, so that a text of an article could run as a script in the browser of whoever
looks into why a night was blocked. Here its renderers give the content, while the pages around it
are our own: no scripts, one style sheet inside the page, a policy that forbids the rest, and every
string from the data escaped.

    checks/
      index.html                    all nights, the latest first
      2026-11-21/index.html         the night's checks, failed ones first
      2026-11-21/staging.articles.html      all about one suite
      2026-11-21/result.json        what index.html is made from

A night's pages are a megabyte, and show rows that failed: they stay until thirty nights have been
checked after it. What each check found is kept in ops.check_results.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
)
from great_expectations.render.components import RenderedHeaderContent
from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
from great_expectations.render.view.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, pass_context

from quality.checkpoint import CheckResult, DbtTest, SuiteResult
from wording.templating import SHARED, page_templates

_TEMPLATES = Path(__file__).with_name("templates")
#: so many nights keep their pages, by the time of their check
KEPT_NIGHTS = 30


@dataclass(frozen=True, slots=True)
class NightReport:
    """What index.html shows of one night."""

    batch_date: str
    run_id: str
    checked_at: str
    passed: int
    warned: int
    failed: int

    @property
    def verdict(self) -> str:
        """blocked, warned or passed."""
        return "blocked" if self.failed else "warned" if self.warned else "passed"


class SuitePageRenderer(ValidationResultsPageRenderer):
    """Great Expectations' content of a page; its header would link to a page that is not made."""

    @classmethod
    def _render_validation_header(
        cls, validation_results: ExpectationSuiteValidationResult
    ) -> RenderedHeaderContent:
        return RenderedHeaderContent(
            content_block_type="header",
            header="All expectations were met"
            if validation_results.success
            else "Some expectations were not met",
        )


class OfflinePageView(DefaultJinjaPageView):
    """Great Expectations' view with our page around it; strings of the data are escaped."""

    def __init__(self) -> None:
        super().__init__()
        assert self.env.loader is not None
        self.env.loader = ChoiceLoader([FileSystemLoader([_TEMPLATES, SHARED]), self.env.loader])

    @pass_context
    def render_content_block(
        self,
        jinja_context: Any,  # noqa: ANN401 - as in the base class
        content_block: Any,  # noqa: ANN401
        index: Any = None,  # noqa: ANN401
        content_block_id: Any = None,  # noqa: ANN401
        render_to_markdown: bool = False,
    ) -> Any:  # noqa: ANN401
        """A block as HTML. What is not a block is a value, and no value is HTML."""
        if isinstance(content_block, list) and not any(map(_is_block, content_block)):
            return "".join(f"<span>{html.escape(str(value))}</span>" for value in content_block)
        if content_block is None or isinstance(content_block, list) or _is_block(content_block):
            return super().render_content_block(
                jinja_context, content_block, index, content_block_id, render_to_markdown
            )
        return html.escape(str(content_block))


def _is_block(value: object) -> bool:
    return isinstance(value, dict) and "content_block_type" in value


def write_pages(
    folder: Path,
    results: Sequence[SuiteResult],
    dbt_tests: Sequence[DbtTest],
    *,
    batch_date: dt.date,
    run_id: str,
    now: dt.datetime,
) -> Path:
    """Writes the night's pages and the index of all nights; returns the night's index.html.

    The night's page lists dbt's tests of the same run below the gate's checks. A night that is
    checked again replaces its pages; the oldest nights' pages are removed."""
    checks = [check for result in results for check in result.checks]
    report = NightReport(
        batch_date=batch_date.isoformat(),
        run_id=run_id,
        checked_at=now.isoformat(timespec="seconds"),
        passed=sum(c.success for c in checks),
        warned=sum(not c.success and c.severity == "warning" for c in checks),
        failed=sum(not c.success and c.severity == "error" for c in checks),
    )
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(".writing-*"):
        shutil.rmtree(leftover)
    writing = folder / f".writing-{os.getpid()}"
    writing.mkdir()
    view: Any = OfflinePageView()
    renderer: Any = SuitePageRenderer(run_info_at_end=True)
    for result in results:
        document = renderer.render(result.validation)
        # queries are shown so that they can be copied and run
        page = view.render(document).replace("{batch}", result.suite)
        _write(writing / f"{result.suite}.html", page)
    env = page_templates(_TEMPLATES)
    _write(
        writing / "index.html",
        env.get_template("night.html").render(
            report=report,
            failed=sorted((c for c in checks if not c.success), key=_failed_first),
            results=results,
            dbt_tests=sorted(dbt_tests, key=lambda test: (test.status == "pass", test.name)),
        ),
    )
    _write(writing / "result.json", json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    night = folder / report.batch_date
    shutil.rmtree(night, ignore_errors=True)
    writing.rename(night)
    _write_index(folder, env)
    return night / "index.html"


def _write_index(folder: Path, env: Environment) -> None:
    nights = []
    for file in sorted(folder.glob("*/result.json"), reverse=True):
        nights.append(NightReport(**json.loads(file.read_text("utf-8"))))
    by_time = sorted(nights, key=lambda night: dt.datetime.fromisoformat(night.checked_at))
    shown = {night.batch_date for night in by_time[-KEPT_NIGHTS:]}
    temporary = folder / ".index.html"
    _write(temporary, env.get_template("nights.html").render(nights=nights, shown=shown))
    temporary.replace(folder / "index.html")
    # no link leads there any more
    for night in by_time[:-KEPT_NIGHTS]:
        for page in (folder / night.batch_date).glob("*.html"):
            page.unlink()


def _failed_first(check: CheckResult) -> tuple[bool, str]:
    return (check.severity != "error", check.suite)


def _as_json(report: NightReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in NightReport.__dataclass_fields__}


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
