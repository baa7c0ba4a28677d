"""Pages of docs/ that are written from the code, so that they cannot drift from it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from pathlib import Path

from evaluation.marked_text import with_marked
from evaluation.scoreboard_page import field_summary
from evaluation.sealed import last_scoring
from quality.bounds import bounds_table
from warehouse.contract.articles import schema_text
from warehouse.core.settings import Settings
from warehouse.docs.codebook import codebook_pages
from warehouse.docs.dictionary import FOLDER, dictionary_pages
from warehouse.editing.loaded_words import loaded_words_table, read_loaded_words
from warehouse.steps.transform import parse_project

_WORDS_TABLE = re.compile(
    r"(?<=<!-- loaded words: )(?P<language>\w+)( -->\n).*?(?=<!-- /loaded words -->)", re.DOTALL
)


def stale_pages(settings: Settings, command_page: str) -> tuple[Path, ...]:
    """The generated pages that are not as the code would write them; `command_page` is what
    docs/cli.md ought to be."""
    pages = _pages(settings, command_page)
    return (*_stale(pages), *_of_removed_marts(settings, pages))


def write_pages(settings: Settings, command_page: str) -> tuple[Path, ...]:
    """Write those that are out of date and delete those of removed marts; returns both."""
    pages = _pages(settings, command_page)
    stale = _stale(pages)
    removed = _of_removed_marts(settings, pages)
    for page in removed:
        page.unlink()
    for page, text in stale.items():
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    return (*stale, *removed)


def _stale(pages: Mapping[Path, str]) -> dict[Path, str]:
    return {
        page: text
        for page, text in pages.items()
        if not page.is_file() or page.read_text(encoding="utf-8") != text
    }


def _of_removed_marts(settings: Settings, pages: Mapping[Path, str]) -> tuple[Path, ...]:
    found = (settings.project_root / "docs" / FOLDER).glob("*.md")
    return tuple(sorted(page for page in found if page not in pages))


def _pages(settings: Settings, command_page: str) -> Mapping[Path, str]:
    docs, readme = settings.project_root / "docs", settings.project_root / "README.md"
    publishing, runbook = docs / "publishing.md", docs / "runbook.md"
    style_guide = docs / "style-guide.md"
    words = read_loaded_words(settings.seeds_dir)
    dictionary = {
        docs / name: text for name, text in dictionary_pages(parse_project(settings)).items()
    }
    return (
        codebook_pages(settings)
        | dictionary
        | {
            readme: with_marked(
                readme.read_text("utf-8"), "field figures", _field_figures(settings)
            ),
            docs / "article.schema.json": schema_text(),
            docs / "cli.md": command_page,
            publishing: with_marked(publishing.read_text("utf-8"), "gate bounds", bounds_table()),
            runbook: with_marked(
                runbook.read_text("utf-8"), "settings", _settings_table(settings.project_root)
            ),
            style_guide: _WORDS_TABLE.sub(
                lambda found: f"{found[1]}{found[2]}{loaded_words_table(words, found[1])}",
                style_guide.read_text(encoding="utf-8"),
            ),
        }
    )


def _field_figures(settings: Settings) -> str:
    """The field figures of the last logged sealed scoring, in lines of the README."""
    scoring = last_scoring(settings.project_root / "evaluation")
    text = field_summary(scoring) if scoring else "Not measured yet."
    return "\n".join(textwrap.wrap(text, 100)) + "\n"


def _settings_table(project_root: Path) -> str:
    rows = ["| variable | default | |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default(
            call_default_factory=True,
            validated_data={
                "project_root": project_root,
                "published_dir": project_root / "published",
            },
        )
        if isinstance(default, Path):
            default = default.relative_to(project_root)
        shown = "" if default is None else f"`{default}`"
        rows.append(f"| `SIJILL_{name.upper()}` | {shown} | {field.description or ''} |")
    return "\n".join(rows) + "\n"
