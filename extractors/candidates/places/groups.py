"""Places side by side, and what contains them: نبل والزهراء بريف حلب is one group of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.places.components import Component, ComponentReader
from extractors.candidates.places.fitting import fits, is_country, plausible
from extractors.candidates.places.gazetteer import gazetteer
from extractors.candidates.places.relations import Group, RelationReader
from extractors.candidates.places.words import (
    CONTAINING,
    SHORT_PAUSES,
    Relation,
    direction_of,
    head_of,
    may_start,
    place_lexicon,
    side_of,
)
from extractors.patterns.word_sets import word_list, word_set
from extractors.text.clitics import unjoined
from extractors.text.counted_nouns import counted_noun
from extractors.text.number_words import bare_number
from extractors.text.word_forms import is_protected

if TYPE_CHECKING:
    from extractors.candidates.places.line import Line

_PLACE_ONLY_KINDS = frozenset(
    {"settlement", "neighbourhood", "area", "camp", "governorate", "mission"}
)
#: words for being on the way to or from a place, and how near before it they stand
_UNDERWAY = word_list("places.underway")
_UNDERWAY_REACH = 4
_ENDS_OF_A_WAY = frozenset({"origin", "destination"})
#: words for where those stand who fire, and how near behind what they fire at is named
_POSTED = word_list("places.posted")
_POSTED_REACH, _FIRED_AT_REACH = 3, 4
#: … further behind a word of what they fired: وقع على, سقطت في
_FELL, _FELL_REACH = word_set("places.fell"), 8
#: what may stand between a place and what contains it, the longer pauses too
_PAUSES = SHORT_PAUSES | {"-", "),", ")،", '")', ',"', '،"', '"('}

#: with what a sentence sets out that tells where first
_IN = frozenset({"في"})
_OF, _ON, _TOWARDS = "من", "علي", "الي"
#: sides of a river's town, and what a village is that belongs to a district (folded)
_BANKS = word_set("places.banks")
#: what others lie in
_AREAS = frozenset({"district", "governorate"})
_SETS_OUT = frozenset({"في", "وفي", "ففي"})


def _share_country(inner: Component, outer: Component) -> bool:
    """Whether a name can stand for a town of the country of a place: الكرمة شمال البصرة."""
    towns = {p.country for p in outer.places if p.kind == "settlement"}
    return any(p.country in towns for p in inner.places)


def _holds_others(component: Component) -> bool:
    """Whether it is a district or governorate by the noun before its name: من قضاء كذا. From a town
    people only come."""
    return component.head is not None and component.head.kind in _AREAS


def _larger(one: Component, other: Component) -> bool:
    """Whether a town cannot lie in the other one, which is a smaller town."""
    if one.rank != other.rank or not one.places or not other.places:
        return False
    return max(p.population for p in one.places) > max(p.population for p in other.places)


def heads(line: Line, end: int) -> bool:
    """Whether a colon stands behind the words before a token."""
    return line.gap(end - 1)[:1] == ":"


def heads_agency(line: Line, end: int) -> bool:
    """Whether an agency in brackets and a dash stand behind the words before a token: لندن
    (رويترز) -."""
    if line.gap(end - 1)[:1] != "(":
        return False
    closes = (line.gap(at) for at in range(end, end + _AGENCY))
    return any(gap[:1] == ")" and gap[1:].lstrip()[:1] in tuple("-:_") for gap in closes)


def heads_land_and_agency(line: Line, end: int) -> bool:
    """Whether a land, then an agency in brackets and a dash, stand behind the town before a token:
    أنقرة، تركيا (رويترز) –."""
    if line.gap(end - 1) not in ("،", ","):
        return False
    opens = next((at for at in range(end, end + _LAND) if line.gap(at)[:1] == "("), None)
    if opens is None:
        return False
    return heads_agency(line, opens + 1)


#: words of a land's name, and of an agency's, in a dateline
_LAND, _AGENCY = 3, 3


class GroupReader:
    """Reads the groups of a line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.components = ComponentReader(line)
        self.relations = RelationReader(line)
        self.lexicon = place_lexicon()
        self.book = gazetteer()

    def read(self) -> list[Group]:
        """The groups from left to right."""
        groups: list[Group] = []
        at = 0
        while at < len(self.line.tokens):
            starts = at not in self.line.masked and may_start(self.line.words[at])
            group = self._group(at) if starts else None
            if group is None:
                at += 1
            else:
                if groups and self._goes_on(groups[-1], group):
                    group.relation = groups[-1].relation
                if groups and self._fired_at(groups[-1], group):
                    groups[-1].relation = "origin"
                groups.append(group)
                at = max(group.end, at + 1)
        return groups

    def _goes_on(self, before: Group, group: Group) -> bool:
        """Whether a second place is added with a noun of its own to one whence somebody came:
        الفارين من معسكر كذا وبلدة كذا."""
        first = group.items[0]
        return before.relation == "origin" and first.first == before.end and first.proclitic == "و"

    def _fired_at(self, post: Group, group: Group) -> bool:
        """Whether what is fired at is named right behind where those stand who fire: قصفت المدفعية
        المتمركزة في معسكر كذا بلدة كذا."""
        first = group.items[0]
        between = range(post.end, first.first)
        fell = any(self.line.word(at) in _FELL for at in between)
        return (
            self._is_posted(post.items[0])
            and group.relation in ("inside", "near")
            and len(between) <= (_FELL_REACH if fell else _FIRED_AT_REACH)
        )

    def _is_posted(self, component: Component) -> bool:
        """Whether somebody is said to stand at a place: المتمركزين في كذا."""
        before = self.line.words[max(component.first - _POSTED_REACH, 0) : component.first]
        return any(word.startswith(_POSTED) for word in before)

    def _is_underway(self, component: Component, preposition: Relation | None) -> bool:
        """Whether a place is where somebody comes from or goes to, or where a road leads: حافلة
        متجهة إلى كذا. What stands behind it says where they were by then."""
        before = self.line.words[max(component.first - _UNDERWAY_REACH, 0) : component.first]
        return preposition in _ENDS_OF_A_WAY and any(
            unjoined(word, "وف").startswith(_UNDERWAY) for word in before
        )

    def _group(self, at: int) -> Group | None:
        """The group that starts at a token, where its words are read as places."""
        first = self.components.read(at)
        if first is None:
            return None
        preposition = self.relations.preposition(first)
        whose = first.of_anaphor is None or preposition is None
        if first.anaphor and first.relation is None and preposition != "inside" and whose:
            return None
        if first.proclitic.endswith("ل") and first.support == "place":
            preposition = None  # ل carries too much else to make a place of an everyday word
        items = self._with_siblings(first)
        group = Group(self.line.sentence, items, [], "none", end=items[-1].last)
        self._contain(
            group,
            sides=not self._is_underway(first, preposition),
            bare=not self._is_posted(first),
        )
        if not self._is_place(group, preposition):
            return None
        group.relation = self.relations.relation(group, preposition)
        group.is_within = preposition in ("inside", "destination") and (
            self.line.word(first.first - 1) != "علي"
        )
        group.is_dateline = self._is_dateline(group)
        group.kilometres = self.relations.kilometres(first)
        if group.kilometres is not None and self.relations.locates_another(first):
            group.relation = "none"
        return group

    def _with_siblings(self, first: Component) -> list[Component]:
        """A place and those that go on with it as a list."""
        items = [first]
        while (sibling := self._sibling(items[-1].last, items)) is not None:
            items.append(sibling)
        return items

    def _is_place(self, group: Group, preposition: Relation | None) -> bool:
        """Whether the words around a group's names are enough to read them as places."""
        first = group.items[0]
        bare = first.head is None and first.relation is None and first.name is None
        if (
            bare
            and first.last - first.first > 1
            and head_of(first.words[0] if first.words else "") is not None
        ):
            bare = False
        if self._heads_paragraph(first):
            bare = False
        if not bare:
            known = first.head is None or bool(first.places)
            return known or self._unknown_holds(group, preposition)
        if (
            first.support == "head"
            and not (group.containers and preposition == "inside")
            and not self._sets_out_in_region(first)
            and not self._has_a_share(first)
        ):
            return False
        if first.support == "place" and not self._is_supported(group, preposition):
            return False
        if preposition is None and self._is_person(first, group):
            return False
        return not (self._is_accusative(first) or self._is_newspaper(first))

    def _is_supported(self, group: Group, preposition: Relation | None) -> bool:
        """Whether the words around a bare name that needs support give it any."""
        return (
            preposition in ("inside", "near", "origin", "destination")
            or bool(group.containers)
            or group.country is not None
            or len(group.items) > 1
            or self.relations.is_taken(group.items[0])
        )

    def _has_a_share(self, component: Component) -> bool:
        """Whether some more are counted "in" it, as in a place of a list: وثلاثة في سعير واثنين في
        دورا وشابا في إذنا."""
        at = component.first - 1
        if self.line.word(at) in _IN:
            at -= 1
        elif component.proclitic != "ب":
            return False
        word = self.line.word(at)
        if not word.startswith("و") or self.line.gap(at):
            return False
        return bare_number(word) is not None or counted_noun(self.line.tokens[at]) is not None

    def _sets_out_in_region(self, component: Component) -> bool:
        """Whether a sentence sets out with a governorate whose name is a word: وفي الشرقية، أصيب
        خمسة."""
        return (
            component.first in (1, 2)
            and self.line.word(component.first - 1) in _SETS_OUT
            and component.last - component.first == 1
            and any(p.kind == "governorate" for p in component.places)
        )

    def _heads_paragraph(self, first: Component) -> bool:
        """Whether it is the place that a paragraph of a roundup is about: الدورة: عبوة ناسفة …"""
        return self.line.is_headed and first.first == 0

    def _unknown_holds(self, group: Group, preposition: Relation | None) -> bool:
        """Whether an unknown name behind a weak head (مركز، قاعدة) is a place at all: it has a
        preposition, a container, or a head that is used for places only."""
        head = group.items[0].head
        return (
            head is None
            or group.items[0].relation is not None
            or '"' in self.line.gap(group.items[0].first)
            or head.kind in _PLACE_ONLY_KINDS
            or preposition is not None
            or bool(group.containers)
            or bool(group.items[0].of)
            or self.relations.taking(group.items[0]) == "inside"
        )

    def _sibling(self, end: int, items: list[Component]) -> Component | None:
        """The next place of a list: نبل والزهراء, منطقتي المنصور والشعلة."""
        gap = self.line.gap(end - 1)
        if (
            self.line.word(end) == "و"
            and gap in ("", ")", '"')
            and self.line.gap(end) in ("(", '"')
        ):
            return self._quoted_sibling(end + 1, items[0])
        word = self.line.word(end)
        if not word.startswith("و") or len(word) < 3 or gap not in ("", '"', "،", ","):
            return None
        if direction_of(word) is not None or word in self.lexicon.stop or is_protected(word):
            return None
        first = items[0]
        head = first.head if first.head is not None and first.head.many else None
        known = self.line.known(end)
        if known is not None and known[2] == "و":
            name, last, _ = known
            if is_country(name.places) != is_country(first.places):
                return None
            fitting = name.places
            if first.head is not None and first.head.kind == "governorate":
                # بمحافظة تعز والحديدة: the second is a governorate too
                fitting = tuple(p for p in fitting if p.kind == "governorate") or fitting
            if head is not None:
                fitting = tuple(p for p in (*name.places, *name.headed) if fits(head, p))
            elif not fitting or name.support == "head":
                return None
            return Component(
                end, last, end, last, first.kind, fitting, head=head, skip=1, words=name.words
            )
        if head is None or head_of(word) is not None or word[1:] in self.lexicon.stop:
            return None
        proper = word.startswith("وال") and word[1:] not in self.lexicon.generic
        if not proper and not self._ends_list(end):
            return None
        return Component(end, end + 1, end, end + 1, first.kind, head=head, skip=1)

    def _quoted_sibling(self, at: int, first: Component) -> Component | None:
        """The second of منطقتي (المهدية) و(الماسورة)."""
        known = self.line.known(at)
        if known is None or known[2] != "":
            return None
        name, end, _ = known
        head = first.head if first.head and first.head.many else None
        found = tuple(p for p in (*name.places, *name.headed) if head is None or fits(head, p))
        return Component(
            at, end, at, end, first.kind, found, head=head, support="none", words=name.words
        )

    def _ends_list(self, at: int) -> bool:
        """Whether the word behind a possible name goes on as behind a place (بريف حلب, في, ،)."""
        following = self.line.word(at + 1)
        if self.line.gap(at) not in ("",):
            return True
        found = head_of(following) or direction_of(following)
        return found is not None or self.line.known(at + 1) is not None

    def _contain(self, group: Group, *, sides: bool, bare: bool) -> None:
        """Take in what contains the group's places, as long as the text goes on with it. `sides`:
        what they lie near or on which side of it, too; `bare`: what stands right behind, too."""
        for _ in range(5):
            at = group.end
            gap = self.line.gap(at - 1)
            if gap not in _PAUSES or (gap.startswith(")") and group.items[0].anaphor):
                return  # (قوات تعمل في المدينة) قرب مستشفى كذا: another phrase
            country = self.line.country_word(at) if gap in ("", '"') else None
            if country is not None and self.line.word(at).startswith("ال"):
                group.country, group.end = country, at + 1
                continue
            step = at
            if self.line.word(step) in self.lexicon.links:
                step += 1
            if self.line.word(step) in CONTAINING:
                step += 1
            step = self._past_side(step)
            component = self.components.read(step)
            if component is None or component.proclitic not in ("", "ب", "ل"):
                return
            if component.anaphor and component.relation is not None:
                return  # حي كذا شرقي المدينة: which town, the reader of names knows no better
            if self.line.word(step - 1) == _OF and not _holds_others(component):
                return
            explicit = step > at or component.proclitic != "" or component.relation is not None
            if (component.relation is not None and not sides) or not (explicit or bare):
                return
            if not self._may_contain(group, component, explicit=explicit, pause=gap):
                return
            group.containers.append(component)
            group.end = component.last
            if gap.startswith("("):
                return

    def _past_side(self, at: int) -> int:
        """The token behind words that lead on to what a place lies in or by: إلى (الشرق من مدينة
        كذا)، على الساحل الأيسر من (قضاء كذا)، من أعمال (قضاء كذا)."""
        word, gap = self.line.word(at), self.line.gap(at - 1)
        if word == _TOWARDS and self.line.word(at + 2) == _OF:
            return at + 1 if side_of(self.line.word(at + 1)) is not None else at
        if word == _ON and self.line.word(at + 1) in _BANKS and self.line.word(at + 3) == _OF:
            return at + 4
        if word == _OF and gap == "":
            return at + 1
        return at

    def _may_contain(self, group: Group, outer: Component, *, explicit: bool, pause: str) -> bool:
        """Whether a component goes with a group as its container (or its more specific inside)."""
        inner = group.containers[-1] if group.containers else group.items[0]
        if (
            inner.places
            and outer.places
            and set(inner.places) & set(outer.places)
            and outer.relation is None
        ):
            return False
        if outer.support == "head" and outer.head is None:
            return False
        if "،" in pause:
            # behind a pause only what is larger, or "near": else it is the next item
            if not explicit and outer.rank <= inner.rank:
                return False
            if explicit and outer.rank < inner.rank:
                return False
        if not explicit and pause in ("", '"') and outer.rank <= inner.rank:
            return False
        if "-" in pause and _larger(inner, outer):
            return False  # خط (كركوك - القيارة)
        if not (inner.places or inner.of) or not (outer.places or outer.of):
            return True
        beside = outer.bearing is not None and pause == "" and _share_country(inner, outer)
        # بلدة كذا - عكار: a namesake of the inner one will give way
        if (inner.head is not None and (explicit or "-" in pause)) or beside:
            return True
        return any(
            plausible(a, b) for a in (inner.places or inner.of) for b in (outer.places or outer.of)
        )

    def _is_person(self, component: Component, group: Group) -> bool:
        """Whether a bare name is a person's: behind a title or a first name (اللواء صلاح الدين …),
        or a family name as people are called after towns (الشدادي)."""
        at = component.first
        if self.line.gap(at - 1) == "" and self.line.word(at - 1) in self.lexicon.persons:
            return True
        word = self.line.words[at]
        looks_like_one = component.last - at == 1 and word.startswith("ال") and word.endswith("ي")
        big = any(p.population >= 150_000 for p in component.places)
        return looks_like_one and not big and not group.containers

    def _is_accusative(self, component: Component) -> bool:
        """Whether a country's name is its adjective in the accusative (رتلا عسكريا تركيا)."""
        at = component.first
        word, previous = self.line.words[at], self.line.word(at - 1)
        return (
            component.last - at == 1
            and word.endswith("يا")
            and word[:-1] in self.book.demonyms
            and self.line.gap(at - 1) == ""
            and len(previous) > 3
            and previous.endswith("ا")
            and self.line.known(at - 1) is None
        )

    def _is_newspaper(self, component: Component) -> bool:
        """Whether a name stands in quotes behind ل: "told the newspaper so and so"."""
        if self.line.gap(component.last - 1)[:1] != '"' or component.last - component.first > 2:
            return False
        before = self.line.gap(component.first - 1)
        return '"' in before and self.line.word(component.first - 1) == "ل"

    def _is_dateline(self, group: Group) -> bool:
        """Whether the group heads the article: بغداد (رويترز) -, سبق- أبها:, جدة – عين اليوم."""
        first = group.items[0]
        if not self.line.is_first or first.first > 3 or first.head is not None:
            return False
        if self._heads_paragraph(first):
            return False
        before, behind = self.line.gap(first.first - 1)[:1], self.line.gap(first.last - 1)[:1]
        starts = (
            first.first == 0
            or before in tuple("-/:_.،,")
            or self.line.word(first.first - 1) == "من"
        )
        short_line = len(self.line.tokens) <= 6 and behind in tuple("(.،")
        dated = len(self.line.tokens) <= 18 and any(
            w.isdecimal() for w in self.line.words[group.end : group.end + 2]
        )
        agency = first.first == 0 and (
            behind == "(" or heads_land_and_agency(self.line, first.last)
        )
        return starts and (behind in tuple(":-/_") or agency or short_line or dated)
