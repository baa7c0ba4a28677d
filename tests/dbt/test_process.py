"""dbt as a process that is asked several times: it answers each, and lets go of the build file."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import duckdb

from tests.dbt.pipeline import settings_in
from warehouse.dbt_process import kept_dbt

_SHOW = ("show", "--inline", "select 40 + 2 as answer", "--output", "json")


def test_a_kept_dbt_answers_one_command_after_another(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with kept_dbt(settings) as dbt:
        wrong = dbt.run(["bulid"])
        assert wrong.returncode == 2
        assert "bulid" in wrong.said

        first, second = dbt.run(_SHOW), dbt.run(_SHOW)
        assert first.returncode == second.returncode == 0
        assert "42" in second.said
        # another process may write now
        with duckdb.connect(str(settings.build_file)) as connection:
            connection.execute("create table of_another_step (one integer)")

        faulty = dbt.run(["show", "--inline", "select no_such_column"])
        assert faulty.returncode != 0
        assert "no_such_column" in faulty.said


def test_a_dbt_that_was_killed_counts_as_failed(tmp_path: Path) -> None:
    with kept_dbt(settings_in(tmp_path)) as dbt:
        os.kill(dbt.pid, signal.SIGKILL)
        ended = dbt.run(_SHOW)
    assert ended.returncode == -signal.SIGKILL
