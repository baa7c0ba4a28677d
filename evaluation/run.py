"""Score the project's extractors: what `sijill evaluate` calls."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation import scoreboard, scoreboard_page
from evaluation.agreement import agreement, first_rows, second_coding
from evaluation.articles import read_json_lines
from evaluation.errors import LabelsError, ScoreDropped
from evaluation.figures import Incident, Report, ScoringError
from evaluation.linked_reports import measured
from evaluation.masked_quotes import quotes_figures
from evaluation.oracle import ActorNames, OracleRecall, first_pass, oracle_recall
from evaluation.scoreboard import Scoreboard, measure
from evaluation.sealed import SealedScoring, last_scoring, score_sealed
from evaluation.sets import (
    JUDGED,
    OWN,
    Kind,
    LabelledSet,
    labelled_sets,
    ordinary_articles,
    registry,
)
from evaluation.unmasked import Unmasked
from evaluation.verdicts import agreement_with_verdicts, verdicts_path
from extractors.document import Recogniser
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact

#: letters that are shown on either side of the words of an error
EXCERPT = 120
#: what a person found, reading facts with their words: evaluation/guidelines.md
READING = "evidence_reading.csv"
#: train sets whose candidates are held against the labels
ORACLE_SETS = (OWN, "train/ant")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Reports by set, the errors asked for, and how they compare with what is committed.

    `committed` is None where no scoreboard was written yet, `drop` where no guarded figure fell.
    `str()` gives what a person reads.
    """

    board: Scoreboard
    sealed: SealedScoring | None
    reports: dict[str, Report]
    worst: dict[str, tuple[ScoringError, ...]]
    committed: Scoreboard | None
    drop: ScoreDropped | None
    articles: Mapping[str, Mapping[str, Article]]

    def __str__(self) -> str:
        lines = [scoreboard_page.render(self.board, self.sealed)]
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
    kinds: Sequence[Kind] = ("train", "open"),
) -> Evaluation:
    """Score the extractors on the train and open sets that are here, and on ordinary articles.

    `shared` is a folder with dev_articles.jsonl and dev_gold.jsonl in place of shared/evaluate.
    `errors` is the number of worst errors kept for each set that is not fresh. `write` replaces the
    committed scoreboard; a set that could not be measured now stays on it as long as it is the same
    recogniser. With `kinds` of open alone only what the committed figures guard is measured.

    Raises LabelsError where labels or articles are missing, LexiconError where seeds are.
    """
    readers = Readers(project_root, recogniser)
    sets = labelled_sets(project_root, shared, kinds=kinds)
    general = _general(project_root, readers, sets) if "train" in kinds else {}
    ordinary = general.get("ordinary")
    per_article = ordinary["incidents"] / ordinary["articles"] if ordinary else None
    reports, boards = {}, {}
    for labelled in sets:
        reports[labelled.name], boards[labelled.name] = measure(
            readers.predictions, labelled, ordinary_rate=per_article
        )
    board = Scoreboard(readers.name, boards, general)
    folder = project_root / "evaluation"
    committed = scoreboard.load(folder) if (folder / "scoreboard.json").is_file() else None
    drop = None
    if committed:
        try:
            scoreboard.check_against(committed, board)
        except ScoreDropped as err:
            drop = err
    sealed = last_scoring(folder)
    if write:
        same = committed is not None and committed.extractor == board.extractor
        named = {entry.name for entry in registry(project_root)}
        known = committed.boards if committed and same else {}
        kept = {name: content for name, content in known.items() if name in named}
        scoreboard.write(Scoreboard(readers.name, {**kept, **boards}, general), folder)
        write_page(folder)
    fresh = {labelled.name for labelled in sets if labelled.entry.fresh}
    return Evaluation(
        board=board,
        sealed=sealed,
        reports=reports,
        worst={name: r.worst(errors) for name, r in reports.items() if name not in fresh},
        committed=committed,
        drop=drop,
        articles={labelled.name: labelled.articles for labelled in sets},
    )


def evaluate_sealed(
    project_root: Path, recogniser: Recogniser | None, *, revision: str, today: dt.date
) -> SealedScoring:
    """Score the sealed sets, log the totals and write the scoreboard's page again.

    Raises SealedError for a version that was scored before.
    """
    readers = Readers(project_root, recogniser)
    found = score_sealed(
        project_root,
        readers.predictions,
        readers.masking,
        version=readers.masking.version,
        extractor=readers.name,
        revision=revision,
        today=today,
    )
    folder = project_root / "evaluation"
    if (folder / "scoreboard.json").is_file():
        write_page(folder)
    return found


def write_page(folder: Path) -> None:
    """Write scoreboard.md from the committed figures and the log of sealed scorings."""
    page = scoreboard_page.render(scoreboard.load(folder), last_scoring(folder))
    (folder / "scoreboard.md").write_text(page, encoding="utf-8")


class Readers:
    """The extractors as evaluation needs them. `masking` looks for names too; the others do not,
    since no figure of theirs depends on whose name is masked. What was read is remembered."""

    def __init__(self, project_root: Path, recogniser: Recogniser | None) -> None:
        seeds = project_root / "seeds"
        self.name = f"rules with {recogniser.name if recogniser else 'no recogniser'}"
        self.masking = Extractor(seeds, recogniser)
        self.plain = Extractor(seeds, Unmasked(recogniser) if recogniser else None)
        self._facts: dict[str, tuple[IncidentFact, ...]] = {}

    def extract(self, article: Article) -> tuple[IncidentFact, ...]:
        """The incidents of one article."""
        return self.extract_bulk([article])[0]

    def extract_bulk(self, articles: Sequence[Article]) -> list[tuple[IncidentFact, ...]]:
        """The incidents of each article."""
        new = [article for article in articles if article.id not in self._facts]
        found = self.plain.extract_bulk(new)
        self._facts |= {a.id: tuple(facts) for a, facts in zip(new, found, strict=True)}
        return [self._facts[article.id] for article in articles]

    def predictions(self, articles: Sequence[Article]) -> list[list[Incident]]:
        """The incidents of each article, as the scorer compares them."""
        return [
            [fact_to_prediction(fact) for fact in facts] for facts in self.extract_bulk(articles)
        ]


def _recall(found: OracleRecall) -> dict[str, Any]:
    return asdict(found) | {"share": found.value}


def _general(project_root: Path, readers: Readers, sets: Sequence[LabelledSet]) -> dict[str, Any]:
    """Figures of no single set: see `Scoreboard.general`."""
    general: dict[str, Any] = {}
    articles = ordinary_articles(project_root)
    if articles:
        general["ordinary"] = scoreboard.ordinary_figures(readers.predictions, articles)
    reading = project_root / "evaluation" / READING
    if reading.is_file():
        told, inferred = _readings(reading)
        general["evidence"] = {
            "read": len(told),
            "supported": sum(told),
            "inferred": len(inferred),
            "following": sum(inferred),
        } | scoreboard.rate(told)
    general["linking"] = measured(project_root, readers, sets)
    for entry in registry(project_root):
        if entry.task == "quotes" and entry.kind == "open" and entry.is_here(project_root):
            general["names"] = quotes_figures(project_root, readers.masking, entry)
    general["agreement"] = coders_agreement(project_root, sets)
    actors = ActorNames(project_root / "seeds")
    general["oracle"] = {
        labelled.name: {
            slot: _recall(found)
            for slot, found in oracle_recall(readers.plain, [labelled], actors).items()
        }
        for labelled in sets
        if labelled.name in ORACLE_SETS
    }
    general["first pass"] = {
        name: _recall(first_pass(readers.plain, chosen))
        for name, chosen in (
            ("train", [one for one in sets if one.entry.kind == "train"]),
            ("open, fresh", [one for one in sets if one.entry.kind == "open" and one.entry.fresh]),
        )
    }
    for labelled in sets:
        if labelled.name == JUDGED and verdicts_path(project_root).is_file():
            general["verdicts"] = agreement_with_verdicts(project_root, labelled)
    return general


def coders_agreement(project_root: Path, sets: Sequence[LabelledSet]) -> dict[str, Any]:
    """Agreement of two codings, the train and open sets of one source together."""
    by_source: dict[str, list[LabelledSet]] = {}
    for labelled in sets:
        if second_coding(project_root, labelled.name).is_file():
            by_source.setdefault(labelled.name.split("/")[1], []).append(labelled)
    return {
        source: agreement(
            [row for s in found for row in first_rows(project_root, s)],
            [row for s in found for row in read_json_lines(second_coding(project_root, s.name))],
            {id_: article for s in found for id_, article in s.articles.items()},
        )
        for source, found in by_source.items()
    }


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
