"""Draw facts to be read by a person: python scripts/draw_evidence.py [--seed S] [--facts N]

Writes a row a fact: the value of one field of one incident of our own articles, all words that it
rests on in the order of the text, what stands around the first of them, and whether the value is
stated or inferred. The reader fills `supported` with yes or no: whether the words alone bear the
value; of what is inferred, whether it follows from the article. evaluation/guidelines.md, "Reading
of evidence".

A hash of seed, article, incident and field orders the facts of each field, and every stretch of
the draw holds each field in its share of all: those who mend the rules read other stretches than
those who judge them. Facts hardly change places when the extractor does. `--looked-at` leaves out
the fresh articles and takes the samples in.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from evaluation.sets import OWN, OWN_FRESH, SAMPLES, labelled_sets
from extractors.export import fact_to_prediction
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor
from extractors.records import Article, Evidence, Span

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = ("extractor", "article_id", "incident", "field", "value", "words", "around", "basis",
           "supported", "why_not")  # fmt: skip
#: letters of the text on either side
_AROUND = 80
#: separates words that are apart in the text
_APART = " … "
#: the field of the prediction that the words of a field support
_VALUE = {"place": ("place", "admin1", "country")}

Row = tuple[str, ...]


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description="Draw facts to be read by a person.")
    parser.add_argument("--skip", type=int, default=0, help="facts of the order to pass over")
    parser.add_argument("--facts", type=int, default=200, help="how many to draw")
    parser.add_argument("--seed", default="", help="another seed, another order")
    parser.add_argument("--looked-at", action="store_true", help="no article of a fresh set")
    args = parser.parse_args()
    extractor = Extractor(ROOT / "seeds", load_recogniser("own"))
    sets = (SAMPLES, OWN) if args.looked_at else (OWN, OWN_FRESH)
    rows = [
        row
        for labelled in labelled_sets(ROOT)
        if labelled.name in sets
        for label in labelled.gold
        for row in _facts(extractor, labelled.articles[str(label["id"])])
    ]
    drawn = _by_share(rows, args.seed)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(drawn[args.skip : args.skip + args.facts])


def _by_share(rows: Iterable[Row], seed: str) -> list[Row]:
    """All rows; the i-th of n of a field stands i/n of the way down: each field has its share."""
    fields: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        fields[row[3]].append(row)
    placed: list[tuple[float, bytes, Row]] = []
    for of_field in fields.values():
        ordered = sorted((_order(row, seed), row) for row in of_field)
        placed += [((i + 0.5) / len(ordered), key, row) for i, (key, row) in enumerate(ordered)]
    return [row for _, _, row in sorted(placed)]


def _order(row: Row, seed: str) -> bytes:
    """A hash of seed, article, incident and field: no clock, and no version of the extractor."""
    return hashlib.sha256("|".join([*filter(None, [seed]), *row[1:4]]).encode()).digest()


def _facts(extractor: Extractor, article: Article) -> Iterator[Row]:
    for fact in extractor.extract(article):
        values = fact_to_prediction(fact)
        resting: dict[str, list[Evidence]] = {}
        for item in fact.evidence:
            resting.setdefault(item.field, []).append(item)
        for field, found in resting.items():
            spans = [item.span for item in found]
            named = [values.get(name) for name in _VALUE.get(field, (field,))]
            yield (
                extractor.version,
                article.id,
                str(fact.number),
                field,
                " / ".join(str(value) for value in named if value is not None),
                _APART.join(" ".join(span.words.split()) for span in _in_order(spans)),
                _around(article, spans[0]),
                found[0].basis if field in fact.inferred else "told",
                "",
                "",
            )


def _in_order(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.part != "title", span.start))


def _around(article: Article, span: Span) -> str:
    """The first words in what stands around them."""
    part = article.title if span.part == "title" else article.text
    return " ".join(part[max(span.start - _AROUND, 0) : span.end + _AROUND].split())


if __name__ == "__main__":
    main()
