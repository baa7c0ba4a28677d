"""What nearness, connectives and definite nouns say for a mention's being of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import named, same_region
from extractors.joining.limits import NEW_STORY, TAKEN_UP_REACH
from extractors.joining.tolls import measures, only_toll, outcome_told_next
from extractors.mentions.mention import ATTACKERS, only_attackers_fell, told

if TYPE_CHECKING:
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: types of events in which somebody is singled out
_SINGLED_OUT = frozenset({"assassination", "kidnapping", "execution"})
#: families of what is told beside fights, as of its own
_BESIDE_FIGHTS = frozenset({"arrest", "abduction", "seizure"})
#: what is doubted so much, with a toll, is that of a period
_STATISTIC = 2.5


def weight_of_discourse(incident: Incident, mention: Mention, fit: str, tells: bool) -> float:
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
    if marks & NEW_STORY:
        same_kind = mention.event_type == incident.event_type
        again = headline and fit != "apart" and (same_kind or mention.definite)
        again = again or (same_sentence and _one_more(incident, mention, tells))
        total -= 1.0 if again else 3.5
    elif fit in ("same", "open") and all(m.lead or m.title for m in incident.mentions):
        total += 1.0  # the lead is told again at length
    total -= _weight_of_adding(mention, fit, tells)
    if mention.clauses[0].fronted and (mention.places or tells):
        total -= 1.0 if fit == "same" else 1.5
    if (
        mention.background
        and not (incident.background or mention.pointed)
        and (tells or not same_sentence)
    ):
        total -= 3.0 if tells else 2.0
    if same_sentence and _set_apart(incident, mention):
        total -= 5.0
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
    if mention.pointed and mention.sentence - last.sentence <= TAKEN_UP_REACH:
        total += 3.0
    if mention.counts and all(c.measure == "killed_of_perpetrators" for c in mention.counts):
        total += 3.0  # the attackers' dead belong to the attack that was told
    elif mention.sentence - last.sentence == 1 and any(
        c.measure == "killed_of_perpetrators" for c in mention.counts
    ):
        total += 2.0
    total += _of_the_other_side(incident, mention)
    if mention.quoted_on and _quoted_on(incident, mention, fit, tells):
        total += 1.5
    if not tells and fit != "apart" and not _elsewhere_told(incident, mention, fit):
        total += 1.0
    if mention.title or last.title:
        total += 1.0
    return total


def _quoted_on(incident: Incident, mention: Mention, fit: str, tells: bool) -> bool:
    """Whether a source goes on about the event told right before: neither a day nor another place
    is named, and nothing else is begun."""
    last = incident.mentions[-1]
    families = {incident.family, mention.family} - {None}
    if len(families) > 1 and families & _BESIDE_FIGHTS:
        return False  # وأعلنت القوات أنها ألقت القبض على …
    return (
        0 < mention.sentence - last.sentence <= TAKEN_UP_REACH
        and (
            fit == "same"
            or not any(named(p) for p in mention.places)
            or (fit == "open" and same_region(incident.places, mention.places))
        )
        and (tells or mention.event_type is not None)
        and not mention.dates
        and not mention.had
        and not (mention.opening & (NEW_STORY | {"additive"}) or mention.adds)
        and not mention.clauses[0].fronted
    )


def _of_the_other_side(incident: Incident, mention: Mention) -> float:
    """What it says that only militants' dead are told, without a place, right behind an attack
    in which others fell: في المقابل، قتل الجيش أربعين مسلحا."""
    last = incident.mentions[-1]
    if mention.opening & NEW_STORY or mention.title:
        return 0.0
    if mention.sentence - last.sentence > TAKEN_UP_REACH:
        return 0.0
    if not only_attackers_fell(mention) or mention.family not in (None, "armed"):
        return 0.0
    fell = any(
        c.measure in ("killed", "wounded") and c.value and c.victim_class not in ATTACKERS
        for c in incident.counts
    )
    attacked = incident.family in (None, "armed", "bombing") and fell and not incident.background
    return 4.5 if attacked else 0.0


def _weight_of_adding(mention: Mention, fit: str, tells: bool) -> float:
    """What it says against it that the sentence adds something: كما …"""
    total = 0.0
    if mention.adds and tells and not mention.definite and mention.event_type in _SINGLED_OUT:
        total += 2.0  # كما اغتال مسلحون ضابطا
    if (
        mention.adds
        and any(named(p) for p in mention.places)
        and (fit != "same" or (not mention.definite and mention.firmness == "event"))
    ):
        total += 2.0  # كما ضبطت قوة أخرى في …
    if "additive" in mention.opening or (mention.adds and not mention.definite and fit != "same"):
        total += 1.5
    return total


def _set_apart(incident: Incident, mention: Mention) -> bool:
    """Whether the sentence goes on to an older event of another kind, which it names: غداة مقتل
    العشرات في تفجير، ردا على إطلاق صواريخ."""
    if mention.definite or mention.pointed or mention.firmness != "event":
        return False
    if mention.background == incident.background:
        return False
    if incident.background:  # بعد ساعات من تفجير …، قتل شرطيان بهجوم
        return all(not m.about for m in incident.mentions)
    return mention.family is not None and mention.family != incident.family


def _one_more(incident: Incident, mention: Mention, tells: bool) -> bool:
    """Whether the sentence adds one more blast of the same attack, without a toll or place of its
    own: فجر انتحاري سيارته، تبعه تفجير آخر."""
    return mention.family == incident.family and not tells and not mention.places


def _told_next(incident: Incident, mention: Mention, tells: bool) -> float:
    """What it says that a sentence without a place stands right behind the event."""
    last = incident.mentions[-1]
    anew = bool(mention.opening & NEW_STORY) or mention.clauses[0].fronted
    if mention.sentence - last.sentence != 1 or mention.places or anew:
        return 0.0
    if mention.event_type in (None, "clash") and incident.event_type == "clash":
        return 3.0  # كما قتل عشرة من الثوار: the other side's losses
    if only_toll(mention) and not measures(last) & measures(mention):
        return 3.0  # كما أصيب ستة آخرون
    added = "additive" in mention.opening or mention.adds
    if tells and not added and (not incident.counts or outcome_told_next(incident, mention)):
        return 1.0  # what came of it is told next
    return 0.0


def _elsewhere_told(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether the sentence sets out with a place of its own, and then says what happened there."""
    return (
        mention.clauses[0].fronted
        and fit != "same"
        and mention.firmness == "event"
        and not mention.definite
        and all(any(named(p) for p in of.places) for of in (incident, mention))
    )
