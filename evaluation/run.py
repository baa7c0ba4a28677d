"""Score the project's extractors: what `sijill evaluate` calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation import scoreboard
from evaluation.articles import plain_articles, sample_articles
from evaluation.errors import LabelsError, ScoreDropped
from evaluation.scoreboard import Scoreboard, evaluate
from evaluation.scorer import Incident, Report, ScoringError
from extractors.document import Recogniser
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import Article

#: Names of the sets on the scoreboard.
SAMPLES = "samples"
DEVELOPMENT = "development articles of third parties"


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

    def __str__(self) -> str:
        lines = [scoreboard.render(self.board)]
        for name, errors in self.worst.items():
            if errors:
                lines.append(f"Worst errors, {name}:")
                lines += [f"  {e.article_id}: {e.kind}: {e.detail}" for e in errors]
        if self.committed and self.committed.extractor != self.board.extractor:
            lines.append(f"The committed figures are those of: {self.committed.extractor}")
        if self.drop:
            lines.append(str(self.drop))
        return "\n".join(lines)


def evaluate_project(
    project_root: Path,
    recogniser: Recogniser | None,
    *,
    shared: Path | None = None,
    errors: int = 0,
    write: bool = False,
) -> Evaluation:
    """Score the extractors on the labelled samples, and on other labelled articles where they are.

    `shared` is a folder with dev_articles.jsonl and dev_gold.jsonl; without it, the folder
    shared/evaluate beside the project is looked at, if it exists. `errors` is the number of worst
    errors kept for each set. `write` replaces the committed scoreboard; a set that could not be
    measured now stays on it as long as it is the same recogniser.

    Raises LabelsError where labels or articles are missing, LexiconError where seeds are.
    """
    seeds = project_root / "seeds"
    extractor = Extractor(seeds, recogniser)

    def extract_all(articles: Sequence[Article]) -> list[list[Incident]]:
        return [
            [fact_to_prediction(fact) for fact in facts]
            for facts in extractor.extract_bulk(articles)
        ]

    samples = sample_articles(project_root / "samples" / "articles.jsonl", seeds)
    labels = project_root / "evaluation" / "labels"
    reports = {SAMPLES: evaluate(extract_all, labels, samples)}
    other = _other_labels(project_root, shared)
    if other:
        articles = plain_articles(other / "dev_articles.jsonl", seeds)
        reports[DEVELOPMENT] = evaluate(extract_all, other / "dev_gold.jsonl", articles)

    board = Scoreboard.of(
        f"rules with {recogniser.name if recogniser else 'no recogniser'}", reports
    )
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
        scoreboard.write(Scoreboard(board.extractor, {**kept, **board.boards}), folder)
    return Evaluation(
        board=board,
        reports=reports,
        worst={name: report.worst(errors) for name, report in reports.items()},
        committed=committed,
        drop=drop,
    )


def _other_labels(project_root: Path, shared: Path | None) -> Path | None:
    folder = shared or project_root.parent / "shared" / "evaluate"
    names = ("dev_articles.jsonl", "dev_gold.jsonl")
    missing = [name for name in names if not (folder / name).is_file()]
    if not missing:
        return folder
    if shared:
        raise LabelsError(f"{folder} has no {', '.join(missing)}", "name the folder of the labels")
    return None
