"""Mentions: what neighbouring clauses tell of one event, and how far it is to be believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from extractors.comparing import figures, named, place_fit, specific
from extractors.document import by_sentence
from extractors.facts import triggers
from extractors.facts.triggers import GENERIC, RANK, Clause, Sense
from extractors.records import EVENT_FAMILIES
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import DateMention, Document, PlaceMention, Sentence
    from extractors.facts.actors import ActorMention
    from extractors.facts.attribution import SourceMention
    from extractors.facts.casualties import Count
    from extractors.facts.targets import TargetMention
    from extractors.facts.weapons import WeaponMention
    from extractors.lexicon import Hit, Lexicon

#: a toll above this is a war's or a year's, unless an event with its day and place has it
_STATISTIC = 900
#: kinds of negatives that leave nothing of a sentence
_FATAL = frozenset({"sport", "cyber", "figurative", "drill", "fiction", "opinion", "yearbook"})
#: kinds that make a sentence talk about an event, not report it
_ABOUT = frozenset({"verdict", "condemn", "judicial", "anniversary"})
#: kinds that only count where a word of them stands before the trigger
_BEFORE = frozenset({"denial", "hypothetical"})
_BEFORE_REACH = 9
#: an article with so many sentences of militants and forces is about those
_ABOUT_WAR = 3
_ARTICLE_LEAD = 3
#: what an accident may look like
_ACCIDENTS = (None, "bombing_other", "execution", "armed_attack", "arrest", "other_violence")
#: … and what never is one
_NO_ACCIDENTS = frozenset(
    {"air_strike", "drone_strike", "shelling", "suicide_bombing", "clash", "assassination"}
)
#: what is set off once, so that its name with ال is the one told before: العبوة كانت موضوعة
_SET_OFF = frozenset({"ied", "car_bomb", "explosive_belt", "mine"})
#: words of violence whose ال is their own, no article (folded): ألقى، إلقاء، ألغام
_OWN_ARTICLE = ("القي", "القت", "القو", "القاء", "الغام")
#: a day of saying stands so near behind the word
_SAID_REACH = 11
#: behind these the words are what was said, and a day among them is the event's own
_THAT = frozenset({"ان", "انه", "انها", "انهم", "بان", "بانه", "بانها", "بانهم", "كون"})
_HARM = frozenset({"killed", "wounded", "casualties"})
#: fewer words are a heading between paragraphs, which tells of nothing by itself
_HEADING = 4
#: where the wounded are brought, by words of bringing, and who speaks there (folded)
_WARDS = frozenset({"مستشفي", "المستشفي", "مشفي", "المشفي", "مستشفيات", "المستشفيات"})
_BROUGHT = ("نقل", "تنقل", "ينقل", "اسعف", "اسعاف", "وصل", "تلق", "يتلق", "حول", "ادخل")
_STAFF = frozenset(
    {"مصدر", "مصادر", "طبيب", "اطباء", "الطبيب", "مدير", "مديره", "مسوول", "مسوولون", "اداره",
     "ممرض", "مسعف", "متحدث", "المتحدث", "الناطق"}
)  # fmt: skip
_WARD_REACH = 6
#: what an attack ends with
_ENDS = frozenset({"arrest", "weapons_seizure"})
#: what ordinary crime is not called, where the article is about militants
_WARLIKE = frozenset({"execution", "clash", "assassination"})
#: what ordinary crime looks like, and how much it is doubted where nobody speaks of militants
_MURDERS = (None, "armed_attack", "execution", "other_violence")
_ORDINARY = 2.0
#: days that lie so far apart are a period's ends
_WEEKS = 20
#: markers that part what follows from what was told before
_PARTING = frozenset({"topic", "additive", "reply", "other"})
#: families in which a plural names several events: تفجيرات، هجمات, not غارات
_SEVERAL = frozenset({"armed", "bombing"})
#: words that add a story at the head of a sentence
_ADDING = frozenset({"كما", "وكما", "كذلك", "وكذلك", "ايضا"})
#: … where something is told so soon behind them
_SOON = 3
#: words for being held (folded), and how near the day since when stands
_HELD = (
    "اعتقاله", "احتجازه", "اختطافه", "خطفه", "سجنه", "اختفايه", "معتقل", "محتجز", "مخطوف", "مختطف",
)  # fmt: skip
_SINCE_REACH = 5
#: "since" a day so many days ago still tells of one event (القصف المستمر منذ أول من أمس)
_RECENT = 3
#: what has gone on for weeks is doubted so much, unless a day and a toll are told
CAMPAIGN = 6.0
#: what goes on all the time is doubted so much
GENERAL = 1.75


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
    #: it points at the event told last: هذا الهجوم
    pointed: bool = False
    #: prisoners are taken, as in a fight: أسر خمسة جنود
    captures: bool = False
    #: only plurals with ال name it: التفجيرات، الهجمات
    plural_kind: bool = False
    #: its attack is named in the plural first: قتل عشرة في هجمات، سلسلة تفجيرات
    several: bool = False
    #: it begins with كما; `adds`: as the sentence does, which adds a story
    also: bool = False
    adds: bool = False
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
        if self.event_type is None or self.event_type in GENERIC or self.captures:
            return None
        if self.firmness == "weak" and all(w.weapon == "unknown" for w in self.weapons):
            return None
        return EVENT_FAMILIES[self.event_type]

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
            return any(specific(p) for p in self.places)  # عدد القتلى: of what was told
        counted = any(not c.resumes for c in self.counts)
        if counted or any(p.kind != "country" for p in self.places):
            return True
        words = sum(c.end - c.first for c in self.clauses)
        return self.firmness == "event" and not self.plural_kind and words >= _HEADING

    def absorb(self, other: Mention) -> None:
        """Take over what a neighbouring mention of the same event says."""
        types = [(m.event_type, m.firmness) for m in (self, other) if m.event_type is not None]
        caught = other.event_type in _ENDS and self.event_type in GENERIC
        if caught and self.firmness == "event" and self.event_type is not None:
            types = [(self.event_type, self.firmness)]  # the attacker was caught
        if types:
            self.event_type, self.firmness = max(
                types,
                key=lambda t: (t[1] == "event", t[0] not in GENERIC, RANK[t[0]] if t[0] else 0),
            )
            bombing = [t for t, _ in types if EVENT_FAMILIES[t] == EVENT_FAMILIES[self.event_type]]
            if EVENT_FAMILIES[self.event_type] in ("bombing", "remote"):
                self.event_type = max(bombing, key=RANK.__getitem__)
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
        taken = self.captures or other.captures
        self.captures = self.captures and other.captures
        if taken and self.event_type == "arrest" and any(c.measure in _HARM for c in self.counts):
            self.event_type = "clash"
        self.revises = self.revises or other.revises
        self.plural_kind = self.plural_kind and other.plural_kind
        self.background = self.background and other.background
        self.about = self.about and other.about
        self.doubt = min(self.doubt, other.doubt)


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
        firm = [m for m in self.mentions if m.firm and m.event_type]
        pool = firm or [m for m in self.mentions if m.event_type]
        named = [m.event_type for m in pool if m.event_type not in GENERIC]
        if set(named) == {"arrest", "weapons_seizure"}:
            named = named[:1]  # what the arrested had with them, who was with the arms
        named = [t for t in named if t != "arrest"] or named
        first = pool[0] if pool else None
        attacked = any(m.event_type in GENERIC and _hurts(m) for m in pool) or (
            first is not None
            and first.event_type in GENERIC
            and first.firmness == "event"
            and first.doubt < GENERAL
            and not any(told(m) for m in pool if m.event_type == "arrest")
        )
        if attacked and named and set(named) <= {"arrest", "weapons_seizure"}:
            named = []  # the attackers were caught
            pool = [m for m in pool if m.event_type in GENERIC]
        if any(m.firmness == "event" and m.event_type != "weapons_seizure" for m in pool):
            named = [t for t in named if t != "weapons_seizure"] or named
        if named:
            family = EVENT_FAMILIES[cast("str", named[0])]
            same = [cast("str", t) for t in named if EVENT_FAMILIES[cast("str", t)] == family]
            if family == "armed":
                return self._armed(pool, same)
            means = [
                m.event_type
                for m in self.mentions
                if m.event_type and EVENT_FAMILIES[m.event_type] == family
            ]
            return max((*same, *means), key=RANK.__getitem__)
        return pool[0].event_type if pool else None

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
        return None if kind is None or kind in GENERIC else EVENT_FAMILIES[kind]

    @property
    def background(self) -> bool:
        """Whether it is only recalled or talked about."""
        return all(m.background or m.about for m in self.mentions)


def _hurts(mention: Mention) -> bool:
    """Whether somebody is killed or wounded in it."""
    return any(c.measure in _HARM and c.value != 0 for c in mention.counts)


def _pinned_down(mention: Mention) -> bool:
    """Whether a named event has its day and a place of its own."""
    return (
        mention.firmness == "event"
        and any(d.precision == "day" for d in mention.dates)
        and any(specific(p) for p in mention.places)
    )


def told(mention: Mention) -> bool:
    """Whether the mention brings figures of its own."""
    return any(c.role == "total" and c.firm and c.value is not None for c in mention.counts)


def _has_article(word: str) -> bool:
    """Whether a folded word begins with the article."""
    return word.startswith(("ال", "لل")) and not word.startswith(_OWN_ARTICLE)


def within(first: int, clause: Clause) -> bool:
    """Whether a token stands in the clause."""
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


class Builder:
    """Builds the mentions of a document."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        notes = doc.annotations
        self.clauses = cast("tuple[Clause, ...]", notes.get("clauses", ()))
        self.senses = cast("tuple[Sense, ...]", notes.get("senses", ()))
        self.counts = by_sentence(cast("tuple[Count, ...]", notes.get("counts", ())))
        self.actors = by_sentence(cast("tuple[ActorMention, ...]", notes.get("actors", ())))
        self.weapons = by_sentence(cast("tuple[WeaponMention, ...]", notes.get("weapons", ())))
        self.targets = by_sentence(cast("tuple[TargetMention, ...]", notes.get("targets", ())))
        self.sources = by_sentence(cast("tuple[SourceMention, ...]", notes.get("sources", ())))
        self.dates = by_sentence(tuple(d for d in doc.dates if not self._of_captivity(d)))
        places = [p for p in doc.places if p.kind == "country" or not self._names_an_actor(p)]
        self.places = by_sentence(places)
        self.odd = _odd(places)
        #: how many sentences speak of militants, forces and their weapons
        self.security = sum(bool(row.get("security_context")) for row in rows(doc))
        body = [s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture]
        self.lead = frozenset(body[:2])
        self.titles = frozenset(s.index for s in doc.sentences if s.passage.part == "title")
        opening = self.titles | frozenset(body[:_ARTICLE_LEAD])
        self.title_negatives = frozenset(
            kind for s in self.senses if s.sentence in self.titles for kind in s.negatives
        )
        self.lead_negatives = frozenset(
            kind for s in self.senses if s.sentence in self.lead for kind in s.negatives
        )
        self.titled_security = any(
            rows(doc)[index].get("security_context") for index in self.titles
        )
        #: whether anything is told that nobody takes for an accident
        self.armed = any(
            h.values["event_type"] in _NO_ACCIDENTS and h.values["kind"] == "event"
            for row in rows(doc)
            for h in row.get("triggers", ())
        )
        self.article_negatives = {
            kind
            for sense in self.senses
            for kind in sense.article_negatives
            if sense.sentence in opening
            or (kind in ("accident", "crime") and self.security < _ABOUT_WAR and not self.armed)
        }

    def _names_an_actor(self, place: PlaceMention) -> bool:
        """Whether it stands inside the name of an actor."""
        tokens = self.doc.sentences[place.sentence].tokens
        return any(
            a.last > a.first and tokens[a.first].start <= place.start < tokens[a.last].end
            for a in self.actors.get(place.sentence, ())
        )

    def build(self) -> list[Mention]:
        """All mentions that may be of an incident, in the order of the text."""
        if self.article_negatives & _FATAL or "anniversary" in self.article_negatives:
            return []
        if self.article_negatives & {"accident", "crime"}:
            return []
        if (
            "crime" in self.title_negatives
            and not self.titled_security
            and self.security < _ABOUT_WAR
        ):
            return []
        mishap = "accident" in self.title_negatives | self.lead_negatives
        if mishap and not self.security and not self.armed:
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
            if mentions and self._goes_on(mentions[-1], mention):
                mentions[-1].absorb(mention)
            else:
                mentions.append(mention)
        mentions = self._merged(mentions)
        for mention in mentions:
            if any(p.kind != "country" and id(p) not in self.odd for p in mention.places):
                mention.places = [p for p in mention.places if id(p) not in self.odd]
            if not mention.dates:
                days = [d for d in self.dates.get(index, ()) if not d.is_dateline]
                mention.dates = [d for d in days if not self._is_said(d)]
                mention.said = [d for d in days if self._is_said(d)]
            if not mention.sources:
                mention.sources = list(self.sources.get(index, ()))
        return mentions

    def _goes_on(self, left: Mention, right: Mention) -> bool:
        """Whether a clause goes on with the toll that the one before it began: وأصيب خمسة، وإصابة 3
        آخرين."""
        head = right.clauses[0]
        if head.fronted or head.marks & _PARTING or left.background != right.background:
            return False
        token = self.doc.sentences[head.sentence].tokens[head.first]
        if token.text[0] not in "وف" or not any(h.first == head.first for h in head.harms):
            return False
        if token.text[0] == "ف" and (left.event_type or not right.family):
            if left.event_type:
                right.event_type = None
            return True  # فقتلت خمسة: what came of it
        if left.family and right.family and left.family != right.family:
            return False
        told_before = {c.measure for c in left.counts}
        told_now = {c.measure for c in right.counts}
        if not told_before or not told_now or told_before & told_now:
            return False
        fit = place_fit(left.places, right.places)
        if fit == "conflict" and not left.triggers and right.triggers:
            left.places = []  # where he is who says it
            return True
        return fit in ("same", "open")

    @staticmethod
    def _merged(mentions: list[Mention]) -> list[Mention]:
        """Neighbouring mentions that tell of one event, put together."""
        out: list[Mention] = []
        for mention in mentions:
            if out and _one_event(out[-1], mention):
                out[-1].absorb(mention)
            else:
                out.append(mention)
        return out

    def _is_said(self, date: DateMention) -> bool:
        """Whether it is the day when somebody said it: a word of saying stands before it and
        nothing that happened between."""
        index = date.sentence
        at = _token_at(self.doc, index, date.start)
        row = rows(self.doc)[index]
        verbs = [h.last for h in row.get("reporting_verbs", ()) if 0 < at - h.last <= _SAID_REACH]
        if not verbs:
            return False
        tokens = self.doc.sentences[index].tokens
        if any(token.text in _THAT for token in tokens[max(verbs) + 1 : at]):
            return False  # قال إن الهجوم وقع أمس
        happened = (
            h.first for name in ("triggers", "harm_words", "casualty_nouns")
            for h in row.get(name, ())
        )  # fmt: skip
        return not any(max(verbs) < first < at for first in happened)

    def _attach(self, mention: Mention, clause: Clause) -> None:
        """What stands in the clause belongs to the mention."""
        doc, index = self.doc, clause.sentence
        mention.counts += [c for c in self.counts.get(index, ()) if within(c.first, clause)]
        mention.places += [
            p
            for p in self.places.get(index, ())
            if not p.is_dateline
            and within(_token_at(doc, index, p.start), clause)
            and not self._is_ward(p)
        ]
        days = [
            d
            for d in self.dates.get(index, ())
            if not d.is_dateline and within(_token_at(doc, index, d.start), clause)
        ]
        mention.dates += [d for d in days if not self._is_said(d)]
        mention.said += [d for d in days if self._is_said(d)]
        mention.actors += [a for a in self.actors.get(index, ()) if within(a.first, clause)]
        mention.weapons += [w for w in self.weapons.get(index, ()) if within(w.first, clause)]
        mention.targets += [t for t in self.targets.get(index, ()) if within(t.first, clause)]
        mention.sources += [s for s in self.sources.get(index, ()) if within(s.first, clause)]

    def _mention(self, clause: Clause, sense: Sense) -> Mention | None:
        index = clause.sentence
        counts = [c for c in self.counts.get(index, ()) if within(c.first, clause)]
        if not clause.tells and not any(c.role == "total" for c in counts):
            return None
        harmed = any(c.measure in _HARM and c.value != 0 for c in counts)
        kind, firmness = triggers.event_type(clause, harmed=harmed)
        if not harmed:
            for measure, implied in (("arrested", "arrest"), ("abducted", "kidnapping")):
                if any(c.measure == measure and c.value and not c.resumes for c in counts):
                    kind, firmness = implied, "event"
        killings = [
            h.first
            for h in clause.harms
            if h.lexicon == "harm_words" and h.values["measure"] == "killed" and h.values["violent"]
        ]
        if kind == "arrest" and killings:
            arrested_at = [h.first for h in clause.triggers if h.values["event_type"] == "arrest"]
            counted = any(c.measure == "killed" and c.value and c.firm for c in counts)
            if firmness == "weak" or (counted and arrested_at and killings[0] < arrested_at[0]):
                kind = "armed_attack"  # مقتل أربعة في مداهمة; قتلت الشرطة اثنين واعتقلت ثالثا
        if kind is None and self._by_gunmen(clause, counts):
            kind, firmness = "armed_attack", "event"
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
        naming = [
            h
            for h in (clause.triggers or clause.weapons)
            if h.values.get("form") == "noun"
            or h.values.get("weapon") in _SET_OFF
            or (h.values.get("kind") == "event" and _has_article(sentence.tokens[h.first].text))
        ]
        mention.definite = any(self._is_definite(sentence, h) for h in naming[:1])
        for hit in rows(self.doc)[index].get("event_anaphora", ()):
            this = hit.values["of"] == "this"
            other = hit.values["of"] == "none" or (this and self._since_another(clause, hit))
            if within(hit.first, clause) and not other:
                mention.definite = True
                mention.revises = mention.revises or hit.values["of"] == "toll"
                mention.pointed = mention.pointed or this
        taking = [h for h in clause.harms if h.values["measure"] == "arrested"]
        arrests = [h for h in clause.triggers if h.values["event_type"] == "arrest"]
        words = [sentence.tokens[h.first].text for h in (*arrests, *taking)]
        mention.captures = (
            mention.event_type == "arrest"
            and bool(words)
            and all(word.lstrip("وفبلت").startswith("اسر") for word in words)
        )
        fought = any(h.values["event_type"] == "clash" for h in clause.triggers)
        if mention.captures and (fought or any(c.measure in _HARM for c in mention.counts)):
            mention.event_type, mention.firmness, mention.captures = "clash", "event", False
        mention.also = sentence.tokens[clause.first].text in _ADDING
        mention.adds = (
            clause.first == 0
            and mention.also
            and any(
                0 < h.first <= _SOON
                for name in ("triggers", "harm_words", "reporting_verbs")
                for h in rows(self.doc)[index].get(name, ())
            )
        )
        mention.plural_kind = (
            bool(clause.triggers)
            and not clause.harms
            and all(
                h.values["form"] == "plural"
                and h.values["event_type"] != "clash"
                and sentence.tokens[h.first].text.lstrip("وفبلك").startswith(("ال", "لل"))
                for h in clause.triggers
            )
        )
        named = [h for h in clause.triggers if h.values["kind"] == "event"]
        mention.several = (
            bool(named)
            and named[0].values["form"] == "plural"
            and EVENT_FAMILIES[_type_of(named[0])] in _SEVERAL
            and _type_of(named[0]) != "clash"
        )
        mention.about = bool((sense.negatives | self.title_negatives) & _ABOUT)
        mention.background = not mention.title and any(
            hit.values["kind"] in ("recall", "older")
            and (
                hit.first <= 3
                or clause.first - 1 <= hit.first < clause.end
                or hit.first < clause.first
            )
            for hit in rows(self.doc)[index].get("background_markers", ())
        )
        mention.doubt = self._doubt(mention, sense)
        return None if mention.doubt >= 9 else mention

    def _since_another(self, clause: Clause, hit: Hit) -> bool:
        """Whether what is told behind a word is another event, which it is compared with: هذا
        الهجوم هو الأعنف منذ تفجيرات …"""
        words = [t.text for t in self.doc.sentences[clause.sentence].tokens]
        later = [h.first for h in clause.triggers if h.first > hit.last]
        return "منذ" in words[hit.last : max(later, default=hit.last)]

    def _by_gunmen(self, clause: Clause, counts: list[Count]) -> bool:
        """Whether gunmen are the subject of the verb that governs a count: قتل مسلحون 12 عاملا.
        Those who fell beside them are tied on with و: قتل مسلحان و12 عاملا."""
        tokens = self.doc.sentences[clause.sentence].tokens
        subjects = {
            at for h in rows(self.doc)[clause.sentence].get("subject_words", ()) for at in h.tokens
        }
        firsts = {c.first for c in counts if c.measure in _HARM and c.value}
        for harm in clause.harms:
            at = harm.last + 1
            while at in subjects:
                at += 1
            if at > harm.last + 1 and at in firsts and tokens[at].text[0] != "و":
                return harm.values["form"] == "verb" and bool(harm.values["violent"])
        return False

    def _is_ward(self, place: PlaceMention) -> bool:
        """Whether it is where the hospital lies that the wounded were brought to, or that speaks
        of them."""
        words = [t.text for t in self.doc.sentences[place.sentence].tokens]
        at = _token_at(self.doc, place.sentence, place.start)
        near = range(at, max(at - _WARD_REACH, -1), -1)
        ward = next((k for k in near if words[k].lstrip("وبلف") in _WARDS), None)
        if ward is None:
            return False
        before = [w.lstrip("وف") for w in words[max(ward - _WARD_REACH, 0) : ward]]
        return any(w.startswith(_BROUGHT) or w in _STAFF for w in before)

    def _is_definite(self, sentence: Sentence, hit: Hit) -> bool:
        """Whether a noun has ال, or the weapon behind it (انفجار السيارة)."""
        tokens = sentence.tokens
        if _has_article(tokens[hit.first].text.lstrip("وفبلك")):
            return True
        behind = hit.first + 1
        if hit.lexicon != "triggers" or behind >= len(tokens):
            return False
        weapons = rows(self.doc)[sentence.index].get("weapon_words", ())
        return _has_article(tokens[behind].text) and any(
            w.first == behind and w.values["weapon"] in _SET_OFF for w in weapons
        )

    def _of_captivity(self, date: DateMention) -> bool:
        """Whether it says since when somebody had been held: بعد اعتقاله منذ خمسة أشهر."""
        tokens = self.doc.sentences[date.sentence].tokens
        at = _token_at(self.doc, date.sentence, date.start)
        words = [t.text for t in tokens[max(at - _SINCE_REACH, 0) : at + 1]]
        if "منذ" not in words:
            return False
        before = words[: words.index("منذ")]
        return any(word.startswith(_HELD) for word in before)

    def _runs_on(self, date: DateMention) -> bool:
        """Whether the date says since when something has gone on for days: منذ 20 يوليو."""
        tokens = self.doc.sentences[date.sentence].tokens
        at = _token_at(self.doc, date.sentence, date.start)
        words = [t.text.lstrip("و") for t in tokens[max(at - 1, 0) : at + 1]]
        age = self.doc.article.published_on - date.latest
        return "منذ" in words and age.days > _RECENT

    def _flies(self, actor: ActorMention) -> bool:
        """Whether an actor is a coalition that does something: it strikes from the air."""
        ids = (
            [actor.actor_id]
            if actor.actor_id
            else list(self.lexicon.actor_contexts.get(actor.alias, {}).values())
        )
        return bool(
            actor.part == "perpetrator"
            and ids
            and all(self.lexicon.actors[i]["actor_type"] == "coalition" for i in ids)
        )

    def _charged(self, mention: Mention) -> bool:
        """Whether a charge only says of what the arrested are accused: اعتقال 13 متهما بتفجير."""
        taken = [c.first for c in mention.counts if c.measure == "arrested" and c.value and c.firm]
        if mention.event_type != "arrest" or not taken:
            return False
        hits = rows(self.doc)[mention.sentence].get("negatives", ())
        return all(h.first > min(taken) for h in hits if h.values["kind"] == "verdict")

    def _doubt(self, mention: Mention, sense: Sense) -> float:
        """What the negatives around a mention take away from it; 9 and more: everything."""
        clause = mention.clauses[0]
        doubt = 0.0
        row = rows(self.doc)[clause.sentence]
        heads = [h.first for h in (*clause.triggers, *clause.harms)]
        anchor = min(heads, default=clause.first)
        for hit in row.get("negatives", ()):
            kind = hit.values["kind"]
            if kind in _BEFORE and -1 <= anchor - hit.last <= _BEFORE_REACH:
                doubt = max(doubt, 9.0 if kind == "denial" or not told(mention) else 2.5)
        firm_means = any(
            w.weapon in ("ied", "car_bomb", "explosive_belt", "mortar", "aircraft_bomb", "drone")
            for w in mention.weapons
        )
        told_bomb = mention.firmness == "event" and firm_means
        if "accident" in sense.negatives and not told_bomb and mention.event_type in _ACCIDENTS:
            doubt = max(doubt, 9.0)
        if sense.negatives & {"disease", "threat"} and mention.event_type is None:
            doubt = max(doubt, 9.0)
        armed = bool(row.get("security_context")) and mention.family != "arrest"
        warlike = mention.event_type in _WARLIKE and bool(self.security)
        if "crime" in sense.negatives and (warlike or (not firm_means and armed and told(mention))):
            doubt = max(doubt, 1.0)
        elif "crime" in sense.negatives and not firm_means:
            doubt = max(doubt, 9.0 if mention.family in (None, "arrest", "armed") else 2.0)
        if sense.negatives & {"judicial"}:
            doubt = max(doubt, 9.0)
        if mention.about:
            doubt = max(doubt, 1.5)
        if "general" in sense.background and not told(mention):
            doubt = max(doubt, GENERAL)
        if "verdict" in sense.negatives and not self._charged(mention):
            doubt = max(doubt, 9.0 if mention.event_type in ("execution", "arrest", None) else 2.0)
        if "condemn" in sense.negatives:
            doubt = max(doubt, 2.0)
        if "anniversary" in sense.negatives:
            doubt = max(doubt, 2.5)
        if mention.event_type in _MURDERS and not self.security and not self.armed:
            doubt = max(doubt, _ORDINARY)
        period = self.lead_negatives & {"statistic", "campaign"}
        if period and mention.event_type is None and not any(specific(p) for p in mention.places):
            doubt = max(doubt, CAMPAIGN)
        since = [d for d in mention.dates if self._runs_on(d)]
        dated = any(d.precision == "day" and d not in since for d in mention.dates)
        if "campaign" in sense.negatives:
            doubt = max(doubt, 1.0 if dated and told(mention) else CAMPAIGN)
        if since or _spans(mention.dates) or "statistic" in sense.negatives | self.title_negatives:
            doubt = max(doubt, 1.0 if dated and told(mention) else CAMPAIGN)
        if mention.event_type == "arrest":
            crime_news = "crime" in self.title_negatives | self.lead_negatives
            if not self.security or (crime_news and not told(mention)):
                doubt = max(doubt, 9.0)  # how ordinary criminals were caught
        if not _pinned_down(mention) and any(
            c.value is not None and c.value > _STATISTIC and c.measure in ("killed", "casualties")
            for c in mention.counts
        ):
            doubt = max(doubt, 9.0)
        return doubt


def _one_event(left: Mention, right: Mention) -> bool:
    """Whether neighbouring mentions of a sentence tell of one event: nothing parts them."""
    head = right.clauses[0]
    taken = left.event_type == "weapons_seizure" and right.event_type == "arrest"
    if taken and not (head.marks & _PARTING or head.fronted or right.places or right.dates):
        return True  # ضبط شاحنة أسلحة وأوقف سائقها
    firsts = {c.measure: c for c in reversed(right.counts)}
    if any(c.joins for c in firsts.values()):
        return True  # it goes on with a list, or tells the other side's dead
    if head.fronted or left.background != right.background:
        return False
    if head.marks & _PARTING:
        # كما قتل حارس: more of the same toll, where nothing else is told of it
        more = right.also and "topic" not in head.marks
        return more and not (right.triggers or right.places or right.dates)
    if left.family and right.family and left.family != right.family:
        return False
    if _other_side(left, right):
        return True
    if _same_fight(left, right) or _later_death(right):
        return True
    for measure in ("killed", "wounded", "arrested", "abducted"):
        a, b = figures(left.counts, measure), figures(right.counts, measure)
        if a and b and max(a & b, default=0) <= 1:
            return False
    fit = place_fit(left.places, right.places)
    if fit in ("apart", "conflict"):
        return False
    if (
        "contrast" in head.marks
        and left.firmness == right.firmness == "event"
        and fit != "same"
        and any(named(p) for p in right.places)
    ):
        return False  # فيما قتل ثلاثة في قصف على …
    if left.firmness == right.firmness == "event" and fit != "same":
        told_types = [_type_of(h) for h in right.triggers if h.values["kind"] == "event"]
        verbs = [h for h in right.triggers if h.values["form"] == "verb"]
        return not (verbs and told_types and any(named(p) for p in right.places))
    return True


def _spans(dates: list[DateMention]) -> bool:
    """Whether days that lie weeks apart are told: بين الأول من يناير و30 يونيو."""
    told_days = [d.latest for d in dates if d.precision == "day"]
    return bool(told_days) and (max(told_days) - min(told_days)).days > _WEEKS


def _same_fight(left: Mention, right: Mention) -> bool:
    """Whether a clause tells more of those who fell in the fight just told: فاستشهد ضابط وقتل
    تكفيريان."""
    return left.event_type == "clash" and _bare(right)


def _later_death(right: Mention) -> bool:
    """Whether a clause only says that somebody died, which is of what it stands behind: ثم توفي
    اثنان من المصابين."""
    return _bare(right) and all(
        h.values["measure"] == "killed" and not h.values.get("violent") for h in right.harms
    )


def _bare(mention: Mention) -> bool:
    """Whether it tells harm and nothing else: neither what happened, nor where or when."""
    return bool(mention.harms) and not (
        mention.triggers or mention.event_type or mention.places or mention.dates
    )


def _other_side(left: Mention, right: Mention) -> bool:
    """Whether a clause tells the other side's losses in the same fight: بينما قتل اثنان."""
    if "contrast" not in right.opening or not told(left) or not told(right):
        return False
    if {left.family, right.family} - {None, "armed"}:
        return False
    own = [h for m in (left, right) for h in m.triggers if h.values["kind"] == "event"]
    fights = [h for h in own if _type_of(h) == "clash"]
    anew = [h for h in right.triggers if h.values["kind"] == "event" and h not in fights]
    fit = place_fit(left.places, right.places)
    return not anew and (bool(fights) or not own) and fit in ("same", "open")


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


def rows(doc: Document) -> Sequence[dict[str, tuple[Hit, ...]]]:
    """What the lexicons found, a row a sentence."""
    return cast("Sequence[dict[str, tuple[Hit, ...]]]", doc.annotations.get("match", ()))
