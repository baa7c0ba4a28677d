"""How what is told lies to a place: in it, near it, coming from it, going to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.candidates.places.components import Component
from extractors.candidates.places.fitting import is_country
from extractors.candidates.places.gazetteer import RANKS
from extractors.candidates.places.words import CONTAINING, Relation, head_of, place_lexicon
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined
from extractors.text.number_grammar import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.candidates.places.gazetteer import Place
    from extractors.candidates.places.line import Line
    from extractors.document import Sentence

#: المستشفى الأهلي في الخليل: so many words lie between at most
_HOSPITAL_REACH = 3
#: الواقعة على مسافة 60 كيلومترا تقريبا: so many words lie between at most
_LOCATED_REACH = 6
_CLOSE = word_set("places.close")
#: words for what joins two places (folded), and how near the far one stands
_JOINS = word_set("places.joins")
_JOIN_REACH = 4
_METRES = word_set("places.metres")
_ROUGHLY = word_set("places.roughly")
_LYING = word_set("places.lying")
#: words for lying at a distance, and how near "from" stands
_FAR = word_set("places.far")
_FAR_REACH = 7
#: verbs of attack, who may be their subject, and how near behind them the place stands
_ATTACKS = word_set("places.attacks")
_ATTACKERS = word_set("places.attackers")
_SUBJECT_REACH = 5
#: how near before a hospital's town the words stand that say that it was hit
_HIT_REACH = 8


@dataclass(slots=True)
class Group:
    """Places that stand side by side (نبل والزهراء) and what contains them, the nearest first."""

    sentence: Sentence
    items: list[Component]
    containers: list[Component]
    relation: Relation
    country: str | None = None
    is_dateline: bool = False
    #: في, ب or إلى stands before the group
    is_within: bool = False
    #: only what stands in it tells where something was
    led_by_inner: bool = False
    #: the governorate that the sentence named last before it
    here: str | None = None
    kilometres: float | None = None
    end: int = 0
    resolved: list[Place | None] = field(default_factory=list)


#: behind these, who helps somebody
_BACKED = word_set("places.backed")


class RelationReader:
    """Reads how what is told lies to the places of a line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.lexicon = place_lexicon()

    def preposition(self, component: Component) -> Relation | None:
        """The relation that a proclitic or the word before a component gives."""
        if component.proclitic.endswith("ب") and self._is_far_end(component.first):
            return "origin"
        for letter in component.proclitic[::-1]:
            if letter in self.lexicon.prepositions:
                return self.lexicon.prepositions[letter]
        before = self.line.word(component.first - 1)
        gap = self.line.gap(component.first - 1)
        if gap not in ("", '"', "("):
            return None
        if before == "من" and self._is_away(component.first - 2):
            return "near"
        if self._is_measured(component.first):
            return "none"
        if before == "من" and self._are_parts(component.first - 2):
            return "inside"
        for candidate in (before, before[1:] if before[:1] in ("و", "ف") else ""):
            if candidate and candidate in self.lexicon.prepositions:
                return self.lexicon.prepositions[candidate]
        return None

    def _is_far_end(self, at: int) -> bool:
        """Whether a road leads to a place: الطريق الذي يربط ديار بكر ببطمان."""
        return any(self.line.word(k) in _JOINS for k in range(max(at - _JOIN_REACH, 0), at))

    def _are_parts(self, at: int) -> bool:
        """Whether several places stand before "of" (مناطق عدة من لبنان), not whence one came."""
        for here in (at, at - 1):
            for proclitic in ("", "ب"):
                head = head_of(self.line.word(here).removeprefix(proclitic).removeprefix("ال"))
                if head is not None and (head[1].many or head[1].plural):
                    return True
            if self.line.gap(here - 1) != "":
                return False
        return False

    def _is_measured(self, at: int) -> bool:
        """Whether a distance is told from a place: التي تبعد 30 كم عن العاصمة كذا، فركان 30 كلم عن
        مدينة كذا."""
        before = self.line.words[max(at - _FAR_REACH, 0) : at]
        ahead = before[: before.index("عن")] if "عن" in before else []
        return not _FAR.isdisjoint(ahead) or any(w in self.lexicon.kilometres for w in ahead[-1:])

    def _is_away(self, at: int) -> bool:
        """Whether the word before "from" tells a nearness or a distance (قريبة من, 10 كم من)."""
        word = self.line.word(at)
        return word in _CLOSE or word in self.lexicon.kilometres or word in _METRES

    def relation(self, group: Group, preposition: Relation | None) -> Relation:
        """How what is told lies to a group."""
        first = group.items[0]
        if self._is_of_hospital(first) and not self._is_hit(first):
            return "destination"
        if first.relation is not None:
            return first.relation
        whole_country = is_country(first.places)
        if preposition is not None:
            against = whole_country and self.line.word(first.first - 1) == "علي"
            if preposition == "origin" and self.line.word(first.first - 2) in _BACKED:
                return "none"  # الفصائل المدعومة من أنقرة
            return "none" if against or first.proclitic.endswith("ل") else preposition
        if group.containers and group.containers[0].rank > first.rank and not whole_country:
            return "inside"
        taking = self.taking(first)
        if taking is not None:
            return taking
        if first.head is not None and not first.head.of_place:
            return "inside"
        if first.first == 0 and self.line.gap(first.last - 1)[:1] in (":", "."):
            return "inside"  # سيناء.. مقتل سبعة
        if self._holds_finer(group):
            group.led_by_inner = True
            return "inside"
        return "none"

    def _holds_finer(self, group: Group) -> bool:
        """Whether "in" and something smaller stand behind a place that says nothing of where it
        was: مجلس ثوار بنغازي في محور الصابري."""
        return any(
            c.rank < group.items[0].rank
            and (c.proclitic == "ب" or self.line.word(c.first - 1) in CONTAINING)
            for c in group.containers[:1]
        )

    def _is_of_hospital(self, component: Component) -> bool:
        """Whether a hospital stands right before a place: where the victims were taken."""
        for k in range(component.first - 1, component.first - 1 - _HOSPITAL_REACH, -1):
            head = head_of(self.line.word(k)) or head_of(
                self.line.word(k).removeprefix("ب").removeprefix("ال")
            )
            if head is not None and head[1].kind == "hospital":
                return True
            if self.line.gap(k) not in ("", '"'):
                return False
        return False

    def _is_hit(self, component: Component) -> bool:
        """Whether the hospital right before a place was hit (سقطت قذائف على مستشفى في نجران), or it
        was near it."""
        before = self.line.words[max(0, component.first - _HIT_REACH) : component.first]
        return any(unjoined(word, "وف").startswith(self.lexicon.hit) for word in before)

    def taking(self, component: Component) -> Relation | None:
        """The relation that a word like قصف or مجلس right before a component gives."""
        previous = self.line.word(component.first - 1)
        if self.line.gap(component.first - 1) != "":
            return None
        for candidate in (previous, previous[1:] if previous[:1] in ("و", "ف", "ب", "ل") else ""):
            if candidate in self.lexicon.taking:
                return self.lexicon.taking[candidate]
        return "inside" if self._is_hit_by(component) else None

    def _is_hit_by(self, component: Component) -> bool:
        """Whether a place is the object of a verb of attack whose subject stands between: قصف
        الجيش التركي عفرين."""
        at = component.first
        if component.proclitic or component.head is not None:
            return False
        for verb in range(at - 2, max(at - _SUBJECT_REACH, 0) - 1, -1):
            if self.line.gap(verb) != "" or self.line.gap(at - 1) != "":
                return False
            word, subject = self.line.word(verb), self.line.word(verb + 1)
            if word.removeprefix("و") in _ATTACKS:
                return subject in _ATTACKERS
        return False

    def is_taken(self, component: Component) -> bool:
        """Whether what happens to places is said of a component (معارك سرت), and not as an aim
        (لاستعادة الرمادي)."""
        aim = self.line.word(component.first - 1).startswith("ل")
        return not aim and component.proclitic == "" and self.taking(component) == "inside"

    def kilometres(self, component: Component) -> float | None:
        """The distance before a direction: (على بعد) 20 كم شمال بعقوبة."""
        unit = component.first - 1
        if self.line.word(unit) in _ROUGHLY:
            unit -= 1
        if component.bearing is None or self.line.word(unit) not in self.lexicon.kilometres:
            return None
        for length in (2, 1):
            start = unit - length
            if start >= 0:
                number = parse_number(self.line.words[start:unit])
                if number is not None:
                    return float(number)
        return None

    def locates_another(self, component: Component) -> bool:
        """Whether a distance tells where the place before it lies (الواقعة على مسافة 60 كم غربي
        بغداد), not where something happened."""
        before = self.line.words[max(0, component.first - _LOCATED_REACH) : component.first]
        return any(word in self.lexicon.links or word in _LYING for word in before)


def countries_of_datelines(groups: Sequence[Group]) -> set[str]:
    """The countries that only the dateline names, where the text names others: إيلاف من لندن: اهتز
    الأردن …"""
    written, told = (
        {
            max(component.places, key=lambda p: (p.population, p.place_id)).country
            for group in groups
            if group.is_dateline == at_head
            for component in (*group.items, *group.containers)
            if component.places
        }
        for at_head in (True, False)
    )
    return written - told if told else set()


def sole_admin1(candidates: Sequence[Place]) -> set[str]:
    """The governorate of the candidates where they agree on one."""
    codes = {p.admin1_code for p in candidates}
    return {c for c in codes if c is not None} if len(codes) == 1 else set()


def governorate_of(group: Group) -> str | None:
    """The governorate in which something is told to be by a group of places; None where they lie in
    several, or only say whence or where to."""
    if group.relation not in ("inside", "near"):
        return None
    codes = {
        place.admin1_code
        for place in group.resolved
        if place is not None and RANKS[place.kind] >= RANKS["settlement"]
    }
    return codes.pop() if len(codes) == 1 else None
