"""What the site does beyond Material: the repository's own folders, Arabic pages, dbt's pages.

The pages link to each other as files of the repository, so the site has the same folders: docs/ is
one of them, and what `beside_docs` of mkdocs.yml names stands where it stands in the repository.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from warehouse.core.settings import get_settings

_PROJECT = Path(__file__).resolve().parents[1]
#: dbt's page within the site, and the page that leads to it
DBT_PAGE = "docs/dbt/index.html"
_ABOUT_DBT = "docs/dbt-docs.md"
_WHERE_DBT_IS = "<!-- the site puts the link here -->"
_DICTIONARY = "data-dictionary"
#: ```csv seeds/actors.csv: what follows the language is the name of the file
_HEADING = re.compile(r"^# +(?:[\d.]+ +)?(.+)$", re.MULTILINE)
_FENCE_OF_FILE = re.compile(r"^```(\w+) +([\w./-]+)$", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the dictionary's page of each mart behind the dictionary in the navigation."""
    of_marts = sorted(f"docs/{_DICTIONARY}/{page.name}" for page in _dictionary_pages())
    for section in config.nav or ():
        for entries in section.values():
            if isinstance(entries, list) and f"docs/{_DICTIONARY}.md" in entries:
                at = entries.index(f"docs/{_DICTIONARY}.md")
                entries.insert(at + 1, {"Tables": of_marts})
    return config


def _dictionary_pages() -> list[Path]:
    return list((_PROJECT / "docs" / _DICTIONARY).glob("*.md"))


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """The files of the site, under the names that they have in the repository."""
    placed = Files([])
    for file in files:
        if file.src_dir == config.docs_dir:
            placed.append(_placed(config, f"docs/{file.src_uri}", str(file.abs_src_path)))
        else:
            placed.append(file)
    for name in config.extra["beside_docs"]:
        placed.append(_placed(config, name, str(_PROJECT / name)))
    made_by_dbt = get_settings().dbt_target_dir / "static_index.html"
    if made_by_dbt.is_file():
        placed.append(_placed(config, DBT_PAGE, str(made_by_dbt)))
    return placed


def _placed(config: MkDocsConfig, name: str, source: str) -> File:
    return File.generated(config, name, abs_src_path=source)


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page's text as Python-Markdown reads it: a fence's file name is its title.

    A page is called what its heading says, also where an anchor stands before it.
    """
    del config
    if "title" not in page.meta and (heading := _HEADING.search(markdown)):
        page.meta["title"] = heading[1]
    if page.file.src_uri == _ABOUT_DBT and files.get_file_from_path(DBT_PAGE):
        link = "**[Open them](dbt/index.html)**, as they were when this site was built."
        markdown = markdown.replace(_WHERE_DBT_IS, link)
    return _FENCE_OF_FILE.sub(r'```\1 title="\2"', markdown)


def on_page_context(
    context: dict[str, Any], /, *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Lets the theme speak the page's language; with Arabic it turns from right to left."""
    del nav
    config.theme["language"] = "ar" if "/ar/" in page.file.src_uri else "en"
    return context
