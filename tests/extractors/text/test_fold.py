"""Folding: what becomes one spelling, and the way back to the original."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.fold import fold, fold_passage


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الإرهاب", "الارهاب"),
        ("أُصيبَ", "اصيب"),
        ("مدرســـة", "مدرسه"),
        ("مصطفى", "مصطفي"),
        ("مسؤول قائم", "مسوول قايم"),
        ("پیشمرگة", "بيشمركه"),
        ("بيشمركة", "بيشمركه"),
        ("کرکوک", "كركوك"),
        ("١٢٫٥ و ۳", "12.5 و 3"),
        ("«داعش»", '"داعش"'),
        ("\u200fبغداد\u200e", "بغداد"),
        ("\ufefbحد", "لاحد"),
        ("ISTANBUL Évian", "istanbul evian"),
        ("a\u00a0b\tc\r\nd", "a b c \nd"),
        ("12–15", "12-15"),
        ("№ 5 ‴", "no 5 '''"),
    ],
)
def test_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_span_leads_back_to_the_original_words() -> None:
    original = "قُتِلَ ثلاثــةُ جنودٍ في «الفلّوجة»"
    passage = fold_passage("text", original)
    start = passage.folded.index("الفلوجه")
    span = passage.span(start, start + len("الفلوجه"))
    assert span.words == "الفلّوجة"
    assert original[span.start : span.end] == span.words


def test_letters_of_a_ligature_share_its_place() -> None:
    passage = fold_passage("title", "ﷲ أكبر")
    assert passage.folded.startswith("الله")
    assert passage.span(0, 4).words == "ﷲ"


@pytest.mark.parametrize(
    ("original", "word", "folded"),
    [
        ("أعلن quot;داعشquot; مسؤوليته", "داعش", 'اعلن "داعش" مسووليته'),
        ("أعلن &quot;داعش&quot;&nbsp;مسؤوليته", "داعش", 'اعلن "داعش" مسووليته'),
        ("نحو 3&#8211;5 قتلى", "قتلي", "نحو 3-5 قتلي"),
        ("قاعدة الـ«تيفور» بحمص", "بحمص", "قاعده التيفور بحمص"),
    ],
)
def test_left_over_entities_and_quoted_nouns(original: str, word: str, folded: str) -> None:
    passage = fold_passage("text", original)
    start = passage.folded.index(word)

    assert passage.folded == folded
    assert fold(passage.span(start, start + len(word)).words) == word


_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@given(_TEXT)
def test_folding_is_stable_and_offsets_fit(text: str) -> None:
    passage = fold_passage("text", text)
    assert passage.folded == fold(text)
    assert len(passage.offsets) == len(passage.folded) + 1
    assert list(passage.offsets) == sorted(passage.offsets)
    assert passage.offsets[-1] == len(text)
    for i, char in enumerate(passage.folded):
        assert char in fold(text[passage.offsets[i]])


def test_folding_what_was_folded_changes_nothing() -> None:
    letters = map(chr, range(sys.maxunicode + 1))
    assert [hex(ord(letter)) for letter in letters if fold(fold(letter)) != fold(letter)] == []
