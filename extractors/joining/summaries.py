"""Incidents that only sum up others (حوادث متفرقة) give way to them."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from extractors.comparing import figures, named, place_fit, same_name, specific
from extractors.event_types import BOMBINGS
from extractors.joining.limits import MANY, WINDOW
from extractors.joining.parts import sums_up
from extractors.joining.tolls import joint_toll
from extractors.mentions.mention import told, widespread

if TYPE_CHECKING:
    from extractors.document import PlaceMention
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: families of which no killing is a part that their sum is told of
_TAKEN = frozenset({"arrest", "abduction", "seizure"})
#: what a summary of a governorate's events sums up at least
_TWO = 2
#: a summary may leave out, or round, so much of what it sums up
_MOSTLY = 0.8
#: … and be that of what is told apart where it says that there were several
_PARTLY, _ALL = 0.6, 1.1
#: so many dead are no coincidence in one country
_NO_COINCIDENCE = 20


def without_summaries(incidents: list[Incident]) -> list[Incident]:
    """Leave out what sums up other incidents of the article."""
    if len(incidents) > 2 * WINDOW:
        return incidents
    kept = []
    for incident in incidents:
        others = [
            i
            for i in incidents
            if i is not incident
            and _may_be_part(i, incident)
            and place_fit(i.places, incident.places) != "conflict"
            and _figures(i, "killed") | _figures(i, "wounded")
            and not _general(i)
        ]
        summary = "summary" in incident.mentions[0].marks
        plural = any(_of_several(m) for m in incident.mentions)
        vague_place = not any(
            named(p) and not (plural and _of_governorate(p)) for p in incident.places
        )
        apart = [
            i
            for i in incidents
            if i is not incident
            and (incident.family not in _TAKEN or _may_be_part(i, incident))
            and place_fit(i.places, incident.places) != "conflict"
            and _figures(i, "killed") | _figures(i, "wounded")
        ]
        ahead = all(_first(incident) <= _first(other) for other in others)
        alike = [i for i in others if i.family == incident.family]
        worst = any("worst" in m.opening for m in incident.mentions)
        somewhere = worst or (_of_one_bomb(incident) and any(map(specific, incident.places)))
        if (
            ahead
            and not somewhere
            and any(
                _sums_up(incident, [i for i in of if _as_recent(i, incident)], measure, vague_place)
                for measure in ("killed", "wounded")
                for of in (others, alike)
            )
        ):
            continue
        lead = all(m.lead or m.title for m in incident.mentions)
        counted_ahead = all(m.lead or m.title for m in incident.mentions if told(m))
        if counted_ahead and _whole(incident, [i for i in incidents if i is not incident]):
            continue
        if _counts_together(incident, incidents) or sums_up(incident, incidents):
            continue
        if lead and _shared_out_later(incident, incidents):
            continue
        if lead and summary and vague_place and len(apart) >= _TWO:
            continue  # قتل عنصر واغتيل قيادي في حادثتين منفصلتين بمحافظة درعا
        if (
            lead
            and all(widespread(m) for m in incident.mentions)
            and _told_apart(incident, [i for i in incidents if i is not incident])
        ):
            continue  # غارات على حلب وإدلب
        if lead and _of_a_whole_region(incident):
            near = [i for i in _others_near(incident, incidents) if not i.background]
            if _told_apart(incident, near):
                continue  # غارات على جنوب لبنان
        lead = lead and not _smaller(incident, others)
        nowhere = not any(p.value.admin1_code for p in incident.places)
        if len(others) >= 2 and (
            (summary and (vague_place or not any(c.value for c in incident.counts)))
            or (lead and nowhere and not _of_one_bomb(incident))
        ):
            continue
        kept.append(incident)
    _call_by_the_sum([i for i in incidents if not any(i is k for k in kept)], kept)
    return kept


def _of_one_bomb(incident: Incident) -> bool:
    """Whether it tells of one attack with a bomb, which sums up nothing."""
    return incident.event_type in BOMBINGS and not any(
        _of_several(m) or m.pair for m in incident.mentions
    )


def _call_by_the_sum(sums: list[Incident], parts: list[Incident]) -> None:
    """What a head calls the attacks that it sums up, its parts are that are told by their dead
    alone: قتل 16 في غارات … سبعة قتلوا في مدينة كذا وقضى خمسة في بلدة كذا."""
    for whole in sums:
        kind = whole.event_type
        if kind is None or not all(m.lead or m.title for m in whole.mentions):
            continue
        for part in parts:
            behind = _first(part) >= _first(whole) and not part.background
            near = place_fit(part.places, whole.places) != "conflict"
            fell = any(c.measure == "killed" and c.value for c in part.counts)
            if part.event_type is None and behind and near and fell:
                part.mentions[0].event_type, part.mentions[0].firmness = kind, "event"


def _may_be_part(part: Incident, whole: Incident) -> bool:
    """Whether an event's type is one that another may sum up; arrests sum up arrests alone."""
    if whole.family in _TAKEN:
        return part.family == whole.family
    return whole.family is None or part.family in (whole.family, None)


def _general(incident: Incident) -> bool:
    """Whether it is a head that speaks of several attacks, and of no place in particular."""
    return all(
        (m.lead or m.title) and m.several and not any(specific(p) for p in m.places)
        for m in incident.mentions
    )


def _of_several(mention: Mention) -> bool:
    """Whether the head names attacks in the plural: غارات على ريف إدلب، حوادث متفرقة."""
    events = [h for h in mention.triggers if h.values["kind"] == "event"]
    plural = bool(events) and events[0].values["form"] == "plural"
    head = mention.title or (mention.lead and not mention.clauses[0].fronted)
    return head and (plural or mention.several or "summary" in mention.marks)


def _of_governorate(place: PlaceMention) -> bool:
    """Whether a place stands for its governorate: its countryside, or its seat, which is called
    like it."""
    value = place.value
    return place.kind == "region" or (
        place.kind == "settlement" and same_name(value.name, value.admin1_name)
    )


def without_leads(incidents: list[Incident]) -> list[Incident]:
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
            and joint_toll(lead, incident)
        ):
            lead.mentions.extend(incident.mentions)
        else:
            kept.append(incident)
    return kept


def without_releases(incidents: list[Incident]) -> list[Incident]:
    """Leave out kidnappings that are only told of in that the captives came free, where another
    one of the article tells how they were taken: أفرج عن ثلاثة … وكان مسلحون خطفوا أربعة."""
    taken = [
        i
        for i in incidents
        if i.family == "abduction"
        and not any(m.freed for m in i.mentions)
        and any(figures(i.counts, "abducted"))
    ]
    return [
        i
        for i in incidents
        if i.family != "abduction"
        or not any(m.freed for m in i.mentions)
        or not any(place_fit(i.places, t.places) in ("same", "open") for t in taken)
    ]


def share_out(incidents: list[Incident]) -> None:
    """Take from an incident the toll that the head gives for all its article's attacks together,
    where the body gives the incident's own, which with those of the others makes it up: قتيلان في
    غارتين … قتل شخص في غارة على كذا … وقتل آخر في غارة على كذا."""
    news = [i for i in incidents if not i.background]
    for incident in news:
        for measure in ("killed", "wounded"):
            told_as = [(m, max(f)) for m in incident.mentions if (f := figures(m.counts, measure))]
            whole = max((most for _, most in told_as), default=0)
            parts = [most for _, most in told_as if most < whole]
            heads = [m for m, most in told_as if most == whole]
            if not parts or not all(m.lead or m.title for m in heads):
                continue
            family = incident.family
            others = [i for i in news if i is not incident and i.family == family]
            rest = [max(f) for i in others if (f := _figures(i, measure))]
            there = [p for m in heads for p in m.places]
            near = [i for i in others if place_fit(i.places, there) in ("same", "open")]
            rest_near = [max(f) for i in near if (f := _figures(i, measure))]
            sums = {sum(rest), sum(rest_near)} - {0}
            if whole - max(parts) in sums:
                for head in heads:
                    head.counts = [c for c in head.counts if c.measure != measure]
                incident.forget("counts")


def share_between(incidents: list[Incident]) -> None:
    """Take from an incident the toll of two that a source tells behind both: خمسة جرحى … وجريحان
    … ومعالجة سبعة أصيبوا جراء الهجومين."""
    for before, incident in pairwise(incidents):
        for measure in ("killed", "wounded"):
            joint = [m for m in incident.mentions[1:] if m.pair and m.definite]
            own = [m for m in incident.mentions if m not in joint]
            parts = [figures(before.counts, measure), *(figures(m.counts, measure) for m in own)]
            sums = {a + b for a in parts[0] for f in parts[1:] for b in f}
            for mention in joint:
                if figures(mention.counts, measure) & sums:
                    mention.counts = [c for c in mention.counts if c.measure != measure]
                    incident.forget("counts")


def _counts_together(incident: Incident, incidents: list[Incident]) -> bool:
    """Whether it tells nothing but how many fell that day, a part of whom another incident has:
    مقتل 25 شخصا بينهم 13 من التنظيم."""
    if incident.event_type is not None:
        return False
    parts = {c.value for c in incident.counts if c.role == "sub_count" and c.value}
    told_there = {
        max(f) for i in incidents if i is not incident and (f := figures(i.counts, "killed"))
    }
    return any(part >= MANY for part in parts & told_there)


def _shared_out_later(lead: Incident, incidents: list[Incident]) -> bool:
    """Whether the head tells several attacks by their joint toll (بهجمات متفرقة), of which most is
    that of two or more that are told one by one, wherever they were."""
    heads = [m for m in lead.mentions if not m.title]
    if not all(m.several or "summary" in m.marks or m.pair or not told(m) for m in heads):
        return False
    news = [i for i in incidents if i is not lead and not i.background]
    for measure in ("killed", "wounded"):
        own = figures(lead.counts, measure)
        parts = [max(f) for i in news if (f := _figures(i, measure)) and max(f) > 0]
        if own and len(parts) >= _TWO and _PARTLY * max(own) <= sum(parts) <= _ALL * max(own):
            return True
    return False


def _told_apart(incident: Incident, others: list[Incident]) -> bool:
    """Whether two or more of the others tell where the raids hit that the head told together, and
    as many dead, or the head counts none."""
    own = figures(incident.counts, "killed")
    parts = [max(f) for i in others if (f := _figures(i, "killed"))]
    placed = [i for i in others if i.family == incident.family and any(map(specific, i.places))]
    if not own:
        return len(placed) >= _TWO
    return len(parts) >= _TWO and sum(parts) >= _MOSTLY * max(own)


def _others_near(incident: Incident, incidents: list[Incident]) -> list[Incident]:
    """The other incidents that may lie where this one does."""
    return [
        i
        for i in incidents
        if i is not incident and place_fit(i.places, incident.places) != "conflict"
    ]


def _of_a_whole_region(incident: Incident) -> bool:
    """Whether the head tells of fire on a governorate or a part of a country, and counts
    nobody: جرحى في غارات على جنوب لبنان."""
    return (
        incident.family == "remote"
        and any(_of_several(m) for m in incident.mentions)
        and not any(map(specific, incident.places))
        and not (figures(incident.counts, "killed") | figures(incident.counts, "wounded"))
    )


def _figures(incident: Incident, measure: str) -> set[int]:
    """What is told for a measure, though it only says again who it was that fell: مما أدى إلى
    مقتله."""
    told_again = {c.value for c in incident.counts if c.resumes and c.measure == measure}
    return figures(incident.counts, measure) or {v for v in told_again if v is not None}


def without_doubles(incidents: list[Incident]) -> list[Incident]:
    """Incidents of which the head alone tells, put to the one that has the same toll: it was told
    again at length, in a place that is named otherwise."""
    if len(incidents) > 2 * WINDOW:
        return incidents
    kept: list[Incident] = []
    for number, incident in enumerate(incidents):
        head = all((m.lead or m.title) and not m.background for m in incident.mentions)
        again = [i for i in incidents[number + 1 :] if head and _same_toll(incident, i)]
        if len(again) == 1:
            if place_fit(again[0].places, incident.places) == "conflict":
                for mention in incident.mentions:
                    mention.places = []  # the head's is another one's, or a picture's
            again[0].mentions[:0] = incident.mentions
        else:
            kept.append(incident)
    return kept


def _same_toll(head: Incident, other: Incident) -> bool:
    """Whether both tell one toll, so many that it is no chance, and nothing keeps them apart."""
    fit = place_fit(head.places, other.places)
    if fit == "apart" and other.mentions[0].sentence == head.mentions[-1].sentence:
        return False  # قتل سبعة في …، بينما قتل سبعة في …
    if fit == "apart" and other.mentions[0].clauses[0].fronted:
        return False  # وفي حي كذا قتل سبعة
    shared = figures(head.counts, "killed") & figures(other.counts, "killed")
    sure = max(shared, default=0) >= _NO_COINCIDENCE and _same_country(head, other)
    if other.background or (fit == "conflict" and not sure):
        return False
    bomb_from_the_air = {head.family, other.family} == {"bombing", "remote"} and fit == "same"
    if head.family and other.family and head.family != other.family and not bomb_from_the_air:
        return False
    both = [
        (a, b)
        for measure in ("killed", "wounded")
        if (a := figures(head.counts, measure)) and (b := figures(other.counts, measure))
    ]
    if not both or not all(a & b for a, b in both):
        return False
    return (
        max(max(a & b) for a, b in both) >= (_TWO if bomb_from_the_air else MANY) or len(both) > 1
    )


def _as_recent(other: Incident, incident: Incident) -> bool:
    """Whether it is no older story, where the incident that may sum it up is the news."""
    return incident.background or not other.background


def _same_country(one: Incident, other: Incident) -> bool:
    """Whether both lie in one country."""
    left, right = ({p.value.country for p in i.places} - {None} for i in (one, other))
    return bool(left & right)


def _first(incident: Incident) -> int:
    """Index of the first sentence that tells of it."""
    return min(m.sentence for m in incident.mentions)


def _whole(lead: Incident, others: list[Incident]) -> bool:
    """Whether the lead's dead are to a man those of all the others that are no older story."""
    own = figures(lead.counts, "killed")
    parts = [max(f) for i in others if not i.background and (f := _figures(i, "killed"))]
    return len(parts) > 1 and bool(own) and max(own) == sum(parts) >= 2 * MANY


def _smaller(incident: Incident, others: list[Incident]) -> bool:
    """Whether the incident's toll is smaller than that of the next two, so that it sums up none."""
    own = figures(incident.counts, "killed")
    later = sorted((i for i in others if _first(i) >= _first(incident)), key=_first)
    following = [max(f) for i in later if (f := _figures(i, "killed"))][:2]
    return bool(own) and max(own) < sum(following)


def _sums_up(incident: Incident, others: list[Incident], measure: str, vague_place: bool) -> bool:
    """Whether the incident's toll is that of two or more others together: of all, or of those
    that are told next."""
    own = figures(incident.counts, measure)
    first = _first(incident)
    told_next = [
        max(f)
        for i in sorted(others, key=_first)
        if _first(i) >= first and (f := _figures(i, measure)) and max(f) > 0
    ]
    parts = [max(f) for i in others if (f := _figures(i, measure)) and max(f) > 0]
    if len(parts) < 2 or not own:
        return False
    sums = {s for s in accumulate(told_next) if s >= MANY} - set(told_next[:1])
    total = sum(parts)
    mostly = vague_place or all(m.several or m.title for m in incident.mentions)
    return bool(own & sums) or max(own) == total or (mostly and max(own) >= _MOSTLY * total)
