"""Labelled sentences: plain text that a linguist edits, read into words with BIOES tags.

A file in training/ holds one sentence a line with names in brackets, `[PLACE مدينة الصدر]`.
Lines that start with # are comments, `## IQ` names the country of the lines below. A bracket
that opens or closes inside a word (`بـ[PLACE بغداد]`) takes the whole word in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.errors import SijillError
from extractors.nlp.words import ModelWord, model_words
from extractors.records import Article
from extractors.text.fold import fold
from extractors.text.segment import segment

if TYPE_CHECKING:
    from pathlib import Path

    from extractors.document import Sentence

PERSON = "PERSON"
LABELS = ("PLACE", "ORG", PERSON, "WEAPON", "TARGET", "COUNT", "DATE", "SOURCE")
#: labels that only an incident has; a near miss must not hold them
INCIDENT_LABELS = frozenset({"WEAPON", "TARGET", "COUNT"})
DEV_PERCENT = 15

_BRACKET = re.compile(r"\[([A-Z]+) ([^\[\]]+)\]")
_COUNTRY = re.compile(r"##\s*([A-Z]{2})\Z")


class LabelError(SijillError):
    """A labelled sentence is malformed; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Name:
    """A labelled stretch of a sentence: offsets in its plain text, end exclusive."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence without its brackets, the names in it, and where it stands."""

    text: str
    names: tuple[Name, ...]
    country: str
    file: str
    line: int

    @property
    def bucket(self) -> int:
        """0–99, from a hash of its words, so that a sentence stays on its side of a split
        whatever is added, moved or relabelled."""
        digest = hashlib.sha256(" ".join(fold(self.text).split()).encode()).digest()
        return int.from_bytes(digest[:4], "big") % 100

    @property
    def is_dev(self) -> bool:
        """Whether the sentence is kept from training."""
        return self.bucket < DEV_PERCENT

    @property
    def is_incident(self) -> bool:
        """Whether it tells of an incident: it has a label that only incidents have."""
        return any(name.label in INCIDENT_LABELS for name in self.names)


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Words as a tagger reads them, each with its BIOES tag."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def read_labelled(path: Path) -> list[LabelledSentence]:
    """All sentences of a file. Raises LabelError for a bracket or a label that is wrong."""
    sentences: list[LabelledSentence] = []
    country = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if match := _COUNTRY.match(line):
            country = match.group(1)
        elif line and not line.startswith("#"):
            text, names = _parse(line, f"{path.name}:{number}")
            sentences.append(LabelledSentence(text, names, country, path.name, number))
    return sentences


def _parse(line: str, where: str) -> tuple[str, tuple[Name, ...]]:
    """Plain text and names of one line."""
    plain: list[str] = []
    names: list[Name] = []
    length = position = 0
    for match in _BRACKET.finditer(line):
        before, words, label = line[position : match.start()], match.group(2), match.group(1)
        if label not in LABELS:
            raise LabelError(f"{where}: unknown label {label}", f"one of {', '.join(LABELS)}")
        if words != words.strip():
            raise LabelError(f"{where}: spaces inside the bracket of {words!r}", "remove them")
        names.append(Name(length + len(before), length + len(before) + len(words), label))
        plain += [before, words]
        length += len(before) + len(words)
        position = match.end()
    plain.append(line[position:])
    text = "".join(plain)
    if "[" in text or "]" in text:
        raise LabelError(f"{where}: a bracket is not closed or has no label", "[LABEL words]")
    return text, tuple(names)


def tag_sentence(labelled: LabelledSentence) -> list[TaggedSentence]:
    """The sentence as a tagger reads it, cut as articles are cut (mostly one piece).

    Raises LabelError where a name covers no word, shares a word with another one or crosses a cut.
    """
    article = Article(
        id="", url="", source="", text=labelled.text,
        published_at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
        published_on=dt.date(2000, 1, 1),
    )  # fmt: skip
    _, sentences = segment(article)
    placed = 0
    tagged: list[TaggedSentence] = []
    for sentence in sentences:
        words = model_words(sentence)
        tags, here = _tags(labelled, sentence, words)
        placed += here
        tagged.append(TaggedSentence(tuple(word.text for word in words), tags))
    if placed != len(labelled.names):
        raise LabelError(
            f"{labelled.file}:{labelled.line}: a name covers no word or crosses two sentences",
            "every bracket must hold a word and stay within one sentence",
        )
    return tagged


def _tags(
    labelled: LabelledSentence, sentence: Sentence, words: list[ModelWord]
) -> tuple[tuple[str, ...], int]:
    """One tag a word, and how many of the names lie in this sentence."""
    tags = ["O"] * len(words)
    placed = 0
    for name in labelled.names:
        inside = [
            at
            for at, word in enumerate(words)
            if word.token is not None and _overlaps(sentence, word.token, name)
        ]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        if any(tag != "O" for tag in tags[first : last + 1]):
            raise LabelError(
                f"{labelled.file}:{labelled.line}: two names share a word",
                "label one of them only",
            )
        placed += 1
        if first == last:
            tags[first] = f"S-{name.label}"
        else:
            tags[first : last + 1] = [f"I-{name.label}"] * (last + 1 - first)
            tags[first], tags[last] = f"B-{name.label}", f"E-{name.label}"
    return tuple(tags), placed


def _overlaps(sentence: Sentence, token: int, name: Name) -> bool:
    """Whether a token's original words share a character with a name."""
    word = sentence.tokens[token]
    span = sentence.span(word.start, word.end)
    return span.start < name.end and name.start < span.end
