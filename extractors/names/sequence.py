"""How likely each word of a sentence belongs to the name of a private person, and to that of an
official: a linear-chain conditional random field (Lafferty, McCallum, Pereira 2001).

Its weights lie in models/reading/names.tsv.gz, fitted by `python -m training.names`: a row a
feature, or a step from one label to the next, and a weight a label.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from extractors.scoring.weights import READING_MODELS, Linear, read

#: a word of no name; the first word and any other of a private person's name, of an official's
LABELS = ("-", "BN", "IN", "BO", "IO")
PRIVATE = ("BN", "IN")
#: the name of a step from one label to the next, among the flags of the weights
STEP = "step from {}"
FILE = "names.tsv.gz"
Row = Sequence[float]


class NameScores:
    """Holds the weights; safe for any number of sentences."""

    def __init__(self, model: Linear) -> None:
        """`model`: classes in the order of LABELS."""
        self._weights: Mapping[str, Row] = model.flags
        nothing = (0.0,) * len(LABELS)
        self._steps = [
            [math.exp(weight) for weight in model.flags.get(STEP.format(label), nothing)]
            for label in LABELS
        ]

    def private(self, features: Sequence[Sequence[str]]) -> list[float]:
        """For each token the chance that it belongs to the name of a private person (forward and
        backward sums over all ways to label the sentence)."""
        if not features:
            return []
        here = [self._here(its) for its in features]
        ahead, behind = self._ahead(here), self._behind(here)
        found = []
        for before, after in zip(ahead, behind, strict=True):
            both = [a * b for a, b in zip(before, after, strict=True)]
            found.append(sum(both[LABELS.index(label)] for label in PRIVATE) / sum(both))
        return found

    def _here(self, features: Sequence[str]) -> list[float]:
        """What the features of a token alone say of each label, the highest being 1."""
        total = [0.0] * len(LABELS)
        for feature in features:
            row = self._weights.get(feature)
            if row is not None:
                for at, weight in enumerate(row):
                    total[at] += weight
        highest = max(total)
        return [math.exp(score - highest) for score in total]

    def _ahead(self, here: Sequence[Row]) -> list[list[float]]:
        found = [_scaled(here[0])]
        for row in here[1:]:
            last = found[-1]
            found.append(
                _scaled(
                    [
                        sum(last[k] * self._steps[k][at] for k in range(len(LABELS))) * weight
                        for at, weight in enumerate(row)
                    ]
                )
            )
        return found

    def _behind(self, here: Sequence[Row]) -> list[list[float]]:
        found = [[1.0] * len(LABELS)]
        for row in reversed(here[1:]):
            last = [weight * after for weight, after in zip(row, found[-1], strict=True)]
            found.append(
                _scaled(
                    [
                        sum(step * after for step, after in zip(steps, last, strict=True))
                        for steps in self._steps
                    ]
                )
            )
        return found[::-1]


def _scaled(row: Row) -> list[float]:
    """The row with a sum of 1, so that long sentences do not run out of a float's range."""
    total = sum(row)
    return [value / total for value in row]


@lru_cache(maxsize=2)
def load_name_scores(folder: Path = READING_MODELS) -> NameScores:
    """The scores whose weights lie in that folder, read once a process. Raises ModelsMissing where
    they are missing or broken."""
    return NameScores(read(folder / FILE))
