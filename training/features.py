"""Features of an article and of a recorded incident: n-grams of words and letters, and flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import MaxAbsScaler

from extractors.records import Article
from extractors.text.fold import fold
from training.examples import IncidentExample

#: letters of an article's beginning that tell what it is about
LEAD = 400
#: letters around the evidence of an incident
AROUND = 120
_SLOTS = ("date", "place", "admin1", "country", "killed", "wounded", "arrested", "abducted",
          "perpetrator", "attribution_source", "target_detail")  # fmt: skip
_NUMBER = re.compile(r"\d+")
_WORD = r"\w+"


def plain(text: str) -> str:
    """Folded text in which every number is one word: the figures of one article say nothing of
    others."""
    return _NUMBER.sub(" 0 ", fold(text))


def article_text(article: Article) -> str:
    """Title and text; the title is read twice as often by giving it twice."""
    return plain(f"{article.title} . {article.title} . {article.text}")


def lead_text(article: Article) -> str:
    """Title and the beginning of the text."""
    return plain(f"{article.title} . {article.text[:LEAD]}")


def evidence_text(example: IncidentExample) -> str:
    """What stands around the words that the incident rests on, each stretch once."""
    spans = sorted(
        {
            (str(span["part"]), int(span["start"]), int(span["end"]))
            for found in example.recorded["evidence"].values()
            for span in found
        }
    )
    article = example.article
    pieces = []
    for part, start, end in spans:
        whole = article.title if part == "title" else article.text
        pieces.append(whole[max(start - AROUND, 0) : end + AROUND])
    return plain(" . ".join(pieces))


def trigger_text(example: IncidentExample) -> str:
    """The words that the type of the incident rests on."""
    spans = example.recorded["evidence"].get("event_type", ())
    return plain(" . ".join(str(span["words"]) for span in spans))


def flags(example: IncidentExample) -> dict[str, float | str]:
    """What the record itself shows: confidence, type, filled slots, where it stands, numbers."""
    recorded = example.recorded
    spans = [span for found in recorded["evidence"].values() for span in found]
    first = min((int(s["start"]) for s in spans if s["part"] == "text"), default=0)
    length = max(len(example.article.text), 1)
    found: dict[str, float | str] = {
        "confidence": float(recorded["confidence"]),
        "type": str(recorded["event_type"]),
        "weapon": str(recorded["weapon"]),
        "target": str(recorded["target_type"]),
        "status": str(recorded["perpetrator_status"]),
        "outcome": str(recorded["outcome"]),
        "incidents": min(example.of, 6) / 6,
        "is_first": float(example.number == 0),
        "in_title": float(any(s["part"] == "title" for s in spans)),
        "position": first / length,
        "length": min(length, 5000) / 5000,
        "day_known": float(recorded["date_precision"] == "day"),
        "days_before": min(_days_before(example), 30) / 30,
        "killed": np.log1p(float(recorded["killed"] or 0)) / 5,
        "abroad": float(recorded["country"] != example.article.outlet_country),
    }
    for slot in _SLOTS:
        found[f"has_{slot}"] = float(recorded.get(slot) not in {None, "", "unknown"})
    return found


def _days_before(example: IncidentExample) -> float:
    day = example.recorded["date_latest"]
    if day is None:
        return 30.0
    return float(abs((example.article.published_on - np.datetime64(day).astype(object)).days))


class Ngrams:
    """TF-IDF of words and pairs of words, and of pieces of words of two to five letters."""

    def __init__(self, *, letters: bool, fewest: int = 2) -> None:
        self._parts = [
            TfidfVectorizer(
                ngram_range=(1, 2), min_df=fewest, sublinear_tf=True, token_pattern=_WORD
            )
        ]
        if letters:
            self._parts.append(
                TfidfVectorizer(
                    analyzer="char_wb", ngram_range=(2, 5), min_df=max(fewest, 3),
                    sublinear_tf=True, max_features=120_000,
                )
            )  # fmt: skip

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabulary; returns one row a text."""
        return csr_matrix(hstack([part.fit_transform(texts) for part in self._parts]))

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """One row a text."""
        return csr_matrix(hstack([part.transform(texts) for part in self._parts]))


class IncidentFeatures:
    """N-grams of title and lead, of what stands around the evidence, of the trigger; flags."""

    def __init__(self) -> None:
        self._texts = [
            (lead_of_example, Ngrams(letters=False)),
            (evidence_text, Ngrams(letters=True)),
            (trigger_text, Ngrams(letters=False, fewest=1)),
        ]
        self._flags = DictVectorizer()
        self._scaled = MaxAbsScaler()

    def fit(self, examples: Sequence[IncidentExample]) -> csr_matrix:
        """Learn the vocabularies; returns one row an example."""
        texts = [ngrams.fit([read(e) for e in examples]) for read, ngrams in self._texts]
        record = self._scaled.fit_transform(self._flags.fit_transform(_dicts(examples)))
        return csr_matrix(hstack([*texts, record]))

    def of(self, examples: Sequence[IncidentExample]) -> csr_matrix:
        """One row an example."""
        texts = [ngrams.of([read(e) for e in examples]) for read, ngrams in self._texts]
        record = self._scaled.transform(self._flags.transform(_dicts(examples)))
        return csr_matrix(hstack([*texts, record]))


def lead_of_example(example: IncidentExample) -> str:
    """Title and beginning of the article that the incident was recorded in."""
    return lead_text(example.article)


def _dicts(examples: Iterable[IncidentExample]) -> Iterator[dict[str, Any]]:
    return (flags(example) for example in examples)
