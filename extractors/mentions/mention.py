"""A mention: what neighbouring clauses of a sentence tell of one event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.comparing import named, specific
from extractors.event_types import EVENT_FAMILIES, GENERIC, SHARPNESS
from extractors.facts.triggers import BROUGHT_DOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import DateMention, PlaceMention
    from extractors.facts.actors import ActorMention
    from extractors.facts.attribution import SourceMention
    from extractors.facts.casualties import Count
    from extractors.facts.targets import TargetMention
    from extractors.facts.triggers import Clause
    from extractors.facts.weapons import WeaponMention
    from extractors.lexicon import Hit

#: measures of people who are hurt
HARM = frozenset({"killed", "wounded", "casualties"})
#: sites by which an attack is called
SITES = frozenset({"religious_site", "market", "educational", "medical", "transport"})
#: classes of those who attack
ATTACKERS = frozenset({"militants", "attackers"})
#: what a trigger is noted as that names an ambush, and which says what a blast came from
_AMBUSH, _CAUSE = "an ambush", "the cause of a blast"
#: fewer words are a heading between paragraphs, which tells of nothing by itself
_HEADING = 4
#: what an attack ends with
_ENDS = frozenset({"arrest", "weapons_seizure"})
_GUNS = "firearm"
#: families that are told apart by what was used
_FAMILIES_OF_MEANS = frozenset({"bombing", "remote"})


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
    #: it tells of arms that were found on those of whom was told: بحوزتهم
    on_them: bool = False
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
    #: two events are named in one word: في هجومين، الغارتان
    pair: bool = False
    #: … and as like the one that is told: هجمات مماثلة
    similar: bool = False
    #: its event is said to be like the one told before: قصفا مشابها
    likened: bool = False
    #: its sentence begins with one more word of who was quoted before: وأضاف، وقال المصدر
    quoted_on: bool = False
    #: it begins with كما; `adds`: as the sentence does, which adds a story
    also: bool = False
    adds: bool = False
    #: who is told of, by words without ال (مؤذن), and with it (المؤذن)
    somebody: frozenset[str] = frozenset()
    the_one: frozenset[str] = frozenset()
    #: whether it tells who those were that were counted: إن أحد القتلى سيدة أصيبت بقذيفة
    of_counted: bool = False
    #: whether it tells of one of the men or kin of somebody who was told of: مرافقه، نجله
    of_his: bool = False
    #: its verb has somebody of its own who did it, whom nobody knows: واغتال مجهولون
    new_doer: bool = False
    #: its event is named as one more: هجوم آخر، تفجير ثان
    another: bool = False
    #: its sentence sets out with what it came before or after: وبعد ساعات، وقبيل ذلك
    later: bool = False
    #: measures of which it counts others than those told before: قتل خمسة آخرون في
    others: frozenset[str] = frozenset()
    background: bool = False
    #: it is only what something else came after: زار … بعد أسبوع من مقتل …
    anchors: bool = False
    #: its sentence sets out in the pluperfect: وكان الرجل قتل في …
    had: bool = False
    #: the month or year that its sentence sets out with: ونهاية أبريل الماضي، قتل …
    time_ahead: DateMention | None = None
    #: … or the day: وفجر الجمعة، أعلن …
    day_ahead: DateMention | None = None
    about: bool = False
    doubt: float = 0.0
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
    def ambushed(self) -> bool:
        """Whether an ambush is all that it names."""
        return self.event_type in GENERIC and any(
            h.values["note"] == _AMBUSH for h in self.triggers
        )

    @property
    def brought_down(self) -> bool:
        """Whether it tells of an aircraft that somebody shot at."""
        return any(h.values["note"] == BROUGHT_DOWN for h in self.triggers)

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
    def raids_at_large(self) -> bool:
        """Whether it speaks of raids (الغارات) that nobody counts or places here."""
        named = [h for h in self.triggers if h.values["kind"] == "event"]
        plural = bool(named) and named[0].values["form"] == "plural"
        return plural and not told(self) and not any(specific(p) for p in self.places)

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

    def absorb(self, other: Mention) -> None:
        """Take over what a neighbouring mention of the same event says."""
        types = [(m.event_type, m.firmness) for m in (self, other) if m.event_type is not None]
        hurt = any(c.measure in HARM and c.value for c in self.counts)
        fell = hurt and (self.event_type is None or self.firmness == "weak")
        died = fell and any(c.measure == "killed" and c.value for c in self.counts)
        fought = hurt and self.event_type in (None, *GENERIC, "clash")
        if (fought and other.event_type == "weapons_seizure") or (
            died and other.event_type == "arrest" and not other.captures
        ):
            # قتلت القوات 23 عنصرا ودمرت أربع عجلات مفخخة، قتلت ثلاثة مسلحين واعتقلت خمسة
            types = [("armed_attack", "event")]
        caught = other.event_type in _ENDS and self.event_type in GENERIC
        if caught and self.firmness == "event" and self.event_type is not None:
            types = [(self.event_type, self.firmness)]  # the attacker was caught
        if types:
            self.event_type, self.firmness = max(
                types,
                key=lambda t: (
                    t[1] == "event",
                    t[0] not in GENERIC,
                    SHARPNESS[t[0]] if t[0] else 0,
                ),
            )
            bombing = [t for t, _ in types if EVENT_FAMILIES[t] == EVENT_FAMILIES[self.event_type]]
            if EVENT_FAMILIES[self.event_type] in ("bombing", "remote"):
                self.event_type = max(bombing, key=SHARPNESS.__getitem__)
        self.several = self.several or (not self.triggers and other.several)
        self.clauses += other.clauses
        for name in (
            "counts",
            "places",
            "dates",
            "said",
            "actors",
            "weapons",
            "targets",
            "sources",
        ):
            mine = getattr(self, name)
            mine += [item for item in getattr(other, name) if item not in mine]
        self.definite = self.definite or other.definite
        self.somebody |= other.somebody
        self.the_one |= other.the_one
        taken = self.captures or other.captures
        self.captures = self.captures and (other.captures or other.event_type != "arrest")
        if taken and self.event_type == "arrest" and any(c.measure in HARM for c in self.counts):
            self.event_type = "clash"
        self.revises = self.revises or other.revises
        self.freed = self.freed or other.freed
        self.plural_kind = self.plural_kind and other.plural_kind
        self.background = self.background and other.background
        self.anchors = self.anchors and other.anchors
        self.about = self.about and other.about
        self.doubt = min(self.doubt, other.doubt)


def only_attackers_fell(mention: Mention) -> bool:
    """Whether all whom it counts are dead militants, of no place and no day of their own."""
    dead = [c for c in mention.counts if c.value and c.measure in HARM]
    return (
        bool(dead)
        and all(c.measure == "killed" and c.victim_class in ATTACKERS for c in dead)
        and not mention.dates
        and not any(specific(p) for p in mention.places)
    )


def told(mention: Mention) -> bool:
    """Whether the mention brings figures of its own."""
    return any(c.role == "total" and c.firm and c.value is not None for c in mention.counts)


def means(mention: Mention) -> frozenset[str]:
    """With what it was done: a bomb, fire from afar, firearms; empty where that is not told."""
    guns = {_GUNS for w in mention.weapons if w.weapon == _GUNS}
    return frozenset(guns | {f for f in _FAMILIES_OF_MEANS if f == mention.family})


def told_anew(mention: Mention) -> bool:
    """Whether it tells an event as one that nobody knows."""
    return (
        mention.firmness == "event"
        and not (mention.definite or mention.pointed or mention.revises or mention.title)
        and any(h.values["kind"] == "event" for h in mention.triggers)
    )


def doers(mentions: Iterable[Mention]) -> set[str]:
    """Who is named as the doer in any of the mentions, by id where he has one."""
    return _actors_as("perpetrator", mentions)


def victims(mentions: Iterable[Mention]) -> set[str]:
    """Whom it is done to in any of the mentions, by id where he has one."""
    return _actors_as("victim", mentions)


def _actors_as(part: str, mentions: Iterable[Mention]) -> set[str]:
    actors = (a for m in mentions for a in m.actors if a.part == part)
    return {a.actor_id or a.name for a in actors} - {""}


def widespread(mention: Mention) -> bool:
    """Whether title or lead tell fire or raids on several governorates, which are no one event."""
    if not (mention.title or mention.lead) or mention.family != "remote":
        return False
    there = {p.value.admin1_code for p in mention.places if p.relation in ("inside", "none")}
    return len(there - {None}) > 1


def type_of(hit: Hit) -> str:
    """The type of event that a trigger names."""
    return hit.values["event_type"]
