"""What the figures say for and against a mention's being of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import figures
from extractors.joining.limits import MANY
from extractors.joining.weights import total
from extractors.mentions.mention import ATTACKERS, told

if TYPE_CHECKING:
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: measures, and what an agreement of theirs is called
_MEASURES = (("killed", "toll"), ("wounded", "wounded"), ("abducted", "toll"), ("arrested", "toll"))
#: smaller figures differ by so little in any two attacks
_MANY_DEAD = 6
#: figures that differ by so much are mostly one, counted otherwise
_ABOUT = 0.06
#: a toll that is so many times another, and so large, is that of many attacks
_MANY_TIMES, _A_HUNDRED = 20, 100
#: a toll that rose is not so many times the one told next
_FALLEN = 4
#: figures of two sources for one event differ by so much at most
_VARIANCE = 0.25


def signs_of_tolls(incident: Incident, mention: Mention) -> tuple[list[str], bool]:
    """What the figures say, and whether they agree on more than one person."""
    signs: list[str] = []
    agree = False
    near = mention.sentence - incident.mentions[-1].sentence <= 2 and not mention.places
    counts = (*incident.counts, *mention.counts)
    # the toll of several attacks is none of the parts that are told next
    parts = all(m.plural_kind or m.title for m in incident.mentions) and not mention.definite
    for measure, heading in _MEASURES:
        a, b = figures(incident.counts, measure), figures(mention.counts, measure)
        if not a or not b:
            continue
        if a & b:
            small = max(a & b) <= 1
            signs.append(f"one_{heading}" if small else f"same_{heading}")
            agree = agree or not small
        elif max(b) >= _MANY_TIMES * max(a) and max(b) >= _A_HUNDRED:
            signs.append("toll_of_many_attacks")
        elif (
            mention.revises
            or outcome_told_next(incident, mention)
            or (
                not (parts or _too_few(a, b, mention))
                and any(c.update or c.role == "superseded" for c in counts)
            )
        ):
            signs.append("toll_revised")
        elif min(abs(x - y) / max(x, y) for x in a for y in b) <= _ABOUT:
            signs.append("toll_about_the_same")
        elif min(abs(x - y) / max(x, y) for x in a for y in b) <= _VARIANCE and (
            mention.definite or max(a | b) >= _MANY_DEAD
        ):
            signs.append("toll_of_two_sources")
        elif near and mention.firmness == "weak" and max(b) == 1:
            signs.append("one_of_the_counted")
        elif near and mention.definite and not mention.plural_kind:
            signs.append("toll_differs_taken_up")
        else:
            signs.append("toll_differs")
    same = None
    if not agree and _same_attackers(incident, mention):
        same = "same_attackers_dead"
    elif not agree and (joint_toll(incident, mention) or joint_toll(mention, incident)):
        same = "joint_toll"
    if same:
        return [*(signs if total(signs) > 0 else ()), same], True
    return signs, agree


def _too_few(before: set[int], now: set[int], mention: Mention) -> bool:
    """Whether figures that an event told anew has are too small to be a toll that rose: ارتفع عدد
    القتلى إلى 187 … وبعد وقت وجيز انفجرت عبوة أودت بستة."""
    anew = mention.firmness == "event" and not (mention.definite or mention.revises)
    own = any(c.update or c.role == "superseded" for c in mention.counts)
    return anew and not own and _FALLEN * max(now) <= min(before)


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
