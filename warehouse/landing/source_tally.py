"""Sources of which the contract refuses so many records that a person should check them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from warehouse.contract.articles import Reason
from warehouse.contract.outlets import Outlets, outlet_key
from warehouse.core.step_results import Notice
from warehouse.landing.raw_records import printable

#: a source is named where it sent so many records, and more than this share of them was refused
MIN_RECORDS = 20
MAX_REFUSED_SHARE = 0.1
#: how many sources a night names; the others are only counted
MAX_NAMED = 10
_MAX_NAME_CHARS = 80


def name_of(source: str) -> str:
    """A source's name as a terminal may show it."""
    return printable(source.encode("utf-8", "backslashreplace"))[:_MAX_NAME_CHARS]


class SourceTally:
    """The records of a batch by their source: how many came, and why some were refused."""

    def __init__(self, outlets: Outlets) -> None:
        self._outlets = outlets
        self._names: dict[str, str] = {}
        self._read: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._refused: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)

    def accept(self, file: str, source: str, outlet: str) -> None:
        """Count a record that keeps the contract, of this outlet (ValidArticle.outlet)."""
        self._names.setdefault(outlet, source)
        self._read[file][outlet] += 1

    def refuse(self, file: str, record: object, reason: Reason) -> None:
        """Count a record that was refused, where it names its source, or an address at least."""
        found = self._source_of(record) if isinstance(record, dict) else None
        if found:
            source, outlet = found
            self.accept(file, source, outlet)
            self.withdraw(file, outlet, reason)

    def withdraw(self, file: str, outlet: str, reason: Reason) -> None:
        """Refuse a record that was counted already."""
        self._refused[file][outlet, reason.value] += 1

    def drop(self, file: str) -> None:
        """Nothing of this file counts: it is refused as a whole."""
        self._read.pop(file, None)
        self._refused.pop(file, None)

    def notices(self) -> tuple[Notice, ...]:
        """The sources to check, those with most refused records first."""
        read = sum(self._read.values(), Counter[str]())
        reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (outlet, reason), count in sum(self._refused.values(), Counter[Any]()).items():
            reasons[outlet][reason] += count
        refused = {
            outlet: found.total()
            for outlet, found in reasons.items()
            if read[outlet] >= MIN_RECORDS and found.total() > MAX_REFUSED_SHARE * read[outlet]
        }
        worst = sorted(refused, key=lambda outlet: (-refused[outlet], outlet))
        named = [self._notice(outlet, reasons[outlet], read) for outlet in worst[:MAX_NAMED]]
        if more := len(worst[MAX_NAMED:]):
            named.append(Notice("more_sources_refused", {"count": more}))
        return tuple(named)

    def _notice(self, outlet: str, reasons: Counter[str], read: Mapping[str, int]) -> Notice:
        reason, count = min(reasons.items(), key=lambda item: (-item[1], item[0]))
        values: dict[str, int | str] = {
            "source": name_of(self._names[outlet]),
            "refused": reasons.total(),
            "records": read[outlet],
            "reason": reason,
            "of_reason": count,
        }
        return Notice("source_refused", values)

    def _source_of(self, record: Mapping[object, object]) -> tuple[str, str] | None:
        source, url = record.get("source"), record.get("url")
        if isinstance(source, str) and outlet_key(source):
            outlet = self._outlets.find(source)
            return source, outlet.outlet_id if outlet else outlet_key(source)
        try:
            host = (isinstance(url, str) and urlsplit(url.strip()).hostname) or ""
        except ValueError:
            return None
        outlet = self._outlets.of_host(host)
        return (host, outlet.outlet_id if outlet else outlet_key(host)) if host else None
