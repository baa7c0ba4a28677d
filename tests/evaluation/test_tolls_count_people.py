"""No toll is a year, a price, a date, a length of time or a count of things.

All articles of a night of newspapers (5,367). The check knows nothing of how numbers are read: it
looks at the digits of the words that a toll rests on, and at what stands next to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation.articles import plain_articles
from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact, Span

ROOT = Path(__file__).resolve().parents[2]
NIGHT = ROOT.parent / "shared" / "articles" / "night.jsonl.gz"
MEASURES = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")
#: what a number in front of these counts: money, time, measures, things, parts of a whole
NO_PEOPLE = re.compile(
    r"(?:دولار|ريال|دينار|درهم|جنيه|يورو|ليرة|مليون|مليار|بليون|ألف دولار"
    r"|سنة|سنوات|عاما|عام|أعوام|شهر|أشهر|شهور|أسبوع|أسابيع|يوما|يوم|أيام|ساعة|ساعات|دقيقة|دقائق|ثانية"
    r"|كيلو|كلم|كم|متر|أمتار|ميل|طن|أطنان|كغ|لتر|هكتار"
    r"|صاروخ|صواريخ|قذيفة|قذائف|غارة|غارات|طلقة|طلقات|رصاصة|قنبلة|قنابل|لغم|ألغام|عبوة|عبوات"
    r"|سيارة|سيارات|مركبة|مركبات|آلية|آليات|دبابة|دبابات|طائرة|طائرات|منزل|منازل|مبنى|قرية|قرى|مدينة|مدن"
    r"|دولة|دول|موقع|مواقع|في المئة|في المائة|بالمئة|بالمائة|%|٪"
    r"|يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
    r"|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|جانفي|فيفري|أفريل|ماي|جوان|جويلية|أوت"
    r"|محرم|صفر|ربيع|جمادى|رجب|شعبان|رمضان|شوال|ذو|ذي)(?:ا|ان|ين|ية)?(?!\w)"
)
#: in front of a number that is a year, an hour or a number of an item
IN_FRONT = re.compile(r"(?:عام|سنة|الساعة|رقم|العدد|المادة|الفصل|لسنة|القرار|القانون)\s*$")
NUMBER = re.compile(r"(?<![\d/.:٫-])\d+(?![\d/:٫]|[-.]\d)")
YEARS = range(1900, 2101)
PEOPLE_BEHIND = re.compile(
    r"\s*(?:من\s+)?\w*(?:شخص|قتيل|جريح|مدني|جندي|عنصر|مسلح|شهيد|مصاب|ضحي|مواطن)"
)


def _numbers(article: Article, span: Span) -> Iterator[tuple[int, str, str]]:
    """Each number of the words of a toll, with what stands before and behind it."""
    text = article.title if span.part == "title" else article.text
    for match in NUMBER.finditer(span.words):
        start, end = span.start + match.start(), span.start + match.end()
        yield int(match.group()), text[max(start - 20, 0) : start], text[end : end + 30]


def _no_toll(article: Article, fact: IncidentFact) -> Iterator[str]:
    for measure in MEASURES:
        toll = getattr(fact, measure)
        if toll is None:
            continue
        spans = [one.span for one in fact.evidence if one.field == measure]
        for value, before, behind in (n for span in spans for n in _numbers(article, span)):
            if value not in (toll.low, toll.best, toll.high):
                continue
            year = value in YEARS and not PEOPLE_BEHIND.match(behind)
            if year or IN_FRONT.search(before) or NO_PEOPLE.match(behind.lstrip(' \u00a0)»"')):
                yield f"{article.id}: {measure} {value}: …{before}[{value}]{behind}…"


@pytest.mark.full
@pytest.mark.skipif(not NIGHT.is_file(), reason="the night of newspapers is not on this machine")
def test_no_toll_is_a_year_a_price_a_date_or_a_count_of_things() -> None:
    extractor = Extractor()
    articles = plain_articles(NIGHT, ROOT / "seeds").values()
    telling = [(a, facts) for a in articles if (facts := extractor.extract(a))]
    assert telling
    wrong = [said for a, facts in telling for fact in facts for said in _no_toll(a, fact)]
    assert not wrong, "\n".join(wrong)
