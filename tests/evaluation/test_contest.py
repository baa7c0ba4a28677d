"""Two readers on the same articles: the paired test, and another revision that really runs."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from evaluation.contest import contest
from evaluation.paired_test import paired_test
from evaluation.sets import LabelledSet, Registered
from extractors.records import Article
from tests.evaluation.test_field_figures import article, incident, row
from warehouse.core.errors import RevisionRefused
from warehouse.desk.revisions import clean_revision, read_with, worktree

ROOT = Path(__file__).resolve().parents[2]


def mean(sums: Sequence[float]) -> Mapping[str, float]:
    return {"mean": sums[0] / sums[1]}


def test_p_is_the_share_of_exchanges_that_differ_as_much() -> None:
    # three articles, all better: of the eight ways to exchange them two differ as much
    found = paired_test([(0, 1)] * 3, [(1, 1)] * 3, mean)["mean"]
    assert (found.before, found.after) == (0.0, 1.0)
    assert found.p == pytest.approx(2 / 8, abs=0.02)
    assert paired_test([(0, 1)] * 3, [(1, 1)] * 3, mean)["mean"] == found, "the same p each time"


def test_many_small_gains_are_significant_and_gains_and_losses_are_not() -> None:
    gains = paired_test([(0, 1)] * 20, [(1, 1)] * 20, mean)["mean"]
    assert gains.p < 0.001
    mixed = paired_test([(0, 1)] * 10 + [(1, 1)] * 9, [(1, 1)] * 10 + [(0, 1)] * 9, mean)["mean"]
    assert mixed.p > 0.5
    assert paired_test([(1, 1)], [(1, 1)], mean)["mean"].p == 1.0


def test_a_contest_compares_both_with_the_same_labels() -> None:
    entry = Registered("open/x", "open", "incidents", True, "", "", "here", {}, "")
    gold = [row(str(n), incident("بعقوبة")) for n in range(12)]
    articles = {str(n): article("نص") for n in range(12)}
    right = {str(n): [incident("بعقوبة")] for n in range(12)}
    found = contest([LabelledSet(entry, gold, articles, {})], {}, right, names=("before", "after"))
    recall = found.differences["open/x"]["recall"]
    assert (recall.before, recall.after) == (0.0, 1.0)
    assert recall.p < 0.01
    told = str(found)
    assert "open/x (fresh)" in told
    assert "recall of main incidents | 0.000 | 1.000" in told


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's code in a repository of its own, with one commit."""
    folder = tmp_path_factory.mktemp("repository")
    for name in (
        "extractors", "warehouse", "seeds", "wording", "linking", "intake", "evaluation", "models",
    ):  # fmt: skip
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.jsonl", "__pycache__")
        )
    for arguments in (
        ["init", "-q"],
        ["config", "user.email", "a@b.example"],
        ["config", "user.name", "a"],
        ["add", "-A"],
        ["commit", "-q", "-m", "all"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder


def test_another_revision_reads_in_a_worktree_of_its_own(repository: Path) -> None:
    text = "قتل سبعة أشخاص وأصيب تسعة بانفجار سيارة مفخخة في مدينة كركوك أمس."
    told = Article(
        id="a", url="https://x.example/a", source="x", title="", text=text, outlet_country=None,
        published_at=dt.datetime(2017, 6, 2, 9, tzinfo=dt.UTC), published_on=dt.date(2017, 6, 2),
    )  # fmt: skip
    with worktree(repository, "HEAD") as folder:
        assert folder != repository
        (found,) = read_with(folder, [told], recogniser="none")
    assert not folder.exists()
    assert found["article_id"] == "a"
    assert [one["killed"] for one in found["incidents"]] == [7]
    listed = subprocess.run(
        ["git", "worktree", "list"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout
    assert len(listed.splitlines()) == 1, "the worktree is gone"


def test_a_revision_that_there_is_not_is_refused(repository: Path) -> None:
    with pytest.raises(RevisionRefused, match="rev-parse"), worktree(repository, "no-such"):
        pass


def test_a_tree_with_changes_is_not_scored(repository: Path) -> None:
    assert len(clean_revision(repository)) == 40
    changed = repository / "seeds" / "new.csv"
    changed.write_text("a\n", encoding="utf-8")
    try:
        with pytest.raises(RevisionRefused, match="changes"):
            clean_revision(repository)
    finally:
        changed.unlink()
