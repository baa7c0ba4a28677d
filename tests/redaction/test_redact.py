"""A text, an outlet and a name are taken out of everything, and every number stays."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from extractors.names import MASK
from tests.command_kit import run
from tests.redaction import killed, oracle, world
from warehouse.backup.restore import restore
from warehouse.backup.write import PARTS, list_backups, make_backup, read_backup, verify
from warehouse.core.errors import BackupRefused, RedactionRefused, RedactionUnfinished, ShardFailed
from warehouse.core.files import file_digest
from warehouse.core.settings import Settings
from warehouse.night.run import Night
from warehouse.publication.published import query
from warehouse.publication.release import SUMS, verify_release
from warehouse.redaction import redact
from warehouse.redaction.plan import RedactionRequest
from warehouse.steps.link import link
from warehouse.store import register, register_copies
from warehouse.store.redacted_words import FILLER
from warehouse.store.redaction_log import KEY, PENDING, TOMBSTONE, read_log
from warehouse.store.versions import list_versions, read_manifest

#: words of the first report of the bomb that no other article has
LATER = "2026-11-23"
OWN = (world.OWN_WORDS, "seyara-mufakhakha", "أخبار محلية", "صباح اليوم")


def take_out(settings: Settings, request: RedactionRequest) -> None:
    redact.redact(settings, request, lambda *_: None, now=world.NOW)


def see_that_all_is_sealed(settings: Settings) -> None:
    """Versions, register and editions are what their checksums say, and copies of each other."""
    for version in list_versions(settings):
        manifest = read_manifest(version.path)
        for path, told in manifest["parquet"].items():
            assert file_digest(version.path / "parquet" / path) == told["sha256"]
        for path, told in manifest["files"].items():
            assert file_digest(version.path / path) == told["sha256"]
        # no block of a file is one of a file that had the words
        assert manifest["duckdb"]["brought_forward"] is False
    assert register.verify(settings) == 2
    verify_release(settings, world.EDITION)
    shutil.rmtree(settings.register_dir)
    assert register_copies.restore(settings).publications == 2
    assert register.verify(settings) == 2


def see_that_reading_again_changes_nothing(settings: Settings) -> None:
    staged, groups = oracle.staged(settings), oracle.groups(settings)
    for night in world.NIGHTS:
        Night.of(settings, batch_date=night, run_id="again").read(lambda *_: None)
    assert oracle.staged(settings) == staged
    link(settings, full_refresh=True)
    assert oracle.groups(settings) == groups


def deliver(settings: Settings, name: str, source: str, text: str) -> None:
    """One more article, in a night of its own."""
    folder = settings.landing_dir / LATER
    folder.mkdir()
    one = world.record(name, LATER, source, "", text)
    (folder / "again.jsonl").write_text(json.dumps(one, ensure_ascii=False) + "\n", "utf-8")
    (folder / "_SUCCESS").touch()
    Night.of(settings, batch_date=LATER, run_id="later").read(lambda *_: None)


def test_a_preview_tells_and_changes_nothing(settings: Settings) -> None:
    root = settings.published_dir.parent
    before = oracle.states(root)
    seen = redact.preview(settings, world.ask_for_article(), now=world.NOW)
    places = {one.place for one in seen.found}
    assert places == {"landing", "build file, work, logs", "published", "editions"}
    assert [row[1] for row in seen.articles] == ["bomb"]
    assert seen.reprints == ("bomb-again",)
    # the key of the hashes is made on first use
    after = oracle.states(root)
    assert {path: after[path] for path in before} == before
    assert {path.rsplit("/", 1)[1] for path in after.keys() - before.keys()} <= {"key", ".lock"}


def test_a_name_is_gone_and_every_number_stays(settings: Settings) -> None:
    root = settings.published_dir.parent
    # what an ingest set aside belongs to no batch
    aside = settings.landing_dir / "_set_aside" / "html-crawl.by-day.jsonl"
    aside.parent.mkdir()
    told = {"source_file": "a.html", "reason": "bad_date", "raw_record": f"قال {world.PERSON}"}
    aside.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
    assert oracle.files_with(root, world.PERSON)
    before = oracle.counts_everywhere(settings)
    sums = (settings.releases_dir / world.EDITION / SUMS).read_text("utf-8")
    take_out(settings, world.ask_for_person())
    assert oracle.files_with(root, world.PERSON, json.dumps(world.PERSON)[1:-1], "okarafo") == []
    assert query(
        settings,
        "select url, url_is_whole, is_redacted from dim_article"
        " where article_id = 'shot' and is_current",
    )[1] == [("https://news.example/2026", False, False)]
    assert json.loads(aside.read_text("utf-8"))["reason"] == "bad_date"
    assert oracle.counts_everywhere(settings) == before
    see_that_all_is_sealed(settings)
    quotes = query(settings, "select quote from fct_incident where quote like '%البصرة%'")[1]
    assert quotes
    assert all(MASK in quote for (quote,) in quotes)
    # the incident said the same before, so the next night has nothing to tell of it
    rows = pq.read_table(settings.register_dir / "000002" / "versions.parquet").to_pylist()
    assert quotes[0][0] in [json.loads(row["state"])["quote"] for row in rows]
    note = (settings.releases_dir / world.EDITION / "REDACTED.md").read_text("utf-8")
    assert sums.split()[0] in note or any(line.split()[0] in note for line in sums.splitlines())
    (entry,) = read_log(settings)
    assert (entry.kind, entry.by, entry.second, entry.articles) == ("name", "سلمى", "عمر", 3)
    assert query(settings, "select redaction_id, kind, reason, article_count from fct_redaction")[
        1
    ] == [(entry.redaction_id, "name", entry.reason, 3)]
    see_that_reading_again_changes_nothing(settings)
    text = f"شيع أهالي البصرة جنازة، وكان ل{world.PERSON} فيها ذكر."
    deliver(settings, "new", "صدى دجلة", text)
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        ((put,),) = con.execute(
            "select text from staging.articles where batch_date = ?", [LATER]
        ).fetchall()
    assert put == text.replace(world.PERSON, FILLER * len(world.PERSON))


@pytest.mark.full
def test_an_article_loses_its_words_and_tells_what_it_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = settings.published_dir.parent
    before = oracle.counts_everywhere(settings)
    monkeypatch.setattr("warehouse.cli.redact.get_settings", lambda: settings)
    asked = ("redact", "article", "bomb", "--why", "طلب الناشر")
    assert run(monkeypatch, *asked, "--yes") == 2
    assert "two names" in capsys.readouterr().err
    signed = (*asked, "--by", "سلمى", "--second", "عمر")
    assert run(monkeypatch, *signed) == 2
    told = capsys.readouterr()
    # another outlet's reprint would stay
    assert "bomb-again" in told.out
    assert "--yes" in told.err
    assert run(monkeypatch, *signed, "--yes") == 0
    assert "no file holds it any more" in capsys.readouterr().out
    assert run(monkeypatch, "redactions", "--format", "json") == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["articles"], row["by"], row["second"]) == ("article", 1, "سلمى", "عمر")
    assert "bomb" not in json.dumps(row)
    assert oracle.files_with(root, *OWN) == []
    assert oracle.counts_everywhere(settings) == before
    see_that_all_is_sealed(settings)
    assert query(
        settings,
        "select title, url, is_redacted from dim_article where article_id = 'bomb'",
    )[1] == [(None, None, True)]
    # the same text of another outlet is another article
    assert query(settings, "select count(*) from dim_article where is_redacted")[1] == [(1,)]
    said = query(
        settings,
        "select article_id, quote, evidence_start from fct_incident_mention"
        " inner join dim_article using (article_key) where article_id in ('bomb', 'bomb-again')"
        " order by 1",
    )[1]
    assert said[0] == ("bomb", None, None)
    assert said[1][1]
    line = json.loads(
        (settings.landing_dir / world.NIGHTS[0] / "articles.jsonl")
        .read_text("utf-8")
        .splitlines()[0]
    )
    assert set(line) == {"id", "source", "published_at", TOMBSTONE}
    assert len(line[TOMBSTONE]["sha256"]) == 64
    edition = settings.releases_dir / world.EDITION
    made = json.loads((edition / "release.json").read_text("utf-8"))
    assert made["redactions"] == [row["redaction"]]
    assert made["content_digest"] in (edition / "CITATION.txt").read_text("utf-8")
    for resource in json.loads((edition / "datapackage.json").read_text("utf-8"))["resources"]:
        assert resource["hash"] == f"sha256:{file_digest(edition / resource['path'])}"
    see_that_reading_again_changes_nothing(settings)
    deliver(settings, "bomb", "المدى", f"{world.BOMB} {world.OWN_WORDS}.")
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        assert con.execute(
            "select reason, raw_record from staging.quarantine where batch_date = ?", [LATER]
        ).fetchall() == [("redacted", "")]
    # without what is kept nothing is counted otherwise in silence
    (settings.redactions_dir / "kept" / "facts.parquet").unlink()
    with pytest.raises(ShardFailed, match="nothing is kept"):
        Night.of(settings, batch_date=world.NIGHTS[0], run_id="lost").read(lambda *_: None)


@pytest.mark.full
def test_an_outlet_shows_nothing_any_more(settings: Settings) -> None:
    root = settings.published_dir.parent
    before = oracle.counts_everywhere(settings)
    take_out(settings, world.ask_for_outlet())
    assert oracle.files_with(root, *OWN, "مسلحون يقتلون مدنيا في البصرة") == []
    assert oracle.counts_everywhere(settings) == before
    see_that_all_is_sealed(settings)
    # also where another outlet gave its article the same title, which stays
    assert query(
        settings,
        "select count(*) from mart_incidents as m inner join fct_incident as i using (incident_id)"
        " inner join dim_article as a on i.primary_article_key = a.article_key"
        " where m.primary_title is distinct from a.title or m.primary_url is distinct from a.url"
        " or m.quote is distinct from i.quote",
    )[1] == [(0,)]
    for version in list_versions(settings):
        with duckdb.connect(str(version.path / "sijill.duckdb"), read_only=True) as con:
            shown = con.execute(
                "select o.quote_policy, bool_and(a.is_redacted), count(a.title), count(a.url)"
                " from marts.dim_article as a inner join marts.dim_outlet as o using (outlet_key)"
                " where o.name_ar = 'المدى' group by all"
            ).fetchall()
        assert shown == [("none", True, 0, 0)]
    see_that_reading_again_changes_nothing(settings)
    # what comes of it later counts, and shows nothing
    deliver(settings, "later", "المدى", "قتل شرطيان بانفجار عبوة ناسفة في مدينة الرمادي اليوم.")
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        ((redaction, facts),) = con.execute(
            "select article.redaction_id, count(fact.mention_id) from staging.articles as article"
            " left join staging.incident_facts as fact using (batch_date, article_id)"
            " where batch_date = ? group by all",
            [LATER],
        ).fetchall()
    assert (redaction, facts) == (read_log(settings)[0].redaction_id, 1)


@pytest.mark.full
def test_whatever_kills_it_readers_see_whole_versions_and_it_goes_on(settings: Settings) -> None:
    root = settings.published_dir.parent
    before = oracle.counts_everywhere(settings)
    night = Night.of(settings, batch_date=world.NIGHTS[1], run_id="meanwhile")
    for point in killed.POINTS:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.redaction.killed", str(root), point],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == -9, (point, ended.stderr[-2_000:])
        assert (settings.redactions_dir / PENDING).exists(), point
        current = (settings.published_dir / "current").resolve()
        manifest = read_manifest(current)
        with duckdb.connect(str(current / "sijill.duckdb"), read_only=True) as con:
            assert con.execute("select count(*) from marts.fct_incident").fetchall() == [
                (manifest["row_counts"]["fct_incident"],)
            ]
        for path, told in manifest["parquet"].items():
            assert file_digest(current / "parquet" / path) == told["sha256"], point
        for path, told in manifest["files"].items():
            assert file_digest(current / path) == told["sha256"], (point, path)
    with pytest.raises(RedactionUnfinished, match="under way"):
        night.transform("before_link")
    with pytest.raises(RedactionUnfinished, match="another"):
        take_out(settings, world.ask_for_article())
    # words that are left somewhere fail the command
    left = settings.var_dir / "copy-of-somebody.txt"
    left.write_text(f"عن {world.PERSON}", "utf-8")
    with pytest.raises(RedactionUnfinished, match="copy-of-somebody"):
        take_out(settings, world.ask_for_person())
    assert read_log(settings) == []
    left.unlink()
    take_out(settings, world.ask_for_person())
    assert oracle.files_with(root, world.PERSON) == []
    assert oracle.counts_everywhere(settings) == before
    see_that_all_is_sealed(settings)
    assert len(read_log(settings)) == 1
    hidden = [p.name for p in settings.published_dir.glob("versions/.*")]
    assert hidden == []


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (RedactionRequest("name", (world.PERSON,), "سلمى", "سلمى", "سبب"), "two names"),
        (RedactionRequest("name", (world.PERSON,), "سلمى", "عمر", " "), "reason"),
        (
            RedactionRequest("name", (world.PERSON,), "سلمى", "عمر", f"عن {world.PERSON}"),
            "names what",
        ),
        (RedactionRequest("name", ("أوكارافو",), "سلمى", "عمر", "سبب"), "one word"),
        (RedactionRequest("name", ("حزب الله",), "سلمى", "عمر", "سبب"), "reference data"),
        (RedactionRequest("name", ("كوجو منساه",), "سلمى", "عمر", "سبب"), "nowhere"),
        (RedactionRequest("article", ("no-such",), "سلمى", "عمر", "سبب"), "no-such"),
        (RedactionRequest("outlet", ("لا أحد",), "سلمى", "عمر", "سبب"), "nothing was ever read"),
    ],
)
def test_what_is_refused(settings: Settings, request_: RedactionRequest, said: str) -> None:
    before = oracle.states(settings.landing_dir, settings.published_dir)
    with pytest.raises(RedactionRefused, match=said):
        take_out(settings, request_)
    assert oracle.states(settings.landing_dir, settings.published_dir).items() >= before.items()
    assert not (settings.redactions_dir / PENDING).exists()


def test_a_batch_that_was_not_read_as_it_lies_there_is_read_first(settings: Settings) -> None:
    path = settings.landing_dir / world.NIGHTS[0] / "late.jsonl"
    late = world.record("late", world.NIGHTS[0], "المدى", "", f"كان {world.PERSON} هناك.")
    path.write_text(json.dumps(late, ensure_ascii=False) + "\n", "utf-8")
    with pytest.raises(RedactionRefused, match="was not read as it lies"):
        take_out(settings, world.ask_for_person())


@pytest.mark.full
@pytest.mark.parametrize(
    "request_",
    [world.ask_for_person(), pytest.param(world.ask_for_article(), marks=pytest.mark.slow)],
)
def test_backups_lose_the_words_stay_whole_and_can_be_restored(
    settings: Settings, tmp_path: Path, request_: RedactionRequest
) -> None:
    whole = make_backup(settings, PARTS, now=world.NOW)
    core = make_backup(settings, (), now=world.NOW, folder=settings.backups_dir / "more")
    core.path.rename(settings.backups_dir / "carried-back")
    carried_off = tmp_path / "elsewhere"
    shutil.copytree(whole.path, carried_off)
    seen = redact.preview(settings, request_, now=world.NOW)
    assert any(whole.path in Path(one.path).parents for one in seen.found)

    # its scan looks through the backups, and fails where a word still stands
    redact.redact(settings, request_, lambda *_: None, now=world.NOW)
    (redaction,) = read_log(settings)
    cleaned = list_backups(settings)[-1]
    for backup in (cleaned, read_backup(settings.backups_dir / "carried-back")):
        verify(backup)
        assert backup.redactions == (redaction.redaction_id,)
        inner = settings.model_copy(update={"register_dir": backup.path / "register"})
        assert register.verify(inner) == 2
        assert not list(backup.path.rglob(KEY))

    with pytest.raises(BackupRefused, match="words that were taken out would come back"):
        restore(settings, carried_off)

    key = (settings.redactions_dir / KEY).read_bytes()
    for folder in (settings.landing_dir, settings.register_dir, settings.build_file.parent):
        shutil.rmtree(folder)
    restore(settings, cleaned.path)
    assert register.verify(settings) == 2
    assert read_log(settings) == [redaction]
    assert (settings.redactions_dir / KEY).read_bytes() == key
