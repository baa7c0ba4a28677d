"""Articles as `intake` finds them → landing batches.

Every record is judged by the contract before it lands, so that a night finds nothing to refuse in
what was ingested. For every run

    records_read = landed + set aside + superseded + repeated + passed over

and what is set aside or superseded stands in a file next to the batches, with the columns of the
quarantine.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import urlsplit

from intake.items import HEAD_CHARS, Article, Item, Origin, PassedOver, SetAside
from warehouse.contract.addresses import canonical_url
from warehouse.contract.articles import (
    ContractContext,
    Reason,
    Rejection,
    ValidArticle,
    canonical_json,
    validate,
)
from warehouse.core.settings import Settings
from warehouse.landing.ingest_batches import (
    LandedBatch,
    Place,
    compared,
    land,
    workshop,
    write_set_aside,
)
from warehouse.landing.ingest_spool import Key, Spool, fates
from warehouse.landing.raw_records import printable

SAMPLE_RECORDS = 3
EXAMPLES_OF_A_REASON = 2
SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """How to ingest. `batch_date` None: a batch for each day of publication; `today`: no article
    is of a later day than the contract allows after it."""

    name: str
    today: dt.date
    batch_date: dt.date | None = None
    outlet: str = ""
    of_pages: bool = False
    replace: bool = False
    dry_run: bool = False
    close: bool = True


@dataclass
class IngestReport:
    """What an ingest did. The counts of `articles`, `reasons` and `kinds` are by file (of pages: by
    folder); `samples`: the first records that landed; `examples`: the first that were set aside for
    each reason; `unknown_outlets`: articles of each name that
    the register of outlets does not have; `of_pages`: the files are pages, one record each."""

    of_pages: bool = False
    landed: int = 0
    repeated: int = 0
    superseded: int = 0
    set_aside: int = 0
    passed_over: int = 0
    articles: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unknown_outlets: Counter[str] = field(default_factory=Counter)
    batches: list[LandedBatch] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)
    examples: list[dict[str, Any]] = field(default_factory=list)
    set_aside_file: Path | None = None

    @property
    def read(self) -> int:
        """All records that were met."""
        return self.landed + self.repeated + self.superseded + self.set_aside + self.passed_over

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "read": self.read,
            "landed": self.landed,
            "repeated": self.repeated,
            "superseded": self.superseded,
            "set_aside": self.set_aside,
            "passed_over": self.passed_over,
            "batches": [
                asdict(batch) | {"day": batch.day.isoformat(), "file": str(batch.file)}
                for batch in self.batches
            ],
            "files": [
                {
                    "file": name,
                    "articles": self.articles[name],
                    "set_aside": dict(sorted(self.reasons.get(name, Counter()).items())),
                    "passed_over": dict(sorted(self.kinds.get(name, Counter()).items())),
                }
                for name in self.files
            ],
            "unknown_outlets": dict(sorted(self.unknown_outlets.items())),
            "set_aside_file": str(self.set_aside_file) if self.set_aside_file else None,
            "samples": self.samples,
            "examples": self.examples,
        }

    @property
    def files(self) -> list[str]:
        """All files (of pages: folders) that were read, by name."""
        return sorted({*self.articles, *self.reasons, *self.kinds})


def ingest(settings: Settings, items: Iterable[Item], request: IngestRequest) -> IngestReport:
    """Land what a reader finds. Where nothing lands, what was set aside is listed and no batch is
    touched; a dry run writes nothing.

    Raises IngestRefused where an earlier run of this name landed something else, LexiconError where
    reference data is broken.
    """
    place = Place(settings, request.name, request.batch_date)
    report = IngestReport(of_pages=request.of_pages)
    with _work(settings, request) as work:
        run = _Run(settings, request, work, report)
        with run.spool, run.aside:
            for item in items:
                run.take(item)
            made = run.decide()
            states = compared(place, made, replace=request.replace) if made else {}
            if request.dry_run:
                report.batches = [
                    LandedBatch(day, place.file(day), run.counts[day], state, False)
                    for day, state in states.items()
                ]
                return report
            # this list comes first: a run that is cut off in between writes it again
            write_set_aside(place, run.aside_lines())
            report.batches = land(place, made, states, run.counts, close=request.close)
    if report.set_aside or report.superseded:
        report.set_aside_file = place.set_aside
    return report


@contextmanager
def _work(settings: Settings, request: IngestRequest) -> Iterator[Path]:
    if request.dry_run:
        with tempfile.TemporaryDirectory(prefix="sijill-ingest-") as folder:
            yield Path(folder)
    else:
        with workshop(settings) as folder:
            yield folder


class _Run:
    """One ingest under way."""

    def __init__(
        self, settings: Settings, request: IngestRequest, work: Path, report: IngestReport
    ) -> None:
        self._settings, self._request, self._work, self._report = settings, request, work, report
        self._context = ContractContext.of(settings, request.batch_date or request.today)
        self.spool = Spool(work / "spool.jsonl")
        self.aside: IO[bytes] = (work / "set_aside.jsonl").open("w+b")
        self.counts: Counter[dt.date] = Counter()

    def take(self, item: Item) -> None:
        """Count one record and keep what it holds."""
        report, place = self._report, _file_or_folder(item.origin, pages=self._report.of_pages)
        if isinstance(item, PassedOver):
            report.passed_over += 1
            report.kinds[place][item.kind] += 1
        elif isinstance(item, SetAside):
            self._set_aside(item.origin, item.why, item.detail, item.head)
        else:
            record = self._record(item)
            judged = self._judged(record)
            if isinstance(judged, Rejection):
                head = canonical_json(record)
                self._set_aside(item.origin, judged.reason.value, judged.detail, head)
                return
            self.spool.add(item.origin, record, judged, item.captured_at)
            if judged.outlet_id is None:
                report.unknown_outlets[judged.source] += 1

    def decide(self) -> dict[dt.date, Path]:
        """The articles that land, a file a batch."""
        report = self._report
        of_day: defaultdict[dt.date, list[Key]] = defaultdict(list)
        for fate, key, other in fates(self.spool.keys):
            place = _file_or_folder(key.origin, pages=report.of_pages)
            if fate == "landed":
                report.landed += 1
                report.articles[place] += 1
                of_day[self._request.batch_date or key.day].append(key)
            elif fate == "repeated":
                report.repeated += 1
                report.kinds[place]["repeated"] += 1
            else:
                there = f"{other.origin.file}, record {other.origin.record}"
                [line] = self.spool.lines([key])
                if fate == "conflicting":
                    detail = f"two outlets use the id {key.article_id}: {there}"
                    reason = Reason.CONFLICTING_VERSIONS.value
                    self._set_aside(key.origin, reason, detail, line.decode())
                    continue
                report.superseded += 1
                report.reasons[place][SUPERSEDED] += 1
                detail = f"{key.article_id} was captured later, or stands again, in {there}"
                self._record_set_aside(key.origin, SUPERSEDED, detail, line.decode())
        made = {}
        for day in sorted(of_day):
            made[day] = self._work / f"{day}.jsonl"
            with made[day].open("wb") as stream:
                stream.writelines(self.spool.lines(of_day[day]))
            self.counts[day] = len(of_day[day])
        first = [key for day in sorted(of_day)[:SAMPLE_RECORDS] for key in of_day[day]]
        report.samples = [json.loads(line) for line in self.spool.lines(first[:SAMPLE_RECORDS])]
        return made

    def aside_lines(self) -> Iterator[bytes]:
        """What was set aside, a line each."""
        self.aside.seek(0)
        yield from self.aside

    def _record(self, article: Article) -> dict[str, object]:
        """The article as a landing record."""
        fields = {
            "id": article.article_id,
            "url": article.url,
            "source": self._request.outlet or article.source or self._outlet_of(article.url),
            "published_at": article.published_at,
            "title": article.title,
            "text": article.text,
            "language": article.language,
        }
        record: dict[str, object] = {name: value for name, value in fields.items() if value}
        return {**record, "ingest": dict(article.extra)}

    def _outlet_of(self, url: str) -> str:
        """The register's id of the site, else its host."""
        try:
            host = (urlsplit(url).hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        outlet = self._context.outlets.of_host(host)
        return outlet.outlet_id if outlet else host

    def _judged(self, record: dict[str, object]) -> ValidArticle | Rejection:
        url = record.get("url")
        if isinstance(url, str) and canonical_url(url) is None:
            # before the outlet is reported missing that only the address could have named
            return Rejection(Reason.BAD_URL, f"no http(s) address: {url[:200]}")
        judged = validate(record, self._context)
        if not isinstance(judged, Rejection):
            length = len(canonical_json(record).encode())
            if length > self._settings.max_record_bytes:
                return Rejection(
                    Reason.RECORD_TOO_LONG,
                    f"{length} bytes, {self._settings.max_record_bytes} are allowed",
                )
        return judged

    def _set_aside(self, origin: Origin, why: str, detail: str, head: str) -> None:
        self._report.set_aside += 1
        place = _file_or_folder(origin, pages=self._report.of_pages)
        self._report.reasons[place][why] += 1
        self._record_set_aside(origin, why, detail, head)

    def _record_set_aside(self, origin: Origin, why: str, detail: str, head: str) -> None:
        line = {
            "source_file": origin.file,
            "source_record": origin.record,
            "reason": str(why),
            "detail": _printable(detail),
            "raw_record": _printable(head[:HEAD_CHARS]),
        }
        seen = sum(example["reason"] == line["reason"] for example in self._report.examples)
        if seen < EXAMPLES_OF_A_REASON:
            self._report.examples.append({n: v for n, v in line.items() if n != "raw_record"})
        self.aside.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _printable(text: str) -> str:
    return printable(text.encode("utf-8", "backslashreplace"))


def _file_or_folder(origin: Origin, *, pages: bool) -> str:
    """What a record is counted under: its file, or for pages (one file each) their folder."""
    return str(PurePosixPath(origin.file).parent) if pages else origin.file
