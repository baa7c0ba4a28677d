"""The record of the reading of labelled articles: each question has its answer where it says."""

from __future__ import annotations

import csv
from collections.abc import Mapping

import pytest

from evaluation.sets import OWN, labelled_sets
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.docs.codebook_sources import LANGUAGES, read_sources

CODEBOOK = PROJECT_ROOT / "codebook"
SOURCES = read_sources(Settings(_env_file=None))


@pytest.fixture(scope="module")
def record() -> list[dict[str, str]]:
    with (CODEBOOK / "reading.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def labels() -> Mapping[str, list[Mapping[str, str]]]:
    (own,) = (found for found in labelled_sets(PROJECT_ROOT) if found.name == OWN)
    return {str(row["id"]): row["incidents"] for row in own.gold}


def test_fifty_articles_of_our_own_were_read_and_none_that_is_open_or_sealed(
    record: list[dict[str, str]], labels: Mapping[str, list[Mapping[str, str]]]
) -> None:
    articles = {row["article_id"] for row in record}
    assert len(articles) >= 50
    assert articles <= set(labels)


def test_they_are_of_all_types_and_of_many_countries(
    record: list[dict[str, str]], labels: Mapping[str, list[Mapping[str, str]]]
) -> None:
    incidents = [found for row in record for found in labels[row["article_id"]]]
    wanted = {row["code"] for row in SOURCES.seeds["event_types.csv"]}
    assert {found["event_type"] for found in incidents} == wanted
    assert len({found["country"] for found in incidents}) >= 12
    assert sum(not labels[article] for article in {row["article_id"] for row in record}) >= 8


def test_each_question_is_one_of_the_codebook_and_answered_where_the_record_says(
    record: list[dict[str, str]],
) -> None:
    answers = {row["question_en"]: row["paragraph"] for row in SOURCES.questions}
    for row in record:
        assert row["answered"] in ("before", "added")
        assert row["paragraph"] in SOURCES.paragraphs, row
        if row["question_en"]:
            assert answers[row["question_en"]] == row["paragraph"], row
        else:
            assert row["answered"] == "before", "what was added answers a question"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_that_it_names_stand_on_the_pages(
    language: str, record: list[dict[str, str]]
) -> None:
    for row in record:
        paragraph = SOURCES.paragraphs[row["paragraph"]]
        page = PROJECT_ROOT / "docs" / "codebook" / language / f"{paragraph.page}.md"
        assert f'id="{row["paragraph"]}"' in page.read_text(encoding="utf-8"), row
