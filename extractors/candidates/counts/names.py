"""People told of by nothing but their name: مقتل سالم حسن، خطف مسلحون جون براون، كريم جاسم قتل في …
or by a name behind what somebody is, though no list counts such people: قتل المهاجر سالم حسن.

The names are read by the words of extractors/names/, here only to count the people.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.counts.casualties import Count
from extractors.candidates.counts.measures import PARTED
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.candidates.counts.line import CountLine
    from extractors.patterns.pattern import Hit

#: a single word is as well a place's or a thing's name
_NAME = 2
#: … and a name before its verb has so many words at most
_LONGEST = 5
#: what happens to those who are named; an arrest only where it says who made it
_BEFALLEN = frozenset({"killed", "wounded", "abducted"})
_BY_SOMEBODY = _BEFALLEN | {"arrested"}
#: from somebody who acts to his verb
_ACTS_NEAR = 3
#: verbs behind a name in the singular whose subject may as well have done it
_EITHER = word_set("counts.done_or_suffered")
#: kinds of name_introducers.csv that say what somebody is
_OF_PERSONS = frozenset({"person", "rank"})
#: a person of no known class
SOMEBODY = {"victim_class": "people", "target_type": "civilians"}
_SUBJECT = 6
_MEANWHILE = frozenset({"في", "خلال"})
_CAUSE = word_set("counts.cause")


def named_behind(line: CountLine, hit: Hit) -> Count | None:
    """Who is named right behind a word of harm, or behind the verb's subject, and how many."""
    if line.has_object(hit.first):
        return None
    whole = len(hit.tokens) == hit.last - hit.first + 1
    at = (hit.last if whole else hit.first) + 1  # لقي سالم حسن مصرعه
    verb = hit.values["form"] == "verb"
    while verb and at in line.subjects and at - hit.first <= _SUBJECT:
        at += 1
    if at + 1 < len(line.tokens) and line.tokens[at].text in _MEANWHILE and at + 1 in line.heads:
        at += 2  # قتل في الهجوم سالم حسن
    by_somebody = verb and (at - 1 in line.subjects or _somebody_before(line, hit))
    if hit.values["measure"] not in (_BY_SOMEBODY if by_somebody else _BEFALLEN):
        return None
    named = _end_of_name(line, at)
    number, last, end = 0, at, named or _end_of_titled(line, at)
    if end is None:
        return None
    while end is not None:
        number, last = number + 1, end - 1
        end = _end_of_name(line, end) if line.goes_on(end) else None
    count = _of_people(line, hit, hit.first, last, number)
    return count if named is not None else _with_class(line, count, at)


def named_before(line: CountLine, hit: Hit) -> Count | None:
    """Who is named right before a verb that says what befell him: قال إن كريم جاسم قتل في …"""
    verb = line.tokens[hit.first].text
    if hit.values["measure"] not in _BEFALLEN or hit.values["form"] != "verb" or verb[0] in "وف":
        return None
    if hit.values["active"] or line.has_object(hit.first) or verb.endswith(("وا", "ا")):
        return None
    if verb in _EITHER and not _goes_on_with_how(line, hit.last + 1):
        return None
    for first in range(max(hit.first - _LONGEST, 0), hit.first - _NAME + 1):
        if _end_of_name(line, first) == hit.first:
            return _of_people(line, hit, first, hit.last, 1)
    return None


def _of_people(line: CountLine, hit: Hit, first: int, last: int, number: int) -> Count:
    return Count(
        line.sentence.index, first, last, hit.values["measure"], number, number, number, "total",
        firm=False, named=True,
    )  # fmt: skip


def _end_of_name(line: CountLine, at: int) -> int | None:
    """The token behind a person's full name that begins at `at`; None where there is none."""
    if at + 1 >= len(line.tokens) or at in line.subjects or at in line.starts:
        return None
    return line.names.end_of_name(at, introduced=False)


def _end_of_titled(line: CountLine, at: int) -> int | None:
    """The token behind a name that stands behind what its bearer is: المهاجر سالم حسن."""
    if at + 1 >= len(line.tokens) or not line.names.joined(at):
        return None
    if not _OF_PERSONS & line.names.words[at].introduces:
        return None
    if any(i in known for i in (at, at + 1) for known in (line.subjects, line.heads, line.starts)):
        return None
    return line.names.end_of_name(at + 1, introduced=True)


def _with_class(line: CountLine, count: Count, at: int) -> Count:
    """A count of who is named, of the people whom the word at a token calls so."""
    people = line.people_at(at)
    values = people.values if people is not None else SOMEBODY
    return replace(count, victim_class=values["victim_class"], target_type=values["target_type"])


def _somebody_before(line: CountLine, hit: Hit) -> bool:
    """Whether somebody who acts stands before the verb: القوات تعتقل سالم حسن."""
    near = range(max(hit.first - _ACTS_NEAR, 0), hit.first)
    return any(at in line.subjects and not line.is_led(at) for at in near)


def _goes_on_with_how(line: CountLine, at: int) -> bool:
    """Whether what stands behind a verb tells where, when or by what it happened."""
    if at >= len(line.tokens):
        return True
    text = line.tokens[at].text
    return text in PARTED or text in _CAUSE or line.is_parted(at)
