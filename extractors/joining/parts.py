"""Whether an incident only sums up others that are told next: سبعة قتلى في هجمات متفرقة بالموصل.

What the head of an article sums up is looked at in summaries.py; a roundup has such sentences at
the head of each part of it, too. What speaks for it and against it is weighed by seeds/joining.csv.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import figures, named, place_fit
from extractors.event_types import SHARPNESS
from extractors.joining.weights import total
from extractors.mentions.mention import told

if TYPE_CHECKING:
    from extractors.joining.incident import Incident

_TWO = 2


def sums_up(incident: Incident, incidents: list[Incident]) -> bool:
    """Whether it tells several attacks of one place or region together, which others of the article
    tell one by one behind it."""
    return total(signs_of_parts(incident, incidents)) >= total(["parts_needed"])


def signs_of_parts(incident: Incident, incidents: list[Incident]) -> list[str]:
    """What speaks for and against the incident's being the sum of others that are told next; none
    where it is not told as several, or of no place."""
    several = [m for m in incident.mentions if m.several or m.pair or "summary" in m.marks]
    if len(several) < len(incident.mentions) or not any(map(named, incident.places)):
        return []
    parts = _parts(incident, incidents)
    if not any(told(m) for p in parts for m in p.mentions):
        return []
    signs = ["parts_set_apart"] if any("summary" in m.marks for m in several) else []
    if any(m.several for m in several):
        signs.append("parts_in_the_plural")
    if any(m.pair for m in several):
        signs.append("parts_pair")
    regions = {p.value.admin1_code for p in incident.places if p.relation != "near"} - {None}
    if len(regions) >= _TWO:
        signs.append("parts_of_two_regions")
    signs += ["part_told_next"] * min(len(parts), _TWO)
    for measure in ("killed", "wounded"):
        whole = max(figures(incident.counts, measure), default=0)
        shares = [max(f) for p in parts if (f := figures(p.counts, measure))]
        if not whole or not shares:
            continue
        if sum(shares) == whole and len(shares) >= _TWO:
            signs.append("parts_are_the_whole")
        else:
            signs.append("parts_within_the_whole" if sum(shares) <= whole else "parts_exceed_it")
    return signs


def _no_vaguer(part: Incident, whole: Incident) -> bool:
    """Whether the type of a part says as much as that of the whole: murders are none of an attack,
    attacks may be murders."""
    if whole.event_type is None:
        return True
    return part.event_type is not None and SHARPNESS[part.event_type] >= SHARPNESS[whole.event_type]


def _parts(incident: Incident, incidents: list[Incident]) -> list[Incident]:
    """The incidents that are told behind it, of places within its own and of any of its days."""
    first = incident.mentions[0].sentence
    return [
        other
        for other in incidents
        if other is not incident
        and other.mentions[0].sentence >= first
        and other.mentions[0] is not incident.mentions[0]
        and _no_vaguer(other, incident)
        and (incident.family is None or other.family in (incident.family, None))
        and other.background == incident.background
        and any(map(named, other.places))
        and not all(m.several or "summary" in m.marks for m in other.mentions)
        and place_fit(other.places, incident.places) in ("same", "open")
    ]
