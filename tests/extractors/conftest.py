"""What the extractors' tests share: one extractor, and articles made of a few words."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact
from tests.extractors.reading_kit import MakeArticle, Read, plain_extractor

#: a Wednesday
PUBLISHED = dt.date(2021, 3, 10)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with the project's own seeds and no language model."""
    return plain_extractor()


@pytest.fixture(scope="session")
def make_article() -> MakeArticle:
    """Build an article of 10 March 2021 from its text (and title)."""

    def make(text: str, title: str = "", published: dt.date = PUBLISHED) -> Article:
        moment = dt.datetime.combine(published, dt.time(9), tzinfo=dt.UTC)
        return Article("a1", "https://example.org/1", "صحيفة", moment, published, text, title)

    return make


@pytest.fixture(scope="session")
def read(extractor: Extractor, make_article: MakeArticle) -> Read:
    """Text (and title) of 10 March 2021, a Wednesday → its incidents."""

    def run(text: str, title: str = "") -> tuple[IncidentFact, ...]:
        return extractor.extract(make_article(text, title))

    return run
