"""What kind of event the words of a clause name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.event_types import EVENT_FAMILIES, FROM_THE_AIR, GENERIC, SHARPNESS

if TYPE_CHECKING:
    from extractors.candidates.triggers import Clause

#: families that describe a person, behind an attack on him
_KNOWN_FOR = frozenset({"abduction", "arrest", "seizure"})
#: families that end an attack
_CAUGHT = frozenset({"arrest", "seizure"})


def event_type(clause: Clause, *, harmed: bool) -> tuple[str | None, str]:
    """The type of the event that a clause tells, and how firmly: event, weak or none.

    The first trigger that names a family decides it; an attack in general (هجوم) gives way to any
    description of its means. `harmed`: whether people were killed or wounded in the clause, which
    excludes the mere finding of weapons.
    """
    events = [h for h in clause.triggers if h.values["kind"] == "event"]
    heard = {at for h in clause.triggers if h.values["form"] == "heard" for at in h.tokens}
    events = [
        h
        for h in events
        if not (h.values["event_type"] == "bombing_other" and heard.intersection(h.tokens))
    ]
    types = [h.values["event_type"] for h in events]
    if harmed:
        types = [t for t in types if t != "weapons_seizure"]
    weak = [h.values["event_type"] for h in clause.triggers if h.values["kind"] != "event"]
    means = [h.values["event_type"] for h in clause.weapons if h.values["event_type"]]
    if types and types[0] in ("arrest", "weapons_seizure", "kidnapping"):
        if types[0] == "arrest" and "weapons_seizure" not in types and not harmed:
            return "arrest", "event"
        return types[0], "event"
    specific = [t for t in types if t not in GENERIC]
    if types[:1] and types[0] in GENERIC:
        # طعن جنديا واعتقل; قتل زعيم الجماعة المسؤول عن خطف: what follows does not rename it
        barred = _KNOWN_FOR if harmed else _CAUGHT
        specific = [t for t in specific if EVENT_FAMILIES[t] not in barred]
    flown = [t for t in (*types, *weak, *means) if t in FROM_THE_AIR]
    bombs = [t for t in (*weak, *means) if EVENT_FAMILIES[t] == "bombing"]
    dropped = specific[:1] == ["bombing_other"] and not bombs
    if flown and (dropped or specific[:1] == ["assassination"]):
        return _sharpest("remote", flown, []), "event"  # the means decide before the aim
    plural = [h.values["event_type"] for h in events if h.values["form"] == "plural"]
    bombed = [t for t in (*types, *weak, *means) if EVENT_FAMILIES[t] == "bombing"]
    if all(t in plural for t in bombed):
        bombed = []  # اغتيال ناشط في مدينة شهدت عشرات التفجيرات
    attempt = any(h.values["event_type"] == "assassination" and h.last > h.first for h in events)
    if bombed and specific[:1] == ["assassination"] and not attempt:
        return _sharpest("bombing", bombed, []), "event"  # اغتالوا العقيد بتفجير سيارته
    if specific:
        return _sharpest(EVENT_FAMILIES[specific[0]], specific, weak + means), "event"
    if types:
        remote = [t for t in (*weak, *means) if EVENT_FAMILIES[t] == "remote"]
        if bombs:
            return _sharpest("bombing", bombs, []), "event"
        if remote:
            return _sharpest("remote", remote, []), "event"
        return _sharpest("armed", types, weak), "event"
    soft = [t for t in (*weak, *means) if not (harmed and t == "weapons_seizure")]
    if soft:
        best = max(
            soft, key=lambda t: (t not in GENERIC, EVENT_FAMILIES[t] != "arrest", SHARPNESS[t])
        )
        return _sharpest(EVENT_FAMILIES[best], soft, []), "weak"
    return None, "none"


def _sharpest(family: str, types: list[str], means: list[str]) -> str:
    """The most telling type of a family."""
    of_family = [t for t in (*types, *means) if EVENT_FAMILIES[t] == family]
    if family == "armed":
        of_family = [t for t in types if EVENT_FAMILIES[t] == family] or of_family
        firm = [t for t in of_family if t not in GENERIC]
        return firm[0] if firm else max(of_family, key=SHARPNESS.__getitem__)
    return max(of_family, key=SHARPNESS.__getitem__)
