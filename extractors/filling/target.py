"""Who or what was hit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.actors.reading import ActorMention
from extractors.candidates.counts.casualties import Count, is_of_them
from extractors.candidates.targets import ACTOR_TARGET, ANY_FORCE, ARMY_AND_POLICE, EITHER_FORCE
from extractors.candidates.triggers import within
from extractors.event_types import TAKINGS
from extractors.filling.actor_ids import FLYERS, FORCES
from extractors.filling.bearing_words import what_became_of, what_befell, what_they_are_taken_for
from extractors.filling.target_choice import choose
from extractors.mentions.mention import told
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.filling.context import Context
    from extractors.filling.target_choice import Choice
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention
    from extractors.records import ActorValue, Basis, Span

#: what a word for a target weighs outside the mention that tells the toll
_ELSEWHERE = 0.5
#: classes that say that somebody took no part
_CIVILIANS = frozenset(
    {"civilians", "children", "women", "citizens", "nationals", "men", "protesters"}
)
#: a word for a target that stands behind one of aiming
_AIMED_AT = 3.0
#: words in a force's name
_POLICE = word_set("targets.police")
_SECURITY = word_set("targets.security")
#: classes of people that may be of either side, and how far behind them it is named
_OF_ANY_SIDE = frozenset({"fighters", "members", "leaders"})
_OWNER_REACH = 3
#: … and of those who fight
_ARMED = frozenset({"fighters", "militants"})
#: how a force's own are called, and how far behind its name
_ITS_OWN = word_set("targets.its_own")
_OWNER_BEFORE = 6
#: kinds of events in which words for a target are weighed otherwise
_BETWEEN_SIDES = frozenset({"clash", "arrest", "weapons_seizure", "kidnapping"})
#: those who are hit in fighting
_FIGHTERS = ARMY_AND_POLICE | {"militants"}
#: what is found of them was meant for anybody
_BOMBS = frozenset({"ied", "car_bomb", "explosive_belt", "mine", "grenade"})


def target_of(
    context: Context,
    incident: Incident,
    kind: str,
    country: str | None,
    not_by_word: frozenset[str] = frozenset(),
) -> str:
    """The target type: of the words for what was hit, the classes of the victims, and the actors
    named as victims."""
    body = [m for m in incident.mentions if not m.title]
    core = next((m for m in body if told(m)), None) or next((m for m in body if m.counts), None)
    alone = len(context.incidents) == 1  # the title speaks of it
    found = [
        t
        if core is None or m is core or (m.title and alone)
        else replace(t, strength=t.strength * _ELSEWHERE)
        for m in incident.mentions
        for t in m.targets
        if incident.background or not context.recalled(t, m)
    ]
    victims = [
        *_victims_named(context, incident, kind, country, core),
        *_owners_of_victims(context, incident, country),
    ]
    counts = [
        _of_whom(context, count, country)
        for mention in incident.mentions
        for count in mention.counts
        if incident.background or not context.recalled(count, mention)
    ]
    choice = choose(found, counts, victims, kind, not_by_word)
    if choice.target != "unknown":
        _note_target(context, incident, kind, choice)
    return choice.target


def _victims_named(
    context: Context, incident: Incident, kind: str, country: str | None, core: Mention | None
) -> list[tuple[ActorMention, str, float]]:
    """The actors named as victims, with what their being hit says of the target and its weight."""
    return [
        (
            actor,
            hit,
            _ELSEWHERE if actor.cue == "object" or mention is not (core or mention) else 1.0,
        )
        for mention in incident.mentions
        for actor in mention.actors
        if actor.part == "victim" and (actor_id := context.actor_ids.of(actor, country))
        if context.actor_ids.type_of(actor_id) != "state" or actor.last > actor.first
        # whom a force takes is none of its own
        if kind not in TAKINGS or context.actor_ids.type_of(actor_id) not in FORCES
        if (hit := _target_in(context, actor, actor_id))
    ]


def _owners_of_victims(
    context: Context, incident: Incident, country: str | None
) -> list[tuple[ActorMention, str, float]]:
    """The actors whose own people are counted, with what their being hit says of the target."""
    return [
        (owner, hit, 1.0)
        for count in incident.counts
        if count.victim_class == "members" and _counts_its_own(context, count)
        if (owner := _whose(context, count, country))
        if (hit := _target_in(context, owner, context.actor_ids.of(owner, country)))
    ]


def _note_target(context: Context, incident: Incident, kind: str, choice: Choice) -> None:
    """Note the words that the target type rests on, and those that tell what befell it."""
    mention = choice.words
    if isinstance(mention, Count):
        span = context.count_span(mention)
    elif mention is not None:
        span = context.span(mention.sentence, mention.first, mention.last)
    else:
        span = context.noted("event_type")
    basis: Basis = "told" if choice.is_said else "implied"
    context.note("target_type", span, basis)
    if isinstance(mention, Count):
        context.note_also("target_type", what_became_of(context, mention), basis)
        if kind == "arrest" and choice.target == "militants":
            context.note_also("target_type", what_they_are_taken_for(context, mention))
    elif isinstance(mention, ActorMention):
        context.note_also("target_type", what_befell(context, incident, mention))


def _target_in(context: Context, actor: ActorMention, actor_id: str) -> str:
    """What an actor's being hit says of the target; of a force, as its name has it: الشرطة
    الاتحادية; empty where it says nothing."""
    hit = ACTOR_TARGET.get(context.actor_ids.type_of(actor_id), "")
    if hit != "military":
        return hit
    tokens = context.doc.sentences[actor.sentence].tokens[actor.first : actor.last + 1]
    forms = {form for token in tokens for form in token.forms}
    if not _POLICE.isdisjoint(forms):
        return "police"
    return EITHER_FORCE if not _SECURITY.isdisjoint(forms) else hit


def _of_whom(context: Context, count: Count, country: str | None) -> Count:
    """The count, its fighters being of the side that is named right behind them: ثلاثة من مقاتلي
    البيشمركة."""
    if count.role == "sub_count":
        return count
    if is_of_them(count, context.doc.sentences[count.sentence].tokens):
        return replace(count, target_type=_told_before(context, count, country))
    if own := _its_own(context, count, country):
        return replace(count, target_type=own)
    if count.victim_class not in _OF_ANY_SIDE:
        return count
    hit = _side_behind(context, count, country)
    return replace(count, target_type=hit) if hit else count


def _told_before(context: Context, count: Count, country: str | None) -> str | None:
    """What the figure before it says of the target."""
    before = [
        c
        for incident in context.incidents
        for c in incident.counts
        if (c.sentence, c.first) < (count.sentence, count.first) and c.measure == count.measure
    ]
    last = max(before, key=lambda c: (c.sentence, c.first), default=None)
    if last is None:
        return count.target_type
    return _side_behind(context, last, country) or last.target_type or count.target_type


def _side_behind(context: Context, count: Count, country: str | None) -> str:
    """What the side that is named right behind a count says of the target; empty where none is."""
    behind = next(
        (
            a
            for a in context.actors
            if a.sentence == count.sentence and 0 < a.first - count.last <= _OWNER_REACH
        ),
        None,
    )
    actor_id = context.actor_ids.of(behind, country) if behind is not None else ""
    if behind is None or not actor_id or behind.part == "perpetrator":
        return ""
    return _target_in(context, behind, actor_id)


def _whose(context: Context, count: Count, country: str | None) -> ActorMention | None:
    """Who is named last before those that are counted as its own: سيارة للوحدات … خمسة من
    عناصرها; not who did it."""
    before = [
        a
        for a in context.actors
        if a.sentence == count.sentence
        and a.last < count.first
        and a.part != "perpetrator"
        and context.actor_ids.of(a, country)
    ]
    return max(before, key=lambda a: a.last, default=None)


def _counts_its_own(context: Context, count: Count) -> bool:
    """Whether those who are counted are called some force's own: ثلاثة من أفرادها."""
    tokens = context.doc.sentences[count.sentence].tokens[count.first : count.last + 2]
    return any(t.text in _ITS_OWN for t in tokens)


def _its_own(context: Context, count: Count, country: str | None) -> str:
    """What the force says of the target whose own are counted; empty where none is named: أعلنت
    الشرطة أن ثلاثة من أفرادها قتلوا."""
    if not _counts_its_own(context, count):
        return ""
    owner = _whose(context, count, country)
    if owner is not None:
        return _target_in(context, owner, context.actor_ids.of(owner, country))
    tokens = context.doc.sentences[count.sentence].tokens[: count.first]
    near = tokens[-_OWNER_BEFORE:]
    return "police" if any(not _POLICE.isdisjoint(t.forms) for t in near) else ""


def none_of_its_own(
    context: Context,
    incident: Incident,
    kind: str,
    target: str,
    actor: ActorValue,
    *,
    country: str | None,
) -> str:
    """The target without words that only speak of the doer's own side: a force attacks soldiers or
    policemen of its own country only where such people fell."""
    if actor.actor_id is None or kind in _BETWEEN_SIDES or target not in ANY_FORCE:
        return target
    row = context.lexicon.actors[actor.actor_id]
    at_home = (
        row["actor_type"] in ("state_force", "irregular_force") and row["country_code"] == country
    )
    if not at_home and row["actor_type"] != "coalition":
        return target
    context.evidence = [e for e in context.evidence if e.field != "target_type"]
    found = target_of(context, incident, kind, country, ANY_FORCE)
    if found != "unknown":
        return found
    context.note("target_type", context.noted("perpetrator"), "implied")
    return "militants"


def taken_by_occupiers(
    context: Context,
    incident: Incident,
    kind: str,
    target: str,
    actor: ActorValue,
    *,
    country: str | None,
) -> str:
    """The target of an arrest: people whom another country's force takes are civilians unless the
    words say that they are fighters or suspects."""
    if kind != "arrest" or country is None:
        return target
    ids = (context.actor_ids.of(a, country) for m in incident.mentions for a in m.actors
           if a.part != "victim")  # fmt: skip
    who = actor.actor_id or next((i for i in ids if i), None)
    if who is None:
        return target
    row = context.lexicon.actors[who]
    foreign = row["actor_type"] in FORCES and row["country_code"] not in ("", country)
    said = any(c.target_type not in (None, "", "civilians") for c in incident.counts)
    if not foreign or said or target == "civilians":
        return target
    context.note_instead("target_type", context.noted("event_type"), "implied")
    return "civilians"


def is_store_of_militants(context: Context, incident: Incident, kind: str, weapon: str) -> bool:
    """Whether a store of arms was found, which is militants' own; bombs are meant for others."""
    defused = any(
        h.values["outcome"] == "foiled"
        for m in incident.mentions
        for h in hits_of(context.doc, m.sentence, "outcomes")
    )
    return kind == "weapons_seizure" and weapon not in _BOMBS and not defused


def other_side(
    context: Context,
    incident: Incident,
    kind: str,
    target: str,
    actor: ActorValue,
    *,
    country: str | None,
) -> str:
    """In a clash those who were hit are the side that the doer fought; who else fell in it
    was not aimed at. Where no side is told, they are fighters."""
    if kind != "clash":
        return target
    sides: dict[str, ActorMention] = {}
    beaten_off = False
    for mention in incident.mentions:
        cues = hits_of(context.doc, mention.sentence, "perpetrator_cues")
        repelled = any(h.values["cue"] == "repelled" for h in cues)
        beaten_off |= repelled
        for a in mention.actors:
            actor_id = context.actor_ids.of(a, country)
            if (a.part in ("party", "victim", "perpetrator") or repelled) and actor_id:
                sides.setdefault(actor_id, a)
    own = context.actor_ids.type_of(actor.actor_id) if actor.actor_id else ""
    for actor_id, named in sides.items():
        if actor_id == actor.actor_id:
            continue
        row = context.lexicon.actors[actor_id]
        hit = ACTOR_TARGET.get(row["actor_type"], "")
        same_side = own in FLYERS and row["actor_type"] in (*FLYERS, "irregular_force")
        same_side |= (
            own == "irregular_force" and row["actor_type"] in FLYERS and named.part != "victim"
        )
        if not hit or (actor.actor_id and same_side) or row["actor_type"] == "crowd":
            continue
        if actor.actor_id is None:
            continue
        if hit == "military" and target == "police":
            return target
        if hit != target or context.is_implied("target_type"):
            span = context.span(named.sentence, named.first, named.last)
            context.note_instead("target_type", span)
            context.note_also("target_type", what_befell(context, incident, named))
        return hit
    if beaten_off and own == "armed_group":
        if target != "military":
            context.note_instead("target_type", context.noted("event_type"), "implied")
        return "military"  # who beats an attack off was attacked
    if target not in _FIGHTERS and not _civilians_hit(incident):
        context.note_instead("target_type", context.noted("event_type"), "implied")
        target = "militants"
    if target == "militants" and context.noted("target_type") == context.noted("event_type"):
        context.note_also("target_type", _who_fought(context, incident))
    return target


def _who_fought(context: Context, incident: Incident) -> Span | None:
    """The words for those between whom a clash was; None where none stand in its sentences."""
    for mention in incident.mentions:
        parties = [a for a in mention.actors if a.part == "party"]
        if parties:
            first, last = parties[0], parties[-1]
            end = last.last if last.sentence == first.sentence else first.last
            return context.span(first.sentence, first.first, max(end, first.last))
        for hit in hits_of(context.doc, mention.sentence, "victim_classes"):
            if hit.values["victim_class"] in _ARMED:
                return context.span(mention.sentence, hit.first, hit.last)
    return None


def _civilians_hit(incident: Incident) -> bool:
    """Whether civilians are told to be among the dead or wounded."""
    return any(
        (c.target_type == "civilians" and c.victim_class in _CIVILIANS) for c in incident.counts
    ) or any(
        t.target_type == "civilians" and t.strength >= _AIMED_AT
        for m in incident.mentions
        for t in m.targets
    )


def target_detail_of(context: Context, incident: Incident, target: str) -> str | None:
    """The finer code below the target type: of the mention that tells the toll first."""
    core = sorted(incident.mentions, key=lambda m: (m.title, not told(m)))
    for mention in core:
        for hit in hits_of(context.doc, mention.sentence, "target_details"):
            detail = hit.values["target_detail"]
            if context.lexicon.target_details[detail]["target_type"] != target:
                continue
            if any(within(hit.first, clause) for clause in mention.clauses):
                span = context.span(mention.sentence, hit.first, hit.last)
                context.note("target_detail", span)
                return detail
    return None
