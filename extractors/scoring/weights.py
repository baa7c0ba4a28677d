"""Fitted weights of linear scores: their file, and what they make of features.

A file is a table in text, so that every weight can be read: part, term, rarity of the term, and a
weight for each class. The part `flag` has no rarity, the part `constant` no term.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import ModelsMissing
from extractors.scoring.ngrams import Vocabulary

READING_MODELS = Path(__file__).resolve().parents[2] / "models" / "reading"
_FLAG, _CONSTANT = "flag", "constant"
#: chances far below this are alike
_LEAST = 1e-3
_HEAD = ("part", "term", "rarity")
Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Linear:
    """Linear scores of some classes: the constant of each, the weights of each term and flag."""

    classes: tuple[str, ...]
    constant: Row
    vocabularies: Mapping[str, Vocabulary]
    terms: Mapping[str, Sequence[Row]]
    flags: Mapping[str, Row]

    def scores(
        self, terms: Mapping[str, Iterable[str]], flags: Mapping[str, float]
    ) -> dict[str, float]:
        """The score of each class. Terms and flags without a weight count nothing."""
        total = list(self.constant)
        for part, vocabulary in self.vocabularies.items():
            weights = self.terms[part]
            for at, value in sorted(vocabulary.weigh(terms[part])):
                _add(total, weights[at], value)
        for name, value in flags.items():
            if name in self.flags:
                _add(total, self.flags[name], value)
        return dict(zip(self.classes, total, strict=True))


def chances(scores: Mapping[str, float]) -> dict[str, float]:
    """The chance of each class; they add up to one (softmax)."""
    highest = max(scores.values())
    parts = {name: math.exp(score - highest) for name, score in scores.items()}
    total = sum(parts.values())
    return {name: part / total for name, part in parts.items()}


def log_of(chance: float) -> float:
    """The logarithm of a chance; those far below the least one are alike."""
    return math.log(chance + _LEAST)


def log_chance(score: float) -> float:
    """The logarithm of the chance that a logit gives."""
    return -math.log1p(math.exp(-score)) if score > -30 else score


def _add(total: list[float], row: Row, value: float) -> None:
    for at, weight in enumerate(row):
        total[at] += weight * value


def write(model: Linear, path: Path) -> None:
    """Write the table, packed; the same weights give the same bytes."""
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE,
                       quotechar=None)  # fmt: skip
    table.writerow([*_HEAD, *model.classes])
    table.writerow([_CONSTANT, "", "", *model.constant])
    for name, row in sorted(model.flags.items()):
        table.writerow([_FLAG, name, "", *row])
    for part, vocabulary in model.vocabularies.items():
        for term, at in vocabulary.places.items():
            table.writerow([part, term, vocabulary.rarity[at], *model.terms[part][at]])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def read(path: Path) -> Linear:
    """Read a table. Raises ModelsMissing where there is none, or it is broken."""
    try:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        head, *rows = (line.split("\t") for line in lines)
        constant: Row = ()
        flags: dict[str, Row] = {}
        places: dict[str, dict[str, int]] = {}
        rarity: dict[str, list[float]] = {}
        terms: dict[str, list[Row]] = {}
        for part, term, rare, *values in rows:
            row = tuple(map(float, values))
            if part == _CONSTANT:
                constant = row
            elif part == _FLAG:
                flags[term] = row
            else:
                places.setdefault(part, {})[term] = len(terms.setdefault(part, []))
                terms[part].append(row)
                rarity.setdefault(part, []).append(float(rare))
    except (OSError, EOFError, ValueError, UnicodeDecodeError) as err:
        raise ModelsMissing(
            f"the weights {path} cannot be read: {err}",
            "restore models/reading from the repository, or fit them: python -m training.fit",
        ) from err
    vocabularies = {part: Vocabulary(places[part], rarity[part]) for part in places}
    return Linear(tuple(head[len(_HEAD) :]), constant, vocabularies, terms, flags)
