"""The date of a batch, as commands and folders write it."""

from __future__ import annotations

import datetime as dt

from warehouse.core.errors import SettingsError
from warehouse.core.translations import error_words


def parse_batch_date(text: str) -> dt.date:
    """A date such as 2026-11-21. Raises SettingsError for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        raise SettingsError(*error_words("date", text=text)) from err
