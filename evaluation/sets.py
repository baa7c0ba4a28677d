"""The sets of labelled articles, those in the project and those beside it.

evaluation/articles/X.jsonl holds articles of our own writing, evaluation/labels/X.jsonl their
labels; the labels of samples/articles.jsonl are labels/samples.jsonl. evaluation/newspapers/ has
labels of real articles whose texts belong to the newspapers: facts and ids, never a word of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.articles import plain_articles, read_json_lines, sample_articles
from evaluation.errors import LabelsError
from extractors.records import Article

SAMPLES = "samples"
OWN = "own articles, read while the rules were made"
OWN_HELD_BACK = "own articles, held back"
DEVELOPMENT = "development articles of third parties"
NEWSPAPERS = {
    "open": "newspapers, read while the rules were made",
    "held_back": "newspapers, held back",
}


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Labels, and the articles that they are of, by id."""

    name: str
    gold: Sequence[Mapping[str, Any]]
    articles: Mapping[str, Article]

    def __post_init__(self) -> None:
        """Raises LabelsError where there is no label, or one without an article."""
        if not self.gold:
            raise LabelsError(f"{self.name}: no labels", "see evaluation/guidelines.md")
        lost = [row["id"] for row in self.gold if str(row["id"]) not in self.articles]
        if lost:
            raise LabelsError(
                f"{self.name}: no article for {', '.join(map(str, lost[:5]))}",
                "labels and articles share ids",
            )


def labelled_sets(project_root: Path, shared: Path | None = None) -> list[LabelledSet]:
    """All sets that can be read here.

    `shared` is a folder with dev_articles.jsonl and dev_gold.jsonl; without it, the folder
    shared/evaluate beside the project is looked at, if it exists, and shared/articles for the
    texts of the labelled newspapers. Raises LabelsError where a file is missing or malformed.
    """
    seeds, folder = project_root / "seeds", project_root / "evaluation"
    samples = read_json_lines(folder / "labels" / "samples.jsonl")
    sets = [
        LabelledSet(
            SAMPLES, samples, sample_articles(project_root / "samples/articles.jsonl", seeds)
        )
    ]
    articles: dict[str, Article] = {}
    gold: list[dict[str, Any]] = []
    for path in sorted((folder / "articles").glob("*.jsonl")):
        articles |= plain_articles(path, seeds)
        gold += read_json_lines(folder / "labels" / path.name)
    for name, wanted in ((OWN, False), (OWN_HELD_BACK, True)):
        part = [row for row in gold if held_back(str(row["id"])) == wanted]
        if part:
            sets.append(LabelledSet(name, part, articles))
    other = _other_folder(project_root, shared)
    if other:
        sets.append(
            LabelledSet(
                DEVELOPMENT,
                read_json_lines(other / "dev_gold.jsonl"),
                plain_articles(other / "dev_articles.jsonl", seeds),
            )
        )
    return [*sets, *_newspapers(project_root, folder)]


def held_back(article_id: str) -> bool:
    """Whether an article of our own belongs to the half that nobody looks at to mend rules. A hash
    of the id decides: an article stays on its side."""
    return hashlib.sha256(article_id.encode()).digest()[0] % 2 == 1


def ordinary_articles(project_root: Path) -> list[Article]:
    """Articles of our own writing in which nothing happens."""
    seeds = project_root / "seeds"
    return [
        article
        for path in sorted((project_root / "evaluation" / "ordinary").glob("*.jsonl"))
        for article in plain_articles(path, seeds).values()
    ]


def _newspapers(project_root: Path, folder: Path) -> list[LabelledSet]:
    texts = project_root.parent / "shared" / "articles" / "unlabelled.jsonl"
    if not texts.is_file():
        return []
    articles = plain_articles(texts, project_root / "seeds")
    return [
        LabelledSet(title, read_json_lines(path), articles)
        for name, title in NEWSPAPERS.items()
        if (path := folder / "newspapers" / f"{name}.jsonl").is_file()
    ]


def _other_folder(project_root: Path, shared: Path | None) -> Path | None:
    folder = shared or project_root.parent / "shared" / "evaluate"
    names = ("dev_articles.jsonl", "dev_gold.jsonl")
    missing = [name for name in names if not (folder / name).is_file()]
    if not missing:
        return folder
    if shared:
        raise LabelsError(f"{folder} has no {', '.join(missing)}", "name the folder of the labels")
    return None
