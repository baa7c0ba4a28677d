"""Which place a name stands for, chosen by what contains it and by what the article is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from extractors.candidates.places.fitting import lies_in, lies_off, plausible
from extractors.candidates.places.gazetteer import RANKS, Place, distance_km, gazetteer
from extractors.candidates.places.relations import (
    countries_of_datelines,
    governorate_of,
    sole_admin1,
)
from extractors.candidates.places.values import (
    MARKS,
    as_written,
    kind_of,
    known_value,
    leaning_value,
    most_specific,
    seat_of,
    unknown_value,
)
from extractors.document import PlaceMention
from extractors.records import PlaceValue
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.candidates.places.components import Component
    from extractors.candidates.places.relations import Group
    from extractors.candidates.places.words import Head
    from extractors.document import Document

#: an article that speaks of countries as often as this tells which ones it is about
_MANY_VOTES = 4
#: a town of so many people is read in an article that does not speak of its country
_WELL_KNOWN = 500_000
#: what speaks against a governorate that is called like its seat, where no noun calls it one, and
#: where something is told to be in its middle or near it, as of a town
_BARE, _NEAR_A_TOWN = 1.5, 3.0
#: a text that speaks of who holds a country speaks half of the country: قصف إسرائيلي على رفح
_HELD_BY: Mapping[str, str] = {"PS": "IL"}
#: what speaks for a governorate whose own name it is, before one that is also called so
_OWN_NAME = 0.5
#: what has the same name in many towns (شارع الستين)
_OF_ANY_TOWN = frozenset({"road"})
#: what has a name of its own with its noun, which nothing else has where it is longer than so
_LANDMARKS, _TWO_WORDS = frozenset({"facility", "crossing"}), 2
#: a text that names so many things of a country speaks of it
_SPOKEN_OF = 2
#: "the town" is one that was named so many sentences before at most
_ANAPHOR_REACH = 6
#: … and one of so many places that were named last
_ANAPHOR_CHOICES = 40
#: … and so many where it is the seat of the governorate that was named
_SEAT_REACH = 1
#: "the capital", folded
_CAPITAL = "العاصمه"
_STANDS_FOR: Mapping[str, frozenset[str]] = {
    "settlement": frozenset({"settlement"}),
    "district": frozenset({"district", "settlement"}),
    "governorate": frozenset({"governorate"}),
    "camp": frozenset({"camp"}),
}


class Resolver:
    """Chooses among namesakes and fills PlaceValue."""

    def __init__(
        self,
        doc: Document,
        groups: list[Group],
        votes: Counter[str],
        sure: Counter[str],
        names: Mapping[str, set[tuple[str, ...]]],
        *,
        homes: frozenset[str],
    ) -> None:
        self.book = gazetteer()
        self.names = names
        #: countries of the actors that the text names
        self.homes = homes
        self.outlet_country = doc.article.outlet_country
        self.votes = votes
        self.sure = sure
        if doc.article.outlet_country:
            votes[doc.article.outlet_country] += 1
            sure[doc.article.outlet_country] += 1
        #: countries in which it was only written
        self.desks = countries_of_datelines(groups) - {self.outlet_country}
        for desk in self.desks:
            votes[desk] = 0
        self.total = sum(votes.values()) or 1
        self.country = max(sorted(votes), key=lambda c: votes[c]) if votes else None
        self.admin1: Counter[str] = Counter()
        for group in groups:
            for component in (*group.items, *group.containers):
                codes = {p.admin1_code for p in component.places or component.of}
                if len(codes) == 1 and (code := codes.pop()) is not None:
                    self.admin1[code] += 1
        self.certain = {
            code
            for group in groups
            for component in (*group.items, *group.containers)
            if component.rank >= RANKS["settlement"]
            for code in sole_admin1(component.places or component.of)
        }
        self.last: tuple[int, Place] | None = None
        #: the sentence that named a part of a country last, and the country: غرب النيجر
        self.part_of: tuple[int, str] | None = None
        #: (sentence, name, place) of the places told so far that "the town" may stand for
        self.told: list[tuple[int, str, Place]] = []
        #: the governorate of the town or region that the sentence named last
        self.here: str | None = None
        sentence = -1
        for group in groups:
            if group.sentence.index != sentence:
                sentence, self.here = group.sentence.index, None
            group.here = self.here
            self._resolve(group)
            if group.kilometres is None or self.here is None:
                # بعقوبة (60 كيلومترا شمال شرق بغداد): it goes on in Baquba's
                self.here = governorate_of(group) or self.here

    def _choose(
        self,
        candidates: Sequence[Place],
        component: Component,
        outer: Place | None,
        country: str | None,
        *,
        inside: bool = False,
        bearing: float | None = None,
    ) -> Place | None:
        candidates = [
            p
            for p in candidates
            if not (inside and outer is not None and not lies_in(p, outer))
            and not (bearing is not None and outer is not None and self._is_off(p, outer, bearing))
            and not self._is_elsewhere(p, component, outer)
            and (outer is not None or country is not None or not self._is_foreign(p, component))
        ]
        if component.alike:  # a likeness needs a text that speaks of the country
            candidates = [p for p in candidates if self.names.get(p.country)]
        if component.words in self.book.called_anywhere and outer is None:
            candidates = [p for p in candidates if self._others_of(p.country, component)]
        if not candidates:
            return None
        best = max(
            candidates, key=lambda p: (self._score(p, component, outer, country), p.place_id)
        )
        ambiguous = component.support in ("place", "head") or component.kind == "area"
        spoken_of = self.sure[best.country] > 0 or best.population >= _WELL_KNOWN
        far = best.country not in self.book.region and component.support != "none"
        of_others = self.total - self.votes[best.country]
        silent = not spoken_of and (far or of_others >= _MANY_VOTES)
        return None if ambiguous and silent and outer is None and country is None else best

    def _is_off(self, place: Place, town: Place, bearing: float) -> bool:
        """Whether a place lies elsewhere than a direction from a town says; from the capital it may
        lie far."""
        return lies_off(place, town, bearing, to_any=town in self.book.capitals.values())

    def _is_foreign(self, place: Place, component: Component) -> bool:
        """Whether a small place lies in a country that nothing else in the text speaks of, while
        it speaks of another one: حي الروضة in Yemen's news is not Sinai's."""
        if place.kind == "country":
            return False
        if place.population >= _WELL_KNOWN and not component.of:  # مدرسة دار السلام is a school
            return False
        if (
            len(component.words) > 1
            and component.support == "none"
            and RANKS[place.kind] >= RANKS["settlement"]
            and {p.country for p in component.places} == {place.country}
        ):
            return False  # كريات شمونة is no other word, whatever country the text speaks of
        if (
            place.kind in _LANDMARKS
            and len(fold(place.name).split()) > _TWO_WORDS
            and {p.country for p in component.places} == {place.country}
        ):
            return False  # أطلق الحوثيون صاروخا على مطار بن غوريون
        own = (component.words, tuple(fold(place.name).split()))
        # حي الثورة with its noun is no other word for where it lies; مشفى مدينة عفرين is
        told = {
            c: sum(not any(words in (name, name[1:]) for words in own) for name in names)
            for c, names in self.names.items()
        }
        if told.get(place.country) or place.country == self.outlet_country:
            return False
        if any(told.get(held) for held, by in _HELD_BY.items() if by == place.country):
            return False  # أطلقت سرايا القدس صواريخ على تل أبيب
        if told.get(_HELD_BY.get(place.country, "")):
            return False  # قتل ضابط إسرائيلي في حي الشجاعية
        if place.kind == "governorate":
            return component.head is not None and any(n >= _SPOKEN_OF for n in told.values())
        enough = 1 if RANKS[place.kind] < RANKS["settlement"] else _SPOKEN_OF
        return any(n >= enough for c, n in told.items() if c != place.country)

    def _others_of(self, country: str, component: Component) -> bool:
        """Whether the text names anything of a country by other words than a name's own."""
        named = self.names.get(country, ())
        return country in self.homes or any(not set(n) <= set(component.words) for n in named)

    def _is_elsewhere(self, place: Place, component: Component, outer: Place | None) -> bool:
        """Whether a neighbourhood is another city's: it lies in none of the governorates that the
        text speaks of (حي الرسالة in Falluja's news is not Baghdad's)."""
        if component.head is not None and outer is not None and not plausible(place, outer):
            return True
        if RANKS[place.kind] >= RANKS["settlement"] or (
            component.head is None and place.kind not in _OF_ANY_TOWN
        ):
            return False
        if outer is not None and outer.admin1_code is not None:
            return outer.admin1_code != place.admin1_code
        if self.here is not None and self.here.startswith(place.country):
            return place.admin1_code != self.here  # وفي طرابلس، … في حي كذا
        spoken = {c for c in self.certain if c.startswith(place.country)}
        return bool(spoken) and place.admin1_code not in spoken

    def _score(
        self, place: Place, component: Component, outer: Place | None, country: str | None
    ) -> float:
        score = 0.8 * math.log10(place.population + 3000) + (1.0 if place.curated else 0.0)
        votes: float = self.votes[place.country]
        holder = _HELD_BY.get(place.country)
        if holder is not None and all(p.country != holder for p in component.places):
            votes += self.votes[holder] / 2
        score += 6.0 * votes / self.total
        if place.admin1_code is not None:
            score += min(self.admin1[place.admin1_code], 3) * 0.4
        head = component.head
        if (head is None or component.relation is not None) and place.kind == "governorate":
            score -= _NEAR_A_TOWN if component.relation is not None else _BARE
        if head is not None:
            score += 2.0 if head.kind == place.kind else 0.0
            own = tuple(fold(place.name).split()) == component.words
            score += _OWN_NAME if own and head.kind == place.kind == "governorate" else 0.0
        if country is not None and place.country != country:
            score -= 8.0
        if outer is not None:
            if outer.country != place.country:
                score -= 8.0
            elif outer.admin1_code and place.admin1_code:
                score += 4.0 if outer.admin1_code == place.admin1_code else -2.0
            score -= min(distance_km(place, outer), 800) / 200
        return score

    def _resolve(self, group: Group) -> None:
        """Set `resolved`: the place of each item, then of each container."""
        outer: Place | None = None
        inside = False  # what is north of a town lies in it no more
        bearing: float | None = None
        containers: list[Place | None] = []
        for component in reversed(group.containers):
            place = self._of(
                component, outer, group.country, inside=inside, bearing=bearing
            ) or self._choose(component.of, component, outer, group.country)
            containers.append(place)
            if place is not None:
                outer, bearing = place, component.bearing
                inside = bearing is None and component.relation != "near"
        containers.reverse()
        items = [
            self._of(item, outer, group.country, inside=inside, bearing=bearing)
            for item in group.items
        ]
        group.resolved = [*items, *containers]

    def _of(
        self,
        component: Component,
        outer: Place | None,
        country: str | None,
        *,
        inside: bool,
        bearing: float | None,
    ) -> Place | None:
        if component.name == "":  # العاصمة alone
            code = country or (outer.country if outer else self.country)
            return self.book.capitals.get(code) if code else None
        return self._choose(
            component.places, component, outer, country, inside=inside, bearing=bearing
        )

    def _stands_for_state(self, place: Place, group: Group) -> bool:
        """Whether a capital is named that nothing happens in: its country is meant."""
        return group.relation == "none" and self.book.capitals.get(place.country) == place

    def mentions(self, group: Group) -> list[PlaceMention]:
        """The mentions of a group; one for each item, with all that contains it."""
        self.here = group.here
        if group.items[0].anaphor:
            return self._anaphora(group)
        count = len(group.items)
        containers = list(zip(group.containers, group.resolved[count:], strict=True))
        out = []
        for component, place in zip(group.items, group.resolved[:count], strict=True):
            inner, found, around = component, place, list(containers)
            if count == 1:
                inner, found, around = most_specific(component, place, around)
                passed = group.is_within or group.relation == "near"
                if inner.kind == "hospital" and around and passed:
                    # where the victims were taken, or what it was near to: the town is what the
                    # text tells of the place
                    inner, found = around[0]
                    around = around[1:]
            if inner.name == "" and found is None:
                continue
            if (
                found is None
                and inner.places
                and inner.head is None
                and inner.kind not in _OF_ANY_TOWN
                and not self._is_side(inner)
                and all(where is None for _, where in around)
            ):
                continue  # a namesake in a country that the text is not about
            part = count == 1 and self._part_of_country(inner, found, around, group)
            sure = part or self._value(inner, found, around, group)
            if sure is None:
                continue
            sentence = group.sentence
            if part and part.country:
                self.part_of = (sentence.index, part.country)
            for one, where in [*reversed(around), (inner, found)]:
                measured = group.kilometres is not None  # الموصل (370 كلم شمال بغداد)
                told = not (measured or group.is_dateline)
                if where is None or self._stands_for_state(where, group):
                    continue  # تعتبرها أنقرة: she is not "the city" then
                if where.kind != "country" and told:
                    named = one.name or as_written(sentence, one)
                    self.told.append((sentence.index, named, where))
            last = group.end if count == 1 else component.last
            lead = inner if group.led_by_inner else component
            out.append(
                PlaceMention(
                    sentence=sentence.index,
                    start=sentence.tokens[lead.behind or lead.first].start,
                    end=sentence.tokens[last - 1].end,
                    value=sure,
                    kind="region" if part else kind_of(inner, found),
                    relation=group.relation,
                    is_dateline=group.is_dateline,
                )
            )
        return out

    def _part_of_country(
        self,
        component: Component,
        place: Place | None,
        around: list[tuple[Component, Place | None]],
        group: Group,
    ) -> PlaceValue | None:
        """شمال العراق, المنطقة الجنوبية of the country that the text is about: a part of a country,
        which has a name but no borders."""
        if place is None and not around and self._is_side(component):
            place = self._spoken_of(component)
        elif component.bearing is None:
            return None
        if place is None or place.kind != "country" or around:
            return None
        tokens = group.sentence.tokens
        start = tokens[component.first].start + len(component.proclitic)
        words = group.sentence.span(start, tokens[component.name_last - 1].end).words
        return PlaceValue(
            " ".join(MARKS.sub("", words).split()), None, None, None, place.country,
            place.latitude, place.longitude, 5, place.radius_km,
        )  # fmt: skip

    def _is_side(self, component: Component) -> bool:
        """Whether a name is that of a part which many countries have: المنطقة الجنوبية."""
        return component.head is None and component.words in self.book.called_anywhere

    def _spoken_of(self, side: Component) -> Place | None:
        """The country of which the text speaks most, which a side is of; none of a town's side:
        المنطقة الشمالية من حلب."""
        others = [c for c in self.names if self._others_of(c, side)]
        last = self.told[-1][2].country if self.told else self.outlet_country
        most = max(sorted(others), key=lambda c: self.votes[c], default=last)
        return self.book.countries.get(most or "")

    def _anaphora(self, group: Group) -> list[PlaceMention]:
        """The mention of "the town" and the like: the one of its kind that was named last."""
        component = group.items[0]
        head = component.of_anaphor or component.head
        if head is None:
            return []
        kinds = _STANDS_FOR[head.kind]
        called_so = self._called_so(group)
        for sentence, name, told in called_so or self._choices(head):
            if group.sentence.index - sentence > _ANAPHOR_REACH and not called_so:
                return []
            # وفي محافظة إب … شرق المدينة: its seat, or wherever in it
            # جنين: قتل اثنان في … وكان ثالث قتل أمس في المدينة: the seat that bears its name
            ahead = head.kind == "settlement" and group.sentence.index - sentence <= _SEAT_REACH
            place = seat_of(told) if ahead else told
            ahead = ahead and (sentence == group.sentence.index or place is not told)
            of_region = ahead and told.kind == "governorate"
            if place.kind not in kinds and not (called_so or of_region):
                continue
            admin1 = self.book.admin1_names.get(place.admin1_code or "")
            precision, radius = place.precision, place.radius_km
            if component.relation == "near" and precision <= 3:
                precision, radius = max(precision, 2), max(radius * 1.5, 15.0)
            value = PlaceValue(
                name, place.place_id, admin1, place.admin1_code, place.country,
                place.latitude, place.longitude, precision, radius,
            )  # fmt: skip
            if component.of_anaphor is not None:
                value = unknown_value(as_written(group.sentence, component), component, place)
            tokens = group.sentence.tokens
            return [
                PlaceMention(
                    sentence=group.sentence.index,
                    start=tokens[component.first].start,
                    end=tokens[component.last - 1].end,
                    value=value,
                    kind=place.kind if component.of_anaphor is None else component.kind,
                    relation=group.relation,
                )
            ]
        return []

    def _choices(self, head: Head) -> list[tuple[int, str, Place]]:
        """The places told lately, the last first; "the town" is the capital, which would be called
        so again, only where no other town was told."""
        choices = self.told[: -_ANAPHOR_CHOICES - 1 : -1]
        if head.kind != "settlement":
            return choices
        capital = [c for c in choices if fold(c[1]).endswith(_CAPITAL)]
        towns = [c for c in choices if c not in capital and c[2].kind == "settlement"]
        if not towns or any(c[2].place_id == towns[0][2].place_id for c in capital):
            return choices
        return [*(c for c in choices if c not in capital), *capital]

    def _called_so(self, group: Group) -> list[tuple[int, str, Place]]:
        """The region that is called by the noun alone in texts about its country: القطاع is
        that of Gaza."""
        noun = group.sentence.tokens[group.items[0].last - 1].text.removeprefix("ب")
        return [
            (group.sentence.index, place.name, place)
            for known in self.book.names_from(noun)
            if known.words == (noun,)
            for place in known.places
            if place.kind == "region" and place.country == self.country
        ][:1]

    def _value(
        self,
        component: Component,
        place: Place | None,
        around: list[tuple[Component, Place | None]],
        group: Group,
    ) -> PlaceValue | None:
        name = component.name or as_written(group.sentence, component)
        if place is not None and (component.name == "" or component.proclitic.endswith("لل")):
            name = place.name  # للسعودية hides the ا of السعودية
        container = next((p for _, p in around if p is not None), None)
        if place is not None:
            written_there = group.is_dateline and place.country in self.desks
            if place.kind != "country" and not written_there:
                self.last = (group.sentence.index, place)
            return known_value(name, component, place, container, group.kilometres)
        of = self._choose(component.of, component, container, group.country)
        base = of or container
        if base is not None:
            taken_to = component.kind == "hospital" and self.last is not None
            if base.kind != "country" and not taken_to:
                self.last = (group.sentence.index, base)
            return unknown_value(name, component, base)
        here = self.part_of[1] if self.part_of and self.part_of[0] == group.sentence.index else None
        leans = self.last is not None and group.sentence.index - self.last[0] <= 8
        if self.last is not None and leans:
            around_it = self.book.admin1.get(self.here or "")  # وفي الشرقية، … إلى الإسماعيلية
            same = around_it is not None and around_it.country == self.last[1].country
            return leaning_value(name, around_it if around_it and same else self.last[1], group)
        country = self.book.countries.get(group.country or here or self.country or "")
        if country is None:
            return PlaceValue(name, None, None, None, None, None, None, None, None)
        return PlaceValue(
            name,
            None,
            None,
            None,
            country.country,
            country.latitude,
            country.longitude,
            6,
            country.radius_km,
        )
