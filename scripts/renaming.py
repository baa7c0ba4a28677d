"""Marked passages with other words in the place of their names, for the tagger of persons.

Names that the lexicons know are not all that news has, so each passage is read again with given
names that are ordinary words too, rare ones, words that are no name; in some of these copies
the first word of most names stands alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.name_masking import read_passages
from extractors.names.vocabulary import ARABIC, ARTICLE, PERHAPS, Vocabulary
from extractors.names.words import NameWords
from extractors.nlp.labelled import read_labelled
from extractors.text.fold import fold

ROOT = Path(__file__).resolve().parents[1]
TRAINING = ROOT / "training"
#: labels of names, whether they are masked or stand
NAMES = frozenset("NO")
PRIVATE = "N"
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
        for entry in texts:
            if entry.private:
                yield self._with_others(entry, share, alone, chance)

    def _with_others(
        self, entry: Marked, share: float, alone: float, chance: random.Random
    ) -> Marked:
        text, at = "", 0
        names = []
        for start, end in sorted(entry.names):
            text += entry.text[at:start]
            name = entry.text[start:end]
            if (start, end) in entry.private:
                first = name.split()[0]
                if alone and fold(first) not in self._parts and chance.random() < alone:
                    name = first
                name = self._other(name, share, chance)
            names.append((len(text), len(text) + len(name)))
            text += name
            at = end
        return Marked(text + entry.text[at:], tuple(names))

    def _other(self, name: str, share: float, chance: random.Random) -> str:
        words = name.split()
        for at, word in enumerate(words):
            folded = fold(word)
            replaceable = ARABIC.match(folded) and len(word) > 2 and not folded.startswith(ARTICLE)
            bound = at and fold(words[at - 1]) in self._parts
            if not replaceable or bound or folded in self._parts or chance.random() > share:
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
    reporting = word.says or word.harms_before or word.harms_after or word.is_verb
    if other or reporting or word.definite or not 2 < len(text) < 7:
        return False
    return not text.startswith(_NO_START) and not text.endswith(_NO_END)
