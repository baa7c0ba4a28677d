"""One incident in other words is that incident still: paraphrases.csv, our own writing."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from evaluation.linked_reports import mention_of
from extractors.pipeline import Extractor
from extractors.records import Article
from linking.clustering import group
from linking.mention import Member, Mention
from linking.scoring import score, table_of, thresholds

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = dt.datetime(2021, 3, 9, 15, tzinfo=dt.UTC)  # a Tuesday


def _mentions(extractor: Extractor, texts: list[str], outlet: str) -> list[Mention]:
    articles = [
        Article(
            id=f"{outlet}-{number:02d}",
            url=f"https://{outlet}.example/{number}",
            source=outlet,
            published_at=PUBLISHED,
            published_on=PUBLISHED.date(),
            title="",
            text=text,
        )
        for number, text in enumerate(texts)
    ]
    return [
        mention_of(article, fact, f"{article.id}#{fact.number:03d}", alone=len(facts) == 1)
        for article, facts in zip(articles, extractor.extract_bulk(articles), strict=True)
        for fact in facts
    ]


def _incidents(mentions: list[Mention]) -> list[frozenset[str]]:
    members = [Member(m.mention_id, m.article_id, m.is_main) for m in mentions]
    groups = group(members, score(table_of(mentions)), thresholds())
    return [frozenset(id_.split("#")[0].split("-")[1] for id_ in one.reports) for one in groups]


@pytest.fixture(scope="module")
def told_twice() -> tuple[list[Mention], list[Mention]]:
    with Path(__file__).with_name("paraphrases.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    extractor = Extractor(ROOT / "seeds")
    return (
        _mentions(extractor, [row["told"] for row in rows], "first"),
        _mentions(extractor, [row["told_again"] for row in rows], "second"),
    )


def test_each_report_tells_one_incident(told_twice: tuple[list[Mention], list[Mention]]) -> None:
    for mentions in told_twice:
        assert len({m.article_id for m in mentions}) == len(mentions) == len(_incidents(mentions))


def test_other_words_do_not_raise_the_number_of_incidents(
    told_twice: tuple[list[Mention], list[Mention]],
) -> None:
    once, again = told_twice
    incidents = _incidents([*once, *again])
    assert len(incidents) == len(once), sorted(map(sorted, incidents))
    assert all(len(numbers) == 1 for numbers in incidents), sorted(map(sorted, incidents))
