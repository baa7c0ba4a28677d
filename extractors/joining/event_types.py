"""What the types of event say for and against a mention's being of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from extractors.comparing import figures
from extractors.event_types import FROM_THE_AIR, GENERIC
from extractors.joining.limits import ARREST_REACH, NEW_STORY
from extractors.mentions.mention import told
from extractors.mentions.one_event import fire_meanwhile

if TYPE_CHECKING:
    from extractors.facts.weapons import WeaponMention
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: weapons that are nothing of what comes from afar
_IN_HAND = frozenset({"firearm", "knife", "incendiary"})
#: weapons that no aircraft carries, as news uses the words
_GUNS = frozenset({"mortar", "rocket", "artillery"})
#: arms that were found on those of whom was told are told so many sentences behind
_ON_THEM = 2
#: families that one event can be told in: gunmen storm, take hostages and are arrested
_TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("armed", "abduction"), ("armed", "arrest"), ("armed", "bombing"), ("bombing", "arrest"),
        ("abduction", "arrest"), ("remote", "bombing"),
        ("bombing", "seizure"),
    )
)  # fmt: skip


def sign_of_types(incident: Incident, mention: Mention, fit: str) -> str | None:
    """What the types say: other families forbid it unless one event can be told in both."""
    own, other = mention.family, incident.family
    if other == "arrest" and mention.event_type not in (None, "arrest") and _recalled(mention):
        return "arrested_for_it"
    if other == "arrest" and own != "arrest" and mention.had and mention.dates and _killed(mention):
        return "arrested_for_killing"
    last = incident.mentions[-1]
    if last.sentence == mention.sentence and fire_meanwhile(last, mention):
        return "fire_meanwhile"
    if mention.explains_blasts and _mere_blasts(incident):
        return "blasts_explained"
    if own is not None and other is not None and own != other:
        return _sign_of_families(incident, mention, fit)
    if own == "remote" and other is None and incident.event_type and mention.raids_at_large:
        return "raids_at_large"
    if _answered_by(incident, mention):
        return "answer_taken_up"
    later = mention.sentence - incident.mentions[-1].sentence > 1
    if own == "abduction" and incident.event_type in GENERIC and later and not mention.definite:
        return "others_taken"
    if mention.event_type and mention.event_type == incident.event_type:
        return "same_type"
    one_flew = (mention.event_type in FROM_THE_AIR) != (incident.event_type in FROM_THE_AIR)
    if own == other == "remote" and one_flew:
        return _sign_of_fire(incident, mention)
    shots = other == "remote" and (_shot(mention) or (mention.ambushed and told(mention)))
    shots = shots or (own == "remote" and all(_shot(m) for m in incident.mentions))
    if shots and not mention.definite:
        return "shots_beside_shells"
    if other == "bombing" and mention.had and told(mention) and _with_guns(mention):
        return "guns_behind_a_bomb"
    bombed = own == "bombing" and other is None and not mention.definite
    if bombed and any(_shot(m) and m.sentence != mention.sentence for m in incident.mentions):
        return "bomb_behind_shots"
    return "armed_otherwise" if own == other == "armed" else None


def _answered_by(incident: Incident, mention: Mention) -> bool:
    """Whether a raid is told on that only came in answer to the attack, which was recalled: شنت
    غارة ردا على هجوم … ونفذت الغارة طائرات."""
    return (
        incident.event_type in GENERIC
        and incident.background
        and mention.definite
        and not mention.background
        and mention.event_type in FROM_THE_AIR
    )


def _mere_blasts(incident: Incident) -> bool:
    """Whether blasts were told of, and neither of what nor whom they hit: هزت انفجارات المدينة."""
    bombs = any(w.weapon != "unknown" for w in cast("list[WeaponMention]", incident.all("weapons")))
    return incident.event_type == "bombing_other" and not (bombs or incident.counts)


def _sign_of_families(incident: Incident, mention: Mention, fit: str) -> str | None:
    """What it says that the mention and the incident are of two families."""
    own, other = mention.family, incident.family
    if own == "arrest" and other == "bombing" and _suspects_taken(mention):
        return "suspects_taken"
    if _found_there(incident, mention):
        return "found_there"
    distance = mention.sentence - incident.mentions[-1].sentence
    followed = own == "armed" and distance == 0 and not (mention.counts or mention.places)
    begins = NEW_STORY if followed else NEW_STORY | {"additive"}
    apart = bool(mention.opening & begins) or mention.clauses[0].fronted
    reach = ARREST_REACH if own == "arrest" or mention.definite else 1
    if "remote" in (own, other) and not mention.definite:
        return "fire_and_other"
    if apart or distance > reach or fit in ("apart", "conflict"):
        return "other_family_apart"
    if "seizure" in (own, other) and (mention.firmness != "event" or mention.title):
        return "arms_hinted"
    elsewhere = fit != "same" and any(p.kind != "country" for p in mention.places)
    if elsewhere and fit == "open" and _means_told(incident, mention):
        return "means_told"
    if followed and "additive" in mention.opening and not apart:
        return "fight_followed"
    if frozenset((own, other)) not in _TOGETHER or elsewhere:
        return "families_never_together"
    return "families_together"


def _sign_of_fire(incident: Incident, mention: Mention) -> str | None:
    """What it says that the one's fire comes from aircraft, the other's perhaps from guns; rockets
    fired at a house may be those of the aircraft that were told of."""
    guns = [
        w
        for w in (*mention.weapons, *cast("list[WeaponMention]", incident.all("weapons")))
        if w.weapon in _GUNS
    ]
    fired = mention.firmness == "weak" or _same_toll(incident, mention)
    fired = fired and all(w.weapon == "rocket" for w in guns)
    if fired and incident.event_type in FROM_THE_AIR:
        return None
    return "guns_beside_aircraft" if guns and not mention.definite else None


def _same_toll(incident: Incident, mention: Mention) -> bool:
    """Whether as many fell, and more than one, so that it is one raid: غارة أوقعت سبعة جرحى …
    أطلقت الطائرات ثلاثة صواريخ فجرحت سبعة."""
    return any(
        max(figures(incident.counts, m) & figures(mention.counts, m), default=0) > 1
        for m in ("killed", "wounded")
    )


def _means_told(incident: Incident, mention: Mention) -> bool:
    """Whether the bomb of an assassination that the head of the text told is named next, with the
    same dead."""
    return (
        incident.event_type == "assassination"
        and mention.family == "bombing"
        and all(m.lead or m.title for m in incident.mentions)
        and bool(figures(incident.counts, "killed") & figures(mention.counts, "killed"))
    )


def _suspects_taken(mention: Mention) -> bool:
    """Whether people are arrested for what was done, by number, and not on the spot: whoever sets
    off a bomb is gone, so that who is arrested for it is an incident of its own."""
    return mention.firmness == "event" and any(
        c.measure == "arrested" and c.value and c.firm for c in mention.counts
    )


def _killed(mention: Mention) -> bool:
    """Whether it tells that somebody was killed, counted or not."""
    return any(h.values.get("measure") == "killed" for h in mention.harms)


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
        and distance <= (ARREST_REACH if mention.definite else _ON_THEM * mention.on_them)
        and not any(p.kind != "country" for p in mention.places)
        and not mention.clauses[0].fronted
        and "topic" not in mention.opening  # وأبطل مفعول عبوة ثانية
    )


def _shot(mention: Mention) -> bool:
    """Whether it tells of an attack with a gun, a blade or fire, or of an aircraft shot down."""
    return mention.brought_down or (
        mention.event_type in GENERIC
        and mention.firmness == "event"
        and bool(mention.weapons)
        and all(w.weapon in _IN_HAND for w in mention.weapons)
    )


def _with_guns(mention: Mention) -> bool:
    """Whether it names no means but a firearm."""
    return (
        mention.event_type in GENERIC
        and bool(mention.weapons)
        and all(w.weapon == "firearm" for w in mention.weapons)
    )
