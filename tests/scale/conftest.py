"""What these tests import comes with the extras `scale` and `test-scale`."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator

import pytest

from tests.scale.services import Services, services

collect_ignore_glob = [] if importlib.util.find_spec("psycopg2") else ["test_*.py"]


@pytest.fixture(scope="session")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Redis, Postgres and an S3 server for all of them."""
    with services(tmp_path_factory.mktemp("services")) as running:
        os.environ.update({k: v for k, v in running.environment.items() if k.startswith("AWS_")})
        yield running
