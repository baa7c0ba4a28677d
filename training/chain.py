"""Fits the scores of the reading one after the other, each on what those before it give.

A score is never fitted on what another one gives for its own examples: what goes into the next one
comes from a model that did not see the article's fold (stacking, Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.assemble import candidates, groups_of
from extractors.joining.join import SAME
from extractors.joining.likeness import Told
from extractors.patterns.lexicon import Lexicon
from extractors.scoring.article_features import ARTICLE_FEWEST, article_terms
from extractors.scoring.event_features import EVENT_PARTS, event_flags
from extractors.scoring.features import CANDIDATE_PARTS, flags
from extractors.scoring.field_features import field_flags
from extractors.scoring.judge import FILES, NEWS, RIGHT, Judge, of_article, told_of
from extractors.scoring.mention_features import MENTION_PARTS, mention_flags, scene_of
from extractors.scoring.ngrams import Terms
from extractors.scoring.weights import Linear
from training.examples import (
    CandidateExample,
    Read,
    candidate_examples,
    joining_examples,
)
from training.learners import Rows, by_folds, fit

Scores = NDArray[np.float64]
#: inverse strength of each score's penalty, chosen by folds of train
PENALTIES = {
    "article": 10.0,
    "genre": 10.0,
    "mention": 0.5,
    "joining": 0.2,
    "event": 0.5,
    "candidate": 0.3,
    "field": 0.1,
}
#: examples that a flag of a joining must stand in
_FEWEST_FLAGS = 5
_OTHER = "other"
_NOTHING = Linear((), (), {}, {}, {})
#: decides nothing: what articles are read with before anything is fitted
UNTRAINED = Judge(*[_NOTHING] * len(FILES))


@dataclass(frozen=True, slots=True)
class Fitted:
    """The scores, the candidates of the train articles by models that did not see their fold, and
    the chance of each that it is news, by such models too."""

    judge: Judge
    candidates: Sequence[CandidateExample]
    chances: Scores


def fit_chain(reads: Sequence[Read], lexicon: Lexicon) -> Fitted:
    """All scores of these articles."""
    article, genre, of_articles = _article(reads)
    mention, told = _mention(reads, of_articles)
    joining = _joining(reads, told)
    event = _event(reads, told, joining)
    judges = [
        Judge(article, genre, mention, *of_fold, _NOTHING, _NOTHING)
        for of_fold in zip(joining, event, strict=True)
    ]
    found = _found(reads, told, judges, lexicon)
    candidate = by_folds(_candidate_rows(found), [e.fold for e in found], PENALTIES["candidate"])
    chances = _chances(lambda e: candidate[e.fold], found)
    field = fit(field_rows(found, chances), PENALTIES["field"], positive=RIGHT)
    return Fitted(replace(judges[-1], candidate=candidate[-1], field=field), found, chances)


def _article(reads: Sequence[Read]) -> tuple[Linear, Linear, list[dict[str, float]]]:
    """The scores of articles, and what models say of each one that did not see its fold."""
    rows = Rows(
        {"article": [list(article_terms(r.article)) for r in reads]},
        {"article": ARTICLE_FEWEST},
        [{} for _ in reads],
        [NEWS if r.is_news else _OTHER for r in reads],
    )
    folds = [r.fold for r in reads]
    news = by_folds(rows, folds, PENALTIES["article"], positive=NEWS)
    genres = by_folds(replace(rows, labels=[r.genre for r in reads]), folds, PENALTIES["genre"])
    found = [of_article(news[r.fold], genres[r.fold], r.article) for r in reads]
    return news[-1], genres[-1], found


def _mention(
    reads: Sequence[Read], of_articles: Sequence[Mapping[str, float]]
) -> tuple[Linear, list[Told]]:
    """The score of mentions, and what it says of each one by models that did not see its fold."""
    scenes = [scene_of(r.doc, one) for r, one in zip(reads, of_articles, strict=True)]
    shown = [
        (scene, at, role, read.fold)
        for read, scene in zip(reads, scenes, strict=True)
        for at, mark in enumerate(read.marks)
        if (role := read.role(mark)) is not None
    ]
    places = [(scene, at) for scene, at, _, _ in shown]
    rows = _rows(MENTION_PARTS, mention_flags, places, [role for _, _, role, _ in shown])
    models = by_folds(rows, [fold for *_, fold in shown], PENALTIES["mention"])
    told = [told_of(models[r.fold], scene) for r, scene in zip(reads, scenes, strict=True)]
    return models[-1], told


def _joining(reads: Sequence[Read], told: Sequence[Told]) -> list[Linear]:
    """The scores of joining, by folds."""
    shown = [
        (found, same, read.fold)
        for read, one in zip(reads, told, strict=True)
        for found, same in joining_examples(read, one)
    ]
    rows = Rows(
        {}, {}, [found for found, _, _ in shown],
        [SAME if same else _OTHER for _, same, _ in shown], _FEWEST_FLAGS,
    )  # fmt: skip
    folds = [fold for *_, fold in shown]
    return by_folds(rows, folds, PENALTIES["joining"], positive=SAME)


def _event(reads: Sequence[Read], told: Sequence[Told], joining: Sequence[Linear]) -> list[Linear]:
    """The scores of types of events, by folds: of the mentions that are put together the type of
    the incident that most of them are marked with."""
    shown = [
        (one.scene, group, incident["event_type"], read.fold)
        for read, one in zip(reads, told, strict=True)
        for group in groups_of(one, joining[read.fold])
        if (incident := read.incident_of(group)) is not None
    ]
    groups = [(scene, group) for scene, group, _, _ in shown]
    rows = _rows(EVENT_PARTS, event_flags, groups, [kind for _, _, kind, _ in shown])
    return by_folds(rows, [fold for *_, fold in shown], PENALTIES["event"])


def _found(
    reads: Sequence[Read], told: Sequence[Told], judges: Sequence[Judge], lexicon: Lexicon
) -> list[CandidateExample]:
    """The candidates of each article by scores that did not see its fold."""
    return [
        example
        for read, one in zip(reads, told, strict=True)
        for example in candidate_examples(
            read, candidates(read.doc, lexicon, one, judges[read.fold])
        )
    ]


def _candidate_rows(found: Sequence[CandidateExample]) -> Rows:
    shown = [(e.candidate,) for e in found]
    return _rows(CANDIDATE_PARTS, flags, shown, [e.label for e in found])


def _rows(
    parts: Iterable[Terms],
    flags_of: Callable[..., dict[str, float]],
    shown: Sequence[tuple[Any, ...]],
    labels: Sequence[str],
) -> Rows:
    """The examples of a score. `shown`: for each what its features are worked out from."""
    return Rows(
        {p.name: [list(p.of(*one)) for one in shown] for p in parts},
        {p.name: p.fewest for p in parts},
        [flags_of(*one) for one in shown],
        labels,
    )


def field_rows(found: Sequence[CandidateExample], chances: Scores) -> Rows:
    """The examples of the score of fields: the filled ones of each candidate that stands for a
    labelled incident. `chances`: of the candidates that they are news."""
    shown = [
        (field_flags(e.candidate, name, float(chance)), right)
        for e, chance in zip(found, chances, strict=True)
        for name, right in e.right.items()
    ]
    labels = [RIGHT if right else _OTHER for _, right in shown]
    return Rows({}, {}, [flags for flags, _ in shown], labels)


def fresh_candidates(
    judge: Judge, reads: Sequence[Read], lexicon: Lexicon
) -> tuple[list[CandidateExample], Scores]:
    """The candidates of articles that nothing was fitted on, and the chance of each that it is
    news."""
    found: list[CandidateExample] = []
    for read in reads:
        told = judge.told(read.doc)
        found += candidate_examples(read, candidates(read.doc, lexicon, told, judge))
    return found, _chances(lambda _: judge.candidate, found)


def _chances(
    model: Callable[[CandidateExample], Linear], found: Sequence[CandidateExample]
) -> Scores:
    return np.array(
        [replace(UNTRAINED, candidate=model(e)).chances(e.candidate)[NEWS] for e in found]
    )
