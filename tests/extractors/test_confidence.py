"""What is recorded, and how sure it is said to be."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from extractors.confidence import CONSTANT, Signs, confidence, features, recordable
from extractors.errors import LexiconError
from extractors.lexicon import Lexicon
from extractors.seedfiles import SEEDS_DIR

NOTHING = Signs(
    firm_trigger=False, verb=False, plural_only=False, counted=False, vague=False, place=False,
    region=False, dated=False, weapon=False, perpetrator=False, target=False, source=False,
    titled=False, led=False, mentions=1, background=False, doubted=0.0,
)  # fmt: skip
PLAIN = replace(NOTHING, firm_trigger=True, verb=True, counted=True, place=True, region=True)


def test_each_sign_has_a_committed_weight() -> None:
    weights = Lexicon().confidence_weights
    assert weights.keys() == features(NOTHING).keys() | {CONSTANT}
    assert {field.name for field in fields(Signs)} <= weights.keys()


def test_more_that_speaks_for_it_is_surer() -> None:
    weights = Lexicon().confidence_weights
    assert confidence(NOTHING, weights) < 0.6
    assert confidence(PLAIN, weights) > 0.8
    more = replace(PLAIN, dated=True, weapon=True, perpetrator=True, mentions=3)
    assert confidence(PLAIN, weights) < confidence(more, weights) < 1.0


def test_an_incident_needs_a_place_or_a_count_and_no_more_doubt_than_it_bears() -> None:
    assert recordable(PLAIN)
    assert not recordable(replace(PLAIN, place=False, region=False, counted=False))
    assert not recordable(replace(PLAIN, doubted=9.0))


def test_a_weight_that_is_no_number_is_named(tmp_path: Path) -> None:
    for path in SEEDS_DIR.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "confidence.csv").unlink()
    (tmp_path / "confidence.csv").write_text("sign,weight\nverb,much\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="the weight of verb is 'much'"):
        Lexicon(tmp_path)
