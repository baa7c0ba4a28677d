"""Pages are looked at as tests/page looks at them."""

from tests.page.conftest import browser

__all__ = ["browser"]
