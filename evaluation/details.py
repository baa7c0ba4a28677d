"""What users live by and the slots do not show: who says so, bounds, victims, where, how sure.

All figures are over the incidents that stand for a labelled one (`Pair`), and carry n and a 95 %
bootstrap interval over articles.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from evaluation.bootstrap import bootstrap
from evaluation.figures import Incident, Interval, Pair, is_main
from evaluation.scorer import fold_name

#: counts whose bounds are labelled
BOUNDED = ("killed", "wounded")
#: a labelled class, in its own words or those of seeds/victim_classes.csv → what may stand for it
_SAME_CLASS: Mapping[str, frozenset[str]] = {
    "civilian": frozenset({"civilian", "civilians", "citizens", "people", "nationals"}),
    "police": frozenset({"police", "security", "officers"}),
    "military": frozenset({"military", "officers", "security"}),
    "militant": frozenset({"militant", "militants", "fighters", "members", "leaders", "attackers"}),
    "child": frozenset({"child", "children"}),
    "woman": frozenset({"female", "women"}),
    "man": frozenset({"male", "men"}),
}
_SINGULAR = {
    "civilians": "civilian", "militants": "militant", "children": "child", "women": "woman",
    "men": "man",
}  # fmt: skip
#: shares of articles with an incident: a whole night's news, a mixed feed, a security desk
PREVALENCES = (0.03, 0.20, 0.70)
CONFIDENCE_STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.0)
_EARTH_KM = 6371.0
#: a governorate apart: such a place is wrong whatever its precision
FAR_KM = 50.0


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `n`, with the 95 % interval of the share (None without any)."""

    right: int
    n: int
    interval: Interval | None

    @property
    def value(self) -> float | None:
        """The share, 0–1; None of nothing."""
        return self.right / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Distances:
    """How far the coordinates of one precision code are from the labelled ones, in km."""

    n: int
    median_km: float
    p90_km: float
    within_50_km: float


@dataclass(frozen=True, slots=True)
class Prevalence:
    """Share of recorded incidents that are real, if so many articles tell of one. `ordinary`: the
    other articles are ordinary news; `hard`: they are all near misses."""

    share: float
    ordinary: float | None
    hard: float
    hard_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Main incidents with a confidence of `low` to `high`: its mean, and the share that is
    right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def shares(pairs: Iterable[Pair]) -> dict[str, Share]:
    """The shares by name: perpetrator_status, attribution_source, bounds, sub-counts, outcome."""
    judged: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for pair in pairs:
        if pair.gold is None or pair.predicted is None:
            continue
        for name, right in _judgements(pair.gold, pair.predicted):
            judged[name].append((pair.article_id, right))
    return {name: share_of(found) for name, found in sorted(judged.items())}


def _judgements(gold: Incident, predicted: Incident) -> Iterable[tuple[str, bool]]:
    if gold.get("perpetrator") and predicted.get("perpetrator"):
        same = predicted.get("perpetrator_status") == gold.get("perpetrator_status")
        yield "perpetrator_status", same
    if gold.get("attribution_source"):
        named = predicted.get("attribution_source")
        yield "attribution_source", _same_source(str(gold["attribution_source"]), named)
    for measure in BOUNDED:
        if gold.get(measure) is not None and predicted.get(measure) is not None:
            for bound in ("min", "max"):
                wanted = gold.get(f"{measure}_{bound}")
                if wanted is None:
                    continue
                given = predicted.get(f"{measure}_{bound}")
                yield f"{measure}_{bound}", (given or predicted[measure]) == wanted
    if gold.get("killed_of_perpetrators") is not None:
        same = predicted.get("killed_of_perpetrators") == gold["killed_of_perpetrators"]
        yield "killed_of_perpetrators", same
    if gold.get("outcome"):
        yield "outcome", predicted.get("outcome") == gold["outcome"]
    if gold.get("target_detail"):
        yield "target_detail", predicted.get("target_detail") == gold["target_detail"]
    for victim in gold.get("victims") or ():
        yield f"sub_count_{victim['measure']}", _told(victim, predicted.get("claims") or ())


def _same_source(wanted: str, given: object) -> bool:
    """Whether half of the words, or all that are given, are the same."""
    words, found = set(fold_name(wanted).split()), set(fold_name(str(given or "")).split())
    return bool(found) and (2 * len(words & found) >= len(words) or found <= words)


def _told(victim: Mapping[str, Any], claims: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a claim has the count of that class."""
    wanted = str(victim.get("class"))
    classes = _SAME_CLASS.get(_SINGULAR.get(wanted, wanted), frozenset({wanted}))
    axes = ("victim_class", "victim_status", "victim_age", "victim_sex")
    return any(
        claim.get("measure") == victim["measure"]
        and claim.get("value") == victim["count"]
        and any(claim.get(axis) in classes for axis in axes)
        for claim in claims
    )


def share_of(found: Sequence[tuple[str, bool]]) -> Share:
    """The share of (article, right) judgements that are right, with its interval over articles."""
    by_article: dict[str, list[int]] = {}
    for article, right in found:
        sums = by_article.setdefault(article, [0, 0])
        sums[0] += right
        sums[1] += 1

    def figure(sums: Sequence[float]) -> dict[str, float]:
        return {"share": sums[0] / sums[1] if sums[1] else 0.0}

    interval = bootstrap(list(by_article.values()), figure).get("share")
    return Share(sum(right for _, right in found), len(found), interval)


def distances(pairs: Iterable[Pair]) -> dict[str, Distances]:
    """Distances by precision code, where gold has coordinates."""
    found: dict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        gold, predicted = pair.gold, pair.predicted
        if gold is None or predicted is None or gold.get("latitude") is None:
            continue
        if predicted.get("latitude") is not None:
            found[str(predicted.get("geo_precision"))].append(
                _kilometres(
                    (gold["latitude"], gold["longitude"]),
                    (predicted["latitude"], predicted["longitude"]),
                )
            )
    return {
        code: Distances(
            n=len(values),
            median_km=_quantile(values, 0.5),
            p90_km=_quantile(values, 0.9),
            within_50_km=sum(v <= FAR_KM for v in values) / len(values),
        )
        for code, values in sorted(found.items())
    }


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (a, b))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def precision_by_prevalence(
    gold: Sequence[Mapping[str, Any]], pairs: Iterable[Pair], ordinary_rate: float | None
) -> list[Prevalence]:
    """Precision at each of `PREVALENCES`.

    Taken from incidents recorded and right in an article with an incident, and incidents recorded
    in one without. `ordinary_rate`: incidents recorded in an ordinary article, None where that was
    not measured.
    """
    recorded: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair in pairs:
        if pair.predicted is not None:
            recorded[pair.article_id][0] += 1
            recorded[pair.article_id][1] += pair.gold is not None
    rows: list[tuple[float, ...]] = []
    for row in gold:
        if row["incidents"]:
            rows.append((1, *recorded[str(row["id"])], 0, 0))
        elif not row.get("ambiguous_mention"):
            rows.append((0, 0, 0, 1, recorded[str(row["id"])][0]))

    def precision(share: float, sums: Sequence[float], false_rate: float | None) -> float:
        with_one, given, right, without, false = sums
        if not with_one:
            return 0.0
        rate = false_rate if false_rate is not None else (false / without if without else 0.0)
        total = share * given / with_one + (1 - share) * rate
        return share * right / with_one / total if total else 0.0

    def all_hard(sums: Sequence[float]) -> dict[str, float]:
        return {str(share): precision(share, sums, None) for share in PREVALENCES}

    sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * 5
    intervals = bootstrap(rows, all_hard)
    return [
        Prevalence(
            share,
            None if ordinary_rate is None else precision(share, sums, ordinary_rate),
            precision(share, sums, None),
            intervals.get(str(share)),
        )
        for share in PREVALENCES
    ]


def reliability(pairs: Iterable[Pair]) -> list[Bin]:
    """How often main incidents of a confidence are news that happened: an older event or another
    story that is recorded as news is not."""
    found = [
        (float(p.predicted["confidence"]), p.gold is not None and is_main(p.gold))
        for p in pairs
        if p.predicted is not None and "confidence" in p.predicted and is_main(p.predicted)
    ]
    return binned(found)


def binned(found: Sequence[tuple[float, bool]]) -> list[Bin]:
    """What is (confidence, whether it was right), grouped by confidence."""
    bins = []
    for low, high in pairwise(CONFIDENCE_STEPS):
        inside = [(c, r) for c, r in found if low <= c < high or (high == 1.0 and c == 1.0)]
        if inside:
            n = len(inside)
            mean, right = sum(c for c, _ in inside) / n, sum(r for _, r in inside) / n
            bins.append(Bin(low, high, n, mean, right))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Mean distance of confidence and share, weighted by n (expected calibration error)."""
    total = sum(b.n for b in bins)
    return sum(b.n * abs(b.confidence - b.right) for b in bins) / total if total else None


def by_phenomenon(
    gold: Sequence[Mapping[str, Any]], measure: Callable[[Sequence[Mapping[str, Any]]], Any]
) -> dict[str, Any]:
    """`measure` of the articles with each tag of the labels' `phenomena`."""
    tagged: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in gold:
        for tag in row.get("phenomena") or ():
            tagged[tag].append(row)
    return {tag: measure(rows) for tag, rows in sorted(tagged.items())}
