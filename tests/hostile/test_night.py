"""A real night over a folder in which hostile deliveries lie beside good ones.

The good ones are all published, and so is what is only odd; nothing of it runs where it is shown:
not in dbt, not in the page, not in a spreadsheet, not in a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser

from tests.command_kit import run
from tests.end_to_end.conftest import NIGHTS, make_world, run_night
from tests.hostile.case import Case
from tests.hostile.corpus import all_cases, sample, write
from tests.hostile.payloads import HTML, MARK, TEMPLATES
from warehouse.core.errors import EXIT_WARNINGS, GateBlocked
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.core.spreadsheet import FORMULA_SIGNS
from warehouse.desk.export import export
from warehouse.night.run import Night, NightSummary
from warehouse.publication import published

pytestmark = pytest.mark.slow

NIGHT = NIGHTS[0]
#: of each family one in so many, beside all that is shown to readers: the night is to be a real
#: one, not a long one
EVERY = 8


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, NightSummary, list[Case]]:
    root = tmp_path_factory.mktemp("hostile_night")
    settings = make_world(root)
    cases = all_cases(root / "outside")
    shown = [case for case in cases if "/title-" in case.name or "/source-" in case.name]
    cases = [*shown, *(case for case in sample(cases, EVERY) if case not in shown)]
    folder = settings.landing_dir / NIGHT
    write(cases, folder)
    shutil.copytree(PROJECT_ROOT / "samples" / "landing" / NIGHT, folder / "good")
    return settings, run_night(settings, NIGHT), cases


Happened = tuple[Settings, NightSummary, list[Case]]


def rows(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_all_that_is_good_is_published(night: Happened, tmp_path: Path) -> None:
    settings, summary, _ = night
    assert summary.exit_code == EXIT_WARNINGS
    for folder in (settings.checks_dir, settings.work_dir, settings.build_file.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o750
    alone = make_world(tmp_path, NIGHT)
    run_night(alone, NIGHT)
    good = "select article_id, content_digest from staging.articles order by all"
    wanted = set(rows(alone, good))
    assert len(wanted) > 10
    _, found = published.query(settings, "select article_id from dim_article")
    assert {article for article, _ in wanted} <= {article for (article,) in found}
    # an article tells the same, whatever lies beside it
    facts = (
        "select * exclude (build_id) from staging.incident_facts"
        " where article_id in ({}) order by all"
    )
    ids = ", ".join("'" + str(article).replace("'", "''") + "'" for article, _ in sorted(wanted))
    assert rows(settings, facts.format(ids)) == rows(alone, facts.format(ids))


def test_rows_in_are_rows_staged_and_rows_quarantined(night: Happened) -> None:
    settings, summary, cases = night
    [(read, staged, refused, repeated)] = rows(
        settings,
        "select records_read, records_staged, records_quarantined, records_repeated"
        " from staging.batches",
    )
    assert read == staged + refused + repeated
    assert (summary.articles_read, summary.records_quarantined) == (read, refused)
    [(articles, facts)] = rows(
        settings,
        "select (select count(*) from staging.articles), (select count(*) from marts.fct_article)",
    )
    assert articles == facts == staged
    wanted = sum((case.outcomes or {}).get("staged", 0) for case in cases)
    assert staged > wanted > 500
    health = json.loads((settings.published_dir / "current" / "health.json").read_text("utf-8"))
    assert health["records_read"] == read
    assert sum(health["quarantine"].values()) >= refused


def test_texts_stand_as_they_came_and_nothing_is_rendered(night: Happened) -> None:
    settings, _, cases = night
    texts = {text for (text,) in rows(settings, "select text from staging.articles")}
    wanted = {text for case in cases for text in case.texts or ()}
    assert len(wanted) > 100
    assert wanted <= texts
    assert not Path("/tmp/sijill-hostile").exists()
    _, titles = published.query(settings, "select title from dim_article where title is not null")
    for template in TEMPLATES[:5]:
        assert any(template.split()[0] in title for (title,) in titles), template
    # the tables that the payloads would have dropped, and no others
    schemas = {name for (name,) in rows(settings, "select schema_name from duckdb_schemas()")}
    assert {"staging", "marts", "linking", "ops"} <= schemas


def opened(browser: Browser, page_file: Path) -> tuple[object, list[str], list[str]]:
    """A page after a reader has looked at all of it: whether a payload ran, what it complained of,
    what it asked for."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(page_file.as_uri())
    page.wait_for_timeout(1_500)
    for button in page.locator("#incidents > tbody > tr td.open-cell button").all()[:25]:
        button.click()
    for field in page.locator("input[type=text], input[type=search]").all():
        if field.is_visible() and field.is_enabled():
            field.fill(HTML[0])
    page.wait_for_timeout(500)
    ran = page.evaluate(f"window.{MARK}")
    page.close()
    return ran, complaints, [url for url in requests if not url.startswith(("file:", "data:"))]


def test_the_pages_run_nothing_of_it(night: Happened, browser: Browser) -> None:
    settings, _, _ = night
    index = settings.published_dir / "current" / "index.html"
    # it is there to be run
    _, told = published.query(
        settings, f"select count(*) from dim_article where title like '%{MARK}%'"
    )
    assert told[0][0] > 3
    for page in (index, settings.checks_dir / "index.html"):
        ran, complaints, elsewhere = opened(browser, page)
        assert ran is None
        assert complaints == []
        assert elsewhere == []


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def test_no_cell_is_a_formula(
    night: Happened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings, _, _ = night
    found = []
    for format_ in ("csv", "acled", "ged"):
        exported = export(settings, format_, tmp_path / format_)
        found += cells(exported.file.read_text("utf-8"))
    changes = settings.published_dir / "current" / "changes"
    found += [cell for path in changes.rglob("*.csv") for cell in cells(path.read_text("utf-8"))]
    for name in ("landing_dir", "var_dir", "published_dir"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}", str(getattr(settings, name)))
    capsys.readouterr()
    query = "select title, outlet_key from fct_article join dim_article using (article_key)"
    columns, _ = published.query(settings, "select * from dim_article limit 0")
    query = f"select {', '.join(columns)} from dim_article"
    assert run(monkeypatch, "query", "--format", "csv", query) == 0
    found += cells(capsys.readouterr().out)
    assert [cell for cell in found if cell.startswith(FORMULA_SIGNS) and not _is_number(cell)] == []
    assert [cell for cell in found if cell.startswith("'=")]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_a_terminal_is_not_moved(
    night: Happened, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, _, _ = night
    for name in ("landing_dir", "var_dir", "published_dir"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}", str(getattr(settings, name)))
    capsys.readouterr()
    run(monkeypatch, "quarantine", "--date", NIGHT)
    run(monkeypatch, "query", "select title, url from dim_article")
    shown = capsys.readouterr().out
    assert len(shown) > 10_000
    assert not any(ord(c) < 32 and c not in "\t\n" for c in shown)
    assert not set(shown) & set("\x7f\x9b\u202e\u202d\u2067\u2066")


LOSSES = {
    "refused": (
        "delete from staging.quarantine"
        " where source_record = (select max(source_record) from staging.quarantine)"
    ),
    "staged": (
        "delete from staging.articles"
        " where article_id = (select min(article_id) from staging.articles)"
    ),
    "file": (
        "delete from staging.batch_files"
        " where source_file = (select min(source_file) from staging.batch_files)"
    ),
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
def test_a_lost_record_blocks_the_publish(night: Happened, tmp_path: Path, loss: str) -> None:
    source, _, _ = night
    for name in ("var", "published", "register"):
        shutil.copytree(source.landing_dir.parent / name, tmp_path / name, symlinks=True)
    settings = make_world(tmp_path)
    before = (settings.published_dir / "current").readlink()
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("load json")
        con.execute(loss)
    with pytest.raises(GateBlocked, match="as many"):
        Night.of(settings, batch_date=NIGHT, run_id="lossy").gate()
    assert (settings.published_dir / "current").readlink() == before
