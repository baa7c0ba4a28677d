"""The night as a list of steps. The DAG's tasks and the command line call these methods.

    find_batch → plan_shards → extract (each shard) → load_staging → transform(before_link)
    → link → transform(after_link) → gate → publish → finish

Every step may run in a process of its own: what one hands to the next is a small dict that
JSON can carry. Every step replaces what it wrote before, so that any of them can run again.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal

from extractors.errors import SijillError
from warehouse.core.batch_dates import parse_batch_date
from warehouse.core.errors import EXIT_OK, EXIT_WARNINGS, SettingsError, ShardFailed
from warehouse.core.failures import as_sijill_error
from warehouse.core.progress import Progress
from warehouse.core.settings import Settings
from warehouse.core.step_results import Notice
from warehouse.core.translations import Message
from warehouse.night import alerts
from warehouse.night.notices import notice_words
from warehouse.store.night_lock import STEP_SECONDS, night_lock

if TYPE_CHECKING:
    from warehouse.landing.shard_store import ShardStore
    from warehouse.steps.dbt_process import DbtProcess

Selection = Literal["before_link", "after_link"]


@dataclass(frozen=True, slots=True)
class NightSummary:
    """The outcome of a night, for a person and for the exit code. `seconds`: clock time in which a
    step was at work; steps that run at the same time count once."""

    batch_date: str
    run_id: str
    articles_read: int
    articles_staged: int
    records_quarantined: int
    records_repeated: int
    incident_facts: int
    incidents: int
    checks_passed: int
    checks_warned: int
    version: str
    version_changed: bool
    warehouse: str
    checks_report: str
    seconds: float
    notices: tuple[Notice, ...] = ()

    @property
    def warnings(self) -> tuple[Message, ...]:
        """The texts of the notices."""
        return tuple(map(notice_words, self.notices))

    @property
    def exit_code(self) -> int:
        """3 where there is something to check, else 0."""
        return EXIT_WARNINGS if self.notices else EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """The summary for programs, its warnings in English."""
        return asdict(self) | {"warnings": list(map(str, self.warnings))}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> NightSummary:
        """The summary as `finish` wrote it."""
        fields = {name: value for name, value in values.items() if name != "warnings"}
        notices = tuple(map(Notice.from_json, values.get("notices", ())))
        return cls(**{**fields, "notices": notices})


@dataclass(frozen=True, slots=True)
class Night:
    """One run of one night."""

    settings: Settings
    batch_date: dt.date
    run_id: str
    #: the caller already holds the lock of the warehouse
    alone: bool = False

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        batch_date: str | None,
        run_id: str,
        interval_start: dt.datetime | None = None,
    ) -> Night:
        """The night of a scheduled run: the date given, else the local day of interval_start.

        Raises SettingsError where there is neither: the clock is never asked.
        """
        if batch_date:
            return cls(settings, parse_batch_date(batch_date), run_id)
        if interval_start is None:
            raise SettingsError(
                "this run has neither a data interval nor a batch_date",
                'trigger it with {"batch_date": "2026-11-21"}',
            )
        return cls(settings, interval_start.astimezone(settings.zone).date(), run_id)

    # ── the steps ────────────────────────────────────────────────────────────────────────

    def find_batch(self, *, new_vintage: bool = False) -> dict[str, Any]:
        """Check disk space and the landing folder; returns the batch's manifest.

        Raises VintageRefused where the series was read by another version of the extractors and
        no `new_vintage` is being made; the batch then counts as one that no run has seen.
        """
        from warehouse.landing.batches import find_batch
        from warehouse.publication.vintages import refuse_other_vintage
        from warehouse.steps.staging import check_disk

        self._forget_old_steps()
        with self._step("find_batch") as note:
            manifest = find_batch(self.settings, self.batch_date, now=_now())
            check_disk(self.settings, manifest)
            if not new_vintage:
                refuse_other_vintage(self.settings, self.batch_date)
            note["files"] = len(manifest.files)
            note["batch_digest"] = manifest.batch_digest
            return manifest.to_json()

    def plan_shards(self, manifest: dict[str, Any]) -> list[dict[str, Any]]:
        """Read and check all records; returns one small dict for each extraction task."""
        from warehouse.landing.batches import BatchManifest, plan_shards

        with self._step("plan_shards") as note:
            plan = plan_shards(self.settings, BatchManifest.from_json(manifest))
            note["shards"] = len(plan)
            return [shard.to_json() for shard in plan]

    def extract(self, shard: dict[str, Any]) -> dict[str, Any]:
        """Read the articles of one shard; opens no database."""
        from warehouse.steps.shards import ShardPlan, extract_shard

        plan = ShardPlan.from_json(shard)
        name = f"extract-{plan.number:04d}"
        try:
            with self._step(name) as note:
                note.update(extract_shard(self.settings, plan).to_json())
                return note
        finally:
            self._send_note(name)

    def load_staging(
        self, manifest: dict[str, Any], *, new_vintage: bool = False
    ) -> dict[str, Any]:
        """Replace the batch in the staging tables, in one transaction."""
        from warehouse.landing.batches import BatchManifest
        from warehouse.steps.staging import load_staging

        self._fetch_notes()
        with self._step("load_staging") as note:
            batch = BatchManifest.from_json(manifest)
            note.update(load_staging(self.settings, batch, new_vintage=new_vintage).to_json())
            return note

    def transform(
        self, selection: Selection, *, full_refresh: bool = False, dbt: DbtProcess | None = None
    ) -> dict[str, Any]:
        """Run the dbt models before or after the linking, for what changed or for everything; in
        `dbt`, where one has been started."""
        from warehouse.steps.transform import run_dbt

        with self._step(f"transform_{selection}") as note:
            result = run_dbt(
                self.settings,
                selection=selection,
                batch_date=self.batch_date,
                run_id=self.run_id,
                full_refresh=full_refresh,
                dbt=dbt,
            )
            note.update(_jsonable(asdict(result)))
            return note

    def link(self, *, full_refresh: bool = False) -> dict[str, Any]:
        """Assign each mention to an incident, for what changed or for everything."""
        from warehouse.steps.link import link

        with self._step("link") as note:
            result = link(self.settings, full_refresh=full_refresh)
            note.update(_jsonable(asdict(result)))
            return note

    def gate(self) -> dict[str, Any]:
        """Check the night. Raises GateBlocked where it must not be published."""
        from warehouse.steps.gate import run_gate

        with self._step("gate") as note:
            result = run_gate(self.settings, self.batch_date, self.run_id, now=_now())
            note.update(_jsonable(asdict(result)))
            return note

    def publish(self) -> dict[str, Any]:
        """Write a new version, if anything changed, and move `current` to it."""
        from warehouse.night.health import clock_seconds, night_health
        from warehouse.publication.publish import publish

        with self._step("publish") as note:
            seconds = clock_seconds(self._steps())
            health = night_health(self.settings, self.batch_date, self.run_id, seconds=seconds)
            result = publish(self.settings, self.batch_date, self.run_id, now=_now(), health=health)
            note.update(_jsonable(asdict(result)))
            return note

    def finish(self) -> dict[str, Any]:
        """Keep what the steps noted in ops.steps; where the night was published, remove its work
        folder and sum up. Returns the summary, or only that nothing was published."""
        from warehouse.store.database import open_writer
        from warehouse.store.lake import Lake

        steps = self._steps()
        with open_writer(self.settings) as connection:
            connection.execute("delete from ops.steps where run_id = ?", [self.run_id])
            connection.executemany(
                "insert into ops.steps values (?, ?, ?, ?, ?, ?, ?)",
                [
                    [
                        self.run_id,
                        self.batch_date,
                        step["step"],
                        step["status"],
                        step["started_at"],
                        step["seconds"],
                        json.dumps(step["note"], ensure_ascii=False, sort_keys=True),
                    ]
                    for step in steps
                ],
            )
            if lake := Lake.of(self.settings):
                lake.tidy(connection)
        if not any(step["step"] == "publish" and step["status"] == "ok" for step in steps):
            return {"published": False}
        self.delete_shards()
        summary = self._summary({step["step"]: step["note"] for step in steps}, steps)
        _write_json(self._folder.parent / "summary.json", summary.to_json())
        alerts.mark_good_night(self.settings, summary.batch_date, summary.version)
        return summary.to_json()

    def delete_shards(self) -> None:
        """Delete the batch's shards, whose facts are in staging now."""
        from warehouse.landing.shard_store import delete_shards

        delete_shards(self.settings, self.batch_date)

    # ── all of it ────────────────────────────────────────────────────────────────────────

    def run(self, progress: Progress, *, jobs: int = 1) -> NightSummary:
        """All steps in this process (shards in `jobs` processes). Raises NightUnderWay where
        another run is at work, and what the steps raise."""
        from warehouse.steps.dbt_process import begin_dbt, one_dbt

        with night_lock(self.settings, f"the night of {self.batch_date}"):
            night = replace(self, alone=True)
            with one_dbt():
                begin_dbt(self.settings)
                night.read(progress, jobs=jobs)
                night.model(progress)
            return night.release(progress)

    def read(self, progress: Progress, *, jobs: int = 1, new_vintage: bool = False) -> None:
        """The steps that load the batch into staging; `new_vintage`: all batches are read again."""
        progress("find_batch", 0, 0)
        manifest = self.find_batch(new_vintage=new_vintage)
        progress("plan_shards", 0, 0)
        shards = self.plan_shards(manifest)
        for done, total in self._extract_all(shards, jobs):
            progress("extract", done, total)
        progress("load_staging", 0, 0)
        self.load_staging(manifest, new_vintage=new_vintage)

    def model(self, progress: Progress, *, full_refresh: bool = False) -> None:
        """The steps from staging to the marts."""
        from warehouse.steps.dbt_process import kept_dbt

        # these steps mostly wait for dbt: modules that the next ones need are imported meanwhile
        Thread(target=_import_each, args=("warehouse.steps.link", "warehouse.steps.gate")).start()
        progress("transform stg_*, int_*", 0, 0)
        with kept_dbt(self.settings) as dbt:
            self.transform("before_link", full_refresh=full_refresh, dbt=dbt)
            progress("link", 0, 0)
            self.link(full_refresh=full_refresh)
            progress("transform fct_*, dim_*", 0, 0)
            self.transform("after_link", full_refresh=full_refresh, dbt=dbt)

    def release(self, progress: Progress) -> NightSummary:
        """The steps that check and publish the marts."""
        progress("gate", 0, 0)
        self.gate()
        progress("publish", 0, 0)
        self.publish()
        return NightSummary.from_json(self.finish())

    def _extract_all(
        self, shards: Sequence[dict[str, Any]], jobs: int
    ) -> Iterator[tuple[int, int]]:
        yield 0, len(shards)
        if jobs == 1 or len(shards) < 2:
            for done, shard in enumerate(shards, 1):
                self.extract(shard)
                yield done, len(shards)
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(jobs, len(shards)), mp_context=context) as pool:
            for done, _ in enumerate(pool.map(self.extract, shards), 1):
                yield done, len(shards)

    # ── what the steps note ──────────────────────────────────────────────────────────────

    @property
    def _folder(self) -> Path:
        # run ids hold ':' and '+', and an operator can choose them: file names use their hash
        name = sha256(self.run_id.encode()).hexdigest()[:16]
        return self.settings.runs_dir / self.batch_date.isoformat() / name

    def _forget_old_steps(self) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder)
        # left by runs that were killed while they wrote a note
        for left in self._folder.parent.glob("*/*.tmp"):
            left.unlink(missing_ok=True)

    @contextmanager
    def _step(self, name: str) -> Iterator[dict[str, Any]]:
        from warehouse.steps.lineage import StepLineage

        note: dict[str, Any] = {}
        started, clock = _now(), time.monotonic()
        lineage = StepLineage(self.settings, self.batch_date, self.run_id, name)
        lineage.started(started)
        status = "failed"
        try:
            with self._lock(name):
                yield note
                lineage.completed(_now(), note)
            status = "ok"
        except Exception as err:
            error = as_sijill_error(err) or err
            lineage.failed(_now(), error)
            note["error"] = str(error) if isinstance(error, SijillError) else repr(error)
            if error is err:
                raise
            raise error from err
        finally:
            # on a full disk this write fails too, which must not hide the first error
            with suppress(OSError) if status == "failed" else nullcontext():
                _write_json(
                    self._folder / f"{name}.json",
                    {
                        "step": name,
                        "status": status,
                        "started_at": started.isoformat(),
                        "seconds": round(time.monotonic() - clock, 3),
                        "note": _jsonable(note),
                    },
                )

    def _send_note(self, step: str) -> None:
        """Copy the note of a shard that another machine read to where the shard's facts are
        kept."""
        if store := self._store():
            # what went wrong with the shard is reported by its own error
            with suppress(ShardFailed, FileNotFoundError):
                store.send(self._folder.parent, f"{self._folder.name}/{step}.json")

    def _fetch_notes(self) -> None:
        if store := self._store():
            notes = [f"{self._folder.name}/{name}" for name in store.names(self._folder.name)]
            store.fetch(self._folder.parent, *notes)

    def _store(self) -> ShardStore | None:
        from warehouse.landing.shard_store import ShardStore

        return ShardStore.of(self.settings, self.batch_date)

    def _lock(self, step: str) -> AbstractContextManager[None]:
        if self.alone:
            return nullcontext()
        return night_lock(
            self.settings,
            f"{step} of the night of {self.batch_date}",
            shared=step.startswith("extract"),
            wait_seconds=STEP_SECONDS,
        )

    def _steps(self) -> list[dict[str, Any]]:
        steps = [json.loads(p.read_text(encoding="utf-8")) for p in self._folder.glob("*.json")]
        return sorted(steps, key=lambda step: (step["started_at"], step["step"]))

    def _summary(self, notes: dict[str, Any], steps: Sequence[dict[str, Any]]) -> NightSummary:
        from warehouse.night.health import clock_seconds

        # a rebuild from staging loads nothing
        loaded: dict[str, Any] = defaultdict(int, notes.get("load_staging", {}))
        gate, published = notes["gate"], notes["publish"]
        counts = {
            "records_quarantined": loaded["records_quarantined"],
            "files_quarantined": loaded["files_quarantined"],
            "checks_warned": gate["warned"],
        }
        notices = [Notice(what, {"count": count}) for what, count in counts.items() if count]
        notices += map(Notice.from_json, loaded["notices"] or ())
        return NightSummary(
            batch_date=self.batch_date.isoformat(),
            run_id=self.run_id,
            articles_read=loaded["records_read"],
            articles_staged=loaded["records_staged"],
            records_quarantined=loaded["records_quarantined"],
            records_repeated=loaded["records_repeated"],
            incident_facts=loaded["incident_facts"],
            incidents=published["row_counts"].get("fct_incident", 0),
            checks_passed=gate["passed"],
            checks_warned=gate["warned"],
            version=published["version"],
            version_changed=published["changed"],
            warehouse=str(self.settings.published_dir / "current" / "sijill.duckdb"),
            checks_report=str(self.settings.checks_dir / "index.html"),
            seconds=round(clock_seconds(steps), 1),
            notices=tuple(notices),
        )


def last_summaries(settings: Settings) -> list[NightSummary]:
    """The summaries of all nights that ended well here, by batch date."""
    return [
        NightSummary.from_json(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(settings.runs_dir.glob("*/summary.json"))
    ]


def last_seen_digest(settings: Settings, batch_date: dt.date) -> str | None:
    """The state of a batch that the latest run of its night found; None where none found it."""
    paths = (settings.runs_dir / batch_date.isoformat()).glob("*/find_batch.json")
    steps = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    found = [step for step in steps if "batch_digest" in step["note"]]
    latest = max(found, key=lambda step: str(step["started_at"]), default=None)
    return None if latest is None else str(latest["note"]["batch_digest"])


def last_failure(settings: Settings, batch_date: str) -> str | None:
    """The error of the step that failed last in a night, None where none did."""
    failures = [
        (step["started_at"], f"{step['step']}: {step['note'].get('error', 'interrupted')}")
        for path in (settings.runs_dir / batch_date).glob("*/*.json")
        if (step := json.loads(path.read_text(encoding="utf-8")))["status"] == "failed"
    ]
    return max(failures)[1] if failures else None


def _import_each(*modules: str) -> None:
    for module in modules:
        # the step that needs it reports what is wrong with it
        with suppress(Exception):
            import_module(module)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(values, default=str)))


def _write_json(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(path)
