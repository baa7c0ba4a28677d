"""With what: weapons that are named, and the one that an event of a type was done with.

Patterns: seeds/lexicon/weapon_words.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.candidates.recalls import charged
from extractors.event_types import TAKINGS
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Document
    from extractors.patterns.pattern import Hit

#: what each type of event can be done with, the most telling first
_FITTING: Mapping[str, tuple[str, ...]] = {
    "suicide_bombing": ("explosive_belt", "car_bomb"),
    "vehicle_bombing": ("car_bomb",),
    "ied_bombing": ("mine", "ied"),
    "bombing_other": ("grenade", "ied", "mine", "incendiary"),
    "air_strike": ("aircraft_bomb",),
    "drone_strike": ("drone",),
    "shelling": ("mortar", "rocket", "artillery"),
    "armed_attack": ("knife", "vehicle", "grenade", "firearm", "incendiary", "car_bomb", "rocket"),
    "assassination": ("ied", "car_bomb", "knife", "grenade", "firearm"),
    "execution": ("firearm", "knife"),
    "clash": ("firearm",),
    "kidnapping": ("firearm",),
    "weapons_seizure": ("ied", "explosive_belt", "car_bomb", "mine"),
    "other_violence": ("knife", "vehicle", "firearm", "incendiary"),
}
#: where nothing is named, the type itself may say it
_IMPLIED: Mapping[str, str] = {
    "vehicle_bombing": "car_bomb",
    "air_strike": "aircraft_bomb",
    "drone_strike": "drone",
}


#: an axe, which folded is the town of Fes
_AXE = word_set("weapons.axe")
_HAMZA = "أ"


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """A weapon that is named in a sentence; tokens first ≤ i ≤ last."""

    sentence: int
    first: int
    last: int
    weapon: str
    #: it was captured, found or destroyed, or fired at the attackers, not used by them
    taken: bool = False


def weapons(doc: Document) -> tuple[WeaponMention, ...]:
    """All weapons named in the relevant sentences, in the order of the text."""
    out = []
    for index in sorted(doc.relevant):
        for hit in hits_of(doc, index, "weapon_words"):
            tokens = doc.sentences[index].tokens
            if tokens[hit.first].text in _AXE and _HAMZA not in _spelt(doc, index, hit):
                continue  # في فاس: the town is written without one
            taken = charged(doc, index, hit)
            out.append(WeaponMention(index, hit.first, hit.last, hit.values["weapon"], taken=taken))
    return tuple(out)


def _spelt(doc: Document, index: int, hit: Hit) -> str:
    """The weapon's word as the text has it."""
    sentence = doc.sentences[index]
    return sentence.spelt(sentence.tokens[hit.first])


def choose(mentions: Iterable[WeaponMention], event_type: str) -> tuple[str, WeaponMention | None]:
    """The weapon of an event of this type, with the mention that names it (None: implied)."""
    found: dict[str, WeaponMention] = {}
    for mention in mentions:
        if not mention.taken or event_type in TAKINGS:
            found.setdefault(mention.weapon, mention)
    fitting = _FITTING.get(event_type, ())
    if event_type == "weapons_seizure":
        kinds = [w for w in found if w != "unknown"]
        if len(set(kinds)) != 1:
            return "unknown", None
    for weapon in fitting:
        if weapon in found:
            return weapon, found[weapon]
    return _IMPLIED.get(event_type, "unknown"), None
