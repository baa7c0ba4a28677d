"""The site of docs/: built strictly, shaped as in the repository, asking nothing of a network."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser

from warehouse.core.settings import PROJECT_ROOT, get_settings

pytestmark = pytest.mark.full

CONFIG = PROJECT_ROOT / "docsite" / "mkdocs.yml"
#: what makes a text's shape: a list that is read as a paragraph shows here
SHAPE = {"h1", "h2", "h3", "h4", "ul", "ol", "li", "pre", "table", "tr", "td", "blockquote", "img"}


def build_site(site: Path, **changes: str) -> None:
    """The site, built as `make site` builds it. Raises Abort where a page warns."""
    get_settings.cache_clear()
    config = load_config(str(CONFIG), site_dir=str(site), **changes)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a page of dbt's, opened from a folder whose name has blanks."""
    var = Path(tmp_path_factory.mktemp("var"))
    folder = Path(tmp_path_factory.mktemp("site")) / "the site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIJILL_VAR_DIR", str(var))
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        page = get_settings().dbt_target_dir / "static_index.html"
        page.parent.mkdir(parents=True)
        page.write_text("<title>dbt</title>")
        build_site(folder)
    get_settings.cache_clear()
    return folder


class Read(HTMLParser):
    """Counts the tags of an article, gathers what a page asks for and its language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shape: Counter[str] = Counter()
        self.asked: list[str] = []
        self.language = self.direction = ""
        self._within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.language = told.get("lang") or ""
        elif tag == "body":
            self.direction = told.get("dir") or ""
        elif tag == "article":
            self._within = True
        elif self._within and tag in SHAPE:
            self.shape[tag] += 1
        if tag in {"script", "img", "iframe", "source"}:
            self.asked.append(told.get("src") or "")
        elif tag == "link":
            self.asked.append(told.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._within = False


def sources() -> list[Path]:
    beside = load_config(str(CONFIG)).extra["beside_docs"]
    own = [PROJECT_ROOT / name for name in beside if name.endswith(".md")]
    return own + sorted((PROJECT_ROOT / "docs").rglob("*.md"))


def page_of(site: Path, source: Path) -> Path:
    name = source.relative_to(PROJECT_ROOT).as_posix().replace("README.md", "index.md")
    return (site / name).with_suffix(".html")


def test_every_page_has_the_shape_that_the_repository_shows(site: Path) -> None:
    """Python-Markdown reads some lists and fences otherwise than CommonMark: none of ours."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    assert len(sources()) > 50
    for source in sources():
        expected = Read(f"<article>{reader.render(source.read_text(encoding='utf-8'))}</article>")
        shown = Read(page_of(site, source).read_text(encoding="utf-8"))
        assert shown.shape == expected.shape, source


def test_no_page_names_a_file_of_another_host(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    far = {
        (page.name, asked)
        for page in pages
        for asked in Read(page.read_text(encoding="utf-8")).asked
        if re.match(r"(https?:)?//", asked)
    }
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not far
    assert not re.search(r"url\([\"']?(https?:)?//", styles)


def test_arabic_pages_are_arabic_all_through(site: Path) -> None:
    arabic = sorted((site / "docs" / "codebook" / "ar").glob("*.html"))
    assert len(arabic) == 9
    for page in arabic:
        read = Read(page.read_text(encoding="utf-8"))
        assert (read.language, read.direction) == ("ar", "rtl"), page
    english = Read((site / "docs" / "codebook" / "en" / "index.html").read_text(encoding="utf-8"))
    assert (english.language, english.direction) == ("en", "ltr")


def test_dbt_pages_are_linked_where_there_are_some(site: Path) -> None:
    about = (site / "docs" / "dbt-docs.html").read_text(encoding="utf-8")
    assert 'href="dbt/index.html"' in about
    assert (site / "docs" / "dbt" / "index.html").read_text() == "<title>dbt</title>"


def test_a_broken_link_fails_the_build_and_dbt_pages_that_are_not_there_are_not_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIJILL_VAR_DIR", str(tmp_path / "var"))
    docs = tmp_path / "docs"
    shutil.copytree(PROJECT_ROOT / "docs", docs)
    with (docs / "dates.md").open("a", encoding="utf-8") as stream:
        stream.write("\n[page](nowhere.md) [anchor](tolls.md#nowhere) [beside](../nowhere.csv)\n")
    with pytest.raises(Abort, match="3 warnings"):
        build_site(tmp_path / "site", docs_dir=str(docs))
    # it fails when all pages are written
    about = (tmp_path / "site" / "docs" / "dbt-docs.html").read_text(encoding="utf-8")
    assert "writes it and says where" in about
    assert "dbt/index.html" not in about


def test_it_asks_nothing_of_a_network_and_is_searched_in_both_languages(
    site: Path, browser: Browser
) -> None:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []
    found: dict[str, list[str]] = {}
    for words in ("القتلى", "قتلى", "quarantine"):
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((site / "docs" / "codebook" / "ar" / "types.html").as_uri())
        page.fill("input.md-search__input", words)
        # the theme listens for keys
        page.press("input.md-search__input", "End")
        items = page.locator(".md-search-result__item")
        items.first.wait_for(state="attached")
        found[words] = items.locator("h1").all_inner_texts()
        page.close()
    assert "الحقول والرموز" in found["القتلى"]
    # with its article or without, the word is the same
    assert found["القتلى"] == found["قتلى"]
    assert "Runbook" in found["quarantine"]
    assert all(url.startswith(("file:", "data:")) for url in asked)
    assert not complaints
    context.close()


@pytest.mark.parametrize(
    "name", ["index", "docs/data-dictionary/fct_incident", "docs/codebook/ar/fields"]
)
def test_no_page_is_wider_than_a_phone(site: Path, browser: Browser, name: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
