"""Trials: single ways to let the name tagger decide something, each by itself on top of the rules.

What does not gain is not used by the extractors; it stays here, so that a better tagger can be
measured again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from evaluation.tagger_alone import VIOLENT, overlapping, tagged
from extractors.candidates.sources.attribution import SourceMention
from extractors.document import Document, PlaceMention
from extractors.patterns.lexicon import hits_of
from extractors.pipeline import Component, Extractor
from extractors.records import ActorValue, Evidence, IncidentFact, PlaceValue
from extractors.second_look import sentences_of

if TYPE_CHECKING:
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.targets import TargetMention
    from extractors.candidates.triggers import Clause
    from extractors.document import Entity, Recogniser


def _keep(doc: Document, annotation: str, keep: Callable[[Any], bool]) -> None:
    doc.annotations[annotation] = tuple(
        m for m in cast("Sequence[Any]", doc.annotations.get(annotation, ())) if keep(m)
    )


def new_places(doc: Document) -> None:
    """A PLACE that the rules do not read becomes a place in the region of its neighbours."""
    new = []
    for entity in doc.entities:
        if entity.label != "PLACE" or any(
            p.sentence == entity.sentence and p.start < entity.end and entity.start < p.end
            for p in doc.places
        ):
            continue
        around = [p for p in doc.places if p.sentence == entity.sentence and p.value.country]
        near = min(around, key=lambda p: abs(p.start - entity.start), default=None)
        words = doc.sentences[entity.sentence].span(entity.start, entity.end).words
        value = near.value if near else PlaceValue(*[None] * 9)
        value = replace(value, name=" ".join(words.split()), place_id=None)
        new.append(
            PlaceMention(entity.sentence, entity.start, entity.end, value, "settlement", "inside")
        )
    doc.places = tuple(sorted((*doc.places, *new), key=lambda p: (p.sentence, p.start)))


def no_persons(doc: Document) -> None:
    """What is a PERSON or an ORG to the tagger is no place."""
    doc.places = tuple(
        p
        for p in doc.places
        if overlapping(doc, p, "PLACE") or not overlapping(doc, p, "PERSON", "ORG", "SOURCE")
    )


def tagged_places(doc: Document) -> None:
    """Of a sentence's places those that are a PLACE or TARGET to the tagger, if there are any."""
    sure = {p.sentence for p in doc.places if overlapping(doc, p, "PLACE", "TARGET")}
    doc.places = tuple(
        p
        for p in doc.places
        if p.kind == "country" or p.sentence not in sure or overlapping(doc, p, "PLACE", "TARGET")
    )


def tagged_dates(doc: Document) -> None:
    """Only dates that are a DATE to the tagger."""
    doc.dates = tuple(d for d in doc.dates if d.is_dateline or overlapping(doc, d, "DATE"))


def tagged_counts(doc: Document) -> None:
    """Only counts that lie on a COUNT."""
    _keep(doc, "counts", lambda c: tagged(doc, c.sentence, c.first, c.last, "COUNT"))


def tagged_counts_first(doc: Document) -> None:
    """Of a sentence's counts those that lie on a COUNT, if there are any."""
    counts = cast("Sequence[Count]", doc.annotations.get("counts", ()))
    sure = {c.sentence for c in counts if tagged(doc, c.sentence, c.first, c.last, "COUNT")}

    def keep(count: Count) -> bool:
        lies_on = tagged(doc, count.sentence, count.first, count.last, "COUNT")
        return count.sentence not in sure or lies_on

    _keep(doc, "counts", keep)


def tagged_weapons(doc: Document) -> None:
    """Only weapons that lie on a WEAPON."""
    _keep(doc, "weapons", lambda w: tagged(doc, w.sentence, w.first, w.last, "WEAPON"))


def favoured_targets(doc: Document) -> None:
    """A word for a target weighs more inside a TARGET."""
    doc.annotations["targets"] = tuple(
        replace(t, strength=t.strength + 1.0)
        if tagged(doc, t.sentence, t.first, t.last, "TARGET")
        else t
        for t in cast("Sequence[TargetMention]", doc.annotations.get("targets", ()))
    )


def tagged_targets(doc: Document) -> None:
    """Only words for a target that lie on a TARGET or COUNT."""
    _keep(doc, "targets", lambda t: tagged(doc, t.sentence, t.first, t.last, "TARGET", "COUNT"))


def tagged_sources(doc: Document) -> None:
    """Only sources that lie on a SOURCE."""
    _keep(doc, "sources", lambda s: tagged(doc, s.sentence, s.first, s.last, "SOURCE", "ORG"))


def new_sources(doc: Document) -> None:
    """A SOURCE in a sentence in which the rules find none."""
    known = cast("tuple[SourceMention, ...]", doc.annotations.get("sources", ()))
    have = {s.sentence for s in known}
    new: list[SourceMention] = []
    for entity in doc.entities:
        if entity.label == "SOURCE" and entity.sentence not in have:
            sentence = doc.sentences[entity.sentence]
            inside = [
                at
                for at, t in enumerate(sentence.tokens)
                if entity.start <= t.start and t.end <= entity.end
            ]
            words = " ".join(sentence.span(entity.start, entity.end).words.split())
            new.append(SourceMention(entity.sentence, inside[0], inside[-1], words, "source"))
    both: list[SourceMention] = [*known, *new]
    both.sort(key=lambda s: (s.sentence, s.first))
    doc.annotations["sources"] = tuple(both)


def no_empty_sentences(doc: Document) -> None:
    """A sentence without COUNT, WEAPON and TARGET describes nothing."""
    told = {e.sentence for e in doc.entities if e.label in VIOLENT}
    _keep(doc, "clauses", lambda c: cast("Clause", c).sentence in told)


def places_where_none(doc: Document) -> None:
    """An incident without a place gets the PLACE of its sentences."""
    facts = cast("tuple[IncidentFact, ...]", doc.annotations.get("facts", ()))
    out = []
    for fact in facts:
        told = sentences_of(doc, fact)
        new = [e for e in doc.entities if e.label == "PLACE" and e.sentence in told]
        if fact.place.name is not None or not new:
            out.append(fact)
            continue
        span = doc.sentences[new[0].sentence].span(new[0].start, new[0].end)
        place = replace(fact.place, name=" ".join(span.words.split()))
        evidence = (*fact.evidence, Evidence("place", span))
        out.append(replace(fact, place=place, evidence=evidence))
    doc.annotations["facts"] = tuple(out)


def groups_where_none(cues: frozenset[str] | None) -> Callable[[Document], None]:
    """An incident without a perpetrator gets the ORG of its sentences that stands behind a cue
    of such a kind, or the only one there."""

    def run(doc: Document) -> None:
        facts = cast("tuple[IncidentFact, ...]", doc.annotations.get("facts", ()))
        out = []
        for fact in facts:
            told = sentences_of(doc, fact)
            new = [e for e in doc.entities if e.label == "ORG" and e.sentence in told]
            if cues is not None:
                new = [e for e in new if _cued(doc, e, cues)]
            elif len(new) > 1:
                new = []
            if fact.perpetrator.name is not None or not new:
                out.append(fact)
                continue
            span = doc.sentences[new[0].sentence].span(new[0].start, new[0].end)
            actor = ActorValue(" ".join(span.words.split()), None, "attributed")
            evidence = (*fact.evidence, Evidence("perpetrator", span))
            out.append(replace(fact, perpetrator=actor, evidence=evidence))
        doc.annotations["facts"] = tuple(out)

    return run


def _cued(doc: Document, entity: Entity, cues: frozenset[str]) -> bool:
    tokens = doc.sentences[entity.sentence].tokens
    at = next((n for n, t in enumerate(tokens) if t.start == entity.start), -9)
    return any(
        h.values["cue"] in cues and 0 <= at - 1 - h.last <= 1
        for h in hits_of(doc, entity.sentence, "perpetrator_cues")
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One use of the tagger: `change` runs before the facts are put together, or behind."""

    field: str
    what: str
    change: Callable[[Document], None]
    behind: bool = False


def _said(function: Callable[[Document], None]) -> str:
    return " ".join((function.__doc__ or "").split())


TRIALS: tuple[Trial, ...] = (
    *(
        Trial(field, _said(function), function)
        for field, function in (
            ("place", new_places),
            ("place", no_persons),
            ("place", tagged_places),
            ("date", tagged_dates),
            ("counts", tagged_counts),
            ("counts", tagged_counts_first),
            ("weapon", tagged_weapons),
            ("target", favoured_targets),
            ("target", tagged_targets),
            ("attribution source", tagged_sources),
            ("attribution source", new_sources),
            ("incident", no_empty_sentences),
        )
    ),
    Trial("place", _said(places_where_none), places_where_none, behind=True),
    Trial(
        "perpetrator",
        "An incident without a perpetrator gets the ORG behind a word of claiming.",
        groups_where_none(frozenset({"claim"})),
        behind=True,
    ),
    Trial(
        "perpetrator",
        "An incident without a perpetrator gets the ORG behind a word of claiming or doing.",
        groups_where_none(frozenset({"claim", "agent", "by", "verb", "accuse", "charge"})),
        behind=True,
    ),
    Trial(
        "perpetrator",
        "An incident without a perpetrator gets the only ORG of its sentences.",
        groups_where_none(None),
        behind=True,
    ),
)


class Tried(Extractor):
    """The reading with one trial."""

    def __init__(self, seeds: Path, recogniser: Recogniser, trial: Trial) -> None:
        super().__init__(seeds, recogniser)
        *rules, mentions = (c for c in self.components if c.behind == "article")
        deciding = [mentions, *(c for c in self.components if c.behind == "mentions")]
        formed = [replace(c, behind="answers") for c in deciding]
        tried = Component("trial", trial.change, "answers")
        facts = Component("facts", _as_they_are, "answers")
        behind = (*formed, facts, tried) if trial.behind else (tried, *formed, facts)
        self.components = (*rules, *behind)
        self.questions = _all_relevant


def _as_they_are(doc: Document) -> None:
    doc.annotations["facts"] = doc.annotations["incidents"]


def _all_relevant(doc: Document) -> frozenset[int]:
    return doc.relevant
