"""Two published nights and an edition, in all the forms that articles are delivered in.

Articles, outlets and persons are invented. One name stands where the masking does not find it.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.core.settings import Settings
from warehouse.night.run import Night
from warehouse.publication.release import release
from warehouse.redaction.plan import RedactionRequest

NIGHTS = ("2026-11-21", "2026-11-22")
EDITION = "2026.1"
#: when the redactions of the tests are done
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
#: a person that the masking misses: both words of the name are ordinary ones
PERSON = "جدول رقراق"
BOMB = (
    "انفجرت سيارة مفخخة صباح الجمعة في سوق الخضار بمدينة الموصل ما أدى إلى مقتل ستة أشخاص وإصابة"
    " أحد عشر آخرين بجروح، وفق ما أعلنت شرطة نينوى. وهرعت سيارات الإسعاف إلى المكان ونقلت المصابين"
    " إلى مستشفى المدينة، فيما أغلقت القوات الأمنية الطرق المؤدية إلى السوق وفتحت تحقيقا في الحادث."
)
REPRINT = BOMB.replace("وفتحت تحقيقا في الحادث", "وباشرت التحقيق")
#: words that only the first report of the bomb has
OWN_WORDS = "بحسب محرر الصفحة المحلية الذي كتب هذا الخبر وحده دون غيره"


def make_settings(root: Path) -> Settings:
    """Settings of a world below `root`."""
    return Settings(
        _env_file=None,
        landing_dir=root / "landing",
        var_dir=root / "var",
        published_dir=root / "published",
        corrections_dir=root / "corrections",
        own_dir=root / "own",
        recogniser="none",
        min_free_mb=0,
        duckdb_memory="1GB",
    )


def record(name: str, day: str, source: str, title: str, text: str, **more: Any) -> dict[str, Any]:
    """A record as it is delivered."""
    return {
        "id": name,
        "url": more.pop("url", f"https://news.example/{name}"),
        "source": source,
        "published_at": f"{day}T09:00:00+03:00",
        "title": title,
        "text": text,
        **more,
    }


def land(settings: Settings) -> None:
    """Deliver both nights."""
    first, second = NIGHTS
    folder = settings.landing_dir / first
    folder.mkdir(parents=True)
    market = "سيارة مفخخة تقتل ستة في سوق بالموصل صباح اليوم"
    _jsonl(
        folder / "articles.jsonl",
        record(
            "bomb", first, "المدى", market, f"{BOMB} {OWN_WORDS}.",
            url="https://news.example/2026/seyara-mufakhakha-taqtul-sitta-fi-suq-bil-mosul",
            section="أخبار محلية",
        ),
        record("bomb-again", first, "يمن المساء", "مقتل ستة في الموصل", REPRINT),
        record(
            "shot", first, "المدى", "مسلحون يقتلون مدنيا في البصرة",
            f"أطلق مسلحون مجهولون النار مساء الجمعة على {PERSON} في حي الجمهورية بمدينة البصرة"
            f" فقتل على الفور. وشيع الأهالي جثمان {PERSON} وسط حضور كبير.",
        ),
        # the same record twice, and one that breaks the contract
        record("bomb-again", first, "يمن المساء", "مقتل ستة في الموصل", REPRINT),
        {"id": "broken", "source": "المدى", "title": f"رحيل {PERSON}", "text": "نص"},
    )  # fmt: skip
    with (folder / "more.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["id", "url", "source", "published_at", "title", "text"])
        writer.writeheader()
        writer.writerow(
            record(
                "mine", first, "صدى دجلة", "لغم يقتل جنديين",
                "قتل جنديان بانفجار لغم أرضي في مدينة الرمادي الجمعة.",
            )
        )  # fmt: skip
        writer.writerow(
            record(
                # the same title as another outlet's
                "mourning", first, "صدى دجلة", "مقتل مدني في البصرة",
                f"أقيم في البصرة مجلس عزاء حضره أقارب ل{PERSON} وجيرانه وألقيت فيه كلمات.",
            )
        )  # fmt: skip
    (folder / "_SUCCESS").touch()
    folder = settings.landing_dir / second
    folder.mkdir()
    rows = [
        record(
            "bomb-late", second, "صدى دجلة", "ارتفاع حصيلة تفجير سوق الموصل",
            "ارتفعت حصيلة انفجار السيارة المفخخة في سوق الخضار بمدينة الموصل الجمعة إلى تسعة قتلى"
            " و15 جريحا، وفق دائرة صحة نينوى.",
        )
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), folder / "late.parquet")
    with gzip.open(folder / "array.json.gz", "wt", encoding="utf-8") as stream:
        json.dump(
            [
                # a second version of an article
                record(
                    "shot", second, "المدى", "مقتل مدني في البصرة",
                    f"أطلق مسلحون مجهولون النار مساء الجمعة على {PERSON} في حي الجمهورية بمدينة"
                    " البصرة فقتل على الفور، وأعلنت الشرطة اعتقال مشتبه بهما.",
                    url="https://news.example/2026/tchindo-okarafo-qutila-fil-basra",
                ),
                record(
                    "raid", second, "يمن المساء", "اعتقال ثلاثة في كركوك",
                    "اعتقلت الشرطة ثلاثة مطلوبين في مدينة كركوك السبت خلال عملية أمنية.",
                ),
            ],
            stream, ensure_ascii=False,
        )  # fmt: skip
    (folder / "_SUCCESS").touch()


def build(settings: Settings) -> None:
    """Run both nights and freeze what they published."""
    land(settings)
    for night in NIGHTS:
        run_night(settings, night)
    release(settings, EDITION, today=dt.date(2026, 11, 23))
    after(settings)


def after(settings: Settings) -> None:
    """What people and programs leave beside the data."""
    settings.corrections_dir.mkdir()
    (settings.corrections_dir / "first.csv").write_text(
        "correction_id,action,subject,field,value,other,made_by,made_on,second_by,reason\n"
        f"c-1,set_place,gn:99072,name_en,Mosul,,سلمى,2026-11-23,,يرد اسم {PERSON} في الخبر\n",
        "utf-8",
    )
    shutil.rmtree(settings.dbt_target_dir)
    logs = settings.dbt_target_dir / "logs"
    logs.mkdir(parents=True)
    (logs / "dbt.log").write_text(f"1 row: {json.dumps(PERSON)}\n{OWN_WORDS}\n", "utf-8")
    settings.checks_dir.mkdir(exist_ok=True)
    (settings.checks_dir / "page.html").write_text(f"<p>ل{PERSON} {BOMB} {OWN_WORDS}</p>", "utf-8")
    with sqlite3.connect(settings.var_dir / "scheduler.db") as log:
        log.execute("create table log (line text)")
        log.execute("insert into log values (?)", [f"{PERSON} {OWN_WORDS}"])
    log.close()


def run_night(settings: Settings, night: str) -> None:
    """The steps of a night in this process, but for the gate."""
    one = Night.of(settings, batch_date=night, run_id=f"test-{night}")
    one.read(lambda *_: None)
    one.model(lambda *_: None)
    one.publish()


def _jsonl(path: Path, *records: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")


def ask_for_person() -> RedactionRequest:
    """Take the person's name out."""
    return RedactionRequest("name", (PERSON,), "سلمى", "عمر", "طلب الأسرة")


def ask_for_article() -> RedactionRequest:
    """Take the first report of the bomb out."""
    return RedactionRequest("article", ("bomb",), "سلمى", "عمر", "طلب الناشر")


def ask_for_outlet() -> RedactionRequest:
    """Take out an outlet with two articles, one of them in two versions."""
    return RedactionRequest("outlet", ("المدى",), "سلمى", "عمر", "لا إذن")
