"""From a crawler's folder, an archive, a feed and a table to rows in the marts; what is broken
beside them goes to quarantine."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.command_kit import run
from tests.end_to_end.conftest import make_world, run_night
from tests.intake.kit import PUBLISHED, archive, canonical, page
from warehouse.core.errors import EXIT_WARNINGS
from warehouse.core.settings import get_settings
from warehouse.publication import published

pytestmark = pytest.mark.full

NIGHT = "2026-11-21"
SITE = "https://almadapaper.net"


#: Four incidents of our own invention, in words of their own.
BOMBING = (
    "قتل ثلاثة أشخاص وأصيب سبعة آخرون اليوم السبت في انفجار سيارة مفخخة وسط مدينة الموصل.",
    "وذكر مصدر في شرطة نينوى أن السيارة كانت مركونة قرب سوق شعبية لبيع الخضار.",
    "وهرعت سيارات الإسعاف إلى المكان ونقلت الجرحى إلى مستشفى الجمهوري.",
)
SHOOTING = (
    "أعلنت الشرطة في ديالى أن أربعة مدنيين قتلوا اليوم برصاص مسلحين مجهولين في بعقوبة.",
    "وبحسب البيان فإن المهاجمين كانوا يستقلون دراجتين ناريتين وفروا إلى جهة مجهولة.",
)
SHELLING = (
    "سقطت قذائف هاون على حي سكني في كركوك صباح السبت فقتل خمسة أشخاص وأصيب اثنان بجروح.",
    "وقال مسؤول محلي إن مصدر القذائف لم يعرف بعد.",
)
CLASH = (
    "قتل ستة جنود اليوم السبت في هجوم شنه مسلحون على ثكنة عسكرية قرب الرمادي.",
    "وأفاد ضابط في الجيش بأن الاشتباكات استمرت ساعتين قبل انسحاب المهاجمين.",
)


def deliver_broken(folder: Path) -> None:
    """A file of one good record and five that break, each in its own way, and a file that is
    none."""
    good = {
        "url": "https://example.org/1",
        "source": "إيلاف",
        "published_at": "2026-11-21T08:00:00+03:00",
        "text": "قتل سبعة أشخاص وأصيب تسعة آخرون في تفجير عبوة ناسفة في سوق وسط مدينة تكريت"
        " أمس الجمعة، وفق ما أعلنت شرطة محافظة صلاح الدين.",
    }
    lines = [
        json.dumps(good, ensure_ascii=False).encode(),
        b'{"url": "https://example.org/2", ',
        json.dumps({**good, "url": "https://example.org/3", "text": ""}).encode(),
        json.dumps({**good, "url": "https://example.org/4", "published_at": "2026-02-30"}).encode(),
        b'{"url": "\xff\xfe"}',
        json.dumps({**good, "url": "https://example.org/5", "text": "English only. " * 9}).encode(),
    ]
    (folder / "broken.jsonl").write_bytes(b"\n".join(lines))
    (folder / "broken.parquet").write_bytes(b"PAR1 no")


def test_what_is_ingested_is_published_and_what_is_broken_is_quarantined_record_by_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = make_world(tmp_path)
    for name in ("landing", "var", "published"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}_DIR", str(tmp_path / name))
    get_settings.cache_clear()
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    (crawl / "a.html").write_bytes(
        page(
            PUBLISHED + canonical(f"{SITE}/1"), title="انفجار في الموصل", sentences=BOMBING
        ).encode("cp1256")
    )
    (tmp_path / "crawl.warc.gz").write_bytes(
        archive(
            [
                {
                    "url": f"{SITE}/2",
                    "body": page(title="هجوم مسلح في بعقوبة", sentences=SHOOTING).encode(),
                }
            ]
        )
    )
    (tmp_path / "feed.xml").write_text(
        f"""<rss version="2.0"><channel><item><title>قذائف هاون على كركوك</title>
<link>{SITE}/3</link><pubDate>Sat, 21 Nov 2026 12:00:00 +0300</pubDate>
<description>{" ".join(SHELLING)}</description></item></channel></rss>""",
        encoding="utf-8",
    )
    (tmp_path / "monitor.csv").write_text(
        f'link,date,body\n{SITE}/4,٢١ تشرين الثاني ٢٠٢٦,"{" ".join(CLASH)}"\n',
        encoding="utf-8",
    )
    columns = ("--map", "url=link", "--map", "published_at=date", "--map", "text=body")
    for command in (
        ("html", str(crawl)),
        ("warc", str(tmp_path / "crawl.warc.gz")),
        ("feed", str(tmp_path / "feed.xml")),
        ("csv", str(tmp_path / "monitor.csv"), *columns),
    ):
        assert run(monkeypatch, "ingest", *command, "--json") == 0
        assert json.loads(capfd.readouterr().out)["batches"][0]["day"] == NIGHT
    get_settings.cache_clear()
    deliver_broken(settings.landing_dir / NIGHT)
    summary = run_night(settings, NIGHT)
    assert (summary.articles_staged, summary.records_quarantined) == (5, 5)
    assert summary.exit_code == EXIT_WARNINGS
    assert "1 files in quarantine" in summary.warnings
    _, rows = published.query(
        settings,
        "select admin1_name_en, killed_best from marts.fct_incident"
        " join marts.dim_location using (location_key) order by killed_best",
    )
    assert [killed for _, killed in rows] == [3, 4, 5, 6, 7]
    assert len({place for place, _ in rows}) == 5
    _, [(articles,)] = published.query(
        settings,
        "select count(*) from marts.dim_article join marts.dim_outlet using (outlet_key)"
        " where outlet_id = 'almada'",
    )
    assert articles == 4
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        refused = con.execute(
            "select source_file, source_record, reason from staging.quarantine order by all"
        ).fetchall()
    assert [(file, record) for file, record, _ in refused] == [
        *(("broken.jsonl", line) for line in (2, 3, 4, 5, 6)),
        ("broken.parquet", 0),
    ]
    assert len({reason for *_, reason in refused}) == 6
