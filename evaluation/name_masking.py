"""How many names are masked, and which names stand: python -m evaluation.name_masking

Scores the passages of evaluation/train/names.txt and evaluation/open/names.txt with the rules, and
with the recogniser where there is one. A name counts as masked where none of its words is left; a
place, group or official as standing where all of its words are."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.articles import text_alone
from evaluation.marked_text import write_marked
from extractors.errors import SijillError
from extractors.nlp import load_recogniser
from extractors.pipeline import Extractor

SETS_DIR = Path(__file__).resolve().parent
SETS = ("train", "open")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "safety.md"
#: labels of the passages → what they are
LABELS = {"N": "names", "O": "officials in role", "P": "places", "G": "groups and things"}
#: the share of names that must be masked
WANTED = 0.97
_BRACKET = re.compile(r"\[([A-Z]) ([^\[\]]+)\]")


class PassageError(SijillError):
    """A passage is malformed; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its brackets; `spans`: (label, start, end)."""

    text: str
    country: str
    line: int
    spans: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A labelled span that went wrong, in its passage with the mask."""

    label: str
    words: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Spans of each label and how many of them came out right; ordinary words masked."""

    total: Counter[str]
    right: Counter[str]
    words: int
    words_masked: int
    # no test that fails shows a passage of the open part
    missed: tuple[Missed, ...] = field(repr=False)

    def share(self, label: str) -> float:
        """Share of the label's spans that came out right, 1 where there are none."""
        return self.right[label] / self.total[label] if self.total[label] else 1.0


def read_passages(name: str, folder: Path = SETS_DIR) -> list[Passage]:
    """The passages of a set. Raises PassageError for a bracket or a label that is wrong."""
    passages = []
    country = ""
    path = folder / name / "names.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("##"):
            country = line.removeprefix("##").strip()
        elif line.strip() and not line.startswith("#"):
            passages.append(_passage(line.strip(), country, number, f"{name}/{path.name}"))
    return passages


def _passage(line: str, country: str, number: int, file: str) -> Passage:
    plain, position = "", 0
    spans = []
    for match in _BRACKET.finditer(line):
        plain += line[position : match.start()]
        if match.group(1) not in LABELS:
            raise PassageError(
                f"{file}:{number}: unknown label {match.group(1)}", f"one of {', '.join(LABELS)}"
            )
        spans.append((match.group(1), len(plain), len(plain) + len(match.group(2))))
        plain += match.group(2)
        position = match.end()
    plain += line[position:]
    if "[" in plain or "]" in plain:
        raise PassageError(f"{file}:{number}: a bracket is not closed", "[N words]")
    return Passage(plain, country, number, tuple(spans))


def score(extractor: Extractor, passages: list[Passage]) -> Score:
    """Mask the passages, each as the text of an article of its own, and compare."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    missed: list[Missed] = []
    words = words_masked = 0
    for passage in passages:
        names = extractor.names_in(text_alone(passage.text))
        masked = {i for name in names for i in range(name.start, name.end)}
        labelled: set[int] = set()
        for label, start, end in passage.spans:
            letters = [i for i in range(start, end) if passage.text[i].isalnum()]
            labelled.update(letters)
            hidden = sum(1 for i in letters if i in masked)
            total[label] += 1
            if hidden == (len(letters) if label == "N" else 0):
                right[label] += 1
            else:
                shown = "".join("█" if i in masked else c for i, c in enumerate(passage.text))
                missed.append(Missed(label, passage.text[start:end], passage.line, shown))
        for match in re.finditer(r"\w+", passage.text):
            if not labelled.intersection(range(*match.span())):
                words += 1
                words_masked += bool(masked.intersection(range(*match.span())))
    return Score(total, right, words, words_masked, tuple(missed))


def table(scores: dict[tuple[str, str], Score]) -> str:
    """The scores as a Markdown table."""
    rows = ["| passages | read with | " + " | ".join(LABELS.values()) + " | other words masked |"]
    rows.append("|---|---|" + "---:|" * (len(LABELS) + 1))
    for (name, reader), result in scores.items():
        cells = [
            f"{result.share(label):.3f} ({result.right[label]}/{result.total[label]})"
            for label in LABELS
        ]
        other = f"{result.words_masked}/{result.words}"
        rows.append(f"| {name} | {reader} | {' | '.join(cells)} | {other} |")
    return "\n".join(rows)


def write(text: str, page: Path = PAGE) -> None:
    """Put a table into the page, between its marks."""
    write_marked(page, "masking", f"{text}\n")


def main() -> None:
    """Print the table; with --show, what went wrong in the train part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, action="append", help="only this part")
    parser.add_argument("--recogniser", default="auto", help="auto, own, official or none")
    parser.add_argument("--show", action="store_true", help="print what went wrong (train)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/safety.md")
    options = parser.parse_args()
    scores = {}
    recogniser = load_recogniser(options.recogniser)
    readers = {"score alone": None} | ({"score and tagger": recogniser} if recogniser else {})
    for reader, model in readers.items():
        extractor = Extractor(recogniser=model)
        for name in options.set or SETS:
            scores[name, reader] = result = score(extractor, read_passages(name))
            if options.show and name == "train":
                for miss in result.missed:
                    print(f"{miss.line} {miss.label} {miss.words}\n    {miss.text}")
    print(table(scores))
    if options.write:
        write(table(scores))


if __name__ == "__main__":
    main()
