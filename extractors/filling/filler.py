"""Puts the facts of an article together, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.filling.attributions import attributions_of, source_of
from extractors.filling.claims import claims_of
from extractors.filling.context import Context, Doer
from extractors.filling.date import date_of
from extractors.filling.earlier import doer_before, with_doer_of_others
from extractors.filling.event_type import event_type_of
from extractors.filling.outcome import outcome_of
from extractors.filling.perpetrator import perpetrator_of
from extractors.filling.place import place_of
from extractors.filling.target import (
    is_store_of_militants,
    none_of_its_own,
    other_side,
    taken_by_occupiers,
    target_detail_of,
    target_of,
)
from extractors.filling.tolls import fallen_doers, tolls_of
from extractors.filling.weapon import weapon_of
from extractors.records import IncidentFact

if TYPE_CHECKING:
    from extractors.joining.incident import Incident


class Filler:
    """Fills in the fields of an article's incidents, with the words that each rests on."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def fill(self, incident: Incident, number: int) -> IncidentFact:
        """The fact. Incidents are filled in the order of the text: one may take over what another
        tells. Whether it is news, and how sure that is, is decided behind it (scoring/judge.py)."""
        context = self._context
        context.evidence = []
        kind = event_type_of(context, incident)
        place = place_of(context, incident)
        country = place.country
        date = date_of(context, incident)
        tolls = tolls_of(context, incident, kind)
        weapon = weapon_of(context, incident, kind)
        target = target_of(context, incident, kind, country)
        actor = perpetrator_of(context, incident, kind, target, country)
        if target == "unknown" and is_store_of_militants(context, incident, kind, weapon):
            target = "militants"
            context.note("target_type", context.noted("event_type"), "implied")
        target = none_of_its_own(context, incident, kind, target, actor, country=country)
        target = taken_by_occupiers(context, incident, kind, target, actor, country=country)
        target = other_side(context, incident, kind, target, actor, country=country)
        if actor.name is None:
            actor = doer_before(context, incident, kind, country)
        else:
            context.doers.append(Doer(kind, country, actor, context.all_noted("perpetrator")))
        if tolls["killed_of_perpetrators"] is None:
            tolls["killed_of_perpetrators"] = fallen_doers(
                context, incident, kind, doer=actor.actor_id, target=target, country=country
            )
        source = source_of(context, incident, actor)
        outcome = outcome_of(context, incident, kind, target, tolls)
        detail = target_detail_of(context, incident, target)
        return IncidentFact(
            number=number,
            event_type=kind,
            date=date,
            place=place,
            weapon=weapon,
            target_type=target,
            perpetrator=actor,
            attribution_source=source,
            confidence=0.0,
            killed=tolls["killed"],
            wounded=tolls["wounded"],
            arrested=tolls["arrested"],
            abducted=tolls["abducted"],
            killed_of_perpetrators=tolls["killed_of_perpetrators"],
            outcome=outcome,
            target_detail=detail,
            attributions=attributions_of(context, incident, actor, country),
            claims=claims_of(context, incident),
            evidence=context.evidence_of(incident),
        )

    def completed(self, fact: IncidentFact, incident: Incident) -> IncidentFact:
        """The fact with what only the article's other incidents tell; to be called when all are
        filled."""
        return with_doer_of_others(self._context, fact, incident)
