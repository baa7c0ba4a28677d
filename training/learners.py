"""Fits one linear score of extractors/scoring: logistic regression over the features there.

Seconds to fit, the same weights each time, and every weight can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractors.scoring.ngrams import Vocabulary
from extractors.scoring.weights import Linear

_ROUNDS = 200
#: parts of the examples, one of which a score is not fitted on
FOLDS = 5
#: digits behind the point of a weight
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """Examples of a score: their terms by part, the fewest texts that a term of the part must stand
    in, their flags, and their labels. A flag counts that `fewest_flags` of them have."""

    terms: Mapping[str, Sequence[Sequence[str]]]
    fewest: Mapping[str, int]
    flags: Sequence[Mapping[str, float]]
    labels: Sequence[str]
    fewest_flags: int = 1

    def only(self, chosen: Sequence[int]) -> Rows:
        """Those of the examples."""
        return Rows(
            {part: [texts[i] for i in chosen] for part, texts in self.terms.items()},
            self.fewest,
            [self.flags[i] for i in chosen],
            [self.labels[i] for i in chosen],
            self.fewest_flags,
        )


def fit(rows: Rows, penalty: float, *, positive: str | None = None) -> Linear:
    """The score of these examples. `penalty`: inverse strength of the ridge penalty. `positive`: of
    two labels the one that is scored; else each label has a score of its own. Raises ValueError
    where all examples have one label."""
    if len(set(rows.labels)) < 2:
        raise ValueError("all examples have one label: nothing can be fitted")
    vocabularies, blocks = {}, []
    for part, texts in rows.terms.items():
        vocabularies[part] = Vocabulary.of(texts, rows.fewest[part])
        blocks.append(_matrix(vocabularies[part], texts))
    named = DictVectorizer()
    if any(rows.flags):
        found = Counter(name for flags in rows.flags for name in flags)
        kept = {name for name, n in found.items() if n >= rows.fewest_flags}
        blocks.append(
            named.fit_transform(
                [{k: v for k, v in flags.items() if k in kept} for flags in rows.flags]
            )
        )
    labels: Sequence[str] | Sequence[bool] = rows.labels
    if positive is not None:
        labels = [label == positive for label in rows.labels]
    model = LogisticRegression(C=penalty, max_iter=_ROUNDS)
    model.fit(csr_matrix(hstack(blocks)), labels)
    coefficients, constants = model.coef_, model.intercept_
    if positive is None and len(coefficients) == 1:  # two labels: half of it for each
        coefficients = np.vstack([-coefficients, coefficients]) / 2
        constants = np.concatenate([-constants, constants]) / 2
    weights = np.round(coefficients, _DIGITS).T.tolist()
    terms, start = {}, 0
    for part, vocabulary in vocabularies.items():
        terms[part] = weights[start : start + len(vocabulary.rarity)]
        start += len(vocabulary.rarity)
    names = named.get_feature_names_out().tolist() if any(rows.flags) else []
    of_flags = dict(zip(names, weights[start:], strict=True))
    constant = np.round(constants, _DIGITS).tolist()
    classes = (positive,) if positive is not None else tuple(model.classes_.tolist())
    return Linear(classes, constant, vocabularies, terms, of_flags)


def by_folds(
    rows: Rows, folds: Sequence[int], penalty: float, *, positive: str | None = None
) -> list[Linear]:
    """A score for each fold, fitted on the others, and last one fitted on all. `folds`: of each
    example, 0 … 4."""
    chosen = [[i for i, f in enumerate(folds) if f != fold] for fold in range(FOLDS)]
    chosen.append(list(range(len(folds))))
    return [fit(rows.only(some), penalty, positive=positive) for some in chosen]


def _matrix(vocabulary: Vocabulary, texts: Sequence[Sequence[str]]) -> csr_matrix:
    found = [vocabulary.weigh(text) for text in texts]
    starts = np.cumsum([0, *map(len, found)])
    places = [at for row in found for at, _ in row]
    values = [value for row in found for _, value in row]
    shape = (len(found), len(vocabulary.rarity))
    return csr_matrix((values, places, starts), shape=shape)
