"""What is written: how big, how hostile text stands in it, which files are shared with before."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bi.page.labels import page_words
from bi.page.rows import COLUMNS
from bi.page.scripting import script_json
from scripts.build_page_assets import ASSETS, charts_json, vega_js
from tests.page.page_world import (
    HELD_NUMBER,
    HOSTILE,
    MERGED,
    NIGHT,
    OLD,
    incident_id,
    page_data,
    write_world,
)

MANY = 6_000
LIMIT = 5_000_000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(tmp_path_factory.mktemp("crowded"))
    write_world(folder, recent=MANY).close()
    return folder


def test_the_page_stays_small_however_much_happened(crowded: Path) -> None:
    assert (crowded / "index.html").stat().st_size < LIMIT
    shown = page_data(crowded, "own-incidents")
    assert len(shown["rows"]) == 5_000
    days = [row[COLUMNS.index("day")] for row in shown["rows"]]
    assert days == sorted(days, reverse=True)
    assert 0 < len(shown["details"]) < 5_000


def test_files_beside_it_hold_all_of_them(crowded: Path) -> None:
    listed = page_data(crowded, "data")["months"]
    found = []
    for month in listed:
        ids = []
        for name in month["files"]:
            text = (crowded / name).read_text(encoding="utf-8")
            start = text.index(",") + 1
            ids += [row[0] for row in json.loads(text[start : text.rindex(");")])["rows"]]
        held = [incident_id(HELD_NUMBER)] if month["month"] == f"{NIGHT:%Y-%m}" else []
        assert len(ids) == month["incidents"] + len(held)
        assert set(held) <= set(ids)
        found += ids
    assert len(found) == len(set(found)) == MANY + 42
    assert OLD in found


def test_nothing_that_an_article_says_can_end_a_script(crowded: Path) -> None:
    page = (crowded / "index.html").read_text(encoding="utf-8")
    # those of the page itself: five of data, two that run
    assert len(re.findall(r"<script", page)) == len(re.findall(r"</script", page)) == 7
    for path in (crowded / "page").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not set("<>\u2028\u2029") & set(text)
    told = page_data(crowded, "own-incidents")["rows"]
    quotes = "".join(row[COLUMNS.index("quote")] for row in told)
    assert all(text in quotes for text in HOSTILE)


def test_script_json_reads_back_as_it_was() -> None:
    for text in HOSTILE:
        assert json.loads(script_json({"a": [text, None, 1.5]})) == {"a": [text, None, 1.5]}
    with pytest.raises(ValueError, match="Out of range float"):
        script_json(float("nan"))


def test_a_month_in_which_nothing_changed_is_shared(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    write_world(before, recent=30, old=10).close()
    write_world(after, recent=30, old=10, before=before, toll=1).close()
    files = {path.name: path.stat().st_ino for path in (before / "page/months").iterdir()}
    shared = {
        path.name
        for path in (after / "page/months").iterdir()
        if files[path.name] == path.stat().st_ino
    }
    assert shared == {"2026-05-1.js", "2025-03-1.js"}
    assert '"2026-11' in (after / "page/files.json").read_text(encoding="utf-8")


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        write_world(folder, recent=25, old=5).close()
    paths = sorted(p.relative_to(first) for p in (*first.glob("index.html"), *first.rglob("*.js")))
    assert len(paths) > 4
    for path in paths:
        assert (first / path).read_bytes() == (second / path).read_bytes()


def test_where_an_incident_is_found(crowded: Path) -> None:
    letters = page_data(crowded, "data")["id_letters"]
    assert letters == 1
    text = (crowded / f"page/ids/{MERGED[4]}.js").read_text(encoding="utf-8")
    assert f'"{MERGED}":"\\u003e{OLD}"' in text
    one = incident_id(5)
    assert f'"{one}":"2026-' in (crowded / f"page/ids/{one[4]}.js").read_text(encoding="utf-8")


def test_an_empty_register_has_a_page_too(tmp_path: Path) -> None:
    connection = write_world(tmp_path / "w", recent=0, old=0)
    connection.execute("delete from marts.mart_incidents")
    connection.close()
    assert page_data(tmp_path / "w", "own-incidents")["rows"] == []
    assert page_data(tmp_path / "w", "data")["night"] == NIGHT.isoformat()


def test_the_committed_charts_are_those_of_the_code() -> None:
    assert (ASSETS / "charts.json").read_text(encoding="utf-8") == charts_json()
    assert (ASSETS / "vega.js").read_text(encoding="utf-8") == vega_js()


def test_every_word_of_the_page_has_both_languages() -> None:
    used = set(re.findall(r'\bt\("(\w+)"', (ASSETS / "page.js").read_text(encoding="utf-8")))
    used |= set(re.findall(r"\"@(\w+)\"", (ASSETS / "charts.json").read_text(encoding="utf-8")))
    used |= set(
        re.findall(
            r'data-(?:t|label)="(\w+)"',
            (ASSETS.parent / "templates/page.html").read_text(encoding="utf-8"),
        )
    )
    words = page_words()
    assert used - set(words) == set()
    assert all(ar.strip() and en.strip() and ar != en for ar, en in words.values())
    assert all(re.search("[؀-ۿ]", ar) for ar, _ in words.values())
