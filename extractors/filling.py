"""The fields of an incident, each with the words that it rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from extractors import confidence
from extractors.comparing import figures, groups, place_fit, same_name, specific
from extractors.facts import attribution, casualties, targets, weapons
from extractors.facts.targets import ACTOR_TARGET
from extractors.lexicon import hits_of
from extractors.mentions import GENERAL, Incident, Mention, told, within
from extractors.records import (
    EVENT_FAMILIES,
    ActorValue,
    Attribution,
    CasualtyClaim,
    Certainty,
    DateValue,
    Evidence,
    IncidentFact,
    Measure,
    Outcome,
    PerpetratorStatus,
    PlaceValue,
    Span,
    Stance,
    Toll,
    VictimStatus,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.document import DateMention, Document, PlaceMention
    from extractors.facts.actors import ActorMention
    from extractors.facts.attribution import SourceMention
    from extractors.facts.casualties import Count
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
#: an incident older than this at publication is background unless it is all there is
_OLD_DAYS = 7
#: what a word for a target weighs outside the mention that tells the toll
_ELSEWHERE = 0.5
#: a place of another sentence is taken from so many sentences before at most
_NEARBY = 3
#: a day of the head of the text is taken by an incident that is told so many sentences later
_LEAD_REACH = 4
#: how likely a place is the event's own, by how the words lead to it
_RELATION_RANK = {"inside": 0, "near": 1, "none": 1}
#: a precision code from which on only the country is known
_COUNTRY_ONLY = 6
_COUNTRY_RANK = {"inside": 0, "near": 0, "none": 1, "destination": 2, "origin": 2}
#: kinds of places that are finer than any governorate, wherever they may lie in it
_FINE = frozenset({"facility", "road", "neighbourhood", "camp", "crossing", "mission"})
#: characters before a date that are looked at for such a word
_SINCE_REACH = 12
_SINCE = frozenset({"منذ", "ومنذ", "حتي"})
#: a flash has so many sentences at most
_FLASH = 2
_PRESENT = frozenset({"تدور", "تشن", "تقصف", "تستهدف", "تخطف", "تنفجر", "تقتل", "تعتقل", "تشهد"})
#: how much each kind of cue says about who did it
_CUE_WEIGHT = {
    "claim": 6.0, "agent": 5.0, "takes": 4.0, "by": 5.0, "accuse": 4.0, "charge": 4.0, "verb": 4.0,
    "demonym": 3.0, "noun": 3.0, "of": 4.0, "clash": 1.0, "self": 5.0,
}  # fmt: skip
#: the dead beside these are those of what the arrested did
_BLOODLESS = frozenset({"arrest", "weapons_seizure"})
#: an arrest for an attack is told so many sentences behind it
_ARREST_REACH = 4
_THE_ATTACK = frozenset(
    {"الهجوم", "الحادث", "الحادثه", "التفجير", "الاعتداء", "الانفجار", "العمليه", "الجريمه",
     "الاغتيال", "هجوم", "الهجمات", "التفجيرات"}
)  # fmt: skip
#: a head sums up so many incidents at most
_FEW = 12
#: … and rounds them by so much
_ROUNDED = 0.1
#: a force is named so near behind the count of its dead
_OF_WHOM = 3
#: families of events in which those who attack may fall
_HAND_TO_HAND = frozenset({"armed", "bombing"})
_ATTACKERS = frozenset({"militants", "attackers"})
#: what only those with aircraft do
_FLOWN = frozenset({"air_strike"})
_FLYERS = frozenset({"state", "state_force", "coalition"})
_FORCES = frozenset({"state", "state_force"})
#: classes that say that somebody took no part
_CIVILIANS = frozenset({"civilians", "children", "women", "citizens", "nationals", "men"})
#: a word for a target that stands behind one of aiming
_AIMED_AT = 3.0
#: whom a force takes is none of its own
_TAKING = frozenset({"arrest", "weapons_seizure"})
#: who announces that such were killed: forces, militants; armed groups, soldiers
_ANNOUNCED: Mapping[str, frozenset[str]] = {
    "militants": frozenset({"state_force", "coalition", "militia"}),
    "military": frozenset({"armed_group"}),
    "police": frozenset({"armed_group"}),
}
#: those who are hit in fighting
_FIGHTERS = frozenset({"military", "police", "militants"})
#: what a cue weighs more in the mention that tells the toll, or the first
_CORE = 1.5
#: cues that speak of an attack told elsewhere
_SPOKEN = frozenset({"claim", "charge", "accuse"})
#: who tells of it stands so near to a word of saying
_SPEAKS = 5
#: a claim stands so many sentences behind what it claims
_CLAIM_REACH = 2
#: what a word of assassination may end up as, by its means
_SINGLED_OUT = frozenset({"assassination", "air_strike", "drone_strike"})
#: words that sum up several attacks, and the families that these may be of
_SERIES: Mapping[str, tuple[str, ...]] = {
    "هجمات": ("armed", "bombing"),
    "اعتداءات": ("armed", "bombing"),
    "هجومين": ("armed", "bombing"),
    "تفجيرات": ("bombing",),
    "تفجيرين": ("bombing",),
    "غارات": ("remote",),
    "ضربات": ("remote",),
}
_SERIES_REACH = 4
#: so many sentences head a text
_HEAD = 2
#: what one side does again and again, so that it is not named each time
_CAMPAIGNS = frozenset({"air_strike", "shelling", "drone_strike", "clash"})
#: what is no attack: nobody foils it
_NEVER_FOILED = frozenset({"arrest"})
#: what is said against a count, the strongest first
_CERTAINTIES: tuple[Certainty, ...] = ("denied", "unconfirmed", "preliminary")
#: words that introduce a count stand so near before it
_INTRODUCED = 8
_PLANTED = frozenset({"suicide_bombing", "vehicle_bombing", "ied_bombing"})
#: what is found of them was meant for anybody
_BOMBS = frozenset({"ied", "car_bomb", "explosive_belt", "mine", "grenade"})
#: a force that tells of dead militants did it in such events
_FOUGHT = frozenset({"armed_attack", "air_strike", "shelling", "clash", "drone_strike"})


class Filler:
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
        self.body = [s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture]
        #: the text says no more than the title
        self.is_flash = len(self.body) <= _FLASH
        #: days of the last week, in the order of the text
        self.recent = [
            d
            for d in doc.dates
            if d.precision == "day" and 0 <= (doc.article.published_on - d.latest).days <= _OLD_DAYS
        ]
        self.evidence: list[Evidence] = []
        #: type and weapon of the incidents filled so far
        self.means: list[tuple[str, str]] = []
        #: type, country and doer of the incidents filled so far, with the words that name him
        self.doers: list[tuple[str, str | None, ActorValue, Span]] = []
        self.homes: list[str] | None = None
        self.forces: set[str] | None = None
        self.headed: list[tuple[str, ActorMention]] | None = None

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
        if target == "unknown" and self._store(incident, incident_type, weapon):
            target = "militants"
            self._note(
                "target_type", next(e.span for e in self.evidence if e.field == "event_type")
            )
        target = self._other_side(incident, incident_type, target, actor, place.country)
        if actor.name is None:
            actor = self._doer_before(incident, incident_type, place.country)
        elif named := [e.span for e in self.evidence if e.field == "perpetrator"]:
            self.doers.append((incident_type, place.country, actor, named[0]))
        near = EVENT_FAMILIES[incident_type] in _HAND_TO_HAND
        if near and tolls["killed_of_perpetrators"] is None:
            tolls["killed_of_perpetrators"] = self._fallen_doers(
                incident, actor.actor_id, target, place.country
            )
        source = self._source(incident, actor)
        outcome = self._outcome(incident, incident_type, target, tolls)
        detail = self._target_detail(incident, target)
        is_main = self._is_main(incident, date)
        doer = actor.name is not None and place_known
        titled = any(m.title for m in incident.mentions)
        flash = titled and self.is_flash
        signs = confidence.Signs(
            firm_trigger=any(m.firmness == "event" for m in incident.mentions),
            verb=flash
            or any(
                not self._present(m.sentence, h)
                for m in incident.mentions
                for h in (*m.triggers, *m.harms)
                if m.doubt < GENERAL and h.values.get("form") == "verb"
            ),
            plural_only=not flash
            and all(
                h.values["form"] == "plural"
                or (h.values["kind"] == "weak" and (h.values["form"] != "verb" or not doer))
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
            region=any(p.kind != "country" for p in incident.places)
            or (
                place.name is not None
                and (incident_type == "weapons_seizure" or any(m.adds for m in incident.mentions))
            ),
            dated=date.best is not None,
            weapon=weapon != "unknown",
            perpetrator=actor.name is not None,
            target=target != "unknown",
            source=source is not None,
            titled=titled,
            led=any(m.lead for m in incident.mentions),
            mentions=len({m.sentence for m in incident.mentions}),
            background=not is_main,
            doubted=doubt_of(incident),
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
            confidence=confidence.confidence(signs, self.lexicon.confidence_weights),
            killed=tolls["killed"],
            wounded=tolls["wounded"],
            arrested=tolls["arrested"],
            abducted=tolls["abducted"],
            killed_of_perpetrators=tolls["killed_of_perpetrators"],
            outcome=outcome,
            target_detail=detail,
            attributions=self._attributions(incident, actor, place.country),
            claims=self._claims(incident),
            evidence=tuple(self.evidence),
        )
        return fact, signs

    def _present(self, sentence: int, hit: Hit) -> bool:
        """Whether a verb tells what goes on or may happen: يقصف، تدور."""
        word = self.doc.sentences[sentence].tokens[hit.first].text.lstrip("وف")
        return word in _PRESENT or (word.startswith(("ي", "سي")) and not word.startswith("سيطر"))

    # -- what ------------------------------------------------------------------------------

    def _event_type(self, incident: Incident) -> str:
        kind = incident.event_type or "armed_attack"
        family = EVENT_FAMILIES[kind]
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
                    bool(told) and EVENT_FAMILIES.get(told) == family,
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
            return self._weapon_before(incident, kind)
        self.means.append((kind, name))
        if mention is not None:
            self._note("weapon", self._span(mention.sentence, mention.first, mention.last))
        else:
            self._note("weapon", next(e.span for e in self.evidence if e.field == "event_type"))
        return name

    def _weapon_before(self, incident: Incident, kind: str) -> str:
        """The weapon of the incident before, if this is called the like of it: انفجار مماثل."""
        like = self._likened(incident)
        if like is not None and self.means:
            before, name = self.means[-1]
            if EVENT_FAMILIES[before] == EVENT_FAMILIES[kind]:
                self._note("weapon", like)
                return name
        return "unknown"

    def _target(self, incident: Incident, kind: str, country: str | None) -> str:
        core = next((m for m in incident.mentions if told(m) and not m.title), None)
        found = [
            t if core is None or m is core else replace(t, strength=t.strength * _ELSEWHERE)
            for m in incident.mentions
            for t in m.targets
            if incident.background or not self._recalled(t, m)
        ]
        victims = [
            (
                actor,
                self.lexicon.actors[actor_id]["actor_type"],
                _ELSEWHERE if actor.cue == "object" or mention is not (core or mention) else 1.0,
            )
            for mention in incident.mentions
            for actor in mention.actors
            if actor.part == "victim" and (actor_id := self._actor_id(actor, country))
            if self.lexicon.actors[actor_id]["actor_type"] != "state" or actor.last > actor.first
            if kind not in _TAKING or self.lexicon.actors[actor_id]["actor_type"] not in _FORCES
        ]
        name, mention = targets.choose(found, incident.counts, victims, kind)
        if name != "unknown":
            if mention is not None:
                span = self._span(mention.sentence, mention.first, mention.last)
            else:
                span = next(e.span for e in self.evidence if e.field == "event_type")
            self._note("target_type", span)
        return name

    def _store(self, incident: Incident, kind: str, weapon: str) -> bool:
        """Whether a store of arms was found, which is militants' own; bombs are meant for others."""
        defused = any(
            h.values["outcome"] == "foiled"
            for m in incident.mentions
            for h in hits_of(self.doc, m.sentence, "outcomes")
        )
        return kind == "weapons_seizure" and weapon not in _BOMBS and not defused

    def _other_side(
        self,
        incident: Incident,
        kind: str,
        target: str,
        actor: ActorValue,
        country: str | None,
    ) -> str:
        """In a clash those who were hit are the side that the doer fought; who else fell in it
        was not aimed at. Where no side is told, they are fighters."""
        if kind != "clash":
            return target
        sides: dict[str, ActorMention] = {}
        for mention in incident.mentions:
            for a in mention.actors:
                actor_id = self._actor_id(a, country)
                if a.part in ("party", "victim", "perpetrator") and actor_id:
                    sides.setdefault(actor_id, a)
        own = self.lexicon.actors[actor.actor_id]["actor_type"] if actor.actor_id else ""
        for actor_id, named in sides.items():
            if actor_id == actor.actor_id:
                continue
            row = self.lexicon.actors[actor_id]
            hit = ACTOR_TARGET.get(row["actor_type"], "")
            same_side = own in _FLYERS and row["actor_type"] in (*_FLYERS, "militia")
            same_side |= (
                own == "militia" and row["actor_type"] in _FLYERS and named.part != "victim"
            )
            if not hit or (actor.actor_id and same_side) or row["actor_type"] == "crowd":
                continue
            if actor.actor_id is None and target in ("military", "police", "militants"):
                continue
            if hit == "military" and target == "police":
                return target
            if hit != target:
                self._note("target_type", self._span(named.sentence, named.first, named.last))
            return hit
        if target not in _FIGHTERS and not self._explicit(incident):
            return "militants"
        return target

    @staticmethod
    def _explicit(incident: Incident) -> bool:
        """Whether civilians are told to be among the dead or wounded."""
        return any(
            c.target_type == "civilians" and c.victim_class in _CIVILIANS for c in incident.counts
        ) or any(
            t.target_type == "civilians" and t.strength >= _AIMED_AT
            for m in incident.mentions
            for t in m.targets
        )

    def _target_detail(self, incident: Incident, target: str) -> str | None:
        """The finer code below the target type: of the mention that tells the toll first."""
        core = sorted(incident.mentions, key=lambda m: (m.title, not told(m)))
        for mention in core:
            for hit in hits_of(self.doc, mention.sentence, "target_details"):
                detail = hit.values["target_detail"]
                if self.lexicon.target_details[detail]["target_type"] != target:
                    continue
                if any(within(hit.first, clause) for clause in mention.clauses):
                    span = self._span(mention.sentence, hit.first, hit.last)
                    self._note("target_detail", span)
                    return detail
        return None

    def _outcome(
        self, incident: Incident, kind: str, target: str, tolls: dict[str, Toll | None]
    ) -> Outcome:
        """Whether it came about. Who was hurt was hit, unless those who fell were the attackers."""
        harmed = any(
            toll is not None and (toll.best or toll.low or 0) > 0
            for measure, toll in tolls.items()
            if measure in ("killed", "wounded")
        )
        blown_up = tolls["killed_of_perpetrators"] is not None
        several = len(self.incidents) > 1
        for mention in incident.mentions:
            if several and mention.title:
                continue  # it may tell of another one
            for hit in hits_of(self.doc, mention.sentence, "outcomes"):
                outcome = cast("Outcome", hit.values["outcome"])
                if not any(within(hit.first, clause) for clause in mention.clauses):
                    continue
                if kind in _NEVER_FOILED or (harmed and kind == "clash"):
                    continue
                if outcome == "foiled" and kind == "suicide_bombing" and blown_up:
                    outcome = "attempted"
                if outcome == "foiled" and harmed and target != "militants":
                    continue
                if kind == "weapons_seizure" and hit.values["of"] != "bomb":
                    continue  # smuggling that was prevented is a seizure that was carried out
                self._note("outcome", self._span(mention.sentence, hit.first, hit.last))
                return outcome
        return "completed"

    # -- when --------------------------------------------------------------------------------

    def _date(self, incident: Incident) -> DateValue:
        bodies = [m for m in incident.mentions if not m.title]
        pools = [[d for d in m.dates if not d.is_dateline] for m in bodies]
        if not any(d.precision == "day" for pool in pools for d in pool):
            pools = [[*m.dates, *m.said] for m in bodies]
        order = {"day": 0, "month": 1, "year": 2, "unknown": 3}
        best: tuple[tuple[int, bool, bool, int, int], DateMention] | None = None
        for number, (mention, pool) in enumerate(zip(bodies, pools, strict=True)):
            anchor = self._anchor(mention)
            for date in pool:
                apart = not self._in_clauses(mention, date)
                if date.of_next and (apart or date.start > anchor):
                    continue
                if date.precision in ("month", "year") and (apart or self._since(date)):
                    continue  # منذ العام الماضي: how long it has gone on
                rank = (
                    order[date.precision], date.of_next, apart, number, abs(date.start - anchor)
                )  # fmt: skip
                if best is None or rank < best[0]:
                    best = (rank, date)
        if best is not None and best[1].precision == "unknown" and not best[0][2]:
            chosen = best[1]  # "last week" is what its own words say
        elif best is None or best[1].precision == "unknown":
            lead = self._lead_date(incident)
            if lead is None:
                return DateValue(None, None, "unknown")
            chosen = lead
        else:
            chosen = best[1]
        sentence = self.doc.sentences[chosen.sentence]
        self._note("date", sentence.span(chosen.start, chosen.end))
        return DateValue(chosen.earliest, chosen.latest, chosen.precision)

    def _since(self, date: DateMention) -> bool:
        """Whether a word like منذ stands right before a date."""
        folded = self.doc.sentences[date.sentence].passage.folded
        before = folded[max(0, date.start - _SINCE_REACH) : date.start].split()
        return bool(before) and before[-1] in _SINCE

    def _in_clauses(self, mention: Mention, date: DateMention) -> bool:
        """Whether a date stands in the mention's own clauses, not only in its sentence."""
        tokens = self.doc.sentences[mention.sentence].tokens
        return date.sentence == mention.sentence and any(
            tokens[c.first].start <= date.start < tokens[c.end - 1].end for c in mention.clauses
        )

    def _anchor(self, mention: Mention) -> int:
        tokens = self.doc.sentences[mention.sentence].tokens
        hits = mention.triggers or mention.harms
        return tokens[hits[0].first if hits else mention.clauses[0].first].start

    def _lead_date(self, incident: Incident) -> DateMention | None:
        """The date of the head of the text, for a main incident without one of its own."""
        if incident.background or any(m.doubt for m in incident.mentions):
            return None
        body = self.body
        own = [m.sentence for m in incident.mentions if not m.title]
        # a title's day is that of the text's first sentences
        first = min(own) if own else body[min(1, len(body) - 1)] if body else -1
        days = [d for d in self.recent if d.sentence <= first]
        told = [
            d
            for d in days
            if not (d.is_dateline or d.of_next)
            and (first - d.sentence <= _LEAD_REACH or d.sentence == body[0])
        ]
        if told:
            return max(told, key=lambda d: (d.sentence, d.start))
        return next((d for d in days if d.is_dateline), None)

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
        # مدير تعليم ينبع: a place that a headline names in passing
        passing = {
            id(p) for m in incident.mentions if m.title for p in m.places if p.relation == "none"
        }
        found = [p for p in found if id(p) not in passing] or found

        telling = {id(p) for m in incident.mentions if told(m) for p in m.places}
        leading = min(
            enumerate(found),
            key=lambda x: (
                _coarseness(x[1]),
                id(x[1]) not in telling,
                _RELATION_RANK.get(x[1].relation, 2),
                x[0],
            ),
            default=None,
        )
        region = leading[1].value.admin1_code if leading is not None else None

        away = {id(p): self._away(m, p) for m in reversed(incident.mentions) for p in m.places}
        order = {
            id(p): n for n, m in reversed(list(enumerate(incident.mentions))) for p in m.places
        }

        def rank(item: tuple[int, PlaceMention]) -> tuple[int, bool, bool, int, int, int, int]:
            _, p = item
            return (
                _coarseness(p),
                id(p) not in telling,
                region is not None and p.value.admin1_code != region,
                _RELATION_RANK.get(p.relation, 2),
                3 if same_name(p.value.name, p.value.admin1_name) else kinds.get(p.kind, 3),
                order[id(p)],
                away[id(p)],
            )

        best = min(enumerate(found), key=rank)[1] if found else None
        around = [*incident.places, *self._nearby(incident)]
        countries = sorted(
            (p for p in around if p.value.country),
            key=lambda p: (p not in incident.places, _COUNTRY_RANK[p.relation]),
        )
        own = best is not None and specific(best)
        if best is None and not incident.background:
            first = min(m.sentence for m in incident.mentions)
            best = next(
                (
                    p
                    for p in self._nearby(incident)
                    if p.kind != "country"
                    and p.relation in ("inside", "near")
                    and not _part_of_country(p)
                    and 0 <= first - p.sentence <= _NEARBY
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
        if admin1 is None and not _part_of_country(best):
            for p in around:
                if p.value.admin1_name and p.value.country == country_code:
                    admin1, code = p.value.admin1_name, p.value.admin1_code
                    self._note("place", self._place_span(p))
                    if latitude is None or (precision or 0) >= _COUNTRY_ONLY:
                        latitude, longitude = p.value.latitude, p.value.longitude
                        precision, radius = max(p.value.precision or 2, 2), p.value.radius_km
                    break
        return PlaceValue(
            value.name, value.place_id, admin1, code, country_code, latitude, longitude,
            precision, radius,
        ), own  # fmt: skip

    def _away(self, mention: Mention, place: PlaceMention) -> int:
        """How many characters a place stands from the nearest word that tells what happened."""
        tokens = self.doc.sentences[mention.sentence].tokens
        hits = [h.first for h in (*mention.triggers, *mention.harms)]
        if place.sentence != mention.sentence or not hits:
            return 0
        return min(_apart(tokens[first].start, place.start) for first in hits)

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
            bloodless = kind in _BLOODLESS and measure in ("killed", "wounded")
            out[measure] = None if bloodless else self._toll(incident, measure)
        if out["arrested"] is None and EVENT_FAMILIES[kind] != "arrest":
            out["arrested"] = self._arrested_for(incident)
        attempt = any(
            h.values["event_type"] == "assassination"
            and (
                len(h.tokens) > 1
                or any(h.first in o.tokens for o in hits_of(self.doc, m.sentence, "outcomes"))
            )
            for m in incident.mentions
            for h in m.triggers
        )
        if kind in _SINGLED_OUT and out["killed"] is None and not attempt:
            for m in incident.mentions:
                for h in m.triggers:
                    if h.values["event_type"] == "assassination" and h.values["kind"] == "event":
                        self._note("killed", self._span(m.sentence, h.first, h.last))
                        out["killed"] = Toll(1, 1, 1)
                        return out
        return out

    def _arrested_for(self, incident: Incident) -> Toll | None:
        """Those who were arrested for it, as an arrest of its own tells soon after: اعتقل ستة
        للاشتباه بعلاقتهم بالهجوم."""
        last = max(m.sentence for m in incident.mentions)
        between = [
            m.sentence
            for i in self.incidents
            if i is not incident and i.family != "arrest"
            for m in i.mentions
        ]
        for other in self.incidents:
            first = other.mentions[0]
            if any(last < sentence <= first.sentence for sentence in between):
                continue
            if (
                other.family != "arrest"
                or not 0 <= first.sentence - last <= _ARREST_REACH
                or place_fit(incident.places, other.places) == "conflict"
            ):
                continue
            tokens = self.doc.sentences[first.sentence].tokens
            if any(t.text.lstrip("وبل") in _THE_ATTACK for t in tokens):
                return self._toll(other, "arrested")
        return None

    def _toll(self, incident: Incident, measure: str) -> Toll | None:
        lists = [
            g
            for m in incident.mentions
            for g in groups(c for c in m.counts if c.measure == measure)
        ]
        totals = [(casualties.summed(g), g) for g in lists if g[0].role == "total"]
        if not totals:  # a first toll that no later one replaces
            totals = [(casualties.summed(g), g) for g in lists if g[0].role == "superseded"]
        if any(t.value is not None and t.value > 0 for t, _ in totals):
            totals = [(t, g) for t, g in totals if t.value != 0]
        totals = self._own(incident, measure, totals)
        firm = [(t, g) for t, g in totals if t.firm]
        if any(t.value != 1 for t, _ in firm) or all(t.value == 1 for t, _ in totals):
            totals = firm or totals  # one judge in the title, he and his son in the text
        if not totals:
            parts = [casualties.summed(g) for g in lists if g[0].role == "sub_count"]
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
        others = [casualties.summed(g) for g in lists if g[0].role == "superseded"]
        lows = [c.low for c in (*known, *others) if c.low is not None]
        highs = [c.high for c in (*known, *others) if c.high is not None]
        open_ended = chosen.high is None
        return Toll(
            min(lows) if lows else None,
            chosen.value,
            None if open_ended else max(highs) if highs else None,
        )

    def _fallen_doers(
        self, incident: Incident, doer: str | None, target: str, country: str | None
    ) -> Toll | None:
        """The dead who are said to be of the doers' own ranks: قتل ستة من الحوثيين in an attack of
        theirs, militants whose attack was beaten off, or who attacked soldiers."""
        group = doer is None or self.lexicon.actors[doer]["actor_type"] not in _FLYERS
        best: Count | None = None
        for mention in incident.mentions:
            cues = hits_of(self.doc, mention.sentence, "perpetrator_cues")
            repelled = group and any(h.values["cue"] == "repelled" for h in cues)
            for count in mention.counts:
                if count.measure != "killed" or count.role != "total" or count.value is None:
                    continue
                named = self._whose(count, country)
                attacked = repelled or target not in ("militants", "unknown")
                own = (doer is not None and doer in named) or (
                    group and attacked and not named and count.victim_class in _ATTACKERS
                )
                if own and (best is None or count.value > cast("int", best.value)):
                    best = count
        if best is None:
            return None
        self._note("killed_of_perpetrators", self._span(best.sentence, best.first, best.last))
        return best.toll

    def _whose(self, count: Count, country: str | None) -> set[str]:
        """The actors whose people are counted: ستة من الحوثيين، 13 حوثيا."""
        tokens = self.doc.sentences[count.sentence].tokens
        of = next(
            (at for at in (count.last, count.last + 1)
             if at < len(tokens) and tokens[at].text == "من"),
            None,
        )  # fmt: skip
        return {
            self._actor_id(a, country)
            for a in self.actors
            if a.sentence == count.sentence
            and (a.first == count.last or (of is not None and of < a.first <= of + _OF_WHOM))
        }

    def _own(
        self, incident: Incident, measure: str, totals: list[tuple[Count, list[Count]]]
    ) -> list[tuple[Count, list[Count]]]:
        """The totals without those of the head that sum up this incident with others told later:
        مقتل 28 مدنيا in the lead, 21 here and seven there."""
        head = {m.sentence for m in incident.mentions if m.lead or m.title}
        if len(self.incidents) > _FEW or not any(t.sentence in head for t, _ in totals):
            return totals
        others = [max(f) for i in self.incidents if i is not incident
                  and (f := figures((c for m in i.mentions if not m.title for c in m.counts),
                                    measure))]  # fmt: skip
        parts = {*others, sum(others)} - {0}

        def summed_up(total: Count) -> bool:
            if total.sentence not in head:
                return False
            own = {
                t.value
                for t, _ in totals
                if t.sentence > total.sentence and t.value and (t.firm or t.value > 1)
            }
            return _is_sum(total, {o + p for o in own for p in parts})

        return [(t, g) for t, g in totals if not summed_up(t)]

    def _claims(self, incident: Incident) -> tuple[CasualtyClaim, ...]:
        out: list[CasualtyClaim] = []
        for mention in incident.mentions:
            source = mention.sources[0].name if mention.sources else None
            told = [
                group
                for measure in dict.fromkeys(c.measure for c in mention.counts)
                for group in groups(c for c in mention.counts if c.measure == measure)
            ]
            for group in sorted(told, key=lambda g: (g[0].sentence, g[0].first)):
                for count in [casualties.summed(group)] + (group if len(group) > 1 else []):
                    part = len(group) > 1 and count in group
                    of_class = self.lexicon.victim_classes.get(count.victim_class or "", {})
                    out.append(
                        CasualtyClaim(
                            measure=cast("Measure", count.measure),
                            low=count.low,
                            value=count.value,
                            high=count.high,
                            role="sub_count" if part else count.role,
                            span=self._span(count.sentence, count.first, count.last),
                            victim_class=count.victim_class,
                            victim_status=cast("VictimStatus", of_class.get("status", "unknown")),
                            victim_age=of_class.get("age") or None,
                            victim_sex=of_class.get("sex") or None,
                            attribution_source=source,
                            certainty=self._certainty(mention, count),
                        )
                    )
        return tuple(dict.fromkeys(out))

    def _certainty(self, mention: Mention, count: Count) -> Certainty:
        """How sure the words are of a count: those of its clause, and those that introduce it; that
        it is preliminary is said once for a sentence."""
        clause = next((c for c in mention.clauses if within(count.first, c)), None)
        found = {
            hit.values["certainty"]
            for hit in hits_of(self.doc, count.sentence, "certainty")
            if (clause is not None and within(hit.first, clause))
            or hit.values["certainty"] == "preliminary"
            or 0 <= count.first - hit.last <= _INTRODUCED
        }
        return next((c for c in _CERTAINTIES if c in found), "stated")

    # -- who --------------------------------------------------------------------------------

    def _actor_id(self, mention: ActorMention, country: str | None) -> str:
        """The actor's id; of a name that depends on the country, the one there (or "")."""
        if mention.actor_id or mention.name:
            return mention.actor_id
        meant = self.lexicon.actor_contexts[mention.alias]
        if country in meant:
            return self._army_abroad(meant, country)
        for home in self._homes():
            actor_id = meant.get(home, "")
            if actor_id and self.lexicon.actors[actor_id]["actor_type"] not in _FORCES:
                return actor_id
        return ""

    def _army_abroad(self, meant: Mapping[str, str], country: str) -> str:
        """Whom an army's plain name (الجيش) means in a country: an army that the article names in
        full, where it names that country's own nowhere."""
        there = meant[country]
        if self.lexicon.actors[there]["actor_type"] not in _FORCES:
            return there
        if self.forces is None:
            rows = [self.lexicon.actors[a.actor_id] for a in self.actors if a.actor_id]
            self.forces = {r["country_code"] for r in rows if r["actor_type"] in _FORCES}
        others = [home for home in self.forces if home in meant]
        return meant[others[0]] if country not in self.forces and len(others) == 1 else there

    def _homes(self) -> list[str]:
        """The countries of the actors that the article names for certain, most named first."""
        if self.homes is None:
            named = Counter(
                country
                for a in self.actors
                if a.actor_id and (country := self.lexicon.actors[a.actor_id]["country_code"])
            )
            self.homes = [country for country, _ in named.most_common()]
        return self.homes

    def _perpetrator(
        self, incident: Incident, kind: str, target: str, country: str | None
    ) -> ActorValue:
        found = [(a, m) for m in incident.mentions for a in m.actors]
        loose: list[tuple[ActorMention, Mention | None]] = []
        if not any(a.cue in _SPOKEN and a.part == "perpetrator" for a, _ in found):
            loose += [(a, None) for a in self._claims_of(incident)]
        if not any(a.part == "perpetrator" for a, _ in found) and not incident.background:
            loose += [(a, None) for a in (*self.summed_up, *self._of_headline(kind))]
        resolved: list[tuple[tuple[float, int], ActorMention, str]] = []
        victims: set[str] = set()
        for number, (mention, where) in enumerate((*found, *loose)):
            actor_id = self._actor_id(mention, country)
            if not actor_id and not mention.name:
                continue
            if mention.part == "victim":
                victims.add(actor_id)
                continue
            if actor_id and not self._can(mention, actor_id, kind):
                continue
            if where is not None and not incident.background and self._recalled(mention, where):
                continue
            if mention.part in ("perpetrator", "party"):
                weight = _CUE_WEIGHT.get(mention.cue, 2.0)
                if where is not None and told(where):
                    weight += _CORE
                elif where is incident.mentions[0]:
                    weight += _CORE / 2
                resolved.append(((weight, -number), mention, actor_id))
        hit = {
            self._actor_id(a, country)
            for m in incident.mentions
            if told(m)
            for a in m.actors
            if a.part == "victim"
        }
        resolved = [
            r
            for r in resolved
            if _CUE_WEIGHT.get(r[1].cue, 2.0) >= 4
            or r[2] not in (hit if r[1].part == "party" else victims)
        ]
        if not any(r[1].part == "perpetrator" for r in resolved):
            resolved = self._repelled(incident, country) or self._not_hit(resolved, target)
        if not resolved and kind in _FOUGHT and target in _ANNOUNCED:
            sayers = [a for a, _ in found]
            resolved = self._announcer(incident, sayers, victims, country, _ANNOUNCED[target])
        if not resolved:
            return ActorValue(None, None, "unknown")
        _, mention, actor_id = max(resolved, key=lambda r: r[0])
        for rank, other, narrower in resolved:  # داعش in the title, its Sinai branch in the text
            below = self.lexicon.actors[narrower]["parent_actor_id"] if narrower else ""
            if below and below == actor_id and rank[0] >= _CUE_WEIGHT["agent"]:
                mention, actor_id = other, narrower
                break
        self._note("perpetrator", self._span(mention.sentence, mention.first, mention.last))
        status = self._status(mention, resolved)
        if not actor_id:
            return ActorValue(mention.name, None, status)
        return ActorValue(self.lexicon.actors[actor_id]["name_ar"], actor_id, status)

    def _of_headline(self, kind: str) -> list[ActorMention]:
        """Whose attacks of such a kind title and first sentence sum up: هجمات لبوكو حرام."""
        if self.headed is None:
            body = [s.index for s in self.doc.sentences if s.passage.part == "text"]
            heads = {s.index for s in self.doc.sentences if s.passage.part == "title"}
            heads |= set(body[:1])
            self.headed = [
                (family, a)
                for a in self.actors
                if a.sentence in heads and a.part == "perpetrator"
                for family in self._series_before(a)
            ]
        return [a for family, a in self.headed if family == EVENT_FAMILIES[kind]]

    def _series_before(self, actor: ActorMention) -> set[str]:
        """The families of the plural words of attack right before a name."""
        tokens = self.doc.sentences[actor.sentence].tokens
        near = tokens[max(0, actor.first - _SERIES_REACH) : actor.first]
        return {f for t in near for form in t.forms for f in _SERIES.get(form, ())}

    def _recalled(self, named: ActorMention | TargetMention, mention: Mention) -> bool:
        """Whether a word that recalls an older story parts the name from the event that the mention
        tells of."""
        told_at = min((h.first for h in (*mention.triggers, *mention.harms)), default=None)
        return told_at is not None and any(
            h.values["kind"] == "recall" and told_at < h.first < named.first
            for h in hits_of(self.doc, named.sentence, "background_markers")
            if named.sentence == mention.sentence
        )

    def _claims_of(self, incident: Incident) -> list[ActorMention]:
        """Claims that stand outside the incident's own sentences: of the only incident that is
        news, or right behind what tells of it."""
        news = [i for i in self.incidents if not i.background]
        taken = {id(a) for i in self.incidents for m in i.mentions if told(m) for a in m.actors}
        out = []
        for actor in self.actors:
            if actor.cue not in _SPOKEN or actor.part != "perpetrator" or id(actor) in taken:
                continue
            recalls = any(
                h.values["kind"] in ("recall", "older") and h.first < actor.first
                for h in hits_of(self.doc, actor.sentence, "background_markers")
            )
            if recalls:
                continue
            if len(news) == 1:
                if incident is news[0]:
                    out.append(actor)
                continue
            before = [
                (max(told_at), i)
                for i in self.incidents
                if (
                    told_at := [
                        m.sentence
                        for m in i.mentions
                        if not m.title and 0 < actor.sentence - m.sentence <= _CLAIM_REACH
                    ]
                )
            ]
            if before and max(before, key=lambda e: e[0])[1] is incident:
                out.append(actor)
        return out

    def _not_hit(
        self, parties: list[tuple[tuple[float, int], ActorMention, str]], target: str
    ) -> list[tuple[tuple[float, int], ActorMention, str]]:
        """Of the parties to a clash those that may have hit the target: soldiers and policemen fell
        to the other side, and so did the militants that a force fought."""
        kinds = {r[2]: self.lexicon.actors[r[2]]["actor_type"] for r in parties if r[2]}
        forces = {i for i, k in kinds.items() if k in _FLYERS}
        if not forces or len(forces) == len(kinds):
            return parties
        if target in ("military", "police"):
            return [r for r in parties if r[2] not in forces]
        if target == "militants":
            return [r for r in parties if kinds.get(r[2]) != "armed_group"]
        return parties

    def _can(self, mention: ActorMention, actor_id: str, kind: str) -> bool:
        """Whether it is the kind of actor that does such things: forces fly, and plant no bombs
        unless somebody says so."""
        force = self.lexicon.actors[actor_id]["actor_type"] in _FLYERS
        if mention.cue == "takes" and kind not in _FOUGHT:
            return False
        if kind in _FLOWN:
            return force
        return not force or kind not in _PLANTED or mention.cue in ("claim", "charge", "accuse")

    def _attributions(
        self, incident: Incident, chosen: ActorValue, country: str | None
    ) -> tuple[Attribution, ...]:
        """Every statement about who did it, the chosen one's first."""
        out: list[tuple[bool, int, Attribution]] = []
        for mention in incident.mentions:
            source = mention.sources[0].name if mention.sources else None
            for actor in mention.actors:
                stance = _stance(actor)
                actor_id = self._actor_id(actor, country)
                if stance is None or not (actor_id or actor.name):
                    continue
                statement = Attribution(
                    self.lexicon.actors[actor_id]["name_ar"] if actor_id else actor.name,
                    actor_id or None,
                    stance,
                    None if stance in ("claimed", "denied") else source,
                    self._span(actor.sentence, actor.first, actor.last),
                )
                out.append((statement.actor_name != chosen.name, len(out), statement))
        return tuple(dict.fromkeys(statement for *_, statement in sorted(out, key=lambda x: x[:2])))

    def _doer_before(self, incident: Incident, kind: str, country: str | None) -> ActorValue:
        """The doer of the incident before, where the words say that this was the same: غارة مماثلة،
        صاروخا ثانيا. An air campaign's doer is named once for all its strikes in a country."""
        likened = self._likened(incident)
        for before, where, actor, span in reversed(self.doers):
            campaign = kind in _FLOWN and before == kind and where == country
            like = likened is not None and EVENT_FAMILIES[before] == EVENT_FAMILIES[kind]
            if like or (campaign and not incident.background):
                self._note("perpetrator", span)
                return actor
        return ActorValue(None, None, "unknown")

    def completed(self, fact: IncidentFact, incident: Incident) -> IncidentFact:
        """The fact with a doer that the article names only elsewhere: the one attacker that it has
        for such strikes in that country. To be called when all incidents are filled."""
        kind = fact.event_type
        if fact.perpetrator.name is not None or incident.background or kind not in _CAMPAIGNS:
            return fact
        here = [d for d in self.doers if d[1] == fact.place.country]
        alike = kind not in ("clash", *_FLOWN) and fact.weapon == "unknown"
        same = [
            d
            for d in here
            if d[0] == kind or (alike and EVENT_FAMILIES[d[0]] == EVENT_FAMILIES[kind])
        ]
        if kind not in _FLOWN and not any(self._headed(d[3]) for d in same):
            return fact
        hit = {
            self._actor_id(a, fact.place.country)
            for m in incident.mentions
            for a in m.actors
            if a.part == "victim"
        }
        if len({d[2].name for d in same}) != 1 or same[0][2].actor_id in hit:
            return fact
        _, _, actor, span = same[0]
        force = actor.actor_id and self.lexicon.actors[actor.actor_id]["actor_type"] in _FLYERS
        if (kind in _FLOWN and not force) or (force and fact.target_type in ("military", "police")):
            return fact
        found = Evidence("perpetrator", span)
        return replace(fact, perpetrator=actor, evidence=(*fact.evidence, found))

    def _headed(self, span: Span) -> bool:
        """Whether words stand in the title or the first sentences."""
        if span.part == "title":
            return True
        body = [s for s in self.doc.sentences if s.passage.part == "text" and not s.furniture]
        head = body[:_HEAD]
        return bool(head) and span.start < head[-1].span(head[-1].start, head[-1].end).end

    def _likened(self, incident: Incident) -> Span | None:
        """The words that call it another one of the kind told before."""
        for m in incident.mentions:
            for h in hits_of(self.doc, m.sentence, "perpetrator_cues"):
                if h.values["cue"] == "same" and any(within(h.first, c) for c in m.clauses):
                    return self._span(m.sentence, h.first, h.last)
        return None

    def _repelled(
        self, incident: Incident, country: str | None
    ) -> list[tuple[tuple[float, int], ActorMention, str]]:
        """Those who fell, where the words say that their attack was beaten off."""
        out = []
        for mention in incident.mentions:
            cues = hits_of(self.doc, mention.sentence, "perpetrator_cues")
            if not any(h.values["cue"] == "repelled" for h in cues):
                continue
            for number, actor in enumerate(mention.actors):
                actor_id = self._actor_id(actor, country)
                if actor_id and self.lexicon.actors[actor_id]["actor_type"] == "armed_group":
                    out.append(((float(actor.part == "victim"), -number), actor, actor_id))
        return out

    def _announcer(
        self,
        incident: Incident,
        found: list[ActorMention],
        victims: set[str],
        country: str | None,
        types: frozenset[str],
    ) -> list[tuple[tuple[float, int], ActorMention, str]]:
        """Who tells of the enemies whom it killed, where no other doer is named."""
        out = []
        first = min(m.sentence for m in incident.mentions)
        near = [a for a in self.actors if a.sentence == first]
        for number, mention in enumerate((*found, *near)):
            actor_id = self._actor_id(mention, country)
            if not actor_id or actor_id in victims or mention.part == "victim":
                continue
            if self.lexicon.actors[actor_id]["actor_type"] in types and self._speaks(mention):
                told_by = replace(mention, status="claimed")
                out.append(((1.0, -number), told_by, actor_id))
        return out

    def _speaks(self, actor: ActorMention) -> bool:
        """Whether a word of saying, or of what somebody managed to do, stands near the name."""
        return any(
            -_SPEAKS <= h.first - actor.first <= _SPEAKS
            for name in ("reporting_verbs", "sources")
            for h in hits_of(self.doc, actor.sentence, name)
        )

    def _source(self, incident: Incident, actor: ActorValue) -> str | None:
        """Who tells of it: in the sentence with the toll first, then elsewhere, then beside it; an
        actor that speaks; last of all who claims it."""
        rank = {"org": 0, "person": 0, "source": 1, "agency": 2}
        found: list[SourceMention] = []
        for mention in sorted(incident.mentions, key=lambda m: (not told(m), m.title)):
            found = found or mention.sources
        if not found:
            first = min(m.sentence for m in incident.mentions)
            found = [s for s in self.sources if abs(s.sentence - first) <= 1]
        if found:
            best = min(enumerate(found), key=lambda x: (rank.get(x[1].kind, 3), x[0]))[1]
            self._note("attribution_source", self._span(best.sentence, best.first, best.last))
            return best.name
        for mention in incident.mentions:
            for named in mention.actors:
                claims = actor.status == "claimed" and named.status == "claimed"
                if claims or (named.part != "victim" and self._says(named)):
                    span = self._span(named.sentence, named.first, named.last)
                    self._note("attribution_source", span)
                    return attribution.told_name(span.words)
        return None

    def _says(self, actor: ActorMention) -> bool:
        """Whether the name is the subject of a word of saying."""
        return any(
            0 < actor.first - h.last <= 1 or 0 < h.first - actor.last <= 1
            for h in hits_of(self.doc, actor.sentence, "reporting_verbs")
        )

    def _status(
        self, chosen: ActorMention, resolved: list[tuple[tuple[float, int], ActorMention, str]]
    ) -> PerpetratorStatus:
        """Claimed where any statement about the same actor is, or where it speaks itself; suspected
        where the telling sentence only guesses."""
        same = [r for r in resolved if r[2] == chosen.actor_id or r[1] is chosen]
        if any(r[1].status == "claimed" for r in same):
            return "claimed"
        if chosen.actor_id and chosen.sentence in {
            a.sentence for a in self.actors if self._kin(a, chosen.actor_id) and self._says(a)
        }:
            return "claimed"
        if any(r[1].status == "suspected" and r[1].cue != "accuse" for r in same):
            return "suspected"
        return chosen.status if chosen.status != "unknown" else "attributed"

    def _kin(self, actor: ActorMention, actor_id: str) -> bool:
        """Whether a name is the actor's, its parent's or its branch's."""
        if actor.part == "victim" or not actor.actor_id:
            return False
        parents = {i: self.lexicon.actors[i]["parent_actor_id"] for i in (actor.actor_id, actor_id)}
        return actor_id in (actor.actor_id, parents[actor.actor_id]) or (
            parents[actor_id] == actor.actor_id
        )


def _is_sum(total: Count, sums: set[int]) -> bool:
    """Whether a total is one of the sums; one that is only a bound is about as large."""
    if total.value is None or total.value in sums:
        return total.value is not None
    return total.high is None and any(abs(total.value - s) <= _ROUNDED * s for s in sums)


def _apart(event: int, place: int) -> int:
    """How far a place stands from a word that tells what happened; the event's own comes behind
    it."""
    return place - event if place >= event else 2 * (event - place)


def _coarseness(place: PlaceMention) -> int:
    """0 for a place below the governorate or one with a name of its own, 1 for a named region of
    a governorate (سهل الغاب), 2 for what is larger."""
    if specific(place) or place.kind in _FINE:
        return 0
    return 1 if place.kind == "region" and place.value.admin1_code else 2


def _part_of_country(place: PlaceMention) -> bool:
    """Whether a place is شمال العراق and the like."""
    return place.kind == "region" and place.value.place_id is None and place.value.precision == 5


def _stance(actor: ActorMention) -> Stance | None:
    """What is said of an actor who is named as a doer; None of another."""
    if actor.cue == "deny":
        return "denied"
    if actor.part != "perpetrator":
        return None
    if actor.status == "claimed":
        return "claimed"
    if actor.cue in ("accuse", "charge"):
        return "accused"
    return "suspected" if actor.status == "suspected" else "attributed"


def doubt_of(incident: Incident) -> float:
    """The doubt of the mentions that carry the incident: those with figures, else firm ones."""
    for core in (
        [m for m in incident.mentions if told(m) and not m.title],
        [m for m in incident.mentions if m.firmness == "event" and not m.title],
        incident.mentions,
    ):
        if core:
            return min(m.doubt for m in core)
    return 0.0
