"""What the mentions of one incident show, as features of a linear score: what kind of event was it?

Rules that ranked the types which single mentions name did worse than this score on articles that
neither had seen (docs/contests.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractors.scoring.mention_features import words_of
from extractors.scoring.ngrams import Terms, pieces

if TYPE_CHECKING:
    from extractors.scoring.mention_features import Scene

#: words around its clauses that speak for a type
_AROUND = 3


def _around(scene: Scene, members: Sequence[int]) -> Iterator[str]:
    """The pieces of the words of its mentions and of those around them."""
    for at in members:
        yield from pieces(words_of(scene.doc, scene.mentions[at], _AROUND))


EVENT_PARTS = (Terms("around", _around, 8),)


def event_flags(scene: Scene, members: Sequence[int]) -> dict[str, float]:
    """What the mentions (by places in the scene, in its order) show besides their words."""
    mentions = [scene.mentions[at] for at in members]
    names = [f"first type {mentions[0].event_type}"]
    for mention in mentions:
        names.append(f"type {mention.event_type} {mention.firmness}")
        names += [f"weapon {w.weapon}" for w in mention.weapons]
        names += [f"target {t.target_type}" for t in mention.targets]
        names += [f"count {c.measure} {c.role}" for c in mention.counts]
        names += [f"victims {c.victim_class}" for c in mention.counts]
        names += [f"trigger {h.values['event_type']} {h.values['kind']}" for h in mention.triggers]
        names += [f"actor {a.part}" for a in mention.actors]
    names += ["takes prisoners"] * any(m.captures for m in mentions)
    return dict.fromkeys(names, 1.0)
