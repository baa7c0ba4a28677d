"""How a mention is worded beside others: it adds, it names several, it recalls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.counts.casualties import is_of_them
from extractors.candidates.recalls import RECALLS, end_of_recall
from extractors.event_types import EVENT_FAMILIES
from extractors.mentions.mention import type_of
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.triggers import Clause
    from extractors.document import Document, Sentence
    from extractors.mentions.mention import Mention
    from extractors.patterns.pattern import Hit

#: families in which a plural names several events: تفجيرات، هجمات, not غارات
_SEVERAL = frozenset({"armed", "bombing"})
#: words that add a story at the head of a sentence
_ADDING = word_set("mentions.adding")
#: several attacks, as the object of a verb (folded): شنت هجمات
_ATTACKS = word_set("mentions.attacks")
#: what an event is called that is none of those told before, so near behind its name (folded)
_ANOTHER = word_set("mentions.another")
_NAMED_SO = 3
#: what a sentence sets out with that is before or behind another event (folded)
_LATER = word_set("mentions.later")
#: markers that what is told is older
RECALLING = RECALLS | {"older"}
#: … recall it all from so near the head of the sentence
_HEAD = 3
#: a month ago is said of what is told so near by
_OLDER_REACH = 9
#: … where something is told so soon behind them
_SOON = 3


def note_additions(doc: Document, mention: Mention) -> None:
    """Set whether the mention adds to what was told (كما قتل …), and whether its sentence quotes
    one more word on it: وأضاف …"""
    clause = mention.clauses[0]
    sentence = doc.sentences[clause.sentence]
    mention.also = sentence.tokens[clause.first].text in _ADDING
    mention.quoted_on = sentence.tokens[0].text.startswith("و") and any(
        h.first == 0 for h in hits_of(doc, clause.sentence, "reporting_verbs")
    )
    first = sentence.tokens[0].text
    mention.later = clause.first == 0 and first in _LATER
    mention.another = any(
        _is_another(sentence, at)
        for h in (*_first_noun(clause.triggers), *clause.weapons[:1])
        for at in range(h.first + 1, min(h.last + _NAMED_SO, clause.end))
    )
    if mention.another and mention.pointed:
        mention.pointed = mention.definite = False  # يذكر هذا الحادث بحادث مماثل
    first_counts: dict[str, Count] = {}
    for count in mention.counts:
        first_counts.setdefault(count.measure, count)
    mention.adds = (
        clause.first == 0
        and mention.also
        and not any(is_of_them(count, sentence.tokens) for count in first_counts.values())
        and any(
            0 < h.first <= _SOON
            for name in ("triggers", "harm_words", "reporting_verbs")
            for h in hits_of(doc, clause.sentence, name)
        )
    )


def _first_noun(hits: Sequence[Hit]) -> list[Hit]:
    """The first of the triggers that is no verb, if one is: انفجرت سيارة …، ثم قنبلة أخرى tells no
    other event."""
    return [h for h in hits if h.values.get("form") != "verb"][:1]


def _is_another(sentence: Sentence, at: int) -> bool:
    """Whether a word says that the event is one more: هجوم آخر, not the end of something: أغارت آخر
    الليل."""
    tokens = sentence.tokens
    construct = at + 1 < len(tokens) and tokens[at + 1].text.startswith("ال")
    return tokens[at].text in _ANOTHER and not construct


def note_plurals(doc: Document, mention: Mention) -> None:
    """Set whether a plural names events: التفجيرات، قتل عشرة في هجمات."""
    clause = mention.clauses[0]
    sentence = doc.sentences[clause.sentence]
    mention.plural_kind = (
        bool(clause.triggers)
        and not clause.harms
        and all(
            h.values["form"] == "plural"
            and h.values["event_type"] != "clash"
            and unjoined(sentence.tokens[h.first].text, "وفبلك").startswith(("ال", "لل"))
            for h in clause.triggers
        )
    )
    named = [h for h in clause.triggers if h.values["kind"] == "event"]
    mention.several = (
        bool(named)
        and (
            named[0].values["form"] == "plural"
            or unjoined(sentence.tokens[named[0].last].text, "ب") in _ATTACKS
        )
        and EVENT_FAMILIES[type_of(named[0])] in _SEVERAL
        and type_of(named[0]) != "clash"
    )


def note_background(doc: Document, mention: Mention) -> None:
    """Set whether words of recalling stand at the mention, whether it is only what something else
    came after, and whether its sentence is in the pluperfect."""
    clause = mention.clauses[0]
    sentence = doc.sentences[clause.sentence]
    mention.had = any(
        hit.values["kind"] == "past_perfect" and hit.first == 0
        for hit in hits_of(doc, clause.sentence, "background_markers")
    )
    behind = [
        hit.first
        for hit in hits_of(doc, clause.sentence, "background_markers")
        if hit.values["kind"] == "after"
    ]
    counted = [c.first for c in mention.counts if c.sentence == clause.sentence]
    named = [h.first for h in clause.triggers]
    ahead = bool(behind) and (mention.pointed or not any(at < min(behind) for at in named))
    if ahead and counted and min(counted) > min(behind) > clause.first:
        mention.pointed = mention.definite = False  # يأتي هذا الحادث بعد عام من خطف مئتي تلميذة
    mention.anchors = any(
        hit.values["kind"] == "after"
        and clause.first <= hit.first <= clause.first + 1
        and clause.end <= end_of_recall(doc, sentence, hit)
        for hit in hits_of(doc, clause.sentence, "background_markers")
    )
    mention.background = not mention.title and any(
        hit.values["kind"] in RECALLING
        and (hit.first <= _HEAD or hit.first < clause.end)
        and (hit.values["kind"] != "older" or _dates_it(clause, hit))
        and clause.first < end_of_recall(doc, sentence, hit)
        for hit in hits_of(doc, clause.sentence, "background_markers")
    )


def _dates_it(clause: Clause, hit: Hit) -> bool:
    """Whether words like "last month" stand near what the clause tells, so that they date it."""
    told = [*(h.last for h in clause.triggers), *(h.last for h in clause.harms)]
    return any(abs(hit.first - at) <= _OLDER_REACH for at in told)
