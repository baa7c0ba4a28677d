"""What speaks for an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors import confidence
from extractors.comparing import specific
from extractors.facts.triggers import negated, within
from extractors.lexicon import hits_of
from extractors.mentions.doubt import GENERAL
from extractors.mentions.mention import told
from extractors.word_sets import word_set

if TYPE_CHECKING:
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.lexicon import Hit
    from extractors.mentions.mention import Mention
    from extractors.records import IncidentFact

#: kinds of negatives in a sentence that nobody may have fallen in
_UNSURE = frozenset({"denial", "hypothetical", "threat", "drill"})
#: verbs of the present that do not begin with ي
_PRESENT = word_set("signs.present")
#: verbs that say of an attack that it was carried out, and how near behind it they stand
_DONE, _DONE_REACH = word_set("signs.done"), 2
#: between who announces it and an attack that he did not carry out; how verbs of what he will do
#: begin
_UNDONE, _FUTURE = word_set("signs.undone"), ("سي", "ست", "سن")


def signs_of(
    context: Context, incident: Incident, fact: IncidentFact, *, below_governorate: bool
) -> confidence.Signs:
    """What speaks for a fact whose fields are filled in; `below_governorate`: whether its place has
    a name of its own."""
    # whoever the police are that make an arrest, it may be none of this field
    doer = fact.perpetrator.name is not None and (
        fact.event_type != "arrest"
        or any(a.part == "perpetrator" for m in incident.mentions for a in m.actors)
    )
    titled = any(m.title for m in incident.mentions)
    flash = titled and context.is_flash
    return confidence.Signs(
        firm_trigger=any(m.firmness == "event" for m in incident.mentions),
        verb=flash
        or any(
            not _present(context, m.sentence, h)
            for m in incident.mentions
            for h in (*m.triggers, *m.harms)
            if m.doubt < GENERAL
            and (
                h.values.get("form") == "verb"
                or _announced(context, m.sentence, h)
                or _carried_out(context, m.sentence, h)
                or _is_the_news(m, h)
            )
        ),
        plural_only=not flash
        and _only_in_general(context, incident, attributed=doer and below_governorate),
        counted=any(
            toll is not None and toll.best is not None
            for toll in (
                fact.killed,
                fact.wounded,
                fact.arrested if any(c.measure == "arrested" for c in incident.counts) else None,
                fact.abducted,
            )
        )
        and not (incident.counts and all(c.resumes for c in incident.counts))
        and not _one_recalled(incident),
        vague=any(c.value is None or c.role == "combined" for c in incident.counts)
        or any(_unnumbered(context, m) for m in incident.mentions if m.doubt < GENERAL),
        place=below_governorate,
        region=any(p.kind != "country" for p in incident.places)
        or (
            fact.place.name is not None
            and (fact.event_type == "weapons_seizure" or any(m.adds for m in incident.mentions))
        ),
        dated=fact.date.best is not None,
        weapon=fact.weapon != "unknown" or _arms_seized(incident),
        perpetrator=doer,
        target=fact.target_type != "unknown",
        source=fact.attribution_source is not None,
        titled=titled,
        led=any(m.lead for m in incident.mentions),
        mentions=len({m.sentence for m in incident.mentions}),
        background=not fact.is_main,
        doubted=_doubt_of(incident),
    )


def _is_the_news(mention: Mention, hit: Hit) -> bool:
    """Whether an attack's noun opens a sentence that tells its day and place, as flashes have it,
    which is as firm as a verb: غارة إسرائيلية على بلدة كذا أمس."""
    return (
        hit.first == 0
        and hit.values.get("kind") == "event"
        and hit.values.get("form") == "noun"
        and not (mention.title or mention.heading)
        and any(d.precision == "day" for d in mention.dates)
        and any(specific(p) for p in mention.places)
    )


def _announced(context: Context, sentence: int, hit: Hit) -> bool:
    """Whether an attack is what somebody announces to have done, which is as firm as a verb: أعلن
    الجيش قصف مواقع; not what he will do, or no longer does."""
    tokens = context.doc.sentences[sentence].tokens
    return any(
        h.values["cue"] == "claim"
        and h.last == hit.first
        and not any(
            t.text in _UNDONE or t.text.startswith(_FUTURE) for t in tokens[h.first + 1 : h.last]
        )
        for h in hits_of(context.doc, sentence, "perpetrator_cues")
    )


def _carried_out(context: Context, sentence: int, hit: Hit) -> bool:
    """Whether it is told right behind an attack that it was carried out: جراء قصف شنه مسلحون."""
    behind = context.doc.sentences[sentence].tokens[hit.last + 1 : hit.last + 1 + _DONE_REACH]
    return hit.values.get("kind") == "event" and any(t.text in _DONE for t in behind)


def _unnumbered(context: Context, mention: Mention) -> bool:
    """Whether it tells that people fell, and not how many: سقط قتلى وجرحى; no rumour does."""
    negatives = {h.values["kind"] for h in hits_of(context.doc, mention.sentence, "negatives")}
    if negatives & _UNSURE:
        return False
    tokens = context.doc.sentences[mention.sentence].tokens
    return any(
        within(hit.first, clause) and not negated(tokens, hit.first)
        for hit in hits_of(context.doc, mention.sentence, "unnumbered_harm")
        for clause in mention.clauses
    )


def _one_recalled(incident: Incident) -> bool:
    """Whether it is one man's death that is only recalled, of no place: ويأتي الهجوم بعد اغتيال
    ضابط كبير."""
    placed = any(p.kind != "country" for p in incident.places)
    return incident.background and not placed and all(c.value in (None, 1) for c in incident.counts)


def _arms_seized(incident: Incident) -> bool:
    """Whether arms are told by kind that were seized, of whatever kinds: بندقية وألف طلقة."""
    return incident.event_type == "weapons_seizure" and any(
        w.weapon != "unknown" for m in incident.mentions for w in m.weapons
    )


def _only_in_general(context: Context, incident: Incident, *, attributed: bool) -> bool:
    """Whether only plurals and weak words name it, and nobody is harmed; a weak verb is enough
    where it is told who did it, and where."""
    return all(
        h.values["form"] == "plural"
        or (
            h.values["kind"] == "weak"
            and not (
                attributed and (h.values["form"] == "verb" or _announced(context, m.sentence, h))
            )
        )
        for m in incident.mentions
        for h in m.triggers
    ) and not any(m.harms for m in incident.mentions)


def _present(context: Context, sentence: int, hit: Hit) -> bool:
    """Whether a verb tells what goes on or may happen: يقصف، تدور."""
    word = context.doc.sentences[sentence].tokens[hit.first].text.lstrip("وف")
    return word in _PRESENT or (word.startswith(("ي", "سي")) and not word.startswith("سيطر"))


def _doubt_of(incident: Incident) -> float:
    """The doubt of the mentions that carry the incident: those with figures, else firm ones."""
    for core in (
        [m for m in incident.mentions if told(m) and not m.title],
        [m for m in incident.mentions if m.firmness == "event" and not m.title],
        incident.mentions,
    ):
        if core:
            return min(m.doubt for m in core)
    return 0.0
