"""From clauses to incidents: what one article tells is put together into its incidents.

Each clause that tells of violence is a mention. A mention joins an incident that an earlier one
opened when nothing contradicts (type, place, date, toll) and something speaks for it (the same
figures or place, a definite noun, nearness); else it opens its own. The title only confirms, or
stands alone where the text has nothing. Summaries (حوادث متفرقة) give way to what they sum up.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from extractors import confidence
from extractors.facts import casualties, targets, triggers, weapons
from extractors.facts.casualties import Count
from extractors.facts.triggers import FAMILY, GENERIC, RANK, Clause, Sense
from extractors.records import (
    ActorValue,
    CasualtyClaim,
    DateValue,
    Evidence,
    IncidentFact,
    Measure,
    PlaceValue,
    Span,
    Toll,
)
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.document import DateMention, Document, PlaceMention
    from extractors.facts.actors import ActorMention
    from extractors.facts.attribution import SourceMention
    from extractors.facts.targets import TargetMention
    from extractors.facts.weapons import WeaponMention
    from extractors.lexicon import Hit, Lexicon

MEASURES: tuple[Measure, ...] = (
    "killed",
    "wounded",
    "arrested",
    "abducted",
    "killed_of_perpetrators",
)
_JOIN = 1.5
#: an incident older than this at publication is background unless it is all there is
_OLD_DAYS = 7
#: an arrest of the doers is told within so many sentences of what they did
_ARREST_REACH = 3
#: a summary may leave out, or round, so much of what it sums up
_MOSTLY = 0.8
#: what a word for a target weighs outside the mention that tells the toll
_ELSEWHERE = 0.5
#: degrees that a neighbourhood may lie from its town's centre
_TOWN = 0.25
#: kinds of places that hold others
_COARSE = frozenset({"settlement", "district", "governorate", "country", "region"})
#: a place of another sentence is taken from so many sentences before at most
_NEARBY = 3
#: figures of two sources for one event differ by so much at most
_VARIANCE = 0.25
#: a toll above this is a war's or a year's, not an incident's
_STATISTIC = 900
#: kinds of negatives that leave nothing of a sentence
_FATAL = frozenset({"sport", "cyber", "figurative", "drill", "fiction", "opinion"})
#: kinds that make a sentence talk about an event, not report it
_ABOUT = frozenset({"verdict", "condemn", "judicial", "anniversary"})
#: kinds that only count where a word of them stands before the trigger
_BEFORE = frozenset({"denial", "hypothetical"})
_BEFORE_REACH = 9
_ARTICLE_LEAD = 3
#: what goes on all the time is doubted so much
_GENERAL = 1.75
_PRESENT = frozenset({"تدور", "تشن", "تقصف", "تستهدف", "تخطف", "تنفجر", "تقتل", "تعتقل", "تشهد"})
#: how much each kind of cue says about who did it
_CUE_WEIGHT = {
    "claim": 6.0, "agent": 5.0, "by": 5.0, "accuse": 4.0, "verb": 4.0, "demonym": 3.0,
    "noun": 3.0, "clash": 1.0,
}  # fmt: skip
#: what only those with aircraft do
_FLOWN = frozenset({"air_strike"})
_FLYERS = frozenset({"state", "state_force", "coalition"})
#: families that one event can be told in: gunmen storm, take hostages and are arrested
_TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("armed", "abduction"), ("armed", "arrest"), ("armed", "bombing"), ("bombing", "arrest"),
        ("abduction", "arrest"), ("remote", "bombing"), ("remote", "armed"),
    )
)  # fmt: skip
#: a force that tells of dead militants did it in such events
_FOUGHT = frozenset({"armed_attack", "air_strike", "shelling", "clash", "drone_strike"})


@dataclass(slots=True)
class Mention:
    """What neighbouring clauses of one sentence tell of one event, with what stands around it."""

    clauses: list[Clause]
    event_type: str | None
    firmness: str
    counts: list[Count] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    weapons: list[WeaponMention] = field(default_factory=list)
    targets: list[TargetMention] = field(default_factory=list)
    sources: list[SourceMention] = field(default_factory=list)
    definite: bool = False
    background: bool = False
    about: bool = False
    doubt: float = 0.0
    title: bool = False
    lead: bool = False
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
        if self.event_type is None or self.event_type in GENERIC:
            return None
        if self.firmness == "weak" and all(w.weapon == "unknown" for w in self.weapons):
            return None
        return FAMILY[self.event_type]

    @property
    def firm(self) -> bool:
        """Whether its type is told, not only hinted at."""
        return self.firmness == "event" or any(c.firm and c.value for c in self.counts)

    def absorb(self, other: Mention) -> None:
        """Take over what a neighbouring mention of the same event says."""
        types = [(m.event_type, m.firmness) for m in (self, other) if m.event_type is not None]
        if types:
            self.event_type, self.firmness = max(
                types,
                key=lambda t: (t[1] == "event", t[0] not in GENERIC, RANK[t[0]] if t[0] else 0),
            )
            bombing = [t for t, _ in types if FAMILY[t] == FAMILY[self.event_type]]
            if FAMILY[self.event_type] in ("bombing", "remote"):
                self.event_type = max(bombing, key=RANK.__getitem__)
        self.clauses += other.clauses
        for name in ("counts", "places", "dates", "actors", "weapons", "targets", "sources"):
            mine = getattr(self, name)
            mine += [item for item in getattr(other, name) if item not in mine]
        self.definite = self.definite or other.definite
        self.background = self.background and other.background
        self.about = self.about and other.about
        self.doubt = min(self.doubt, other.doubt)


@dataclass(slots=True)
class Incident:
    """Mentions that are of one event."""

    mentions: list[Mention]

    def all(self, name: str) -> list[object]:
        """The mentions' lists of one kind, one after another."""
        return [item for m in self.mentions for item in getattr(m, name)]

    @property
    def counts(self) -> list[Count]:
        return cast("list[Count]", self.all("counts"))

    @property
    def places(self) -> list[PlaceMention]:
        return cast("list[PlaceMention]", self.all("places"))

    @property
    def dates(self) -> list[DateMention]:
        return cast("list[DateMention]", self.all("dates"))

    @property
    def event_type(self) -> str | None:
        firm = [m for m in self.mentions if m.firm and m.event_type]
        pool = firm or [m for m in self.mentions if m.event_type]
        specific = [m.event_type for m in pool if m.event_type not in GENERIC]
        specific = [t for t in specific if t != "arrest"] or specific
        if specific:
            family = FAMILY[cast("str", specific[0])]
            same = [cast("str", t) for t in specific if FAMILY[cast("str", t)] == family]
            if family == "armed":
                return same[0]
            means = [
                m.event_type
                for m in self.mentions
                if m.event_type and FAMILY[m.event_type] == family
            ]
            return max((*same, *means), key=RANK.__getitem__)
        return pool[0].event_type if pool else None

    @property
    def family(self) -> str | None:
        kind = self.event_type
        return None if kind is None or kind in GENERIC else FAMILY[kind]

    @property
    def background(self) -> bool:
        return all(m.background or m.about for m in self.mentions)


# --- mentions --------------------------------------------------------------------------------


def _within(first: int, clause: Clause) -> bool:
    return clause.first <= first < clause.end


def _token_at(doc: Document, sentence: int, offset: int) -> int:
    """Index of the token at a folded offset of the passage (or the one before it)."""
    tokens = doc.sentences[sentence].tokens
    at = 0
    for number, token in enumerate(tokens):
        if token.start > offset:
            break
        at = number
    return at


class _Builder:
    """Builds the mentions of a document."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        notes = doc.annotations
        self.clauses = cast("tuple[Clause, ...]", notes.get("clauses", ()))
        self.senses = cast("tuple[Sense, ...]", notes.get("senses", ()))
        self.counts = cast("tuple[Count, ...]", notes.get("counts", ()))
        self.actors = cast("tuple[ActorMention, ...]", notes.get("actors", ()))
        self.weapons = cast("tuple[WeaponMention, ...]", notes.get("weapons", ()))
        self.targets = cast("tuple[TargetMention, ...]", notes.get("targets", ()))
        self.sources = cast("tuple[SourceMention, ...]", notes.get("sources", ()))
        names = [
            (a.sentence, doc.sentences[a.sentence].tokens[a.first].start,
             doc.sentences[a.sentence].tokens[a.last].end)
            for a in self.actors
            if a.last > a.first
        ]  # fmt: skip
        self.places = [
            p
            for p in doc.places
            if p.kind == "country"
            or not any(i == p.sentence and a <= p.start < b for i, a, b in names)
        ]
        self.odd = _odd(self.places)
        self.is_security = any(row.get("security_context") for row in _rows(doc) if row is not None)
        body = [s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture]
        self.lead = frozenset(body[:2])
        self.titles = frozenset(s.index for s in doc.sentences if s.passage.part == "title")
        opening = self.titles | frozenset(body[:_ARTICLE_LEAD])
        self.title_negatives = frozenset(
            kind for s in self.senses if s.sentence in self.titles for kind in s.negatives
        )
        self.titled_security = any(
            _rows(doc)[index].get("security_context") for index in self.titles
        )
        self.article_negatives = {
            kind for sense in self.senses for kind in sense.article_negatives
        } - {
            kind
            for sense in self.senses
            for kind in sense.article_negatives
            if kind not in ("accident", "crime") and sense.sentence not in opening
        }

    def build(self) -> list[Mention]:
        """All mentions that may be of an incident, in the order of the text."""
        if self.article_negatives & _FATAL or "anniversary" in self.article_negatives:
            return []
        if self.article_negatives & {"accident", "crime"}:
            return []
        if "crime" in self.title_negatives and not self.titled_security:
            return []
        out: list[Mention] = []
        by_sentence: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            by_sentence.setdefault(clause.sentence, []).append(clause)
        for index, cut in by_sentence.items():
            out.extend(self._of_sentence(index, cut))
        return out

    def _of_sentence(self, index: int, cut: list[Clause]) -> list[Mention]:
        sense = self.senses[index]
        if sense.negatives & _FATAL:
            return []
        mentions: list[Mention] = []
        waiting: list[Clause] = []
        for clause in cut:
            mention = self._mention(clause, sense)
            if mention is None:
                if mentions and not clause.fronted and "topic" not in clause.marks:
                    self._attach(mentions[-1], clause)
                else:
                    waiting.append(clause)
                continue
            for other in waiting:
                self._attach(mention, other)
            waiting = []
            if mentions and _one_event(mentions[-1], mention):
                mentions[-1].absorb(mention)
            else:
                mentions.append(mention)
        for mention in mentions:
            if any(p.kind != "country" and id(p) not in self.odd for p in mention.places):
                mention.places = [p for p in mention.places if id(p) not in self.odd]
            if not mention.dates:
                mention.dates = [
                    d for d in self.doc.dates if d.sentence == index and not d.is_dateline
                ]
            if not mention.sources:
                mention.sources = [s for s in self.sources if s.sentence == index]
        return mentions

    def _attach(self, mention: Mention, clause: Clause) -> None:
        """What stands in the clause belongs to the mention."""
        doc, index = self.doc, clause.sentence
        mention.counts += [
            c for c in self.counts if c.sentence == index and _within(c.first, clause)
        ]
        mention.places += [
            p
            for p in self.places
            if p.sentence == index
            and not p.is_dateline
            and _within(_token_at(doc, index, p.start), clause)
        ]
        mention.dates += [
            d
            for d in doc.dates
            if d.sentence == index
            and not d.is_dateline
            and _within(_token_at(doc, index, d.start), clause)
        ]
        mention.actors += [
            a for a in self.actors if a.sentence == index and _within(a.first, clause)
        ]
        mention.weapons += [
            w for w in self.weapons if w.sentence == index and _within(w.first, clause)
        ]
        mention.targets += [
            t for t in self.targets if t.sentence == index and _within(t.first, clause)
        ]
        mention.sources += [
            s for s in self.sources if s.sentence == index and _within(s.first, clause)
        ]

    def _mention(self, clause: Clause, sense: Sense) -> Mention | None:
        index = clause.sentence
        counts = [c for c in self.counts if c.sentence == index and _within(c.first, clause)]
        if not clause.tells and not any(c.role == "total" for c in counts):
            return None
        harmed = any(
            c.measure in ("killed", "wounded", "casualties") and c.value != 0 for c in counts
        )
        kind, firmness = triggers.event_type(clause, harmed=harmed)
        if not harmed:
            for measure, implied in (("arrested", "arrest"), ("abducted", "kidnapping")):
                if any(c.measure == measure and c.value for c in counts):
                    kind, firmness = implied, "event"
        if kind is None and not counts and not clause.harms:
            return None
        mention = Mention([clause], kind, firmness)
        self._attach(mention, clause)
        if kind in GENERIC and any(self._flies(a) for a in mention.actors):
            mention.event_type = "air_strike"
        sentence = self.doc.sentences[index]
        mention.title = index in self.titles
        mention.lead = index in self.lead
        mention.paragraph = sentence.paragraph
        mention.definite = any(
            sentence.tokens[h.first].text.lstrip("وفبلك").startswith(("ال", "لل"))
            for h in clause.triggers
            if h.values["form"] == "noun"
        )
        mention.about = bool((sense.negatives | self.title_negatives) & _ABOUT)
        mention.background = not mention.title and any(
            hit.values["kind"] in ("recall", "older")
            and (
                hit.first <= 3
                or clause.first - 1 <= hit.first < clause.end
                or hit.first < clause.first
            )
            for hit in _rows(self.doc)[index].get("background_markers", ())
        )
        mention.doubt = self._doubt(mention, sense)
        return None if mention.doubt >= 9 else mention

    def _flies(self, actor: ActorMention) -> bool:
        """Whether an actor is a coalition that does something: it strikes from the air."""
        ids = (
            [actor.actor_id]
            if actor.actor_id
            else self.lexicon.actor_contexts[actor.alias].values()
        )
        return actor.part in ("perpetrator", "mention") and all(
            self.lexicon.actors[i]["actor_type"] == "coalition" for i in ids
        )

    def _doubt(self, mention: Mention, sense: Sense) -> float:
        """What the negatives around a mention take away from it; 9 and more: everything."""
        clause = mention.clauses[0]
        doubt = 0.0
        row = _rows(self.doc)[clause.sentence]
        heads = [h.first for h in (*clause.triggers, *clause.harms)]
        anchor = min(heads, default=clause.first)
        for hit in row.get("negatives", ()):
            kind = hit.values["kind"]
            if kind in _BEFORE and -1 <= anchor - hit.last <= _BEFORE_REACH:
                doubt = max(doubt, 9.0 if kind == "denial" or not _told(mention) else 2.5)
        firm_means = any(
            w.weapon in ("ied", "car_bomb", "explosive_belt", "mortar", "aircraft_bomb", "drone")
            for w in mention.weapons
        )
        if "accident" in sense.negatives and not (mention.firmness == "event" and firm_means):
            if mention.event_type is None or mention.event_type in (
                "bombing_other", "execution", "armed_attack", "arrest", "other_violence",
            ):  # fmt: skip
                doubt = max(doubt, 9.0)
        if "disease" in sense.negatives and mention.event_type is None:
            doubt = max(doubt, 9.0)
        if "crime" in sense.negatives and not firm_means:
            doubt = max(doubt, 9.0 if mention.family in (None, "arrest", "armed") else 2.0)
        if sense.negatives & {"judicial"}:
            doubt = max(doubt, 9.0)
        if mention.about:
            doubt = max(doubt, 1.5)
        if "general" in sense.background and not _told(mention):
            doubt = max(doubt, _GENERAL)
        if "verdict" in sense.negatives:
            doubt = max(doubt, 9.0 if mention.event_type in ("execution", "arrest", None) else 2.0)
        if "condemn" in sense.negatives:
            doubt = max(doubt, 2.0)
        if "anniversary" in sense.negatives:
            doubt = max(doubt, 2.5)
        if "statistic" in sense.negatives | self.title_negatives:
            dated = any(d.precision == "day" for d in mention.dates)
            doubt = max(doubt, 1.0 if dated and _told(mention) else 4.0)
        if mention.event_type == "arrest" and not self.is_security:
            doubt = max(doubt, 9.0)
        if any(
            c.value is not None and c.value > _STATISTIC and c.measure in ("killed", "casualties")
            for c in mention.counts
        ):
            doubt = max(doubt, 9.0)
        return doubt


def _one_event(left: Mention, right: Mention) -> bool:
    """Whether neighbouring mentions of a sentence tell of one event: nothing parts them."""
    head = right.clauses[0]
    if head.fronted or head.marks & {"topic", "additive"} or left.background != right.background:
        return False
    if left.family and right.family and left.family != right.family:
        return False
    for measure in ("killed", "wounded", "arrested", "abducted"):
        a, b = _figures(left.counts, measure), _figures(right.counts, measure)
        if a and b and max(a & b, default=0) <= 1:
            return False
    fit = _place_fit(left.places, right.places)
    if fit in ("apart", "conflict"):
        return False
    if left.firmness == right.firmness == "event" and fit != "same":
        named = [_type_of(h) for h in right.triggers if h.values["kind"] == "event"]
        verbs = [h for h in right.triggers if h.values["form"] == "verb"]
        return not (verbs and named and any(_specific(p) for p in right.places))
    return True


def _odd(places: list[PlaceMention]) -> set[int]:
    """Places, by id, that are alone in their country while the article is about another one:
    common words that are a town's name somewhere."""
    names: dict[str, set[str]] = {}
    for place in places:
        if place.value.country:
            names.setdefault(place.value.country, set()).add(fold(place.value.name or ""))
    if not any(len(n) > 1 for n in names.values()):
        return set()
    return {
        id(p)
        for p in places
        if p.kind != "country" and p.value.country and len(names[p.value.country]) == 1
    }


def _type_of(hit: Hit) -> str:
    return hit.values["event_type"]


def _rows(doc: Document) -> Sequence[dict[str, tuple[Hit, ...]]]:
    return cast("Sequence[dict[str, tuple[Hit, ...]]]", doc.annotations.get("match", ()))


# --- joining ----------------------------------------------------------------------------------


def _specific(mention: PlaceMention) -> bool:
    if mention.relation in ("origin", "destination"):
        return False
    precision = mention.value.precision
    return mention.value.name is not None and (precision is None or precision <= 3)


def _place_fit(left: list[PlaceMention], right: list[PlaceMention]) -> str:
    """same | open (nothing against it) | apart (other places of a governorate) | conflict."""
    a = [p for p in left if _specific(p)]
    b = [p for p in right if _specific(p)]
    fits = {_pair_fit(p, q) for p in a for q in b}
    if "same" in fits:
        return "same"
    regions = {(p.value.country, p.value.admin1_code) for p in left if p.value.admin1_code}
    others = {(p.value.country, p.value.admin1_code) for p in right if p.value.admin1_code}
    if regions and others and not regions & others:
        return "conflict"
    countries = {p.value.country for p in left if p.value.country}
    foreign = {p.value.country for p in right if p.value.country}
    if countries and foreign and not countries & foreign:
        return "conflict"
    if fits and "open" not in fits:
        return "apart"
    return "open"


def _pair_fit(left: PlaceMention, right: PlaceMention) -> str:
    """same | open (one contains the other) | apart."""
    a, b = left.value, right.value
    if _same_name(a.name, b.name):
        return "same"
    exact = [v.precision == 1 for v in (a, b)]
    if a.place_id and a.place_id == b.place_id:
        return "same" if all(exact) else "open" if any(exact) else "apart"
    fine = [p.kind not in _COARSE for p in (left, right)]
    if fine[0] != fine[1] and _close(a, b):
        return "open"
    return "apart"


def _close(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether two places lie within a town of each other."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return False
    scale = math.cos(math.radians(a.latitude))
    return math.hypot(a.latitude - b.latitude, (a.longitude - b.longitude) * scale) <= _TOWN


def _same_name(left: str | None, right: str | None) -> bool:
    if not left or not right:
        return False
    a, b = _name_words(left), _name_words(right)
    if not a or not b:
        return False
    if a <= b or b <= a:
        return True
    one, two = "".join(sorted(a)), "".join(sorted(b))
    return min(len(one), len(two)) >= 5 and (one.startswith(two) or two.startswith(one))


_GENERIC_HEADS = frozenset(
    {"مدينه", "حي", "منطقه", "قريه", "بلده", "ناحيه", "قضاء", "محافظه", "ولايه", "اقليم", "مديريه",
     "ريف", "شارع", "سوق", "مخيم", "العاصمه", "مركز", "شمال", "جنوب", "شرق", "غرب", "وسط"}
)  # fmt: skip


def _name_words(name: str) -> frozenset[str]:
    words = [w for w in fold(name).replace('"', " ").split() if w not in _GENERIC_HEADS]
    return frozenset(w.removeprefix("ال") if len(w) > 4 else w for w in words)


def _figures(counts: Iterable[Count], measure: str) -> set[int]:
    """The totals that are told for a measure, lists added up."""
    out: set[int] = set()
    for group in _groups(c for c in counts if c.measure == measure):
        head = casualties.summed(group)
        if head.role in ("total", "superseded") and head.value is not None:
            out.add(head.value)
            out.update(m.value for m in group if m.value is not None and len(group) > 1)
    return out


def _groups(counts: Iterable[Count]) -> list[list[Count]]:
    groups: list[list[Count]] = []
    for count in counts:
        if count.joins and groups and groups[-1][-1].sentence == count.sentence:
            groups[-1].append(count)
        else:
            groups.append([count])
    return groups


def _days(dates: Iterable[DateMention]) -> set[dt.date]:
    out: set[dt.date] = set()
    for d in dates:
        if d.precision == "day":
            day = d.earliest
            while day <= min(d.latest, d.earliest + dt.timedelta(days=3)):
                out.add(day)
                day += dt.timedelta(days=1)
    return out


def _affinity(incident: Incident, mention: Mention) -> float:
    """How much speaks for the mention being of the incident; below zero: against it."""
    last = incident.mentions[-1]
    own, other = mention.family, incident.family
    marks = mention.opening
    fit = _place_fit(incident.places, mention.places)
    distance = mention.sentence - last.sentence
    total = 0.0
    if own is not None and other is not None and own != other:
        apart = "topic" in marks or "additive" in marks or mention.clauses[0].fronted
        reach = _ARREST_REACH if own == "arrest" else 1
        if "remote" in (own, other) and not mention.definite:
            return -9.0
        if apart or distance > reach or fit in ("apart", "conflict"):
            return -9.0
        if frozenset((own, other)) not in _TOGETHER or (fit != "same" and mention.places):
            return -9.0
        total -= 1.5
    told = _told(mention)
    aside = mention.definite and not told and "topic" not in marks
    if fit == "conflict":
        if not aside or distance > 2:
            return -9.0
        total -= 0.5
    agree = False
    for measure, weight in (
        ("killed", 2.5),
        ("wounded", 2.0),
        ("abducted", 2.5),
        ("arrested", 2.5),
    ):
        a, b = _figures(incident.counts, measure), _figures(mention.counts, measure)
        if a and b:
            if a & b:
                small = max(a & b) <= 1
                total += weight / 2 if small else weight
                agree = agree or not small
            elif any(
                c.update or c.role == "superseded" for c in (*incident.counts, *mention.counts)
            ):
                total += 0.5
            elif min(abs(x - y) / max(x, y) for x in a for y in b if x or y) <= _VARIANCE:
                total -= 0.5  # two sources
            else:
                total -= 3.0
    days, others = _days(incident.dates), _days(mention.dates)
    if days and others:
        if days & others:
            total += 0.5
        elif min(abs((x - y).days) for x in days for y in others) > 1:
            total -= 4.0
        else:
            total -= 0.5
    if fit == "same":
        total += 2.0
    elif fit == "apart":
        total -= 1.0 if agree or aside else 2.0 if not told else 3.0
    if mention.event_type and mention.event_type == incident.event_type:
        total += 0.5
    elif own == "armed" and other == "armed":
        total -= 1.5
    if mention.definite:
        total += 1.5
    same_sentence = last.sentence == mention.sentence
    if same_sentence:
        total += 2.0
    elif distance == 1:
        total += 1.0
    elif mention.paragraph == last.paragraph:
        total += 0.5
    if "topic" in marks:
        total -= 3.5
    if "additive" in marks:
        total -= 1.5
    if mention.clauses[0].fronted and (mention.places or told):
        total -= 1.0 if fit == "same" else 1.5
    if mention.background and not incident.background and (told or not same_sentence):
        total -= 3.0 if told else 2.0
    if fit in ("same", "open") and all(m.lead or m.title for m in incident.mentions):
        total += 1.0 if "topic" not in marks else 0.0
    if "ordinal" in mention.marks:
        total += 4.0
    if not told and fit != "apart":
        total += 1.0
    if mention.title or last.title:
        total += 1.0
    return total


def _told(mention: Mention) -> bool:
    """Whether the mention brings figures of its own."""
    return any(c.role == "total" and c.firm and c.value is not None for c in mention.counts)


def join(mentions: list[Mention]) -> list[Incident]:
    """The incidents that the mentions are of, in the order of the text; titles last."""
    incidents: list[Incident] = []
    body = [m for m in mentions if not m.title]
    for mention in body:
        best: Incident | None = None
        best_score = _JOIN
        for age, incident in enumerate(reversed(incidents)):
            score = _affinity(incident, mention) - 0.4 * age
            if score >= best_score:
                best, best_score = incident, score
        if best is not None:
            if not _told(mention) and _place_fit(best.places, mention.places) in (
                "apart",
                "conflict",
            ):
                mention.places = []  # where somebody speaks, not where it happened
            best.mentions.append(mention)
        else:
            incidents.append(Incident([mention]))
    for mention in (m for m in mentions if m.title):
        scored = [(_affinity(i, mention), -n) for n, i in enumerate(incidents)]
        scored = [s for s in scored if s[0] >= 0.5]
        if scored:
            incidents[-max(scored)[1]].mentions.append(mention)
        elif not body:
            incidents.append(Incident([mention]))
    return incidents


def _without_summaries(incidents: list[Incident]) -> list[Incident]:
    """Leave out what sums up other incidents of the article."""
    kept = []
    for incident in incidents:
        others = [
            i
            for i in incidents
            if i is not incident
            and (incident.family is None or i.family in (incident.family, None))
            and _place_fit(i.places, incident.places) != "conflict"
            and _figures(i.counts, "killed") | _figures(i.counts, "wounded")
        ]
        summary = any("summary" in m.marks for m in incident.mentions)
        vague_place = not any(_specific(p) for p in incident.places)
        if any(_sums_up(incident, others, m, vague_place) for m in ("killed", "wounded")):
            continue
        lead = all(m.lead or m.title for m in incident.mentions)
        nowhere = not any(p.value.admin1_code for p in incident.places)
        if len(others) >= 2 and (
            (summary and (vague_place or not incident.counts)) or (lead and nowhere)
        ):
            continue
        kept.append(incident)
    return kept


def _sums_up(incident: Incident, others: list[Incident], measure: str, vague_place: bool) -> bool:
    """Whether the incident's toll is that of two or more others together."""
    own = _figures(incident.counts, measure)
    parts = [max(f) for i in others if (f := _figures(i.counts, measure)) and max(f) > 0]
    if len(parts) < 2 or not own:
        return False
    return max(own) == sum(parts) or (vague_place and max(own) >= _MOSTLY * sum(parts))


# --- filling ----------------------------------------------------------------------------------


class _Filler:
    """Fills in the fields of an incident, with the words that each rests on."""

    def __init__(
        self,
        doc: Document,
        lexicon: Lexicon,
        incidents: list[Incident],
        summed_up: list[ActorMention],
    ) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.incidents = incidents
        self.actors = cast("tuple[ActorMention, ...]", doc.annotations.get("actors", ()))
        self.sources = cast("tuple[SourceMention, ...]", doc.annotations.get("sources", ()))
        #: doers whom a summary of several incidents names
        self.summed_up = summed_up
        self.evidence: list[Evidence] = []

    def _span(self, sentence: int, first: int, last: int) -> Span:
        of = self.doc.sentences[sentence]
        return of.span(of.tokens[first].start, of.tokens[last].end)

    def _note(self, name: str, span: Span) -> None:
        entry = Evidence(name, span)
        if entry not in self.evidence:
            self.evidence.append(entry)

    def fill(self, incident: Incident, number: int) -> tuple[IncidentFact, confidence.Signs]:
        """The fact, and what speaks for it."""
        self.evidence = []
        incident_type = self._event_type(incident)
        place, place_known = self._place(incident)
        date = self._date(incident)
        tolls = self._tolls(incident, incident_type)
        weapon = self._weapon(incident, incident_type)
        target = self._target(incident, incident_type, place.country)
        actor = self._perpetrator(incident, incident_type, target, place.country)
        source = self._source(incident)
        is_main = self._is_main(incident, date)
        signs = confidence.Signs(
            firm_trigger=any(m.firmness == "event" for m in incident.mentions),
            verb=any(
                not self._present(m.sentence, h)
                for m in incident.mentions
                for h in (*m.triggers, *m.harms)
                if m.doubt < _GENERAL and h.values.get("form") == "verb"
            ),
            plural_only=all(
                h.values["form"] == "plural" or h.values["kind"] == "weak"
                for m in incident.mentions
                for h in m.triggers
            )
            and not any(m.harms for m in incident.mentions),
            counted=any(
                t is not None and t.best is not None and measure != "killed_of_perpetrators"
                for measure, t in tolls.items()
            ),
            vague=any(c.value is None or c.role == "combined" for c in incident.counts),
            place=place_known,
            region=any(p.kind != "country" for p in incident.places),
            dated=date.best is not None,
            weapon=weapon != "unknown",
            perpetrator=actor.name is not None,
            target=target != "unknown",
            source=source is not None,
            titled=any(m.title for m in incident.mentions),
            led=any(m.lead for m in incident.mentions),
            mentions=len({m.sentence for m in incident.mentions}),
            background=not is_main,
            doubted=_doubt_of(incident),
        )
        fact = IncidentFact(
            number=number,
            event_type=incident_type,
            is_main=is_main,
            date=date,
            place=place,
            weapon=weapon,
            target_type=target,
            perpetrator=actor,
            attribution_source=source,
            confidence=confidence.confidence(signs),
            killed=tolls["killed"],
            wounded=tolls["wounded"],
            arrested=tolls["arrested"],
            abducted=tolls["abducted"],
            killed_of_perpetrators=tolls["killed_of_perpetrators"],
            claims=self._claims(incident),
            evidence=tuple(self.evidence),
        )
        return fact, signs

    def _present(self, sentence: int, hit: Hit) -> bool:
        """Whether a verb tells what goes on or may happen: يقصف، تدور."""
        word = self.doc.sentences[sentence].tokens[hit.first].text.lstrip("وفس")
        return word.startswith("ي") or word in _PRESENT

    # -- what ------------------------------------------------------------------------------

    def _event_type(self, incident: Incident) -> str:
        kind = incident.event_type or "armed_attack"
        family = FAMILY[kind]
        best: tuple[tuple[bool, bool, bool], Hit, int] | None = None
        for mention in incident.mentions:
            for hit in (
                *mention.triggers,
                *(w for c in mention.clauses for w in c.weapons),
                *mention.harms,
            ):
                told = hit.values.get("event_type", "")
                rank = (
                    told == kind,
                    bool(told) and FAMILY.get(told) == family,
                    hit.values.get("kind") == "event",
                )
                if best is None or rank > best[0]:
                    best = (rank, hit, mention.sentence)
        if best is not None:
            _, hit, sentence = best
            self._note("event_type", self._span(sentence, hit.first, hit.last))
        else:
            count = incident.counts[0]
            self._note("event_type", self._span(count.sentence, count.first, count.last))
        return kind

    def _weapon(self, incident: Incident, kind: str) -> str:
        mentions = cast("list[WeaponMention]", incident.all("weapons"))
        name, mention = weapons.choose(mentions, kind)
        if name == "unknown":
            return name
        if mention is not None:
            self._note("weapon", self._span(mention.sentence, mention.first, mention.last))
        else:
            self._note("weapon", next(e.span for e in self.evidence if e.field == "event_type"))
        return name

    def _target(self, incident: Incident, kind: str, country: str | None) -> str:
        core = next((m for m in incident.mentions if _told(m) and not m.title), None)
        found = [
            t if core is None or m is core else replace(t, strength=t.strength * _ELSEWHERE)
            for m in incident.mentions
            for t in m.targets
        ]
        victims = [
            (mention, self.lexicon.actors[actor_id]["actor_type"])
            for mention in cast("list[ActorMention]", incident.all("actors"))
            if mention.part == "victim" and (actor_id := self._actor_id(mention, country))
        ]
        name, mention = targets.choose(found, incident.counts, victims, kind)
        if name != "unknown":
            if mention is not None:
                span = self._span(mention.sentence, mention.first, mention.last)
            else:
                span = next(e.span for e in self.evidence if e.field == "event_type")
            self._note("target_type", span)
        return name

    # -- when --------------------------------------------------------------------------------

    def _date(self, incident: Incident) -> DateValue:
        pools = [
            [d for d in m.dates if not d.is_dateline] for m in incident.mentions if not m.title
        ]
        order = {"day": 0, "month": 1, "year": 2, "unknown": 3}
        best: tuple[tuple[int, int, int], DateMention] | None = None
        for number, pool in enumerate(pools):
            mention = incident.mentions[number] if number < len(incident.mentions) else None
            anchor = self._anchor(mention) if mention else 0
            for date in pool:
                rank = (order[date.precision], number, abs(date.start - anchor))
                if best is None or rank < best[0]:
                    best = (rank, date)
        if best is None or best[1].precision == "unknown":
            lead = self._lead_date(incident)
            if lead is None:
                return DateValue(None, None, "unknown")
            chosen = lead
        else:
            chosen = best[1]
        sentence = self.doc.sentences[chosen.sentence]
        self._note("date", sentence.span(chosen.start, chosen.end))
        return DateValue(chosen.earliest, chosen.latest, chosen.precision)

    def _anchor(self, mention: Mention) -> int:
        tokens = self.doc.sentences[mention.sentence].tokens
        hits = mention.triggers or mention.harms
        return tokens[hits[0].first if hits else mention.clauses[0].first].start

    def _lead_date(self, incident: Incident) -> DateMention | None:
        """The date of the head of the text, for a main incident without one of its own."""
        if incident.background or any(m.doubt for m in incident.mentions):
            return None
        first = min(m.sentence for m in incident.mentions)
        days = [
            d
            for d in self.doc.dates
            if d.precision == "day"
            and not self.doc.sentences[d.sentence].furniture
            and 0 <= (self.doc.article.published_on - d.latest).days <= _OLD_DAYS
        ]
        before = [d for d in days if d.sentence <= first] or days
        told = [d for d in before if not d.is_dateline]
        if told:
            return max(told, key=lambda d: (d.sentence <= first, d.sentence, d.start))
        return before[0] if before else None

    def _is_main(self, incident: Incident, date: DateValue) -> bool:
        published = self.doc.article.published_on
        if date.latest is not None and date.precision != "unknown":
            old = (published - date.latest).days > _OLD_DAYS
            if old:
                return False
        if not incident.background:
            return True
        alone = not any(not i.background for i in self.incidents if i is not incident)
        return alone and date.best is not None and not all(m.about for m in incident.mentions)

    # -- where -------------------------------------------------------------------------------

    def _place(self, incident: Incident) -> tuple[PlaceValue, bool]:
        """The place, and whether it is one below the governorate."""
        kinds = {
            "facility": 0, "neighbourhood": 0, "settlement": 1, "district": 2,
        }  # fmt: skip
        found = [
            p
            for p in incident.places
            if p.relation not in ("origin", "destination") and p.kind != "country"
        ]
        found = found or [p for p in incident.places if p.kind != "country"]

        telling = {id(p) for m in incident.mentions if _told(m) for p in m.places}

        def rank(item: tuple[int, PlaceMention]) -> tuple[int, int, int, int, int]:
            number, p = item
            return (
                0 if _specific(p) else 1,
                0 if id(p) in telling else 1,
                0 if p.relation == "inside" else 1 if p.relation in ("near", "none") else 2,
                kinds.get(p.kind, 3),
                number,
            )

        best = min(enumerate(found), key=rank)[1] if found else None
        around = [*incident.places, *self._nearby(incident)]
        countries = [p for p in around if p.value.country]
        own = best is not None and _specific(best)
        if best is None and not incident.background:
            first = min(m.sentence for m in incident.mentions)
            best = next(
                (
                    p
                    for p in self._nearby(incident)
                    if p.kind != "country" and 0 <= first - p.sentence <= _NEARBY
                ),
                None,
            )
        if best is None:
            country = next(iter(countries), None)
            if country is None:
                return PlaceValue(None, None, None, None, None, None, None, None, None), False
            self._note("place", self._place_span(country))
            value = country.value
            return PlaceValue(
                None, None, None, None, value.country, value.latitude, value.longitude, 6,
                value.radius_km,
            ), False  # fmt: skip
        self._note("place", self._place_span(best))
        value = best.value
        admin1, code, country_code = value.admin1_name, value.admin1_code, value.country
        if country_code is None and countries:
            country_code = countries[0].value.country
            self._note("place", self._place_span(countries[0]))
        latitude, longitude = value.latitude, value.longitude
        precision, radius = value.precision, value.radius_km
        if admin1 is None:
            for p in around:
                if p.value.admin1_name and p.value.country == country_code:
                    admin1, code = p.value.admin1_name, p.value.admin1_code
                    self._note("place", self._place_span(p))
                    if latitude is None:
                        latitude, longitude = p.value.latitude, p.value.longitude
                        precision, radius = max(p.value.precision or 2, 2), p.value.radius_km
                    break
        return PlaceValue(
            value.name, value.place_id, admin1, code, country_code, latitude, longitude,
            precision, radius,
        ), own  # fmt: skip

    def _place_span(self, place: PlaceMention) -> Span:
        return self.doc.sentences[place.sentence].span(place.start, place.end)

    def _nearby(self, incident: Incident) -> list[PlaceMention]:
        """Places of the incident's sentences, then of those before them, then of the head."""
        own = {m.sentence for m in incident.mentions}
        first = min(own)
        places = [p for p in self.doc.places if not self.doc.sentences[p.sentence].furniture]
        same = [p for p in places if p.sentence in own and not p.is_dateline]
        before = sorted(
            (p for p in places if p.sentence < first and not p.is_dateline),
            key=lambda p: (-p.sentence, p.start),
        )
        after = [p for p in places if p.sentence > first and not p.is_dateline]
        lines = [p for p in places if p.is_dateline]
        return [*same, *before, *after, *lines]

    # -- how many ------------------------------------------------------------------------------

    def _tolls(self, incident: Incident, kind: str) -> dict[str, Toll | None]:
        out: dict[str, Toll | None] = {}
        for measure in MEASURES:
            out[measure] = self._toll(incident, measure)
        attempt = any(
            h.values["event_type"] == "assassination" and len(h.tokens) > 1
            for m in incident.mentions
            for h in m.triggers
        )
        if kind == "assassination" and out["killed"] is None and not attempt:
            for m in incident.mentions:
                for h in m.triggers:
                    if h.values["event_type"] == "assassination" and h.values["kind"] == "event":
                        self._note("killed", self._span(m.sentence, h.first, h.last))
                        out["killed"] = Toll(1, 1, 1)
                        return out
        return out

    def _toll(self, incident: Incident, measure: str) -> Toll | None:
        groups = [
            g
            for m in incident.mentions
            for g in _groups(c for c in m.counts if c.measure == measure)
        ]
        totals = [(casualties.summed(g), g) for g in groups if g[0].role == "total"]
        if any(t.value is not None and t.value > 0 for t, _ in totals):
            totals = [(t, g) for t, g in totals if t.value != 0]
        firm = [(t, g) for t, g in totals if t.firm]
        totals = firm or totals
        if not totals:
            parts = [casualties.summed(g) for g in groups if g[0].role == "sub_count"]
            if measure == "killed_of_perpetrators" and parts:
                part = parts[0]
                self._note(measure, self._span(part.sentence, part.first, part.last))
                return part.toll
            return None
        known = [t for t, _ in totals if t.value is not None]
        if not known:
            vague = totals[0][0]
            self._note(measure, self._span(vague.sentence, vague.first, vague.last))
            return Toll(vague.low, None, vague.high)
        updated = [t for t in known if t.update]
        chosen = max(updated or known, key=lambda t: (t.value or 0, -t.sentence))
        self._note(measure, self._span(chosen.sentence, chosen.first, chosen.last))
        others = [casualties.summed(g) for g in groups if g[0].role == "superseded"]
        lows = [c.low for c in (*known, *others) if c.low is not None]
        highs = [c.high for c in (*known, *others) if c.high is not None]
        open_ended = chosen.high is None
        return Toll(
            min(lows) if lows else None,
            chosen.value,
            None if open_ended else max(highs) if highs else None,
        )

    def _claims(self, incident: Incident) -> tuple[CasualtyClaim, ...]:
        out: list[CasualtyClaim] = []
        for mention in incident.mentions:
            source = mention.sources[0].name if mention.sources else None
            for group in _groups(mention.counts):
                for count in [casualties.summed(group)] + (group if len(group) > 1 else []):
                    part = len(group) > 1 and count in group
                    out.append(
                        CasualtyClaim(
                            measure=cast("Measure", count.measure),
                            low=count.low,
                            value=count.value,
                            high=count.high,
                            role="sub_count" if part else count.role,
                            span=self._span(count.sentence, count.first, count.last),
                            victim_class=count.victim_class,
                            attribution_source=source,
                        )
                    )
        return tuple(dict.fromkeys(out))

    # -- who --------------------------------------------------------------------------------

    def _actor_id(self, mention: ActorMention, country: str | None) -> str:
        """The actor's id; of a name that depends on the country, the one there (or "")."""
        return mention.actor_id or self.lexicon.actor_contexts[mention.alias].get(country or "", "")

    def _perpetrator(
        self, incident: Incident, kind: str, target: str, country: str | None
    ) -> ActorValue:
        found = cast("list[ActorMention]", incident.all("actors"))
        if len([i for i in self.incidents if not i.background]) == 1 and not incident.background:
            found = found + [a for a in self.actors if a.cue == "claim" and a not in found]
        if not any(a.part == "perpetrator" for a in found) and not incident.background:
            found = found + self.summed_up
        resolved: list[tuple[tuple[float, int], ActorMention, str]] = []
        victims: set[str] = set()
        for number, mention in enumerate(found):
            actor_id = self._actor_id(mention, country)
            if not actor_id:
                continue
            if mention.part == "victim":
                victims.add(actor_id)
            elif kind in _FLOWN and self.lexicon.actors[actor_id]["actor_type"] not in _FLYERS:
                continue
            elif mention.part in ("perpetrator", "party"):
                resolved.append(((_CUE_WEIGHT.get(mention.cue, 2), -number), mention, actor_id))
        hit = {
            self._actor_id(a, country)
            for m in incident.mentions
            if _told(m)
            for a in m.actors
            if a.part == "victim"
        }
        resolved = [
            r
            for r in resolved
            if r[0][0] >= 4 or r[2] not in (hit if r[1].part == "party" else victims)
        ]
        if not resolved and kind in _FOUGHT and target == "militants":
            resolved = self._announcer(incident, found, victims, country)
        if not resolved:
            return ActorValue(None, None, "unknown")
        _, mention, actor_id = max(resolved, key=lambda r: r[0])
        self._note("perpetrator", self._span(mention.sentence, mention.first, mention.last))
        status = mention.status if mention.status != "unknown" else "attributed"
        return ActorValue(self.lexicon.actors[actor_id]["name_ar"], actor_id, status)

    def _announcer(
        self,
        incident: Incident,
        found: list[ActorMention],
        victims: set[str],
        country: str | None,
    ) -> list[tuple[tuple[float, int], ActorMention, str]]:
        """The force that tells of the militants whom it killed, where no other doer is named."""
        out = []
        first = min(m.sentence for m in incident.mentions)
        near = [a for a in self.actors if a.sentence == first]
        for number, mention in enumerate((*found, *near)):
            actor_id = self._actor_id(mention, country)
            if not actor_id or actor_id in victims or mention.part == "victim":
                continue
            if self.lexicon.actors[actor_id]["actor_type"] in ("state_force", "coalition"):
                out.append(((1.0, -number), mention, actor_id))
        return out

    def _source(self, incident: Incident) -> str | None:
        rank = {"org": 0, "person": 0, "source": 1, "agency": 2}
        found = cast("list[SourceMention]", incident.all("sources"))
        if not found:
            first = min(m.sentence for m in incident.mentions)
            found = [s for s in self.sources if abs(s.sentence - first) <= 1]
        if not found:
            return None
        best = min(enumerate(found), key=lambda x: (rank.get(x[1].kind, 3), x[0]))[1]
        self._note("attribution_source", self._span(best.sentence, best.first, best.last))
        return best.name


def assemble(doc: Document, lexicon: Lexicon) -> tuple[IncidentFact, ...]:
    """The incidents of the article, numbered from 1 in the order of the text."""
    mentions = _Builder(doc, lexicon).build()
    joined = join(mentions)
    incidents = _without_summaries(joined)
    summed_up = [
        actor
        for incident in joined
        if not any(incident is kept for kept in incidents)
        for actor in cast("list[ActorMention]", incident.all("actors"))
        if actor.part == "perpetrator"
    ]
    filler = _Filler(doc, lexicon, incidents, summed_up)
    facts: list[IncidentFact] = []
    for incident in incidents:
        if incident.event_type is None and not _violent(incident):
            continue
        fact, signs = filler.fill(incident, len(facts) + 1)
        if confidence.recordable(signs):
            facts.append(fact)
    return tuple(facts)


def _doubt_of(incident: Incident) -> float:
    """The doubt of the mentions that carry the incident: those with figures, else firm ones."""
    for core in (
        [m for m in incident.mentions if _told(m) and not m.title],
        [m for m in incident.mentions if m.firmness == "event" and not m.title],
        incident.mentions,
    ):
        if core:
            return min(m.doubt for m in core)
    return 0.0


def _violent(incident: Incident) -> bool:
    """Whether harm without a named event is violence by its words: somebody kills somebody.

    Who dies (توفي، لقي مصرعه) may have died of anything.
    """
    kills = any(
        h.values["measure"] == "killed" and h.values["violent"]
        for m in incident.mentions
        for h in m.harms
        if h.lexicon == "harm_words"
    )
    doer = any(
        a.part in ("perpetrator", "victim")
        for a in cast("list[ActorMention]", incident.all("actors"))
    )
    armed = any(
        c.target_type in ("militants", "military", "police") or c.victim_class == "attackers"
        for c in incident.counts
    )
    return kills and (doer or armed or bool(incident.all("weapons")))
