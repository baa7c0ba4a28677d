"""The scores separate what can be separated, judge on other articles, and repeat themselves."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from evaluation.sets import LabelledSet, Registered
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.scoring.judge import NEWS, NONE
from tests.evaluation.test_field_figures import article, incident, row
from training.curve import part, share_of, without
from training.examples import article_examples, candidate_examples, fold_of
from training.fit import by_threshold
from training.judging import found_above, separation
from training.learners import article_scores, fit_article, fit_judge, news_chances
from training.trial import Examples, judge, out_of_fold, table

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


def drill(town: str, killed: int) -> Article:
    text = f"{news(town, killed).text} وكان ذلك مشهدا من تمرين للدفاع المدني على إسعاف المصابين."
    return told(f"drill {town} {killed}", text, title="تمرين للدفاع المدني")


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
            one = drill(town, killed)
            gold.append(row(one.id))
            articles[one.id] = one
    return LabelledSet(entry, gold, articles, {})


@pytest.fixture(scope="module")
def examples(labelled: LabelledSet) -> Examples:
    articles = article_examples([labelled])
    candidates = candidate_examples(Extractor(SEEDS, judged=False), [labelled])
    return Examples(articles, candidates, articles, candidates)


def test_examples_are_news_where_the_labels_have_them_as_news(examples: Examples) -> None:
    assert {e.is_news for e in examples.articles if e.article.id.startswith("news")} == {True}
    assert {e.is_news for e in examples.articles if not e.article.id.startswith("news")} == {False}
    labels = {e.article_id.split()[0]: e.label for e in examples.candidates}
    assert labels["news"] == NEWS
    assert labels.get("reaction", NONE) != NEWS


def test_the_score_of_articles_separates_news_from_reactions(examples: Examples) -> None:
    seen = [e for e in examples.articles if "سامراء" not in e.article.id]
    other = [e for e in examples.articles if "سامراء" in e.article.id]
    scores = article_scores(fit_article(seen), [e.article for e in other])
    assert separation(scores, [e.is_news for e in other]).auc == 1.0
    again = article_scores(fit_article(seen), [e.article for e in other])
    assert np.array_equal(scores, again), "the same examples, the same weights"


def test_candidates_of_news_are_news_and_chances_add_up(examples: Examples) -> None:
    fitted = fit_judge(examples.articles, examples.candidates)
    chances = news_chances(fitted, [e.candidate for e in examples.candidates])
    is_news = np.array([e.label == NEWS for e in examples.candidates])
    assert chances[is_news].min() > chances[~is_news].max()
    first = examples.candidates[0].candidate
    assert sum(fitted.chances(first, 0.0).values()) == pytest.approx(1)


def test_folds_keep_an_article_and_a_story_together(examples: Examples) -> None:
    assert len({fold_of(e.article.id, e.source) for e in examples.articles}) > 1
    assert fold_of("s01-001", "train/stories") == fold_of("s01-049", "train/stories")
    assert len({fold_of(f"s01-{n:03d}", "train/newsrooms") for n in range(9)}) > 1
    assert np.isfinite(out_of_fold(examples.articles, examples.candidates)).all()


def test_a_separation_is_what_its_words_say() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.1])
    found = separation(scores, [True, True, False, True, False])
    assert (found.n, found.right) == (5, 3)
    assert found.auc == pytest.approx(5 / 6)


def test_what_is_found_counts_an_article_as_often_as_it_stands_for_others(
    examples: Examples,
) -> None:
    heavy = [dataclasses.replace(e, weight=3.0) for e in examples.candidates]
    articles = [dataclasses.replace(e, weight=3.0) for e in examples.articles]
    news = np.array([float(e.label == NEWS) for e in heavy])
    found = found_above(news, heavy, articles, 0.5)["train/x"]
    assert found.precision == 1.0
    assert found.recall == sum(news) / sum(e.news for e in examples.articles)
    some = [dataclasses.replace(e, weight=1.0) if e.label != NEWS else e for e in heavy]
    all_of_them = found_above(np.ones(len(some)), some, articles, 0.5)["train/x"]
    none = sum(e.label != NEWS for e in some)
    assert all_of_them.precision == pytest.approx(3 * sum(news) / (3 * sum(news) + none))


def test_tables_have_a_line_a_set_and_a_threshold(examples: Examples) -> None:
    assert list(table(judge(examples)))[-1].startswith("| train/x | ")
    assert len(list(by_threshold(examples))) == 10


def test_parts_of_the_examples_are_by_article_and_by_source(examples: Examples) -> None:
    half = share_of(examples, 0.5, 0)
    assert 0 < len(half.articles) < len(examples.articles)
    kept = {e.article.id for e in half.articles}
    assert all(e.article_id in kept for e in half.candidates)
    assert [e.article.id for e in half.articles] != [
        e.article.id for e in share_of(examples, 0.5, 1).articles
    ]
    assert without(examples, "train/x").articles == []
    assert part(examples, lambda _id, _source: False).candidates == []
