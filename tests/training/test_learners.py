"""The learners separate what can be separated, judge on other articles, and repeat themselves."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from evaluation.sets import LabelledSet, Registered
from extractors.pipeline import Extractor
from extractors.records import Article
from tests.evaluation.test_field_figures import article, incident, row
from training.curve import part, share_of, without
from training.examples import article_examples, incident_examples
from training.features import evidence_text, flags, plain, trigger_text
from training.judging import separation, threshold_keeping
from training.learners import ArticleFilter, IncidentVerifier, together
from training.trial import Examples, fold_of, out_of_fold

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TOWNS = ("كركوك", "بعقوبة", "الرمادي", "تكريت", "الفلوجة", "سامراء")


def told(id_: str, text: str, title: str = "") -> Article:
    return dataclasses.replace(article(text, title=title), id=id_)


def news(town: str, killed: int) -> Article:
    text = f"قتل {killed} أشخاص بانفجار سيارة مفخخة في مدينة {town} أمس، بحسب الشرطة."
    return told(f"news {town} {killed}", text)


def reaction(town: str, killed: int) -> Article:
    text = (
        f"أدانت وزارة الخارجية التفجير الذي وقع في مدينة {town} أمس وأدى إلى مقتل {killed} أشخاص، "
        "وقدمت تعازيها إلى أسر الضحايا."
    )
    return told(f"reaction {town} {killed}", text, title="الخارجية تدين التفجير وتعزي")


@pytest.fixture(scope="module")
def labelled() -> LabelledSet:
    entry = Registered("train/x", "train", "incidents", False, "", "", "here", {}, "")
    gold, articles = [], {}
    for town in TOWNS:
        for killed in (3, 4, 5, 6):
            for make, main in ((news, True), (reaction, False)):
                one = make(town, killed)
                values = {"event_type": "vehicle_bombing", "killed": killed, "date": "2017-06-01"}
                gold.append(row(one.id, incident(town, main=main, **values)))
                articles[one.id] = one
    return LabelledSet(entry, gold, articles, {})


@pytest.fixture(scope="module")
def examples(labelled: LabelledSet) -> Examples:
    articles = article_examples([labelled], [told("quiet", "افتتح الوزير معرض الكتاب.")])
    incidents = incident_examples(Extractor(SEEDS), [labelled])
    return Examples(articles, incidents, [], [])


def test_examples_are_right_where_the_labels_have_them_as_news(examples: Examples) -> None:
    assert {e.is_news for e in examples.articles if e.article.id.startswith("news")} == {True}
    assert {e.is_news for e in examples.articles if not e.article.id.startswith("news")} == {False}
    right = {e.article.id.split()[0]: e.is_right for e in examples.incidents}
    assert right["news"] is True
    assert not right.get("reaction", False)
    assert examples.articles[-1].weight < 1


def test_features_are_of_the_words_and_of_the_record(examples: Examples) -> None:
    example = examples.incidents[0]
    assert "سياره مفخخه" in trigger_text(example) or "انفجار" in trigger_text(example)
    assert example.recorded["place"] in example.article.text
    assert len(evidence_text(example)) > len(trigger_text(example))
    assert flags(example)["has_place"] == 1.0
    assert flags(example)["is_first"] == 1.0
    assert plain("قتل 15 وجرح 1500") == plain("قتل 7 وجرح 23")


def test_the_filter_separates_news_from_reactions(examples: Examples) -> None:
    seen = [e for e in examples.articles if "سامراء" not in e.article.id]
    other = [e for e in examples.articles if "سامراء" in e.article.id]
    scores = ArticleFilter(seen).scores([e.article for e in other])
    assert separation(scores, [e.is_news for e in other]).auc == 1.0
    again = ArticleFilter(seen).scores([e.article for e in other])
    assert np.array_equal(scores, again), "the same examples, the same weights"


def test_both_together_are_their_product(examples: Examples) -> None:
    both = [
        *examples.incidents,
        *(dataclasses.replace(e, is_right=False) for e in examples.incidents[:2]),
    ]
    filter_, verifier = ArticleFilter(examples.articles), IncidentVerifier(both)
    scores = together(filter_, verifier, examples.incidents)
    assert scores == pytest.approx(
        verifier.scores(examples.incidents)
        * filter_.scores([e.article for e in examples.incidents])
    )
    assert len(together(filter_, verifier, [])) == 0


def test_folds_keep_the_incidents_of_an_article_together(examples: Examples) -> None:
    assert len({fold_of(e.article.id) for e in examples.articles}) > 1
    assert fold_of("a") == fold_of("a")
    wrong = [dataclasses.replace(e, is_right=n % 2 == 0) for n, e in enumerate(examples.incidents)]
    assert np.isfinite(out_of_fold(examples.articles, wrong)).all()


def test_a_separation_is_what_its_words_say() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.1])
    found = separation(scores, [True, True, False, True, False])
    assert (found.n, found.right) == (5, 3)
    assert found.auc == pytest.approx(5 / 6)
    # the threshold that keeps 85 % of three keeps all three, and one wrong one
    assert found.precision == 0.75
    assert threshold_keeping(scores, [True, True, False, True, False], 0.5) == 0.8


def test_parts_of_the_examples_are_by_article_and_by_source(examples: Examples) -> None:
    half = share_of(examples, 0.5, 0)
    assert 0 < len(half.articles) < len(examples.articles)
    kept = {e.article.id for e in half.articles}
    assert all(e.article.id in kept for e in half.incidents)
    assert [e.article.id for e in half.articles] != [
        e.article.id for e in share_of(examples, 0.5, 1).articles
    ]
    assert {e.source for e in without(examples, "train/x").articles} == {"ordinary"}
    assert part(examples, lambda _id, _source: False).articles == []
