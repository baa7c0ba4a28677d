"""How likely words are to belong to a name, by what stands around them."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from extractors.errors import LexiconError
from extractors.names.weighing import NEVER, NameWeights, features
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.seedfiles import SEEDS_DIR, read_seed


def article(text: str) -> Article:
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Article("a", "https://x.example/1", "x", at, at.date(), text)


def odds(extractor: Extractor, text: str) -> dict[str, float]:
    """The odds of each word of a sentence, by the folded word."""
    (found,) = extractor.names_by_rules(article(text))
    weighed = NameWeights(SEEDS_DIR).odds(found.line, found.covered)
    return dict(zip((word.text for word in found.line.words), weighed, strict=True))


@pytest.mark.parametrize(
    ("person", "ordinary", "word"),
    [
        ("قتل فارس وأصيب شقيقه كريم", "قتل فارس على حصانه في فيلم كريم الإنتاج", "كريم"),
        ("عثر الأهالي على جثة جميل قرب النهر", "كان المشهد جميل بعد عودة النازحين", "جميل"),
        ("ناشدت أمل السلطات البحث عن زوجها", "يعيش الناس على أمل العودة", "امل"),
    ],
)
def test_a_word_is_a_name_by_what_stands_around_it(
    extractor: Extractor, person: str, ordinary: str, word: str
) -> None:
    assert odds(extractor, person)[word] > odds(extractor, ordinary)[word]


def test_odds_are_the_weights_of_the_features(extractor: Extractor) -> None:
    text = "قتل المواطن زرنوك بن خلف في حي الزهور، وقال علي إن القصف أصاب سوقا."
    (found,) = extractor.names_by_rules(article(text))
    weights = {
        row["feature"]: float(row["weight"])
        for row in read_seed("lexicon/name_weights.csv", ("feature", "weight"))
    }
    weighed = NameWeights(SEEDS_DIR).odds(found.line, found.covered)
    likely = [at for at, its in enumerate(weighed) if its != NEVER]
    assert likely
    told = features(found.line, found.covered)
    for at in likely:
        assert weighed[at] == pytest.approx(sum(weights.get(name, 0.0) for name in told[at]))


def test_a_weight_that_is_missing_is_said(tmp_path: Path) -> None:
    shutil.copytree(SEEDS_DIR, tmp_path / "seeds")
    (tmp_path / "seeds" / "lexicon" / "name_weights.csv").unlink()
    with pytest.raises(LexiconError, match="name_weights"):
        NameWeights(tmp_path / "seeds")
