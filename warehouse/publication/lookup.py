"""Finds the publication that is meant by a number or by a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from warehouse.core.errors import SettingsError
from warehouse.core.settings import Settings
from warehouse.core.translations import error_words
from warehouse.publication.published import query

#: with a time of day, since a day alone could be mistaken for the date of a night
_DAY = len("2026-11-21")


@dataclass(frozen=True, slots=True)
class Published:
    """A publication as publish_info lists it: its number, the night of the latest batch in it, and
    the moment at which it was built, with a zone."""

    number: int
    night: dt.date
    published_at: dt.datetime


def publication_asked(text: str, zone: ZoneInfo) -> int | dt.datetime:
    """The number, or the moment, that a user wrote; a moment without an offset is in `zone`. Raises
    SettingsError for anything else, also for a day without a time."""
    if text.isascii() and text.isdecimal():
        return int(text)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as err:
        raise SettingsError(*error_words("publication", text=text)) from err
    if len(text) <= _DAY:
        raise SettingsError(*error_words("publication", text=text))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def published(settings: Settings) -> list[Published]:
    """The publications up to the current version's, oldest first. Raises NothingPublished."""
    _, rows = query(
        settings, "select unnest(publications, recursive := true) from publish_info order by 1"
    )
    return [Published(*row) for row in rows]


def meant(listed: list[Published], asked: int | dt.datetime) -> Published | None:
    """The last of these publications that `asked` includes; None where it lies before the first."""
    by_then = [
        one
        for one in listed
        if (one.number <= asked if isinstance(asked, int) else one.published_at <= asked)
    ]
    return by_then[-1] if by_then else None
