"""How much speaks for a mention's being of an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.comparing import (
    days,
    figures,
    named,
    place_fit,
    same_name,
    same_region,
    specific,
)
from extractors.facts.actors import masters_of
from extractors.facts.targets import ARMY_AND_POLICE
from extractors.joining.discourse import signs_of_discourse
from extractors.joining.event_types import sign_of_types
from extractors.joining.likeness import others_fell, signs_of_likeness, tolls_agree
from extractors.joining.limits import NEW_STORY, TAKEN_UP_REACH
from extractors.joining.tolls import many_agree, signs_of_tolls
from extractors.joining.weights import total
from extractors.mentions.doubt import CAMPAIGN, GENERAL
from extractors.mentions.mention import HARM, SITES, doers, told, victims, widespread

if TYPE_CHECKING:
    import datetime as dt

    from extractors.document import PlaceMention
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: so many dead are no coincidence, wherever
_NO_COINCIDENCE = 10
#: what a month or year ends with so many days before an event is no part of it
_A_WHILE = 7
#: who claims an attack may do so so many sentences behind it
_CLAIMED_REACH = 8
#: families of attacks that those who made them tell of
_CLAIMED = frozenset({None, "armed", "bombing", "remote"})
#: families in which nobody is killed; who is killed days later fell in another event
_NO_KILLING = frozenset({"abduction", "arrest", "seizure"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an incident stands among those told so far. `since`: so many others were told of since;
    `only`: there is no other that a noun with ال could mean; `kind_told`: another is of the kind
    that the mention names, as this one is not."""

    since: int = 0
    only: bool = False
    kind_told: bool = False


ALONE = Standing()


def affinity(incident: Incident, mention: Mention, standing: Standing = ALONE) -> float:
    """How much speaks for the mention being of the incident; far below 0: something forbids it."""
    return total(signs(incident, mention, standing))


def signs(incident: Incident, mention: Mention, standing: Standing = ALONE) -> list[str]:
    """What speaks for and against the mention's being of the incident: rows of seeds/joining.csv;
    one that forbids it stands alone."""
    if (bar := _barred(incident, mention)) is not None:
        return [bar]
    fit = _fit(incident, mention)
    tells = told(mention)
    found = [s for s in [sign_of_types(incident, mention, fit)] if s is not None]
    found += signs_of_discourse(incident, mention, fit, tells)
    aside = mention.definite and not tells and not mention.opening & NEW_STORY
    aside = aside and not (fit == "apart" and _set_elsewhere(mention))
    only = aside and standing.only and _means_one(mention)
    tolls, agree = _signs_of_tolls(incident, mention, fit)
    found += tolls
    if fit == "conflict" and agree and mention.definite:
        fit = "apart"  # the toll is surer than the place
    if fit == "conflict" and _told_again(incident, mention):
        fit = "open"
    if fit == "apart" and _placed_next(incident, mention):
        fit = "open"
    if fit == "apart" and _named_next(incident, mention):
        fit = "open"
        found.append("named_next")
    if fit == "conflict":
        near = mention.sentence - incident.mentions[-1].sentence <= 2
        if not (aside and near) and not only:
            return ["other_place"]
        found.append("other_place_aside")
    if (
        agree
        and many_agree(incident, mention)
        and (fit == "same" or same_region(incident.places, mention.places))
    ):
        found.append("many_dead_there_too")
    if (day := _sign_of_dates(incident, mention)) is not None:
        found.append(day)
    differ = total(tolls) <= total(["toll_differs_clearly"])
    if not agree and fit != "same" and differ and _another_told(incident, mention):
        found.append("another_told_whole")
    if aside and (site := _sign_of_sites(incident, mention)) is not None:
        found.append(site)
    found += ["claimed"] * (tells and _claims(mention) and _taken_up(incident, mention))
    if _of_the_same_man(incident, mention):
        found.append("the_same_man")
    if fit == "open" and _by_others(incident, mention):
        found.append("fire_of_others")
    if _by_the_other_side(incident, mention):
        found.append("fire_of_the_other_side")
    if not aside and _behind_the_general(incident, mention):
        found.append("behind_the_general")
    elsewhere = fit != "same" and any(named(p) for p in mention.places)
    if elsewhere and not mention.definite and _days_before(incident, mention):
        return ["days_before"]
    if incident.family in _NO_KILLING and tells and _killed_elsewhere(incident, mention):
        return ["killed_elsewhere"]
    found += _signs_of_place(incident, mention, fit, agree=agree, aside=aside)
    found += signs_of_likeness(incident, mention, fit)
    found += ["incident_between"] * standing.since
    if aside:
        found += ["the_only_one"] * only + ["kind_of_another"] * standing.kind_told
    return found


def _signs_of_tolls(incident: Incident, mention: Mention, fit: str) -> tuple[list[str], bool]:
    """What the tolls say, what agrees by chance left out, and whether they agree on more than one
    person."""
    if mention.of_counted and any(c.value for c in incident.counts):
        return ["told_in_detail"], False
    tolls, agree = signs_of_tolls(incident, mention)
    if others_fell(incident, mention):
        tolls, agree = ["others_fell"], False
    if _told_over(incident, mention, fit):
        return [*tolls, "told_over"], agree
    if total(tolls) > 0 and _by_chance(incident, mention):
        tolls, agree = [], False
    own = _claims_its_toll(incident, mention, fit)
    taken_up = own or _taken_up(incident, mention)
    if taken_up and total(tolls) < total(["toll_of_another_source"]):
        tolls = ["toll_of_another_source"]
    if own:
        tolls = [*tolls, "claim_of_toll"]
    return tolls, agree


def _fit(incident: Incident, mention: Mention) -> str:
    """How the places of both fit; what only says where something lies sets nothing apart."""
    fit = place_fit(
        incident.places,
        mention.places,
        by_site=not mention.definite or mention.event_type == "clash",
    )
    return "open" if fit == "apart" and mention.definite and _only_lies(mention) else fit


def _only_lies(mention: Mention) -> bool:
    """Whether places are named only to say where something lies: عند مدخل القاعدة الواقعة على مسافة
    30 كيلومترا شرق كذا."""
    there = [p for p in mention.places if named(p)]
    return bool(there) and all(p.relation == "none" for p in there)


def _means_one(mention: Mention) -> bool:
    """Whether it names one event that readers know, and no day of its own: الانفجار."""
    several = mention.pair or mention.plural_kind or mention.several
    return not (several or mention.dates or mention.background or mention.had or mention.another)


def _barred(incident: Incident, mention: Mention) -> str | None:
    """What forbids at first sight that the mention is of the incident."""
    if "next" in mention.opening and not all("summary" in m.marks for m in incident.mentions):
        return "second_of_a_pair"
    if incident.family in ("arrest", "seizure") and _claims(mention) and not told(mention):
        return "arrested_for_it"  # nobody claims an arrest
    if "reply" in mention.opening and incident.event_type != "clash":
        return "answered"
    if _one_of_several(incident, mention):
        return "one_of_several"
    if _one_of_two(incident, mention):
        return "one_of_two"
    return "one_of_the_raids" if _one_of_raids(incident, mention) else None


def _signs_of_place(
    incident: Incident, mention: Mention, fit: str, *, agree: bool, aside: bool
) -> list[str]:
    """What the places say that fit like this; `agree`: the tolls do, `aside`: the mention takes up
    what was told."""
    if fit == "same":
        return ["same_place"]
    if fit == "open" and same_region(incident.places, mention.places):
        return ["same_region"]
    if fit == "apart" and agree and _lead_quoted(incident, mention):
        return ["lead_quoted"]
    if fit != "apart":
        return []
    if agree or aside:
        return ["place_apart_taken_up"]
    return ["place_apart" if told(mention) else "place_apart_no_toll"]


def _one_of_several(incident: Incident, mention: Mention) -> bool:
    """Whether the mention begins to tell one of the attacks that a plural summed up so far."""
    return (
        all(m.several or _sums_up(m) for m in incident.mentions)
        and not mention.several
        and not mention.title
        and not mention.definite
        and mention.firmness == "event"
        and mention.sentence != incident.mentions[-1].sentence
        and any(h.values["kind"] == "event" for h in mention.triggers)
        and not (many_agree(incident, mention) and not any(named(p) for p in mention.places))
        and bool(told(mention) or mention.places or mention.dates)
    )


def _one_of_two(incident: Incident, mention: Mention) -> bool:
    """Whether the mention tells the toll and place of one of two attacks that the head told in one
    word with their joint toll: قتيلان في غارتين … قتل مواطن بغارة على كذا."""
    if not all((m.lead or m.title) and (m.pair or not told(m)) for m in incident.mentions):
        return False
    whole, part = figures(incident.counts, "killed"), figures(mention.counts, "killed")
    return (
        any(m.pair and not m.definite for m in incident.mentions)
        and not (mention.pair or mention.title or mention.several)
        and _told_whole(mention)
        and bool(whole and part)
        and max(part) < max(whole)
    )


def _another_told(incident: Incident, mention: Mention) -> bool:
    """Whether the mention tells an attack with its place and toll, as one that readers do not know,
    behind one that was told with a toll, too; a lead's is told again."""
    here = mention.sentence if "contrast" in mention.opening else None
    counted = any(
        told(m) and (m.sentence == here or not (m.lead or m.title)) for m in incident.mentions
    )
    return counted and not mention.title and told(mention) and _told_whole(mention)


def _told_over(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether words that go on to another subject (إلى ذلك) only come back to an event that was
    told in brief: type, place and toll are the same, and nothing calls it another one."""
    if not mention.opening & NEW_STORY or mention.another or mention.adds or fit != "same":
        return False
    pairs = [
        (a, b)
        for measure in ("killed", "wounded")
        if (a := figures(incident.counts, measure)) and (b := figures(mention.counts, measure))
    ]
    agree = bool(pairs) and all(a & b for a, b in pairs)
    return (
        agree
        and max(max(a & b) for a, b in pairs) > 1
        and mention.event_type == incident.event_type
    )


def _by_chance(incident: Incident, mention: Mention) -> bool:
    """Whether few dead are as many as in the incident by chance: one more attack is told (كما قتل
    ثلاثة في …), or one in another place, where other figures differ. As few as a house holds are
    so too where one more is told of another place."""
    apart = mention.clauses[0].fronted and told(mention)  # وفي المنطقة نفسها بالموصل، …
    if mention.title or (mention.definite and not apart):
        return False
    here, there = _places_by_name(incident.places), _places_by_name(mention.places)
    elsewhere = bool(here and there) and not any(same_name(a, b) for a in here for b in there)
    adds = mention.adds or bool(mention.opening & (NEW_STORY | {"additive"}))
    if incident.mentions[-1].sentence == mention.sentence and _told_whole(mention):
        adds = adds or "contrast" in mention.opening  # قتل سبعة في …، بينما قتل سبعة في …
    few = not many_agree(incident, mention)
    if apart and elsewhere and few and mention.firmness == "event":
        return True
    if not few:
        return adds and elsewhere and not _no_coincidence(incident, mention)
    if adds:
        return True
    if not elsewhere:
        return False
    return any(
        (a := figures(incident.counts, measure))
        and (b := figures(mention.counts, measure))
        and not a & b
        for measure in ("killed", "wounded")
    )


def _places_by_name(places: list[PlaceMention]) -> set[str]:
    """The names of the places below the governorate, without what they lie near."""
    return {p.value.name for p in places if named(p) and p.relation != "near" and p.value.name}


def _one_of_raids(incident: Incident, mention: Mention) -> bool:
    """Whether the mention begins to tell one of the raids that the head of the text told of several
    governorates together: غارات على حمص وحلب وإدلب … وفي إدلب، قتل خمسة."""
    head = incident.mentions
    if mention.definite or mention.title or not all(widespread(m) for m in head):
        return False
    counted = any(c.value for c in incident.counts)
    return (
        mention.firmness == "event"
        and mention.sentence != head[-1].sentence
        and any(specific(p) for p in mention.places)
        and (told(mention) or mention.clauses[0].fronted or not counted)
    )


def _sums_up(mention: Mention) -> bool:
    """Whether the lead sums up attacks by their toll; one who was killed ضمن سلسلة هجمات fell in
    one."""
    return (
        mention.lead
        and "summary" in mention.marks
        and told(mention)
        and any((c.value or 0) > 1 for c in mention.counts)
    )


def _taken_up(incident: Incident, mention: Mention) -> bool:
    """Whether the mention takes up the event told last with a noun in the singular, and neither
    place nor day of its own: قال … إن عشرة قتلوا في الانفجار."""
    last = incident.mentions[-1]
    return (
        mention.definite
        and not mention.plural_kind
        and 0
        < mention.sentence - last.sentence
        <= (_CLAIMED_REACH if _claims(mention) else TAKEN_UP_REACH)
        and not any(named(p) for p in mention.places)
        and not mention.dates
        and not mention.opening & (NEW_STORY | {"additive"})
        and not mention.clauses[0].fronted
    )


def _claims_its_toll(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether somebody tells how many soldiers his men killed, behind an attack in which soldiers
    fell to nobody who was named, or to him: قالت الحركة إن مقاتليها قتلوا أربعين جنديا."""
    ours = doers(
        [m for m in (mention,) if any(a.cue == "self" and a.status == "claimed" for a in m.actors)]
    )
    theirs = doers(incident.mentions)
    if not ours or incident.background or incident.family not in _CLAIMED or mention.dates:
        return False
    if mention.opening & (NEW_STORY | {"additive"}) or mention.clauses[0].fronted:
        return False
    last = incident.mentions[-1].sentence
    reach = _CLAIMED_REACH if fit == "same" else TAKEN_UP_REACH
    return (
        0 < mention.sentence - last <= reach
        and mention.family in (None, "armed")
        and (fit == "same" or not any(named(p) for p in mention.places))
        and (not theirs or bool(ours & theirs))
        and ours.isdisjoint(victims(incident.mentions))  # who was hit strikes back
        and _soldiers_fell(mention)
        and any(map(_soldiers_fell, incident.mentions))
    )


def _soldiers_fell(mention: Mention) -> bool:
    """Whether it counts dead of the forces, or people dead in an attack on them."""
    hit = any(t.target_type in ARMY_AND_POLICE for t in mention.targets)
    return any(
        c.measure == "killed"
        and c.value
        and (c.target_type in ARMY_AND_POLICE or (hit and not c.target_type))
        for c in mention.counts
    )


def _claims(mention: Mention) -> bool:
    """Whether it is who did it that speaks of it: وتبنت الحركة الهجوم، وقالت إن ثلاثين قتلوا."""
    return any(a.part == "perpetrator" and a.status == "claimed" for a in mention.actors)


def _by_others(incident: Incident, mention: Mention) -> bool:
    """Whether fire is told of another force than that of the incident, as of no event that readers
    know: a ship that one side hit, raids of the other."""
    remote = mention.family == incident.family == "remote"
    if not (remote and incident.places) or not (_told_whole(mention) or _tells_itself(mention)):
        return False
    one, other = doers(incident.mentions), doers([mention])
    if not (one and other):
        return False
    # an army is no other than its state
    return (one | masters_of(one)).isdisjoint(other) and one.isdisjoint(masters_of(other))


def _by_the_other_side(incident: Incident, mention: Mention) -> bool:
    """Whether those who were fired at fire in turn, or the other way round, though it be in the
    same town: قصف الجيش مواقع للحركة في المدينة … وقصفت الحركة سوقا في المدينة."""
    if not (mention.family == incident.family == "remote") or mention.definite or mention.revises:
        return False
    one, other = doers(incident.mentions), doers([mention])
    if not (one and other) or not one.isdisjoint(other):
        return False
    return one <= victims([mention]) or other <= victims(incident.mentions)


def _behind_the_general(incident: Incident, mention: Mention) -> bool:
    """Whether an event of another type is told behind words of what goes on all the time: يتبادل
    الطرفان إطلاق النار منذ أشهر … بعد اغتيال القائد كذا."""
    general = all(
        (m.doubt == GENERAL or m.doubt >= CAMPAIGN) and not (m.about or told(m))
        for m in incident.mentions
    )
    other = mention.event_type != incident.event_type
    return general and other and mention.doubt < GENERAL and mention.firmness == "event"


def _set_elsewhere(mention: Mention) -> bool:
    """Whether a plural with ال is set on a day and in a place of its own, so that it takes up
    nothing: دمرت الغارات فجر اليوم المستشفى في قرية كذا."""
    own_day = any(d.precision == "day" for d in mention.dates)
    own_place = any(named(p) and p.relation == "inside" for p in mention.places)
    return mention.plural_kind and own_day and own_place


def _tells_itself(mention: Mention) -> bool:
    """Whether the doer announces what it did itself, as something new: أعلن الحزب أنه قصف، أعلن
    الجيش استهداف موقع."""
    known = mention.definite or mention.pointed or mention.revises or mention.title
    own = [a for a in mention.actors if a.part == "perpetrator"]
    return not known and bool(own) and all(a.status == "claimed" for a in own)


def _of_the_same_man(incident: Incident, mention: Mention) -> bool:
    """Whether the mention tells more of somebody who was told of right before: أصيب مؤذن … أطلقوا
    النار على المؤذن."""
    return any(
        0 < mention.sentence - last.sentence <= TAKEN_UP_REACH
        and last.somebody & mention.the_one
        and all(any(c.value == 1 and c.measure in HARM for c in m.counts) for m in (last, mention))
        for last in incident.mentions[-TAKEN_UP_REACH:]
    )


def _killed_elsewhere(incident: Incident, mention: Mention) -> bool:
    """Whether somebody is killed on another day, in a place of its own."""
    a, b = days(incident.dates), days(mention.dates)
    return (
        bool(a and b and not a & b)
        and any(c.measure == "killed" and c.value for c in mention.counts)
        and any(named(p) for p in mention.places)
    )


def _lead_quoted(incident: Incident, mention: Mention) -> bool:
    """Whether a source tells of the head's event with the same figures, and more closely where."""
    return (
        mention.quoted_on
        and mention.event_type == incident.event_type
        and all(m.lead or m.title for m in incident.mentions)
        and same_region(incident.places, mention.places)
        and not mention.dates
    )


def _named_next(incident: Incident, mention: Mention) -> bool:
    """Whether the sentence behind the head names the one man of whom it told that he fell, and more
    closely where: قتل أحد عناصرها … وأكد المتحدث مقتل الجندي سالم حسن في …"""
    if not all(m.lead or m.title for m in incident.mentions):
        return False
    last, fell = incident.mentions[-1], [c for c in mention.counts if c.measure == "killed"]
    return (
        mention.sentence - last.sentence == 1
        and mention.event_type == incident.event_type
        and not mention.dates
        and not (mention.adds or mention.opening & (NEW_STORY | {"additive"}))
        and not mention.clauses[0].fronted
        and len(fell) == len(mention.counts) == 1
        and not fell[0].firm
        and figures(incident.counts, "killed") == {1}
    )


def _placed_next(incident: Incident, mention: Mention) -> bool:
    """Whether a source goes on with what the head told to have happened near a town, and says in
    what place it was: انفجرت سيارة قرب مدينة كذا … انفجرت السيارة في منطقة كذا."""
    there = [p for p in incident.places if named(p)]
    regions = {p.value.admin1_code for p in there}
    return (
        bool(there)
        and all(p.relation == "near" for p in there)
        and all(m.lead or m.title for m in incident.mentions)
        and mention.sentence - incident.mentions[-1].sentence <= TAKEN_UP_REACH
        and not told(mention)
        and not (mention.another or mention.adds or mention.opening & (NEW_STORY | {"additive"}))
        and not mention.clauses[0].fronted
        and mention.event_type == incident.event_type
        and all(p.value.admin1_code in regions for p in mention.places if named(p))
    )


def _told_again(incident: Incident, mention: Mention) -> bool:
    """Whether a source goes on, with the same event and a number of dead that is no coincidence, or
    the same dead and wounded, so that the place is the same, however it is found on a map: قال
    النقيب إن 48 جثة …"""
    last = incident.mentions[-1]
    return (
        0 < mention.sentence - last.sentence <= TAKEN_UP_REACH
        and mention.quoted_on
        and mention.event_type == incident.event_type
        and (_no_coincidence(incident, mention) or tolls_agree(incident, mention))
    )


def _no_coincidence(incident: Incident, mention: Mention) -> bool:
    """Whether both tell of so many dead that there are no two such events."""
    shared = figures(incident.counts, "killed") & figures(mention.counts, "killed")
    return max(shared, default=0) >= _NO_COINCIDENCE


def _days_before(incident: Incident, mention: Mention) -> bool:
    """Whether the mention sets out with a day before that on which the incident was told of: أعلنت
    مساء الأحد سقوط صاروخ … وفجر الجمعة الماضي."""
    said = days([d for m in incident.mentions for d in m.said])
    ahead = mention.day_ahead
    if ahead is None or not said or days(incident.dates):
        return False
    return (min(said) - ahead.latest).days > 1


def _of_another_month(days_of_event: set[dt.date], mention: Mention) -> bool:
    """Whether the mention sets out with a month or a year that is not the event's."""
    ahead = mention.time_ahead
    return ahead is not None and not any(
        ahead.earliest <= day <= ahead.latest for day in days_of_event
    )


def _of_no_such_month(days_of_event: set[dt.date], mention: Mention) -> bool:
    """Whether all that it says of when it was is a month or a year before the event's: وقتل عشرة
    في أكتوبر الماضي، لكنه اغتيل في 2004."""
    spans = [d for d in mention.dates if d.precision in ("month", "year")]
    return (
        bool(spans)
        and len(spans) == len(mention.dates)
        and all((min(days_of_event) - d.latest).days > _A_WHILE for d in spans)
    )


def _told_whole(mention: Mention) -> bool:
    """Whether the mention tells of an attack as of one that readers do not know."""
    known = mention.definite or mention.pointed or mention.revises
    return mention.firmness == "event" and not known and any(named(p) for p in mention.places)


def _fell_before(mention: Mention) -> bool:
    """Whether the mention tells a whole attack, or whom it had cost their lives somewhere: وكان
    ثلاثة قد سقطوا أمس في المدينة."""
    fell = mention.event_type is None and any(named(p) for p in mention.places)
    return fell or _told_whole(mention)


def _sign_of_sites(incident: Incident, mention: Mention) -> str | None:
    """What it says that an attack is called by what it hit: الهجوم على الكنيسة."""
    called, hit = _sites([mention]), _sites(incident.mentions)
    if not called or not hit:
        return None
    return "same_site" if called & hit else "other_site"


def _sites(mentions: list[Mention]) -> set[str]:
    """The kinds of sites that mentions speak of."""
    return {t.target_type for m in mentions for t in m.targets} & SITES


def _sign_of_dates(incident: Incident, mention: Mention) -> str | None:
    """What the days say."""
    a, b = days(incident.dates), days(mention.dates)
    if a and mention.had and mention.dates:
        latest = max(d.latest for d in mention.dates)
        if (min(a) - latest).days > 1:
            return "had_happened_before"
    if a and not b and any(d.latest < min(a) for d in mention.said if d.precision == "day"):
        return "said_before"
    if a and not b and _of_another_month(a, mention):
        return "another_month"
    apart = mention.background or mention.had or told(mention)
    if a and not b and apart and _of_no_such_month(a, mention):
        return "another_month"
    counted = any(c.value for c in incident.counts)
    tells = told(mention) or mention.firmness == "event"
    if b and not a and counted and mention.had and tells and _fell_before(mention):
        return "had_happened_on_a_day"
    if not a or not b:
        return None
    if a & b:
        return "same_day"
    return "days_apart" if min(abs((x - y).days) for x in a for y in b) > 1 else "next_day"
