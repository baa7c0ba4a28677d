"""Where it happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.places.gazetteer import distance_km, gazetteer
from extractors.candidates.places.words import is_anaphoric
from extractors.comparing import is_passed, same_name
from extractors.document import token_at
from extractors.filling.bearing_words import name_beside
from extractors.filling.country import attacks, beyond_the_border, home_of_those_hit
from extractors.filling.place_kinds import (
    _KIND_RANK,
    _REACHING,
    EXACT,
    beside_seat,
    coarseness,
    is_government,
    is_quarter_of,
    measured_from,
    of_the_town,
    part_of_country,
    told_below,
    told_next,
    unknown,
    village_of,
)
from extractors.mentions.mention import told
from extractors.patterns.word_sets import word_set
from extractors.records import PlaceValue
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import PlaceMention
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention
    from extractors.records import Span

#: words for getting into a place, and how near before it they stand
_WENT, _WENT_REACH = word_set("places.went"), 4
#: a place of another sentence is taken from so many sentences before at most
_NEARBY = 3
#: how likely a place is the event's own, by how the words lead to it
_RELATION_RANK = {"inside": 0, "near": 1, "none": 1}
#: a precision code from which on only the country is known
_COUNTRY_ONLY = 6
#: so far from a governorate's middle no town of it lies
_FAR_OFF_KM = 300.0
#: kinds of places that leave open where in them it was
_WIDE = frozenset({"country", "governorate", "region"})
_COUNTRY_RANK = {"inside": 0, "near": 0, "none": 1, "destination": 2, "origin": 2}


def place_of(context: Context, incident: Incident) -> PlaceValue:
    """The place; the country alone where nothing finer is known."""
    best = _own_place(context, incident)
    nearby = _nearby(context, incident)
    around = [*incident.places, *nearby]
    countries = sorted(
        (p for p in around if p.value.country),
        key=lambda p: (attacks(context, p), p not in incident.places, _COUNTRY_RANK[p.relation]),
    )
    taken_to = best is not None and _taken_to(context, best)
    if (best is None or taken_to) and not incident.background:
        # نقل أحدهما إلى دمشق: where it was told to have happened, rather than where he was taken
        best = _place_before(context, incident, nearby) or best
    if best is None:
        return _only_country(context, incident, countries)
    return _completed(context, incident, best, around, countries)


def _taken_to(context: Context, place: PlaceMention) -> bool:
    """Whether it is where somebody was brought, and not where somebody tried to get to: نقل أحدهما
    إلى دمشق; not حاولت التسلل إلى البلدة."""
    if place.relation != "destination":
        return False
    at = token_at(context.doc, place.sentence, place.start)
    before = context.doc.sentences[place.sentence].tokens[max(at - _WENT_REACH, 0) : at]
    return all(_WENT.isdisjoint(token.forms) for token in before)


def _own_place(context: Context, incident: Incident) -> PlaceMention | None:
    """The most likely of the incident's own places: the finest one, of the mention that tells the
    toll, in the governorate that the first such place lies in."""
    found = _without_passing(context, incident, _below_the_country(incident))
    if not found:
        return None
    telling = {id(p) for m in incident.mentions if told(m) for p in m.places}
    leading = min(
        found,
        key=lambda p: (
            coarseness(p),
            id(p) not in telling,
            _RELATION_RANK.get(p.relation, 2),
        ),
    )
    region = leading.value.admin1_code
    found = _without_seats(incident, found)
    away = {id(p): _away(context, m, p) for m in reversed(incident.mentions) for p in m.places}
    order = {id(p): n for n, m in reversed(list(enumerate(incident.mentions))) for p in m.places}

    def rank(p: PlaceMention) -> tuple[int, bool, bool, int, int, int, int]:
        return (
            coarseness(p),
            id(p) not in telling,
            region is not None and p.value.admin1_code != region,
            _RELATION_RANK.get(p.relation, 2),
            3 if same_name(p.value.name, p.value.admin1_name) else _KIND_RANK.get(p.kind, 3),
            order[id(p)],
            away[id(p)],
        )

    best = min(found, key=rank)
    finer = [
        p
        for p in found
        if (
            is_quarter_of(p, best) or measured_from(p, best, incident.places) or village_of(p, best)
        )
    ]
    return min(finer, key=rank) if finer else best


def _below_the_country(incident: Incident) -> list[PlaceMention]:
    """The incident's own places in its country, and what was meant to be hit where they name only a
    part of it."""
    found = [p for p in incident.places if not is_passed(p) and p.kind != "country"]
    found = found or [p for p in incident.places if p.kind != "country"]
    found = _in_its_country(incident, found)
    if found and (
        all(part_of_country(p) for p in found)
        or (_of_rockets(incident) and all(coarseness(p) > 1 for p in found))
    ):
        # قبل وصولها إلى القاعدة في غرب البلاد: what it was meant for is nearer than a part
        aims = (p for p in incident.places if p.relation == "destination")
        found = list(aims) or found
    return found


def _without_passing(
    context: Context, incident: Incident, found: list[PlaceMention]
) -> list[PlaceMention]:
    """The places without those that are named in passing, or only to say where another one lies."""
    found = _without_bearings(found)
    # وفي المدينة نفسها، … في مدينة المقدادية
    found = [p for p in found if not _only_pointed_at(context, p, found)]
    # مسجد البلدة: less than the name of the town, where that is told
    found = [p for p in found if not of_the_town(p)] or found
    # مدير تعليم ينبع: a place that a headline names in passing
    passing = {
        id(p) for m in incident.mentions if m.title for p in m.places if p.relation == "none"
    }
    found = [p for p in found if id(p) not in passing] or found
    known = [p for p in found if coarseness(p) == 0]
    if all(p.relation in ("near", "none") for p in known):
        # قصف بلدة كذا جنوب إدلب: the town itself, though nobody may know where it lies
        found = [p for p in found if unknown(p) and p.relation == "inside"] or found
    return found


def _of_rockets(incident: Incident) -> bool:
    """Whether it is of rockets, which are told to fly to where they fall: صاروخ باتجاه نجران."""
    return incident.family == "remote" and any(
        w.weapon == "rocket" for m in incident.mentions for w in m.weapons
    )


def _without_seats(incident: Incident, found: list[PlaceMention]) -> list[PlaceMention]:
    """The places without the governorate's seat, which is called like it, where the words go on
    to name where in that governorate it was: قتل مدنيون في إدلب … قصف قرية كذا."""
    heads = {id(p) for m in incident.mentions if m.title or m.lead for p in m.places}
    seats = [
        p
        for p in found
        if beside_seat(p)
        and any(told_next(p, q) or (id(p) in heads and told_below(p, q)) for q in found)
    ]
    names = {(s.value.name, s.value.admin1_code) for s in seats}
    return [p for p in found if (p.value.name, p.value.admin1_code) not in names] or found


def _in_its_country(incident: Incident, found: list[PlaceMention]) -> list[PlaceMention]:
    """The places without those of other countries than the one in which its first telling has it:
    غارة على جنوب لبنان … وعبر الأمين العام من روما عن صدمته."""
    for mention in incident.mentions:
        inside = [p for p in mention.places if p.relation == "inside" and p.value.country]
        homes = {p.value.country for p in inside}
        if homes:
            if not all(p.kind in _WIDE for p in inside):
                return found
            return [p for p in found if p.value.country in {None, *homes}] or found
    return found


def _only_pointed_at(context: Context, place: PlaceMention, places: list[PlaceMention]) -> bool:
    """Whether it is only "the town" told of before, where its sentence names another place."""
    words = context.doc.sentences[place.sentence].passage.folded[place.start : place.end].split()
    return is_anaphoric(words[-1]) and any(
        p.sentence == place.sentence
        and p.relation == "inside"
        and p.kind in ("settlement", "district")
        and not same_name(p.value.name, place.value.name)
        for p in places
        if p is not place
    )


def _without_bearings(places: list[PlaceMention]) -> list[PlaceMention]:
    """The places without towns of other governorates that only say where the governorate lies in
    which it happened: بمحافظة كذا (120 كيلومترا جنوب العاصمة)."""
    inside: dict[int, set[str | None]] = {}
    for p in places:
        if p.relation == "inside" and p.kind == "governorate":
            inside.setdefault(p.sentence, set()).add(p.value.admin1_code)
    return [
        p
        for p in places
        if not (
            p.relation == "near"
            and p.sentence in inside
            and p.value.admin1_code not in {None, *inside[p.sentence]}
        )
    ] or places


def _place_before(
    context: Context, incident: Incident, nearby: list[PlaceMention]
) -> PlaceMention | None:
    """The place of a sentence right before, for an incident that names none, in the country that it
    names, if it does. Who did it is arrested where that happened, not where else was spoken of."""
    first = min(m.sentence for m in incident.mentions)
    inside = {
        p.value.country for p in incident.places if p.kind == "country" and p.relation == "inside"
    }
    telling = {m.sentence for i in context.incidents for m in i.mentions}
    found = [
        p
        for p in nearby
        if p.kind != "country"
        and p.relation in ("inside", "near")
        and not part_of_country(p)
        and 0 <= first - p.sentence <= _NEARBY
        and (not inside or p.value.country in inside)
    ]
    if incident.event_type == "arrest":
        found = [p for p in found if p.sentence in telling] or found
    return found[0] if found else None


def _only_country(
    context: Context, incident: Incident, countries: list[PlaceMention]
) -> PlaceValue:
    """The country, where no place in it is named: one that the words name and do not only put
    beyond a border, else that of the soldiers who were hit."""
    within = [p for p in countries if not beyond_the_border(context, p)]
    if not any(p in incident.places for p in within):
        home = home_of_those_hit(context, incident)
        beyond = {p.value.country for p in countries} - {p.value.country for p in within}
        if home is not None and (not within or beyond):
            context.note("place", home[1])
            return PlaceValue(None, None, None, None, home[0], None, None, _COUNTRY_ONLY, None)
    countries = within or countries
    if not countries:
        return PlaceValue(None, None, None, None, None, None, None, None, None)
    context.note("place", _place_span(context, countries[0]))
    value = countries[0].value
    return PlaceValue(
        None, None, None, None, value.country, value.latitude, value.longitude, _COUNTRY_ONLY,
        value.radius_km,
    )  # fmt: skip


def _home_beside_the_border(
    context: Context, incident: Incident, place: PlaceMention, countries: list[PlaceMention]
) -> tuple[str, Span] | None:
    """The country of the soldiers who were hit, with the words that tell it, where the one that a
    name was taken to lie in is at most named as the neighbour."""
    taken = place.value.country
    taken_so = [p for p in countries if p.value.country == taken and p is not place]
    taken_so = [p for p in taken_so if p in incident.places] or taken_so
    if not all(p.kind == "country" and beyond_the_border(context, p) for p in taken_so):
        return None
    home = home_of_those_hit(context, incident)
    return home if home is not None and home[0] != taken else None


def _completed(
    context: Context,
    incident: Incident,
    place: PlaceMention,
    around: list[PlaceMention],
    countries: list[PlaceMention],
) -> PlaceValue:
    """The place with the country and governorate that the text names around it, where the gazetteer
    does not know them."""
    context.note("place", _place_span(context, place))
    context.note_also("place", name_beside(context, place))
    value = place.value
    admin1, code, country_code = value.admin1_name, value.admin1_code, value.country
    if country_code is None and countries:
        country_code = countries[0].value.country
        context.note("place", _place_span(context, countries[0]))
    latitude, longitude = value.latitude, value.longitude
    precision, radius = value.precision, value.radius_km
    if value.place_id is None and admin1 is None and (precision or 0) >= _COUNTRY_ONLY:
        home = _home_beside_the_border(context, incident, place, countries)
        if home is not None:
            country_code, latitude, longitude, radius = home[0], None, None, None
            context.note("place", home[1])
    wide = _told_in_governorate(context, place, around)
    if wide is not None:
        admin1, code = wide.value.admin1_name, wide.value.admin1_code
        context.note("place", _place_span(context, wide))
    if admin1 is None and not part_of_country(place):
        for p in around:
            if p.sentence != place.sentence and is_government(p):
                continue
            if _lies_far_off(value, p):
                continue
            if p.value.admin1_name and p.value.country == country_code:
                admin1, code = p.value.admin1_name, p.value.admin1_code
                context.note("place", _place_span(context, p))
                if latitude is None or (precision or 0) >= _COUNTRY_ONLY:
                    latitude, longitude = p.value.latitude, p.value.longitude
                    precision, radius = max(p.value.precision or 2, 2), p.value.radius_km
                break
    return PlaceValue(
        value.name, value.place_id, admin1, code, country_code, latitude, longitude,
        precision, radius,
    )  # fmt: skip


def _lies_far_off(value: PlaceValue, other: PlaceMention) -> bool:
    """Whether a place that the gazetteer knows lies too far from another one's governorate to be
    in it: Kyiv, in an article that tells of Luhansk too."""
    governorate = gazetteer().admin1.get(other.value.admin1_code or "")
    if governorate is None or value.latitude is None or value.longitude is None:
        return False
    known = value.place_id is not None and (value.precision or 0) <= EXACT
    there = replace(governorate, latitude=value.latitude, longitude=value.longitude)
    return known and distance_km(there, governorate) > _FAR_OFF_KM


def _away(context: Context, mention: Mention, place: PlaceMention) -> int:
    """How many characters a place stands from the nearest word that tells what happened."""
    tokens = context.doc.sentences[mention.sentence].tokens
    hits = [h.first for h in (*mention.triggers, *mention.harms)]
    if place.sentence != mention.sentence or not hits:
        return 0
    return min(_apart(tokens[first].start, place.start) for first in hits)


def _nearby(context: Context, incident: Incident) -> list[PlaceMention]:
    """Places of the incident's sentences, then of those before them, then of the head."""
    own = {m.sentence for m in incident.mentions}
    first = min(own)
    places = [p for p in context.doc.places if not context.doc.sentences[p.sentence].furniture]
    same = [p for p in places if p.sentence in own and not p.is_dateline]
    before = sorted(
        (p for p in places if p.sentence < first and not p.is_dateline),
        key=lambda p: (-p.sentence, p.start),
    )
    after = [p for p in places if p.sentence > first and not p.is_dateline]
    lines = [p for p in places if p.is_dateline]
    return [*same, *before, *after, *lines]


def _place_span(context: Context, place: PlaceMention) -> Span:
    return context.doc.sentences[place.sentence].span(place.start, place.end)


def _apart(event: int, place: int) -> int:
    """How far a place stands from a word that tells what happened; the event's own comes behind
    it."""
    return place - event if place >= event else 2 * (event - place)


def _told_in_governorate(
    context: Context, place: PlaceMention, around: list[PlaceMention]
) -> PlaceMention | None:
    """The governorate that the same sentence calls by its noun for mountains or a desert that
    reach into several: بمحافظة كذا في صحراء كذا."""
    if place.kind not in _REACHING or place.value.admin1_code is None:
        return None
    folded = context.doc.sentences[place.sentence].passage.folded[place.start : place.end]
    if fold(place.value.admin1_name or "") in folded:
        return None  # its own words say which one
    return next(
        (
            p
            for p in around
            if p.sentence == place.sentence
            and p.kind == "governorate"
            and p.relation in ("inside", "near")
            and p.value.country == place.value.country
            and p.value.admin1_code not in (None, place.value.admin1_code)
        ),
        None,
    )
