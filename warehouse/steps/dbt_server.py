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
from typing import Any


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

    manifest: Any = None
    for line in sys.stdin:
        asked = json.loads(line)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        code, manifest = _answer(asked["command"], manifest)
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
        gc.collect()
        answers.write(f"{code}\n")
        answers.flush()


def _answer(command: list[str], manifest: Any) -> tuple[int, Any]:  # noqa: ANN401 - dbt's
    """The exit code as dbt's own program has it, and what dbt knows of the project."""
    from click.exceptions import ClickException, Exit
    from dbt.cli.exceptions import ExceptionExit, ResultExit
    from dbt.cli.main import cli

    try:
        context = cli.make_context(cli.name, [*command])
        context.obj = {"manifest": manifest, "callbacks": [], "dbt_runner_command_args": command}
        _, went_well = cli.invoke(context)
    except (ResultExit, ExceptionExit, Exit) as err:
        return int(err.exit_code), context.obj.get("manifest")
    except ClickException as err:
        err.show()
        return 2, manifest
    return int(not went_well), context.obj.get("manifest")


if __name__ == "__main__":
    main()
