"""Checks are files: what a file must look like, and the way of CONTRIBUTING.md to add one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from quality import suites
from quality.checkpoint import run_suites
from quality.suite import Check
from quality.suites import all_suites
from tests.quality.warehouse_builder import NIGHT, NOW, attached, change, settings_in, write_build
from warehouse.core.settings import PROJECT_ROOT


@pytest.fixture
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the checks, to change."""
    folder = tmp_path / "checks"
    shutil.copytree(suites.CHECKS, folder)
    monkeypatch.setattr(suites, "CHECKS", folder)
    return folder


def checks_of_articles() -> tuple[Check, ...]:
    (suite,) = (s for s in all_suites(NIGHT) if s.name == "staging.articles")
    return suite.checks


def test_a_head_may_go_on_and_an_error_needs_no_severity(checks: Path) -> None:
    (checks / "staging.articles.sql").write_text(
        "-- check: one\n-- why: It may be so,\n--   or not.\nselect 1\nfrom {batch}\n\n"
        "-- check: another\n-- severity: warning\nselect 2 from {batch}\n",
        encoding="utf-8",
    )
    assert checks_of_articles() == (
        Check("one", "error", "It may be so, or not.", "select 1\nfrom {batch}"),
        Check("another", "warning", "", "select 2 from {batch}"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select 1 from {batch}", "'select 1 from {batch}' stands before the first check"),
        (
            "-- check: one\n-- severity: fatal\nselect 1 from {batch}",
            "error or warning, not 'fatal'",
        ),
        ("-- check: one\nselect 1 from staging.articles", "one: the query does not read its table"),
    ],
)
def test_a_file_that_is_written_otherwise_is_refused(checks: Path, text: str, message: str) -> None:
    (checks / "staging.articles.sql").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(message)) as refusal:
        all_suites(NIGHT)
    assert str(refusal.value).startswith("staging.articles.sql: ")


def test_the_check_of_contributing_is_asked(checks: Path, tmp_path: Path) -> None:
    page = (PROJECT_ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.search(r"```sql quality/checks/(\S+)\n(.*?)```", page, re.DOTALL)
    assert found is not None
    with (checks / found[1]).open("a", encoding="utf-8") as file:
        file.write(found[2])
    check = checks_of_articles()[-1]
    settings = settings_in(tmp_path)
    write_build(settings)
    change(
        settings, "update staging.articles set title = repeat('ك', 301) where article_id = 'a-1'"
    )
    (suite,) = (s for s in all_suites(NIGHT) if s.name == "staging.articles")
    (result,) = run_suites(attached(settings.build_file), [suite], run_id="run", now=NOW)
    assert [(c.name, c.severity) for c in result.checks if not c.success] == [
        (check.name, "warning")
    ]
