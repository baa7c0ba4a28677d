"""What holds for any text: spans match, nothing crashes, the same text gives the same facts."""

from __future__ import annotations

import datetime as dt
import random
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.event_types import EVENT_TYPES
from extractors.pipeline import MAX_CHARS, Extractor
from extractors.records import TARGET_TYPES, WEAPONS, Article, IncidentFact
from tests.extractors.reading_kit import MakeArticle, plain_extractor

TEXT = (
    "قتل سبعة أشخاص وأصيب 12 آخرون بجروح في انفجار سيارة مفخخة استهدف سوقا شعبية في مدينة كركوك "
    "أمس الثلاثاء، حسبما أعلنت الشرطة العراقية.\n"
    "من جهة أخرى اعتقلت قوات الأمن ثلاثة مسلحين في الموصل بعد ضبط عبوات ناسفة بحوزتهم."
)
_HEAP = (
    "قتل|أصيب|انفجار|سيارة|مفخخة|عبوة|ناسفة|في|بغداد|الموصل|أمس|الثلاثاء|12|ثلاثة|"
    "أشخاص|جندي|بينهم|من|عناصر|داعش|الشرطة|وقال|مصدر|أمني|إن|غارة|على|وقصف|قذيفة|لم|"
    "تسفر|عن|إصابات|اعتقال|و|وكان|قد|نفى|هجوم|انتحاري|فجر|نفسه|حزاما|ناسفا|،|.|\n|«|»|"
    "(|)|١٢|٪|ى|ـــ|ًٌ|\u200f\u202b|3,000"
)
_WORDS = _HEAP.split("|")


def check_spans(article: Article, facts: tuple[IncidentFact, ...]) -> None:
    """Every span is of the article's own words, every filled field has one."""
    for fact in facts:
        spans = [e.span for e in fact.evidence] + [c.span for c in fact.claims]
        for span in spans:
            original = article.title if span.part == "title" else article.text
            assert span.words
            assert original[span.start : span.end] == span.words
        given_fields = {e.field for e in fact.evidence}
        assert "event_type" in given_fields
        for name in ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators"):
            if getattr(fact, name) is not None:
                assert name in given_fields
        assert ("date" in given_fields) == (fact.date.best is not None)
        assert ("perpetrator" in given_fields) == (fact.perpetrator.name is not None)
        if fact.place.country or fact.place.name:
            assert "place" in given_fields
        for name in ("weapon", "attribution_source"):
            value = getattr(fact, name)
            assert (name in given_fields) == (value not in (None, "unknown"))
        assert fact.event_type in EVENT_TYPES
        assert fact.weapon in WEAPONS
        assert fact.target_type in TARGET_TYPES
        assert 0 <= fact.confidence <= 1


def test_spans_are_of_the_original(extractor: Extractor, make_article: MakeArticle) -> None:
    article = make_article(TEXT, "سبعة قتلى بتفجير في كركوك")
    facts = extractor.extract(article)
    assert len(facts) == 2
    check_spans(article, facts)


def test_numbers_count_from_one(extractor: Extractor, make_article: MakeArticle) -> None:
    facts = extractor.extract(make_article(TEXT))
    assert [f.number for f in facts] == list(range(1, len(facts) + 1))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(st.sampled_from(_WORDS), min_size=1, max_size=90), seed=st.integers(0, 9))
def test_any_heap_of_words(words: list[str], seed: int) -> None:
    """Heaps of the words that matter never crash, and every span stays true."""
    article = _ARTICLE("".join(w + (" " if i % 7 != seed else "") for i, w in enumerate(words)))
    check_spans(article, plain_extractor().extract(article))


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300), title=st.text(max_size=40))
def test_any_text(text: str, title: str) -> None:
    article = _ARTICLE(TEXT[:60] + text + TEXT[60:140], title)
    check_spans(article, plain_extractor().extract(article))


def _make(text: str, title: str = "") -> Article:
    day = dt.date(2021, 3, 10)
    return Article("a", "u", "s", dt.datetime(2021, 3, 10, tzinfo=dt.UTC), day, text, title)


_ARTICLE = _make


def test_same_text_same_facts(make_article: MakeArticle) -> None:
    article = make_article(TEXT)
    assert Extractor(judged=False).extract(article) == plain_extractor().extract(article)


def test_bulk_is_one_by_one(extractor: Extractor, make_article: MakeArticle) -> None:
    articles = [make_article(TEXT), make_article("لا شيء هنا."), make_article(TEXT[:90])]
    assert extractor.extract_bulk(articles) == [extractor.extract(a) for a in articles]


def test_version_changes_with_the_recogniser() -> None:
    class Named:
        name = "other"

        def recognise(self, sentences: object) -> list[tuple[()]]:
            return []

        def persons(self, sentences: object) -> list[tuple[()]]:
            return []

    plain, other = plain_extractor(), Extractor(recogniser=Named())  # type: ignore[arg-type]
    assert plain.version == Extractor().version
    assert plain.version != other.version


def test_very_long_article_ends(extractor: Extractor, make_article: MakeArticle) -> None:
    """A text of a megabyte is cut, with a note, and read in a few seconds."""
    rng = random.Random(3)
    text = TEXT + " ".join(rng.choice(_WORDS) for _ in range(300_000))[:1_000_000]
    begun = time.process_time()
    doc = extractor.explain(make_article(text))
    assert time.process_time() - begun < 10
    assert any(str(MAX_CHARS) in str(note) for note in doc.annotations["notes"])


def test_article_without_violence_costs_nothing(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    doc = extractor.explain(make_article("افتتح الوزير معرض الكتاب في العاصمة صباح اليوم."))
    assert doc.sentences == ()
    assert doc.annotations["notes"] == ("no word of violence in it",)


def test_of_an_article_about_a_match_nothing_is_recorded(make_article: MakeArticle) -> None:
    """A mention that tells of no incident is no fact, and the working record has it."""
    text = "أطلق الحكم صافرته بعد قتل المباراة بضربة جزاء في حلب مساء الجمعة، وفجر المنتخب مفاجأة."
    doc = Extractor().explain(make_article(text, "المنتخب يقتل المباراة في الشوط الأول"))
    assert doc.annotations["mentions"]
    assert doc.annotations["facts"] == ()
