"""dbt, asked for one command after another: a line of JSON in, a line with the exit code out.

To start dbt and to read the project takes seconds; here both are done once. A command comes with
the folder and the environment that it runs in. The build file is closed after each, since other
steps come in between. warehouse/steps/dbt_process.py runs this file as a program; what dbt prints
goes to the standard error.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult


def main() -> None:
    """Answer until the input ends, or the parent process does."""
    if sys.platform == "linux":
        # in the middle of a command too: else it would write while the next night does
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if str(os.getppid()) != os.environ["SIJILL_DBT_PARENT"]:
            sys.exit(1)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    runner = dbtRunner()
    for line in sys.stdin:
        asked = json.loads(line)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        result = None
        if runner.manifest is None:
            result = runner.invoke(asked["parse"])
            runner = dbtRunner(result.result if isinstance(result.result, Manifest) else None)
        # a project that cannot be parsed runs no command
        if result is None or (result.success and asked["command"] != asked["parse"]):
            result = runner.invoke(asked["command"])
        code = _exit_code(result)
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
        gc.collect()
        answers.write(f"{code}\n")
        answers.flush()


def _exit_code(result: dbtRunnerResult) -> int:
    """The exit code that dbt's own program would have: 0 all went well, 1 a node failed, 2 dbt
    could not run the command."""
    from dbt.cli.exceptions import DbtUsageException

    if isinstance(result.exception, DbtUsageException):
        # the others dbt has printed itself
        sys.stderr.write(f"{result.exception}\n")
    if result.exception is not None:
        return 2
    return int(not result.success)


if __name__ == "__main__":
    main()
