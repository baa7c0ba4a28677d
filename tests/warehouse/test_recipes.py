"""docs/recipes.md, followed: the rows that it gives, its sentence, what it promises."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from warehouse.contract.outlets import load_outlets
from warehouse.core.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "recipes.md"
_BLOCK = re.compile(r"```(csv|text|json)(?: (\S+))?\n(.*?)```", re.DOTALL)


@dataclass
class Recipe:
    title: str
    rows: dict[str, str] = field(default_factory=dict)
    sentence: str = ""
    promised: dict[str, Any] = field(default_factory=dict)


def recipes() -> list[Recipe]:
    found = []
    for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        recipe = Recipe(part.splitlines()[0])
        for kind, file, text in _BLOCK.findall(part):
            if kind == "csv":
                recipe.rows[file] = text
            elif kind == "text":
                recipe.sentence = text.strip()
            else:
                recipe.promised = json.loads(text)
        if recipe.rows:
            found.append(recipe)
    return found


#: what is read of a sentence, in the words of the page; run where the seeds are those of a copy
_READ = """
import datetime as dt, json, sys
from extractors.pipeline import Extractor
from extractors.records import Article

now = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
article = Article("1", "https://news.example/1", "x", now, now.date(), sys.argv[1])
print(json.dumps([
    {
        "event_type": fact.event_type,
        "place": fact.place.name if fact.place else None,
        "admin1": fact.place.admin1_code if fact.place else None,
        "perpetrator": fact.perpetrator.actor_id,
        "killed": fact.killed.best if fact.killed else None,
    }
    for fact in Extractor().extract(article)
]))
"""


def run(project: Path, script: str, *words: str) -> str:
    """What a script prints in `project`, in a process of its own: seeds are read once."""
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=project,
        env={**os.environ, "PYTHONPATH": f"{project}{os.pathsep}{PROJECT_ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def read(project: Path, sentence: str) -> list[dict[str, Any]]:
    """What the extractors of `project` read."""
    found: list[dict[str, Any]] = json.loads(run(project, _READ, sentence))
    return found


def keeps(project: Path, recipe: Recipe) -> bool:
    """Whether what the recipe promises comes true with these seeds."""
    promised = recipe.promised
    if "outlet" in promised:
        outlets = load_outlets(project / "seeds")
        known = outlets.find(promised["outlet"])
        of_host = outlets.of_host(promised["host"])
        return (
            known is not None
            and of_host == known
            and known.outlet_id == promised["outlet_id"]
            and str(known.zone) == promised["zone"]
        )
    return any(
        all(incident[name] == value for name, value in promised.items())
        for incident in read(project, recipe.sentence)
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the extractors, their weights, the seeds and the codebook, to write into."""
    for name in ("extractors", "models/reading", "seeds", "codebook"):
        shutil.copytree(PROJECT_ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.title)
def test_a_recipe_does_what_it_says(recipe: Recipe, project: Path) -> None:
    assert not keeps(project, recipe)
    for file, rows in recipe.rows.items():
        with (project / file).open("a", encoding="utf-8") as stream:
            stream.write(rows)
    assert keeps(project, recipe)


def test_the_page_has_its_recipes() -> None:
    assert len(recipes()) == 5


#: the words of the codebook's pages of both languages
_CODEBOOK = """
import sys
from pathlib import Path
from warehouse.docs.codebook import codebook_pages
from warehouse.core.settings import Settings

pages = codebook_pages(Settings(_env_file=None, project_root=Path.cwd()))
sys.stdout.buffer.write("\\n".join(pages.values()).encode())
"""


def test_a_new_event_type_stands_in_the_codebook(project: Path) -> None:
    (project / "evaluation").mkdir()
    for name in ("scoreboard.json", "sealed_log.jsonl"):
        shutil.copy(PROJECT_ROOT / "evaluation" / name, project / "evaluation")
    (recipe,) = (r for r in recipes() if "seeds/event_types.csv" in r.rows)
    for file, rows in recipe.rows.items():
        with (project / file).open("a", encoding="utf-8") as stream:
            stream.write(rows)
    told = run(project, _CODEBOOK)
    assert f'<a id="type.{recipe.promised["event_type"]}">' in told
    assert told.count(recipe.sentence) == 2, "in English and in Arabic"
