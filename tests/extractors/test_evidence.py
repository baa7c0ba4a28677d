"""The words of a claim state its figure: what is read in them alone is what the claim says."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from evaluation.articles import sample_articles
from extractors.document import Document
from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact
from extractors.text.quantities import quantities
from extractors.text.segment import segment
from tests.extractors.reading_kit import MakeArticle, Read

ROOT = Path(__file__).resolve().parents[2]
#: one and two are told by nouns without a number: مقتل ضابط وزوجته
_FROM = 3


def _figures(article: Article, words: str) -> list[int]:
    alone = Article(
        "x", "https://example.org/x", "x", article.published_at, article.published_on, words
    )
    document = Document(alone, *segment(alone))
    return [q.value for s in document.sentences for q in quantities(s) if q.value is not None]


def _sums(figures: list[int]) -> set[int]:
    return {sum(some) for n in range(1, len(figures) + 1) for some in combinations(figures, n)}


def test_words_of_a_claim_hold_its_figure(extractor: Extractor) -> None:
    articles = sample_articles(ROOT / "samples" / "articles.jsonl", ROOT / "seeds")
    claims = [
        (article, claim)
        for article in articles.values()
        for fact in extractor.extract(article)
        for claim in fact.claims
        if claim.value is not None and claim.value >= _FROM
    ]
    assert len(claims) > 50
    for article, claim in claims:
        figures = _figures(article, claim.span.words)
        assert claim.value in _sums(figures), (article.id, claim.value, claim.span.words)


def test_number_at_the_end_of_a_sentence_is_quoted_whole(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    (fact,) = extractor.extract(make_article("قتل أربعة بانفجار في كركوك أمس وأصيب خمسة عشر."))
    assert [c.span.words for c in fact.claims if c.measure == "wounded"] == ["خمسة عشر"]


def test_victims_of_no_class_have_none(extractor: Extractor, make_article: MakeArticle) -> None:
    (fact,) = extractor.extract(make_article("قتل المدعو سالم العبيدي برصاص مسلحين في كركوك أمس."))
    assert [c.victim_class for c in fact.claims] == [None]


def _bases(fact: IncidentFact, field: str) -> set[str]:
    return {entry.basis for entry in fact.evidence if entry.field == field}


ROUNDUP = (
    "أفادت مصادر محلية بأن مدينة الموصل عاشت أمس الخميس يوما صعبا.\n"
    "وقتل ثلاثة جنود بانفجار عبوة ناسفة في حي التحرير شرقي المدينة.\n"
    "وفي سنجار، خطف مسلحون موظفين اثنين على الطريق العام."
)


def test_a_day_of_the_head_of_the_text_is_carried_over(read: Read) -> None:
    bomb, taken = read(ROUNDUP)
    assert bomb.date.best == taken.date.best
    assert _bases(bomb, "date") == {"carried over"}
    assert _bases(bomb, "killed") == {"told"}
    assert bomb.inferred == taken.inferred == ("date",)


def test_who_is_abducted_is_a_civilian_though_no_word_says_so(read: Read) -> None:
    (fact,) = read("خطف مسلحون أربعة في سنجار أمس.")
    assert fact.target_type == "civilians"
    assert fact.inferred == ("target_type",)


def test_sides_of_a_clash_that_are_named_are_told(read: Read) -> None:
    (fact,) = read("اندلعت اشتباكات بين الجيش السوري وتنظيم داعش في تدمر أمس.")
    assert fact.inferred == ()
