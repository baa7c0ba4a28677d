"""An incident: the mentions that are of one event, and what they tell together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from extractors.event_types import EVENT_FAMILIES, GENERIC

if TYPE_CHECKING:
    from extractors.candidates.counts.casualties import Count
    from extractors.document import DateMention, PlaceMention
    from extractors.mentions.mention import Mention

#: what violence is that no word names
_UNNAMED = "armed_attack"


@dataclass(slots=True)
class Incident:
    """Mentions that are of one event."""

    mentions: list[Mention]
    #: its type of event, where a score chose it
    kind: str | None = None
    #: what `all` put together, and of how many mentions
    _known: dict[str, tuple[int, list[object]]] = field(default_factory=dict, repr=False)

    def all(self, name: str) -> list[object]:
        """The mentions' lists of one kind, one after another; not to be changed."""
        count, items = self._known.get(name, (0, []))
        if count != len(self.mentions):
            items = [item for m in self.mentions for item in getattr(m, name)]
            self._known[name] = (len(self.mentions), items)
        return items

    @property
    def counts(self) -> list[Count]:
        """The counts of its mentions."""
        return cast("list[Count]", self.all("counts"))

    @property
    def places(self) -> list[PlaceMention]:
        """The places of its mentions."""
        return cast("list[PlaceMention]", self.all("places"))

    @property
    def dates(self) -> list[DateMention]:
        """The dates of its mentions."""
        return cast("list[DateMention]", self.all("dates"))

    @property
    def event_type(self) -> str:
        """The type of event that the score chose; without one the first that its mentions name."""
        named = (m.event_type for m in self.mentions if m.event_type)
        return self.kind or next(named, _UNNAMED)

    @property
    def family(self) -> str | None:
        """The family of its type; None where any family will do."""
        if not self.counts and all(m.only_heard for m in self.mentions):
            return None  # سمع دوي انفجارات: of whatever is told next
        return None if self.event_type in GENERIC else EVENT_FAMILIES[self.event_type]

    @property
    def background(self) -> bool:
        """Whether it is only recalled or talked about."""
        return all(m.background or m.about for m in self.mentions)
