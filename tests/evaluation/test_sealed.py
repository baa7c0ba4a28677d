"""Sealed sets: read by one module alone, scored once a version, logged for good."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import LabelsError, SealedError
from evaluation.run import evaluate_sealed
from evaluation.sealed import LOG, last_scoring, scorings
from evaluation.sets import labelled_sets, load, registry

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 12, 1)
#: what may name the folder of the sealed sets: the module that reads them, the script that splits a
#: new source into it, the registry's own docstring, and tests of just that
MAY_NAME = {
    "evaluation/sealed.py", "evaluation/sets.py", "evaluation/unread.py", "scripts/split_labels.py",
    "tests/conftest.py", "tests/evaluation/test_sealed.py", "tests/evaluation/test_scoreboard.py",
}  # fmt: skip
#: a pattern that would take in all folders of evaluation/
_SWEEPING = re.compile(r"""r?glob\(\s*f?["'](\*\*|evaluation/\*)""")


def test_a_sealed_set_is_refused_wherever_sets_are_loaded() -> None:
    sealed = [entry for entry in registry(ROOT) if entry.kind == "sealed"]
    assert len(sealed) >= 5
    for entry in sealed:
        with pytest.raises(SealedError, match="is sealed"):
            load(ROOT, entry)
    with pytest.raises(SealedError):
        labelled_sets(ROOT, kinds=("sealed",))


def test_opening_a_sealed_file_in_a_test_fails() -> None:
    path = next((ROOT / "evaluation" / "sealed").glob("*.jsonl"))
    with pytest.raises(PermissionError, match="sealed"):
        path.read_text(encoding="utf-8")


def test_no_other_code_names_the_sealed_folder_or_sweeps_over_it() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "*.py", "*.sh", "Makefile", ".ci/run"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    for name in set(tracked) - MAY_NAME:
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        assert "evaluation/sealed" not in text.replace("evaluation/sealed_log", ""), name
        if "evaluation" in text:
            assert not _SWEEPING.search(text), name


def test_sealed_articles_stand_in_no_other_set() -> None:
    """By ids of our own articles, which the registry's files of labels in the project share."""
    open_ids = {str(row["id"]) for labelled in labelled_sets(ROOT) for row in labelled.gold}
    listed = subprocess.run(
        ["grep", "-oh", r'^{"id": "[^"]*"', *sorted(map(str, _sealed_labels()))],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    sealed_ids = {json.loads(f"{line}}}")["id"] for line in listed}
    assert len(sealed_ids) > 2000
    assert not open_ids & sealed_ids


def _sealed_labels() -> list[Path]:
    entries = [e for e in registry(ROOT) if e.kind == "sealed" and e.task == "incidents"]
    return [entry.labels_path(ROOT) for entry in entries]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with sealed sets of its own, cut from open ones."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "seeds", root / "seeds")
    folder = root / "evaluation"
    for kind in ("train", "open", "sealed"):
        (folder / kind).mkdir(parents=True)
    lines = {
        part: (ROOT / f"evaluation/open/own.{part}.jsonl").read_text("utf-8").splitlines()[:6]
        for part in ("labels", "articles")
    }
    for name, chosen in (("field", slice(0, 3)), ("field_ant", slice(3, 6))):
        for part, rows in lines.items():
            path = folder / "sealed" / f"{name}.{part}.jsonl"
            path.write_text("\n".join(rows[chosen]) + "\n", encoding="utf-8")
    # the first article of the sample stands in an open set too
    for part, rows in lines.items():
        (folder / "open" / f"own.{part}.jsonl").write_text(rows[0] + "\n", encoding="utf-8")
    header = (ROOT / "evaluation/sets.csv").read_text("utf-8").splitlines()[0]
    rows = [
        f"{name},{name.split('/')[0]},incidents,yes,a source,Apache-2.0,here,,one coding"
        for name in ("open/own", "sealed/field", "sealed/field_ant")
    ]
    (folder / "sets.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return root


def test_a_version_is_scored_once_and_its_totals_are_logged(project: Path) -> None:
    found = evaluate_sealed(project, None, revision="abc", today=TODAY)
    assert last_scoring(project / "evaluation") == found
    assert found.date == "2026-12-01"
    assert found.revision == "abc"
    both = found.sets["field sample"]
    assert both["field"]["articles"] == 5, "the one that an open set has is left out"
    assert found.sets["sealed/field"]["left_out_as_repeated"] == 1
    log = (project / "evaluation" / LOG).read_text(encoding="utf-8")
    assert not re.search("[\u0600-\u06ff]", log), "totals alone, no word of an article"
    with pytest.raises(SealedError, match="was scored"):
        evaluate_sealed(project, None, revision="def", today=TODAY)
    assert len(scorings(project / "evaluation")) == 1


def test_a_scoring_of_some_of_the_sets_is_none(project: Path) -> None:
    (project / "evaluation/sealed/field_ant.articles.jsonl").unlink()
    with pytest.raises(LabelsError, match="field_ant"):
        evaluate_sealed(project, None, revision="abc", today=TODAY)
    assert not (project / "evaluation" / LOG).exists()


def test_the_committed_log_has_only_grown() -> None:
    path = f"evaluation/{LOG}"
    history = _git("log", "--format=%H", "--reverse", "--", path).split()
    assert history, "no sealed scoring was ever committed"
    before = ""
    for commit in history:
        now = _git("show", f"{commit}:{path}")
        assert now.startswith(before), f"{commit} changed lines of {path}"
        before = now
    assert (ROOT / path).read_text(encoding="utf-8").startswith(before)
    entries: list[Any] = scorings(ROOT / "evaluation")
    assert len({entry.version for entry in entries}) == len(entries)


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
