"""What nearness, connectives and definite nouns say for a mention's being of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import named, same_region
from extractors.joining.limits import NEW_STORY, TAKEN_UP_REACH
from extractors.joining.tolls import measures, only_toll, outcome_told_next
from extractors.mentions.mention import (
    ATTACKERS,
    HARM,
    doers,
    only_attackers_fell,
    told,
    victims,
)

if TYPE_CHECKING:
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: types of events in which somebody is singled out
_SINGLED_OUT = frozenset({"assassination", "kidnapping", "execution"})
#: families of what is told beside fights, as of its own
_BESIDE_FIGHTS = frozenset({"arrest", "abduction", "seizure"})
#: what is doubted so much, with a toll, is that of a period
_STATISTIC = 2.5
#: … and one that is told as news so little
_CERTAIN = 1.75


def signs_of_discourse(incident: Incident, mention: Mention, fit: str, tells: bool) -> list[str]:
    """What nearness, connectives and definite nouns say."""
    last = incident.mentions[-1]
    same_sentence = last.sentence == mention.sentence
    signs = ["definite"] if mention.definite else []
    if same_sentence:
        signs.append("same_sentence")
    elif mention.sentence - last.sentence == 1:
        signs.append("next_sentence")
    elif mention.paragraph == last.paragraph:
        signs.append("same_paragraph")
    signs += _signs_of_opening(incident, mention, fit, tells)
    if (
        mention.background
        and not (incident.background or mention.pointed)
        and (tells or not same_sentence)
    ):
        signs.append("recalled_with_toll" if tells else "recalled")
    if (
        mention.new_doer
        and mention.event_type != last.event_type
        and (
            (same_sentence and last.new_doer)
            or (mention.family == "abduction" and told(last) and tells)
        )
    ):
        signs.append("other_gunmen")
    if same_sentence and _set_apart(incident, mention):
        signs.append("older_in_the_sentence")
    if mention.about and fit != "conflict" and any(m.about for m in incident.mentions):
        signs.append("condemned_too")
    counted = any(told(m) and m.doubt < _STATISTIC for m in incident.mentions)
    placed = not mention.places and any(p.kind != "country" for p in incident.places)
    pinned = any(
        m.firmness == "event" and m.dates and m.doubt < _CERTAIN for m in incident.mentions
    )
    if tells and mention.doubt >= _STATISTIC and (counted or placed or pinned):
        signs.append("toll_of_months")
    if tells and all("summary" in m.marks for m in incident.mentions):
        signs.append("one_of_the_summed_up")
    if (next_to := _told_next(incident, mention, tells)) is not None:
        signs.append(next_to)
    if "details" in mention.opening and mention.sentence - last.sentence <= TAKEN_UP_REACH:
        signs.append("told_in_detail")
    if "ordinal" in mention.marks:
        signs.append("ordinal")
    if mention.pointed and mention.sentence - last.sentence <= TAKEN_UP_REACH:
        signs.append("pointed_at")
    signs += _signs_of_attackers_dead(incident, mention)
    headed = all(m.heading for m in incident.mentions) and mention.sentence - last.sentence == 1
    signs += ["under_its_heading"] * headed
    signs += ["other_sides_dead"] * _of_the_other_side(incident, mention)
    signs += ["captured_in_the_fight"] * _captured_there(incident, mention, fit)
    signs += ["had_been_told"] * _had_been_told(incident, mention, fit, tells)
    signs += ["more_of_its_toll"] * _more_of_its_toll(incident, mention, fit)
    signs += ["one_of_his_too"] * _one_of_his(incident, mention, fit)
    if mention.quoted_on and _quoted_on(incident, mention, fit, tells):
        signs.append("quoted_on")
    if not tells and fit != "apart" and not _elsewhere_told(incident, mention, fit):
        signs.append("no_toll_of_its_own")
    if mention.title or last.title:
        signs.append("title")
    return signs


def _signs_of_attackers_dead(incident: Incident, mention: Mention) -> list[str]:
    """Whether those are counted who fell in an attack of their own, alone or beside others."""
    own = [c.measure == "killed_of_perpetrators" for c in mention.counts]
    if own and all(own):
        return ["attackers_dead"]
    next_to = mention.sentence - incident.mentions[-1].sentence == 1
    return ["attackers_dead_too"] if next_to and any(own) else []


def _captured_there(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether prisoners are counted right behind a fight, of no other place: كما أسر ثلاثة."""
    return (
        mention.captures
        and incident.event_type == "clash"
        and mention.sentence - incident.mentions[-1].sentence <= 1
        and fit in ("same", "open")
        and not (mention.opening & NEW_STORY or mention.clauses[0].fronted)
        and not any(named(p) for p in mention.places)
    )


def _had_been_told(incident: Incident, mention: Mention, fit: str, tells: bool) -> bool:
    """Whether the pluperfect only tells again, without figures, what was told to have been done
    there, and names no other hands: وكان المتمردون قصفوا الحي، فسقط عشرات القتلى."""
    if tells or not mention.had or fit not in ("same", "open"):
        return False
    if mention.event_type is None or mention.event_type != incident.event_type:
        return False
    ours, theirs = doers([mention]), doers(incident.mentions)
    return bool(mention.places) and (not ours or bool(ours & theirs))


def _more_of_its_toll(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether those are counted next who were hurt in what was told, and were not counted yet:
    كما أصيب والداه في الهجوم على المنزل."""
    last = incident.mentions[-1]
    # لقي 209 مصرعهم، كما أصيب 770 آخرون في تفجيرات
    of_it = incident.event_type is None and bool(mention.others)
    return (
        (mention.definite or of_it)
        and mention.adds
        and not (mention.plural_kind or mention.dates or mention.clauses[0].fronted)
        and mention.sentence - last.sentence == 1
        and fit in ("same", "open")
        and (mention.family in (None, incident.family) or of_it)
        and bool(measures(mention) & HARM)
        and not measures(mention) & {c.measure for c in incident.counts if c.role == "total"}
    )


def _one_of_his(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether one of the men or kin of him who was hit is told next to have been hit too, without
    a place or day: كما أصيب مرافقه."""
    last = incident.mentions[-1]
    return (
        mention.of_his
        and mention.sentence - last.sentence <= 1
        and fit == "open"
        and bool(measures(mention) & HARM)
        and not (mention.dates or mention.another or mention.places)
        and not (mention.opening & NEW_STORY or mention.clauses[0].fronted)
        and mention.family in (None, incident.family)
    )


def _signs_of_opening(incident: Incident, mention: Mention, fit: str, tells: bool) -> list[str]:
    """What the words say with which the mention sets out."""
    signs: list[str] = []
    last = incident.mentions[-1]
    headline = all(m.lead or m.title for m in incident.mentions) and not incident.counts
    if mention.opening & NEW_STORY:
        same_kind = mention.event_type == incident.event_type
        again = headline and fit != "apart" and (same_kind or mention.definite)
        one_more = last.sentence == mention.sentence and _one_more(incident, mention, tells)
        signs.append("new_story_again" if again or one_more else "new_story")
    elif fit in ("same", "open") and all(m.lead or m.title for m in incident.mentions):
        signs.append("lead_retold")
    signs += _signs_of_adding(mention, fit, tells)
    if mention.clauses[0].fronted and (mention.places or tells):
        signs.append("place_ahead_same" if fit == "same" else "place_ahead")
    return signs


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


def _of_the_other_side(incident: Incident, mention: Mention) -> bool:
    """Whether only militants' dead are told, without a place, right behind an attack in which
    others fell: في المقابل، قتل الجيش أربعين مسلحا."""
    last = incident.mentions[-1]
    if mention.opening & NEW_STORY or mention.title:
        return False
    if mention.sentence - last.sentence > TAKEN_UP_REACH:
        return False
    if not only_attackers_fell(mention) or mention.family not in (None, "armed"):
        return False
    fell = any(
        c.measure in ("killed", "wounded") and c.value and c.victim_class not in ATTACKERS
        for c in incident.counts
    )
    return incident.family in (None, "armed", "bombing") and fell and not incident.background


def _signs_of_adding(mention: Mention, fit: str, tells: bool) -> list[str]:
    """What it says against it that the sentence adds something: كما …"""
    signs: list[str] = []
    if mention.adds and tells and not mention.definite and mention.event_type in _SINGLED_OUT:
        signs.append("singles_out_one_more")
    if (
        mention.adds
        and any(named(p) for p in mention.places)
        and (fit != "same" or (not mention.definite and mention.firmness == "event"))
    ):
        signs.append("adds_a_place")
    if "additive" in mention.opening or (mention.adds and not mention.definite and fit != "same"):
        signs.append("adds")
    return signs


def _set_apart(incident: Incident, mention: Mention) -> bool:
    """Whether the sentence goes on to an older event of another kind, which it names: غداة مقتل
    العشرات في تفجير، ردا على إطلاق صواريخ."""
    if mention.definite or mention.pointed or mention.firmness != "event":
        return False
    if mention.background == incident.background:
        return False
    if incident.background:  # بعد ساعات من تفجير …، قتل شرطيان بهجوم
        return all(not m.about for m in incident.mentions)
    if mention.family is not None:
        return mention.family != incident.family
    # غارة على الحركة …، ردا على هجوم شنته على قاعدة في كذا
    elsewhere = any(p.kind != "country" and p.relation == "inside" for p in mention.places)
    return elsewhere and bool(doers([mention]) & victims(incident.mentions))


def _one_more(incident: Incident, mention: Mention, tells: bool) -> bool:
    """Whether the sentence adds one more blast of the same attack, without a toll or place of its
    own: فجر انتحاري سيارته، تبعه تفجير آخر."""
    return mention.family == incident.family and not tells and not mention.places


def _told_next(incident: Incident, mention: Mention, tells: bool) -> str | None:
    """What it says that a sentence without a place stands right behind the event."""
    last = incident.mentions[-1]
    anew = bool(mention.opening & NEW_STORY) or mention.clauses[0].fronted
    if mention.sentence - last.sentence != 1 or mention.places or anew:
        return None
    if mention.event_type in (None, "clash") and incident.event_type == "clash":
        return "losses_in_the_fight"
    if only_toll(mention) and not measures(last) & measures(mention):
        return "rest_of_the_toll"
    added = "additive" in mention.opening or mention.adds
    if tells and not added and (not incident.counts or outcome_told_next(incident, mention)):
        return "outcome_told_next"
    return None


def _elsewhere_told(incident: Incident, mention: Mention, fit: str) -> bool:
    """Whether the sentence sets out with a place of its own, and then says what happened there."""
    return (
        mention.clauses[0].fronted
        and fit != "same"
        and mention.firmness == "event"
        and not mention.definite
        and all(any(named(p) for p in of.places) for of in (incident, mention))
    )
