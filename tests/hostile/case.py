"""One hostile input: how it is made, and what has to become of it.

What becomes of each record is told as `staged`, `repeated` or the code of its quarantine; what
becomes of a whole file as `file:` and the code.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.contract.articles import Reason

STAGED = "staged"
#: a whole file is refused
FILE = "file:"
TEXT = (
    "قتل 7 أشخاص وأصيب 12 آخرون في انفجار سيارة مفخخة وسط مدينة بعقوبة، بحسب ما قالت الشرطة"
    " يوم الثلاثاء، ولم تعلن أي جهة مسؤوليتها عن الهجوم"
)


@dataclass(frozen=True, slots=True)
class Case:
    """`file`: its name in the batch's folder, of which it is the only owner. `outcomes`: how many
    records become what; None where only the invariants are asked for, since nobody can say what
    random bytes are. `texts`: the texts of the staged articles, letter by letter. `is_heavy`: it
    costs seconds or gigabytes."""

    name: str
    file: str
    make: Callable[[Path], None]
    outcomes: Mapping[str, int] | None
    texts: tuple[str, ...] | None = None
    is_heavy: bool = False


@dataclass(slots=True)
class Book:
    """The cases as they are written down; gives each its names."""

    cases: list[Case] = field(default_factory=list)
    _articles: int = 0

    def article(self, **changes: Any) -> dict[str, Any]:
        """A record that keeps the contract, unlike all others; a change to None takes a field
        away."""
        self._articles += 1
        fields = {
            "id": f"hostile-{self._articles}",
            "url": f"https://news.example/hostile/{self._articles}",
            "source": "وكالة الاختبار",
            "published_at": "2026-02-03T10:00:00+03:00",
            "title": f"انفجار في بعقوبة {self._articles}",
            "text": f"{TEXT} {self._articles}.",
        } | changes
        return {name: value for name, value in fields.items() if value is not None}

    def add(
        self,
        name: str,
        ending: str,
        make: bytes | Callable[[Path], None],
        outcomes: Mapping[str, int] | Reason | None,
        *,
        texts: Iterable[str] | None = None,
        is_heavy: bool = False,
        file: str | None = None,
    ) -> None:
        """Write down a case. `outcomes` as a reason: the whole file is refused for it."""
        if isinstance(outcomes, Reason):
            outcomes = {f"{FILE}{outcomes.value}": 1}
        self.cases.append(
            Case(
                name,
                file or f"{len(self.cases):04d}-{name.replace('/', '-')}.{ending}",
                _writing(make) if isinstance(make, bytes) else make,
                outcomes if outcomes is None else Counter(outcomes),
                None if texts is None else tuple(texts),
                is_heavy,
            )
        )

    def lines(self, name: str, line: bytes, outcome: str, *, ending: str = "jsonl") -> None:
        """A case of one hostile line of JSON between two good ones, which have to survive it."""
        before, after = self.article(), self.article()
        self.add(
            name,
            ending,
            b"\n".join((dumped(before), line, dumped(after))) + b"\n",
            Counter((outcome, STAGED, STAGED)),
            texts=(before["text"], after["text"]) if outcome != STAGED else None,
        )


def dumped(record: object) -> bytes:
    """JSON, with letters as they are; half surrogates are escaped."""
    try:
        return json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(record).encode()


def _writing(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write
