"""Who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.event_types import BOMBINGS, FROM_THE_AIR, TAKINGS
from extractors.filling.actor_ids import FLOWN, FLYERS, FORCES
from extractors.filling.attributions import says
from extractors.filling.bearing_words import name_meant, what_is_said, what_was_done
from extractors.filling.unnamed_doers import (
    SPOKEN,
    Candidate,
    announcer,
    arresters,
    claimed_elsewhere,
    doers_of_headline,
    only_flyer,
    repelled,
    same_hands,
)
from extractors.mentions.mention import told
from extractors.records import ActorValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention
    from extractors.records import PerpetratorStatus

#: how much each kind of cue says about who did it
_CUE_WEIGHT = {
    "claim": 6.0, "agent": 5.0, "takes": 4.0, "by": 5.0, "accuse": 4.0, "charge": 4.0, "verb": 4.0,
    "demonym": 3.0, "noun": 3.0, "of": 4.0, "clash": 1.0, "self": 5.0,
}  # fmt: skip
#: … and what any other kind does
_OTHER_CUE = 2.0
#: cues from here on name a doer even of an actor who is a victim too
_OUTSPOKEN = 4.0
#: who announces that such were killed: forces, militants; armed groups, soldiers
_ANNOUNCED: Mapping[str, frozenset[str]] = {
    "militants": frozenset({"state_force", "state", "coalition", "irregular_force"}),
    "military": frozenset({"armed_group"}),
    "police": frozenset({"armed_group"}),
}
#: what a cue weighs more in the mention that tells the toll, or the first
_CORE = 1.5
#: cues that say of those arrested whose men they are, or what they did
_OF_THE_ARRESTED = frozenset({"linked", "charge", "accuse", "suspect", "verb"})
#: a force that tells of dead militants did it in such events
_FOUGHT = frozenset({"armed_attack", "air_strike", "shelling", "clash", "drone_strike"})


def perpetrator_of(
    context: Context, incident: Incident, kind: str, target: str, country: str | None
) -> ActorValue:
    """The doer for whom the strongest cue speaks, with how sure the text is of it."""
    found, victims = _candidates(context, incident, kind, country)
    if not any(r.mention.part == "perpetrator" for r in found):
        found = repelled(context, incident, country) or _not_hit(context, found, target)
    if not found:
        found = [
            Candidate((1.0, -number), actor, actor_id)
            for number, actor in enumerate(same_hands(context, incident))
            if (actor_id := context.actor_ids.of(actor, country))
            and _can(context, actor, actor_id, kind)
        ]
    if not found and kind in _FOUGHT and target in _ANNOUNCED:
        found = announcer(
            context, incident, victims=victims, country=country, types=_ANNOUNCED[target]
        )
    if not found and kind == "arrest":
        found = arresters(context, incident, country)
    if not found and kind in FROM_THE_AIR and not incident.background:
        found = only_flyer(context, incident, country)
    if not found:
        return ActorValue(None, None, "unknown")
    _, mention, actor_id = max(found, key=lambda r: r.rank)
    for rank, other, narrower in found:  # داعش in the title, its Sinai branch in the text
        below = context.lexicon.actors[narrower]["parent_actor_id"] if narrower else ""
        if below and below == actor_id and rank[0] >= _CUE_WEIGHT["agent"]:
            mention, actor_id = other, narrower
            break
    context.note("perpetrator", context.span(mention.sentence, mention.first, mention.last))
    context.note_also("perpetrator", name_meant(context, mention))
    context.note_also("perpetrator", what_is_said(context, mention))
    context.note_also("perpetrator", what_was_done(context, incident, mention))
    status = _status(context, mention, found)
    if not actor_id:
        return ActorValue(mention.name, None, status)
    return ActorValue(context.lexicon.actors[actor_id]["name_ar"], actor_id, status)


def _candidates(
    context: Context, incident: Incident, kind: str, country: str | None
) -> tuple[list[Candidate], set[str]]:
    """Who may have done it by the words, and the ids of the actors whom it was done to."""
    out: list[Candidate] = []
    victims: set[str] = set()
    for number, (mention, where) in enumerate(_named(context, incident, kind)):
        actor_id = context.actor_ids.of(mention, country)
        if not actor_id and not mention.name:
            continue
        if mention.part == "victim":
            victims.add(actor_id)
            continue
        if actor_id and not _can(context, mention, actor_id, kind):
            continue
        if where is not None and not incident.background and context.recalled(mention, where):
            continue
        if where is not None and mention.cue in SPOKEN and where.plural_kind:
            continue
        if mention.part in ("perpetrator", "party"):
            weight = _CUE_WEIGHT.get(mention.cue, _OTHER_CUE)
            if where is not None and told(where):
                weight += _CORE
            elif where is incident.mentions[0]:
                weight += _CORE / 2
            out.append(Candidate((weight, -number), mention, actor_id))
    hit = {
        context.actor_ids.of(a, country)
        for m in incident.mentions
        if told(m)
        for a in m.actors
        if a.part == "victim"
    }
    out = _without_avengers(context, incident, out)
    # whose men fell did not do it, whatever they claim elsewhere
    return [
        r
        for r in out
        if _CUE_WEIGHT.get(r.mention.cue, _OTHER_CUE) >= _OUTSPOKEN
        or r.actor_id not in (hit if r.mention.part == "party" else victims)
    ], victims


def _without_avengers(
    context: Context, incident: Incident, found: list[Candidate]
) -> list[Candidate]:
    """Without those who killed the attackers, where anybody else is named, or where they are a
    force: وقالت القوات إنها قتلت خمسة من المهاجمين."""
    avengers = {
        max(before, key=lambda a: a.first).actor_id
        for m in incident.mentions
        for c in m.counts
        if c.measure == "killed_of_perpetrators"
        if (
            before := [
                a
                for a in m.actors
                if a.sentence == c.sentence and a.first < c.first and a.part == "perpetrator"
            ]
        )
    }
    avengers |= {
        first.actor_id
        for m in incident.mentions
        for c in m.counts
        if c.measure == "killed_of_perpetrators" and (first := _shot_by(m, c)) is not None
    }
    others = [r for r in found if r.mention.actor_id not in avengers]
    forces = all(context.actor_ids.type_of(r.actor_id) in FORCES for r in found if r.actor_id)
    outspoken = forces or any(
        _CUE_WEIGHT.get(r.mention.cue, _OTHER_CUE) >= _OUTSPOKEN for r in others
    )
    return others if outspoken else found


def _shot_by(mention: Mention, count: Count) -> ActorMention | None:
    """By whose shots the attackers fell that are counted: استشهد منفذها برصاص الشرطة."""
    behind = [
        a
        for a in mention.actors
        if a.cue == "by" and a.sentence == count.sentence and a.first > count.first
    ]
    first = min(behind, key=lambda a: a.first, default=None)
    between = [c for c in mention.counts if first and count.first < c.first < first.first]
    return first if not between else None


def _named(
    context: Context, incident: Incident, kind: str
) -> list[tuple[ActorMention, Mention | None]]:
    """The actors of the incident's mentions, then those whom other sentences name for it."""
    out: list[tuple[ActorMention, Mention | None]] = [
        (a, m) for m in incident.mentions for a in m.actors
    ]
    doers = [a for a, _ in out if a.part == "perpetrator"]
    if not any(a.cue in SPOKEN for a in doers):
        out += [(a, None) for a in claimed_elsewhere(context, incident)]
    if not doers and not incident.background:
        out += [(a, None) for a in doers_of_headline(context, kind)]
    return out


def _can(context: Context, mention: ActorMention, actor_id: str, kind: str) -> bool:
    """Whether it is the kind of actor that does such things: forces fly, and plant no bombs
    unless somebody says so."""
    force = context.actor_ids.type_of(actor_id) in FLYERS
    if mention.cue == "arrests":
        return kind in TAKINGS
    if kind == "arrest" and mention.cue in _OF_THE_ARRESTED and not force:
        return False
    if kind in FLOWN:
        return force or mention.cue == "charge"
    return not force or kind not in BOMBINGS or mention.cue in ("charge", "accuse")


def _not_hit(context: Context, parties: list[Candidate], target: str) -> list[Candidate]:
    """Of the parties to a clash those that may have hit the target: soldiers and policemen fell
    to the other side, and so did the militants that a force fought."""
    kinds = {r.actor_id: context.actor_ids.type_of(r.actor_id) for r in parties if r.actor_id}
    forces = {i for i, k in kinds.items() if k in FLYERS}
    if not forces or len(forces) == len(kinds):
        return parties
    if target == "militants":
        return [r for r in parties if kinds.get(r.actor_id) != "armed_group"]
    return parties


def _status(
    context: Context,
    chosen: ActorMention,
    resolved: list[Candidate],
) -> PerpetratorStatus:
    """Claimed where any statement about the same actor is, or where it speaks itself; suspected
    where the telling sentence only guesses."""
    same = [r for r in resolved if r.actor_id == chosen.actor_id or r.mention is chosen]
    if any(r.mention.status == "claimed" for r in same):
        return "claimed"
    if chosen.actor_id and chosen.sentence in {
        a.sentence for a in context.actors if _kin(context, a, chosen.actor_id) and says(context, a)
    }:
        return "claimed"
    if any(r.mention.status == "suspected" and r.mention.cue != "accuse" for r in same):
        return "suspected"
    return chosen.status if chosen.status != "unknown" else "attributed"


def _kin(context: Context, actor: ActorMention, actor_id: str) -> bool:
    """Whether a name is the actor's, its parent's or its branch's."""
    if actor.part == "victim" or not actor.actor_id:
        return False
    parents = {i: context.lexicon.actors[i]["parent_actor_id"] for i in (actor.actor_id, actor_id)}
    return actor_id in (actor.actor_id, parents[actor.actor_id]) or (
        parents[actor_id] == actor.actor_id
    )
