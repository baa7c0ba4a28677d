"""What a night warns of beside its checks: sources that are refused, addresses that lead astray;
and the seconds that it tells."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zlib import crc32

import duckdb
import pytest

from tests.command_kit import run
from tests.warehouse.landing_kit import (
    DAY,
    TEXT,
    CountingExtractor,
    extract_all,
    jsonl,
    make_settings,
    plan,
    planned,
    record,
)
from warehouse.contract.articles import Reason
from warehouse.core.settings import Settings
from warehouse.core.step_results import LoadResult, Notice
from warehouse.landing.source_tally import MAX_NAMED
from warehouse.night.health import clock_seconds
from warehouse.night.notices import notice_words
from warehouse.night.run import NightSummary
from warehouse.steps.staging import load_staging
from warehouse.store.database import open_reader


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def records(source: str, good: int, bad: int, **why: Any) -> list[dict[str, Any]]:
    """So many records of a source that keep the contract, and so many that do not."""
    start = crc32(source.encode())
    return [record(start + n, source=source, **(why if n < bad else {})) for n in range(good + bad)]


def notices(settings: Settings, *landed: list[dict[str, Any]]) -> tuple[Notice, ...]:
    plan(settings, {f"{n}.jsonl": jsonl(rows) for n, rows in enumerate(landed)})
    return planned(settings).notices


# --- refused sources --------------------------------------------------------------------------


def test_a_source_of_which_much_is_refused_is_named_with_the_reason(settings: Settings) -> None:
    wrong_dates = records("إيلاف", 25, 4, published_at="02/01/2026")
    mixed = [record(1, source="elaph.com", text=" "), *wrong_dates]
    [notice] = notices(settings, mixed, records("وكالة", 40, 0))
    assert notice == Notice(
        "source_refused",
        {
            "source": "elaph.com",
            "records": 30,
            "refused": 5,
            "reason": Reason.BAD_DATE,
            "of_reason": 4,
        },
    )
    words = notice_words(notice)
    assert "elaph.com: 5 of 30 records refused, 4 of them as bad_date" in words
    assert "date_format" in words
    assert "date_format" in words.translated("ar")
    assert words.translated("ar") != words


@pytest.mark.parametrize(("good", "bad"), [(27, 3), (16, 3), (400, 40)])
def test_few_records_and_small_shares_are_no_news(settings: Settings, good: int, bad: int) -> None:
    assert not notices(settings, records("وكالة", good, bad, published_at="أمس"))


def test_other_reasons_lead_to_the_quarantine(settings: Settings) -> None:
    nameless = record(source=None, url="https://news.example/x")
    rows = [*records("وكالة", 10, 0), *[nameless] * 20]
    [notice] = notices(settings, records("news.example", 5, 0), rows)
    # who tells no source is known by the host of its address
    assert (notice.values["source"], notice.values["refused"]) == ("news.example", 20)
    assert "sijill quarantine" in notice_words(notice)


def test_articles_that_contradict_each_other_count_as_refused(settings: Settings) -> None:
    home = [
        record(n, id=None, url="https://news.example/", title=f"{n}", source="وكالة")
        for n in range(30)
    ]
    [notice] = notices(settings, home)
    assert notice.values["reason"] == Reason.CONFLICTING_VERSIONS
    assert notice.values["refused"] == 30


def test_a_file_that_is_refused_whole_counts_for_no_source(settings: Settings) -> None:
    broken = b"url,source,published_at,text\n" + b"https://e.example/1,s,x,y\n" * 30 + b'"'
    plan(settings, {"a.csv": broken})
    assert planned(settings).files_quarantined == 1
    assert planned(settings).notices == ()


def test_a_flood_of_sources_is_cut_and_counted(settings: Settings) -> None:
    flood = [row for n in range(MAX_NAMED + 3) for row in records(f"منبر {n}", 0, 20, text=" ")]
    told = notices(settings, flood)
    assert len(told) == MAX_NAMED + 1
    assert told[-1] == Notice("more_sources_refused", {"count": 3})


# --- addresses --------------------------------------------------------------------------------


def night(settings: Settings, day: dt.date, *rows: dict[str, Any]) -> LoadResult:
    manifest, shards = plan(settings, {"a.jsonl": jsonl(rows)}, day)
    extract_all(settings, shards)
    return load_staging(settings, manifest, extractor=CountingExtractor())


def doubts(settings: Settings) -> dict[str, str | None]:
    with open_reader(settings) as connection:
        rows = connection.execute("select article_id, address_doubt from staging.articles")
        return dict(rows.fetchall())


def changed(settings: Settings) -> set[str]:
    with open_reader(settings) as connection:
        return {
            article
            for (article,) in connection.execute(
                "select article_id from staging.changed_articles"
            ).fetchall()
        }


HOME = "https://news.example/"
NEXT_DAY = DAY + dt.timedelta(days=1)


def test_addresses_that_are_cut_or_of_several_articles_are_doubted(settings: Settings) -> None:
    result = night(
        settings,
        DAY,
        record(1, url=HOME),
        record(2, url=HOME, text=TEXT * 2),
        record(3, url=HOME + "قصف-مد…"),
        record(4),
        # a later version of the same article has the same address by right
        record(4, text=TEXT * 2, published_at="2026-02-03T11:00:00+03:00"),
        record(5, url=HOME + "b"),
        # and so has the same text under another id
        record(6, url=HOME + "b"),
    )
    assert doubts(settings) == {
        "a1": "shared", "a2": "shared", "a3": "cut", "a4": None, "a5": None, "a6": None,
    }  # fmt: skip
    assert [(n.key, n.values["count"], n.values["source"]) for n in result.notices] == [
        ("address_cut", 1, "وكالة"),
        ("address_shared", 2, "وكالة"),
    ]
    for notice in result.notices:
        assert notice_words(notice) != notice_words(notice).translated("ar")


def test_a_later_batch_changes_what_is_known_of_an_earlier_ones_addresses(
    settings: Settings,
) -> None:
    night(settings, DAY, record(1, url=HOME), record(2))
    # as the link step does
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("delete from staging.changed_articles")
    second = night(settings, NEXT_DAY, record(3, url=HOME, text=TEXT * 2))
    assert doubts(settings) == {"a1": "shared", "a2": None, "a3": "shared"}
    assert changed(settings) == {"a1", "a3"}
    assert second.notices[0].values["count"] == 1
    night(settings, NEXT_DAY, record(3, url=HOME + "3", text=TEXT * 2))
    assert doubts(settings) == {"a1": None, "a2": None, "a3": None}


# --- the summary ------------------------------------------------------------------------------


def step(start: int, seconds: float) -> dict[str, Any]:
    began = dt.datetime(2026, 2, 3, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=start)
    return {"started_at": began.isoformat(), "seconds": seconds}


@pytest.mark.parametrize(
    ("steps", "seconds"),
    [
        ([], 0),
        ([step(0, 10), step(10, 5)], 15),
        # shards that are read at once, one within another
        ([step(0, 10), step(2, 10), step(3, 1), step(12, 3)], 15),
        # a night that waited for somebody
        ([step(0, 10), step(3600, 5)], 15),
    ],
)
def test_seconds_are_those_of_the_clock(steps: list[dict[str, Any]], seconds: float) -> None:
    assert clock_seconds(steps) == pytest.approx(seconds)


def test_a_summary_is_read_as_it_was_written() -> None:
    notice = Notice("records_quarantined", {"count": 3})
    summary = NightSummary(
        "2026-02-03", "run", 1, 1, 3, 0, 0, 0, 5, 0, "v", True, "w", "c", 1.5, (notice,)
    )
    told = summary.to_json()
    assert told["warnings"] == ["3 records in quarantine"]
    assert NightSummary.from_json(told) == summary
    assert summary.exit_code == 3


@pytest.mark.parametrize(
    ("language", "words"), [("en", "3 records in quarantine"), ("ar", "السجلات في الحجر: 3")]
)
def test_status_tells_the_warnings_of_the_latest_night(
    settings: Settings,
    language: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused = (Notice("records_quarantined", {"count": 3}),)
    for day, told in (("2026-02-03", ()), ("2026-02-04", refused)):
        summary = NightSummary(day, "run", 1, 1, 3, 0, 0, 0, 5, 0, "v", True, "w", "c", 1.5, told)
        folder = settings.runs_dir / day
        folder.mkdir(parents=True)
        (folder / "summary.json").write_text(json.dumps(summary.to_json()), encoding="utf-8")
    monkeypatch.setattr("warehouse.cli.nights.get_settings", lambda: settings)
    assert run(monkeypatch, "status", "--language", language) == 0
    assert words in capsys.readouterr().out
