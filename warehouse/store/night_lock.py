"""One night at a time: two that run at once would take each other's work away.

A night on the command line holds the lock from its beginning to its end; the tasks of Airflow, each
a process of its own, hold it while they run (extraction, which is mapped, together). The lock goes
with its process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.core.errors import NightUnderWay
from warehouse.core.settings import Settings

LOCK = "night.lock"
#: a task of Airflow waits for the end of another one's step; a night by hand is refused at once
STEP_SECONDS = 60.0


@contextmanager
def night_lock(
    settings: Settings, what: str, *, shared: bool = False, wait_seconds: float = 0.0
) -> Iterator[None]:
    """Hold the lock for `what`. Raises NightUnderWay, with what holds it, where it is not free
    within `wait_seconds`."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    path = settings.var_dir / LOCK
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait_seconds
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        while True:
            try:
                fcntl.flock(handle, kind | fcntl.LOCK_NB)
                break
            except BlockingIOError as err:
                if time.monotonic() >= deadline:
                    holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip()
                    raise NightUnderWay(
                        f"another run is at work here: {holder or 'it does not say which'}",
                        "wait for it to end, then give this again; nothing was changed",
                    ) from err
                time.sleep(0.2)
        if not shared:
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{what}, process {os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
