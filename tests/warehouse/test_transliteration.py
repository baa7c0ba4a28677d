"""Latin names by rule."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractors.errors import LexiconError
from warehouse.core.settings import PROJECT_ROOT
from warehouse.steps.transliteration import Transliteration

SEEDS = PROJECT_ROOT / "seeds"


@pytest.fixture(scope="module")
def table() -> Transliteration:
    return Transliteration.read(SEEDS)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("مخيم جنين", "Mukhayyam Jenin"),
        ("سوق الجديدة", "Suq al-Jadida"),
        ("المنطقة الشرقية", "al-Mintaqa al-Sharqiya"),  # no construct behind an article
        ("دُور", "Dur"),  # a mark of vowels counts for nothing, a long vowel for one
        ("يارون", "Yarun"),
        ("الفرقة 17", "al-Firqa 17"),
    ],
)
def test_names_are_written_by_the_table(table: Transliteration, arabic: str, latin: str) -> None:
    assert table.latin(arabic) == latin


def test_what_the_table_does_not_know_gets_no_name(table: Transliteration) -> None:
    assert table.latin("東京") is None
    assert table.latin(" ") is None


def test_every_name_of_the_supplement_can_be_written(table: Transliteration) -> None:
    with (SEEDS / "places" / "supplement.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name_ar"] for row in csv.DictReader(file)]
    written = [table.latin(name) for name in names]
    assert len(names) > 3_000
    assert all(latin and latin.isascii() for latin in written)


@pytest.mark.parametrize(
    "text", [None, "unit,arabic\nword,x\n", "unit,arabic,position,latin\nword,x,middle,y\n"]
)
def test_a_faulty_table_is_named(tmp_path: Path, text: str | None) -> None:
    (tmp_path / "places").mkdir()
    if text:
        (tmp_path / "places" / "transliteration.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"transliteration\.csv"):
        Transliteration.read(tmp_path)
