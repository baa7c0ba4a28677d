"""Compares this version of the extractors with another revision of the project, on the labelled
articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evaluation.contest import Contest, contest, predictions_of
from evaluation.sets import LabelledSet, labelled_sets
from extractors.records import Article
from warehouse.core.settings import Settings
from warehouse.desk.revisions import read_with, worktree


def contest_with(settings: Settings, revision: str) -> Contest:
    """Read all train and open articles with both and compare the readings set by set.

    Both read through `sijill extract` on this machine, each in a process of its own. Raises
    RevisionRefused where git knows no such revision or it cannot read the articles.
    """
    root = settings.project_root
    sets = labelled_sets(root)
    articles = _articles(sets)
    with worktree(root, revision) as folder:
        before = predictions_of(read_with(folder, articles, recogniser=settings.recogniser))
    after = predictions_of(read_with(root, articles, recogniser=settings.recogniser))
    return contest(sets, before, after, names=(revision, "this tree"))


def _articles(sets: Iterable[LabelledSet]) -> list[Article]:
    """All articles of these sets, each once, under the ids of their labels."""
    found: dict[str, Article] = {}
    for labelled in sets:
        for row in labelled.gold:
            label_id = str(row["id"])
            found.setdefault(label_id, replace(labelled.articles[label_id], id=label_id))
    return list(found.values())
