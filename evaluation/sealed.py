"""The sealed sets: the only module that reads them.

Scored once a version of the extractors, by hand, in a clean tree (`sijill evaluate --sealed`);
never in CI. What comes of it are totals, added to evaluation/sealed_log.jsonl: one line a scoring
with date, revision, version of the extractors and the figures of each set. Nothing else that runs
opens evaluation/sealed/ or the texts of a sealed set."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation.agreement import agreement, first_rows, second_coding
from evaluation.articles import read_json_lines
from evaluation.errors import LabelsError, SealedError
from evaluation.figures import SLICE_PARTS
from evaluation.linked_reports import has_stories, linking_rows
from evaluation.masked_quotes import MaskingReader, quotes_figures
from evaluation.near_duplicates import repeated
from evaluation.rounding import rounded
from evaluation.scoreboard import ExtractAll, measure, ordinary_figures
from evaluation.sets import (
    LabelledSet,
    Registered,
    labelled_sets,
    ordinary_articles,
    read_set,
    registry,
)
from extractors.records import Article

LOG = "sealed_log.jsonl"
#: the random sample of newspapers and the random sample of the site, as one set
FIELD = "sealed/field"
FIELD_SITE = "sealed/field_ant"
BOTH = "field sample"
#: what of a set's board goes into the log: totals, nothing that leads to an article
_TOTALS = ("field", "figures", "intervals", "shares", "distances", "evidence_hits", "reliability",
           "calibration_error")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealedScoring:
    """One line of the log. `version`: the extractors' version, a hash of code, seeds and models."""

    date: str
    revision: str
    version: str
    extractor: str
    sets: Mapping[str, Mapping[str, Any]]


def scorings(folder: Path) -> list[SealedScoring]:
    """All logged scorings, the oldest first. Raises LabelsError where the log is malformed."""
    path = folder / LOG
    if not path.is_file():
        return []
    try:
        return [SealedScoring(**row) for row in read_json_lines(path)]
    except TypeError as err:
        raise LabelsError(f"{path} is malformed: {err}", "restore it from git") from err


def last_scoring(folder: Path) -> SealedScoring | None:
    """The last logged scoring, None where there is none."""
    return next(reversed(scorings(folder)), None)


def refuse_second(folder: Path, version: str) -> None:
    """Raises SealedError where this version of the extractors was scored before."""
    for entry in scorings(folder):
        if entry.version == version:
            raise SealedError(
                f"version {version} was scored on the sealed sets on {entry.date}",
                f"its figures stand in evaluation/{LOG} and on the scoreboard",
            )


def score_sealed(
    project_root: Path,
    extract_all: ExtractAll,
    reader: MaskingReader,
    *,
    version: str,
    extractor: str,
    revision: str,
    today: dt.date,
) -> SealedScoring:
    """Score all sealed sets and add a line to the log.

    `extract_all` reads articles, `reader` masks names and reads for the linking. Raises SealedError
    for a version that was scored before, LabelsError where labels or texts are missing: a scoring
    of some of the sets is none.
    """
    folder = project_root / "evaluation"
    refuse_second(folder, version)
    entries = [entry for entry in registry(project_root) if entry.kind == "sealed"]
    _refuse_missing(project_root, entries)
    known = _known_texts(project_root)
    sets: dict[str, dict[str, Any]] = {}
    samples: list[LabelledSet] = []
    for entry in entries:
        if entry.task == "incidents":
            labelled, left_out = _without_repeated(read_set(project_root, entry), known)
            sets[entry.name] = _totals(extract_all, labelled, left_out) | _agreement(
                project_root, labelled
            )
            if has_stories(labelled.gold):
                sets[entry.name]["linking"] = linking_rows(project_root, reader, entry)
            if entry.name in {FIELD, FIELD_SITE}:
                samples.append(labelled)
        elif entry.task == "ordinary":
            articles = list(read_set(project_root, entry).articles.values())
            sets[entry.name] = ordinary_figures(extract_all, articles)
        elif entry.task == "linking":
            sets[entry.name] = {"linking": linking_rows(project_root, reader, entry)}
        else:
            sets[entry.name] = quotes_figures(project_root, reader, entry)
    sets[BOTH] = _totals(extract_all, _together(samples), 0)
    scoring = SealedScoring(today.isoformat(), revision, version, extractor, rounded(sets))
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(asdict(scoring), ensure_ascii=False) + "\n")
    return scoring


def _refuse_missing(project_root: Path, entries: Sequence[Registered]) -> None:
    missing = [
        str(path)
        for entry in entries
        for path in (entry.labels_path(project_root), *entry.texts_paths(project_root))
        if not path.is_file()
    ]
    if missing:
        raise LabelsError(
            f"sealed labels or texts are missing: {', '.join(missing)}",
            "score where shared/ lies beside the project",
        )


def _known_texts(project_root: Path) -> dict[str, str]:
    """Texts of all train and open articles, by id."""
    articles: dict[str, Article] = {a.id: a for a in ordinary_articles(project_root)}
    for labelled in labelled_sets(project_root):
        articles |= {str(row["id"]): labelled.articles[str(row["id"])] for row in labelled.gold}
    return {id_: _whole(article) for id_, article in articles.items()}


def _whole(article: Article) -> str:
    return f"{article.title}\n{article.text}"


def _without_repeated(labelled: LabelledSet, known: Mapping[str, str]) -> tuple[LabelledSet, int]:
    """The set without articles that repeat a train or open one, and how many these are."""
    texts = {str(row["id"]): _whole(labelled.articles[str(row["id"])]) for row in labelled.gold}
    out = repeated(texts, known)
    gold = [row for row in labelled.gold if str(row["id"]) not in out]
    kept = LabelledSet(labelled.entry, gold, labelled.articles, labelled.weights)
    return kept, len(out)


def _together(samples: Sequence[LabelledSet]) -> LabelledSet:
    gold = [row for labelled in samples for row in labelled.gold]
    articles = {id_: a for labelled in samples for id_, a in labelled.articles.items()}
    return LabelledSet(samples[0].entry, gold, articles, {})


def _totals(extract_all: ExtractAll, labelled: LabelledSet, left_out: int) -> dict[str, Any]:
    _, content = measure(extract_all, labelled)
    totals = {name: content[name] for name in _TOTALS}
    for by in ("by_type", "by_country"):
        totals[by] = {
            value: {part: row[part] for part in SLICE_PARTS} for value, row in content[by].items()
        }
    return {"left_out_as_repeated": left_out, **totals}


def _agreement(project_root: Path, labelled: LabelledSet) -> dict[str, Any]:
    """Agreement of the two codings of a set that was coded twice."""
    path = second_coding(project_root, labelled.name)
    if not path.is_file():
        return {}
    second = read_json_lines(path)
    return {"agreement": agreement(first_rows(project_root, labelled), second, labelled.articles)}
