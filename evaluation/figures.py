"""What a comparison of recorded incidents with labels gives: figures, intervals, slices, errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Incident = Mapping[str, Any]

#: an event type or country needs so many labels before a figure of it says anything
VALIDATED_FROM = 20


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, each 0–1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One slot: share of aligned incidents with the gold value (`right` of `n`), among those where
    gold has one."""

    accuracy: float | None
    right: int
    n: int
    filled_where_gold_is_empty: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one set of articles."""

    articles: int
    gold_main_incidents: int
    predicted_incidents: int
    incident: Rates
    strict_incident_f1: float
    slot: Rates
    false_alarms: float
    negative_articles: int
    fields: Mapping[str, FieldFigures]


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a 95 % bootstrap interval over articles."""

    low: float
    high: float


#: the numbers of a slice, by name
SLICE_PARTS = ("main", "found", "same", "predicted", "right")


@dataclass(frozen=True, slots=True)
class Slice:
    """One event type, or one country. `found` of the `main` gold incidents of it, `same` of these
    with a value that gold accepts; `right` of the `predicted` ones stand for an incident that
    accepts it."""

    main: int
    found: int
    same: int
    predicted: int
    right: int

    @property
    def rates(self) -> Rates:
        """Precision by predicted value, recall by gold value; another value is wrong on both."""
        return rates_of(share(self.right, self.predicted), share(self.same, self.main))

    @property
    def validated(self) -> bool:
        """Whether there are labels enough to say anything."""
        return self.main >= VALIDATED_FROM


@dataclass(frozen=True, slots=True)
class Linking:
    """Pairwise and B-cubed agreement of predicted incident ids with gold event keys."""

    incidents: int
    gold_pairs: int
    predicted_pairs: int
    pair: Rates
    b3: Rates


@dataclass(frozen=True, slots=True)
class ScoringError:
    """One thing that went wrong. `cost` orders errors, `kind` is a slot's name or false_alarm,
    missed, spurious. `words`: those of the article by which the place is found, empty where
    nobody quotes any."""

    article_id: str
    kind: str
    cost: float
    detail: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold incident, a predicted one, or one of each that stand for one another."""

    article_id: str
    gold: Incident | None
    predicted: Incident | None


@dataclass(frozen=True, slots=True)
class Report:
    """What `score` returns. `intervals`: incident_f1, strict_incident_f1, slot_f1, false_alarms.
    `pairs`: every incident once, article by article."""

    figures: Figures
    intervals: Mapping[str, Interval]
    by_type: Mapping[str, Slice]
    by_country: Mapping[str, Slice]
    linking: Linking | None
    errors: tuple[ScoringError, ...]
    pairs: tuple[Pair, ...]

    def worst(self, number: int) -> tuple[ScoringError, ...]:
        """The `number` most costly errors; of equal cost in the order of the articles."""
        return tuple(sorted(self.errors, key=lambda error: -error.cost)[:number])

    def as_dict(self) -> dict[str, Any]:
        """Figures alone, as JSON types, without a word of any article."""
        return {
            "figures": asdict(self.figures),
            "intervals": {name: asdict(value) for name, value in self.intervals.items()},
            "by_type": _slices_as_dict(self.by_type),
            "by_country": _slices_as_dict(self.by_country),
            "linking": asdict(self.linking) if self.linking else None,
        }


def is_main(incident: Incident) -> bool:
    """Whether an incident is news: labels say so by `role`, recorded incidents and the development
    labels of third parties by `is_main`; one that says neither is news."""
    return bool(incident["role"] == "main" if "role" in incident else incident.get("is_main", True))


def headline(figures: Figures) -> dict[str, float]:
    """The figures that carry an interval, by name."""
    return {
        "incident_f1": figures.incident.f1,
        "strict_incident_f1": figures.strict_incident_f1,
        "slot_f1": figures.slot.f1,
        "false_alarms": figures.false_alarms,
    }


def share(part: float, whole: float) -> float:
    """A share, 0 of nothing."""
    return part / whole if whole else 0.0


def rates_of(precision: float, recall: float) -> Rates:
    """Both, with their harmonic mean."""
    both = precision + recall
    return Rates(precision, recall, 2 * precision * recall / both if both else 0.0)


def _slices_as_dict(slices: Mapping[str, Slice]) -> dict[str, Any]:
    return {
        value: asdict(part) | {"rates": asdict(part.rates), "validated": part.validated}
        for value, part in slices.items()
    }
