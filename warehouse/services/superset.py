"""Superset over the published warehouse: its environment, its secret, its server on loopback.

Superset needs versions of libraries that nothing else here can live with, so it has an environment
of its own (.venv-superset) and is only ever started as a process of its own.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO

from warehouse.core.errors import SettingsError
from warehouse.core.settings import Settings
from warehouse.publication.published import published_file
from warehouse.services.scheduler import wait_for
from warehouse.store.versions import current_version


def superset_python(settings: Settings) -> Path:
    """Superset's own interpreter. Raises SettingsError where it is not installed."""
    python = settings.project_root / ".venv-superset" / "bin" / "python"
    if not python.exists():
        raise SettingsError("Superset is not installed", "make superset installs and starts it")
    return python


def superset_environment(settings: Settings) -> dict[str, str]:
    """This process's environment with everything that Superset needs to stay in var/superset.

    Its secret key is made on first use and readable by the owner only.
    """
    home = settings.superset_home
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    key = home / "secret_key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    inherited = {k: v for k, v in os.environ.items() if k != "GUNICORN_CMD_ARGS"}
    return {
        **inherited,
        "PYTHONPATH": str(settings.project_root),
        "SUPERSET_CONFIG_PATH": str(
            settings.project_root / "bi" / "superset" / "superset_config.py"
        ),
        "SIJILL_SUPERSET_HOME": str(home.resolve()),
        "SIJILL_SUPERSET_PUBLISHED": str(settings.published_dir.resolve()),
        "SIJILL_SUPERSET_MEMORY": settings.duckdb_memory,
        "SIJILL_SUPERSET_THREADS": str(settings.duckdb_threads),
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


def bring_up(settings: Settings, task: str = "prepare") -> str:
    """Run bi/superset/bring_up.py; returns what it prints (a new login's password).

    Raises NothingPublished, or SettingsError with Superset's message.
    """
    published_file(settings)
    done = subprocess.run(  # noqa: S603 - the task is one of ours
        [str(superset_python(settings)), "-m", "bi.superset.bring_up", task],
        env=superset_environment(settings),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SettingsError(
            f"Superset could not {task}:\n{done.stderr[-3000:]}",
            "if its metadata is damaged, delete var/superset and try again",
        )
    return "\n".join(line for line in done.stdout.splitlines() if line.startswith("login "))


def server_command(python: Path, port: int) -> list[str]:
    """How the server is started: on loopback, whatever the environment says."""
    return [
        str(python), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--worker-class", "gthread", "--threads", "8", "--timeout", "120",
        "--no-control-socket",
        "superset.app:create_app()",
    ]  # fmt: skip


def start(
    settings: Settings, port: int, *, output: IO[str] | None = None
) -> subprocess.Popen[bytes]:
    """Superset's server on loopback in a process group of its own; end it with `stop_group`."""
    return subprocess.Popen(  # noqa: S603
        server_command(superset_python(settings), port),
        env=superset_environment(settings),
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    )


def serve(settings: Settings, *, announce: Callable[[str], None]) -> int:
    """Superset with its dashboard on loopback, until interrupted; returns its exit code.

    Raises NothingPublished, SettingsError.
    """
    port = int(os.environ.get("SIJILL_SUPERSET_PORT", "8088"))
    login = bring_up(settings)
    announce(
        f"version {current_version(settings)} on"
        f" http://127.0.0.1:{port}/superset/dashboard/sijill/; stop it with Ctrl-C"
    )
    if login:
        announce(login)
    return wait_for(start(settings, port))
