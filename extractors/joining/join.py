"""Which mentions of an article are of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import figures, named, place_fit, specific
from extractors.event_types import EVENT_FAMILIES, FROM_THE_AIR, GENERIC
from extractors.joining.affinity import Standing, affinity
from extractors.joining.incident import Incident
from extractors.joining.limits import ARREST_REACH, WINDOW
from extractors.joining.summaries import without_doubles, without_leads
from extractors.joining.tolls import many_agree
from extractors.joining.weights import total
from extractors.mentions.doubt import CAMPAIGN
from extractors.mentions.mention import told

if TYPE_CHECKING:
    from extractors.mentions.mention import Mention


#: what fire is called that may come from guns or from the air
_ANY_FIRE = "shelling"
#: families whose nouns name the means (الانفجار، الغارة); fights are told of any attack
_NAMED_BY_MEANS = frozenset({"bombing", "remote"})


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
        best_score = total(["needed"])
        lately = sorted(incidents[-WINDOW:], key=lambda i: i.mentions[-1].sentence)
        if _goes_on(mention):
            # what a sentence adds without a place is of what it told before
            lately = [i for i in lately if i.mentions[-1].sentence == mention.sentence] or lately
        alike = _alike(incidents, mention)
        for age, incident in enumerate(reversed(lately)):
            score = affinity(incident.recent, mention, _standing(incident, mention, alike, age))
            if score >= best_score:
                best, best_score = incident, score
                if incident.mentions[-1].sentence == mention.sentence and _only_arrests(mention):
                    break  # أحبطت القوات هجوما … وقبضت على منفذه: no arrest of what was told before
        if best is not None:
            if not told(mention) and place_fit(best.places, mention.places) in (
                "apart",
                "conflict",
            ):
                mention.places = []  # where somebody speaks, not where it happened
            before = best.mentions[-1]
            recalled = mention.background and not (best.background or mention.pointed)
            if recalled and best.counts and mention.sentence != before.sentence:
                mention.counts, mention.dates = [], []  # ويأتي الحادث بعد يومين من اغتيال …
            whole = told(mention) and any(named(p) for p in mention.places)
            if (
                mention.definite
                and mention.sentence - before.sentence == 1
                and not (mention.dates or whole)
            ):
                mention.doubt = max(mention.doubt, before.doubt)  # في هذه الغارات
            _narrow(best, mention)
            best.mentions.append(mention)
        elif mention.opens and not (
            incidents and (_only_counts(mention) or _mere_reply(incidents[-1], mention))
        ):
            last_type = incidents[-1].event_type if incidents else None
            if mention.likened and last_type in FROM_THE_AIR and mention.event_type == _ANY_FIRE:
                mention.event_type = last_type  # ألقت مروحيات براميل على كذا … وقصفا مشابها طال
            if mention.definite and mention.event_type in GENERIC:
                mention.event_type = _named_before(body, mention) or mention.event_type
            incidents.append(Incident([mention]))
    incidents = without_doubles(without_leads(incidents))
    _join_titles(mentions, incidents, told_below=bool(body))
    return incidents


def _join_titles(mentions: list[Mention], incidents: list[Incident], *, told_below: bool) -> None:
    """Give each title to the incident that it is of; `told_below`: the text tells one, so that a
    title opens none."""
    for mention in (m for m in mentions if m.title):
        if "summary" in mention.marks and len(incidents) > 1:
            continue  # قتيلان وستة جرحى في حوادث متفرقة
        # no title is of what the text only recalls, where it has news
        news = any(not i.background for i in incidents[:WINDOW])
        scored = [
            (affinity(i.recent, mention), -n)
            for n, i in enumerate(incidents[:WINDOW])
            if not (news and i.background)
        ]
        # a title speaks of what the text tells, where that is one event, though it counts otherwise
        needed = total(["needed_by_title" if len(incidents) > 1 else "needed_by_only_title"])
        scored = [s for s in scored if s[0] >= needed]
        if scored:
            best = incidents[-max(scored)[1]]
            of_toll = [i for i in incidents[:WINDOW] if many_agree(i, mention)]
            if len(of_toll) == 1 and figures(best.counts, "killed"):
                best = of_toll[0]  # 30 قتيلا بتفجير وغارة: of whichever has 30 dead
            if mention.pair and len(incidents) > 1 and best.counts:
                mention.counts = []  # ثلاثة جنود وخمسة مدنيين في هجومين: of both together
            best.mentions.append(mention)
        elif not told_below:
            incidents.append(Incident([mention]))


def _standing(incident: Incident, mention: Mention, alike: list[Incident], since: int) -> Standing:
    """How an incident stands for a mention, which a noun in it may mean `alike`; `since`: so many
    others were told of since."""
    kind_told = (
        mention.family in _NAMED_BY_MEANS
        and any(i is incident for i in alike)
        and incident.family is None
        and any(i.family == mention.family for i in alike)
    )
    only = len(alike) == 1 and alike[0] is incident
    return Standing(since, only=only, kind_told=kind_told)


def _alike(incidents: list[Incident], mention: Mention) -> list[Incident]:
    """The incidents that a noun with ال in the mention may mean: news of its kind, or of any."""
    if not mention.definite:
        return []
    families = (None, mention.family)
    return [
        i
        for i in incidents[-WINDOW:]
        if not i.background and (mention.family is None or i.family in families)
    ]


def _narrow(summed_up: Incident, first: Mention) -> None:
    """Take from a head that summed up two attacks, each in its place (هجومان منفصلان في عدن وأبين),
    what is not of the first, which is told next with its place: the other place, the joint toll."""
    if not all(
        m.title or (m.lead and ("summary" in m.marks or _of_several_places(m, first)))
        for m in summed_up.mentions
    ):
        return
    if first.sentence == summed_up.mentions[-1].sentence or "summary" in first.marks:
        return
    here = [p for p in first.places if named(p) or p.value.admin1_code]
    for head in summed_up.mentions:
        there = [p for p in head.places if place_fit([p], here) not in ("apart", "conflict")]
        if not there or len(there) == len(head.places):
            continue
        head.places = there
        more = [
            max(a) - max(b)
            for measure in ("killed", "wounded")
            if (a := figures(head.counts, measure)) and (b := figures(first.counts, measure))
        ]
        if any(more) and min(more) >= 0:
            head.counts = []


def _of_several_places(head: Mention, first: Mention) -> bool:
    """Whether a head counts the dead of two places together, of which one is told next with fewer:
    قتل أربعة في قصف على بلدتي كذا وكذا … قتل ثلاثة في كذا."""
    sites = {p.value.name for p in head.places if specific(p) and p.relation == "inside"}
    whole, part = figures(head.counts, "killed"), figures(first.counts, "killed")
    return len(sites) > 1 and bool(whole and part) and max(part) < max(whole)


def _goes_on(mention: Mention) -> bool:
    """Whether it adds to its sentence without a place, a toll or a day of its own: فيما يقصف الجيش
    أهدافا."""
    own = told(mention) or any(named(p) for p in mention.places)
    return "contrast" in mention.opening and not (own or mention.definite)


def _only_arrests(mention: Mention) -> bool:
    """Whether it adds to its sentence that somebody was caught, without a place or day: وقبضت على
    سائقها."""
    own = any(named(p) for p in mention.places) or mention.dates
    return mention.family == "arrest" and not own


def _at_large(mention: Mention) -> bool:
    """Whether it tells what goes on for weeks, with neither a toll nor a place, or recalls several
    attacks, so that it is of no event; the lead's says what the article is about."""
    if told(mention):
        return False
    if mention.several and (mention.had or mention.background or mention.similar):
        return True  # وكانت الحركة شنت هجمات في المدينة
    return (
        mention.doubt >= CAMPAIGN and not mention.lead and not any(named(p) for p in mention.places)
    )


def _named_by(before: Incident, mention: Mention) -> None:
    """Let the second of a pair, which only a number names, be what the first was: أما الثاني فوقع
    في …"""
    if mention.event_type is None:
        mention.event_type, mention.firmness = before.event_type, "event"
        mention.doubt = min(mention.doubt, before.mentions[-1].doubt)


def _only_counts(mention: Mention) -> bool:
    """Whether it tells how many there were, and no word of it what befell them; a share of a toll
    that fell elsewhere is told by what befell the others: خمسة قتلوا في بلدة كذا وأربعة في كذا."""
    if "other" in mention.opening and told(mention) and any(named(p) for p in mention.places):
        return False
    return mention.event_type is None and not mention.harms and not mention.weapons


def _mere_reply(before: Incident, mention: Mention) -> bool:
    """Whether it only adds that fire was returned: وردت القوات بقصف على مصادر النيران."""
    own = told(mention) or any(named(p) for p in mention.places)
    same_sentence = before.mentions[-1].sentence == mention.sentence
    return "reply" in mention.opening and same_sentence and not own


def _named_before(body: list[Mention], mention: Mention) -> str | None:
    """What the attack is that an arrest named before: القبض على منفذي تفجير … الهجوم."""
    for other in reversed(body):
        if 0 < mention.sentence - other.sentence <= ARREST_REACH and other.family == "arrest":
            types = [h.values["event_type"] for h in other.triggers if h.values["kind"] == "event"]
            return next((t for t in types if EVENT_FAMILIES[t] in ("bombing", "remote")), None)
    return None
