"""An edition is what was published, in every format, and stays so."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import subprocess
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from tests.publish.marts_builder import MONTHS, NIGHT, NOW, settings_in, write_build
from warehouse.core.errors import NothingPublished, ReleaseRefused
from warehouse.core.settings import Settings
from warehouse.publication.publish import publish
from warehouse.publication.release import list_releases, release, verify_release

TODAY = dt.date(2026, 12, 1)
FORMULA = '=HYPERLINK("https://example.org";"قتل ثلاثة")'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    write_build(settings)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(
            "update marts.fct_incident set quote = $quote where incident_id = '2026-11-000001'",
            {"quote": FORMULA},
        )
    publish(settings, NIGHT, "run", now=NOW)
    return settings


def test_an_edition_holds_the_version_in_every_format(settings: Settings) -> None:
    made = release(settings, "2026.1", today=TODAY)
    folder = settings.releases_dir / "2026.1"
    version = settings.published_dir / "current"

    assert (folder / "sijill.duckdb").read_bytes() == (version / "sijill.duckdb").read_bytes()
    assert made.incidents == sum(MONTHS.values())
    assert made.extractor_versions == ("rules 1", "rules 2")
    assert made.vintage == 1
    assert "vintage 1" in (folder / "CITATION.txt").read_text("utf-8")
    with (folder / "csv" / "fct_incident.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with duckdb.connect(str(folder / "sijill.duckdb"), read_only=True) as con:
        published = con.execute(
            "select incident_id, killed_best from marts.fct_incident order by incident_id"
        ).fetchall()
    assert [(row["incident_id"], int(row["killed_best"])) for row in rows] == published
    assert "codebook 1" in (folder / "CITATION.txt").read_text("utf-8")
    assert (folder / "codebook" / "ar" / "README.md").is_file()


def test_the_data_package_describes_each_csv(settings: Settings) -> None:
    release(settings, "2026.1", today=TODAY)
    folder = settings.releases_dir / "2026.1"
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert {r["path"] for r in package["resources"]} == {
        f"csv/{path.name}" for path in (folder / "csv").iterdir()
    }
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode("utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    (incidents,) = (r for r in package["resources"] if r["name"] == "fct-incident")
    assert incidents["schema"]["primaryKey"] == ["incident_id"]
    assert {f["name"]: f["type"] for f in incidents["schema"]["fields"]}["killed_best"] == "integer"


def test_a_spreadsheet_takes_no_text_for_a_formula(settings: Settings) -> None:
    release(settings, "2026.1", today=TODAY)
    with (settings.releases_dir / "2026.1" / "csv" / "fct_incident.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        quotes = {row["incident_id"]: row["quote"] for row in csv.DictReader(stream)}
    assert quotes["2026-11-000001"] == f"'{FORMULA}"
    assert not any(quote.startswith(tuple("=+-@\t\r")) for quote in quotes.values())


def test_the_same_version_gives_the_same_files(settings: Settings) -> None:
    for name in ("2026.1", "2026.2"):
        release(settings, name, today=TODAY)
    first, second = (settings.releases_dir / name / "csv" for name in ("2026.1", "2026.2"))
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {
        p.name: p.read_bytes() for p in second.iterdir()
    }
    assert [one.name for one in list_releases(settings)] == ["2026.1", "2026.2"]


def test_an_edition_never_changes(settings: Settings) -> None:
    release(settings, "2026.1", today=TODAY)
    folder = settings.releases_dir / "2026.1"
    with pytest.raises(ReleaseRefused, match="is there already"):
        release(settings, "2026.1", today=TODAY)
    # the tool that users have reads the sums too
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)
    assert verify_release(settings, "2026.1") > 10
    for change in ("changed", "missing", "added"):
        file = folder / "CITATION.txt"
        before = file.read_bytes()
        file.chmod(0o644)
        if change == "changed":
            file.write_bytes(before + b" ")
        elif change == "missing":
            file.unlink()
        else:
            (folder / "more.txt").write_text("x")
        with pytest.raises(ReleaseRefused, match=r"CITATION\.txt|more\.txt"):
            verify_release(settings, "2026.1")
        file.write_bytes(before)


def test_later_publications_leave_editions_alone(settings: Settings) -> None:
    release(settings, "2026.1", today=TODAY)
    write_build(settings, toll=9)
    publish(settings, NIGHT, "run-2", now=NOW)
    assert verify_release(settings, "2026.1") > 10
    assert release(settings, "2026.2", today=TODAY).version != list_releases(settings)[0].version


@pytest.mark.parametrize("name", ["2026", "2026.0", "../2026.1", "2026.1/x", "26.1"])
def test_a_name_is_a_year_and_a_number(settings: Settings, name: str) -> None:
    with pytest.raises(ReleaseRefused, match="no name of an edition"):
        release(settings, name, today=TODAY)
    assert not settings.releases_dir.exists()


def test_without_a_publication_there_is_no_edition(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        release(settings_in(tmp_path), "2026.1", today=TODAY)


def test_the_commands(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from warehouse.cli import exports
    from warehouse.cli.app import app

    monkeypatch.setattr(exports, "get_settings", lambda: settings)
    runner = CliRunner()
    made = runner.invoke(app, ["release", "2026.1"])
    assert made.exit_code == 0, made.output
    assert "Edition 2026.1" in made.output
    assert "all as released" in runner.invoke(app, ["release", "2026.1", "--verify"]).output
    listed = runner.invoke(app, ["releases", "--format", "csv"])
    assert listed.output.splitlines()[1].startswith("2026.1,")
