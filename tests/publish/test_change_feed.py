"""The feed of changes, and the addresses of incidents, over four publications."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command_kit import run
from tests.publish.marts_builder import NIGHT, NOW, settings_in, write_build
from warehouse.core.errors import SettingsError
from warehouse.core.files import file_digest
from warehouse.core.settings import PROJECT_ROOT, Settings, get_settings
from warehouse.desk.show import show
from warehouse.publication.publish import publish
from warehouse.publication.published import open_published, query
from warehouse.publication.rollback import rollback
from warehouse.store.versions import read_manifest

#: publication → incident, change, successor, origin, killed; i3 is split off i1, i2 goes into i1
PUBLISHED: dict[int, list[tuple[str, str, str | None, str | None, int | None]]] = {
    1: [("i1", "added", None, None, 4), ("i2", "added", None, None, 1)],
    2: [("i1", "changed", None, None, 5), ("i3", "added", None, "i1", 2)],
    3: [("i2", "merged", "i1", None, 1), ("i3", "retracted", None, "i1", 2)],
    4: [("i3", "restored", None, "i1", 3), ("i4", "added", None, None, None)],
}
FORMULA = "=1+1"


def write_versions(settings: Settings, last: int) -> None:
    """The build file as it is when publication `last` is due."""
    write_build(settings, {}, toll=last)
    with duckdb.connect(str(settings.build_file)) as con:
        # something else that differs, so that each is a publication of its own
        con.execute("insert into marts.dim_weapon (weapon_key) values (?)", [f"w{last}"])
        for number, rows in PUBLISHED.items():
            for incident, change, successor, origin, killed in rows if number <= last else ():
                status = change if change in ("merged", "retracted") else "provisional"
                con.execute(
                    "update marts.fct_incident_version set valid_to_publication = ?,"
                    " is_latest = false where incident_id = ? and is_latest",
                    [number, incident],
                )
                con.execute(
                    "insert into marts.fct_incident_version by name select ? as incident_id,"
                    " '2026-11' as incident_month, ? as change_type, ? as successor_id,"
                    " ? as valid_from_publication, ?::date as valid_from_night, true as is_latest,"
                    " ? as status, ? as killed_best, ? as quote, 'details' as reasons,"
                    " (select count(*) + 1 from marts.fct_incident_version where incident_id = $1)"
                    " as version_number",
                    [incident, change, successor, number, NIGHT, status, killed, FORMULA],
                )
                con.execute("delete from marts.dim_incident where incident_id = ?", [incident])
                con.execute(
                    "insert into marts.dim_incident by name select ? as incident_id,"
                    " 'incident/' || $1 as incident_path, ? as status, ? as successor_id,"
                    " ? as origin_id, ? as last_publication, ? as last_night",
                    [incident, status, successor, origin, number, NIGHT],
                )
        con.execute(
            "insert into marts.mart_incidents by name"
            " select incident_id, incident_path, '2026-11' as incident_month, 'قتل' as quote"
            " from marts.dim_incident where status = 'provisional'"
        )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Four publications, of which the first two are pruned."""
    settings = settings_in(
        Path(tmp_path_factory.mktemp("feed")),
        keep_versions=2,
        reader_grace_minutes=0,
        base_url="https://data.example.org",
    )
    for number in PUBLISHED:
        write_versions(settings, number)
        assert publish(settings, NIGHT, "run", now=NOW).version.startswith(f"{number:06d}")
    return settings


@pytest.fixture(scope="module")
def sync() -> Callable[[Path, dict[str, Any], int], int]:
    """The recipe, as docs/publishing.md prints it."""
    page = (PROJECT_ROOT / "docs" / "publishing.md").read_text("utf-8")
    found = re.search(r"<!-- sync recipe -->\n```python\n(.*?)```\n<!-- /sync", page, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)
    recipe: Callable[[Path, dict[str, Any], int], int] = names["sync"]
    return recipe


def as_published(settings: Settings, number: int) -> dict[str, Any]:
    _, rows = query(
        settings,
        "select incident_id, killed_best, version_number from incidents_as_published($n)",
        {"n": number},
    )
    return {incident: tuple(told) for incident, *told in rows}


def test_the_recipe_gives_the_current_table(settings: Settings, sync: Any) -> None:
    table: dict[str, Any] = {}
    assert sync(settings.published_dir, table, 0) == 4
    told = {key: (row["killed_best"], row["version_number"]) for key, row in table.items()}
    assert told == as_published(settings, 4)
    assert told == {"i1": (5, 2), "i3": (3, 3), "i4": (None, 1)}


def test_a_table_that_is_behind_is_brought_up_from_where_it_stands(
    settings: Settings, sync: Any
) -> None:
    _, rows = query(settings, "select * from incidents_as_published(2)")
    table: dict[str, Any] = {str(row[1]): {} for row in rows}
    assert sync(settings.published_dir, table, 2) == 4
    assert set(table) == set(as_published(settings, 4))
    assert sync(settings.published_dir, table, 4) == 4


def test_a_rollback_takes_nothing_from_a_table_that_is_ahead(settings: Settings, sync: Any) -> None:
    try:
        rollback(settings, now=NOW)
        table: dict[str, Any] = {}
        assert sync(settings.published_dir, table, 0) == 3
        assert set(table) == {"i1"}
        assert sync(settings.published_dir, table, 4) == 4
    finally:
        rollback(settings, to="4", now=NOW)


def test_the_three_files_say_the_same_and_the_manifest_seals_them(settings: Settings) -> None:
    version = (settings.published_dir / "current").resolve()
    folder = version / "changes"
    lines = [json.loads(line) for line in (folder / "changes.jsonl").read_text().splitlines()]
    parquet = duckdb.read_parquet(str(folder / "changes.parquet"))
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(lines[0]) == parquet.columns == list(rows[0])
    ids = [line["incident_id"] for line in lines]
    assert ids == sorted(ids) == [row["incident_id"] for row in rows] == ["i3", "i4"]
    assert [row[0] for row in parquet.project("incident_id").fetchall()] == ids
    # a spreadsheet runs nothing; the other formats have the words as they are
    assert {row["quote"] for row in rows} == {f"'{FORMULA}"}
    assert {line["quote"] for line in lines} == {FORMULA}
    assert lines[0]["origin_id"] == "i1"
    assert lines[0]["incident_path"] == "incident/i3"
    manifest = read_manifest(version)
    assert manifest["publication_number"] == 4
    sealed = set(manifest["files"])
    there = {p.relative_to(version).as_posix() for p in version.rglob("*") if p.is_file()}
    assert there - {path for path in there if path.startswith("parquet/")} == sealed | {
        "publish_info.json"
    }
    for path, told in manifest["files"].items():
        assert told == {
            "sha256": file_digest(version / path),
            "bytes": (version / path).stat().st_size,
        }


def test_the_feed_of_a_pruned_version_stays(settings: Settings) -> None:
    kept = sorted(path.name for path in (settings.published_dir / "changes").iterdir())
    assert kept == ["000001", "000002"]


# ── addresses ──


@pytest.fixture
def command(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("var_dir", "published_dir", "base_url"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}", str(getattr(settings, name)))
    get_settings.cache_clear()
    yield lambda *arguments: run(monkeypatch, *arguments)
    get_settings.cache_clear()


@pytest.mark.parametrize(
    "wanted", ["i2", "incident/i2", "https://data.example.org/incident/i2", "incident/i2/?x=1#y"]
)
def test_an_address_leads_to_what_a_merged_incident_became(settings: Settings, wanted: str) -> None:
    shown = show(settings, wanted)
    assert (shown.incident_id, shown.forwarded_from) == ("i1", "i2")
    assert shown.link == "https://data.example.org/incident/i1"
    assert ("quote", "قتل") in shown.fields
    assert "weapon" not in dict(shown.fields)


def test_what_was_taken_back_says_so_and_what_never_was_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="was ever published"):
        show(settings, "incident/i9")
    earlier = settings_in(tmp_path)
    write_versions(earlier, 3)
    publish(earlier, NIGHT, "run", now=NOW)
    shown = show(earlier, "i3")
    assert (shown.retracted_in, shown.retracted_on) == (3, NIGHT.isoformat())
    assert ("killed_best", 2) in shown.fields
    assert shown.link == "incident/i3"


def test_the_published_file_knows_whole_addresses(settings: Settings) -> None:
    with open_published(settings) as con:
        assert con.execute(
            "select incident_link('i2'), incident_link('i4'), incident_link('i9')"
        ).fetchall() == [
            ("https://data.example.org/incident/i1", "https://data.example.org/incident/i4", None)
        ]


def test_show_and_history_take_addresses(command: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("show", "incident/i2", "--format", "csv") == 0
    told = capsys.readouterr()
    assert "link,https://data.example.org/incident/i1" in told.out
    assert "i2 was merged into i1" in told.err


@pytest.mark.parametrize("wrong", ["data.example.org", "javascript:alert(1)", "https://a b/"])
def test_a_base_that_is_no_address_is_refused(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no address"):
        settings_in(tmp_path, base_url=wrong)
