"""Fit the score of names and write models/reading/names.tsv.gz: python -m training.names

Learns from the passages of evaluation/train/names.txt and the titles and sentences of
evaluation/train/quotes.labels.jsonl: which words are of a private person's name, which of an
official's. Prints what is masked in the open quotes (evaluation.masked_quotes).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from evaluation.articles import text_alone
from evaluation.masked_quotes import quotes_figures, read_pieces
from evaluation.name_masking import read_passages
from evaluation.sets import registry
from extractors.names.sequence import FILE, LABELS, STEP
from extractors.nlp import load_recogniser
from extractors.pipeline import Extractor
from extractors.scoring.weights import READING_MODELS, Linear, write

ROOT = Path(__file__).resolve().parents[1]
TRAIN, OPEN = "train/quotes", "open/quotes"
#: labels of marked names that the score tells apart
KINDS = frozenset({"N", "O"})
NOTHING = LABELS[0]
#: features of fewer words are left out; L1 and L2 penalties; most rounds of L-BFGS
FEWEST, L1, L2, ROUNDS = 2, 0.1, 0.1, 100
_DECIMALS = 4

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and where its names stand."""

    text: str
    spans: Sequence[Span]


def marked() -> Iterator[Marked]:
    """The train passages and quotes."""
    for passage in read_passages("train"):
        spans = [(start, end, kind) for kind, start, end in passage.spans]
        yield Marked(passage.text, spans)
    (entry,) = (one for one in registry(ROOT) if one.name == TRAIN)
    for piece in read_pieces(ROOT, entry):
        yield Marked(piece.text, piece.spans)


def sequences(texts: Iterable[Marked]) -> Iterator[tuple[list[list[str]], list[str]]]:
    """For each sentence the features and the label of each token."""
    reader = Extractor(recogniser=load_recogniser("own"))
    for one in texts:
        for line, rows in reader.name_features(text_alone(one.text)):
            if rows:
                offsets = line.sentence.passage.offsets
                tokens = [(offsets[t.start], offsets[t.end]) for t in line.tokens]
                yield rows, labels(one.spans, tokens)


def labels(spans: Sequence[Span], tokens: Sequence[tuple[int, int]]) -> list[str]:
    """The label of each token: the first of a name B, others I, with its kind."""
    found, last = [], None
    for start, end in tokens:
        span = next((s for s in spans if s[0] < end and start < s[1] and s[2] in KINDS), None)
        found.append(NOTHING if span is None else f"{'I' if span == last else 'B'}{span[2]}")
        last = span
    return found


def fitted(rows: Iterable[tuple[list[list[str]], list[str]]]) -> Linear:
    """The weights of a linear-chain conditional random field."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for features, told in rows:
        trainer.append(features, told)
    trainer.set_params({
        "c1": L1, "c2": L2, "max_iterations": ROUNDS, "feature.minfreq": FEWEST,
        "feature.possible_transitions": True,
    })  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "names.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    flags: dict[str, list[float]] = {}
    weights = [(feature, label, w) for (feature, label), w in info.state_features.items()]
    weights += [(STEP.format(last), label, w) for (last, label), w in info.transitions.items()]
    for feature, label, weight in weights:
        row = flags.setdefault(feature, [0.0] * len(LABELS))
        row[LABELS.index(label)] = round(weight, _DECIMALS)
    return Linear(LABELS, (0.0,) * len(LABELS), {}, {}, flags)


def main() -> None:
    """Fit, write, and say what comes of it."""
    write(fitted(sequences(marked())), READING_MODELS / FILE)
    (entry,) = (one for one in registry(ROOT) if one.name == OPEN)
    reader = Extractor(recogniser=load_recogniser("own"))
    found = quotes_figures(ROOT, reader, entry)
    print({name: found[name] for name in ("names", "hidden", "masks", "right_masks", "touched")})


if __name__ == "__main__":
    main()
