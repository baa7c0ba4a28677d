"""The scores separate what can be separated, judge on other articles, and repeat themselves."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from evaluation.sets import LabelledSet, Registered
from extractors.assemble import groups_of
from extractors.joining.join import SAME
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.scoring.judge import BACKGROUND, NEWS, NONE
from tests.evaluation.test_field_figures import article, incident, row
from training.chain import UNTRAINED, Fitted, fit_chain
from training.curve import part, share_of, without
from training.examples import joining_examples, read_articles
from training.fit import by_threshold
from training.judging import found_above, separation
from training.learners import Rows, fit
from training.trial import Examples, judge, table

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TOWNS = ("كركوك", "بعقوبة", "الرمادي", "تكريت", "الفلوجة", "سامراء")


def told(id_: str, text: str, title: str = "") -> Article:
    return dataclasses.replace(article(text, title=title), id=id_)


def news(town: str, killed: int) -> Article:
    text = (
        f"قتل {killed} أشخاص بانفجار سيارة مفخخة في مدينة {town} أمس، بحسب الشرطة. "
        "وكان مسلحون اغتالوا قاضيا في الموصل قبل شهر."
    )
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
                kind = "vehicle_bombing" if main else "bombing_other"
                values = {"event_type": kind, "killed": killed, "date": "2017-06-01"}
                marked = [
                    {"incident": number, "words": words, "occurrence": 1}
                    for number, words in (
                        (1, f"قتل {killed}"),
                        (1, "انفجار"),
                        (1, "التفجير"),
                        (0, "اغتالوا قاضيا"),
                    )
                    if words in one.text
                ]
                genre = "incident_news" if main else "reaction"
                found = row(one.id, incident(town, main=main, **values), genre=genre)
                gold.append({**found, "mentions": marked})
                articles[one.id] = one
            one = drill(town, killed)
            gold.append(row(one.id, genre="statement_threat_plan"))
            articles[one.id] = one
    return LabelledSet(entry, gold, articles, {})


@pytest.fixture(scope="module")
def examples(labelled: LabelledSet) -> Examples:
    extractor = Extractor(SEEDS, judge=UNTRAINED)
    read = read_articles(extractor, [labelled])
    return Examples(extractor, read, read)


@pytest.fixture(scope="module")
def fitted(examples: Examples) -> Fitted:
    return fit_chain(examples.train, examples.extractor.lexicon)


def test_mentions_are_marked_with_the_incident_that_shares_most_letters(examples: Examples) -> None:
    for read in examples.train:
        kind = read.article.id.split()[0]
        marks = {mark for mark in read.marks if mark is not None}
        assert marks == {"news": {0, 1}, "reaction": {1}, "drill": {0}}[kind]
        assert read.is_news == (kind == "news")
        roles = {"news": {NEWS, NONE}, "reaction": {BACKGROUND}, "drill": {NONE}}
        assert {read.role(mark) for mark in marks} == roles[kind]


def test_a_mention_is_held_against_each_incident_that_was_told_before_it(
    examples: Examples, fitted: Fitted
) -> None:
    read = next(r for r in examples.train if r.article.id.startswith("news"))
    told = fitted.judge.told(read.doc)
    found = list(joining_examples(read, told))
    assert [same for _, same in found] == [mark == 1 for mark in read.marks[1:]]
    assert all(flags["only one"] == 1.0 for flags, _ in found)


def test_the_scores_separate_news_from_reactions_and_drills(
    examples: Examples, fitted: Fitted
) -> None:
    chances = fitted.chances
    is_news = np.array([e.label == NEWS for e in fitted.candidates])
    assert chances[is_news].min() > chances[~is_news].max()
    scores = np.array([fitted.judge.of_article(r.article)["article"] for r in examples.train])
    assert separation(scores, [r.is_news for r in examples.train]).auc == 1.0
    again = fit_chain(examples.train, examples.extractor.lexicon)
    assert again.judge == fitted.judge, "the same examples, the same weights"


def test_the_type_is_that_of_the_incident_most_mentions_are_marked_with(
    examples: Examples, fitted: Fitted
) -> None:
    kinds = {"news": "vehicle_bombing", "reaction": "bombing_other"}
    for read in examples.train:
        if (kind := kinds.get(read.article.id.split()[0])) is not None:
            told = fitted.judge.told(read.doc)
            (group,) = [g for g in groups_of(told, fitted.judge.joining) if read.incident_of(g)]
            assert fitted.judge.kind(told.scene, group)[0] == kind


def test_of_two_labels_one_is_scored_and_rare_flags_count_nothing() -> None:
    flags = [{"a": 1.0}, {"a": 1.0, "b": 1.0}, {}, {}]
    labels = [SAME, SAME, "other", "other"]
    model = fit(Rows({}, {}, flags, labels, fewest_flags=2), 1.0, positive=SAME)
    assert model.classes == (SAME,)
    assert set(model.flags) == {"a"}
    assert model.scores({}, {"a": 1.0, "b": 1.0})[SAME] > model.scores({}, {})[SAME]
    with pytest.raises(ValueError, match="one label"):
        fit(Rows({}, {}, flags, [SAME] * 4), 1.0)


def test_folds_keep_an_article_and_a_story_together(examples: Examples) -> None:
    def fold(id_: str, source: str) -> int:
        read = examples.train[0]
        doc = dataclasses.replace(read.doc, article=dataclasses.replace(read.article, id=id_))
        return dataclasses.replace(read, doc=doc, source=source).fold

    assert len({read.fold for read in examples.train}) > 1
    assert fold("s01-001", "train/stories") == fold("s01-049", "train/stories")
    assert len({fold(f"s01-{n:03d}", "train/newsrooms") for n in range(9)}) > 1


def test_a_separation_is_what_its_words_say() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.1])
    found = separation(scores, [True, True, False, True, False])
    assert (found.n, found.right) == (5, 3)
    assert found.auc == pytest.approx(5 / 6)


def test_what_is_found_counts_an_article_as_often_as_it_stands_for_others(
    examples: Examples, fitted: Fitted
) -> None:
    heavy = [dataclasses.replace(e, weight=3.0) for e in fitted.candidates]
    articles = [dataclasses.replace(e, weight=3.0) for e in examples.train]
    news = np.array([float(e.label == NEWS) for e in heavy])
    found = found_above(news, heavy, articles, 0.5)["train/x"]
    assert found.precision == 1.0
    assert found.recall == sum(news) / sum(e.news for e in examples.train)
    some = [dataclasses.replace(e, weight=1.0) if e.label != NEWS else e for e in heavy]
    all_of_them = found_above(np.ones(len(some)), some, articles, 0.5)["train/x"]
    none = sum(e.label != NEWS for e in some)
    assert all_of_them.precision == pytest.approx(3 * sum(news) / (3 * sum(news) + none))


def test_tables_have_a_line_a_set_and_a_threshold(examples: Examples, fitted: Fitted) -> None:
    assert list(table(judge(examples)))[-1].startswith("| train/x | ")
    assert len(list(by_threshold(examples, fitted))) == 10


def test_parts_of_the_examples_are_by_article_and_by_source(examples: Examples) -> None:
    half = share_of(examples, 0.5)
    assert 0 < len(half.train) < len(examples.train)
    assert len(half.fresh) == len(examples.fresh)
    assert without(examples, "train/x").train == []
    assert part(examples, lambda _id, _source: False).train == []
