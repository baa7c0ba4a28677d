"""People told without a number: the noun in the dual (جنديين) or in the singular (مقتل جندي)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.patterns.word_sets import word_set
from extractors.text.counted_nouns import is_accusative, noun_forms
from extractors.text.number_words import bare_number, number_words
from extractors.text.quantifiers import bounds, quantifier_after, quantifier_before

if TYPE_CHECKING:
    from extractors.document import Quantity, Token
    from extractors.text.counted_nouns import CountedNoun
    from extractors.text.quantity_line import QuantityLine

#: a dual in the oblique case, where the vowels are written
_FATHA_DUAL = re.compile("\u064e[\u064a\u0649]\u0652?\u0646\u0650?\\Z")
_ONE = word_set("quantities.one")
_KINDS_OF_PLACE = word_set("comparing.generic_heads")
_THAT = word_set("quantities.that")


def people_without_number(line: QuantityLine, at: int, free_from: int) -> Quantity | None:
    """The quantity of a noun that is two or one by its form."""
    token = line.tokens[at]
    nouns = noun_forms()
    word = token.text
    bare = next((form for form in token.forms if form in nouns.dual), None)
    if bare is not None and bare[-1] != "ن" and f"ال{bare}" in token.forms:
        bare = None  # التمييز العنصري: what has an article is no construct
    pair = (
        nouns.dual[bare]
        if bare is not None
        else _vowelled_dual(line, token) or _construct_dual(line, at)
    )
    if pair is not None and (pair.stands_alone or line.is_opened(at) or _in_list(line, at, pair)):
        if bare_number(line.words[at - 1]) is not None and at > 0 and line.gap(at - 1) == "":
            return None
        if at + 1 < len(line.words) and line.words[at + 1].startswith("اثن"):
            return None  # the number behind it makes the quantity
        first, kind = quantifier_before(line, at, free_from)
        if kind == "exact":
            kind = quantifier_after(line, at + 1)
        return line.quantity(first, at + 1, bounds(2, kind), kind, noun_inside=at)
    bare = next(
        (f for f in (word, word[1:] if word[0] in "وفبل" else word) if f in nouns.singular),
        None,
    )
    if bare is None or not _singular_counts(line, at, nouns.singular[bare], word):
        return None
    end = at + 1
    if end < len(line.words) and line.words[end] in _ONE:
        end += 1
    kind = quantifier_after(line, at + 1)
    return line.quantity(at, end, bounds(1, kind), kind, noun_inside=at)


def _vowelled_dual(line: QuantityLine, token: Token) -> CountedNoun | None:
    """The noun whose dual is told from its plural by a vowel sign: مواطنَين, not مواطنِين."""
    if not token.text.endswith("ين"):
        return None
    noun = next((p for f in token.forms if (p := noun_forms().plural.get(f))), None)
    if noun is None:
        return None
    return noun if _FATHA_DUAL.search(line.sentence.spelt(token)) else None


def _construct_dual(line: QuantityLine, at: int) -> CountedNoun | None:
    """The noun in the dual of the construct: ضابطا شرطة. One officer would be ضابط شرطة."""
    token = line.tokens[at]
    if not token.text.endswith("ا") or at + 1 >= len(line.words):
        return None
    if line.words[at + 1].removeprefix("ال") not in line.lexicon.construct:
        return None
    return next((n for f in token.forms if (n := noun_forms().singular.get(f))), None)


def _is_subject(line: QuantityLine, at: int) -> bool:
    """Whether somebody stands in the accusative behind "that": إن عاملا أصيب."""
    return bool(at) and line.words[at - 1] in _THAT and is_accusative(line.tokens[at])


def _singular_counts(line: QuantityLine, at: int, noun: CountedNoun, word: str) -> bool:
    """Whether an indefinite singular means one person."""
    one = at + 1 < len(line.words) and line.words[at + 1] in _ONE
    if at and line.gap(at - 1) == "":
        previous = line.tokens[at - 1]
        if previous.text in line.lexicon.blockers or any(
            f in number_words() or f in line.lexicon.vague for f in previous.forms
        ):
            return False
        if previous.text[0].isdecimal():
            return False
    if word.startswith("و") and at > 1 and line.words[at - 2] == "بين":
        return False  # بين عامل وموظف
    shared = word.startswith("و") and at > 1 and bare_number(line.words[at - 2]) is not None
    if shared and noun.kind in ("killed", "wounded") and line.noun_at(at - 1) is not None:
        return False  # 66 قتيلا وجريحا
    if shared and word.endswith("ا") and line.words[at - 1].endswith("ا"):
        return False  # 13 جنديا وشرطيا: thirteen of both
    return (
        one
        or noun.stands_alone
        or line.is_opened(at)
        or _is_subject(line, at)
        or _in_list(line, at, noun)
    )


def _in_list(line: QuantityLine, at: int, noun: CountedNoun) -> bool:
    """Whether "and" ties a noun to people who are counted: ضابطي شرطة ومدنيا، ثلاثة جنود
    ومدنيان."""
    listed = line.words[at].startswith("و") and (
        at <= line.people_end or _has_a_share(line, at, noun)
    )
    behind = line.words[at + 1].removeprefix("ال") if at + 1 < len(line.words) else ""
    of_a_force = noun.victim_class is None and behind in line.lexicon.construct  # وفرد شرطة
    return listed and (of_a_force or noun.victim_class not in (None, "militants"))


def _has_a_share(line: QuantityLine, at: int, noun: CountedNoun) -> bool:
    """Whether one is told of a place, behind others of another: ثلاثة جنود في حي كذا ومدني في بلدة
    كذا."""
    behind = line.words[at + 1 : at + 3]
    in_a_place = len(behind) > 1 and behind[0] == "في" and behind[1] in _KINDS_OF_PLACE
    return in_a_place and noun.victim_class is not None and line.people_told
