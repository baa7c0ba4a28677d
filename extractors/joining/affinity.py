"""How much speaks for a mention's being of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import days, named, place_fit, same_region
from extractors.joining.discourse import weight_of_discourse
from extractors.joining.event_types import weight_of_types
from extractors.joining.limits import AGAINST, NEW_STORY, TAKEN_UP_REACH
from extractors.joining.tolls import many_agree, weight_of_tolls
from extractors.mentions.mention import told

if TYPE_CHECKING:
    import datetime as dt

    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: sites by which an attack is called
_SITES = frozenset({"religious_site", "market", "educational", "medical", "transport"})
#: families in which nobody is killed; who is killed days later fell in another event
_NO_KILLING = frozenset({"abduction", "arrest", "seizure"})


def affinity(incident: Incident, mention: Mention) -> float:
    """How much speaks for the mention being of the incident; far below 0: something forbids it."""
    answered = "reply" in mention.opening and incident.event_type != "clash"
    if answered or _one_of_several(incident, mention):
        return AGAINST
    fit = place_fit(
        incident.places,
        mention.places,
        by_site=not mention.definite or mention.event_type == "clash",
    )
    tells = told(mention)
    total = weight_of_types(incident, mention, fit)
    total += weight_of_discourse(incident, mention, fit, tells)
    aside = mention.definite and not tells and not mention.opening & NEW_STORY
    toll, agree = weight_of_tolls(incident, mention)
    if _taken_up(incident, mention):
        toll = max(toll, -1.0)  # another source counts otherwise
    if fit == "conflict" and agree and mention.definite:
        fit = "apart"  # the toll is surer than the place
    if fit == "conflict":
        if not aside or mention.sentence - incident.mentions[-1].sentence > 2:
            return AGAINST
        total -= 0.5
    if (
        agree
        and many_agree(incident, mention)
        and (fit == "same" or same_region(incident.places, mention.places))
    ):
        total += 2.0
    total += toll + _weight_of_dates(incident, mention)
    if aside:
        total += _weight_of_sites(incident, mention)
    if incident.family in _NO_KILLING and tells and _killed_elsewhere(incident, mention):
        return AGAINST
    if fit == "same":
        total += 2.0
    elif fit == "open" and same_region(incident.places, mention.places):
        total += 0.75
    elif fit == "apart":
        total -= 1.0 if agree or aside else 2.0 if not tells else 3.0
    return total


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
        and 0 < mention.sentence - last.sentence <= TAKEN_UP_REACH
        and not any(named(p) for p in mention.places)
        and not mention.dates
        and not mention.opening & (NEW_STORY | {"additive"})
        and not mention.clauses[0].fronted
    )


def _killed_elsewhere(incident: Incident, mention: Mention) -> bool:
    """Whether somebody is killed on another day, in a place of its own."""
    a, b = days(incident.dates), days(mention.dates)
    return (
        bool(a and b and not a & b)
        and any(c.measure == "killed" and c.value for c in mention.counts)
        and any(named(p) for p in mention.places)
    )


def _of_another_month(days_of_event: set[dt.date], mention: Mention) -> bool:
    """Whether the mention sets out with a month or a year that is not the event's."""
    ahead = mention.time_ahead
    return ahead is not None and not any(
        ahead.earliest <= day <= ahead.latest for day in days_of_event
    )


def _weight_of_sites(incident: Incident, mention: Mention) -> float:
    """What it says that an attack is called by what it hit: الهجوم على الكنيسة."""
    called, hit = _sites([mention]), _sites(incident.mentions)
    if not called or not hit:
        return 0.0
    return 1.0 if called & hit else -1.5


def _sites(mentions: list[Mention]) -> set[str]:
    """The kinds of sites that mentions speak of."""
    return {t.target_type for m in mentions for t in m.targets} & _SITES


def _weight_of_dates(incident: Incident, mention: Mention) -> float:
    """What the days say."""
    a, b = days(incident.dates), days(mention.dates)
    if a and mention.had and mention.dates:
        latest = max(d.latest for d in mention.dates)
        if (min(a) - latest).days > 1:
            return AGAINST  # وكان الشارع شهد قبل أسبوع انفجارا
    if a and not b and any(d.latest < min(a) for d in mention.said if d.precision == "day"):
        return AGAINST  # who speaks on Sunday speaks of nothing that happened on Monday
    if a and not b and _of_another_month(a, mention):
        return -4.0
    if not a or not b:
        return 0.0
    if a & b:
        return 0.5
    return -4.0 if min(abs((x - y).days) for x in a for y in b) > 1 else -0.5
