"""What several nights promise together, seen on all sample nights."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.names import MASK
from scripts.write_cookbook import RESULTS, Question, answer_csv, questions
from tests.command_kit import run
from tests.end_to_end import planted
from tests.end_to_end.conftest import (
    NIGHTS,
    built_nights,
    contents,
    copy_world,
    make_world,
    parquet_bytes,
    run_night,
    without_ids,
)
from tests.page.page_world import page_data
from tests.shared_worlds import shared_folder
from warehouse.core.errors import EXIT_WARNINGS, GateBlocked, SettingsError
from warehouse.core.settings import Settings, get_settings
from warehouse.desk.compare import COLUMNS, compare
from warehouse.desk.export import export
from warehouse.desk.find import find
from warehouse.night.rebuild import rebuild
from warehouse.night.run import Night, NightSummary, last_summaries
from warehouse.publication import published

ThreeNights = tuple[Settings, list[NightSummary]]


def test_the_sample_nights_are_read_checked_and_published(three_nights: ThreeNights) -> None:
    settings, summaries = three_nights
    assert sum(s.articles_read for s in summaries) >= 40
    assert sum(s.records_quarantined for s in summaries) == 1
    assert [s.exit_code for s in summaries].count(EXIT_WARNINGS) >= 1
    assert all(s.checks_passed > 20 for s in summaries)
    assert summaries[-1].incidents >= 25
    assert (settings.checks_dir / "index.html").is_file()
    assert last_summaries(settings) == summaries
    assert settings.deadman_file.read_text(encoding="utf-8").startswith("2026-11-23")


def test_every_figure_leads_to_its_words(three_nights: ThreeNights) -> None:
    settings, _ = three_nights
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        wrong = con.execute(
            """
            with span as (
                select e.*, case e.article_part when 'title' then a.title else a.text end as whole
                from staging.evidence e
                join staging.incident_facts f using (mention_id)
                join staging.articles a
                  on a.article_id = f.article_id and a.content_digest = f.content_digest
                 and a.batch_date = f.batch_date
            )
            select count(*), count(*) filter (
                where substring(whole, span_start + 1, span_end - span_start) <> words
            ) from span
            """
        ).fetchone()
        bare = con.execute(
            """
            select count(*) from staging.incident_facts f
            where killed_best is not null and not exists (
                select 1 from staging.evidence e
                where e.mention_id = f.mention_id and e.field = 'killed')
            """
        ).fetchone()
    assert wrong is not None
    assert wrong[0] > 100
    assert wrong[1] == 0
    assert bare == (0,)


def test_marts_hold_short_quotes_and_never_a_text(three_nights: ThreeNights) -> None:
    settings, _ = three_nights
    _, rows = published.query(
        settings, "select max(array_length(string_split(quote, ' '))) from fct_incident"
    )
    assert rows[0][0] <= 25
    _, rows = published.query(
        settings,
        "select count(*) from duckdb_columns() where schema_name = 'marts'"
        " and column_name in ('text', 'raw_record')",
    )
    assert rows == [(0,)]


@pytest.mark.full
def test_no_published_file_holds_a_private_name(named_night: Settings) -> None:
    settings = named_night
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        told = con.execute(
            "select article_id, count(*) from staging.incident_facts"
            " where article_id like 'planted%' group by all order by all"
        ).fetchall()
        kept = con.execute(
            "select count(*) from staging.articles where contains(text, ?)", [planted.NAMES[0]]
        ).fetchone()
    assert [article for article, _ in told] == [f"planted-{n}" for n in range(1, 5)]
    assert kept == (1,)

    values = [value.casefold() for value in published_values(settings)]
    assert [n for n in planted.NAMES if any(n.casefold() in value for value in values)] == []
    assert [s for s in planted.STANDING if not any(s in value for value in values)] == []
    assert any(MASK in value for value in values)


@pytest.mark.full
def test_outlets_are_quoted_as_their_policy_says(named_night: Settings) -> None:
    settings = named_night
    for table in ("fct_incident_mention", "fct_casualty_claim"):
        _, rows = published.query(
            settings,
            "select distinct quote_policy, quote is not null, evidence_start is not null"
            f" from {table} inner join dim_outlet using (outlet_key) order by all",
        )
        assert rows == [("none", False, False), ("offsets", False, True), ("quote", True, True)]
    _, rows = published.query(
        settings,
        "select distinct quote_policy from dim_article inner join dim_outlet using (outlet_key)"
        " where title is not null",
    )
    assert rows == [("quote",)]


def published_values(settings: Settings) -> list[str]:
    """Every piece of text in the files of the published version."""
    root = (settings.published_dir / "current").resolve()
    values: list[str] = []
    with duckdb.connect() as con:
        con.execute(f"attach '{root / 'sijill.duckdb'}' as published (read_only)")
        sources = [
            f"published.{schema}.{table}"
            for schema, table in con.execute(
                "select schema_name, table_name from duckdb_tables()"
                " where database_name = 'published'"
            ).fetchall()
        ]
        sources += [f"'{path}'" for path in root.rglob("*.parquet")]
        for source in sources:
            for row in con.execute(f"select * from {source}").fetchall():
                values += [str(value) for value in row]
    for path in root.rglob("*"):
        if path.is_file() and path.suffix not in (".duckdb", ".parquet"):
            values.append(path.read_text(encoding="utf-8"))
    assert len(values) > 10_000
    return values


@pytest.mark.full
def test_running_a_night_again_changes_nothing(three_nights: ThreeNights, tmp_path: Path) -> None:
    source, _ = three_nights
    # cut otherwise: the shards must not matter
    settings = copy_world(source, tmp_path).model_copy(update={"shard_articles": 3})
    rows, files = contents(settings), parquet_bytes(settings)
    again = run_night(settings, NIGHTS[1])
    assert not again.version_changed
    assert contents(settings) == rows
    assert parquet_bytes(settings) == files


@pytest.mark.full
def test_a_rebuild_gives_the_tables_that_the_nights_built(
    three_nights: ThreeNights, tmp_path: Path
) -> None:
    source, _ = three_nights
    settings = copy_world(source, tmp_path)
    rows, files = contents(settings), parquet_bytes(settings)
    summary = rebuild(settings, "rebuild", lambda *_: None, read_again=False)
    assert contents(settings) == rows
    assert parquet_bytes(settings) == files
    assert not summary.version_changed


@pytest.mark.full
def test_the_order_of_nights_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    first, second, _ = NIGHTS
    in_order = make_world(built_nights(shared_folder(tmp_path_factory)) / "after" / second)
    # an outlet rewrote its story: what it wrote later is read first, and published
    backwards = make_world(tmp_path, second, first)
    for night in (second, first):
        run_night(backwards, night)
    assert without_ids(backwards) == without_ids(in_order)


@pytest.mark.full
def test_a_failing_expectation_blocks_the_publish(
    three_nights: ThreeNights, tmp_path: Path
) -> None:
    source, _ = three_nights
    settings = copy_world(source, tmp_path)
    before = (settings.published_dir / "current").readlink()
    # a new delivery of which next to nothing can be read
    batch = settings.landing_dir / "2026-11-24"
    batch.mkdir()
    (batch / "_SUCCESS").touch()
    (batch / "a.jsonl").write_text("{}\n" * 40, encoding="utf-8")
    night = Night.of(settings, batch_date="2026-11-24", run_id="blocked")
    # what dbt would make of no article changes nothing for the gate
    night.read(lambda *_: None)
    with pytest.raises(GateBlocked, match="quarantine"):
        night.release(lambda *_: None)
    assert (settings.published_dir / "current").readlink() == before


@pytest.mark.parametrize("layout", ["acled", "ged"])
def test_an_export_compared_with_its_own_warehouse_matches_in_full(
    three_nights: ThreeNights, layout: str, tmp_path: Path
) -> None:
    settings, _ = three_nights
    made = export(settings, layout, tmp_path)
    _, ((incidents,),) = published.query(settings, "select count(*) from mart_incidents")
    assert made.rows == incidents > 10
    found = [
        dict(zip(COLUMNS, row, strict=True)) for row in compare(settings, made.file, layout).rows
    ]
    assert len(found) == incidents
    assert all(row["result"] == "matched" for row in found)
    assert all(row["incident_id"] == row["event_id"] for row in found)
    # where reports tell words and no figure, there is none in the file
    assert {row["cause"] for row in found} <= {"", "not_told_there"}
    assert made.readme.is_file()

    # and without the column that says which is which, all that have a place find each other
    with made.file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        row["event_id_cnty" if layout == "acled" else "id"] = str(number)
        del row["sijill_incident_id"]
    stripped = tmp_path / "stripped.csv"
    with stripped.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    _, unplaced = published.query(
        settings,
        "select incident_id from mart_incidents"
        " where location_level in ('unknown', 'country') or country_code is null",
    )
    alone = {
        row[COLUMNS.index("incident_id")]
        for row in compare(settings, stripped, layout).rows
        if row[0] == "only_here"
    }
    assert alone <= {incident for (incident,) in unplaced}


def test_the_other_exports_hold_the_table_and_have_the_same_bytes_each_time(
    three_nights: ThreeNights, tmp_path: Path
) -> None:
    settings, _ = three_nights
    _, told = published.query(
        settings, "select incident_id, killed_best from mart_incidents order by incident_id"
    )
    files = {}
    for turn in ("one", "two"):
        for name in ("csv", "parquet", "geojson"):
            made = export(settings, name, tmp_path / turn)
            files[turn, name] = made.file.read_bytes()
            assert made.rows == len(told)
    assert all(files["one", name] == files["two", name] for name in ("csv", "parquet", "geojson"))
    features = json.loads(files["one", "geojson"])["features"]
    assert sorted((f["id"], f["properties"]["killed_best"]) for f in features) == told
    table = duckdb.read_parquet(str(tmp_path / "one" / "sijill.parquet"))
    assert table.project("incident_id, killed_best").order("incident_id").fetchall() == told
    rows = list(csv.DictReader(files["one", "csv"].decode().splitlines(keepends=True)))
    assert {row["sijill_link"] for row in rows} == {f"incident/{key}" for key, _ in told}
    # one day of one country
    _, ((day, country, wanted),) = published.query(
        settings,
        "select date_latest, country_code, count(*) from mart_incidents where date_latest is not"
        " null and country_code is not null group by all order by 3 desc, 1, 2 limit 1",
    )
    made = export(settings, "csv", tmp_path / "part", first=day, last=day, country=country)
    assert made.rows == wanted


def test_an_export_takes_a_country_in_any_letters_and_refuses_what_there_is_not(
    three_nights: ThreeNights, tmp_path: Path
) -> None:
    settings, _ = three_nights
    assert export(settings, "csv", tmp_path, country=" iq ").rows > 0
    with pytest.raises(SettingsError, match="no country 'IRAQ'"):
        export(settings, "csv", tmp_path, country="Iraq")
    first, last = dt.date(2026, 11, 23), dt.date(2026, 11, 21)
    with pytest.raises(SettingsError, match="before they begin"):
        export(settings, "csv", tmp_path, first=first, last=last)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("as-of", "0"), "nothing was published by 0: the first publication is 1"),
        (("as-of", "2020-01-01T00:00"), "nothing was published by 2020-01-01T00:00"),
        (("as-of", "2100-01-01T00:00"), "publication 3, night 2026-11-23, published"),
        (("as-of", "9"), "publication 9 is not out yet; this is how it stands after 3"),
        (("changes", "--since", "9"), "publication 9 is not out yet: the last one is 3"),
        (("changes", "--since", "3"), "nothing changed since; the last publication is 3"),
        (("as-of", "2"), ""),
        (("changes", "--since", "2"), ""),
    ],
)
def test_an_empty_answer_says_why(
    arguments: tuple[str, ...],
    says: str,
    three_nights: ThreeNights,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    settings, _ = three_nights
    monkeypatch.setenv("SIJILL_PUBLISHED_DIR", str(settings.published_dir))
    get_settings.cache_clear()
    try:
        assert run(monkeypatch, *arguments) == 0
    finally:
        get_settings.cache_clear()
    told = capfd.readouterr().err
    assert says in told
    assert bool(told) == bool(says)


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("ISIS", "actor", "تنظيم الدولة الإسلامية"),
        ("RSF", "actor", "قوات الدعم السريع"),
        ("Houthi", "actor", "الحوثيون"),
        ("Tafas", "place", "طفس"),
        ("Nawa", "place", "نوى"),
        ("Sadr City", "place", "مدينة الصدر"),
        ("El Obeid", "place", "الأبيض"),
    ],
)
def test_what_english_reports_call_it_is_found_by_its_spelling(
    name: str, kind: str, wanted: str, three_nights: ThreeNights
) -> None:
    settings, _ = three_nights
    found = find(settings, name, kind)[0]
    assert (found[2], found[6]) == (wanted, "spelling")


@pytest.mark.parametrize("question", list(questions()), ids=lambda question: question.name)
def test_the_cookbook_answers_as_it_says(three_nights: ThreeNights, question: Question) -> None:
    settings, _ = three_nights
    found = answer_csv(settings, question)
    committed = (RESULTS / f"{question.name}.csv").read_bytes().decode("utf-8")
    assert found == committed, "python -m scripts.write_cookbook"
    assert len(found.splitlines()) > 1


def summed(row: Mapping[str, Any]) -> tuple[int, int, int]:
    """What an incident adds to the sums of the killed: docs/tolls.md, Sums."""
    low, best, high = (
        None if row[f"killed_{bound}"] in (None, "") else int(row[f"killed_{bound}"])
        for bound in ("low", "best", "high")
    )
    least = next((n for n in (low, best) if n is not None), 0)
    likely = next((n for n in (best, low) if n is not None), 0)
    most = next((n for n in (high, best, low) if n is not None), 0)
    assert least <= likely <= most
    return least, likely, most


def sums(rows: Iterable[Mapping[str, Any]]) -> tuple[int, ...]:
    """The number of incidents, and their killed: low, best, high."""
    counted = [summed(row) for row in rows]
    return (len(counted), *map(sum, zip(*counted, strict=True)))


def test_the_sums_of_page_sql_metrics_and_exports_are_the_same(
    three_nights: ThreeNights, tmp_path: Path
) -> None:
    settings, _ = three_nights
    names, incidents = published.query(
        settings, "select killed_low, killed_best, killed_high from mart_incidents"
    )
    expected = sums(dict(zip(names, row, strict=True)) for row in incidents)
    assert expected[1] < expected[2] < expected[3]
    # incidents that are told in bounds only are among them
    assert any(best is None and (low or high) for low, best, high in incidents)
    for sql in (
        """
        select sum(incident_count), sum(killed_low_sum), sum(killed_best_sum), sum(killed_high_sum)
        from mart_daily_by_governorate
        """,
        """
        select count(*), sum(summed_low(killed_low, killed_best)),
            sum(summed_best(killed_low, killed_best)),
            sum(summed_high(killed_low, killed_best, killed_high))
        from mart_incidents
        """,
    ):
        assert published.query(settings, sql)[1] == [expected]
    _, [(by_day,)] = published.query(
        settings, "select sum(killed_best) from daily_trend('2026-01-01', '2026-12-31')"
    )
    _, [(dated,)] = published.query(
        settings,
        "select sum(summed_best(killed_low, killed_best)) from mart_incidents"
        " where occurred_on between '2026-01-01' and '2026-12-31'",
    )
    assert by_day == dated
    shown = page_data(settings.published_dir / "current", "own-incidents")
    assert sums(dict(zip(shown["columns"], row, strict=True)) for row in shown["rows"]) == expected
    csv_rows = exported(settings, "csv", tmp_path)
    assert sums(csv_rows) == expected
    assert (
        sum(int(row["fatalities"] or 0) for row in exported(settings, "acled", tmp_path))
        == (expected[2])
    )
    ged = exported(settings, "ged", tmp_path)
    assert (
        tuple(sum(int(row[bound] or 0) for row in ged) for bound in ("low", "best", "high"))
        == expected[1:]
    )


def exported(settings: Settings, format_: str, folder: Path) -> list[dict[str, str]]:
    """The rows of an export."""
    with export(settings, format_, folder).file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_page_tells_how_its_night_went(three_nights: ThreeNights) -> None:
    settings, summaries = three_nights
    health = page_data(settings.published_dir / "current", "data")["health"]
    last = summaries[-1]
    assert health["records_read"] == last.articles_read
    assert (
        health["records_staged"] + health["records_quarantined"] + health["records_repeated"]
        == last.articles_read
    )
    assert health["checks_passed"] == last.checks_passed
    assert 0 < health["seconds"] < last.seconds
