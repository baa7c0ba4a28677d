"""Whether it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from extractors.candidates.targets import ARMY_AND_POLICE
from extractors.candidates.triggers import within
from extractors.patterns.lexicon import hits_of

if TYPE_CHECKING:
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.records import Outcome, Toll

#: what is no attack: nobody foils it
_NEVER_FOILED = frozenset({"arrest"})
#: what is told of the wreck of something brought down, which only matters where it hurt somebody
_WRECKS = frozenset({"wreck", "flown"})


def outcome_of(
    context: Context, incident: Incident, kind: str, target: str, tolls: dict[str, Toll | None]
) -> Outcome:
    """Whether it came about. Who was hurt was hit, unless those who fell were the attackers; what
    was beaten off hit, where any were hurt, and so did a volley of which a part got through; what
    was brought down in the air did not, though its wreck hurt somebody."""
    theirs = tolls["killed_of_perpetrators"]
    hurt = [t for t in (tolls["killed"], tolls["wounded"]) if t is not None and t is not theirs]
    harmed = any((toll.best or toll.low or 0) > 0 for toll in hurt)
    blown_up = theirs is not None
    own = target == "militants" or not hurt
    several = len(context.incidents) > 1
    told = {
        hit.values["of"]
        for mention in incident.mentions
        for hit in hits_of(context.doc, mention.sentence, "outcomes")
    }
    for mention in incident.mentions:
        if several and mention.title:
            continue  # it may tell of another one
        for hit in hits_of(context.doc, mention.sentence, "outcomes"):
            outcome = cast("Outcome", hit.values["outcome"])
            if not any(within(hit.first, clause) for clause in mention.clauses):
                continue
            if hit.values["of"] in _WRECKS and not harmed:
                continue
            if hit.values["of"] == "wreck":
                continue
            if outcome == "completed" or (hit.values["of"] == "defence" and harmed and not own):
                continue
            if outcome == "foiled" and ("part" in told):
                continue
            if kind in _NEVER_FOILED or (harmed and kind == "clash"):
                continue
            went_off = kind == "suicide_bombing" and blown_up and hit.values["of"] != "attacker"
            if outcome == "foiled" and went_off:
                outcome = "attempted"
            # one dead of those who shoot attackers is no attacker
            shot = hit.values["of"] == "attacker" and target not in ARMY_AND_POLICE
            alone = shot and _only_one_fell(tolls)
            if outcome == "foiled" and harmed and target != "militants" and not alone:
                continue
            if kind == "weapons_seizure" and hit.values["of"] != "bomb":
                continue  # smuggling that was prevented is a seizure that was carried out
            context.note("outcome", context.span(mention.sentence, hit.first, hit.last))
            return outcome
    return "completed"


def _only_one_fell(tolls: dict[str, Toll | None]) -> bool:
    """Whether all harm is one dead: where a bomber was shot before he could, himself."""
    killed, wounded = tolls["killed"], tolls["wounded"]
    return killed is not None and killed.best == 1 and (wounded is None or wounded.best == 0)
