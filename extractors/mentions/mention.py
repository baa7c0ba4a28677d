"""A mention: what neighbouring clauses of a sentence tell of one event."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from extractors.comparing import named, specific
from extractors.event_types import EVENT_FAMILIES, GENERIC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.sources.attribution import SourceMention
    from extractors.candidates.targets import TargetMention
    from extractors.candidates.triggers import Clause
    from extractors.candidates.weapons import WeaponMention
    from extractors.document import DateMention, PlaceMention
    from extractors.patterns.pattern import Hit

#: measures of people who are hurt
HARM = frozenset({"killed", "wounded", "casualties"})
#: sites by which an attack is called
SITES = frozenset({"religious_site", "market", "educational", "medical", "transport"})
#: classes of those who attack
ATTACKERS = frozenset({"militants", "attackers"})
#: what a trigger is noted as which says what a blast came from
_CAUSE = "the cause of a blast"
#: fewer words are a heading between paragraphs, which tells of nothing by itself
_HEADING = 4


@dataclass(slots=True)
class Mention:
    """What neighbouring clauses of one sentence tell of one event, with what stands around it."""

    clauses: list[Clause]
    event_type: str | None
    firmness: str
    counts: list[Count] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    said: list[DateMention] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    weapons: list[WeaponMention] = field(default_factory=list)
    targets: list[TargetMention] = field(default_factory=list)
    sources: list[SourceMention] = field(default_factory=list)
    definite: bool = False
    #: it gives another figure for what was told: حصيلة رسمية
    revises: bool = False
    #: it tells that captives came free: الإفراج عن المخطوفين
    freed: bool = False
    #: it points at the event told last: هذا الهجوم
    pointed: bool = False
    #: prisoners are taken, as in a fight: أسر خمسة جنود
    captures: bool = False
    #: only plurals with ال name it: التفجيرات، الهجمات
    plural_kind: bool = False
    #: its attack is named in the plural first: قتل عشرة في هجمات، سلسلة تفجيرات
    several: bool = False
    #: its sentence begins with one more word of who was quoted before: وأضاف، وقال المصدر
    quoted_on: bool = False
    #: it begins with كما; `adds`: as the sentence does, which adds a story
    also: bool = False
    adds: bool = False
    #: whether it tells who those were that were counted: إن أحد القتلى سيدة أصيبت بقذيفة
    of_counted: bool = False
    #: its event is named as one more: هجوم آخر، تفجير ثان
    another: bool = False
    #: its sentence sets out with what it came before or after: وبعد ساعات، وقبيل ذلك
    later: bool = False
    background: bool = False
    #: it is only what something else came after: زار … بعد أسبوع من مقتل …
    anchors: bool = False
    #: its sentence sets out in the pluperfect: وكان الرجل قتل في …
    had: bool = False
    about: bool = False
    title: bool = False
    lead: bool = False
    #: it is a line of its own above what it is the heading of
    heading: bool = False
    paragraph: int = 0

    @property
    def sentence(self) -> int:
        """Index of its sentence."""
        return self.clauses[0].sentence

    @property
    def marks(self) -> frozenset[str]:
        """Kinds of the markers that its clauses hold."""
        return frozenset(mark for clause in self.clauses for mark in clause.marks)

    @property
    def opening(self) -> frozenset[str]:
        """Kinds of the markers of its first clause: what links it to what went before."""
        return self.clauses[0].marks

    @property
    def triggers(self) -> list[Hit]:
        """Its triggers, in the order of the text."""
        return [hit for clause in self.clauses for hit in clause.triggers]

    @property
    def harms(self) -> list[Hit]:
        """Its words of harm."""
        return [hit for clause in self.clauses for hit in clause.harms]

    @property
    def family(self) -> str | None:
        """The family of its type; None where any family will do."""
        if self.event_type is None or self.event_type in GENERIC or self.captures:
            return None
        if self.firmness == "weak" and all(w.weapon == "unknown" for w in self.weapons):
            return None
        return EVENT_FAMILIES[self.event_type]

    @property
    def only_heard(self) -> bool:
        """Whether it says no more than that blasts were heard."""
        return self.firmness == "weak" and any(h.values["form"] == "heard" for h in self.triggers)

    @property
    def explains_blasts(self) -> bool:
        """Whether it says of blasts that were told before that fire from afar was their cause."""
        return (
            self.definite
            and self.family == "remote"
            and any(
                h.values["note"] == _CAUSE
                or (type_of(h) == "bombing_other" and h.values["form"] in ("noun", "plural"))
                for h in self.triggers
            )
        )

    @property
    def firm(self) -> bool:
        """Whether its type is told, not only hinted at."""
        return self.firmness == "event" or any(c.firm and c.value for c in self.counts)

    @property
    def opens(self) -> bool:
        """Whether it may be the first to tell of an event: it has a figure or place of its own, or
        names the event, and not only events of its kind (التفجيرات، الهجمات)."""
        if self.revises and not self.triggers:
            # عدد القتلى: of what was told, unless it says of which attack, and where
            attack = self.event_type is not None and bool(self.counts)
            return any(specific(p) or (attack and named(p)) for p in self.places)
        counted = any(not c.resumes for c in self.counts)
        if counted or any(p.kind != "country" for p in self.places):
            return True
        words = sum(c.end - c.first for c in self.clauses)
        return self.firmness == "event" and not self.plural_kind and words >= _HEADING

    def with_more(self, other: Mention) -> Mention:
        """The mention with what another one of its sentence says of the same event."""
        firmest = max(
            (self, other),
            key=lambda m: (m.firmness == "event", m.event_type not in (None, *GENERIC)),
        )
        changed: dict[str, Any] = {
            name: _joined(getattr(self, name), getattr(other, name)) for name in _LISTS
        }
        changed |= {name: getattr(self, name) or getattr(other, name) for name in _EITHER}
        changed |= {name: getattr(self, name) and getattr(other, name) for name in _BOTH}
        return replace(
            self,
            clauses=[*self.clauses, *other.clauses],
            event_type=firmest.event_type,
            firmness=firmest.firmness,
            **changed,
        )


#: what two mentions of one event tell together; what holds where either says so, and where both do
_LISTS = ("counts", "places", "dates", "said", "actors", "weapons", "targets", "sources")
_EITHER = ("definite", "revises", "freed", "several")
_BOTH = ("captures", "plural_kind", "background", "anchors", "about")


def _joined(left: list[Any], right: list[Any]) -> list[Any]:
    return [*left, *(item for item in right if item not in left)]


def told(mention: Mention) -> bool:
    """Whether the mention brings figures of its own."""
    return any(c.role == "total" and c.firm and c.value is not None for c in mention.counts)


def doers(mentions: Iterable[Mention]) -> set[str]:
    """Who is named as the doer in any of the mentions, by id where he has one."""
    return _actors_as("perpetrator", mentions)


def victims(mentions: Iterable[Mention]) -> set[str]:
    """Whom it is done to in any of the mentions, by id where he has one."""
    return _actors_as("victim", mentions)


def _actors_as(part: str, mentions: Iterable[Mention]) -> set[str]:
    actors = (a for m in mentions for a in m.actors if a.part == part)
    return {a.actor_id or a.name for a in actors} - {""}


def type_of(hit: Hit) -> str:
    """The type of event that a trigger names."""
    return hit.values["event_type"]
