"""dbt's process, that notes what it scans (tests.dbt.scans.counted)."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

    from tests.dbt.scans import watch
    from warehouse.steps.dbt_server import main

    watch()
    main()
