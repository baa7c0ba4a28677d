"""Which mentions of an article are of one incident: event coreference.

Greedy, in the order of the text: each mention goes to the incident for which most speaks, or begins
one (Raghunathan et al. 2010, "A multi-pass sieve for coreference resolution", has the same order of
decisions). How much speaks for it is a learned score.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.joining.likeness import Told, joining_flags

if TYPE_CHECKING:
    from extractors.scoring.weights import Linear

SAME = "same"
#: a mention is of an incident where its score is above this: of -0.6, -0.3 and 0.1 the one with
#: which most incidents are right on train, by folds
JOINED_FROM = -0.3
#: incidents that a mention may still be of
_WINDOW = 15
#: what surely tells of nothing is left out
SURELY_NONE = 0.97


def joined(score: Linear, told: Told) -> list[list[int]]:
    """The incidents of a scene, each as the places of its mentions there, in the order of the text.
    Mentions that surely tell of nothing are of none."""
    incidents: list[list[int]] = []
    for at, none in enumerate(told.none):
        if round(none, 4) > SURELY_NONE:
            continue
        best: list[int] | None = None
        most = JOINED_FROM
        for incident in incidents[-_WINDOW:]:
            found = joining_score(score, told, incident, at, incidents)
            if found > most:
                best, most = incident, found
        if best is None:
            incidents.append([at])
        else:
            best.append(at)
    return incidents


def joining_score(
    score: Linear,
    told: Told,
    incident: Sequence[int],
    at: int,
    incidents: Sequence[Sequence[int]],
) -> float:
    """The logit of a mention's being of an incident, rounded so that the last bit of a machine's
    arithmetic decides nothing."""
    return round(score.scores({}, joining_flags(told, incident, at, incidents))[SAME], 4)
