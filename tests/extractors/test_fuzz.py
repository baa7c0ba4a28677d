"""No text makes the extractor crash, hang, or point at words that are not there."""

from __future__ import annotations

import csv
import datetime as dt
import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.pipeline import MAX_CHARS, MAX_MENTIONS
from extractors.records import Article, IncidentFact
from tests.extractors.reading_kit import plain_extractor

pytestmark = pytest.mark.full

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = dt.datetime(2015, 8, 2, 9, 0, tzinfo=dt.UTC)
#: seconds that a text of a megabyte may take: twice what the slowest takes on a machine at rest,
#: and far below what anything that grows with the square of a text takes
LIMIT = 4.0
ODD = ("\u200f", "\u202e", "\ufeff", "\x00", "\u0640", "\u064e", "ﻻ", "ﷺ", "\u2028", "\ud7ff", "🚨")


@lru_cache(maxsize=1)
def vocabulary() -> tuple[str, ...]:
    """Words of the lexicons, as they are written there."""
    words: set[str] = set()
    for name in ("triggers", "harm_words", "weapon_words", "background_markers", "count_relations",
                 "perpetrator_cues", "clause_markers", "relative_days", "numbers"):  # fmt: skip
        path = ROOT / "seeds" / "lexicon" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for part in row[0].replace(";", " ").replace("|", " ").split():
                    words.add(part.strip("=*"))
    return tuple(sorted(w for w in words if w and not w.startswith("…")))


def article(text: str, title: str = "") -> Article:
    return Article("f", "https://f.example/", "المدى", PUBLISHED, PUBLISHED.date(), text, title)


def check(read: Article, facts: tuple[IncidentFact, ...]) -> None:
    for fact in facts:
        spans = [item.span for item in fact.evidence]
        spans += [claim.span for claim in fact.claims]
        spans += [statement.span for statement in fact.attributions]
        assert spans
        for span in spans:
            whole = read.title if span.part == "title" else read.text
            assert whole[span.start : span.end] == span.words
        if fact.date.latest is not None:
            assert fact.date.latest <= read.published_on


SEPARATORS = st.sampled_from((" ", " ", " ", "، ", ". ", "\n", " و", " ب", ": «", "» ", "-", ""))


@st.composite
def newslike(draw: st.DrawFn) -> str:
    """Words of the lexicons, numbers, names of places and odd marks, in any order."""
    word = st.one_of(
        st.sampled_from(vocabulary()),
        st.sampled_from(("بغداد", "الموصل", "تعز", "غزة", "داعش", "الحوثيين", "شخصا", "قتيلا")),
        st.integers(0, 10**12).map(str),
        st.sampled_from(ODD),
        st.text(max_size=4),
    )
    parts = draw(st.lists(st.tuples(word, SEPARATORS), max_size=60))
    return "".join(word + gap for word, gap in parts)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=newslike(), title=newslike())
def test_any_order_of_words_is_read(text: str, title: str) -> None:
    read = article(text, title)
    check(read, plain_extractor().extract(read))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    read = article(text)
    check(read, plain_extractor().extract(read))


TELLING = "قتل 3 أشخاص وأصيب 5 آخرون بانفجار سيارة مفخخة في الموصل أمس"
LONG = {
    "one sentence without a stop": f"{TELLING} و",
    "many sentences": f"{TELLING}. ",
    "a line each": f"{TELLING}\n",
    "only a trigger": "انفجار ",
    "only conjunctions": "و ",
    "only a number": "ثلاثة ",
    "only digits": "1234567890",
    "only a place": "الموصل ",
    "only nested places": "حي الزهور بمدينة تعز في محافظة ",
    "only a claim": "تبنى تنظيم داعش ",
    "only quotes": "«",
    "only blanks": " ",
    "only line breaks": "\n",
    "only diacritics": "\u064e",
    "one endless word": "ا",
    "only a date": "أمس الأول الاثنين 3 آب ",
    "a list of dead": "وقتل جندي وضابط ومدني ",
    "only a source": "قال مصدر أمني ",
    "menus": "الرئيسية | اخبار | رياضة ",
    "gaps": "أعلن تنظيم كبير جدا في بيان له ",
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG.keys())
def test_a_megabyte_ends_in_time(piece: str) -> None:
    text = (TELLING + ". " + piece * (1_000_000 // len(piece)))[:1_000_000]
    reader = plain_extractor()
    started = time.process_time()
    read = article(text)
    check(read, reader.extract(read))
    assert time.process_time() - started < LIMIT


def test_what_is_cut_is_said(caplog: pytest.LogCaptureFixture) -> None:
    doc = plain_extractor().explain(article(TELLING + "." + " " * MAX_CHARS))
    assert "cut from" in str(doc.annotations["notes"])
    assert "is cut to" in caplog.text
    assert len(plain_extractor().extract(doc.article)) == 1


def test_mentions_that_are_left_unread_are_said(caplog: pytest.LogCaptureFixture) -> None:
    doc = plain_extractor().explain(article(f"{TELLING}. " * (MAX_MENTIONS + 1)))
    assert "mentions the first" in str(doc.annotations["notes"])
    assert "mentions the first" in caplog.text
    assert len(doc.annotations["mentions"]) == MAX_MENTIONS
