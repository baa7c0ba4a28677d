"""Shares dbt's parsed project between warehouses, since parsing all of it takes ten seconds.

dbt keeps what it parsed next to its results and uses it again where its version, the project's
settings and the connection are the same; it then parses only the files that changed. So a copy that
is out of date costs time, but does no harm.
"""

from __future__ import annotations

import os
import shutil

from warehouse.core.settings import Settings

_PARSED = "partial_parse.msgpack"


def take_parsed(settings: Settings) -> None:
    """Lay what another warehouse parsed where dbt looks for it, if nothing is there yet."""
    own = settings.dbt_target_dir / _PARSED
    if settings.dbt_parse_dir is None or own.exists():
        return
    shared = settings.dbt_parse_dir / _PARSED
    if shared.exists():
        shutil.copyfile(shared, own)


def keep_parsed(settings: Settings) -> None:
    """Share what dbt parsed for this warehouse, if nobody has yet."""
    own = settings.dbt_target_dir / _PARSED
    if settings.dbt_parse_dir is None or not own.exists():
        return
    shared = settings.dbt_parse_dir / _PARSED
    if shared.exists():
        return
    settings.dbt_parse_dir.mkdir(parents=True, exist_ok=True)
    # completely or not at all: other processes may be reading it
    temporary = shared.with_name(f"{_PARSED}.{os.getpid()}")
    shutil.copyfile(own, temporary)
    temporary.replace(shared)
