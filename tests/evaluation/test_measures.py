"""Near-duplicates, the split, candidates held against labels, masks in quotes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evaluation.masked_quotes import Piece, figures
from evaluation.near_duplicates import groups, repeated
from evaluation.oracle import ActorNames, first_pass, oracle_recall
from evaluation.sets import LabelledSet, Registered
from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact, Span
from scripts.split_labels import kind_of
from tests.evaluation.test_field_figures import article, incident, row

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
LONG = (
    "قتل سبعة أشخاص وأصيب تسعة آخرون بانفجار سيارة مفخخة كانت مركونة قرب سوق شعبي في مدينة كركوك "
    "صباح اليوم، بحسب مصدر في الشرطة قال إن سيارات الإسعاف نقلت الجرحى إلى المستشفى العام."
)
OTHER = (
    "أعلنت وزارة المالية أمس أن عجز الموازنة تراجع خلال الربع الأول من العام إلى أدنى مستوى له، "
    "وقال الوزير في مؤتمر صحفي إن الإيرادات غير النفطية ارتفعت بنسبة تسعة في المئة هذا العام."
)


def test_texts_that_repeat_one_another_are_one_group() -> None:
    found = groups({"b": LONG, "a": "عاجل " + LONG, "c": OTHER, "short": "قتل جندي"})
    assert found == {"a": "a", "b": "a", "c": "c", "short": "short"}


def test_what_repeats_a_known_text_is_named() -> None:
    assert repeated({"new": LONG, "other": OTHER}, {"new": "كركوك - " + LONG}) == {"new"}
    assert repeated({"new": LONG}, {}) == frozenset()


def test_the_split_is_by_hash_in_its_shares() -> None:
    kinds = [kind_of(f"article-{n}") for n in range(3000)]
    assert kinds.count("train") / 3000 == pytest.approx(0.6, abs=0.03)
    assert kinds.count("open") / 3000 == pytest.approx(0.2, abs=0.03)
    assert kinds.count("sealed") / 3000 == pytest.approx(0.2, abs=0.03)


def test_the_oracle_asks_for_the_candidates_and_not_for_the_choice() -> None:
    entry = Registered("train/x", "train", "incidents", False, "", "", "here", {}, "")
    told = article(LONG, title="")
    gold = [
        row(
            "a",
            incident("كركوك", event_type="vehicle_bombing", killed=9, weapon="car_bomb"),
            incident("تكريت", killed=70, main=False),
        ),
        row("b", incident("تكريت", event_type="vehicle_bombing", killed=70)),
    ]
    labelled = LabelledSet(entry, gold, {"a": told, "b": told}, {})
    found = oracle_recall(Extractor(SEEDS), [labelled], ActorNames(SEEDS))
    # nine stand in the text, though as wounded; the background incident is not asked for
    assert (found["killed"].found, found["killed"].n) == (1, 2)
    assert (found["place"].found, found["place"].n) == (1, 2)
    assert (found["weapon"].found, found["weapon"].n) == (1, 1)
    assert found["arrested"].value is None


def test_the_first_pass_is_asked_for_articles_with_a_main_incident() -> None:
    entry = Registered("train/x", "train", "incidents", False, "", "", "here", {}, "")
    quiet = article("افتتح الوزير معرض الكتاب في العاصمة أمس.", title="")
    gold = [
        row("a", incident("كركوك", event_type="vehicle_bombing", killed=9)),
        row("b", incident("تكريت", killed=70)),
        row("c", incident("تكريت", killed=70, main=False)),
    ]
    articles = {"a": article(LONG, title=""), "b": quiet, "c": quiet}
    kept = first_pass(Extractor(SEEDS), [LabelledSet(entry, gold, articles, {})])
    assert (kept.found, kept.n) == (1, 2)


class Masker:
    """Masks these words wherever they stand."""

    def __init__(self, *words: str) -> None:
        self._words = words

    def names_in(self, article: Article) -> Sequence[Span]:
        return [
            Span("text", at, at + len(word), word)
            for word in self._words
            if (at := article.text.find(word)) >= 0
        ]

    def extract(self, article: Article) -> Sequence[IncidentFact]:
        return ()


def test_masks_are_right_on_private_names_alone() -> None:
    text = "قال علي حسن إن الوزير سالم زار قطر"
    spans = tuple(
        (text.find(word), text.find(word) + len(word), kind)
        for word, kind in (("علي حسن", "N"), ("سالم", "O"), ("قطر", "P"))
    )
    piece = Piece(text, spans)
    right = figures(Masker("علي حسن"), [piece])
    assert (right["recall"], right["precision"]) == (1.0, 1.0)
    half = figures(Masker("علي", "سالم", "زار"), [piece])
    assert (half["recall"], half["precision"]) == (0.0, 1 / 3)
    assert half["touched"] == {"O": 1, "T": 0, "P": 0, "G": 0, "other words": 1}
    assert figures(Masker(), [piece])["precision"] == 1.0
