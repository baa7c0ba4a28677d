"""Which mentions of an article are of one event.

A mention joins one of the last incidents when nothing contradicts (type, place, date, toll) and
something speaks for it (the same figures or place, a definite noun, nearness); else it opens its
own. The title only confirms, or stands alone where the text has nothing. Summaries (حوادث متفرقة)
give way to what they sum up.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, cast

from extractors.comparing import days, figures, named, place_fit, same_region
from extractors.facts.triggers import GENERIC
from extractors.mentions import CAMPAIGN, Incident, Mention, told
from extractors.records import EVENT_FAMILIES

if TYPE_CHECKING:
    from extractors.facts.weapons import WeaponMention

_JOIN = 1.5
#: what speaks against a title's being of the only event
_TITLE = -3.0
#: … and no sum of what speaks for it outweighs this
_AGAINST = -99.0
#: what agreeing figures weigh
_MEASURES = (("killed", 2.5), ("wounded", 2.0), ("abducted", 2.5), ("arrested", 2.5))
#: a mention joins one of the last so many incidents: keeps the work linear in the text
_WINDOW = 25
#: an arrest of the doers is told within so many sentences of what they did
_ARREST_REACH = 3
#: a summary may leave out, or round, so much of what it sums up
_MOSTLY = 0.8
#: smaller figures differ by so little in any two attacks
_MANY_DEAD = 6
#: sums below this agree by chance
_MANY = 5
#: a noun with ال takes up what was told so few sentences before, whatever toll it has
_TAKEN_UP_REACH = 2
#: what is doubted so much, with a toll, is that of a period
_STATISTIC = 2.5
#: markers that begin another story
_NEW_STORY = frozenset({"topic", "other"})
#: families in which nobody is killed; who is killed days later fell in another event
_NO_KILLING = frozenset({"abduction", "arrest", "seizure"})
#: figures that differ by so much are mostly one, counted otherwise
_ABOUT = 0.06
#: figures of two sources for one event differ by so much at most
_VARIANCE = 0.25
#: weapons that are nothing of what comes from afar
_IN_HAND = frozenset({"firearm", "knife", "incendiary"})
#: weapons that no aircraft carries, as news uses the words
_GUNS = frozenset({"mortar", "rocket", "artillery"})
#: families that one event can be told in: gunmen storm, take hostages and are arrested
_TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("armed", "abduction"), ("armed", "arrest"), ("armed", "bombing"), ("bombing", "arrest"),
        ("abduction", "arrest"), ("remote", "bombing"),
        ("bombing", "seizure"),
    )
)  # fmt: skip


def _affinity(incident: Incident, mention: Mention) -> float:
    """How much speaks for the mention being of the incident; far below 0: something forbids it."""
    answered = "reply" in mention.opening and incident.event_type != "clash"
    if answered or _one_of_several(incident, mention):
        return _AGAINST
    fit = place_fit(
        incident.places,
        mention.places,
        by_site=not mention.definite or mention.event_type == "clash",
    )
    tells = told(mention)
    total = _types(incident, mention, fit) + _discourse(incident, mention, fit, tells)
    aside = mention.definite and not tells and not mention.opening & _NEW_STORY
    toll, agree = _tolls(incident, mention)
    if _taken_up(incident, mention):
        toll = max(toll, -1.0)  # another source counts otherwise
    if fit == "conflict" and agree and mention.definite:
        fit = "apart"  # the toll is surer than the place
    if fit == "conflict":
        if not aside or mention.sentence - incident.mentions[-1].sentence > 2:
            return _AGAINST
        total -= 0.5
    if (
        agree
        and _many(incident, mention)
        and (fit == "same" or same_region(incident.places, mention.places))
    ):
        total += 2.0
    total += toll + _dates(incident, mention)
    if incident.family in _NO_KILLING and tells and _elsewhere(incident, mention):
        return _AGAINST
    if fit == "same":
        total += 2.0
    elif fit == "open" and same_region(incident.places, mention.places):
        total += 0.75
    elif fit == "apart":
        total -= 1.0 if agree or aside else 2.0 if not tells else 3.0
    return total


def _elsewhere_told(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether the sentence sets out with a place of its own, and then says what happened there."""
    return (
        mention.clauses[0].fronted
        and fit != "same"
        and mention.firmness == "event"
        and not mention.definite
        and all(any(named(p) for p in of.places) for of in (incident, mention))
    )


def _one_of_several(incident: Incident, mention: Mention) -> bool:
    """Whether the mention begins to tell one of the attacks that a plural summed up so far."""
    return (
        all(m.several for m in incident.mentions)
        and not mention.several
        and not mention.title
        and not mention.definite
        and mention.firmness == "event"
        and mention.sentence != incident.mentions[-1].sentence
        and any(h.values["kind"] == "event" for h in mention.triggers)
    )


def _taken_up(incident: Incident, mention: Mention) -> bool:
    """Whether the mention takes up the event told last with a noun in the singular, and neither
    place nor day of its own: قال … إن عشرة قتلوا في الانفجار."""
    last = incident.mentions[-1]
    return (
        mention.definite
        and not mention.plural_kind
        and 0 < mention.sentence - last.sentence <= _TAKEN_UP_REACH
        and not any(named(p) for p in mention.places)
        and not mention.dates
        and not mention.opening & (_NEW_STORY | {"additive"})
        and not mention.clauses[0].fronted
    )


def _bare(mention: Mention) -> bool:
    """Whether it tells a toll and nothing else: neither what happened, nor where or when."""
    return told(mention) and not (
        mention.triggers or mention.event_type or mention.places or mention.dates
    )


def _named_by(before: Incident, mention: Mention) -> None:
    """Let the second of a pair, which only a number names, be what the first was: أما الثاني فوقع
    في …"""
    if mention.event_type is None:
        mention.event_type, mention.firmness = before.event_type, "event"
        mention.doubt = min(mention.doubt, before.mentions[-1].doubt)


def _only_counts(mention: Mention) -> bool:
    """Whether it tells how many there were, and no word of it what befell them."""
    return mention.event_type is None and not mention.harms and not mention.weapons


def _mere_reply(before: Incident, mention: Mention) -> bool:
    """Whether it only adds that fire was returned: وردت القوات بقصف على مصادر النيران."""
    own = told(mention) or any(named(p) for p in mention.places)
    same_sentence = before.mentions[-1].sentence == mention.sentence
    return "reply" in mention.opening and same_sentence and not own


def _outcome_told_next(incident: Incident, mention: Mention) -> bool:
    """Whether a sentence tells nothing but a toll, and the one before it told the event anew."""
    last = incident.mentions[-1]
    again = len(incident.mentions) > 1 and not last.title and not last.counts
    named = any(h.values["kind"] == "event" for h in last.triggers)
    return again and named and _bare(mention) and mention.sentence - last.sentence == 1


def _measures(of: Incident | Mention) -> set[str]:
    """What is counted in it."""
    return {c.measure for c in of.counts if c.role == "total"}


def _elsewhere(incident: Incident, mention: Mention) -> bool:
    """Whether somebody is killed on another day, in a place of its own."""
    a, b = days(incident.dates), days(mention.dates)
    return (
        bool(a and b and not a & b)
        and any(c.measure == "killed" and c.value for c in mention.counts)
        and any(named(p) for p in mention.places)
    )


def _recalled(mention: Mention) -> bool:
    """Whether it speaks of an attack that readers know: with ال and its toll, or in passing."""
    hurt = any(c.measure in ("killed", "wounded") and c.value != 0 for c in mention.counts)
    return mention.background or (mention.definite and hurt)


def _found_there(incident: Incident, mention: Mention) -> bool:
    """Whether arms were found where it happened: وعثرت بداخله على أحزمة."""
    distance = mention.sentence - incident.mentions[-1].sentence
    return (
        mention.family == "seizure"
        and not mention.title
        and distance <= (_ARREST_REACH if mention.definite else 0)
        and not any(p.kind != "country" for p in mention.places)
        and not mention.clauses[0].fronted
        and "topic" not in mention.opening  # وأبطل مفعول عبوة ثانية
    )


def _shot(mention: Mention) -> bool:
    """Whether it tells of an attack with a firearm, a blade or fire."""
    return (
        mention.event_type in GENERIC
        and mention.firmness == "event"
        and bool(mention.weapons)
        and all(w.weapon in _IN_HAND for w in mention.weapons)
    )


def _types(incident: Incident, mention: Mention, fit: str) -> float:
    """What the types say: other families forbid it unless one event can be told in both."""
    own, other = mention.family, incident.family
    if other == "arrest" and mention.event_type not in (None, "arrest") and _recalled(mention):
        return _AGAINST  # what they are arrested for
    if own is not None and other is not None and own != other:
        if _found_there(incident, mention):
            return 2.0
        marks = mention.opening
        apart = bool(marks & (_NEW_STORY | {"additive"})) or mention.clauses[0].fronted
        reach = _ARREST_REACH if own == "arrest" or mention.definite else 1
        if "remote" in (own, other) and not mention.definite:
            return _AGAINST
        distance = mention.sentence - incident.mentions[-1].sentence
        if apart or distance > reach or fit in ("apart", "conflict"):
            return _AGAINST
        if "seizure" in (own, other) and (mention.firmness != "event" or mention.title):
            return _AGAINST
        elsewhere = fit != "same" and any(p.kind != "country" for p in mention.places)
        if frozenset((own, other)) not in _TOGETHER or elsewhere:
            return _AGAINST
        return -1.5
    if own == "remote" and other is None and incident.event_type and mention.raids_at_large:
        return _AGAINST
    later = mention.sentence - incident.mentions[-1].sentence > 1
    if own == "abduction" and incident.event_type in GENERIC and later and not mention.definite:
        return _AGAINST  # others are taken elsewhere, by others
    if mention.event_type and mention.event_type == incident.event_type:
        return 0.5
    if own == other == "remote" and _flown(mention.event_type) != _flown(incident.event_type):
        guns = [
            w
            for w in (*mention.weapons, *cast("list[WeaponMention]", incident.all("weapons")))
            if w.weapon in _GUNS
        ]
        return -2.5 if guns and not mention.definite else 0.0
    shots = other == "remote" and _shot(mention)
    shots = shots or (own == "remote" and all(_shot(m) for m in incident.mentions))
    if shots and not mention.definite:
        return -3.0  # a sniper behind shells
    return -1.5 if own == other == "armed" else 0.0


def _many(incident: Incident, mention: Mention) -> bool:
    """Whether they agree on a number of dead that is no coincidence."""
    shared = figures(incident.counts, "killed") & figures(mention.counts, "killed")
    return bool(shared) and max(shared) >= _MANY


def _flown(event_type: str | None) -> bool:
    """Whether it comes from aircraft."""
    return event_type in ("air_strike", "drone_strike")


def _tolls(incident: Incident, mention: Mention) -> tuple[float, bool]:
    """What the figures say, and whether they agree on more than one person."""
    total, agree = 0.0, False
    near = mention.sentence - incident.mentions[-1].sentence <= 2 and not mention.places
    counts = (*incident.counts, *mention.counts)
    # the toll of several attacks is none of the parts that are told next
    parts = all(m.plural_kind or m.title for m in incident.mentions) and not mention.definite
    for measure, weight in _MEASURES:
        a, b = figures(incident.counts, measure), figures(mention.counts, measure)
        if not a or not b:
            continue
        if a & b:
            small = max(a & b) <= 1
            total += weight / 2 if small else weight
            agree = agree or not small
        elif (
            mention.revises
            or _outcome_told_next(incident, mention)
            or (not parts and any(c.update or c.role == "superseded" for c in counts))
        ):
            total += 0.5
        elif min(abs(x - y) / max(x, y) for x in a for y in b) <= _ABOUT:
            total += 0.75  # 21 and a leader, 22
        elif min(abs(x - y) / max(x, y) for x in a for y in b) <= _VARIANCE and (
            mention.definite or max(a | b) >= _MANY_DEAD
        ):
            total -= 0.5  # two sources
        else:
            total -= 1.5 if near and mention.definite and not mention.plural_kind else 3.0
    if not agree and (_joint(incident, mention) or _joint(mention, incident)):
        return max(total, 0.0) + 2.5, True
    return total, agree


def _joint(left: Incident | Mention, right: Incident | Mention) -> bool:
    """Whether the one's dead and wounded together are the joint toll that the other tells."""
    joint = {c.value for c in left.counts if c.role == "combined" and c.value}
    parts = [figures(right.counts, m) for m in ("killed", "wounded")]
    return any(a + b in joint for a in parts[0] for b in parts[1])


def _dates(incident: Incident, mention: Mention) -> float:
    """What the days say."""
    a, b = days(incident.dates), days(mention.dates)
    if not a or not b:
        return 0.0
    if a & b:
        return 0.5
    return -4.0 if min(abs((x - y).days) for x in a for y in b) > 1 else -0.5


def _told_next(incident: Incident, mention: Mention, tells: bool) -> float:
    """What it says that a sentence without a place stands right behind the event."""
    last = incident.mentions[-1]
    anew = bool(mention.opening & _NEW_STORY) or mention.clauses[0].fronted
    if mention.sentence - last.sentence != 1 or mention.places or anew:
        return 0.0
    if mention.event_type in (None, "clash") and incident.event_type == "clash":
        return 3.0  # كما قتل عشرة من الثوار: the other side's losses
    if _bare(mention) and not _measures(last) & _measures(mention):
        return 3.0  # كما أصيب ستة آخرون
    added = "additive" in mention.opening or mention.adds
    if tells and not added and (not incident.counts or _outcome_told_next(incident, mention)):
        return 1.0  # what came of it is told next
    return 0.0


def _discourse(incident: Incident, mention: Mention, fit: str, tells: bool) -> float:
    """What nearness, connectives and definite nouns say."""
    last = incident.mentions[-1]
    marks = mention.opening
    same_sentence = last.sentence == mention.sentence
    total = 1.5 if mention.definite else 0.0
    if same_sentence:
        total += 2.0
    elif mention.sentence - last.sentence == 1:
        total += 1.0
    elif mention.paragraph == last.paragraph:
        total += 0.5
    headline = all(m.lead or m.title for m in incident.mentions) and not incident.counts
    if marks & _NEW_STORY:
        same_kind = mention.event_type == incident.event_type
        again = headline and fit != "apart" and (same_kind or mention.definite)
        total -= 1.0 if again else 3.5
    elif fit in ("same", "open") and all(m.lead or m.title for m in incident.mentions):
        total += 1.0  # the lead is told again at length
    if (
        mention.adds
        and any(named(p) for p in mention.places)
        and (fit != "same" or (not mention.definite and mention.firmness == "event"))
    ):
        total -= 2.0  # كما ضبطت قوة أخرى في …
    if "additive" in marks or (mention.adds and not mention.definite and fit != "same"):
        total -= 1.5
    if mention.clauses[0].fronted and (mention.places or tells):
        total -= 1.0 if fit == "same" else 1.5
    if (
        mention.background
        and not (incident.background or mention.pointed)
        and (tells or not same_sentence)
    ):
        total -= 3.0 if tells else 2.0
    if mention.about and fit != "conflict" and any(m.about for m in incident.mentions):
        total += 2.0  # one event is what they all condemn
    counted = any(told(m) and m.doubt < _STATISTIC for m in incident.mentions)
    placed = not mention.places and any(p.kind != "country" for p in incident.places)
    if tells and mention.doubt >= _STATISTIC and (counted or placed):
        total -= 3.0  # a toll of months is no later toll of this event
    if tells and all("summary" in m.marks for m in incident.mentions):
        total -= 3.0  # one of those that were summed up
    total += _told_next(incident, mention, tells)
    if "ordinal" in mention.marks:
        total += 4.0
    if mention.pointed and mention.sentence - last.sentence <= _TAKEN_UP_REACH:
        total += 3.0
    if mention.counts and all(c.measure == "killed_of_perpetrators" for c in mention.counts):
        total += 3.0  # the attackers' dead belong to the attack that was told
    elif mention.sentence - last.sentence == 1 and any(
        c.measure == "killed_of_perpetrators" for c in mention.counts
    ):
        total += 2.0
    if not tells and fit != "apart" and not _elsewhere_told(incident, mention, fit):
        total += 1.0
    if mention.title or last.title:
        total += 1.0
    return total


def _at_large(mention: Mention) -> bool:
    """Whether it tells what goes on for weeks, with neither a toll nor a place, so that it is of
    no event; the lead's says what the article is about."""
    return (
        mention.doubt >= CAMPAIGN
        and not mention.lead
        and not told(mention)
        and not any(named(p) for p in mention.places)
    )


def join(mentions: list[Mention]) -> list[Incident]:
    """The incidents that the mentions are of, in the order of the text; titles last."""
    incidents: list[Incident] = []
    body = [m for m in mentions if not m.title]
    for mention in body:
        if _at_large(mention):
            continue
        if "other" in mention.opening and incidents:
            _named_by(incidents[-1], mention)
        best: Incident | None = None
        best_score = _JOIN
        for age, incident in enumerate(reversed(incidents[-_WINDOW:])):
            score = _affinity(incident.recent, mention) - 0.4 * age
            if score >= best_score:
                best, best_score = incident, score
        if best is not None:
            if not told(mention) and place_fit(best.places, mention.places) in (
                "apart",
                "conflict",
            ):
                mention.places = []  # where somebody speaks, not where it happened
            before = best.mentions[-1]
            if mention.definite and mention.sentence - before.sentence == 1 and not mention.dates:
                mention.doubt = max(mention.doubt, before.doubt)  # في هذه الغارات
            best.mentions.append(mention)
        elif mention.opens and not (
            incidents and (_only_counts(mention) or _mere_reply(incidents[-1], mention))
        ):
            if mention.definite and mention.event_type in GENERIC:
                mention.event_type = _named_before(body, mention) or mention.event_type
            incidents.append(Incident([mention]))
    incidents = _without_leads(incidents)
    for mention in (m for m in mentions if m.title):
        if "summary" in mention.marks and len(incidents) > 1:
            continue  # قتيلان وستة جرحى في حوادث متفرقة
        scored = [(_affinity(i.recent, mention), -n) for n, i in enumerate(incidents[:_WINDOW])]
        # a title speaks of what the text tells, where that is one event, though it counts otherwise
        needed = 0.5 if len(incidents) > 1 else _TITLE
        scored = [s for s in scored if s[0] >= needed]
        if scored:
            best = incidents[-max(scored)[1]]
            of_toll = [i for i in incidents[:_WINDOW] if _many(i, mention)]
            if len(of_toll) == 1 and figures(best.counts, "killed"):
                best = of_toll[0]  # 30 قتيلا بتفجير وغارة: of whichever has 30 dead
            best.mentions.append(mention)
        elif not body:
            incidents.append(Incident([mention]))
    return incidents


def _named_before(body: list[Mention], mention: Mention) -> str | None:
    """What the attack is that an arrest named before: القبض على منفذي تفجير … الهجوم."""
    for other in reversed(body):
        if 0 < mention.sentence - other.sentence <= _ARREST_REACH and other.family == "arrest":
            types = [h.values["event_type"] for h in other.triggers if h.values["kind"] == "event"]
            return next((t for t in types if EVENT_FAMILIES[t] in ("bombing", "remote")), None)
    return None


def _without_leads(incidents: list[Incident]) -> list[Incident]:
    """Incidents of which the lead gives dead and wounded together, put to the one that tells them
    apart."""
    kept: list[Incident] = []
    for incident in incidents:
        lead = kept[-1] if kept else None
        if (
            lead is not None
            and all(m.lead for m in lead.mentions)
            and lead.family == incident.family
            and place_fit(lead.places, incident.places) != "conflict"
            and _joint(lead, incident)
        ):
            lead.mentions.extend(incident.mentions)
        else:
            kept.append(incident)
    return kept


def without_summaries(incidents: list[Incident]) -> list[Incident]:
    """Leave out what sums up other incidents of the article."""
    if len(incidents) > 2 * _WINDOW:
        return incidents
    kept = []
    for incident in incidents:
        others = [
            i
            for i in incidents
            if i is not incident
            and (incident.family is None or i.family in (incident.family, None))
            and place_fit(i.places, incident.places) != "conflict"
            and figures(i.counts, "killed") | figures(i.counts, "wounded")
        ]
        summary = "summary" in incident.mentions[0].marks
        vague_place = not any(named(p) for p in incident.places)
        ahead = all(_first(incident) <= _first(other) for other in others)
        if ahead and any(_sums_up(incident, others, m, vague_place) for m in ("killed", "wounded")):
            continue
        lead = all(m.lead or m.title for m in incident.mentions)
        if lead and _whole(incident, [i for i in incidents if i is not incident]):
            continue
        lead = lead and not _smaller(incident, others)
        nowhere = not any(p.value.admin1_code for p in incident.places)
        if len(others) >= 2 and (
            (summary and (vague_place or not incident.counts)) or (lead and nowhere)
        ):
            continue
        kept.append(incident)
    return kept


def _first(incident: Incident) -> int:
    """Index of the first sentence that tells of it."""
    return min(m.sentence for m in incident.mentions)


def _whole(lead: Incident, others: list[Incident]) -> bool:
    """Whether the lead's dead are to a man those of all the others that are no older story."""
    own = figures(lead.counts, "killed")
    parts = [max(f) for i in others if not i.background and (f := figures(i.counts, "killed"))]
    return len(parts) > 1 and bool(own) and max(own) == sum(parts) >= 2 * _MANY


def _smaller(incident: Incident, others: list[Incident]) -> bool:
    """Whether the incident's toll is smaller than that of the next two, so that it sums up none."""
    own = figures(incident.counts, "killed")
    later = sorted((i for i in others if _first(i) >= _first(incident)), key=_first)
    following = [max(f) for i in later if (f := figures(i.counts, "killed"))][:2]
    return bool(own) and max(own) < sum(following)


def _sums_up(incident: Incident, others: list[Incident], measure: str, vague_place: bool) -> bool:
    """Whether the incident's toll is that of two or more others together: of all, or of those
    that are told next."""
    own = figures(incident.counts, measure)
    first = _first(incident)
    told_next = [
        max(f)
        for i in sorted(others, key=_first)
        if _first(i) >= first and (f := figures(i.counts, measure)) and max(f) > 0
    ]
    parts = [max(f) for i in others if (f := figures(i.counts, measure)) and max(f) > 0]
    if len(parts) < 2 or not own:
        return False
    sums = {s for s in accumulate(told_next) if s >= _MANY} - set(told_next[:1])
    total = sum(parts)
    mostly = vague_place or all(m.several or m.title for m in incident.mentions)
    return bool(own & sums) or max(own) == total or (mostly and max(own) >= _MOSTLY * total)
