"""dbt as a process that is asked several times: it answers each, and lets go of the build file."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import duckdb
import pytest

from tests.dbt.pipeline import settings_in
from warehouse.steps.dbt_process import kept_dbt, one_dbt, run_once

_SHOW = ("show", "--inline", "select 40 + 2 as answer", "--output", "json")
_MAKE = ("seed", "--select", "geo_precision")


def test_a_kept_dbt_answers_one_command_after_another(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with kept_dbt(settings) as dbt:
        wrong = dbt.run(["bulid"])
        assert wrong.returncode == 2
        assert "bulid" in wrong.output

        first, second = dbt.run(_SHOW), dbt.run(_SHOW)
        assert first.returncode == second.returncode == 0
        assert "42" in second.output
        # another process may write now
        with duckdb.connect(str(settings.build_file)) as connection:
            connection.execute("create table of_another_step (one integer)")

        faulty = dbt.run(["show", "--inline", "select no_such_column"])
        assert faulty.returncode != 0
        assert "no_such_column" in faulty.output


def test_a_dbt_that_was_killed_counts_as_failed(tmp_path: Path) -> None:
    with kept_dbt(settings_in(tmp_path)) as dbt:
        os.kill(dbt.pid, signal.SIGKILL)
        ended = dbt.run(_SHOW)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.full
def test_what_dbt_says_can_be_read_whatever_the_machine_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for name, value in (spoken | {"PYTHONIOENCODING": "latin-1"}).items():
        monkeypatch.setenv(name, value)
    output = run_once(
        settings_in(tmp_path), ["show", "--inline", "select 'قتل' from nowhere"]
    ).output
    assert "قتل" in output


@pytest.mark.full
def test_nights_share_a_dbt_that_knows_which_warehouse_it_is_asked_about(tmp_path: Path) -> None:
    first, second = settings_in(tmp_path / "first"), settings_in(tmp_path / "second")
    with one_dbt():
        with kept_dbt(first) as dbt:
            pid = dbt.pid
            assert dbt.run(_MAKE).returncode == 0
        with kept_dbt(second) as dbt:
            assert dbt.pid == pid
            assert dbt.run(_MAKE).returncode == 0
            # one at a time: whoever comes meanwhile has another one
            with kept_dbt(first) as beside:
                assert beside.pid != pid
    for settings in (first, second):
        with duckdb.connect(str(settings.build_file)) as connection:
            assert connection.execute("from reference.geo_precision").fetchall()


@pytest.mark.full
def test_a_dbt_that_read_another_project_is_not_taken(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "warehouse")
    with one_dbt():
        with kept_dbt(settings) as dbt:
            pid = dbt.pid
        other = settings.model_copy(update={"project_root": tmp_path / "other"})
        shutil.copytree(settings.dbt_project_dir, other.dbt_project_dir)
        (other.project_root / "seeds").symlink_to(settings.seeds_dir)
        with kept_dbt(other) as dbt:
            assert dbt.pid != pid
            pid = dbt.pid
        (other.dbt_project_dir / "macros" / "more.sql").write_text("{% macro m() %}{% endmacro %}")
        with kept_dbt(other) as dbt:
            assert dbt.pid != pid


@pytest.mark.full
def test_a_dbt_that_a_command_was_broken_off_in_is_not_taken(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with one_dbt():
        with kept_dbt(settings) as dbt:
            pid = dbt.pid
            os.kill(pid, signal.SIGKILL)
            assert dbt.run(_SHOW).returncode == -signal.SIGKILL
        with kept_dbt(settings) as dbt:
            assert dbt.pid != pid
            assert dbt.run(_SHOW).returncode == 0
