"""Shards of articles → shards of facts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractors.errors import LexiconError
from extractors.records import Article, IncidentFact, PlaceValue, Reading, Span, Toll
from tests.warehouse.landing_kit import (
    DAY,
    TEXT,
    CountingExtractor,
    jsonl,
    make_settings,
    plan,
    record,
)
from warehouse.core.errors import ShardFailed
from warehouse.core.settings import Settings
from warehouse.core.step_results import ShardPlan, ShardResult
from warehouse.steps.fact_rows import claim_id, mention_id
from warehouse.steps.shards import FACTS_SCHEMA, extract_shard, read_articles


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def one_shard(settings: Settings, records: list[dict[str, Any]]) -> ShardPlan:
    [shard] = plan(settings, {"a.jsonl": jsonl(records)})[1]
    return shard


def facts_of(settings: Settings) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(
        settings.work_dir / str(DAY) / "facts-0000.parquet"
    ).to_pylist()
    return rows


def test_articles_come_out_as_they_were_landed(settings: Settings) -> None:
    text = f" {TEXT}\r\nسطر ثان 𐍈\n"
    shard = one_shard(settings, [record(1, text=text, source="إيلاف", language="ar-IQ")])
    [article], _ = read_articles(settings.work_dir / str(DAY) / shard.articles_file)
    assert (article.text, article.title, article.language) == (text, "انفجار في بعقوبة", "ar-iq")
    assert article.published_on == DAY
    # the hour is the newsroom's
    assert article.published_at.isoformat() == "2026-02-03T07:00:00+00:00"
    assert str(article.published_at.tzinfo) == "Europe/London"
    assert article.outlet_country == "GB"


def test_facts_carry_their_words(settings: Settings) -> None:
    shard = one_shard(settings, [record(1), record(2, text="لا أحد"), record(3, text=TEXT * 2)])
    result = extract_shard(settings, shard, extractor=CountingExtractor())
    assert (result.articles_read, result.articles_failed, result.incidents_found) == (3, 0, 3)
    assert ShardResult.from_json(json.loads(json.dumps(result.to_json()))) == result
    rows = facts_of(settings)
    assert [(row["article_id"], len(row["mentions"])) for row in rows] == [
        ("a1", 1), ("a2", 0), ("a3", 2),
    ]  # fmt: skip
    first, second = rows[2]["mentions"]
    assert (first["fact_number"], second["fact_number"]) == (1, 2)
    assert (first["is_main"], second["is_main"]) == (True, False)
    assert second["mention_id"] == mention_id("a3", rows[2]["content_digest"], 2)
    [claim] = second["claims"]
    assert claim["claim_id"] == claim_id(second["mention_id"], 1)
    assert (TEXT * 2)[claim["span_start"] : claim["span_end"]] == claim["words"] == "قتل 7"
    assert [(e["field"], e["span_number"]) for e in second["evidence"]] == [
        ("killed", 1), ("event_type", 1),
    ]  # fmt: skip
    assert (first["killed_best"], first["wounded_best"]) == (7, None)


def test_ids_of_mentions_are_stable_and_keep_their_parts_apart() -> None:
    assert mention_id("a", "b", 1) == mention_id("a", "b", 1)
    ids = {mention_id(*parts) for parts in [("a", "b", 1), ("ab", "", 1), ("", "ab", 1),
                                            ("a", "b", 11), ("a", "b1", 1)]}  # fmt: skip
    assert len(ids) == 5
    assert all(len(one) == 26 and one.startswith("m-") for one in ids)


def test_the_same_shard_gives_the_same_bytes(settings: Settings, tmp_path: Path) -> None:
    records = [record(n, text=TEXT * (n % 3)) for n in range(1, 40) if n % 3]
    shard = one_shard(settings, records)
    path = settings.work_dir / str(DAY) / shard.facts_file
    results, contents = [], []
    for extractor in (CountingExtractor(), CountingExtractor()):
        results.append(extract_shard(settings, shard, extractor=extractor))
        contents.append(path.read_bytes())
    assert results[0] == results[1]
    assert contents[0] == contents[1]
    other = make_settings(tmp_path / "elsewhere")
    assert (
        extract_shard(other, one_shard(other, records), extractor=CountingExtractor())
        == (results[0])
    )
    newer = extract_shard(settings, shard, extractor=CountingExtractor("counting-2"))
    assert newer.facts_digest != results[0].facts_digest


def test_one_bad_article_does_not_take_the_others_along(settings: Settings) -> None:
    shard = one_shard(settings, [record(1), record(2, text=TEXT + " عطل"), record(3)])
    extractor = CountingExtractor()
    result = extract_shard(settings, shard, extractor=extractor)
    assert (result.articles_read, result.articles_failed, result.incidents_found) == (3, 1, 2)
    assert extractor.calls == [3, 1, 1, 1]
    failed = facts_of(settings)[1]
    assert failed["failure"] == "ZeroDivisionError: a figure of nothing"
    assert failed["mentions"] == []


def test_an_extractor_that_fails_on_everything_is_no_articles_fault(settings: Settings) -> None:
    shard = one_shard(settings, [record(n, text=TEXT + " عطل") for n in range(10)])
    with pytest.raises(ShardFailed, match="all 10 articles"):
        extract_shard(settings, shard, extractor=CountingExtractor())
    assert not (settings.work_dir / str(DAY) / shard.facts_file).exists()


def test_a_broken_set_up_stops_at_once(settings: Settings) -> None:
    class Unusable(CountingExtractor):
        def read_bulk(self, articles: Sequence[Article]) -> list[Reading]:
            self.calls.append(len(articles))
            raise LexiconError("weapons.csv is broken")

    extractor = Unusable()
    with pytest.raises(LexiconError):
        extract_shard(settings, one_shard(settings, [record(1), record(2)]), extractor=extractor)
    assert extractor.calls == [2]


class Changing(CountingExtractor):
    """Changes what it found in the second article."""

    def __init__(self, **changes: Any) -> None:
        super().__init__()
        self.changes = changes

    def _extract(self, article: Article) -> tuple[IncidentFact, ...]:
        facts = super()._extract(article)
        if article.id != "a2":
            return facts
        return tuple(dataclasses.replace(fact, **self.changes) for fact in facts)


NOWHERE = PlaceValue("بعقوبة", None, None, None, "IQ", 133.0, 44.0, 1, 5.0)
SHIFTED = Span("text", 1, 6, "قتل 7")


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 2},
        {"event_type": "party"},
        {"weapon": "words"},
        {"target_type": "nobody"},
        {"confidence": 1.5},
        {"confidence": float("nan")},
        {"killed": Toll(9, 7, 7)},
        {"killed": Toll(0, -1, 3)},
        {"wounded": Toll(1, 2**31, None)},
        {"place": NOWHERE},
        {"place": dataclasses.replace(NOWHERE, latitude=None)},
        {"place": dataclasses.replace(NOWHERE, latitude=33.0, precision=9)},
        {"claims": (SHIFTED,)},
        {"evidence": (SHIFTED,)},
    ],
    ids=str,
)
def test_facts_that_break_the_rules_never_leave_the_shard(
    changes: dict[str, Any], settings: Settings
) -> None:
    if "claims" in changes or "evidence" in changes:
        article = read_articles_of_one(settings)
        [fact] = CountingExtractor().read_bulk([article])[0].facts
        shifted = {
            "claims": tuple(dataclasses.replace(c, span=SHIFTED) for c in fact.claims),
            "evidence": tuple(dataclasses.replace(e, span=SHIFTED) for e in fact.evidence),
        }
        changes = {name: shifted[name] for name in changes}
    shard = one_shard(settings, [record(1), record(2)])
    result = extract_shard(settings, shard, extractor=Changing(**changes))
    assert (result.articles_failed, result.incidents_found) == (1, 1)
    assert "broke its own rules" in facts_of(settings)[1]["failure"]


def read_articles_of_one(settings: Settings) -> Article:
    shard = one_shard(settings, [record(1)])
    [article], _ = read_articles(settings.work_dir / str(DAY) / shard.articles_file)
    return article


def test_results_that_do_not_pair_up_are_no_results(settings: Settings) -> None:
    class Forgetful(CountingExtractor):
        def read_bulk(self, articles: Sequence[Article]) -> list[Reading]:
            return super().read_bulk(articles)[: 1 if len(articles) > 1 else None]

    shard = one_shard(settings, [record(1), record(2)])
    result = extract_shard(settings, shard, extractor=Forgetful())
    assert (result.articles_failed, result.incidents_found) == (0, 2)


def test_only_the_planned_articles_are_read(settings: Settings) -> None:
    shard = one_shard(settings, [record(1)])
    path = settings.work_dir / str(DAY) / shard.articles_file
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ShardFailed, match="not what was planned"):
        extract_shard(settings, shard, extractor=CountingExtractor())
    path.unlink()
    with pytest.raises(ShardFailed, match="cannot be read"):
        extract_shard(settings, shard, extractor=CountingExtractor())


def test_the_file_says_what_made_it(settings: Settings) -> None:
    shard = one_shard(settings, [record(1)])
    extract_shard(settings, shard, extractor=CountingExtractor("x-7"))
    path = settings.work_dir / str(DAY) / shard.facts_file
    schema = pq.read_schema(path)
    assert schema.equals(FACTS_SCHEMA)
    assert schema.metadata[b"extractor_version"] == b"x-7"
    assert schema.metadata[b"articles_digest"].decode() == shard.articles_digest
    leftovers = [p.name for p in path.parent.iterdir() if p.name.startswith(".")]
    assert leftovers == []


def test_a_failure_keeps_the_shard_that_was_there(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shard = one_shard(settings, [record(1)])
    extract_shard(settings, shard, extractor=CountingExtractor())
    path = settings.work_dir / str(DAY) / shard.facts_file
    before = path.read_bytes()

    def full(_table: object, where: Path, **_: object) -> None:
        where.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        extract_shard(settings, shard, extractor=CountingExtractor("other"))
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


def test_days_come_from_the_outlets_clock(settings: Settings) -> None:
    late = record(1, published_at="2026-02-02T22:30:00Z")
    [article], _ = read_articles(
        settings.work_dir / str(DAY) / one_shard(settings, [late]).articles_file
    )
    assert article.published_on == dt.date(2026, 2, 3)
