"""Labels are neutral: none says a word of seeds/loaded_words.csv in Sijill's own voice."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.editing.loaded_words import LoadedWord, loaded_words_in, read_loaded_words

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
WORDS = read_loaded_words(SEEDS)
#: columns that hold our own words; aliases, phrases and patterns hold those of texts
OURS = ("label_", "name_", "description_", "basis", "code")
#: their rows are not ours to word
NOT_OURS = {"loaded_words.csv", "outlets.csv"}


def labels() -> Iterator[tuple[str, str]]:
    """Where each label stands, and the label."""
    files = [path for path in sorted(SEEDS.glob("*.csv")) if path.name not in NOT_OURS]
    files += [SEEDS / "places" / name for name in ("countries.csv", "admin1.csv", "disputed.csv")]
    for path in files:
        with path.open(encoding="utf-8", newline="") as stream:
            for line, row in enumerate(csv.DictReader(stream), start=2):
                if path.name == "actors.csv" and row["label_ar"]:
                    del row["name_ar"]  # published is the label
                for column, value in row.items():
                    if column.startswith(OURS):
                        yield f"{path.name}:{line} {column}", value.replace("_", " ")


def test_no_label_of_the_seeds_is_loaded() -> None:
    found = list(labels())
    assert len(found) > 3000
    loaded = [
        f"{where}: {label} ({word.word}: say {word.say_instead})"
        for where, label in found
        for word in loaded_words_in(label, WORDS)
    ]
    assert loaded == []


def test_the_list_is_whole_and_finds_itself() -> None:
    assert {word.language for word in WORDS} == {"ar", "en"}
    assert len({(word.word, word.language) for word in WORDS}) == len(WORDS)
    for word in WORDS:
        assert word.forms, word
        assert word.why, word
        assert word.say_instead, word
        for form in word.forms:
            assert word in loaded_words_in(form, WORDS), (word.word, form)
        for name in word.allowed_in:
            assert word not in loaded_words_in(name, WORDS), (word.word, name)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.word)
def test_an_allowed_name_needs_its_exception(word: LoadedWord) -> None:
    """An exception that no longer excuses anything is to be taken off the list."""
    for name in word.allowed_in:
        assert loaded_words_in(name, (dataclasses.replace(word, allowed_in=()),)), name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("الميليشيات الموالية", ["ميليشيا"]),
        ("وبالميليشيات", ["ميليشيا"]),
        ("إستشهاد مدني", ["شهيد"]),
        ("للارهابيين", ["إرهابي"]),
        ("كتائب شهداء الأقصى", []),
        ("كتائب شهداء الأقصى وشهداء آخرون", ["شهيد"]),
        ("جهاز مكافحة الإرهاب العراقي", []),
        ("وصفهم البيان بأنهم «إرهابيون»", []),
        ("نظام المعلومات", []),
        ("قوات النظام", ["نظام (حكومة)"]),
        ("عصائب أهل الحق", []),
        ("الكفرة", []),
        ("The militia's men", ["militia"]),
        ('a "terrorist" group', []),
        ("terrorists", ["terrorist"]),
        ("registered enemies' losses", ["enemy"]),
        ("territory", []),
    ],
)
def test_what_counts_as_saying_a_word(text: str, found: list[str]) -> None:
    assert [word.word for word in loaded_words_in(text, WORDS)] == found
