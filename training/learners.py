"""Fits the two scores of extractors/scoring: logistic regression over the features there.

Seconds to fit, the same weights each time, and every weight can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractors.records import Article
from extractors.scoring.features import (
    ARTICLE_FEWEST,
    CANDIDATE_PARTS,
    Candidate,
    article_terms,
    flags,
)
from extractors.scoring.judge import BACKGROUND, NEWS, NONE, Judge, article_score
from extractors.scoring.ngrams import Vocabulary
from extractors.scoring.weights import Linear
from training.examples import FOLDS, ArticleExample, CandidateExample, fold_of

Scores = NDArray[np.float64]
#: inverse strength of the ridge penalty, chosen by cross-validation on the train sets
ARTICLE_C = 10.0
CANDIDATE_C = 1.0
_ROUNDS = 3000
#: digits behind the point of a weight
_DIGITS = 4


def fit_article(examples: Sequence[ArticleExample]) -> Linear:
    """The score of an article: does it report an incident as news?"""
    vocabulary, rows = _words([article_terms(e.article) for e in examples], ARTICLE_FEWEST)
    model = LogisticRegression(C=ARTICLE_C, max_iter=_ROUNDS)
    model.fit(rows, [e.is_news for e in examples])
    weights = np.round(model.coef_, _DIGITS).T.tolist()
    constant = np.round(model.intercept_, _DIGITS).tolist()
    return Linear((NEWS,), constant, {"article": vocabulary}, {"article": weights}, {})


def fit_candidate(examples: Sequence[CandidateExample], article_scores: Scores) -> Linear:
    """The score of a candidate: news, background, none. `article_scores`: of the article of each,
    by a score that was not fitted on it. Raises ValueError where a class has no example."""
    missing = {NEWS, BACKGROUND, NONE} - {e.label for e in examples}
    if missing:
        raise ValueError(f"no candidate is {', '.join(sorted(missing))}: nothing can be fitted")
    vocabularies, blocks = {}, []
    for part in CANDIDATE_PARTS:
        texts = [part.terms(e.candidate) for e in examples]
        vocabularies[part.name], rows = _words(texts, part.fewest)
        blocks.append(rows)
    named = DictVectorizer()
    shown = zip(examples, article_scores, strict=True)
    blocks.append(named.fit_transform([flags(e.candidate, float(s)) for e, s in shown]))
    model = LogisticRegression(C=CANDIDATE_C, max_iter=_ROUNDS)
    model.fit(csr_matrix(hstack(blocks)), [e.label for e in examples])
    weights = np.round(model.coef_, _DIGITS).T.tolist()
    terms, start = {}, 0
    for name, vocabulary in vocabularies.items():
        terms[name] = weights[start : start + len(vocabulary.rarity)]
        start += len(vocabulary.rarity)
    of_flags = dict(zip(named.get_feature_names_out().tolist(), weights[start:], strict=True))
    constant = np.round(model.intercept_, _DIGITS).tolist()
    return Linear(tuple(model.classes_.tolist()), constant, vocabularies, terms, of_flags)


def _words(texts: Iterable[Iterable[str]], fewest: int) -> tuple[Vocabulary, csr_matrix]:
    told = [list(text) for text in texts]
    vocabulary = Vocabulary.of(told, fewest)
    found = [vocabulary.weigh(text) for text in told]
    starts = np.cumsum([0, *map(len, found)])
    places = [at for row in found for at, _ in row]
    values = [value for row in found for _, value in row]
    shape = (len(found), len(vocabulary.rarity))
    return vocabulary, csr_matrix((values, places, starts), shape=shape)


def article_scores(model: Linear, articles: Sequence[Article]) -> Scores:
    """A logit an article."""
    return np.array([article_score(model, article) for article in articles])


def scores_of_others(articles: Sequence[ArticleExample]) -> dict[str, float]:
    """The score of each article by a model that did not see its fold, by id."""
    found: dict[str, float] = {}
    for fold in range(FOLDS):
        inside = [e for e in articles if fold_of(e.article.id, e.source) == fold]
        others = [e for e in articles if fold_of(e.article.id, e.source) != fold]
        if inside:
            model = fit_article(others)
            found |= {e.article.id: article_score(model, e.article) for e in inside}
    return found


def fit_judge(articles: Sequence[ArticleExample], candidates: Sequence[CandidateExample]) -> Judge:
    """Both scores, the second with the first one's by folds."""
    by_others = scores_of_others(articles)
    scores = np.array([by_others[e.article_id] for e in candidates])
    return Judge(fit_article(articles), fit_candidate(candidates, scores))


def news_chances(judge: Judge, candidates: Sequence[Candidate]) -> Scores:
    """The chance of each candidate that it is news."""
    of_article = {c.article.id: c.article for c in candidates}
    scores = {id_: article_score(judge.article, article) for id_, article in of_article.items()}
    return np.array([judge.chances(c, scores[c.article.id])[NEWS] for c in candidates])
