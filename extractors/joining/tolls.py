"""What the figures say for and against a mention's being of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import figures
from extractors.joining.limits import MANY
from extractors.mentions.mention import ATTACKERS, told

if TYPE_CHECKING:
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: what agreeing figures weigh
_MEASURES = (("killed", 2.5), ("wounded", 2.0), ("abducted", 2.5), ("arrested", 2.5))
#: smaller figures differ by so little in any two attacks
_MANY_DEAD = 6
#: figures that differ by so much are mostly one, counted otherwise
_ABOUT = 0.06
#: a toll that is so many times another, and so large, is that of many attacks
_MANY_TIMES, _A_HUNDRED = 20, 100
#: figures of two sources for one event differ by so much at most
_VARIANCE = 0.25


def weight_of_tolls(incident: Incident, mention: Mention) -> tuple[float, bool]:
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
        elif max(b) >= _MANY_TIMES * max(a) and max(b) >= _A_HUNDRED:
            total -= 3.0  # one dead, and 487 in all the attacks of a year
        elif (
            mention.revises
            or outcome_told_next(incident, mention)
            or (not parts and any(c.update or c.role == "superseded" for c in counts))
        ):
            total += 0.5
        elif min(abs(x - y) / max(x, y) for x in a for y in b) <= _ABOUT:
            total += 0.75  # 21 and a leader, 22
        elif min(abs(x - y) / max(x, y) for x in a for y in b) <= _VARIANCE and (
            mention.definite or max(a | b) >= _MANY_DEAD
        ):
            total -= 0.5  # two sources
        elif near and mention.firmness == "weak" and max(b) == 1:
            total -= 0.5  # وصل مصابا برصاصات: one of those who were counted
        else:
            total -= 1.5 if near and mention.definite and not mention.plural_kind else 3.0
    if not agree and _same_attackers(incident, mention):
        return max(total, 0.0) + 2.5, True
    if not agree and (joint_toll(incident, mention) or joint_toll(mention, incident)):
        return max(total, 0.0) + 2.5, True
    return total, agree


def _same_attackers(incident: Incident, mention: Mention) -> bool:
    """Whether both tell as many dead of the attackers, once as the doers' and once by their class:
    قتلت أكثر من 40 مهاجما … مقتل أكثر من 40 تكفيريا."""
    one, other = (
        {
            c.value
            for c in of.counts
            if c.value
            and (
                c.measure == "killed_of_perpetrators"
                or (c.measure == "killed" and c.victim_class in ATTACKERS)
            )
        }
        for of in (incident, mention)
    )
    return max(one & other, default=0) >= MANY


def many_agree(incident: Incident, mention: Mention) -> bool:
    """Whether they agree on a number of dead that is no coincidence."""
    shared = figures(incident.counts, "killed") & figures(mention.counts, "killed")
    return bool(shared) and max(shared) >= MANY


def joint_toll(left: Incident | Mention, right: Incident | Mention) -> bool:
    """Whether the one's dead and wounded together are the joint toll that the other tells."""
    joint = {c.value for c in left.counts if c.role == "combined" and c.value}
    parts = [figures(right.counts, m) for m in ("killed", "wounded")]
    return any(a + b in joint for a in parts[0] for b in parts[1])


def outcome_told_next(incident: Incident, mention: Mention) -> bool:
    """Whether a sentence tells nothing but a toll, and the one before it told the event anew."""
    last = incident.mentions[-1]
    again = len(incident.mentions) > 1 and not last.title and not last.counts
    named = any(h.values["kind"] == "event" for h in last.triggers)
    return again and named and only_toll(mention) and mention.sentence - last.sentence == 1


def only_toll(mention: Mention) -> bool:
    """Whether it tells a toll and nothing else: neither what happened, nor where or when."""
    return told(mention) and not (
        mention.triggers or mention.event_type or mention.places or mention.dates
    )


def measures(of: Incident | Mention) -> set[str]:
    """What is counted in it."""
    return {c.measure for c in of.counts if c.role == "total"}
