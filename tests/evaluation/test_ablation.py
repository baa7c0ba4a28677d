"""The tagger alone, the trials and the page of the ablation, with a tagger of the test's own."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from evaluation import ablation
from evaluation.articles import sample_articles
from evaluation.sets import OWN, LabelledSet, labelled_sets, ordinary_articles
from evaluation.tagger_alone import TaggerAlone
from evaluation.trials import TRIALS, Trial, Tried
from extractors.document import Entity, Sentence
from extractors.pipeline import Extractor
from extractors.records import Article

pytestmark = pytest.mark.full

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"


class Finder:
    """Finds these names wherever they stand."""

    name = "finder"

    def __init__(self, *names: tuple[str, str]) -> None:
        self.names = names
        self.read = 0

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        self.read += len(sentences)
        return [
            tuple(
                Entity(s.index, s.start + at, s.start + at + len(name), label)
                for label, name in self.names
                if (at := s.folded.find(name)) >= 0
            )
            for s in sentences
        ]

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        return [() for _ in sentences]


def _article(text: str) -> Article:
    some = next(iter(sample_articles(ROOT / "samples/articles.jsonl", SEEDS).values()))
    return dataclasses.replace(some, title="", text=text)


def _trial(function_or_words: str) -> Trial:
    return next(t for t in TRIALS if function_or_words in t.what)


def test_tagger_alone_reads_only_what_it_names() -> None:
    text = "قتل سبعة أشخاص بتفجير سيارة مفخخة في كركوك. وزار الوزير تكريت."
    finder = Finder(("COUNT", "سبعه اشخاص"), ("PLACE", "كركوك"))
    (found,) = TaggerAlone(SEEDS, finder).extract_bulk([_article(text)])
    assert [(i["killed"], i["place"], i["weapon"]) for i in found] == [(7, "كركوك", "unknown")]


def test_tagger_alone_parts_incidents_by_place() -> None:
    text = "قتل سبعة أشخاص في كركوك. وأصيب جنديان. وقتل تسعة أشخاص في تكريت."
    names = (
        ("COUNT", "سبعه اشخاص"), ("COUNT", "جنديان"), ("COUNT", "تسعه اشخاص"),
        ("PLACE", "كركوك"), ("PLACE", "تكريت"),
    )  # fmt: skip
    (found,) = TaggerAlone(SEEDS, Finder(*names)).extract_bulk([_article(text)])
    assert [(i["killed"], i["wounded"]) for i in found] == [(7, 2), (9, None)]


def test_tagger_alone_without_names_finds_nothing() -> None:
    (found,) = TaggerAlone(SEEDS, Finder()).extract_bulk(
        [_article("قتل سبعة أشخاص بتفجير سيارة مفخخة في كركوك.")]
    )
    assert found == []


def test_tagger_alone_takes_a_group_that_no_list_has_as_it_is_called() -> None:
    text = "تبنت جماعة «سيوف الغروب» تفجيرا أوقع سبعة قتلى في كركوك أمس."
    finder = Finder(("COUNT", "سبعه قتلي"), ("ORG", "سيوف الغروب"))
    (found,) = TaggerAlone(SEEDS, finder).extract_bulk([_article(text)])
    assert [(i["perpetrator"], i["perpetrator_id"]) for i in found] == [("جماعة سيوف الغروب", None)]


def test_a_trial_changes_what_it_says() -> None:
    """Counts that the tagger does not confirm are dropped by that trial, and by no other arm."""
    article = _article("قتل سبعة أشخاص بتفجير سيارة مفخخة في كركوك أمس.")
    trial = _trial("Only counts that lie on a COUNT")
    (rules,) = Extractor(SEEDS).extract(article)
    assert rules.killed is not None
    (tried,) = Tried(SEEDS, Finder(("WEAPON", "سياره مفخخه")), trial).extract(article)
    assert tried.killed is None
    (kept,) = Tried(SEEDS, Finder(("COUNT", "سبعه اشخاص")), trial).extract(article)
    assert kept == rules


@pytest.fixture(scope="module")
def few() -> LabelledSet:
    own = next(s for s in labelled_sets(ROOT) if s.name == OWN)
    return LabelledSet(own.entry, own.gold[:6], own.articles, {})


def test_remembering_reads_nothing_twice(few: LabelledSet) -> None:
    finder = Finder()
    known = ablation.Remembering(finder)
    extractor = Tried(SEEDS, known, TRIALS[0])
    articles = [few.articles[str(row["id"])] for row in few.gold]
    first = extractor.extract_bulk(articles)
    read = finder.read
    assert read > 0
    assert extractor.extract_bulk(articles) == first
    assert finder.read == read


def test_page_has_every_field_and_trial_and_no_word_of_an_article(few: LabelledSet) -> None:
    finder = Finder(("COUNT", "اشخاص"))
    three, tried = ablation.arms(ROOT, finder, [few], TRIALS[:2], ordinary_articles(ROOT)[:20])
    page = ablation.page(three, tried, "finder")
    for name in ("incident F1", "slot F1", "killed", "target_type", "attribution source"):
        assert f"| {name} |" in page
    assert all(trial.what in page for trial, _ in tried)
    assert not re.search("[\u0621-\u064a]", page)
    rules, alone, _ = three
    assert rules.reports[OWN].figures != alone.reports[OWN].figures
