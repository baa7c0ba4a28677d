"""The name tagger alone: incidents out of its names, as far as they go without the rules.

Every sentence with a COUNT, WEAPON or TARGET is an incident, one with the sentence before it unless
their places differ. What a name means is read by the project's readers (a place by the gazetteer, a
date by the date reader, a count by the number reader with its noun), but only what the tagger names
is read. No triggers, no negatives, no joining, no threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from evaluation.figures import Incident
from extractors.document import Document, PlaceMention
from extractors.patterns.lexicon import hits_of
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.text.segment import segment

if TYPE_CHECKING:
    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.sources.attribution import SourceMention
    from extractors.candidates.targets import TargetMention
    from extractors.candidates.weapons import WeaponMention
    from extractors.document import DateMention, Recogniser

#: labels that only an incident has
VIOLENT = ("COUNT", "WEAPON", "TARGET")
_IMPLIED = {"arrested": "arrest", "abducted": "kidnapping"}
_TOLLS = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")


class TaggerAlone:
    """Incidents out of the tagger's names."""

    def __init__(self, seeds: Path, recogniser: Recogniser) -> None:
        self._extractor = Extractor(seeds)
        self._recogniser = recogniser

    def extract_bulk(self, articles: Sequence[Article]) -> list[list[Incident]]:
        """The incidents of each article, as predictions."""
        return [self._read(article) for article in articles]

    def _read(self, article: Article) -> list[Incident]:
        passages, cut = segment(article)
        doc = Document(article, passages, cut)
        told = [s for s in cut if not s.furniture]
        for entities in self._recogniser.recognise(told):
            doc.entities += entities
        doc.relevant = frozenset(e.sentence for e in doc.entities)
        for component in self._extractor.components:
            if component.name not in ("relevance", "incidents", "facts"):
                component.run(doc)
        groups: list[list[int]] = []
        for index in sorted({e.sentence for e in doc.entities if e.label in VIOLENT}):
            where = self._places(doc, [index])
            before = self._places(doc, groups[-1]) if groups else []
            apart = (
                where
                and before
                and not {p.value.name for p in where} & {p.value.name for p in before}
            )
            if groups and not apart:
                groups[-1].append(index)
            else:
                groups.append([index])
        return [self._incident(doc, group, n + 1) for n, group in enumerate(groups)]

    @staticmethod
    def _places(doc: Document, group: list[int]) -> list[PlaceMention]:
        return [
            p
            for p in doc.places
            if p.sentence in group and p.kind != "country" and overlapping(doc, p, "PLACE")
        ]

    def _incident(self, doc: Document, group: list[int], number: int) -> Incident:
        named = _named(doc, "weapons", "WEAPON", group)
        counts = [
            c
            for c in cast("list[Count]", _named(doc, "counts", "COUNT", group))
            if c.value is not None and c.role == "total"
        ]
        tolls = _greatest(counts)
        weapon_names = [w.weapon for w in cast("list[WeaponMention]", named)]
        weapon = next((w for w in weapon_names if w != "unknown"), "unknown")
        target = max(
            cast("list[TargetMention]", _named(doc, "targets", "TARGET", group)),
            key=lambda t: t.strength,
            default=None,
        )
        people = next((c.target_type for c in counts if c.target_type), "unknown")
        places = self._places(doc, group)
        country = next(
            (p.value.country for p in (*places, *doc.places) if p.value.country),
            doc.article.outlet_country,
        )
        date = next(
            (
                d
                for d in doc.dates
                if d.sentence in group and d.precision == "day" and overlapping(doc, d, "DATE")
            ),
            None,
        )
        actor_id, actor = next(
            filter(
                any,
                (
                    self._actor(a, country)
                    for a in cast("list[ActorMention]", _named(doc, "actors", "ORG", group))
                ),
            ),
            ("", ""),
        )
        source = next(
            iter(cast("list[SourceMention]", _named(doc, "sources", "SOURCE", group))), None
        )
        return {
            "number": number,
            "is_main": True,
            "event_type": _event_type(doc, group, tolls),
            "date": date.latest.isoformat() if date else None,
            "date_precision": "day" if date else "unknown",
            "country": country,
            "admin1": next((p.value.admin1_name for p in places if p.value.admin1_name), None),
            "place": places[0].value.name if places else None,
            "weapon": weapon,
            "target_type": target.target_type if target else people,
            "perpetrator": actor or None,
            "perpetrator_id": actor_id or None,
            "attribution_source": source.name if source else None,
            **{toll: tolls.get(toll) for toll in _TOLLS},
        }

    def _actor(self, mention: ActorMention, country: str | None) -> tuple[str, str]:
        """Id and name of an actor: empty where the name means nobody in this country, and no id
        where no seed has it."""
        lexicon = self._extractor.lexicon
        there = lexicon.actor_contexts.get(mention.alias, {})
        actor_id = mention.actor_id or there.get(country or "", "")
        return actor_id, lexicon.actors[actor_id]["name_ar"] if actor_id else mention.name


def _greatest(counts: Sequence[Count]) -> dict[str, int]:
    """The greatest figure of each measure."""
    tolls: dict[str, int] = {}
    for count in counts:
        if count.value is not None:
            tolls[count.measure] = max(tolls.get(count.measure, 0), count.value)
    return tolls


def _event_type(doc: Document, group: list[int], tolls: dict[str, int]) -> str:
    """The type that a weapon implies, else a toll, else an armed attack."""
    kinds = (
        hit.values["event_type"]
        for index in group
        for hit in hits_of(doc, index, "weapon_words")
        if hit.values["event_type"] and tagged(doc, index, hit.first, hit.last, "WEAPON")
    )
    implied = (_IMPLIED[measure] for measure in tolls if measure in _IMPLIED)
    return next(kinds, None) or next(implied, "armed_attack")


def tagged(doc: Document, index: int, first: int, last: int, *labels: str) -> bool:
    """Whether tokens first ≤ i ≤ last share a letter with a name of such a label."""
    tokens = doc.sentences[index].tokens
    start, end = tokens[first].start, tokens[last].end
    return any(
        e.sentence == index and e.label in labels and e.start < end and start < e.end
        for e in doc.entities
    )


def overlapping(doc: Document, mention: DateMention | PlaceMention, *labels: str) -> bool:
    """Whether a name of such a label shares a letter with the mention."""
    return any(
        e.sentence == mention.sentence
        and e.label in labels
        and e.start < mention.end
        and mention.start < e.end
        for e in doc.entities
    )


def _named(doc: Document, annotation: str, label: str, group: list[int]) -> list[Any]:
    """The readers' mentions in these sentences that lie on a name of the tagger."""
    return [
        m
        for m in cast("Sequence[Any]", doc.annotations.get(annotation, ()))
        if m.sentence in group and tagged(doc, m.sentence, m.first, m.last, label)
    ]
