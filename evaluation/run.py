"""Score the project's extractors: what `sijill evaluate` calls."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation import scoreboard
from evaluation.errors import LabelsError, ScoreDropped
from evaluation.linked_reports import measured
from evaluation.scoreboard import Scoreboard, measure
from evaluation.scorer import Incident, Report, ScoringError, bootstrap
from evaluation.sets import labelled_sets, ordinary_articles
from evaluation.unmasked import Unmasked
from extractors.document import Recogniser
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact

#: letters that are shown on either side of the words of an error
EXCERPT = 120
#: what a person found, reading facts with their words: evaluation/guidelines.md
READING = "evidence_reading.csv"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Reports by set, the errors asked for, and how they compare with what is committed.

    `committed` is None where no scoreboard was written yet, `drop` where no guarded figure fell.
    `str()` gives what a person reads.
    """

    board: Scoreboard
    reports: dict[str, Report]
    worst: dict[str, tuple[ScoringError, ...]]
    committed: Scoreboard | None
    drop: ScoreDropped | None
    articles: Mapping[str, Mapping[str, Article]]

    def __str__(self) -> str:
        lines = [scoreboard.render(self.board)]
        for name, errors in self.worst.items():
            if errors:
                lines.append(f"Worst errors, {name}:")
                lines += [line for error in errors for line in self._told(name, error)]
        if self.committed and self.committed.extractor != self.board.extractor:
            lines.append(f"The committed figures are those of: {self.committed.extractor}")
        if self.drop:
            lines.append(str(self.drop))
        return "\n".join(lines)

    def _told(self, name: str, error: ScoringError) -> Iterator[str]:
        """The error, and the text around the words that it is about."""
        yield f"  {error.article_id}: {error.kind}: {error.detail}"
        article = self.articles[name][error.article_id]
        for whole in (article.text, article.title):
            at = whole.find(error.words) if error.words else -1
            if at >= 0:
                around = whole[max(at - EXCERPT, 0) : at + len(error.words) + EXCERPT]
                yield f"      … {' '.join(around.split())} …"
                return


def evaluate_project(
    project_root: Path,
    recogniser: Recogniser | None,
    *,
    shared: Path | None = None,
    errors: int = 0,
    write: bool = False,
) -> Evaluation:
    """Score the extractors on all labelled articles that are here, and on ordinary ones.

    `shared` is a folder with dev_articles.jsonl and dev_gold.jsonl; without it, the folder
    shared/evaluate beside the project is looked at, if it exists. `errors` is the number of worst
    errors kept for each set. `write` replaces the committed scoreboard; a set that could not be
    measured now stays on it as long as it is the same recogniser.

    Raises LabelsError where labels or articles are missing, LexiconError where seeds are.
    """
    extractor = Extractor(project_root / "seeds", Unmasked(recogniser) if recogniser else None)
    general = _general(project_root, extractor)
    ordinary = general.get("ordinary")
    rate = ordinary["incidents"] / ordinary["articles"] if ordinary else None

    reader = _Reader(extractor)

    def extract_all(articles: Sequence[Article]) -> list[list[Incident]]:
        return _told(reader.extract_bulk(articles))

    reports, boards = {}, {}
    sets = labelled_sets(project_root, shared)
    for labelled in sets:
        reports[labelled.name], boards[labelled.name] = measure(
            extract_all, labelled, ordinary_rate=rate
        )
    general["linking"] = measured(project_root, reader, sets)
    name = f"rules with {recogniser.name if recogniser else 'no recogniser'}"
    board = Scoreboard(name, boards, general)
    folder = project_root / "evaluation"
    committed = scoreboard.load(folder) if (folder / "scoreboard.json").is_file() else None
    drop = None
    if committed:
        try:
            scoreboard.check_against(committed, board)
        except ScoreDropped as err:
            drop = err
    if write:
        same = committed is not None and committed.extractor == board.extractor
        kept = committed.boards if committed and same else {}
        scoreboard.write(Scoreboard(name, {**kept, **boards}, general), folder)
    return Evaluation(
        board=board,
        reports=reports,
        worst={name: report.worst(errors) for name, report in reports.items()},
        committed=committed,
        drop=drop,
        articles={labelled.name: labelled.articles for labelled in sets},
    )


class _Reader:
    """An extractor that remembers what it read: the linking is measured on the same facts."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._facts: dict[str, tuple[IncidentFact, ...]] = {}

    def extract(self, article: Article) -> tuple[IncidentFact, ...]:
        """The incidents of one article."""
        if article.id not in self._facts:
            self._facts[article.id] = tuple(self._extractor.extract(article))
        return self._facts[article.id]

    def extract_bulk(self, articles: Sequence[Article]) -> list[tuple[IncidentFact, ...]]:
        """The incidents of each article."""
        found = [tuple(facts) for facts in self._extractor.extract_bulk(articles)]
        self._facts |= {article.id: facts for article, facts in zip(articles, found, strict=True)}
        return found


def _told(found: Iterable[Sequence[IncidentFact]]) -> list[list[Incident]]:
    return [[fact_to_prediction(fact) for fact in facts] for facts in found]


def _general(project_root: Path, extractor: Extractor) -> dict[str, Any]:
    """Figures of no labelled set: of ordinary articles, and of evidence that was read."""
    general: dict[str, Any] = {}
    articles = ordinary_articles(project_root)
    if articles:
        found = [len(incidents) for incidents in extractor.extract_bulk(articles)]
        alarms = [1 if number else 0 for number in found]
        general["ordinary"] = {
            "articles": len(articles),
            "alarms": sum(alarms),
            "incidents": sum(found),
        } | _rate(alarms)
    reading = project_root / "evaluation" / READING
    if reading.is_file():
        told, inferred = _readings(reading)
        general["evidence"] = {
            "read": len(told),
            "supported": sum(told),
            "inferred": len(inferred),
            "following": sum(inferred),
        } | _rate(told)
    return general


def _rate(found: Sequence[int]) -> dict[str, Any]:
    share = sum(found) / len(found)
    interval = bootstrap([(n,) for n in found], lambda sums: {"share": sums[0] / len(found)})
    return {"share": share, "interval": asdict(interval["share"])}


def _readings(path: Path) -> tuple[list[int], list[int]]:
    """Of what is told: 1 for each fact whose words bear its value, 0 for another. Of what is
    inferred: 1 where the value follows from the article."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or {row.get("supported") for row in rows} - {"yes", "no"}:
        raise LabelsError(
            f"{path}: the column supported is not yes or no throughout", "see guidelines.md"
        )
    told: list[int] = []
    inferred: list[int] = []
    for row in rows:
        (told if row["basis"] == "told" else inferred).append(int(row["supported"] == "yes"))
    return told, inferred
