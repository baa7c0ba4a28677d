"""From clauses to incidents: what one article tells is put together into its incidents.

Each clause that tells of violence is a mention (mentions/), mentions of one event are joined
(joining/), and the fields of each incident are filled in (filling/). What too little speaks for
is left out (confidence.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from extractors import confidence
from extractors.comparing import named
from extractors.facts.targets import ANY_FORCE
from extractors.filling.context import Context
from extractors.filling.filler import Filler
from extractors.joining.incident import Incident
from extractors.joining.join import join
from extractors.joining.summaries import (
    share_between,
    share_out,
    without_releases,
    without_summaries,
)
from extractors.lexicon import hits_of
from extractors.mentions.builder import Builder

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.facts.actors import ActorMention
    from extractors.lexicon import Lexicon
    from extractors.records import IncidentFact

#: words for falling to an enemy (folded)
_MARTYRED = ("استشهد", "استشهاد")


def assemble(doc: Document, lexicon: Lexicon) -> tuple[IncidentFact, ...]:
    """The incidents of the article, numbered from 1 in the order of the text.

    The annotation "signs" has what speaks for each. Those for which too little
    speaks become the annotation "left_out", each with the number that it would have had.
    """
    mentions = Builder(doc, lexicon).build()
    joined = join(mentions)
    incidents = without_releases(without_summaries(joined))
    share_out(incidents)
    share_between(incidents)
    summed_up = [
        actor
        for incident in joined
        if not any(incident is kept for kept in incidents)
        for actor in cast("list[ActorMention]", incident.all("actors"))
        if actor.part == "perpetrator"
    ]
    filler = Filler(Context(doc, lexicon, incidents, summed_up))
    facts: list[IncidentFact] = []
    told: list[Incident] = []
    kept: list[confidence.Signs] = []
    left_out: list[IncidentFact] = []
    roundup = any(
        m.several or m.pair or "summary" in m.marks for m in mentions if m.title or m.lead
    )
    for incident in incidents:
        if incident.event_type is None and not _violent(doc, incident, roundup=roundup):
            continue
        fact, signs = filler.fill(incident, len(facts) + 1)
        if confidence.recordable(signs):
            facts.append(fact)
            told.append(incident)
            kept.append(signs)
        else:
            left_out.append(fact)
    doc.annotations["signs"] = tuple(kept)
    doc.annotations["left_out"] = tuple(left_out)
    return tuple(filler.completed(f, i) for f, i in zip(facts, told, strict=True))


def _violent(doc: Document, incident: Incident, *, roundup: bool) -> bool:
    """Whether harm without a named event is violence by its words: somebody kills somebody.

    Who dies (توفي، لقي مصرعه) may have died of anything. In a `roundup` of attacks whoever is
    killed in a place of its own fell to one of them: فيما قتل صائغان في حي اليرموك.
    """
    kills = any(
        h.values["measure"] == "killed" and h.values["violent"]
        for m in incident.mentions
        for h in m.harms
        if h.lexicon == "harm_words"
    )
    doer = any(
        a.part in ("perpetrator", "victim")
        for a in cast("list[ActorMention]", incident.all("actors"))
    )
    armed = any(
        c.target_type in {"militants", *ANY_FORCE} or c.victim_class == "attackers"
        for c in incident.counts
    )
    if armed and _martyred(doc, incident):
        return True
    if roundup and kills and any(named(p) for p in incident.places):
        return True
    return kills and (doer or armed or bool(incident.all("weapons")) or _by_gunmen(doc, incident))


def _martyred(doc: Document, incident: Incident) -> bool:
    """Whether a force announces who fell, as it does of those who fell to an enemy: استشهاد ثلاثة
    من جنودها."""
    return any(
        doc.sentences[m.sentence].tokens[h.first].text.lstrip("وفبل").startswith(_MARTYRED)
        for m in incident.mentions
        for h in m.harms
        if h.lexicon == "harm_words" and h.values["measure"] == "killed"
    )


def _by_gunmen(doc: Document, incident: Incident) -> bool:
    """Whether a verb of killing has armed or unknown people as its subject: قتل مسلحون القاضي."""
    return any(
        h.last + 1 == subject.first
        for m in incident.mentions
        for h in m.harms
        if h.values.get("form") == "verb"
        for subject in hits_of(doc, m.sentence, "subject_words")
    )
