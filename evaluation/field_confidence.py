"""Whether the confidence of fields says what it claims.

    python -m evaluation.field_confidence --write

Grain: one filled-in field of an incident that stands for a labelled one, in the open articles.
Writes the table of docs/contests.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sklearn.metrics import roc_auc_score

from evaluation.details import binned, calibration_error
from evaluation.marked_text import write_marked
from evaluation.scorer import align, judged_slots
from evaluation.sets import LabelledSet, labelled_sets
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "contests.md"


def fields(extractor: Extractor, sets: Iterable[LabelledSet]) -> Iterator[tuple[float, bool]]:
    """Confidence of each filled-in field and whether its value is the labelled one; fields that
    labels leave open are none."""
    for labelled in sets:
        for row in labelled.gold:
            facts = extractor.extract(labelled.articles[str(row["id"])])
            found = [fact_to_prediction(fact) for fact in facts]
            for i, j in align(row["incidents"], found):
                confidence = dict(facts[j].field_confidence)
                for name, right in judged_slots(row["incidents"][i], found[j], confidence):
                    yield confidence[name], right


def rows(name: str, found: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """The table's rows of one kind of article."""
    area = roc_auc_score([right for _, right in found], [confidence for confidence, _ in found])
    bins = binned(found)
    for one in bins:
        yield (
            f"| {name} | {one.low}–{one.high} | {one.n} | {one.confidence:.2f} | {one.right:.2f} |"
        )
    error = calibration_error(bins)
    yield f"| {name} | ROC area {area:.2f} | {len(found)} | calibration error | {error:.3f} |"


def main() -> None:
    """Print the table, and write it into the page where asked to."""
    extractor = Extractor()
    sets = [one for one in labelled_sets(ROOT) if one.entry.kind == "open"]
    lines = ["| open articles | confidence | fields | mean | right |", "|---|---|---:|---:|---:|"]
    for name, fresh in (("errors were read", False), ("fresh", True)):
        chosen = [one for one in sets if one.entry.fresh == fresh]
        lines += rows(name, list(fields(extractor, chosen)))
    table = "\n".join(lines) + "\n"
    if "--write" in sys.argv:
        write_marked(PAGE, "field confidence", table)
    print(table)


if __name__ == "__main__":
    main()
