"""Which candidates of an article are news, which are background, and which are no incident.

Two learned scores: whether the article reports an incident as news at all, and, with that, what
each candidate is. Fitted by `python -m training.fit`; what they separate stands in docs/corpus.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from extractors.records import Article, IncidentFact
from extractors.scoring.features import CANDIDATE_PARTS, Candidate, article_terms, flags
from extractors.scoring.weights import Linear, chances, read

READING_MODELS = Path(__file__).resolve().parents[2] / "models" / "reading"
FILES = ("article.tsv.gz", "candidate.tsv.gz")
NEWS, BACKGROUND, NONE = "news", "background", "none"
#: a candidate is news from this chance on: on train, by folds, precision and recall of news balance
#: there (training/fit.py prints the table)
NEWS_FROM = 0.35


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides what is recorded. Holds the weights of both scores."""

    article: Linear
    candidate: Linear

    def decide(
        self, article: Article, facts: Sequence[IncidentFact], left_out: Sequence[IncidentFact]
    ) -> tuple[IncidentFact, ...]:
        """The incidents that are recorded, numbered anew in the order of the text, each with its
        chance as `confidence`. `left_out`: what too little speaks for by the rules alone."""
        candidates = candidates_of(article, facts, left_out)
        if not candidates:
            return ()
        score = article_score(self.article, article)
        found = (_decided(one, self.chances(one, score)) for one in candidates)
        kept = [fact for fact in found if fact is not None]
        return tuple(replace(fact, number=number) for number, fact in enumerate(kept, 1))

    def chances(self, candidate: Candidate, score: float) -> dict[str, float]:
        """The chance that a candidate is news, background, none; `score`: the article's."""
        terms = {part.name: part.terms(candidate) for part in CANDIDATE_PARTS}
        return chances(self.candidate.scores(terms, flags(candidate, score)))


def article_score(model: Linear, article: Article) -> float:
    """How much speaks for an article's reporting an incident as news: a logit."""
    return model.scores({"article": article_terms(article)}, {})[NEWS]


def candidates_of(
    article: Article, facts: Sequence[IncidentFact], left_out: Sequence[IncidentFact]
) -> list[Candidate]:
    """The candidates in the order of the text."""
    found = sorted(
        [(fact.number, False, fact) for fact in left_out]
        + [(fact.number, True, fact) for fact in facts],
        key=lambda one: one[:2],
    )
    return [
        Candidate(article, fact, number, len(found), by_rules)
        for number, (_, by_rules, fact) in enumerate(found)
    ]


def _decided(candidate: Candidate, found: dict[str, float]) -> IncidentFact | None:
    # rounded first, so that the last bit of a machine's arithmetic decides nothing
    news, background, none = (round(found[name], 4) for name in (NEWS, BACKGROUND, NONE))
    if news >= NEWS_FROM:
        return replace(candidate.fact, is_main=True, confidence=round(news, 2))
    if background >= none:
        return replace(candidate.fact, is_main=False, confidence=round(news + background, 2))
    return None


@lru_cache(maxsize=2)
def load_judge(folder: Path = READING_MODELS) -> Judge:
    """The judge whose weights lie in that folder, read once a process. Raises ModelsMissing where
    they are missing or broken."""
    return Judge(*(read(folder / name) for name in FILES))


def weight_files(folder: Path = READING_MODELS) -> Iterator[Path]:
    """The files of the weights that are there: none before the first fit."""
    return (folder / name for name in FILES if (folder / name).is_file())
