"""docs/recipes.md, A model of dbt, followed: its two files are added to the project and built."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.dbt import scenario
from tests.dbt.pipeline import build, settings_in
from warehouse.core.errors import TransformFailed
from warehouse.core.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.full

_FILE = re.compile(r"```(?:jinja|yaml) (dbt_project/\S+)\n(.*?)```", re.DOTALL)
MART = "mart_monthly_by_weapon"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what dbt reads, to add a model to."""
    root = tmp_path / "project"
    for name in ("dbt_project", "seeds"):
        shutil.copytree(
            PROJECT_ROOT / name, root / name, ignore=shutil.ignore_patterns("target", "logs")
        )
    return root


def files_of_the_recipe() -> dict[str, str]:
    page = (PROJECT_ROOT / "docs" / "recipes.md").read_text("utf-8")
    return dict(_FILE.findall(page.partition("## A model of dbt")[2]))


def built_with(project: Path, folder: Path, files: dict[str, str]) -> Settings:
    for name, text in files.items():
        (project / name).write_text(text, encoding="utf-8")
    settings = settings_in(folder).model_copy(update={"project_root": project})
    scenario.load(settings.build_file)
    build(settings)
    return settings


def test_the_mart_of_the_recipe_is_built_and_described(project: Path, tmp_path: Path) -> None:
    files = files_of_the_recipe()
    assert sorted(Path(name).name for name in files) == [f"{MART}.sql", f"{MART}.yml"]
    settings = built_with(project, tmp_path, files)
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        rows = con.execute(f"select sum(incident_count) from marts.{MART}").fetchone()
        expected = con.execute("select count(*) from marts.mart_incidents").fetchone()
        comments = con.execute(
            "select comment from duckdb_columns() where table_name = $mart", {"mart": MART}
        ).fetchall()
        tested = con.execute(
            "select status from ops.model_results where unique_id like $test",
            {"test": f"test.sijill.%{MART}%"},
        ).fetchall()
    assert rows == expected
    assert len(comments) == 4
    assert all(comment for (comment,) in comments)
    assert tested == [("pass",)]


def test_a_column_of_another_type_than_the_contracts_stops_the_build(
    project: Path, tmp_path: Path
) -> None:
    files = {
        name: text.replace(
            "integer\n        description: Incidents.", "varchar\n        description: Incidents."
        )
        for name, text in files_of_the_recipe().items()
    }
    with pytest.raises(TransformFailed, match="contract"):
        built_with(project, tmp_path, files)
