"""Labelled articles are read, scored, written down, and a drop is noticed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evaluation.articles import plain_articles, read_json_lines, sample_articles
from evaluation.errors import LabelsError, ScoreDropped
from evaluation.figures import Incident, Report
from evaluation.scoreboard import Scoreboard, check_against, load, measure, write
from evaluation.scoreboard_page import render
from evaluation.sets import (
    OWN,
    OWN_FRESH,
    SAMPLES,
    LabelledSet,
    Registered,
    labelled_sets,
    registry,
)
from extractors.records import Article

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "samples" / "articles.jsonl"
LABELS = ROOT / "evaluation" / "train" / "samples.labels.jsonl"
SEEDS = ROOT / "seeds"
#: the samples as an open set, which is what is compared with the committed figures
ENTRY = Registered(
    "open/samples", "open", "incidents", False, "samples", "", "samples/articles.jsonl", {}, ""
)


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return sample_articles(SOURCE, SEEDS)


def test_samples_are_read_at_the_outlets_clock(articles: dict[str, Article]) -> None:
    assert len(articles) == 49
    assert "2026-11-22/rafidain-5120" not in articles, "it has no text"
    naive = articles["2026-11-21/yaman-770"]
    assert naive.published_at.utcoffset() == dt.timedelta(hours=3)
    assert naive.published_on == dt.date(2026, 11, 21)
    bare_date = articles["2026-11-23/waha-88502"]
    assert bare_date.published_on == dt.date(2026, 11, 23)
    assert bare_date.outlet_country == "SA"
    in_utc = articles["2026-11-21/mashriq-20261121-014"]
    assert in_utc.published_at.isoformat() == "2026-11-21T09:12:00+03:00"
    assert naive.id == naive.url, "a record without id goes by its url"


def test_evening_in_utc_is_the_next_day_at_the_outlet(tmp_path: Path) -> None:
    record = {
        "id": "x",
        "url": "https://shafaq.com/x",
        "source": "Shafaq.com",
        "published_at": "2026-11-21T22:30:00+00:00",
        "text": "نص",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    article = plain_articles(tmp_path / "a.jsonl", SEEDS)["x"]
    assert article.published_on == dt.date(2026, 11, 22)
    assert (article.outlet_country, article.title, article.language) == ("IQ", "", "ar")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1"),
        ("[1]", "no object"),
        ('{"id": "x", "url": "u", "source": "s", "published_at": "2026-01-01"}', "no text"),
        (
            '{"id": "x", "url": "u", "source": "s", "published_at": "soon", "text": "t"}',
            "published_at",
        ),
    ],
)
def test_malformed_articles_are_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LabelsError, match=message):
        plain_articles(path, SEEDS)


def test_a_missing_file_and_a_label_without_article_are_errors(
    tmp_path: Path, articles: dict[str, Article]
) -> None:
    with pytest.raises(LabelsError, match="cannot be read"):
        read_json_lines(tmp_path / "none.jsonl")
    with pytest.raises(LabelsError, match="no labels"):
        LabelledSet(ENTRY, [], articles, {})
    with pytest.raises(LabelsError, match="no article for stray"):
        LabelledSet(ENTRY, [{"id": "stray", "incidents": []}], articles, {})


def nothing(batch: Sequence[Article]) -> list[list[Incident]]:
    return [[] for _ in batch]


def echo(batch: Sequence[Article], *, lose: int) -> list[list[Incident]]:
    """What a perfect extractor says, apart from the incidents of the first `lose` articles."""
    gold = read_json_lines(LABELS)
    assert len(gold) == len(batch)
    return [[] if number < lose else row["incidents"] for number, row in enumerate(gold)]


def samples(articles: dict[str, Article]) -> LabelledSet:
    return LabelledSet(ENTRY, read_json_lines(LABELS), articles, {})


def board(articles: dict[str, Article], *, lose: int) -> tuple[Report, Scoreboard]:
    report, content = measure(lambda batch: echo(batch, lose=lose), samples(articles))
    return report, Scoreboard("a perfect one", {ENTRY.name: content})


def test_a_silent_extractor_finds_nothing_and_alarms_nobody(articles: dict[str, Article]) -> None:
    report, content = measure(nothing, samples(articles))
    figures = report.figures
    assert (figures.incident.f1, figures.slot.f1, figures.false_alarms) == (0.0, 0.0, 0.0)
    assert figures.gold_main_incidents > 40
    assert content["reliability"] == []
    assert content["calibration_error"] is None


def test_what_is_written_is_read_again(tmp_path: Path, articles: dict[str, Article]) -> None:
    _, made = board(articles, lose=2)
    write(made, tmp_path)
    again = load(tmp_path)
    assert again.extractor == "a perfect one"
    check_against(again, made)
    check_against(made, again)
    first = (tmp_path / "scoreboard.json").read_bytes()
    write(again, tmp_path)
    assert (tmp_path / "scoreboard.json").read_bytes() == first
    page = render(again, None)
    assert "| Incident F1 | 0.9" in page
    assert "| clash | " in page


def test_a_drop_of_a_point_fails_and_less_does_not(articles: dict[str, Article]) -> None:
    _, full = board(articles, lose=0)
    _, less = board(articles, lose=1)
    with pytest.raises(ScoreDropped, match=r"open/samples: Incident F1 1\.000 → 0\.9") as caught:
        check_against(full, less)
    assert "sijill evaluate --write" in caught.value.hint
    check_against(less, full)
    check_against(full, shifted(full, 0.0099))
    with pytest.raises(ScoreDropped, match="Slot F1"):
        check_against(full, shifted(full, 0.01))
    check_against(full, with_wrong(full, "killed", 2))
    with pytest.raises(ScoreDropped, match=r"open/samples: killed right \d+ → \d+"):
        check_against(full, with_wrong(full, "killed", 3))
    check_against(full, Scoreboard("another", {"elsewhere": less.boards[ENTRY.name]}))
    as_train = {"train/samples": less.boards[ENTRY.name]}
    check_against(
        Scoreboard("another", {"train/samples": full.boards[ENTRY.name]}), Scoreboard("", as_train)
    )


def shifted(board: Scoreboard, drop: float) -> Scoreboard:
    content: dict[str, Any] = json.loads(json.dumps(board.boards[ENTRY.name]))
    content["figures"]["slot"]["f1"] -= drop
    return Scoreboard(board.extractor, {ENTRY.name: content})


def with_wrong(board: Scoreboard, slot: str, records: int) -> Scoreboard:
    content: dict[str, Any] = json.loads(json.dumps(board.boards[ENTRY.name]))
    content["figures"]["fields"][slot]["right"] -= records
    return Scoreboard(board.extractor, {ENTRY.name: content})


def test_the_sets_are_found_and_each_label_has_its_article() -> None:
    found = {labelled.name: labelled for labelled in labelled_sets(ROOT)}
    assert {SAMPLES, OWN, OWN_FRESH} <= found.keys()
    own = {str(row["id"]) for row in (*found[OWN].gold, *found[OWN_FRESH].gold)}
    assert len(own) == len(found[OWN].gold) + len(found[OWN_FRESH].gold) >= 400
    assert not [name for name in found if name.startswith("sealed/")]


def test_every_set_is_registered_and_every_registered_one_in_the_project_is_there() -> None:
    entries = registry(ROOT)
    assert len({entry.name for entry in entries}) == len(entries)
    labels = {
        path.relative_to(ROOT / "evaluation").as_posix().removesuffix(".labels.jsonl")
        for kind in ("train", "open", "sealed")
        for path in (ROOT / "evaluation" / kind).glob("*.labels.jsonl")
    }
    named = {e.name for e in entries if e.task != "passages" and e.name != "open/development"}
    assert labels == named
    for entry in entries:
        assert entry.source, entry.name
        assert entry.licence, entry.name
        assert entry.coding, entry.name


def test_a_broken_scoreboard_says_how_to_write_one(tmp_path: Path) -> None:
    (tmp_path / "scoreboard.json").write_text('{"boards": {}}', encoding="utf-8")
    with pytest.raises(LabelsError, match="cannot be read") as caught:
        load(tmp_path)
    assert "--write" in caught.value.hint
