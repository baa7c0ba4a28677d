"""The page as a reader has it: opened from disk in Chromium, in both languages."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.page.page_world import (
    HEALTH,
    HELD_NUMBER,
    MERGED,
    OLD,
    RETRACTED,
    incident_id,
    write_world,
)
from warehouse.core.settings import Settings
from warehouse.desk.reader_reports import read_reports, reports_folder

RECENT, OLDER = 120, 40
#: docs/tolls.md, Sums, over the incidents of a condition
SUMS = """
select
    count(*), coalesce(sum(coalesce(killed_low, killed_best)), 0)::int,
    coalesce(sum(coalesce(killed_best, killed_low)), 0)::int,
    coalesce(sum(coalesce(killed_high, killed_best, killed_low)), 0)::int
from marts.mart_incidents where {}
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Any]]:
    folder = Path(tmp_path_factory.mktemp("page")) / "a folder with blanks"
    connection = write_world(folder, recent=RECENT, old=OLDER)
    yield folder, connection
    connection.close()


class Opened:
    """The page, with all that it asked for and complained of."""

    def __init__(self, browser: Browser, folder: Path, **context: Any) -> None:
        self.page: Page = browser.new_page(
            **{"viewport": {"width": 1280, "height": 900}, "locale": "en-US", **context}
        )
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        self.page.goto((folder / "index.html").as_uri())
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")

    def figure(self, name: str) -> str:
        return self.page.locator(f'[data-figure="{name}"]').inner_text()

    def settle(self) -> None:
        """Until the filters have worked."""
        self.page.wait_for_timeout(400)


@pytest.fixture
def opened(browser: Browser, world: tuple[Path, Any]) -> Iterator[Opened]:
    found = Opened(browser, world[0])
    yield found
    found.page.close()


def sums(connection: duckdb.DuckDBPyConnection, condition: str) -> tuple[int, int, int, int]:
    return connection.execute(SUMS.format(condition)).fetchall()[0]


def test_its_sums_are_those_of_sql_whatever_is_filtered(
    opened: Opened, world: tuple[Path, Any]
) -> None:
    page = opened.page
    window = "occurred_on >= date '2026-08-27'"
    for choose, condition in (
        (lambda: None, window),
        (lambda: page.select_option("#country", "IQ"), f"{window} and country_code = 'IQ'"),
        (
            lambda: page.select_option("#admin1", "IQ-DI"),
            f"{window} and admin1_code = 'IQ-DI'",
        ),
        (
            lambda: page.check("#deadly"),
            f"{window} and admin1_code = 'IQ-DI' and coalesce(killed_low, killed_best) > 0",
        ),
    ):
        choose()
        opened.settle()
        count, low, best, high = sums(world[1], condition)
        assert opened.figure("incidents") == str(count)
        assert opened.figure("killed") == str(best)
        bounds = page.locator('[data-figure="killed"] + dd').inner_text()
        assert [int(n) for n in re.findall(r"\d+", bounds)] == [low, high]
        assert low <= best <= high
        rows = page.locator("#incidents > tbody > tr").count()
        assert rows == min(count, 50)
    page.click("button[type=reset]")
    opened.settle()
    assert opened.figure("incidents") == str(sums(world[1], window)[0])


def test_what_is_held_is_shown_with_its_reasons_where_it_is_asked_for(
    opened: Opened, world: tuple[Path, Any]
) -> None:
    page, held = opened.page, incident_id(HELD_NUMBER)
    count = int(opened.figure("incidents"))
    assert page.locator(f"#row-{held}").count() == 0
    page.check("#held")
    opened.settle()
    assert opened.figure("incidents") == str(count + 1)
    page.locator(f"#row-{held} button").click()
    told = page.locator(f"#detail-{held} .held").inner_text()
    assert "Low confidence of the reading, Toll beyond what such an event has cost" in told
    page.click("button[type=reset]")
    opened.settle()
    assert opened.figure("incidents") == str(count)
    assert page.locator(f"#row-{held}").count() == 0


def test_it_says_first_how_far_it_can_be_believed_in_both_languages(opened: Opened) -> None:
    page = opened.page
    told = page.locator("#measured")
    expect(told).to_be_visible()
    shares = ["53.5%", "45.6%–60.6%", "72%", "65%–79%", "3.9%"]
    english = told.inner_text()
    assert [share for share in shares if share not in english] == []
    assert "are right" in english
    above = page.locator("#figures").bounding_box()
    own = told.bounding_box()
    assert above
    assert own
    assert own["y"] < above["y"]
    page.click("#language")
    arabic = told.inner_text()
    assert "صحيحة" in arabic
    assert [share for share in shares if share not in arabic] == []


def head(opened: Opened) -> str:
    """What stands below the title, without the marks that isolate directions."""
    return re.sub("[\u2066-\u2069]", "", opened.page.locator("#about").inner_text())


def test_its_head_says_which_publication_it_is_and_of_which_night(
    browser: Browser, opened: Opened, tmp_path: Path
) -> None:
    assert "Publication 12 · night of 2026-11-24 · version 000012-" in head(opened)
    opened.page.click("#language")
    assert "النشرة 12 · ليلة 2026-11-24 · الإصدار 000012-" in head(opened)
    # what brought it is an earlier batch, that came late or was run again
    late = dataclasses.replace(HEALTH, batch_date="2015-03-02")
    write_world(tmp_path, recent=3, old=0, health=late).close()
    other = Opened(browser, tmp_path)
    assert "Publication 12 · batch of the night of 2015-03-02 · batches up to" in head(other)
    other.page.click("#language")
    assert "النشرة 12 · دفعة ليلة 2015-03-02 · الدفعات حتى" in head(other)
    assert other.complaints == []
    other.page.close()


def test_a_place_is_found_however_it_is_written(opened: Opened, world: tuple[Path, Any]) -> None:
    count = sums(world[1], "occurred_on >= date '2026-08-27' and admin1_code = 'IQ-NI'")[0]
    assert count > 0
    for spelling in ("Mosul", "موصل", "المَوصِل", "mosul "):
        opened.page.fill("#text", spelling)
        opened.settle()
        assert opened.figure("incidents") == str(count), spelling


def test_older_months_are_loaded_from_the_folder(opened: Opened, world: tuple[Path, Any]) -> None:
    assert not [url for url in opened.requests if "/page/" in url]
    opened.page.fill("#from", "2026-05-01")
    count = sums(world[1], "occurred_on >= date '2026-05-01'")[0]
    expect(opened.page.locator('[data-figure="incidents"]')).to_have_text(str(count))
    assert [url for url in opened.requests if url.endswith("page/months/2026-05-1.js")]
    assert opened.complaints == []


def test_a_row_opens_to_its_claims_and_quotes(opened: Opened) -> None:
    page = opened.page
    page.locator("#incidents > tbody > tr td.open-cell button").first.click()
    detail = page.locator("tr.detail").first
    expect(detail).to_contain_text("Who states the toll")
    expect(detail).to_contain_text("Police")
    expect(detail.locator("blockquote")).to_contain_text("قتل مدنيون")
    expect(detail.locator("a[href^='#incident/']")).to_have_count(1)
    addresses = detail.locator("a:not([href^='#'])").evaluate_all("all => all.map(a => a.protocol)")
    assert set(addresses) <= {"https:", "http:"}


def test_permanent_links_lead_to_incidents_of_any_time(
    browser: Browser, world: tuple[Path, Any]
) -> None:
    opened = Opened(browser, world[0])
    page = opened.page
    for address, shown, said in (
        (incident_id(3), incident_id(3), ""),
        (OLD, OLD, ""),
        (MERGED, OLD, ""),
        (RETRACTED, None, "was retracted"),
        ("inc_ffffffffffffffffffff", None, "no incident of this id"),
        ("../../etc/passwd", None, "no incident of this id"),
    ):
        page.evaluate("address => { location.hash = 'incident/' + address; }", address)
        if shown:
            page.wait_for_selector(f"#detail-{shown}")
            assert page.locator("#incidents > tbody > tr").count() == 2
        else:
            expect(page.locator("#told")).to_contain_text(said)
    outside = [url for url in opened.requests if not url.startswith(("file:", "blob:", "data:"))]
    assert outside == []
    assert all("/a%20folder%20with%20blanks/" in url for url in opened.requests if "file:" in url)
    page.close()


def test_hostile_text_is_shown_and_never_run(opened: Opened, world: tuple[Path, Any]) -> None:
    page = opened.page
    for _ in range(3):
        if page.locator("#more").is_visible():
            page.click("#more")
    for button in page.locator("#incidents td.open-cell button").all()[:14]:
        button.click()
    page.hover("#map canvas")
    page.click("#language")
    page.wait_for_selector("html[data-drawn=ar]", state="attached")
    assert page.evaluate("window.hacked") is None
    assert opened.complaints == []
    assert page.locator("main img").count() == 0
    assert page.locator("main script").count() == 0
    assert "window.hacked" in page.locator("#incidents").inner_text()
    outside = [url for url in opened.requests if not url.startswith("file:")]
    assert outside == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    browser: Browser, world: tuple[Path, Any], language: str, theme: str
) -> None:
    opened = Opened(
        browser, world[0], locale="ar" if language == "ar" else "en-US", color_scheme=theme
    )
    page = opened.page
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    page.locator("#incidents > tbody > tr td.open-cell button").first.click()
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"][:150] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    page.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_overflows_on_a_phone(
    browser: Browser, world: tuple[Path, Any], language: str
) -> None:
    opened = Opened(
        browser,
        world[0],
        viewport={"width": 360, "height": 740},
        locale="ar" if language == "ar" else "en-US",
    )
    opened.page.locator("#incidents > tbody > tr td.open-cell button").first.click()
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    opened.page.close()


def test_paper_is_light(browser: Browser, world: tuple[Path, Any]) -> None:
    opened = Opened(browser, world[0], color_scheme="dark")
    page = opened.page
    page.evaluate(
        "addEventListener('beforeprint', () => {"
        " window.printed = document.documentElement.dataset.theme; })"
    )
    page.pdf(format="A4")
    assert page.evaluate("window.printed") == "light"
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert opened.complaints == []
    page.close()


def test_the_keyboard_reaches_all_of_it(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "table-part"
    page.locator("#incidents thead button").nth(3).press("Enter")
    killed = page.locator("#incidents > tbody > tr > td:nth-child(4)").all_inner_texts()
    first = [int(re.match(r"\d+", text)[0]) for text in killed[:8] if re.match(r"\d+", text)]  # type: ignore[index]
    assert first == sorted(first, reverse=True)
    before = page.locator("#map").screenshot()
    page.focus("#map-frame")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    opened.settle()
    assert page.locator("#map").screenshot() != before


def test_a_click_on_the_map_opens_the_incident(opened: Opened) -> None:
    page = opened.page
    page.select_option("#country", "YE")
    opened.settle()
    page.click("#zoom-fit")
    opened.settle()
    box = page.locator("#map canvas").bounding_box()
    assert box is not None
    # all of Yemen's incidents lie on one point, which the map has in its middle
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#tip")).to_be_visible()
    expect(page.locator("#tip")).to_contain_text("Taiz")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("tr.detail")


def test_a_reader_reports_an_error_and_the_desk_lists_it(opened: Opened, tmp_path: Path) -> None:
    page = opened.page
    page.locator("#incidents > tbody > tr td.open-cell button").first.click()
    page.get_by_role("button", name="Report an error").click()
    page.get_by_label("What is wrong").select_option("killed_best")
    page.get_by_label("What is right").fill("7")
    page.get_by_label("How you know").fill("قائمة المستشفى </script>")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the report").click()
    settings = Settings(_env_file=None, corrections_dir=tmp_path)
    reports_folder(settings).mkdir()
    download.value.save_as(reports_folder(settings) / download.value.suggested_filename)
    (report,) = read_reports(settings)
    assert report.problem == ""
    assert f"detail-{report.incident_id}" == page.locator("tr.detail").first.get_attribute("id")
    assert report.right == (("killed_best", "7"),)
    assert report.how == "قائمة المستشفى </script>"
    assert dict(report.published)["event_type"] == "ied_bombing"
    assert opened.complaints == []


def test_a_page_without_its_folder_says_what_is_missing(
    browser: Browser, world: tuple[Path, Any], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_bytes((world[0] / "index.html").read_bytes())
    opened = Opened(browser, tmp_path)
    opened.page.fill("#from", "2026-05-01")
    expect(opened.page.locator("#told")).to_contain_text("was not found beside this page")
    opened.page.close()


def test_health_and_changes_are_told(opened: Opened, world: tuple[Path, Any]) -> None:
    health = opened.page.locator("#health")
    expect(health).to_contain_text("410")
    expect(health).to_contain_text("✓ read = staged + quarantined + repeated")
    expect(health).to_contain_text("text is empty")
    tonight = sums(world[1], "occurred_on = date '2026-11-24'")[0]
    expect(opened.page.locator("#changes h3")).to_have_text(f"New: {tonight}")
