"""What the recogniser is asked about persons: what a quote may show, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.document import Document, Entity, Sentence
from extractors.names.masking import quote_around
from extractors.names.quoted import quoted_sentences
from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact, Span
from tests.extractors.reading_kit import plain_extractor

ARTICLES = Path(__file__).resolve().parents[3] / "evaluation" / "train" / "own.articles.jsonl"
TEXT = (
    "انفجرت سيارة مفخخة في كركوك أمس فقتل سبعة أشخاص.\n"
    "وافتتح زعبوب نصلان معرضا للكتاب.\n"
    "وقال زعبوب نصلان، وهو بائع خضار، إن عشرة آخرين أصيبوا في التفجير."
)
NAME = "زعبوب نصلان"


class Asked:
    """Takes every word of a name for a person; remembers the sentences that it was asked about."""

    name = "asked"

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        return [() for _ in sentences]

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        self.sentences += [s.folded for s in sentences]
        return [
            (Entity(s.index, s.start + at, s.start + at + len(NAME), "PERSON"),)
            if (at := s.folded.find(NAME)) >= 0
            else ()
            for s in sentences
        ]


def article(text: str, title: str = "") -> Article:
    at = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    return Article("a", "", "x", at, at.date(), text, title)


def test_persons_are_looked_for_in_what_is_quoted() -> None:
    asked = Asked()
    (reading,) = Extractor(recogniser=asked).read_bulk([article(TEXT, "سبعة قتلى في كركوك")])
    assert reading.facts
    assert asked.sentences[0] == "سبعه قتلي في كركوك"
    assert not any("معرضا" in sentence for sentence in asked.sentences)
    first = TEXT.index(NAME)
    again = TEXT.index(NAME, first + 1)
    assert {(n.start, n.words) for n in reading.names} == {(first, NAME), (again, NAME)}


def test_an_article_without_an_incident_asks_for_nobody() -> None:
    asked = Asked()
    extractor = Extractor(recogniser=asked)
    assert extractor.read_bulk([article("نددت الحكومة بالتفجير في بيان لها.")])[0].facts == ()
    assert asked.sentences == []


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    extractor = plain_extractor()
    lines = ARTICLES.read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines[:40]]
    return [extractor.explain(article(a["text"], a["title"])) for a in told]


def test_no_quote_shows_a_sentence_that_was_not_read(documents: list[Document]) -> None:
    """The letters of every quote stand in the sentences that are asked about."""
    quotes = 0
    for doc in documents:
        facts: tuple[IncidentFact, ...] = doc.annotations.get("facts", ())  # type: ignore[assignment]
        read = {"title": "", "text": ""}
        for s in quoted_sentences(doc, facts):
            offsets = s.passage.offsets
            read[s.passage.part] += s.passage.original[offsets[s.start] : offsets[s.end]]
        whole = {part: _letters(words) for part, words in read.items()}
        for span in (span for fact in facts for span in _spans(fact)):
            text = doc.article.title if span.part == "title" else doc.article.text
            for quote in (span.words, quote_around(span.part, text, span.start, ())):
                quotes += 1
                assert _letters(quote) in whole[span.part]
    assert quotes > 200


def _spans(fact: IncidentFact) -> list[Span]:
    return [
        *(entry.span for entry in fact.evidence),
        *(claim.span for claim in fact.claims),
        *(statement.span for statement in fact.attributions),
    ]


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())
