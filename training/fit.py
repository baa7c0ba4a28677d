"""Fit the scores of the reading and write models/reading: python -m training.fit

Fits on the train sets alone. Prints, by folds of train, what each threshold would find: NEWS_FROM
of extractors/scoring/judge.py is the one at which the mean F1 over the sets is highest. Writes the
weights and a card that says what they were made of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from extractors.joining.join import JOINED_FROM
from extractors.scoring.judge import FILES, NEWS_FROM, Judge
from extractors.scoring.weights import READING_MODELS, write
from training.chain import PENALTIES, Fitted, fit_chain
from training.judging import found_above
from training.trial import Examples, Judged, judged, read_examples, shown, table

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


def by_threshold(examples: Examples, fitted: Fitted) -> Iterator[str]:
    """Precision, recall and F1 of news on train, by folds, as lines of Markdown."""
    names = sorted({e.source for e in examples.train})
    yield f"| news from | {' | '.join(names)} | mean F1 |"
    yield "|---|" + "---|" * (len(names) + 1)
    for threshold in THRESHOLDS:
        found = found_above(fitted.chances, fitted.candidates, examples.train, threshold)
        mean = sum(one.f1 for one in found.values()) / len(found)
        yield f"| {threshold} | {' | '.join(shown(found[n]) for n in names)} | {mean:.3f} |"


def save(judge: Judge, examples: Examples, found: Judged, folder: Path = READING_MODELS) -> None:
    """Write the weights and their card, with what was `found` on the fresh open sets."""
    for name, field in zip(FILES, fields(judge), strict=True):
        write(getattr(judge, field.name), folder / name)
    card = {
        "what": "which articles report an incident, what each mention tells of, which mentions are "
        "of one incident, which incidents are news, background, or none, how sure each field is",
        "licence": "Apache-2.0",
        "fitted on": {
            name: {
                "articles": sum(e.source == name for e in examples.train),
                "marked mentions": sum(
                    mark is not None
                    for e in examples.train
                    if e.source == name and e.incidents
                    for mark in e.marks
                ),
            }
            for name in sorted({e.source for e in examples.train})
        },
        "penalty": PENALTIES,
        "joined from": JOINED_FROM,
        "news from": NEWS_FROM,
        "fresh open sets": {
            name: {
                "auc of articles": round(found.article[name].auc, 3),
                "auc of candidates": round(found.candidate[name].auc, 3),
                "precision": round(found.recorded[name].precision, 3),
                "recall": round(found.recorded[name].recall, 3),
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
    fitted = fit_chain(examples.train, examples.extractor.lexicon)
    print("\n".join(by_threshold(examples, fitted)))
    found = judged(fitted.judge, examples)
    save(fitted.judge, examples, found)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
