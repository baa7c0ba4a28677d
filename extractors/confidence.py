"""How much an incident's telling bears: a score of what speaks for it, and a figure from 0 to 1.

The score decides what is recorded at all: an incident with neither a place nor a count, or one
that only a general sentence hints at, is left out. The figure says how likely it is that a coder
would have recorded it too: seeds/confidence.csv has what each sign weighs, fitted on labelled
articles by scripts/calibrate_confidence.py; evaluation/scoreboard.md shows how well it holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

#: an incident with a lower score is not recorded
THRESHOLD = 3.0
#: the row of seeds/confidence.csv that counts for each incident
CONSTANT = "constant"
_MENTIONS = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against an incident. Each is counted once."""

    firm_trigger: bool  # a trigger that opens an incident by itself
    verb: bool  # a verb in the past tells it: قصفت، انفجرت
    plural_only: bool  # only plurals or plans: غارات، تفجيرات
    counted: bool  # somebody killed, wounded, arrested or abducted, by number (0 too)
    vague: bool  # … by a vague word or as a combined toll
    place: bool  # a named place below the governorate
    region: bool  # a governorate or country
    dated: bool
    weapon: bool
    perpetrator: bool
    target: bool
    source: bool
    titled: bool  # the title tells it too
    led: bool  # the first sentence tells it
    mentions: int
    background: bool
    doubted: float  # what negatives take away


def score(signs: Signs) -> float:
    """The weight of the evidence."""
    total = 0.0
    total += 1.5 if signs.firm_trigger else 0.0
    total += 0.5 if signs.verb else 0.0
    if not (signs.counted or signs.vague):
        total -= 0.5 if signs.verb else 2.5
    total -= 1.5 if signs.plural_only else 0.0
    total += 2.0 if signs.counted else 0.0
    total += 1.0 if signs.vague and not signs.counted else 0.0
    total += 1.0 if signs.place else 0.0
    total += 0.5 if signs.region or signs.place else 0.0
    total += 0.5 if signs.dated else 0.0
    total += 0.5 if signs.weapon else 0.0
    total += 0.25 if signs.perpetrator else 0.0
    total += 0.25 if signs.target else 0.0
    total += 0.25 if signs.source else 0.0
    total += 0.75 if signs.titled else 0.0
    total += 0.5 if signs.led else 0.0
    total += 0.25 * min(signs.mentions - 1, 3)
    total -= 0.5 if signs.background else 0.0
    return total - signs.doubted


def recordable(signs: Signs) -> bool:
    """Whether the incident is recorded: it has a place or a count, or the article opens with who
    did it to whom on which day, and enough speaks for it."""
    if not (signs.place or signs.region or signs.counted or _the_news(signs)):
        return False
    return score(signs) >= THRESHOLD


def _the_news(signs: Signs) -> bool:
    """Whether title and lead tell a deed with its doer, whom it hit and its day: أعلنت تركيا أنها
    قصفت أمس مواقع للتنظيم في سوريا."""
    opens = signs.titled and signs.led and signs.verb and not signs.plural_only
    return opens and signs.dated and signs.perpetrator and signs.target and not signs.background


def confidence(signs: Signs, weights: Mapping[str, float]) -> float:
    """The chance, 0–1, that the incident is real, rounded to two places."""
    odds = weights[CONSTANT] + sum(
        weights.get(name, 0.0) * value for name, value in features(signs).items()
    )
    return round(1 / (1 + math.exp(-odds)), 2)


def features(signs: Signs) -> dict[str, float]:
    """The signs as numbers, by name; sentences beyond the fourth say nothing more."""
    values = {field.name: float(getattr(signs, field.name)) for field in fields(signs)}
    values["mentions"] = float(min(signs.mentions - 1, _MENTIONS))
    values["toll"] = float(signs.counted or signs.vague)
    return values
