"""The registry of labelled sets, and those of them that may be read every day.

evaluation/sets.csv names each set: evaluation/<kind>/<name>.labels.jsonl holds its labels. The kind
says what may be done with it:

train   anything: rules are made and weights are fitted with it
open    its figures are reported and its errors may be read; nothing is fitted on it
sealed  scored once a version by evaluation/sealed.py alone; nobody reads its texts or errors

A set that is `fresh` was never read by whoever changes the reading: contests between two readers
are decided on the open fresh ones, and its errors are not shown, so that it stays fresh."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from evaluation.articles import plain_articles, read_json_lines, sample_articles
from evaluation.errors import LabelsError, SealedError
from extractors.records import Article

Kind = Literal["train", "open", "sealed"]
Task = Literal["incidents", "ordinary", "linking", "passages", "quotes"]

#: sets that a part of the code asks for by name
SAMPLES = "train/samples"
OWN = "train/own"
OWN_FRESH = "open/own"
SITE_FRESH = "open/ant"
DEVELOPMENT = "open/development"
NEWSPAPERS = "open/newspapers"
JUDGED = "open/judged"


@dataclass(frozen=True, slots=True)
class Registered:
    """One row of the registry. `texts`: `here`, beside the labels, or a path below the project or
    shared/. `population`: articles of each stratum in the source that the set was drawn from."""

    name: str
    kind: Kind
    task: Task
    fresh: bool
    source: str
    licence: str
    texts: str
    population: Mapping[str, int]
    coding: str

    def labels_path(self, project_root: Path) -> Path:
        """Where its labels lie."""
        return project_root / "evaluation" / f"{self.name}.labels.jsonl"

    def texts_paths(self, project_root: Path) -> list[Path]:
        """Where its articles lie: one file, or several."""
        if self.texts == "here":
            return [project_root / "evaluation" / f"{self.name}.articles.jsonl"]
        root = project_root.resolve()
        return [
            (root.parent if name.startswith("shared/") else root) / name
            for name in self.texts.split(",")
        ]

    def is_here(self, project_root: Path) -> bool:
        """Whether its labels and all its texts are on this machine."""
        paths = (self.labels_path(project_root), *self.texts_paths(project_root))
        return all(path.is_file() for path in paths)


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Labels, and the articles that they are of, by id.

    `weights`: how many articles of its source each one stands for, by id; empty where the set is
    no sample of anything, or a plain random one.
    """

    entry: Registered
    gold: Sequence[Mapping[str, Any]]
    articles: Mapping[str, Article]
    weights: Mapping[str, float]

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return self.entry.name

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


def registry(project_root: Path) -> list[Registered]:
    """All sets, in the registry's order. Raises LabelsError where a row is malformed."""
    path = project_root / "evaluation" / "sets.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as err:
        raise LabelsError(f"{path} cannot be read: {err}", "restore the registry of sets") from err
    return [_registered(path, row) for row in rows]


def _registered(path: Path, row: Mapping[str, str]) -> Registered:
    kind, task = row["kind"], row["task"]
    if (
        kind not in get_args(Kind)
        or task not in get_args(Task)
        or row["fresh"] not in {"yes", "no"}
    ):
        raise LabelsError(f"{path}: {row['name']}: unknown kind, task or fresh", "see sets.py")
    if not row["name"].startswith(f"{kind}/"):
        raise LabelsError(f"{path}: {row['name']} lies in another folder than {kind}/", "move it")
    strata = (part.split("=") for part in row["population"].split(";") if part)
    return Registered(
        name=row["name"],
        kind=kind,  # type: ignore[arg-type]
        task=task,  # type: ignore[arg-type]
        fresh=row["fresh"] == "yes",
        source=row["source"],
        licence=row["licence"],
        texts=row["texts"],
        population={stratum: int(size) for stratum, size in strata},
        coding=row["coding"],
    )


def labelled_sets(
    project_root: Path, shared: Path | None = None, *, kinds: Iterable[Kind] = ("train", "open")
) -> list[LabelledSet]:
    """The train and open sets of articles with labelled incidents whose texts are on this machine.

    `shared` is a folder with dev_articles.jsonl and dev_gold.jsonl in place of shared/evaluate.
    Raises LabelsError where a file is missing or malformed, SealedError for the kind sealed.
    """
    wanted = set(kinds)
    found = [
        load(project_root, entry)
        for entry in registry(project_root)
        if entry.kind in wanted
        and entry.task == "incidents"
        and entry.name != DEVELOPMENT
        and entry.is_here(project_root)
    ]
    if "open" in wanted:
        found += _development(project_root, shared)
    return found


def load(project_root: Path, entry: Registered) -> LabelledSet:
    """One set. Raises SealedError where it is sealed, LabelsError where a file is malformed."""
    if entry.kind == "sealed":
        raise SealedError(
            f"{entry.name} is sealed", "score it with `sijill evaluate --sealed`, once a version"
        )
    return read_set(project_root, entry)


def read_set(project_root: Path, entry: Registered) -> LabelledSet:
    """One set whatever its kind: for evaluation/sealed.py alone, others call `load`."""
    gold = read_json_lines(entry.labels_path(project_root))
    wanted = {str(row["id"]) for row in gold}
    seeds = project_root / "seeds"
    (texts,) = entry.texts_paths(project_root)
    if entry.texts.startswith("samples/"):
        articles = sample_articles(texts, seeds)
    else:
        articles = plain_articles(texts, seeds, wanted)
    return LabelledSet(entry, gold, articles, _weights(entry, gold))


def ordinary_articles(project_root: Path) -> list[Article]:
    """The train and open articles of our own writing in which nothing happens."""
    return [
        article
        for entry in registry(project_root)
        if entry.task == "ordinary" and entry.kind != "sealed" and entry.is_here(project_root)
        for article in read_set(project_root, entry).articles.values()
    ]


def _weights(entry: Registered, gold: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Articles of the source that each labelled one stands for; 0 for a stratum that was not drawn
    at random."""
    if not entry.population:
        return {}
    drawn: dict[str, int] = {}
    for row in gold:
        drawn[row["stratum"]] = drawn.get(row["stratum"], 0) + 1
    return {
        str(row["id"]): entry.population.get(row["stratum"], 0) / drawn[row["stratum"]]
        for row in gold
    }


def _development(project_root: Path, shared: Path | None) -> list[LabelledSet]:
    folder = shared or project_root.parent / "shared" / "evaluate"
    names = ("dev_articles.jsonl", "dev_gold.jsonl")
    missing = [name for name in names if not (folder / name).is_file()]
    if missing and shared:
        raise LabelsError(f"{folder} has no {', '.join(missing)}", "name the folder of the labels")
    entry = next((e for e in registry(project_root) if e.name == DEVELOPMENT), None)
    if missing or entry is None:
        return []
    articles = plain_articles(folder / "dev_articles.jsonl", project_root / "seeds")
    return [LabelledSet(entry, read_json_lines(folder / "dev_gold.jsonl"), articles, {})]
