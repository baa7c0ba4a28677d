"""A year of nights in a row, of which some go wrong, and what is left after each of them.

    python -m tests.faults.soak run [--nights 365]   goes on behind the last night that was run
    python -m tests.faults.soak check                all again from what was delivered, on a copy
    python -m tests.faults.soak report               docs/faults.md

Each night brings a small batch of made-up articles (tests/faults/soak_plan.py says what happens in
it). A process runs thirty nights before the next one takes over, so that what leaks shows; nights
that are killed are processes of their own. What came of each night is a line in the ledger. A soak
begins anew where other extractors read: a series is read by one version.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.synthetic import Desk
from extractors.pipeline import Extractor
from tests.corrections_kit import correct
from tests.end_to_end.conftest import COMPARED_SCHEMAS, NOTES, make_world
from tests.faults.command import sijill
from tests.faults.runs import Run, beside, run_night, seconds_of
from tests.faults.soak_figures import figures
from tests.faults.soak_plan import Turn, day_of, deliver, deliver_late, turn, waiting
from tests.faults.state import differences, unfinished
from tests.faults.steps import STEPS
from tests.faults.watching import watching
from tests.faults.world import TEMPORARY
from tests.faults.write_page import SOAK, write_page
from tests.shared_worlds import copy_folder
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.night.late import late_batches
from warehouse.publication.release import list_releases, verify_release
from warehouse.store import register
from warehouse.store.database import open_reader
from warehouse.store.redaction_log import read_log
from warehouse.store.versions import current_version

NIGHTS = 365
#: nights that one process runs
KEPT_NIGHTS = 30
KEEP_VERSIONS = 14
_FINE = (0, 3)
_LOOK_SECONDS = 0.25
#: of the reader: it is one of many nights, and takes its share of the processors
_PAUSE_SECONDS = 1.0
#: what a reader is told, by the system or by DuckDB, of a file whose folder was put elsewhere
_GONE = ("No such file", "database does not exist")
#: a night has at least so many operations on files in each step that has any
_OPERATIONS = {"extract": 12, "publish": 110}


@dataclass(slots=True)
class Kept:
    """A process that runs nights, and how many it has run."""

    process: subprocess.Popen[str]
    number: int
    nights: int = 0


#: they know, until all is built anew, the months that an incident has left too
_REMEMBERED = {"transform.int_incident_months", "transform.int_incident_report_months"}


@dataclass(slots=True)
class Found:
    """What came of one night's runs."""

    faults: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)
    killed: int = 0
    #: the soak itself was ended in this night before
    is_gone_on_with: bool = False


class Soak:
    """The world, the ledger, and the nights that are still to be run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "ledger.jsonl"
        self._begun = folder / "begun"
        self.root = folder / "world"
        self._variables = {
            "SIJILL_CORRECTIONS_DIR": str(self.root / "corrections"),
            "SIJILL_OWN_DIR": str(self.root / "own"),
            "SIJILL_KEEP_VERSIONS": str(KEEP_VERSIONS),
            # a night takes less than a minute here: nothing would ever be pruned
            "SIJILL_READER_GRACE_MINUTES": "0",
            "SIJILL_DBT_PARSE_DIR": str(folder / "dbt-parse"),
        }
        self._kept: Kept | None = None

    def lines(self) -> list[dict[str, Any]]:
        """What came of the nights until now."""
        if not self.ledger.exists():
            return []
        return [json.loads(line) for line in self.ledger.read_text("utf-8").splitlines()]

    def run(self, nights: int = NIGHTS, until: dt.datetime | None = None) -> None:
        """All nights that have no line yet; none is begun after `until`."""
        os.environ.update(self._variables)
        settings = self._begin()
        desk = Desk.open(settings.seeds_dir)
        try:
            for number in range(len(self.lines()), nights):
                if until and dt.datetime.now() >= until:  # noqa: DTZ005 - as the machine's clock says
                    break
                line = self._night(settings, desk, turn(number))
                with self.ledger.open("a", encoding="utf-8") as ledger:
                    ledger.write(json.dumps(line, ensure_ascii=False) + "\n")
                print(
                    f"{number} {line['night']} {line['fault'] or 'plain'}: {line.get('seconds')} s,"
                    f" {line['peak_mb']:.0f} MB, {line['faults'] or 'fine'}",
                    flush=True,
                )
        finally:
            self._let_go()

    def check(self) -> list[str]:
        """Run what still waits, then make everything anew from what was delivered; returns what
        differs, which is also written beside the ledger."""
        os.environ.update(self._variables)
        told, last = [], self.lines()[-1]["number"]
        settings = make_world(copy_folder(self.root, self.folder / "again"))
        root = settings.landing_dir.parent
        more = self._variables | {"SIJILL_CORRECTIONS_DIR": str(root / "corrections")}
        os.environ.update(more)
        desk = Desk.open(settings.seeds_dir)
        behind = {*waiting(last), *([last] if turn(last).fault == "late" else [])}
        for number in sorted(behind):
            deliver_late(settings.landing_dir, desk, number)
            code, said = sijill(root, "night", "--date", day_of(number).isoformat(), more=more)
            told += [] if code in _FINE else [f"{day_of(number)}: exit code {code}: {said[-500:]}"]
        settings = make_world(root)
        before = _rows(settings)
        code, said = sijill(root, "rebuild", "--from-landing", "--jobs", "1", more=more)
        told += [] if code in _FINE else [f"rebuild: exit code {code}: {said[-1500:]}"]
        for path in settings.build_file.parent.glob("damaged-*"):
            path.unlink()
        told += differences(before, _rows(settings))
        told += [f"left: {name}" for name in unfinished(settings)]
        (self.folder / "check.json").write_text(
            json.dumps({"nights": last + 1, "differences": told}, ensure_ascii=False), "utf-8"
        )
        return told

    def checked(self) -> dict[str, Any] | None:
        """What the last check came to; None where there was none."""
        path = self.folder / "check.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else None

    # ── one night ────────────────────────────────────────────────────────────────────────

    def _night(self, settings: Settings, desk: Desk, told: Turn) -> dict[str, Any]:
        found = Found(is_gone_on_with=self._begin_night(told.number))
        before = _ids(settings)
        delivered = deliver(settings.landing_dir, desk, told.number)
        if told.corrects:
            _correct(settings, told.number)
        with watching(self.root, pause_seconds=_PAUSE_SECONDS) as seen, self._peak() as peak:
            if told.fault == "kill":
                self._killed(settings, told, found)
            if told.fault != "skipped" and not (told.fault == "kill" and not told.whole_again):
                self._run(told.number, found, delivered)
            self._late(settings, desk, told, found)
            self._editions(settings, told, found)
            if told.redacts:
                self._redact(settings, told, found)
        found.faults += [
            f"reader: {fault}"
            for fault in seen.faults
            # a redaction puts a folder in the old one's place: who misses a file begins again
            if not (told.redacts and any(gone in fault for gone in _GONE))
        ]
        found.faults += [f"left: {name}" for name in unfinished(settings)]
        found.faults += _broken_rules(settings, before)
        return {
            "number": told.number,
            "night": told.day.isoformat(),
            "fault": told.fault,
            "killed": found.killed,
            "runs_again": len(told.due),
            "delivered": delivered,
            **found.counts,
            **found.run,
            "kept": self._kept.number if self._kept else 0,
            "kept_nights": self._kept.nights if self._kept else 0,
            "peak_mb": round(peak[0], 1),
            "sizes": _sizes(settings),
            "reads": seen.reads,
            "editions": len(list_releases(settings)),
            "corrections": len(_corrections(settings)),
            "redactions": len(read_log(settings)),
            "redactions_made": int(told.redacts),
            "faults": found.faults,
        }

    def _begin_night(self, number: int) -> bool:
        """Note that a night begins; returns whether it had begun before."""
        before = self._begun.read_text() if self._begun.exists() else ""
        self._begun.write_text(str(number))
        return before == str(number)

    def _run(self, number: int, found: Found, delivered: int | None = None) -> None:
        """A night by the process that is kept for thirty."""
        kept = self._keep()
        assert kept.process.stdin is not None
        assert kept.process.stdout is not None
        night = day_of(number).isoformat()
        job = {"night": night, "run_id": f"soak-{kept.number}-{kept.nights}"}
        kept.process.stdin.write(json.dumps(job) + "\n")
        kept.process.stdin.flush()
        kept.nights += 1
        # what the libraries print is not for us
        answer = next((line for line in kept.process.stdout if line.startswith('{"')), None)
        if answer is None:
            found.faults.append(f"{night}: the process ended")
            self._let_go()
            return
        told = json.loads(answer)
        if "error" in told:
            found.faults.append(f"{night}: {told['error']}")
            return
        summary = told.pop("summary")
        counts = {
            name: summary[name]
            for name in (
                "articles_read", "articles_staged", "records_quarantined", "records_repeated",
                "incidents",
            )
        }  # fmt: skip
        parts = ("articles_staged", "records_quarantined", "records_repeated")
        if counts["articles_read"] != sum(counts[part] for part in parts):
            found.faults.append(f"{night}: {counts} do not add up")
        if delivered is not None:
            if counts["articles_read"] != delivered:
                found.faults.append(f"{night}: {delivered} records delivered, but {counts}")
            found.counts, found.run = counts, told

    def _killed(self, settings: Settings, told: Turn, found: Found) -> None:
        """A night that dies in a process of its own; where Airflow goes on, it is finished too."""
        kill, night = told.kill, told.day.isoformat()
        assert kill is not None
        beside(self.root, "returned.json").unlink(missing_ok=True)
        last = max(settings.runs_dir.iterdir(), key=lambda path: path.name).name
        measured = Run(
            seconds=dict.fromkeys(STEPS, 5.0) | seconds_of(settings, last),
            operations=dict.fromkeys(STEPS, 4) | _OPERATIONS,
        )
        run_id = f"soak-killed-{told.number}"
        run = run_night(
            self.root, night, run_id, kill=kill, measured=measured, environment=self._variables
        )
        found.killed = int(run.killed)
        # dead before its moment, or so late that it had ended: both are no kill
        if not run.killed:
            found.faults.append(f"{night}: {kill} did not kill it: {run.said[-500:]}")
        if not told.whole_again:
            again = run_night(
                self.root, night, run_id, begin=kill.next_step, environment=self._variables
            )
            if again.code:
                found.faults.append(f"{night}: after {kill}: {again.said[-500:]}")
        for name in ("returned.json", "job.json", "log"):
            beside(self.root, name).unlink(missing_ok=True)

    def _late(self, settings: Settings, desk: Desk, told: Turn, found: Found) -> None:
        """Nights that come late, or again, as the DAG late_batches finds them next noon."""
        for number in told.due:
            deliver_late(settings.landing_dir, desk, number)
        noon = dt.datetime.combine(told.day + dt.timedelta(1), dt.time(12), settings.zone)
        late = late_batches(settings, now=noon)
        # last night's batch is left to the schedule
        wait = [number for number in waiting(told.number) if number != told.number]
        expected = sorted(day_of(number) for number in {*told.due, *wait})
        # a night that the soak was ended in had perhaps run some of them
        left = [day for day in expected if day in late] if found.is_gone_on_with else expected
        if [*late] != left:
            found.faults.append(f"late: {late}, but {expected} are")
        for number in told.due:
            self._run(number, found)

    def _editions(self, settings: Settings, told: Turn, found: Found) -> None:
        made = {one.name for one in list_releases(settings)}
        if told.edition and told.edition not in made:
            found.faults += self._command("release", told.edition)
        due = {turn(n).edition for n in range(told.number + 1)} - {None}
        if lost := due - {one.name for one in list_releases(settings)}:
            found.faults.append(f"editions are lost: {lost}")
        if told.edition:
            for name in sorted(made):
                verify_release(settings, name)

    def _redact(self, settings: Settings, told: Turn, found: Found) -> None:
        why = f"soak {told.number}"
        if why in {one.reason for one in read_log(settings)}:
            return
        before = day_of(told.number - 3)
        with _published(settings) as con:
            (article,) = con.execute(
                "select article_id from dim_article"
                " where last_batch_date <= ? and not is_redacted"
                " order by last_batch_date desc, article_id limit 1",
                [before],
            ).fetchall()[0]
        found.faults += self._command(
            "redact", "article", article, "--by", "Nour", "--second", "Sami", "--why", why, "--yes"
        )

    def _command(self, *arguments: str) -> list[str]:
        code, said = sijill(self.root, *arguments, more=self._variables)
        return [] if code == 0 else [f"{' '.join(arguments)}: exit code {code}: {said[-500:]}"]

    # ── processes ────────────────────────────────────────────────────────────────────────

    def _begin(self) -> Settings:
        settings = make_world(self.root)
        version, noted = Extractor(settings.seeds_dir).version, self.folder / "extractors"
        if noted.exists() and noted.read_text("ascii") != version:
            shutil.rmtree(self.folder)
        for folder in (settings.landing_dir, self.root / TEMPORARY):
            folder.mkdir(parents=True, exist_ok=True)
        noted.write_text(version, "ascii")
        return settings

    def _keep(self) -> Kept:
        if self._kept and self._kept.nights >= KEPT_NIGHTS:
            self._let_go()
        if self._kept is None:
            number = 1 + max((line["kept"] for line in self.lines()), default=0)
            self._kept = Kept(self._start(), number)
        return self._kept

    def _start(self) -> subprocess.Popen[str]:
        log = (self.folder / "log").open("a")
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.soak_process", str(self.root)],
            cwd=PROJECT_ROOT,
            env={**os.environ, "TMPDIR": str(self.root / TEMPORARY)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def _let_go(self) -> None:
        if self._kept:
            assert self._kept.process.stdin is not None
            self._kept.process.stdin.close()
            self._kept.process.wait()
        self._kept = None

    @contextlib.contextmanager
    def _peak(self) -> Iterator[list[float]]:
        """The most memory, in MB, that all processes of the nights held together at one moment."""
        peak, over = [0.0], threading.Event()

        def look() -> None:
            while not over.wait(_LOOK_SECONDS):
                peak[0] = max(peak[0], _memory_below(os.getpid(), but="tests.faults.reader"))

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield peak
        finally:
            over.set()
            looking.join()


def _memory_below(pid: int, *, but: str) -> float:
    """MB of resident memory of all processes that descend from one, but for those of a module."""
    parents, memory = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            told = (path / "stat").read_text().rpartition(")")[2].split()
            if but.encode() in (path / "cmdline").read_bytes():
                continue
            parents[int(path.name)] = int(told[1])
            memory[int(path.name)] = int(told[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    below, total = [pid], 0.0
    while below:
        parent = below.pop()
        children = [child for child, of in parents.items() if of == parent]
        total += sum(memory[child] for child in children)
        below += children
    return total


# ── what has to hold ─────────────────────────────────────────────────────────────────────


def _broken_rules(settings: Settings, before: set[str]) -> list[str]:
    told = []
    versions = [
        path.name
        for path in (settings.published_dir / "versions").iterdir()
        if not path.name.startswith(".")
    ]
    if len(versions) > KEEP_VERSIONS:
        told.append(f"{len(versions)} versions are kept")
    if lost := before - _ids(settings):
        told.append(f"incidents are lost: {sorted(lost)[:3]}")
    register.verify(settings)
    with open_reader(settings) as con:
        (odd, staged, rows) = con.execute(
            "select count(*) filter (records_read"
            " != records_staged + records_quarantined + records_repeated),"
            " sum(records_staged), (select count(*) from staging.articles) from staging.batches"
        ).fetchall()[0]
    if odd or staged != rows:
        told.append(f"{odd} batches do not add up; {staged} articles staged, {rows} rows")
    return told


def _ids(settings: Settings) -> set[str]:
    """Every incident that was ever published."""
    if current_version(settings) is None:
        return set()
    with _published(settings) as con:
        return {row[0] for row in con.execute("select incident_id from dim_incident").fetchall()}


@contextlib.contextmanager
def _published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    file = settings.published_dir / "current" / "sijill.duckdb"
    with duckdb.connect(str(file.resolve()), read_only=True) as con:
        con.execute("use marts")
        yield con


def _rows(settings: Settings) -> dict[str, str]:
    """A digest of each table of the build file; of it all is made that is published. A batch that
    words were taken out of is read under another build id, since its files are others: that is left
    out."""
    found = {}
    with open_reader(settings) as con:
        tables = con.execute(
            "select schema_name || '.' || table_name, bool_or(column_name = 'build_id')"
            " from duckdb_columns() inner join duckdb_tables() using (schema_name, table_name)"
            " where schema_name in (select unnest(?)) group by 1 order by 1",
            [list(COMPARED_SCHEMAS)],
        ).fetchall()
        for table, has_build_id in tables:
            if table in NOTES or table in _REMEMBERED:
                continue
            without = " exclude (build_id)" if has_build_id else ""
            rows = con.execute(f"select *{without} from {table} order by all").fetchall()
            found[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def _corrections(settings: Settings) -> list[dict[str, str]]:
    path = settings.corrections_dir / "c.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _correct(settings: Settings, number: int) -> None:
    """What an editor writes before the night: a target put right, each third time a retraction."""
    rows, id_ = _corrections(settings), f"soak-{number}"
    if any(row["correction_id"] == id_ for row in rows):
        return
    chance = random.Random(f"correction/{number}")
    with _published(settings) as con:
        known = [
            row[0]
            for row in con.execute("select incident_id from fct_incident order by 1").fetchall()
        ]
    subject = chance.choice(sorted({*known} - {row["subject"] for row in rows}))
    if len(rows) % 3 == 2:
        rows.append({"correction_id": id_, "action": "retract", "subject": subject})
    else:
        value = chance.choice(("market", "civilians"))
        told = {"action": "set", "field": "target_type", "value": value}
        rows.append({"correction_id": id_, "subject": subject} | told)
    correct(settings, *rows)


def _sizes(settings: Settings) -> dict[str, int]:
    """Bytes on disk: a file that several names lead to counts once."""
    parts = {path.name: _bytes(path) for path in settings.var_dir.iterdir()}
    version = settings.published_dir / "current"
    return {
        "build": settings.build_file.stat().st_size,
        "version": _bytes(version.resolve()),
        "database": (version / "sijill.duckdb").stat().st_size,
        "published": _bytes(settings.published_dir),
        "register": _bytes(settings.register_dir),
        "var": sum(parts.values()),
        "landing": _bytes(settings.landing_dir),
        **{f"var/{name}": size for name, size in sorted(parts.items())},
    }


def _bytes(path: Path) -> int:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    held = {(told.st_dev, told.st_ino): told.st_size for told in (one.lstat() for one in files)}
    return sum(held.values())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("run", "check", "report"))
    parser.add_argument("--folder", type=Path, default=PROJECT_ROOT / "var" / "soak")
    parser.add_argument("--nights", type=int, default=NIGHTS)
    parser.add_argument("--until", type=dt.datetime.fromisoformat)
    asked = parser.parse_args()
    soak = Soak(asked.folder)
    if asked.what == "run":
        soak.run(asked.nights, asked.until)
    elif asked.what == "check":
        print("\n".join(soak.check()) or "equal")
    else:
        told = figures(soak.lines(), soak.checked())
        SOAK.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        write_page()
        grown = [one["what"] for one in told["measures"] if not one["within"]]
        if told["faults"] or grown or (told["rebuilt"] or {}).get("differences"):
            sys.exit(f"{len(told['faults'])} rules broken; grown beyond their bound: {grown}")


if __name__ == "__main__":
    main()
