"""Names of private persons in titles and quotes of newspapers: what is masked, and what should be.

Grain: one marked name. A label row is a title or a piece of a text, named by article and offsets:
{"id", "texts", "part", "start", "end", "spans": [[start, end, kind], …]}, offsets from the start of
the piece; the words stay where the articles lie. Kinds: N private person, O holder of an office, T
nationality or people, P place, G group. N alone is to be masked. evaluation/guidelines.md, "Names".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from evaluation.articles import plain_articles, read_json_lines, text_alone
from evaluation.bootstrap import bootstrap
from evaluation.sets import Registered
from extractors.records import Article, IncidentFact, Span

PRIVATE = "N"
KINDS = ("N", "O", "T", "P", "G")
_WORD = re.compile(r"\w+")


class MaskingReader(Protocol):
    """What masks names and reads incidents: extractors.pipeline.Extractor."""

    def names_in(self, article: Article) -> Sequence[Span]:
        """The names of private persons in title and text."""
        ...

    def extract(self, article: Article) -> Sequence[IncidentFact]:
        """The incidents that the article reports."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A title or a quote with its marked names."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def read_pieces(project_root: Path, entry: Registered) -> list[Piece]:
    """The pieces of a set, cut from the articles beside the project."""
    rows = read_json_lines(entry.labels_path(project_root))
    wanted = {str(row["id"]) for row in rows}
    articles: dict[str, Article] = {}
    for path in entry.texts_paths(project_root):
        articles |= plain_articles(path, project_root / "seeds", wanted)
    return [_piece(row, articles[str(row["id"])]) for row in rows]


def _piece(row: Mapping[str, Any], article: Article) -> Piece:
    whole = article.title if row["part"] == "title" else article.text
    spans = tuple((int(start), int(end), str(kind)) for start, end, kind in row["spans"])
    return Piece(whole[row["start"] : row["end"]], spans)


def quotes_figures(project_root: Path, reader: MaskingReader, entry: Registered) -> dict[str, Any]:
    """Recall: marked private names of which no letter stands. Precision: masks that touch one.
    `touched`: names of the other kinds, and other words, that a mask touches."""
    return figures(reader, read_pieces(project_root, entry))


def figures(reader: MaskingReader, pieces: Sequence[Piece]) -> dict[str, Any]:
    """The figures of these pieces, each masked as the text of an article of its own."""
    rows: list[tuple[float, ...]] = []
    touched: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for piece in pieces:
        masks = [(span.start, span.end) for span in reader.names_in(text_alone(piece.text))]
        masked = {at for start, end in masks for at in range(start, end)}
        private = [(a, b) for a, b, kind in piece.spans if kind == PRIVATE]
        hidden = sum(_letters(piece.text, a, b) <= masked for a, b in private)
        right = sum(any(a < e and s < b for a, b in private) for s, e in masks)
        rows.append((len(private), hidden, len(masks), right))
        marked.update(kind for _, _, kind in piece.spans)
        touched.update(
            kind
            for a, b, kind in piece.spans
            if kind != PRIVATE and _letters(piece.text, a, b) & masked
        )
        touched["other words"] += _other_words(piece, masked)
    sums = [sum(column) for column in zip(*rows, strict=True)]
    intervals = {name: asdict(bounds) for name, bounds in bootstrap(rows, _shares).items()}
    return {
        "pieces": len(pieces),
        "names": sums[0],
        "hidden": sums[1],
        "masks": sums[2],
        "right_masks": sums[3],
        **_shares(sums),
        "intervals": intervals,
        "marked": {kind: marked[kind] for kind in KINDS},
        "touched": {kind: touched[kind] for kind in (*KINDS[1:], "other words")},
    }


def _shares(sums: Sequence[float]) -> dict[str, float]:
    names, hidden, masks, right = sums
    return {
        "recall": hidden / names if names else 1.0,
        "precision": right / masks if masks else 1.0,
    }


def _letters(text: str, start: int, end: int) -> set[int]:
    return {at for at in range(start, end) if text[at].isalnum()}


def _other_words(piece: Piece, masked: set[int]) -> int:
    marked = {at for start, end, _ in piece.spans for at in range(start, end)}
    return sum(
        bool(masked.intersection(range(*match.span())))
        for match in _WORD.finditer(piece.text)
        if not marked.intersection(range(*match.span()))
    )
