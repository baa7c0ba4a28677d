"""The words by which two reports of one incident are recognised.

Names of streets, markets, persons and villages separate incidents, what all news shares does
not. How rare a word is was counted over articles of our own writing (scripts/count_words.py) and
stands in word_counts.csv; a word that is not in there is rare.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from extractors.text.fold import fold
from extractors.text.word_forms import word_forms

#: what a place may be (street, quarter), which is no part of its name; folded
KINDS_FILE = Path(__file__).with_name("place_kinds.csv")
COUNTS_FILE = Path(__file__).with_name("word_counts.csv")
#: share of articles up to which a word is rare, and up to which it says anything at all
RARE_UP_TO = 0.004
TELLING_UP_TO = 0.06
#: enough to recognise a story by; more words would only cost time
MOST_WORDS = 120
#: fields whose words stand where the incident is reported; a date or a source may stand far from it
TELLING_FIELDS = ("event_type", "killed", "wounded", "place", "weapon", "target_type")
_LONGEST_PASSAGE = 1_500
#: the largest radius of a city in the gazetteer
_SEAT_KM = 12.0
_SHORTEST_STEM = 3
_WORD = re.compile(r"[ء-ي]{3,}")
_SENTENCE_END = re.compile(r"[.!?؟\n]+")


def sentences_around(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The sentences of `text` that the spans (start, end) touch, in the order of the text."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    borders = list(itertools.pairwise([0, *ends, len(text)]))
    touched: set[tuple[int, int]] = set()
    for start, end in spans:
        touched |= {
            (low, high) for low, high in borders if low < max(end, start + 1) and start < high
        }
    return " ".join(text[low:high].strip() for low, high in sorted(touched))


def passage_of(title: str, text: str, spans: Iterable[tuple[str, int, int]], *, alone: bool) -> str:
    """The words of an article that are about one of its incidents.

    `spans`: part (title or text), start and end of its evidence. Where the incident is the only
    one (`alone`) all of the article is about it, up to 1,500 letters; else the sentences that its
    evidence touches.
    """
    if alone:
        return f"{title} {text[:_LONGEST_PASSAGE]}"
    placed = list(spans)
    return " ".join(
        sentences_around(content, [(start, end) for part, start, end in placed if part == name])
        for name, content in (("title", title), ("text", text))
    )


def telling_words(passage: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Stems of the passage's words: the rare ones, and those that are neither rare nor common.

    Each once, sorted; at most 120 of each, the first in the passage.
    """
    rare: dict[str, None] = {}
    other: dict[str, None] = {}
    for word in _WORD.findall(fold(passage)):
        found = stem(word)
        share = _share(found)
        if share <= RARE_UP_TO:
            rare[found] = None
        elif share <= TELLING_UP_TO:
            other[found] = None
    return tuple(sorted(list(rare)[:MOST_WORDS])), tuple(sorted(list(other)[:MOST_WORDS]))


def site_words(place_name: str | None) -> tuple[str, ...]:
    """Stems of a place's name without the words that only say what it is (street, quarter)."""
    if not place_name:
        return ()
    found = {stem(word) for word in _WORD.findall(fold(place_name))}
    return tuple(sorted(found - _kinds_of_place() or found))


def reach_km(
    place_name: str | None, admin1_name: str | None, radius_km: float | None
) -> float | None:
    """The radius in which a place that is named so lies, from the gazetteer's for it.

    A seat that bears the name of its governorate (مأرب، درعا، هكاري) is often named for what lies
    elsewhere in it, so it is no exact place, however small the town.
    """
    if radius_km is None or not admin1_name:
        return radius_km
    named_alike = site_words(place_name) == site_words(admin1_name)
    return max(radius_km, _SEAT_KM) if named_alike else radius_km


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """A folded word without what is attached to it: of what it may be, what is met most often."""
    counts, _ = _counts()
    forms = [form for form in word_forms(word) if len(form) >= _SHORTEST_STEM] or [word]
    return min(forms, key=lambda form: (-counts.get(form, 0), len(form), form))


def _share(word: str) -> float:
    counts, articles = _counts()
    return counts.get(word, 0) / articles


@lru_cache(maxsize=1)
def _counts() -> tuple[dict[str, int], int]:
    """The number of articles in which each form was met, and of all articles (the row without a
    word)."""
    with COUNTS_FILE.open(encoding="utf-8", newline="") as stream:
        counts = {row["word"]: int(row["articles"]) for row in csv.DictReader(stream)}
    return counts, counts.pop("")


@lru_cache(maxsize=1)
def _kinds_of_place() -> frozenset[str]:
    with KINDS_FILE.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["word"] for row in csv.DictReader(stream))
