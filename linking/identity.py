"""Incident ids that last: each group of mentions gets the id that its reports had before.

The register remembers which incident each reported fact belonged to. A group takes over the id
that most of its mentions had; where two known incidents turn out to be one, the older id stays
and the other leads to it; where one falls apart, its larger part keeps the id and each other part
gets a new one that says where it came from. An id is never given to another incident.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from linking.clustering import Group
from linking.mention import Fact


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """One id of the register. `founded`: the publication that brought it, then its rank there;
    `successor_id`: the incident that it was merged into."""

    incident_id: str
    founded: tuple[int, int]
    successor_id: str | None


@dataclass(frozen=True, slots=True)
class Merge:
    """`old_id` leads to `new_id` from now on."""

    old_id: str
    new_id: str


@dataclass(frozen=True, slots=True)
class Named:
    """What `name_groups` returns: an id for each group, in their order; the ids that lead to
    others now; for each id that a split brought, the one that it came from."""

    ids: tuple[str, ...]
    merges: tuple[Merge, ...]
    origins: Mapping[str, str]


def recall(facts: Sequence[Fact], remembered: Mapping[Fact, str]) -> dict[str, str]:
    """Mention id → the incident id that the same fact had before, where it had one.

    `remembered`: the facts as they were when they were last published, with their incident. A
    fact is the same when its mention id is; else, where its article was corrected or read by a
    newer extractor, the facts of the article are matched by family, place, day and order.
    """
    known = {fact.mention_id: incident_id for fact, incident_id in remembered.items()}
    found = {f.mention_id: known[f.mention_id] for f in facts if f.mention_id in known}
    before: defaultdict[str, list[Fact]] = defaultdict(list)
    present = {fact.mention_id for fact in facts}
    for fact in remembered:
        if fact.mention_id not in present:
            before[fact.article_id].append(fact)
    scored = [
        (-likeness, fact.mention_id, old.mention_id)
        for fact in facts
        if fact.mention_id not in found
        for old in before[fact.article_id]
        if (likeness := _likeness(fact, old)) >= _SAME_FACT_FROM
    ]
    used: set[str] = set()
    for _, mention_id, old_id in sorted(scored):
        if mention_id not in found and old_id not in used:
            found[mention_id] = known[old_id]
            used.add(old_id)
    return found


_SAME_FACT_FROM = 3


def _likeness(fact: Fact, old: Fact) -> int:
    """0–7: family, place and day count most; a fact of which only the number is the same is another
    one."""
    same_place = (
        fact.place_id == old.place_id if old.place_id else fact.place_name == old.place_name
    )
    return (
        2 * (fact.event_family == old.event_family)
        + 2 * same_place
        + 2 * (fact.day == old.day)
        + (fact.fact_number == old.fact_number)
    )


def name_groups(
    groups: Sequence[Group],
    before: Mapping[str, str],
    known: Mapping[str, KnownIncident],
    *,
    is_used: Callable[[str], bool],
    kept_apart: Mapping[str, str] | None = None,
) -> Named:
    """Give each group its id.

    `before`: what `recall` found for the groups' mentions; `known`: every id of the register that
    they name, with its successors. `is_used` says of an id whether the register has it at all.
    `kept_apart`: mention id → incident id from which an editor split it off: such a mention never
    votes for that id.
    """
    kept_apart = kept_apart or {}
    votes = [
        Counter(
            id_
            for mention_id in group.reports
            if (id_ := _living(before.get(mention_id), known)) is not None
            and _living(kept_apart.get(mention_id), known) != id_
        )
        for group in groups
    ]
    heirs = _heirs(groups, votes, known)
    taken: set[str] = set()
    ids: list[str] = []
    merges: list[Merge] = []
    origins: dict[str, str] = {}
    for number, group in enumerate(groups):
        inherited = [id_ for id_ in votes[number] if heirs[id_] == number]
        if inherited:
            kept = min(inherited, key=lambda id_: (known[id_].founded, id_))
            merges += [Merge(id_, kept) for id_ in sorted(inherited) if id_ != kept]
        else:
            kept = _mint(group.reports[0], lambda id_: id_ in taken or is_used(id_))
            taken.add(kept)
            came_from = _origin(group, votes[number], kept_apart, known)
            if came_from:
                origins[kept] = came_from
        ids.append(kept)
    return Named(tuple(ids), tuple(merges), origins)


def _heirs(
    groups: Sequence[Group],
    votes: Sequence[Counter[str]],
    known: Mapping[str, KnownIncident],
) -> dict[str, int]:
    """The group that each known id goes to: the one with most of its mentions; of several the
    first."""
    claims: defaultdict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for number, counted in enumerate(votes):
        for id_, count in counted.items():
            claims[id_].append((-count, groups[number].reports[0], number))
    return {id_: min(wanted)[2] for id_, wanted in claims.items() if id_ in known}


def _living(incident_id: str | None, known: Mapping[str, KnownIncident]) -> str | None:
    """The current id that this one leads to."""
    while incident_id is not None:
        incident = known.get(incident_id)
        if incident is None:
            return None
        if incident.successor_id is None:
            return incident_id
        incident_id = incident.successor_id
    return None


def _origin(
    group: Group,
    counted: Counter[str],
    kept_apart: Mapping[str, str],
    known: Mapping[str, KnownIncident],
) -> str | None:
    if counted:
        return min(counted, key=lambda id_: (-counted[id_], id_))
    for mention_id in group.reports:
        living = _living(kept_apart.get(mention_id), known)
        if living is not None:
            return living
    return None


def new_id(founder: str, turn: int = 0) -> str:
    """`inc_` and 80 bits of a hash over the founding mention; each turn gives another one."""
    return f"inc_{hashlib.sha256(f'{founder}#{turn}'.encode()).hexdigest()[:20]}"


def _mint(founder: str, is_used: Callable[[str], bool]) -> str:
    """The first of the founder's ids that is not in use."""
    return next(id_ for turn in itertools.count() if not is_used(id_ := new_id(founder, turn)))
