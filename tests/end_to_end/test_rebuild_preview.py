"""What a changed reading would change, shown before anything is published."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import run_night
from warehouse import rebuild
from warehouse.settings import PROJECT_ROOT, Settings
from warehouse.shards import load_extractor

NIGHT = "2026-11-21"
ARTICLES = {
    "bomb": "انفجرت سيارة مفخخة في سوق بمدينة الموصل أمس الجمعة ما أدى إلى مقتل ستة أشخاص.",
    "taken": "قرطف مسلحون مجهولون ثلاثة مهندسين في مدينة تعز اليمنية أمس الجمعة.",
    "group": "قتل تنظيم القاعدة خمسة جنود في هجوم مسلح على نقطة تفتيش في مدينة المكلا أمس الجمعة.",
    "new": "بغداد. زعفر مسلحون مجهولون أربعة شرطيين في مدينة كركوك أمس الجمعة.",
    "same": "قتل ثلاثة جنود بانفجار عبوة ناسفة في مدينة الرمادي أمس الجمعة.",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One published night, and a project of its own whose seeds can be changed."""
    project = tmp_path / "project"
    for name in ("seeds", "dbt_project"):
        shutil.copytree(
            PROJECT_ROOT / name, project / name, ignore=shutil.ignore_patterns("target", "logs")
        )
    with (project / "seeds" / "lexicon" / "triggers.csv").open("a", encoding="utf-8") as stream:
        stream.write("قرطف|قرطفت,kidnapping,event,verb,invented\n")
    landing = tmp_path / "landing"
    (landing / NIGHT).mkdir(parents=True)
    with (landing / NIGHT / "articles.jsonl").open("w", encoding="utf-8") as stream:
        for name, text in ARTICLES.items():
            record = {
                "id": name, "url": f"https://news.example/{name}", "source": "المدى",
                "published_at": "2026-11-21T09:00:00+03:00", "title": "", "text": text,
            }  # fmt: skip
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    (landing / NIGHT / "_SUCCESS").touch()
    wanted = Settings(
        _env_file=None,
        project_root=project,
        landing_dir=landing,
        var_dir=tmp_path / "var",
        published_dir=tmp_path / "published",
        corrections_dir=tmp_path / "corrections",
        recogniser="none",
        min_free_mb=0,
        duckdb_memory="1GB",
    )
    run_night(wanted, NIGHT)
    return wanted


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


def test_a_change_of_rules_is_shown_and_nothing_is_touched(settings: Settings) -> None:
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
    load_extractor.cache_clear()  # as a process that starts after the change
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
