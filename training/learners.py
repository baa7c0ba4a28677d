"""Two linear learners: is an article news of an incident, and is a recorded incident right?

Logistic regression over n-grams (and flags, for incidents): seconds to fit, the same weights each
time, and every weight can be read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from extractors.records import Article
from training.examples import ArticleExample, IncidentExample
from training.features import IncidentFeatures, Ngrams, article_text

Scores = NDArray[np.float64]
#: inverse strength of the ridge penalty, chosen by cross-validation on the train sets
ARTICLE_C = 10.0
INCIDENT_C = 1.0
_ROUNDS = 2000


class ArticleFilter:
    """The chance that an article reports an incident as news."""

    def __init__(self, examples: Sequence[ArticleExample]) -> None:
        """Fit on these examples."""
        self._ngrams = Ngrams(letters=True)
        rows = self._ngrams.fit([article_text(e.article) for e in examples])
        self._model = LogisticRegression(C=ARTICLE_C, max_iter=_ROUNDS).fit(
            rows, [e.is_news for e in examples], sample_weight=[e.weight for e in examples]
        )

    def scores(self, articles: Sequence[Article]) -> Scores:
        """One chance an article, 0–1."""
        rows = self._ngrams.of([article_text(article) for article in articles])
        found: Scores = self._model.predict_proba(rows)[:, 1]
        return found


class IncidentVerifier:
    """The chance that a recorded main incident is news that happened as an incident of its own."""

    def __init__(self, examples: Sequence[IncidentExample]) -> None:
        """Fit on these examples."""
        self._features = IncidentFeatures()
        rows = self._features.fit(examples)
        self._model = LogisticRegression(C=INCIDENT_C, max_iter=_ROUNDS).fit(
            rows, [e.is_right for e in examples]
        )

    def scores(self, examples: Sequence[IncidentExample]) -> Scores:
        """One chance a recorded incident, 0–1."""
        found: Scores = self._model.predict_proba(self._features.of(examples))[:, 1]
        return found


def together(
    filter_: ArticleFilter, verifier: IncidentVerifier, examples: Sequence[IncidentExample]
) -> Scores:
    """The product of what the verifier says of an incident and the filter of its article."""
    if not examples:
        return np.zeros(0)
    return verifier.scores(examples) * filter_.scores([e.article for e in examples])
