"""Fit seeds/lexicon/name_weights.csv to marked names: python -m scripts.fit_names [--write]

Logistic regression over the words of evaluation/train/names.txt and training/*.txt, with a
Gaussian prior: does a word belong to a name of a person. Names that the lexicons know are not all
that news has, so each passage is read again with other words in the place of its names: given names
that are ordinary words too, rare ones, words that are nobody's name; in some of these copies the
first word of most names stands alone. They count half. Two parts of evaluation/ordinary/ tell what
is no name. The held-back passages are not looked at.
Weights that are next to nothing are left out.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from evaluation.name_masking import read_passages
from extractors.names.vocabulary import ARABIC, ARTICLE, PERHAPS, Vocabulary
from extractors.names.weighing import ALWAYS, features
from extractors.names.words import NameWords
from extractors.nlp.labelled import read_labelled
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.seedfiles import SEEDS_DIR
from extractors.text.fold import fold

ROOT = Path(__file__).resolve().parents[1]
TRAINING = ROOT / "training"
#: news that names hardly anybody
ORDINARY = ROOT / "evaluation" / "train" / "ordinary.articles.jsonl"
#: labels of names, whether they are masked or stand
NAMES = frozenset("NO")
PRIVATE = "N"
#: how often a passage is read with other names: the share of a name's words that are others, that
#: of names of which the first word alone is told, seed
COPIES = ((0.5, 0.0, 1), (0.9, 0.0, 2), (0.9, 0.7, 3), (0.5, 0.5, 4))
COPIES_COUNT = 0.5
ORDINARY_COUNT = 1.5
#: features of fewer tokens are left out, and weights that are smaller
LEAST_TOKENS = 5
LEAST_WEIGHT = 0.1
ROUNDS = 120
#: what stands for a first word, and for a later one: kind and share
FIRST = (("mostly", 0.3), ("perhaps", 0.3), ("altered", 0.2), ("rare", 0.2))
LATER = (
    ("mostly", 0.15), ("perhaps", 0.1), ("altered", 0.25), ("plain", 0.15), ("ordinary", 0.15),
    ("rare", 0.2),
)  # fmt: skip
LETTERS = "ابتجدرزسشكلمنهويغق"
#: how words begin and end that are verbs, plurals or hold a pronoun more often than a name does
_NO_START = ("و", "ف", "ب", "ل", "ت", "ي")
_NO_END = ("ات", "ين", "ون", "ها", "هم", "وا", "ا")

Vector = NDArray[np.float64]
Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A text and where its names stand; `private` are those that are masked."""

    text: str
    names: tuple[Span, ...]
    private: tuple[Span, ...] = ()


def marked() -> list[Marked]:
    """The passages and sentences in which names are marked."""
    found = []
    for passage in read_passages("train"):
        spans = [(label, (start, end)) for label, start, end in passage.spans]
        names = tuple(span for label, span in spans if label in NAMES)
        private = tuple(span for label, span in spans if label == PRIVATE)
        found.append(Marked(passage.text, names, private))
    for path in sorted(TRAINING.glob("*.txt")):
        for sentence in read_labelled(path):
            persons = [name for name in sentence.names if name.label == "PERSON"]
            found.append(Marked(sentence.text, tuple((n.start, n.end) for n in persons)))
    return found


class Renamer:
    """Puts other words in the place of names."""

    def __init__(self, seeds_dir: Path) -> None:
        words, read = NameWords(seeds_dir), Vocabulary(seeds_dir)
        self._parts = frozenset(read.parts)
        rare = sorted(set(read.given) - read.by_hand)
        self._words = {
            "mostly": sorted(read.mostly),
            "perhaps": sorted(
                word
                for word, sure in read.given.items()
                if sure == PERHAPS and word not in read.mostly
            ),
            "rare": rare,
            "altered": rare,
            "plain": sorted(word for word in read.plain if _may_be_a_surname(words, word)),
            "ordinary": sorted(
                word
                for word in read.ordinary
                if _may_be_a_surname(words, word) and not word.endswith("ه")
            ),
        }

    def renamed(
        self, texts: Iterable[Marked], share: float, alone: float, seed: int
    ) -> Iterator[Marked]:
        """The texts that have private names, with about that share of their words others, and of as
        many as `alone` says the first word alone."""
        chance = random.Random(seed)  # noqa: S311 - the same words each time, nothing secret
        for told in texts:
            if told.private:
                yield self._with_others(told, share, alone, chance)

    def _with_others(
        self, told: Marked, share: float, alone: float, chance: random.Random
    ) -> Marked:
        text, at = "", 0
        names = []
        for start, end in sorted(told.names):
            text += told.text[at:start]
            name = told.text[start:end]
            if (start, end) in told.private:
                first = name.split()[0]
                if alone and fold(first) not in self._parts and chance.random() < alone:
                    name = first
                name = self._other(name, share, chance)
            names.append((len(text), len(text) + len(name)))
            text += name
            at = end
        return Marked(text + told.text[at:], tuple(names))

    def _other(self, name: str, share: float, chance: random.Random) -> str:
        words = name.split()
        for at, word in enumerate(words):
            folded = fold(word)
            whole = ARABIC.match(folded) and len(word) > 2 and not folded.startswith(ARTICLE)
            bound = at and fold(words[at - 1]) in self._parts
            if not whole or bound or folded in self._parts or chance.random() > share:
                continue
            kinds = LATER if at else FIRST
            (kind,) = chance.choices([k for k, _ in kinds], [often for _, often in kinds])
            words[at] = chance.choice(self._words[kind])
            if kind == "altered":
                words[at] = _altered(words[at], chance)
        return " ".join(words)


def _altered(word: str, chance: random.Random) -> str:
    """The word with another letter: most likely one that no lexicon holds."""
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(LETTERS) + word[at + 1 :]


def _may_be_a_surname(words: NameWords, text: str) -> bool:
    word = words[text]
    other = word.joins or word.introduces or word.head or word.limit or word.is_thing or word.given
    told = word.says or word.harms_before or word.harms_after or word.is_verb
    if other or told or word.definite or not 2 < len(text) < 7:
        return False
    return not text.startswith(_NO_START) and not text.endswith(_NO_END)


class Tokens:
    """Words as the weights are fitted to them: the features of each, whether it belongs to a name,
    and what it counts."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._rows: list[array[int]] = []
        self._named: list[bool] = []
        self._counts: list[float] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, its: Iterable[str], count: float, *, named: bool) -> None:
        """Add a word."""
        ids = {self._ids.setdefault(feature, len(self._ids)) for feature in its}
        self._rows.append(array("i", sorted(ids)))
        self._named.append(named)
        self._counts.append(count)

    def fitted(self) -> dict[str, float]:
        """The weight of each feature that has one worth keeping."""
        often = np.zeros(len(self._ids), dtype=int)
        for row in self._rows:
            often[row] += 1
        kept = [name for name, at in self._ids.items() if often[at] >= LEAST_TOKENS]
        kept.sort()
        column = np.full(len(self._ids), -1)
        column[[self._ids[name] for name in kept]] = np.arange(len(kept))
        rows = [column[row] for row in self._rows]
        rows = [row[row >= 0] for row in rows]
        starts = np.cumsum([0, *map(len, rows)])
        matrix = sparse.csr_matrix(
            (np.ones(starts[-1]), np.concatenate(rows), starts), shape=(len(rows), len(kept))
        )
        free = np.array([name != ALWAYS for name in kept], dtype=float)
        signs = np.where(np.array(self._named), 1.0, -1.0)
        found = _regression(matrix, signs, np.array(self._counts), free)
        weights = zip(kept, map(float, found), strict=True)
        return {name: weight for name, weight in weights if abs(weight) >= LEAST_WEIGHT}


def _regression(matrix: sparse.csr_matrix, signs: Vector, counts: Vector, pulled: Vector) -> Vector:
    """The weights of a logistic regression; those that are `pulled` are drawn towards nothing."""
    turned = matrix.T.tocsr()

    def loss(weights: Vector) -> tuple[float, Vector]:
        margin = signs * (matrix @ weights)
        wrong = counts * signs / (1 + np.exp(np.clip(margin, -30, 30)))
        prior = pulled * weights
        value = float(counts @ np.logaddexp(0, -margin) + prior @ weights / 2)
        return value, prior - turned @ wrong

    best = optimize.minimize(
        loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    return np.asarray(best.x, dtype=float)


def add_marked(tokens: Tokens, extractor: Extractor, texts: Iterable[Marked], count: float) -> None:
    """Add the words of texts in which names are marked."""
    for told in texts:
        for found in extractor.names_by_rules(_article(told.text)):
            offsets = found.line.sentence.passage.offsets
            rows = features(found.line, found.covered)
            for token, its in zip(found.line.tokens, rows, strict=True):
                start, end = offsets[token.start], offsets[token.end]
                named = any(start < last and first < end for first, last in told.names)
                tokens.add(its, count, named=named)


def add_ordinary(tokens: Tokens, extractor: Extractor, path: Path) -> None:
    """Add the words of ordinary news that the rules take for nobody's name, nor stand by one."""
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = f"{article['title']}.\n{article['text']}"
        for found in extractor.names_by_rules(_article(text)):
            runs = (*found.masked, *found.standing)
            near = {at for run in runs for at in range(run.first - 1, run.end + 1)}
            for at, its in enumerate(features(found.line, found.covered)):
                if at not in near:
                    tokens.add(its, ORDINARY_COUNT, named=False)


def _article(text: str) -> Article:
    day = dt.date(2026, 1, 1)
    return Article(
        id="", url="", source="", text=text, outlet_country=None,
        published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), published_on=day,
    )  # fmt: skip


def main() -> None:
    """Fit, say how many weights there are, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the seed")
    options = parser.parse_args()
    extractor, renamer = Extractor(), Renamer(SEEDS_DIR)
    texts, tokens = marked(), Tokens()
    add_marked(tokens, extractor, texts, 1.0)
    for copy in COPIES:
        add_marked(tokens, extractor, renamer.renamed(texts, *copy), COPIES_COUNT)
    add_ordinary(tokens, extractor, ORDINARY)
    weights = tokens.fitted()
    print(f"{len(weights)} weights from {len(tokens)} words")
    if options.write:
        path = SEEDS_DIR / "lexicon" / "name_weights.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("feature", "weight"))
            writer.writerows((name, f"{weight:.2f}") for name, weight in weights.items())


if __name__ == "__main__":
    main()
