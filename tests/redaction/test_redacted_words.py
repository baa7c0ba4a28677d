"""Words are found however they are spelt, and only they."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.names import MASK
from warehouse.store.redacted_words import (
    FILLER,
    RUN_WORDS,
    HashedName,
    RedactedWords,
    keyed,
    runs_of,
)

KEY = b"k" * 32
NAME = "عبد الله أوكارافو"
NAMED = RedactedWords(KEY, HashedName.of(KEY, (NAME, "Abdallah Okarafo")))
TEXT = "سقطت قذيفة على السوق القديم ظهر الأحد ولم تقع إصابات بين الباعة والزبائن"


@pytest.mark.parametrize(
    ("text", "without"),
    [
        (f"قتل {NAME} أمس", f"قتل {MASK} أمس"),
        ("قتل عبدالله اوكارافو أمس", f"قتل {MASK} أمس"),
        ("عَبْدُ اللّٰهِ أوكـــارافو", MASK),
        ("وعبد الله أوكارافو، ولعبد الله أوكارافو", f"و{MASK}، ول{MASK}"),
        ("وبعبد الله أوكارافو", f"وب{MASK}"),
        ("«عبد الله\u200f أوكارافو»", f"«{MASK}»"),
        # the masking found the family name alone
        (f"قتل عبد الله {MASK} أمس", f"قتل {MASK} أمس"),
        ("https://x.example/2026/abdallah-okarafo/1", f"https://x.example/2026/{MASK}/1"),
        (f"https://x.example/{quote('مقتل-عبد-الله-أوكارافو')}/1", "https://x.example//1"),
        (json.dumps({"a": f"قتل {NAME}، أمس"}), None),
    ],
)
def test_a_name_in_every_spelling(text: str, without: str | None) -> None:
    assert NAMED.stands_in(text)
    clean = NAMED.without(text)
    assert not NAMED.stands_in(clean)
    assert without is None or clean == without
    assert len(NAMED.filled(text)) == len(text)
    assert not NAMED.stands_in(NAMED.filled(text))


@pytest.mark.parametrize(
    "text",
    [
        "عبد الله وحده",
        "أوكارافو وعبد الله",
        "عبد الله. وقال أوكارافو",
        "عبد اللهم أوكارافو",
        "معبد الله أوكارافوي",
        "",
    ],
)
def test_what_is_not_the_name(text: str) -> None:
    assert not NAMED.stands_in(text)
    assert NAMED.without(text) == text


def test_a_quote_that_ends_within_the_name() -> None:
    quote_ = " ".join([*["كلمة"] * 23, "عبد", "الله"])
    assert NAMED.without(quote_).endswith(f"كلمة {MASK}")
    assert NAMED.without("كلمة عبد الله") == "كلمة عبد الله"


def test_nothing_of_the_words_stands_in_the_hashes() -> None:
    told = repr(NAMED.name)
    assert not any(word in told for word in (*NAME.split(), "okarafo"))
    assert keyed(KEY, "name", "a") != keyed(b"j" * 32, "name", "a")


def test_a_text_is_told_by_runs_of_its_own() -> None:
    runs = list(runs_of(KEY, TEXT))
    own = RedactedWords(
        KEY,
        runs=frozenset(run for run, _ in runs),
        run_starts=frozenset(start for _, start in runs),
        values={keyed(KEY, "value", "عنوان"): None},
    )
    words = TEXT.split()
    piece = " ".join(words[2 : 2 + RUN_WORDS])
    assert own.stands_in(f"كتب: {piece} ثم")
    assert not own.stands_in(" ".join(words[2 : 1 + RUN_WORDS]))
    assert own.among([piece, "شيء آخر", TEXT]) == [piece, TEXT]
    assert own.value("عنوان") is None
    assert own.value("غيره") == "غيره"
    state = json.dumps({"killed_best": 2, "quote": f"«{piece}»", "x": 1.50}, ensure_ascii=False)
    compact = state.replace('": ', '":')
    assert own.state(compact) == compact.replace(f'"«{piece}»"', "null")


@given(st.text(), st.text())
def test_any_text_around_it_stays(before: str, after: str) -> None:
    text = f"{before} {NAME} {after}"
    filled = NAMED.filled(text)
    assert len(filled) == len(text)
    assert FILLER in filled
    assert not NAMED.stands_in(NAMED.without(text))
    if not NAMED.stands_in(f"{before} {after}"):
        assert [a for a, b in zip(text, filled, strict=True) if a != b] == list(NAME)
