"""What programs read of the commands: --json, with keys that they may rely on (docs/cli.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from tests.command_kit import run
from tests.publish.marts_builder import NIGHT, NOW, settings_in, write_build
from warehouse.cli.app import app
from warehouse.cli.page import commands
from warehouse.core.settings import PROJECT_ROOT, get_settings
from warehouse.editing.corrected_fields import COLUMNS
from warehouse.publication.publish import publish

INCIDENT = "i1"
ROWS: dict[str, tuple[list[str], list[str]]] = {
    "query": (["select 1 as one, date '2026-11-21' as day, null as nothing"],
              ["one", "day", "nothing"]),
    "find": (["Mosul"], ["kind", "key", "name_ar", "name_en", "what", "where", "matched",
                         "matched_name", "incidents"]),
    "history": ([INCIDENT],
                ["version_number", "valid_from_publication", "valid_from_night", "change_type",
                 "reasons", "successor_id", "status", "event_type", "occurred_on", "place_name",
                 "killed_low", "killed_best", "killed_high", "wounded_best", "article_count",
                 "source_count", "correction_ids"]),
    "corrections list": ([], ["in_force", *COLUMNS]),
    "register list": ([], ["number", "night", "published_at", "version"]),
    "releases": ([], ["edition", "made_on", "incidents", "last_night", "version", "vintage",
                      "codebook", "extractors"]),
}  # fmt: skip
OBJECTS: dict[str, tuple[list[str], list[str]]] = {
    "show": ([INCIDENT], ["incident_id", "link", "forwarded_from", "retracted_in", "retracted_on",
                          "fields"]),
    "status": ([], ["nights", "late", "current", "versions", "readings"]),
    "register verify": ([], ["publications"]),
    "release": (["2026.1", "--verify"], ["edition", "files"]),
    "models": ([], ["recogniser"]),
    "backup": ([], ["backup", "folder", "created_at", "publication", "current", "parts",
                    "redactions", "files", "bytes"]),
    "extract": (["{sample}", "-o", "{folder}/out.jsonl"], ["articles", "incidents", "refused"]),
}  # fmt: skip
#: held by tests of their own worlds: a built warehouse (tests/dbt/test_editing.py), the pages of a
#: crawl, a file to compare with
ELSEWHERE = {
    "changes", "as-of", "vintages", "export",
    "night", "quarantine", "rebuild", "review", "corrections check", "corrections preview",
    "redactions", "compare", "rollback", "ingest html", "ingest warc", "ingest feed", "ingest csv",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("json")
    settings = settings_in(folder)
    write_build(settings)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(
            "insert into marts.dim_incident by name select 'i1' as incident_id,"
            " 'incident/i1' as incident_path, 'provisional' as status"
        )
        con.execute(
            "insert into marts.fct_incident_version by name select 'i1' as incident_id,"
            " '2026-11' as incident_month, 'added' as change_type, 1 as valid_from_publication,"
            " ?::date as valid_from_night, true as is_latest, 1 as version_number,"
            " 'new_incident' as reasons, 'provisional' as status",
            [NIGHT],
        )
        con.execute(
            "insert into marts.mart_incidents by name select 'i1' as incident_id,"
            " 'incident/i1' as incident_path, '2026-11' as incident_month, 'قتل' as quote"
        )
    publish(settings, NIGHT, "run", now=NOW)
    corrections = folder / "corrections"
    corrections.mkdir(exist_ok=True)
    (corrections / "one.csv").write_text(
        f"{','.join(COLUMNS)}\nc-1,confirm,inc_1,,,,Nour,2026-11-21,,read both\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIJILL_VAR_DIR", str(settings.var_dir))
        patch.setenv("SIJILL_PUBLISHED_DIR", str(settings.published_dir))
        patch.setenv("SIJILL_CORRECTIONS_DIR", str(corrections))
        patch.setenv("SIJILL_RECOGNISER", "none")
        # a program gets the same whatever the desk speaks
        patch.setenv("SIJILL_LANGUAGE", "ar")
        get_settings.cache_clear()
        sample = PROJECT_ROOT / "samples" / "landing" / "2026-11-21" / "rafidain.jsonl"
        yield {"folder": str(folder), "sample": str(sample)}
    get_settings.cache_clear()


@pytest.fixture
def told(
    world: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[str, list[str]], list[Any]]:
    """What a command writes with --json, a value a line."""
    connect = duckdb.connect

    def without_bars(*arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
        # a worker of the tests has no main file: DuckDB takes it for a prompt, and draws a bar on
        # its standard output for whatever takes two seconds
        connection = connect(*arguments, **options)
        connection.execute("set enable_progress_bar = false")
        return connection

    monkeypatch.setattr(duckdb, "connect", without_bars)

    def call(command: str, arguments: list[str]) -> list[Any]:
        words = [word.format(**world) for word in arguments]
        code = run(monkeypatch, *command.split(), *words, "--json")
        written = capfd.readouterr()
        assert code == 0, written.err
        return [json.loads(line) for line in written.out.splitlines()]

    return call


def test_every_command_that_has_json_is_held_to_it() -> None:
    having = {" ".join(one.path) for one in commands(app) if "--json" in one.options}
    assert having == {*ROWS, *OBJECTS} | ELSEWHERE


@pytest.mark.parametrize("command", ROWS)
def test_rows_are_an_object_a_line(
    command: str, told: Callable[[str, list[str]], list[Any]]
) -> None:
    arguments, keys = ROWS[command]
    rows = told(command, arguments)
    if command == "releases":
        assert rows == []
        told("release", ["2026.1"])
        rows = told(command, arguments)
    assert rows
    assert all(list(row) == keys for row in rows)


@pytest.mark.parametrize("command", OBJECTS)
def test_a_summary_is_one_object(command: str, told: Callable[[str, list[str]], list[Any]]) -> None:
    arguments, keys = OBJECTS[command]
    [value] = told(command, arguments)
    assert list(value) == keys


def test_values_keep_their_kinds(told: Callable[[str, list[str]], list[Any]]) -> None:
    assert told("query", ROWS["query"][0]) == [{"one": 1, "day": "2026-11-21", "nothing": None}]
    [published] = told("query", ["select published_at from publish_info"])
    assert "T" in published["published_at"]
    [shown] = told("show", [INCIDENT])
    assert shown["fields"]["incident_id"] == shown["incident_id"]


def test_no_row_is_no_line(told: Callable[[str, list[str]], list[Any]]) -> None:
    assert told("query", ["select 1 where false"]) == []


def test_backups_are_listed_as_they_were_told_when_they_were_made(
    told: Callable[[str, list[str]], list[Any]],
) -> None:
    folder = ["--to", "{folder}/elsewhere"]
    [made] = told("backup", folder)
    assert made["publication"] == 1
    assert made["bytes"] > 0
    assert made["parts"] == []
    assert told("backup", ["--list", *folder]) == [made]
