"""Which actor a name means, and what kind of actor that is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractors.candidates.actors.reading import ActorMention
    from extractors.patterns.lexicon import Lexicon

#: actors that have aircraft, and the events that only they can cause
FLYERS = frozenset({"state", "state_force", "coalition"})
FLOWN = frozenset({"air_strike"})
FORCES = frozenset({"state", "state_force"})


class ActorIds:
    """The actors that the names of an article mean."""

    def __init__(self, named: Sequence[ActorMention], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._named = named
        self._homes: list[str] | None = None
        self._forces: set[str] | None = None

    def of(self, mention: ActorMention, country: str | None) -> str:
        """The actor's id; of a name that depends on the country, the one there (or "")."""
        if mention.actor_id or mention.name:
            return mention.actor_id
        meant = self._lexicon.actor_contexts[mention.alias]
        if country in meant:
            return self._army_abroad(meant, country)
        for home in self._homes_of_named():
            actor_id = meant.get(home, "")
            if actor_id and self.type_of(actor_id) not in FORCES:
                return actor_id
        return ""

    def type_of(self, actor_id: str) -> str:
        """What kind of actor it is: armed_group, state_force …"""
        return self._lexicon.actors[actor_id]["actor_type"]

    def _army_abroad(self, meant: Mapping[str, str], country: str) -> str:
        """Whom an army's plain name (الجيش) means in a country: an army that the article names in
        full, where it names that country's own nowhere."""
        there = meant[country]
        if self.type_of(there) not in FORCES:
            return there
        if self._forces is None:
            self._forces = {
                self._lexicon.actors[a.actor_id]["country_code"]
                for a in self._named
                if a.actor_id and self._is_force(a)
            }
        others = [home for home in self._forces if home in meant]
        return meant[others[0]] if country not in self._forces and len(others) == 1 else there

    def _is_force(self, named: ActorMention) -> bool:
        """Whether a name is a force's, or a state's that acts: talks in Addis Ababa are neither."""
        kind = self.type_of(named.actor_id)
        acts = named.part in ("perpetrator", "party")
        return kind == "state_force" or (kind in FORCES and acts)

    def _homes_of_named(self) -> list[str]:
        """The countries of the actors that the article names for certain, most named first."""
        if self._homes is None:
            named = Counter(
                country
                for a in self._named
                if a.actor_id and (country := self._lexicon.actors[a.actor_id]["country_code"])
            )
            self._homes = [country for country, _ in named.most_common()]
        return self._homes
