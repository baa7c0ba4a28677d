"""An incident: the mentions that are of one event, and what they tell together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from extractors.event_types import EVENT_FAMILIES, GENERIC, SHARPNESS, TAKINGS
from extractors.mentions.doubt import GENERAL
from extractors.mentions.mention import HARM, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import DateMention, PlaceMention
    from extractors.facts.casualties import Count
    from extractors.mentions.mention import Mention

#: mentions of an incident that a further one is compared with
_FIRST_KEPT = 4
_LAST_KEPT = 16


@dataclass(slots=True)
class Incident:
    """Mentions that are of one event."""

    mentions: list[Mention]
    #: what `all` put together, and of how many mentions
    _known: dict[str, tuple[int, list[object]]] = field(default_factory=dict, repr=False)

    def all(self, name: str) -> list[object]:
        """The mentions' lists of one kind, one after another; not to be changed."""
        count, items = self._known.get(name, (0, []))
        if count != len(self.mentions):
            items = [item for m in self.mentions for item in getattr(m, name)]
            self._known[name] = (len(self.mentions), items)
        return items

    def forget(self, name: str) -> None:
        """Put a list of the mentions together anew, because one of them has changed."""
        self._known.pop(name, None)

    @property
    def recent(self) -> Incident:
        """The incident as its first and last mentions tell it: what a further mention is compared
        with, however long the text."""
        kept = self.mentions
        if len(kept) > _FIRST_KEPT + _LAST_KEPT:
            return Incident([*kept[:_FIRST_KEPT], *kept[-_LAST_KEPT:]])
        return self

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
    def event_type(self) -> str | None:
        """The type that its mentions tell: the first specific one, sharpened by the others."""
        if self._only_raided():
            return "armed_attack"  # داهمت القوات القرية وقتلت أربعة
        firm = [m for m in self.mentions if m.firm and m.event_type]
        if firm and firm[0].event_type in GENERIC:
            firm = [m for m in firm if not _goes_on_around(m)] or firm
        pool = firm or [m for m in self.mentions if m.event_type]
        named = [m.event_type for m in pool if m.event_type not in GENERIC]
        if set(named) == TAKINGS:
            named = named[:1]  # what the arrested had with them, who was with the arms
        if _planned_only(pool):
            named = [t for t in named if t != "clash"]
        named = [t for t in named if t != "arrest"] or named
        if named[:1] == ["bombing_other"] and any(m.explains_blasts for m in pool):
            named = [t for t in named if t != "bombing_other"]  # الانفجارات ناجمة عن قصف
        first = pool[0] if pool else None
        attacked = any(m.event_type in GENERIC and _hurts(m) for m in pool) or (
            first is not None
            and first.event_type in GENERIC
            and first.firmness == "event"
            and first.doubt < GENERAL
            and not any(told(m) for m in pool if m.event_type == "arrest")
        )
        if (
            attacked
            and set(named) == {"kidnapping"}
            and not any(c.measure == "abducted" and c.value for c in self.counts)
        ):
            named = []  # كانت تبحث عن راع خطفه مسلحون
            pool = [m for m in pool if m.event_type in GENERIC]
        if attacked and named and set(named) <= TAKINGS:
            named = []  # the attackers were caught
            pool = [m for m in pool if m.event_type in GENERIC]
        if any(m.firmness == "event" and m.event_type != "weapons_seizure" for m in pool):
            named = [t for t in named if t != "weapons_seizure"] or named
        if named:
            family = EVENT_FAMILIES[cast("str", named[0])]
            same = [cast("str", t) for t in named if EVENT_FAMILIES[cast("str", t)] == family]
            if family == "armed":
                return self._armed(pool, same)
            of_family = [m for m in self.mentions
                         if m.event_type and EVENT_FAMILIES[m.event_type] == family]  # fmt: skip
            # ضمن تصعيد مستمر بالهاون والمسيرات: what goes on for weeks is no means of this one
            sure = [m for m in of_family if m.doubt < GENERAL] or of_family
            return max((same[0], *(cast("str", m.event_type) for m in sure)),
                       key=SHARPNESS.__getitem__)  # fmt: skip
        if any(m.event_type == "suicide_bombing" and m.definite for m in self.mentions):
            return "suicide_bombing"  # الهجوم … منفذ العملية فجر سترته
        return pool[0].event_type if pool else None

    def _only_raided(self) -> bool:
        """Whether no more of an arrest is told than that a force came, and some were killed."""
        return (
            {m.event_type for m in self.mentions} - {None} == {"arrest"}
            and all(m.firmness != "event" for m in self.mentions if m.event_type)
            and not any(c.measure == "arrested" for c in self.counts)
            and any(c.measure == "killed" and c.value for c in self.counts)
        )

    @staticmethod
    def _armed(pool: list[Mention], named: list[str]) -> str:
        """Of armed events the first type; clashes told behind an attack's toll do not rename it."""
        first = pool[0]
        if first.event_type == "armed_attack" and told(first):
            firm = [t for t in named if t != "clash"]
            return firm[0] if firm else "armed_attack"
        return named[0]

    @property
    def family(self) -> str | None:
        """The family of its type; None where any family will do."""
        kind = self.event_type
        if kind == "arrest" and all(m.captures for m in self.mentions):
            return None  # أسرت المقاومة أربعين: as in a fight that is told next
        if not self.counts and all(m.only_heard for m in self.mentions):
            return None  # سمع دوي انفجارات: of whatever is told next
        return None if kind is None or kind in GENERIC else EVENT_FAMILIES[kind]

    @property
    def background(self) -> bool:
        """Whether it is only recalled or talked about."""
        return all(m.background or m.about for m in self.mentions)


def _planned_only(mentions: Sequence[Mention]) -> bool:
    """Whether a headline calls an attack foiled whose planners the text only says were caught:
    إحباط هجوم على سفارة … ألقت القبض على أعضاء خلية."""
    heads = [m for m in mentions if m.title]
    body = {m.event_type for m in mentions if not m.title}
    return (
        bool(heads)
        and all(m.event_type == "clash" and not m.counts for m in heads)
        and bool(body)
        and body <= TAKINGS
    )


def _goes_on_around(mention: Mention) -> bool:
    """Whether it only tells of fire that goes on all the time: إذ يستمر القصف الجوي."""
    doubted = mention.doubt >= GENERAL and not mention.about
    return doubted and mention.family == "remote" and not told(mention)


def _hurts(mention: Mention) -> bool:
    """Whether somebody is killed or wounded in it."""
    return any(c.measure in HARM and c.value != 0 for c in mention.counts)
