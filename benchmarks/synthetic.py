"""Synthetic news: reports of made-up incidents, as many as a measurement needs.

Each report is put together from the sentences of benchmarks/reports.csv, which are our own, and
names of the gazetteer; the extractors read it like any other article. The same seed gives the same
reports.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from extractors.records import Article
from extractors.seedfiles import read_seed

_HERE = Path(__file__).parent
_DETAILS = 5
_COUNTRIES = frozenset({"IQ", "SY", "YE", "LY", "SD", "LB", "EG", "PS", "SO"})
_WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_ONE_MORE = 0.2
_TWO_MORE = 0.05


@dataclass(frozen=True, slots=True)
class Happening:
    """One made-up incident: its kind, day and toll; its town, governorate and site by name."""

    kind: str
    day: dt.date
    place: str
    governorate: str
    site: str
    killed: int
    wounded: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What reports are written from: sentences by part and kind, places, outlets."""

    sentences: dict[tuple[str, str], list[str]]
    places: list[tuple[str, str]]
    outlets: list[str]

    @classmethod
    def open(cls, seeds_dir: Path) -> Desk:
        """The sentences of reports.csv; every settlement whose name occurs once and is no word."""
        sentences: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in read_seed("reports.csv", ("part", "event", "text"), root=_HERE):
            sentences[row["part"], row["event"]].append(row["text"])
        governorates = {
            row["code"]: row["name_ar"]
            for row in read_seed("places/admin1.csv", ("code", "name_ar"), root=seeds_dir)
        }
        words = {
            row["name"] for row in read_seed("places/ambiguous.csv", ("name",), root=seeds_dir)
        }
        settlements = read_seed(
            "places/gazetteer.csv", ("name_ar", "country", "admin1_code"), root=seeds_dir
        )
        occurrences = Counter(row["name_ar"] for row in settlements)
        places = [
            (row["name_ar"], governorates[row["admin1_code"]])
            for row in settlements
            if row["country"] in _COUNTRIES
            and row["admin1_code"] in governorates
            and occurrences[row["name_ar"]] == 1
            and row["name_ar"] not in words
            and not row["common_names"]
        ]
        outlets = sorted(
            row["outlet_id"] for row in read_seed("outlets.csv", ("outlet_id",), root=seeds_dir)
        )
        return cls(dict(sentences), sorted(places), outlets)

    def happenings(self, day: dt.date, count: int, dice: random.Random) -> list[Happening]:
        """`count` incidents of one day."""
        kinds = sorted(kind for part, kind in self.sentences if part == "lead")
        sites, names = self.sentences["site", "kind"], self.sentences["site", "name"]
        return [
            Happening(
                dice.choice(kinds),
                day,
                *dice.choice(self.places),
                site=f"{dice.choice(sites)} {dice.choice(names)}",
                killed=dice.randint(3, 20),
                wounded=dice.randint(3, 40),
            )
            for _ in range(count)
        ]

    def reports(
        self,
        happenings: Sequence[Happening],
        published: dt.date,
        dice: random.Random,
        *,
        outlets: int = 1,
    ) -> Iterator[dict[str, str]]:
        """Landing records of these incidents, reported on `published`: each by `outlets` outlets,
        some by one or two more; the later ones may know of more killed."""
        number = 0
        for happening in happenings:
            fate = dice.random()
            reporting_outlets = dice.sample(
                self.outlets, outlets + (fate < _ONE_MORE) + (fate < _TWO_MORE)
            )
            for turn, outlet in enumerate(reporting_outlets):
                known = replace(happening, killed=happening.killed + turn * dice.randint(0, 2))
                number += 1
                yield self._report(known, outlet, published, number, dice)

    def other_news(
        self, articles: Sequence[Article], published: dt.date, dice: random.Random
    ) -> Iterator[dict[str, str]]:
        """Landing records of news without incidents: these articles, over and over, as if each had
        been published on `published`."""
        for number, article in enumerate(cycle(articles)):
            article_id = f"beside-{published.isoformat()}-{number:05d}"
            at = dt.datetime.combine(published, dt.time(6 + number % 14, number % 60), dt.UTC)
            yield {
                "id": article_id,
                "url": f"https://news.example/{article_id}",
                "source": dice.choice(self.outlets),
                "published_at": at.isoformat(),
                "title": article.title,
                "text": article.text,
            }

    def _report(
        self,
        happening: Happening,
        outlet: str,
        published: dt.date,
        number: int,
        dice: random.Random,
    ) -> dict[str, str]:
        days_ago = (published - happening.day).days
        day = dice.choice(self.sentences["day", str(days_ago)])
        words = {
            "place": happening.place,
            "governorate": happening.governorate,
            "killed": _people(happening.killed),
            "wounded": _people(happening.wounded),
            "source": dice.choice(self.sentences["source", "any"]),
            "day": day.format(weekday=_WEEKDAYS[happening.day.weekday()]),
            "site": happening.site,
        }
        title = dice.choice(self.sentences["title", happening.kind])
        lead = dice.choice(self.sentences["lead", happening.kind])
        details = dice.sample(self.sentences["detail", "any"], _DETAILS)
        at = dt.datetime.combine(published, dt.time(6 + number % 14, number % 60), dt.UTC)
        article_id = f"made-{published.isoformat()}-{number:05d}"
        return {
            "id": article_id,
            "url": f"https://news.example/{article_id}",
            "source": outlet,
            "published_at": at.isoformat(),
            "title": title.format(**words),
            "text": " ".join(
                [lead.format(**words), *(self._filled(d, happening, dice) for d in details)]
            ),
        }

    def _filled(self, detail: str, happening: Happening, dice: random.Random) -> str:
        return detail.format(
            site=happening.site,
            name=dice.choice(self.sentences["name", "any"]),
            street=dice.choice(self.sentences["street", "any"]),
            hour=dice.randint(1, 12),
            number=dice.randint(11, 99),
        )


def land(folder: Path, records: Iterator[dict[str, str]]) -> int:
    """Write a complete batch into `folder`; returns the number of articles."""
    folder.mkdir(parents=True)
    count = 0
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as sink:
        for record in records:
            sink.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    (folder / "_SUCCESS").touch()
    return count


def _people(count: int) -> str:
    return f"{count} أشخاص" if count <= 10 else f"{count} شخصا"
