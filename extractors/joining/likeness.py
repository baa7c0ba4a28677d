"""What speaks for a mention's being of an incident told before it, as features of a linear score.

The incident is the mentions that were put together so far. Nothing is decided here: what each
feature weighs was fitted on articles in which every mention is marked (training/fit.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.comparing import figures, place_fit
from extractors.mentions.mention import told

if TYPE_CHECKING:
    from extractors.mentions.mention import Mention
    from extractors.scoring.mention_features import Scene

MEASURES = ("killed", "wounded", "arrested", "abducted")
#: what the later mention, and both, are marked as
_LATER = (
    "definite", "revises", "pointed", "background", "had", "another", "later", "also", "adds",
    "quoted_on", "title", "lead", "anchors", "about", "several", "heading",
)  # fmt: skip
#: beyond these a number says nothing more
_FAR, _SINCE, _MOST = 12, 5, 8
#: mentions of an incident that a further one is held against word by word
_LAST = 8


@dataclass(frozen=True, slots=True)
class Told:
    """The mentions of a scene, what the score of mentions says of each, and the weights of the
    words of each (by place in the vocabulary, squares adding up to one)."""

    scene: Scene
    news: Sequence[float]
    background: Sequence[float]
    none: Sequence[float]
    words: Sequence[dict[int, float]]

    def likeness(self, left: int, right: int) -> float:
        """How far two mentions use the same words: 0 to 1."""
        few, many = sorted((self.words[left], self.words[right]), key=len)
        return sum(weight * many.get(at, 0.0) for at, weight in few.items())


def joining_flags(
    told_before: Told, incident: Sequence[int], at: int, incidents: Sequence[Sequence[int]]
) -> dict[str, float]:
    """What speaks for mention `at`'s being of an incident, both by places in the scene; `incidents`
    are all that were told before it, in the order in which they were begun."""
    found = {f"last {k}": v for k, v in _pair(told_before, incident[-1], at).items()}
    if len(incident) > 1:
        found |= {f"first {k}": v for k, v in _pair(told_before, incident[0], at).items()}
    else:
        found["told once"] = 1.0
    mentions = told_before.scene.mentions
    mention = mentions[at]
    found |= _together([mentions[i] for i in incident], mention)
    since = sum(other[-1] > incident[-1] for other in incidents)
    gap = mention.sentence - mentions[incident[-1]].sentence
    found |= {
        f"rank {min(since, 4)}": 1.0,
        "since": min(since, _SINCE) / _SINCE,
        "only one": float(len(incidents) == 1),
        "incidents": min(len(incidents), _MOST) / _MOST,
        "size": min(len(incident), _MOST) / _MOST,
        "first told": float(incident is incidents[0]),
        "told last, definite": float(since == 0 and mention.definite),
        "told last, same sentence": float(since == 0 and gap == 0),
        "told last, next sentence": float(since == 0 and gap == 1),
        "in the title": float(any(mentions[i].title for i in incident)),
        "words": max(told_before.likeness(i, at) for i in incident[-_LAST:]),
        "told": float(told(mention)),
        "placed": float(bool(mention.places)),
        f"type {mention.event_type}": 1.0,
    }
    return found | _by_chances(told_before, incident, at)


def _by_chances(told_before: Told, incident: Sequence[int], at: int) -> dict[str, float]:
    """Whether both are news, or both are recalled."""
    mean = {
        name: sum(values[i] for i in incident) / len(incident)
        for name, values in (
            ("news", told_before.news),
            ("background", told_before.background),
            ("none", told_before.none),
        )
    }
    apart = abs(mean["news"] - told_before.news[at])
    return {f"incident {name}": value for name, value in mean.items()} | {"news apart": apart}


def _together(before: Sequence[Mention], mention: Mention) -> dict[str, float]:
    """How a mention fits all that was told of an incident."""
    counts = [c for m in before for c in m.counts]
    families = {m.family for m in before} - {None}
    types = {m.event_type for m in before} - {None}
    names = [f"all place {place_fit([p for m in before for p in m.places], mention.places)}"]
    names += [
        f"all {measure} {_compared(figures(counts, measure), figures(mention.counts, measure))}"
        for measure in MEASURES
    ]
    days = {(d.earliest, d.latest) for m in before for d in m.dates}
    names.append(f"all day {_compared(days, {(d.earliest, d.latest) for d in mention.dates})}")
    names.append(f"all family {_member(mention.family, families)}")
    names.append(f"all type {_member(mention.event_type, types)}")
    return dict.fromkeys(names, 1.0)


def _pair(told_before: Told, left: int, right: int) -> dict[str, float]:
    """How two mentions are to each other."""
    scene = told_before.scene
    before, mention = scene.mentions[left], scene.mentions[right]
    gap = mention.sentence - before.sentence
    found = {
        "gap": min(gap, _FAR) / _FAR,
        "same sentence": float(gap == 0),
        "next sentence": float(gap == 1),
        "same paragraph": float(before.paragraph == mention.paragraph),
        "between": min(right - left - 1, _SINCE) / _SINCE,
        "title and lead": float(before.title and mention.lead),
        "words": told_before.likeness(left, right),
        "both news": told_before.news[left] * told_before.news[right],
        "both background": told_before.background[left] * told_before.background[right],
        "background behind news": told_before.news[left] * told_before.background[right],
        "news behind background": told_before.background[left] * told_before.news[right],
        "one is none": max(told_before.none[left], told_before.none[right]),
        "later is news": told_before.news[right],
    }
    return found | dict.fromkeys(_compare(scene, before, mention), 1.0)


def _compare(scene: Scene, before: Mention, mention: Mention) -> Iterator[str]:
    """Names of what is alike and what is not, and of how the later one opens."""
    yield "same type" if before.event_type == mention.event_type else "other type"
    yield f"families {before.family} {mention.family}"
    yield f"place {place_fit(before.places, mention.places)}"
    for measure in MEASURES:
        counted = figures(before.counts, measure), figures(mention.counts, measure)
        yield f"{measure} {_compared(*counted)}"
    days = [{(d.earliest, d.latest) for d in m.dates} for m in (before, mention)]
    yield f"day {_compared(*days)}"
    actors = [{a.actor_id or a.name for a in m.actors} - {""} for m in (before, mention)]
    yield f"actor {_compared(*actors)}"
    targets = [{t.target_type for t in m.targets} for m in (before, mention)]
    yield f"target {_compared(*targets)}"
    triggers = [_trigger_words(scene, m) for m in (before, mention)]
    yield f"trigger {_compared(*triggers)}"
    yield from (f"later {name}" for name in _LATER if getattr(mention, name))
    yield from (f"earlier {name}" for name in _LATER if getattr(before, name))
    yield from (f"opens {kind}" for kind in sorted(mention.opening))
    yield from _opening_words(scene, before, mention)


def _opening_words(scene: Scene, before: Mention, mention: Mention) -> Iterator[str]:
    """The first words of its clause, of its sentence, and those between two of one sentence."""
    clause = mention.clauses[0]
    tokens = scene.doc.sentences[mention.sentence].tokens
    yield from (f"word {t.text}" for t in tokens[clause.first : clause.first + 3])
    if before.sentence == mention.sentence:
        between = tokens[before.clauses[-1].end : clause.first + 1]
        yield from (f"between {t.text}" for t in between)
    else:
        yield from (f"sentence {t.text}" for t in tokens[:2])


def _trigger_words(scene: Scene, mention: Mention) -> set[str]:
    tokens = scene.doc.sentences[mention.sentence].tokens
    return {tokens[h.first].forms[-1] for h in mention.triggers if h.first < len(tokens)}


def _compared(left: Iterable[object], right: Iterable[object]) -> str:
    """How two sets of values are to each other."""
    one, other = set(left), set(right)
    if not one or not other:
        return "neither" if not one and not other else "later" if other else "earlier"
    return "agrees" if one & other else "differs"


def _member(value: str | None, values: set[str | None]) -> str:
    if value is None or not values:
        return "open"
    return "same" if value in values else "other"
