"""A publish that kills its own process with SIGKILL when it comes to one function.

python killed_publish.py FOLDER FUNCTION
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.publish.marts_builder import NIGHT, NOW, settings_in
from warehouse.publication import publish


def die(*_: Any, **__: Any) -> None:
    """Ends the process at once; nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    setattr(publish, sys.argv[2], die)
    publish.publish(settings_in(Path(sys.argv[1])), NIGHT, "killed", now=NOW)
