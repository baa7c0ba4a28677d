"""What these tests import comes with the extras `scale` and `test-scale`."""

from __future__ import annotations

import importlib.util

collect_ignore_glob = [] if importlib.util.find_spec("psycopg2") else ["test_*.py"]
