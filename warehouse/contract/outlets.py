"""The register of outlets: who a record's `source` is, and which zone its clock shows."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from extractors.errors import LexiconError

COLUMNS = (
    "outlet_id", "name_ar", "name_en", "aliases", "country_code", "timezone", "date_format",
    "independence_group", "added_on", "quote_policy",
)  # fmt: skip
#: what may be published of an outlet's texts; docs/safety.md
QUOTE_POLICIES = ("quote", "offsets", "none")
#: what a `date_format` may hold of strptime's directives; each part of the day stands in it once
_DIRECTIVES = frozenset("dmYHMSz")
_DATE_HINT = "such as %d/%m/%Y or %d/%m/%Y %H:%M, several separated by |; seeds/REFERENCE.md"
#: an alias that is the host of a site
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet. `country_code` ISO 3166-1 alpha-2 or None; `zone` of its newsroom;
    `date_formats`: how its records write dates other than in ISO form, as strptime reads it."""

    outlet_id: str
    name_ar: str
    name_en: str
    aliases: tuple[str, ...]
    country_code: str | None
    zone: ZoneInfo
    date_formats: tuple[str, ...]
    independence_group: str
    added_on: dt.date


def outlet_key(name: str) -> str:
    """What two spellings of one outlet's name have in common.

    Letters and digits, without case, hamzas, vowel signs, tatweel and punctuation: "إيلاف" and
    "ايلاف " are one key. A leading "www." goes.
    """
    decomposed = unicodedata.normalize("NFKD", name.strip().casefold()).removeprefix("www.")
    kept = (c for c in decomposed if c.isalnum() and c != "ـ")
    return "".join(kept).replace("ى", "ي").replace("ة", "ه")


class Outlets:
    """Outlets by id, name, alias or host."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self.by_id: dict[str, Outlet] = {}
        self._by_host: dict[str, Outlet] = {}
        self._by_key: dict[str, Outlet] = {}
        for outlet in outlets:
            if self.by_id.setdefault(outlet.outlet_id, outlet) is not outlet:
                raise LexiconError(f"outlets.csv: outlet_id {outlet.outlet_id!r} occurs twice")
            self._by_host |= {a.lower(): outlet for a in outlet.aliases if _HOST.fullmatch(a)}
            names = (outlet.outlet_id, outlet.name_ar, outlet.name_en, *outlet.aliases)
            for key in filter(None, map(outlet_key, names)):
                other = self._by_key.setdefault(key, outlet)
                if other is not outlet:
                    raise LexiconError(
                        f"outlets.csv: {other.outlet_id} and {outlet.outlet_id} share a name",
                        "an alias may belong to one outlet only",
                    )

    def find(self, source: str) -> Outlet | None:
        """The outlet that a record's `source` names, or None where the register has none."""
        return self._by_key.get(outlet_key(source))

    def of_host(self, host: str) -> Outlet | None:
        """The outlet whose aliases have this host, or the nearest site above it."""
        labels = host.lower().rstrip(".").split(".")
        sites = (".".join(labels[first:]) for first in range(len(labels) - 1))
        return next((self._by_host[site] for site in sites if site in self._by_host), None)


def load_outlets(seeds_dir: Path) -> Outlets:
    """Read seeds/outlets.csv. Raises LexiconError where it is missing or malformed."""
    path = seeds_dir / "outlets.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        hint = "restore it from the repository"
        raise LexiconError(f"{path} cannot be read: {err}", hint) from err
    return Outlets(_outlet(row, number) for number, row in enumerate(rows, start=2))


def _outlet(row: dict[str, str | None], line: int) -> Outlet:
    values = {column: (row.get(column) or "").strip() for column in COLUMNS}
    if not values["outlet_id"]:
        raise LexiconError(f"outlets.csv line {line}: outlet_id is empty")
    if values["quote_policy"] not in QUOTE_POLICIES:
        raise LexiconError(
            f"outlets.csv line {line}: quote_policy is {values['quote_policy']!r}",
            f"one of {', '.join(QUOTE_POLICIES)}",
        )
    formats = _listed(values["date_format"])
    for one in formats:
        _require_full_date(one, line)
    try:
        return Outlet(
            outlet_id=values["outlet_id"],
            name_ar=values["name_ar"],
            name_en=values["name_en"],
            aliases=_listed(values["aliases"]),
            country_code=values["country_code"] or None,
            zone=ZoneInfo(values["timezone"]),
            date_formats=formats,
            independence_group=values["independence_group"],
            added_on=dt.date.fromisoformat(values["added_on"]),
        )
    except (KeyError, ValueError, OSError) as err:
        raise LexiconError(
            f"outlets.csv line {line}: {err}",
            "timezone must be a name of the tz database, added_on an ISO date",
        ) from err


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _require_full_date(date_format: str, line: int) -> None:
    directives = re.findall("%(.?)", date_format)
    each_once = all(directives.count(part) == 1 for part in "dmY")
    if not each_once or len(set(directives)) < len(directives) or set(directives) - _DIRECTIVES:
        raise LexiconError(
            f"outlets.csv line {line}: date_format {date_format!r} does not give day, month and"
            " year once each",
            _DATE_HINT,
        )
