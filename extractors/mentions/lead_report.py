"""What the head of an article reports, which no word elsewhere in it can then make none."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from extractors.event_types import EVENT_FAMILIES
from extractors.mentions.mention import HARM
from extractors.relevance import tells

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.facts.casualties import Count
    from extractors.facts.triggers import Clause, Sense

#: a report is of the last days
_NEWS_DAYS = 7
#: families of attacks that no ordinary criminal makes
_OF_WAR = frozenset({"bombing", "remote"})
#: what a sentence that reports an attack holds no word of
_NO_REPORT = frozenset(
    {"sport", "cyber", "figurative", "drill", "fiction", "opinion", "yearbook", "accident",
     "crime", "denial", "anniversary", "statistic", "campaign", "hypothetical", "verdict",
     "judicial"}
)  # fmt: skip
#: what a word far from a lead's attack may speak of beside it: a film, a match, a memory
_BESIDE = frozenset({"fiction", "sport", "anniversary", "opinion"})


def told_apart(doc: Document, head: list[int], senses: tuple[Sense, ...]) -> frozenset[str]:
    """Kinds of negatives that take nothing from the article where they stand apart from the head's
    own sentences, because one of these reports an attack with its day, its place and its toll. What
    only turns out later (a drill, an accident) takes all of it."""
    reports = [index for index in head if _reports(doc, senses[index])]
    if not reports:
        return frozenset()
    clauses = cast("tuple[Clause, ...]", doc.annotations.get("clauses", ()))
    means = {
        EVENT_FAMILIES[hit.values["event_type"]]
        for clause in clauses
        if clause.sentence in reports
        for hit in (*clause.triggers, *clause.weapons)
        if hit.values["event_type"]
    }
    return _BESIDE | {"crime"} if means & _OF_WAR else _BESIDE


def may_be_told_apart(doc: Document, head: list[int], senses: tuple[Sense, ...]) -> frozenset[str]:
    """At most these kinds `told_apart` gives, by the words alone: days, places and tolls need not
    have been read."""
    may_report = any(
        not senses[index].negatives & _NO_REPORT and tells(doc, index) for index in head
    )
    return _BESIDE | {"crime"} if may_report else frozenset()


def _reports(doc: Document, sense: Sense) -> bool:
    """Whether a sentence tells an event of the last days, with its place and its toll."""
    index = sense.sentence
    if sense.negatives & _NO_REPORT:
        return False
    published = doc.article.published_on
    dated = any(
        d.sentence == index
        and d.precision == "day"
        and not d.is_dateline
        and 0 <= (published - d.latest).days <= _NEWS_DAYS
        for d in doc.dates
    )
    placed = any(p.sentence == index and not p.is_dateline for p in doc.places)
    counts = cast("tuple[Count, ...]", doc.annotations.get("counts", ()))
    harmed = any(c.sentence == index and c.measure in HARM and c.firm and c.value for c in counts)
    return dated and placed and harmed
