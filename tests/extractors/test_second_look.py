"""What the rules leave open is asked of the recogniser, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Entity, Sentence
from extractors.pipeline import Extractor
from tests.extractors.reading_kit import MakeArticle, plain_extractor


class Finder:
    """Names that stand in the text, by label; remembers what it was asked."""

    name = "finder"

    def __init__(self, **names: str) -> None:
        self.names = names
        self.asked: list[str] = []

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        self.asked += [s.folded for s in sentences]
        return [
            tuple(
                Entity(s.index, s.start + at, s.start + at + len(name), label)
                for label, name in self.names.items()
                if (at := s.folded.find(name)) >= 0
            )
            for s in sentences
        ]

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        return [() for _ in sentences]


def test_a_source_that_no_list_has(make_article: MakeArticle) -> None:
    """The tagger's SOURCE is taken where the rules find none, with its words."""
    text = "قال شيخ القبيلة إن سبعة أشخاص قتلوا بتفجير سيارة مفخخة في كركوك أمس."
    finder = Finder(SOURCE="شيخ القبيله")
    (fact,) = Extractor(recogniser=finder).extract(make_article(text))
    (plain,) = plain_extractor().extract(make_article(text))
    assert plain.attribution_source is None
    assert fact.attribution_source == "شيخ القبيلة"
    assert [e.span.words for e in fact.evidence if e.field == "attribution_source"] == [
        "شيخ القبيلة"
    ]
    assert {c.attribution_source for c in fact.claims} == {"شيخ القبيلة"}


def test_a_source_that_the_rules_know_stays(make_article: MakeArticle) -> None:
    text = "قالت وزارة الداخلية إن سبعة أشخاص قتلوا بتفجير سيارة مفخخة في كركوك أمس."
    finder = Finder(SOURCE="كركوك")
    (fact,) = Extractor(recogniser=finder).extract(make_article(text))
    assert fact.attribution_source == "وزارة الداخلية"
    assert finder.asked == []


def test_a_sentence_without_a_word_of_saying_is_not_asked_about(make_article: MakeArticle) -> None:
    text = "قتل سبعة أشخاص بتفجير سيارة مفخخة في كركوك أمس."
    finder = Finder(SOURCE="كركوك")
    (fact,) = Extractor(recogniser=finder).extract(make_article(text))
    assert finder.asked == []
    assert fact.attribution_source is None


def test_who_speaks_in_another_sentence_is_no_source(make_article: MakeArticle) -> None:
    text = "قتل سبعة أشخاص بتفجير سيارة مفخخة في كركوك أمس. وقال شيخ القبيلة إن المدينة حزينة."
    finder = Finder(SOURCE="شيخ القبيله")
    (fact,) = Extractor(recogniser=finder).extract(make_article(text))
    assert finder.asked == []
    assert fact.attribution_source is None


def test_nothing_is_asked_where_nothing_happened(make_article: MakeArticle) -> None:
    finder = Finder(SOURCE="الوزير")
    text = "قال الوزير إن الاقتصاد ينمو. ونفى وقوع أي تفجير في كركوك أمس."
    assert Extractor(recogniser=finder).extract(make_article(text)) == ()
    assert finder.asked == []


def test_many_articles_as_one_by_one(make_article: MakeArticle) -> None:
    """The names that come back in one batch are each article's own."""
    texts = [
        f"قال شيخ {who} إن {n} أشخاص قتلوا بتفجير سيارة مفخخة في {where} أمس."
        for who, n, where in (("القبيلة", 7, "كركوك"), ("العشيرة", 8, "تكريت"))
    ]
    extractor = Extractor(recogniser=Finder(SOURCE="شيخ القبيله", PLACE="تكريت"))
    articles = [make_article(text) for text in texts]
    together = extractor.extract_bulk(articles)
    assert together == [extractor.extract(a) for a in articles]
    assert [facts[0].attribution_source for facts in together] == ["شيخ القبيلة", None]


def test_a_source_has_both_of_its_quotation_marks(make_article: MakeArticle) -> None:
    text = "أفادت «الوكالة» في بعلبك أن ثلاثة أشخاص قتلوا بغارة على بلدة يونين أمس."
    finder = Finder(SOURCE='الوكاله" في بعلبك')
    (fact,) = Extractor(recogniser=finder).extract(make_article(text))
    assert fact.attribution_source == "«الوكالة» في بعلبك"
