"""From mentions to candidates: which mentions tell of one incident, and its fields filled in.

Each clause that tells of violence is a mention (mentions/); a learned score puts those of one event
together (joining/), another one says what kind of event they tell, rules fill in the other fields
(filling/). Whether it is news, background or nothing is decided behind that (scoring/judge.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING

from extractors.filling.context import Context
from extractors.filling.filler import Filler
from extractors.joining.incident import Incident
from extractors.joining.join import joined, joining_score
from extractors.mentions.mention import Mention
from extractors.scoring.features import Candidate
from extractors.scoring.weights import log_of

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.joining.likeness import Told
    from extractors.patterns.lexicon import Lexicon
    from extractors.scoring.judge import Judge
    from extractors.scoring.mention_features import Scene
    from extractors.scoring.weights import Linear

#: more mentions or incidents than these say nothing more
_MENTIONS, _INCIDENTS = 6, 8
#: incidents that are told so near may be the same
_NEAR = 8
#: joining scores beyond these are sure
_LOWEST, _HIGHEST = -6.0, 4.0


def candidates(doc: Document, lexicon: Lexicon, told: Told, judge: Judge) -> list[Candidate]:
    """The candidates of the article in the order of the text, their facts numbered from 1."""
    groups = groups_of(told, judge.joining)
    kinds = [judge.kind(told.scene, group) for group in groups]
    incidents = [
        # what the title tells is told again below it
        Incident(sorted(_by_sentence(told.scene, group), key=lambda m: m.title), kind)
        for group, (kind, _) in zip(groups, kinds, strict=True)
    ]
    filler = Filler(Context(doc, lexicon, incidents))
    facts = [filler.fill(incident, number) for number, incident in enumerate(incidents, 1)]
    facts = [filler.completed(f, i) for f, i in zip(facts, incidents, strict=True)]
    return [
        Candidate(
            doc.article,
            fact,
            number,
            len(facts),
            {
                **told.scene.of_article,
                "chance of its type": chance,
                **_telling(told, judge.joining, group, groups),
            },
        )
        for number, (fact, group, (_, chance)) in enumerate(zip(facts, groups, kinds, strict=True))
    ]


def groups_of(told: Told, joining: Linear) -> list[list[int]]:
    """The mentions of each incident by places in the scene, in the order of the text."""
    mentions = told.scene.mentions
    return sorted(joined(joining, told), key=lambda group: min(_place(mentions[a]) for a in group))


def _by_sentence(scene: Scene, group: Sequence[int]) -> Iterator[Mention]:
    """The mentions of an incident, those of one sentence put together."""
    mentions = (scene.mentions[at] for at in group)
    for _, of_sentence in groupby(mentions, key=lambda m: m.sentence):
        yield reduce(Mention.with_more, of_sentence)


def _place(mention: Mention) -> tuple[bool, int, int]:
    return mention.title, mention.sentence, mention.clauses[0].first


def _telling(
    told: Told, joining: Linear, group: Sequence[int], groups: Sequence[Sequence[int]]
) -> dict[str, float]:
    """What the mentions of a candidate show together."""
    mentions = [told.scene.mentions[at] for at in group]
    news = [told.news[at] for at in group]
    none = [told.none[at] for at in group]
    return {
        "mentions, most news": max(news),
        "mentions, mean news": sum(news) / len(news),
        "first mention, news": news[0],
        "mentions, most news, log": log_of(max(news)),
        "first mention, news, log": log_of(news[0]),
        "mentions, mean background": sum(told.background[at] for at in group) / len(group),
        "mentions, least none": min(none),
        "mentions, mean none": sum(none) / len(none),
        "mentions, all none": math.prod(none),
        "mentions": min(len(group), _MENTIONS) / _MENTIONS,
        "most mentions": float(len(group) == max(map(len, groups))),
        "told by": min(len(groups), _INCIDENTS) / _INCIDENTS,
        "like another": _nearest(told, joining, group, groups),
        "opens": float(any(m.opens for m in mentions)),
        "only in the title": float(all(m.title for m in mentions)),
        "titled": float(any(m.title for m in mentions)),
        "in the lead": float(any(m.lead for m in mentions)),
        "type is told": float(any(m.event_type is not None for m in mentions)),
        "only recalled": float(all(m.background for m in mentions)),
    }


def _nearest(
    told: Told, joining: Linear, group: Sequence[int], groups: Sequence[Sequence[int]]
) -> float:
    """How much speaks for its being of another incident of the article after all, one that is told
    not far from it."""
    at = next(n for n, one in enumerate(groups) if one is group)
    near = groups[max(at - _NEAR, 0) : at + _NEAR + 1]
    scores = [
        joining_score(joining, told, first, later[0], near)
        for other in near
        if other is not group
        for first, later in [sorted((group, other), key=lambda one: one[0])]
    ]
    return max(_LOWEST, min(_HIGHEST, max(scores, default=_LOWEST))) / _HIGHEST
