"""Shards that travel between machines, by way of a place that all of them can reach
(SIJILL_SHARDS_URL).

The machine that holds the warehouse puts the articles there; the machine that reads a shard puts
its facts there; the first machine then fetches them into its work folder. The address is anything
that fsspec knows: s3://bucket/folder, gs://…, a shared folder. Without an address everything stays
in the work folder.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from warehouse.core.errors import SettingsError, ShardFailed
from warehouse.core.files import has_ended, private_folder, replacing
from warehouse.core.settings import Settings
from warehouse.core.step_results import ShardPlan
from warehouse.store.redaction_log import KEPT

KEPT_FACTS = f"{KEPT}/facts.parquet"
_AGAIN = "see that SIJILL_SHARDS_URL can be reached from here, then clear the task"


def work_folder(settings: Settings, batch_date: dt.date) -> Path:
    """var/work/<batch_date>/, whether it is there or not."""
    return settings.work_dir / batch_date.isoformat()


@dataclass(frozen=True, slots=True)
class ShardStore:
    """The files of one batch in the place that all machines can reach."""

    files: Any
    root: str

    @classmethod
    def of(cls, settings: Settings, batch_date: dt.date | None) -> Self | None:
        """The store of a batch, or the folder of all of them (None); None where shards do not
        travel. Raises SettingsError where the address is of a kind that cannot be opened here."""
        if settings.shards_url is None:
            return None
        import fsspec

        try:
            files, root = fsspec.core.url_to_fs(settings.shards_url)
        except (ImportError, ValueError) as err:
            raise SettingsError(
                f"SIJILL_SHARDS_URL {settings.shards_url} cannot be opened: {err}",
                "pip install 'sijill[scale]' for s3://; other kinds want a package of their own",
            ) from err
        location = root.rstrip("/")
        return cls(
            files, location if batch_date is None else f"{location}/{batch_date.isoformat()}"
        )

    def send(self, folder: Path, *names: str) -> None:
        """Put files of `folder` there. Raises ShardFailed where that cannot be."""
        for name in names:
            try:
                self.files.makedirs(f"{self.root}/{name}".rpartition("/")[0], exist_ok=True)
                self.files.put_file(str(folder / name), f"{self.root}/{name}")
            except OSError as err:
                raise ShardFailed(f"{name} cannot be sent to {self.root}: {err}", _AGAIN) from err

    def fetch(self, folder: Path, *names: str, needed: bool = True) -> None:
        """Bring files into `folder`, in place of what is there. Raises ShardFailed where one cannot
        be had; of those that are not `needed`, only where it is there."""
        for name in names:
            try:
                with replacing(folder / name) as temporary:
                    self.files.get_file(f"{self.root}/{name}", str(temporary))
            except FileNotFoundError as err:
                if needed:
                    raise ShardFailed(
                        f"{self.root} holds no {name}", "run plan_shards, then all its shards"
                    ) from err
            except OSError as err:
                raise ShardFailed(f"{name} cannot be had of {self.root}: {err}", _AGAIN) from err

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder of it, none where there is no such folder."""
        self.files.invalidate_cache()
        try:
            return sorted(
                path.rpartition("/")[2]
                for path in self.files.ls(f"{self.root}/{folder}", detail=False)
            )
        except FileNotFoundError:
            return []

    def clear(self) -> None:
        """Remove all of the batch."""
        try:
            self.files.rm(self.root, recursive=True)
        except FileNotFoundError:
            return
        except OSError as err:
            raise ShardFailed(f"{self.root} cannot be removed: {err}", _AGAIN) from err


@contextmanager
def shard_folder(settings: Settings, plan: ShardPlan) -> Iterator[tuple[Settings, Path]]:
    """The folder in which a shard is read, and the settings to read it by: the night's work folder,
    or, where shards travel, one of its own, into which the articles and what was kept of redacted
    ones are brought, and from which the facts are sent when the block ends well."""
    store = ShardStore.of(settings, plan.batch_date)
    if store is None:
        yield settings, work_folder(settings, plan.batch_date)
        return
    private_folder(settings.work_dir)
    _forget_killed(settings.work_dir)
    prefix = f".shard-{os.getpid()}-"
    with tempfile.TemporaryDirectory(dir=settings.work_dir, prefix=prefix) as name:
        folder = Path(name)
        store.fetch(folder, plan.articles_file)
        store.fetch(folder, KEPT_FACTS, needed=False)
        yield settings.model_copy(update={"redactions_dir": folder}), folder
        store.send(folder, plan.facts_file, plan.facts_digest_file)


def send_plan(settings: Settings, batch_date: dt.date, plans: list[ShardPlan]) -> None:
    """Put the articles of a plan where all machines see them, in place of an earlier plan's."""
    store = ShardStore.of(settings, batch_date)
    if store is None:
        return
    store.clear()
    folder = work_folder(settings, batch_date)
    store.send(folder, *(plan.articles_file for plan in plans))
    if (settings.redactions_dir / KEPT_FACTS).exists():
        store.send(settings.redactions_dir, KEPT_FACTS)


def fetch_facts(settings: Settings, batch_date: dt.date, plans: tuple[ShardPlan, ...]) -> None:
    """Bring the facts of all shards into the work folder, wherever they were read."""
    store = ShardStore.of(settings, batch_date)
    if store is None:
        return
    folder = work_folder(settings, batch_date)
    for plan in plans:
        store.fetch(folder, plan.facts_file, plan.facts_digest_file)


def delete_shards(settings: Settings, batch_date: dt.date) -> None:
    """Remove the shards of a batch, here and where they travelled."""
    shutil.rmtree(work_folder(settings, batch_date), ignore_errors=True)
    if store := ShardStore.of(settings, batch_date):
        store.clear()


def delete_all_shards(settings: Settings) -> None:
    """Remove what lies where shards travel, of all batches: a night that failed may have left it.
    Raises ShardFailed where that cannot be."""
    store = ShardStore.of(settings, None)
    for name in store.names("") if store else ():
        with suppress(ValueError):  # what lies next to them is not ours
            delete_shards(settings, dt.date.fromisoformat(name))


def _forget_killed(work: Path) -> None:
    """What readers of shards left that were killed: nobody else would ever remove it."""
    for left in work.glob(".shard-*-*"):
        if has_ended(left.name.split("-")[1]):
            shutil.rmtree(left, ignore_errors=True)
