"""The real extractors on the real labels: no worse than the committed scoreboard."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evaluation import scoreboard, scoreboard_page
from evaluation.errors import LabelsError
from evaluation.run import evaluate_project
from evaluation.sealed import last_scoring
from evaluation.sets import SAMPLES, registry
from extractors.nlp.registry import load_recogniser

pytestmark = pytest.mark.full

ROOT = Path(__file__).resolve().parents[2]


def test_no_worse_than_the_committed_scoreboard() -> None:
    result = evaluate_project(ROOT, load_recogniser("own"), errors=5, kinds=("open",))
    assert result.committed is not None
    assert result.drop is None, str(result.drop)
    told = str(result)
    assert scoreboard_page.render(result.board, result.sealed) in told
    assert "      … " in told, "errors are shown in their text"
    fresh = [entry.name for entry in registry(ROOT) if entry.fresh]
    assert fresh
    assert not [name for name in fresh if name in result.worst], "fresh sets stay unread"


def test_the_committed_page_is_that_of_the_committed_figures() -> None:
    folder = ROOT / "evaluation"
    committed = (folder / "scoreboard.md").read_text(encoding="utf-8")
    assert committed == scoreboard_page.render(scoreboard.load(folder), last_scoring(folder))
    # figures only: not a word of an article
    assert not any("\u0600" <= letter <= "\u06ff" for letter in committed)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what evaluation reads, to write a scoreboard into."""
    for name in ("seeds", "samples"):
        shutil.copytree(ROOT / name, tmp_path / "project" / name)
    (tmp_path / "project/evaluation/train").mkdir(parents=True)
    for name in ("sets.csv", "train/samples.labels.jsonl"):
        shutil.copy(ROOT / "evaluation" / name, tmp_path / "project/evaluation" / name)
    return tmp_path / "project"


def test_other_labels_are_measured_where_they_are(project: Path) -> None:
    first = evaluate_project(project, None, write=True)
    assert first.reports.keys() == {SAMPLES}
    assert first.committed is None

    others = project.parent / "shared" / "evaluate"
    others.mkdir(parents=True)
    entries = (project / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    path = project / "evaluation/train/samples.labels.jsonl"
    labels = path.read_text(encoding="utf-8").splitlines()
    entry, label = json.loads(entries[0]), json.loads(labels[0])
    assert entry["key"] == label["id"]
    label["id"] = entry["record"]["id"]
    (others / "dev_articles.jsonl").write_text(json.dumps(entry["record"]), encoding="utf-8")
    (others / "dev_gold.jsonl").write_text(json.dumps(label), encoding="utf-8")

    second = evaluate_project(project, None, write=True, errors=3)
    assert second.committed is not None
    assert second.drop is None
    assert len(second.reports) == 2
    assert second.reports[SAMPLES] == first.reports[SAMPLES], "the same input, the same figures"

    shutil.rmtree(others)
    evaluate_project(project, None, write=True)
    kept = scoreboard.load(project / "evaluation")
    assert len(kept.boards) == 2, "a set that is not on this machine stays on the board"


def test_a_folder_without_labels_is_named(project: Path) -> None:
    with pytest.raises(LabelsError, match=r"dev_articles\.jsonl"):
        evaluate_project(project, None, shared=project)


def test_a_drop_is_told_of_open_sets_and_not_of_train_sets(project: Path) -> None:
    evaluate_project(project, None, write=True)
    path = project / "evaluation" / "scoreboard.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["boards"][SAMPLES]["figures"]["slot"]["f1"] += 0.02
    path.write_text(json.dumps(content), encoding="utf-8")
    assert evaluate_project(project, None).drop is None

    registered = project / "evaluation" / "sets.csv"
    as_open = registered.read_text(encoding="utf-8").replace(
        "train/samples,train,", "open/samples,open,"
    )
    registered.write_text(as_open, encoding="utf-8")
    (project / "evaluation/open").mkdir()
    source = project / "evaluation/train/samples.labels.jsonl"
    source.rename(project / "evaluation/open/samples.labels.jsonl")
    content["boards"]["open/samples"] = content["boards"].pop(SAMPLES)
    path.write_text(json.dumps(content), encoding="utf-8")
    result = evaluate_project(project, None)
    assert result.drop is not None
    assert "Slot F1" in str(result)
