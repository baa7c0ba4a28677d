"""Fit the scores of extractors/scoring and write models/reading: python -m training.fit

Fits on the train sets alone. Prints, by folds of train, what each threshold would find: NEWS_FROM
of extractors/scoring/judge.py is the one at which the mean F1 over the sets of newspapers is
highest. Writes the weights and a card that says what they were made of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from extractors.scoring.judge import FILES, NEWS_FROM, READING_MODELS, Judge
from extractors.scoring.weights import write
from training.judging import found_above
from training.learners import ARTICLE_C, CANDIDATE_C, fit_judge
from training.trial import Examples, Judged, judged, out_of_fold, read_examples, shown, table

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


def by_threshold(examples: Examples) -> Iterator[str]:
    """Precision, recall and F1 of news on train, by folds, as lines of Markdown."""
    chances = out_of_fold(examples.articles, examples.candidates)
    names = sorted({e.source for e in examples.articles})
    yield f"| news from | {' | '.join(names)} | mean F1 |"
    yield "|---|" + "---|" * (len(names) + 1)
    for threshold in THRESHOLDS:
        found = found_above(chances, examples.candidates, examples.articles, threshold)
        mean = sum(one.f1 for one in found.values()) / len(found)
        yield f"| {threshold} | {' | '.join(shown(found[n]) for n in names)} | {mean:.3f} |"


def save(judge: Judge, examples: Examples, found: Judged, folder: Path = READING_MODELS) -> None:
    """Write the weights and their card, with what was `found` on the fresh open sets."""
    for name, model in zip(FILES, (judge.article, judge.candidate), strict=True):
        write(model, folder / name)
    sources = sorted({e.source for e in examples.articles})
    card = {
        "what": "which candidates of an article are news of an incident, background, or none",
        "licence": "Apache-2.0",
        "fitted on": {
            name: {
                "articles": sum(e.source == name for e in examples.articles),
                "candidates": sum(e.source == name for e in examples.candidates),
            }
            for name in sources
        },
        "penalty": {"article C": ARTICLE_C, "candidate C": CANDIDATE_C},
        "news from": NEWS_FROM,
        "fresh open sets": {
            name: {
                "auc of articles": round(found.article[name].auc, 3),
                "auc of candidates": round(found.candidate[name].auc, 3),
                "precision": round(found.scores[name].precision, 3),
                "recall": round(found.scores[name].recall, 3),
            }
            for name in found.article
        },
        "sha256": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES
        },
    }
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    (folder / "card.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Fit, write, and print what it gives."""
    examples = read_examples()
    print("\n".join(by_threshold(examples)))
    fitted = fit_judge(examples.articles, examples.candidates)
    found = judged(fitted, examples.fresh_articles, examples.fresh_candidates)
    save(fitted, examples, found)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
