"""The kinds of incidents, as seeds/event_types.csv has them: a new one is a row there."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from extractors.seedfiles import read_seed, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEED = "event_types.csv"
_ROWS = read_seed(_SEED, ("code", "family", "sharpness", "yields_to_all"))

EVENT_TYPES = tuple(row["code"] for row in _ROWS)
#: Types that coders, outlets and readers of news mix up: reports that differ within a family can be
#: reports of one incident.
EVENT_FAMILIES: Mapping[str, str] = MappingProxyType({r["code"]: r["family"] for r in _ROWS})
#: how much a type says of what happened: among cues of one family, the one that says most wins
SHARPNESS: Mapping[str, int] = MappingProxyType(
    {r["code"]: whole_number(_SEED, r, "sharpness") for r in _ROWS}
)
#: raids from the air
FROM_THE_AIR = frozenset({"air_strike", "drone_strike"})
#: what a force does that takes somebody or something, where nobody need be hurt
TAKINGS = frozenset({"arrest", "weapons_seizure"})
#: what one bomber or one bomb does
BOMBINGS = frozenset({"suicide_bombing", "vehicle_bombing", "ied_bombing"})
#: the types that any other description of the event may sharpen
GENERIC = frozenset(row["code"] for row in _ROWS if row["yields_to_all"] == "true")
