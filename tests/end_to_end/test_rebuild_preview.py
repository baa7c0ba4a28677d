"""A changed reading: shown before anything is published, never mixed in, published as a vintage."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.end_to_end.conftest import run_night
from warehouse.core.errors import VintageRefused
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.night import rebuild
from warehouse.night.run import last_seen_digest
from warehouse.publication import published
from warehouse.publication.vintages import list_vintages
from warehouse.steps.shards import version_at_start
from warehouse.store.database import open_reader

pytestmark = pytest.mark.full

NIGHT, NEXT_NIGHT = "2026-11-21", "2026-11-22"
ARTICLES = {
    "bomb": "انفجرت سيارة مفخخة في سوق بمدينة الموصل أمس الجمعة ما أدى إلى مقتل ستة أشخاص.",
    "taken": "قرطف مسلحون مجهولون ثلاثة مهندسين في مدينة تعز اليمنية أمس الجمعة.",
    "group": "قتل تنظيم القاعدة خمسة جنود في هجوم مسلح على نقطة تفتيش في مدينة المكلا أمس الجمعة.",
    "new": "بغداد. زعفر مسلحون مجهولون أربعة شرطيين في مدينة كركوك أمس الجمعة.",
    "same": "قتل ثلاثة جنود بانفجار عبوة ناسفة في مدينة الرمادي أمس الجمعة.",
}


def published_night(tmp_path: Path) -> Settings:
    """One published night, and a project of its own whose seeds can be changed."""
    project = tmp_path / "project"
    for name in ("seeds", "dbt_project"):
        shutil.copytree(
            PROJECT_ROOT / name, project / name, ignore=shutil.ignore_patterns("target", "logs")
        )
    with (project / "seeds" / "lexicon" / "triggers.csv").open("a", encoding="utf-8") as stream:
        stream.write("قرطف|قرطفت,kidnapping,event,verb,invented\n")
    wanted = Settings(
        _env_file=None,
        project_root=project,
        landing_dir=tmp_path / "landing",
        var_dir=tmp_path / "var",
        published_dir=tmp_path / "published",
        corrections_dir=tmp_path / "corrections",
        recogniser="none",
        min_free_mb=0,
        duckdb_memory="1GB",
    )
    land(wanted, NIGHT, ARTICLES)
    run_night(wanted, NIGHT)
    return wanted


def land(settings: Settings, night: str, articles: Mapping[str, str]) -> None:
    folder = settings.landing_dir / night
    folder.mkdir(parents=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as stream:
        for name, text in articles.items():
            record = {
                "id": name, "url": f"https://news.example/{name}", "source": "المدى",
                "published_at": f"{night}T09:00:00+03:00", "title": "", "text": text,
            }  # fmt: skip
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    (folder / "_SUCCESS").touch()


def rewrite(file: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")


def states(*folders: Path) -> dict[str, str]:
    """A digest of each file below the folders, and where each link leads."""
    found = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        elif path.is_file():
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The published night, after which the rules changed."""
    settings = published_night(tmp_path_factory.mktemp("changed"))
    seeds = settings.seeds_dir
    # one verb less, one verb more, and another name for a group
    rewrite(
        seeds / "lexicon" / "triggers.csv",
        lambda lines: [
            *(line for line in lines if not line.startswith("قرطف")),
            "زعفر|زعفرت,kidnapping,event,verb,invented",
        ],
    )
    rewrite(
        seeds / "actors.csv",
        lambda lines: [
            line.replace("al_qaeda,القاعدة,,al-Qaeda", "al_qaeda,القاعدة,التنظيم,al-Qaeda")
            for line in lines
        ],
    )
    version_at_start.cache_clear()  # as a process that starts after the change
    return settings


def test_a_change_of_rules_is_shown_and_nothing_is_touched(changed: Settings) -> None:
    settings = changed
    kept = (settings.published_dir, settings.register_dir, settings.build_file.parent)
    before = states(*kept)

    changes = rebuild.preview(settings, "preview", lambda *_: None)

    assert states(*kept) == before
    assert not (settings.var_dir / "preview").exists()
    by_kind = {
        kind: [change for change in changes if change.change == kind]
        for kind in ("added", "retracted", "changed")
    }
    (added,) = by_kind["added"]
    assert (added.event_type, added.admin1_code) == ("kidnapping", "IQ-KI")
    (lost,) = by_kind["retracted"]
    assert (lost.event_type, lost.admin1_code) == ("kidnapping", "YE-TA")
    assert lost.reasons == "report_gone"
    renamed = [change for change in by_kind["changed"] if "perpetrator_name" in change.after]
    assert [change.after["perpetrator_name"] for change in renamed] == ["التنظيم"]
    # the rest is read by another version, which changes nothing that is said of it
    assert len(changes) == 3
    assert [(row.change, row.incidents) for row in rebuild.differences(changes)] == [
        ("added", 1), ("changed", 1), ("retracted", 1),
    ]  # fmt: skip


def test_the_next_night_is_refused_until_everything_is_read_again(
    changed: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = changed
    land(settings, NEXT_NIGHT, {"later": ARTICLES["same"]})
    kept = (settings.published_dir, settings.register_dir, settings.build_file.parent)
    before = states(*kept)
    with pytest.raises(VintageRefused, match="sijill rebuild"):
        run_night(settings, NEXT_NIGHT)
    assert states(*kept) == before
    # no run has seen the batch: it is late, not lost
    assert last_seen_digest(settings, dt.date.fromisoformat(NEXT_NIGHT)) is None
    # whoever gets past the first question is refused where the batch would be staged
    monkeypatch.setattr("warehouse.publication.vintages.refuse_other_vintage", lambda *_: None)
    with pytest.raises(VintageRefused):
        run_night(settings, NEXT_NIGHT)
    with open_reader(settings) as connection:
        assert connection.execute("select count(*) from staging.batches").fetchall() == [(1,)]


def test_a_rebuild_begins_a_vintage_and_says_what_it_changed(changed: Settings) -> None:
    settings = changed
    rebuild.rebuild(settings, "rebuild", lambda *_: None)
    first, second = list_vintages(settings)
    assert (first.number, first.first_publication, first.added) == (1, 1, None)
    assert (second.number, second.first_publication) == (2, 2)
    assert first.extractor_version != second.extractor_version
    assert (second.added, second.lost, second.moved, second.changed) == (1, 1, 0, 1)
    _, told = published.query(
        settings,
        "select admin1_code, incidents_before, incidents_added, incidents_lost,"
        " incidents_changed, incidents_after from fct_vintage_difference order by admin1_code",
    )
    assert told == [
        ("IQ-KI", 0, 1, 0, 0, 1),
        ("YE-HD", 1, 0, 0, 1, 1),
        ("YE-TA", 1, 0, 1, 0, 0),
    ]
    folder = settings.published_dir / "current" / "vintage"
    with (folder / "examples.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    renamed = [row for row in rows if row["field"] == "perpetrator_name"]
    assert [(row["difference"], row["after"]) for row in renamed] == [("changed", "التنظيم")]
    # the report tells apart as the table counts: no incident is of one kind here and another there
    shown = {(row["difference"], row["admin1_code"], row["incident_id"]) for row in rows}
    counted = {
        (kind, admin1): number
        for admin1, _, added, lost, changed, _ in told
        for kind, number in (("added", added), ("lost", lost), ("changed", changed))
        if number
    }
    assert Counter((kind, admin1) for kind, admin1, _ in shown) == counted
    page = (folder / "report.html").read_text("utf-8")
    assert second.extractor_version in page
    assert "التنظيم" in page
    arabic = (folder / "report.ar.html").read_text("utf-8")
    assert 'lang="ar" dir="rtl"' in arabic
    assert "التنظيم" in arabic
    assert "كركوك" in arabic
    words = re.sub(r"<(style|code)>.*?</\1>|<[^>]*>", " ", arabic, flags=re.DOTALL)
    assert set(re.findall("[A-Za-z]{2,}", words)) == {"Sijill", "In", "English"}
    # every published row says which version wrote it
    _, written = published.query(
        settings,
        "select distinct extractor_version from fct_article union"
        " select distinct extractor_version from fct_incident_toll union"
        " select extractor_version from publish_info",
    )
    assert written == [(second.extractor_version,)]
