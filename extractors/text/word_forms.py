"""Words, and the forms that a word may be without what news attaches to it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.patterns.word_sets import word_list
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

#: a word of folded text
TOKEN = re.compile(
    r"[0-9]*[a-z][a-z0-9]*"  # f16, 24tv
    r"|[0-9]+(?:[.,][0-9]+)*"  # 1,200  2.5
    r"|[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]+"
    r"|[^\W\d_]+"
)
ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]+\Z")
_MIN_STEM = 3
#: what is longer is no word: letters for emphasis, or a broken page
_LONGEST_WORD = 30


@lru_cache(maxsize=1)
def _protected() -> frozenset[str]:
    """Words whose first letter looks like a proclitic and is none (بغداد، واسط، كركوك)."""
    return frozenset(fold(r["word"]) for r in read_seed("lexicon/protected_words.csv", ["word"]))


@lru_cache(maxsize=1 << 16)
def is_protected(word: str) -> bool:
    """Whether the first letter belongs to the word: it is listed, or it extends a listed word of
    five letters or more (فلسطين، فلسطينيين)."""
    listed = _protected()
    longest = min(len(word), _LONGEST_WORD)
    return word in listed or any(word[:n] in listed for n in range(5, longest))


def _without_proclitics(word: str) -> Iterator[str]:
    """What the word is without و ف, ب ل ك, لل, ال, and without the س of a future verb."""
    if is_protected(word):
        return
    first = word[0]
    stems: list[str] = []
    if first in "وف" and len(word) > (2 if first == "و" else _MIN_STEM):
        stems.append(word[1:])
    if word.startswith("لل") and len(word) > _MIN_STEM:
        stems.append("ال" + word[2:])
    if first in "بلك" and len(word) > _MIN_STEM:
        stems.append(word[1:])
    if word.startswith("ال") and len(word) > _MIN_STEM:
        stems.append(word[2:])
    if first == "س" and len(word) > _MIN_STEM + 1 and word[1] in "يتنا":
        stems.append(word[1:])
    for stem in stems:
        yield stem
        yield from _without_proclitics(stem)


_PRONOUNS = word_list("sentences.pronouns")


def _without_pronoun(word: str) -> Iterator[str]:
    """What the word is without an attached pronoun, in the spelling that it then has."""
    for pronoun in _PRONOUNS:
        if not word.endswith(pronoun) or len(word) - len(pronoun) < _MIN_STEM:
            continue
        stem = word[: -len(pronoun)]
        yield stem
        if stem.endswith("ت"):  # سيارته → سياره
            yield stem[:-1] + "ه"
        elif stem.endswith("و"):  # قتلوهم → قتلوا
            yield stem + "ا"
        if stem.endswith(("اي", "او")):  # ابنايهم → ابناء
            yield stem[:-1] + "ء"


@lru_cache(maxsize=1 << 17)
def word_forms(word: str) -> tuple[str, ...]:
    """The folded word first, then what it may be without proclitics and pronouns, longest first.

    بالفلوجه → بالفلوجه, الفلوجه, فلوجه. A form is a candidate: not each is a word.
    """
    if not _MIN_STEM <= len(word) <= _LONGEST_WORD or not ARABIC.match(word):
        return (word,)
    found: dict[str, None] = {}
    standard = _in_standard_spelling(word)
    for whole in (word, standard) if standard else (word,):
        found |= dict.fromkeys((whole, *_without_proclitics(whole)))
    for stem in tuple(found):
        for bare in _without_pronoun(stem):
            found[bare] = None
    del found[word]
    return (word, *sorted(found, key=lambda form: (-len(form), form)))


def _in_standard_spelling(word: str) -> str:
    """A folded word as the lexicons write it, where a newspaper's own rule writes its hamza
    otherwise (مسئول); empty where it does not."""
    for written, standard in _spellings():
        if written in word:
            return word.replace(written, standard)
    return ""


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, str], ...]:
    """Folded stems as some newspapers write them, and as the lexicons do."""
    rows = read_seed("lexicon/spellings.csv", ["written", "standard"])
    return tuple((fold(r["written"]), fold(r["standard"])) for r in rows)
