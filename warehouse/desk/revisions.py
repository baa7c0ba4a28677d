"""Revisions of the project in git: which one this is, and how another one reads articles.

Another revision runs in a worktree of its own, in a process of its own, through its own command
line (`sijill extract`), so that nothing of it is loaded here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractors.records import Article
from warehouse.core.errors import RevisionRefused

#: the command line, as the installed script starts it
_MAIN = "import runpy; runpy.run_module('warehouse', run_name='__main__')"
#: seconds that a revision may take to read all labelled articles
_PATIENCE = 3600


def clean_revision(project_root: Path) -> str:
    """The commit that the project's folder holds, unchanged.

    Raises RevisionRefused where something is not committed, or the folder is no git repository.
    """
    changed = _git(project_root, "status", "--porcelain")
    if changed:
        first = changed.splitlines()[0]
        raise RevisionRefused(f"the tree has changes: {first} …", "commit them, then score")
    return _git(project_root, "rev-parse", "HEAD")


@contextmanager
def worktree(project_root: Path, revision: str) -> Iterator[Path]:
    """A folder with the project as it was at that revision; gone at the end.

    Raises RevisionRefused where git knows no such revision.
    """
    commit = _git(project_root, "rev-parse", "--verify", f"{revision}^{{commit}}")
    folder = Path(tempfile.mkdtemp(prefix="sijill-revision-"))
    try:
        _git(project_root, "worktree", "add", "--detach", str(folder / "project"), commit)
        yield folder / "project"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _git(project_root, "worktree", "prune")


def read_with(
    project: Path, articles: Sequence[Article], *, recogniser: str
) -> list[dict[str, Any]]:
    """The incidents of each article, read by the project in that folder: `article_id`, `incidents`.

    Raises RevisionRefused where it ends with an error.
    """
    with tempfile.TemporaryDirectory(prefix="sijill-contest-") as name:
        source, target = Path(name) / "articles.jsonl", Path(name) / "incidents.jsonl"
        source.write_text("".join(map(_line, articles)), encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - our own command line, at a revision of our own
            [sys.executable, "-c", _MAIN, "extract", str(source), "-o", str(target)],
            cwd=project,
            env=_environment(project, recogniser),
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        # 3: some records were refused; they count as articles in which nothing was found
        if done.returncode not in {0, 3}:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise RevisionRefused(
                f"the revision could not read the articles: {' '.join(last)}",
                "it must have the command `sijill extract`",
            )
        return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def _environment(project: Path, recogniser: str) -> Mapping[str, str]:
    """This environment with the other revision's code and folders in place of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIJILL_")}
    return {**kept, "PYTHONPATH": str(project), "SIJILL_RECOGNISER": recogniser}


def _line(article: Article) -> str:
    """An article as a landed record."""
    record = {
        "id": article.id,
        "url": article.url,
        "source": article.source,
        "published_at": article.published_at.isoformat(),
        "title": article.title,
        "text": article.text,
        "language": article.language,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _git(project_root: Path, *arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        raise RevisionRefused("there is no git here", "install git")
    done = subprocess.run(  # noqa: S603 - fixed program, arguments of ours
        [git, "-C", str(project_root), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RevisionRefused(
            f"git {arguments[0]}: {done.stderr.strip()}", "name a revision that git knows"
        )
    return done.stdout.strip()
