"""The register and its copies in the published versions: checked for gaps, and put together again.

Ids are counted from the register. With it lost and versions published, a night would give ids a
second time; so it is refused, until the register is back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.core.errors import NothingPublished, RegisterDamaged
from warehouse.core.settings import Settings
from warehouse.store import register
from warehouse.store.register import Publication
from warehouse.store.versions import catch_up_register, published_versions, segments


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the publications that the register holds now, and where what was there
    before lies (None: there was nothing, or it was complete and nothing was done)."""

    publications: int
    changed: bool
    set_aside: Path | None = None


def load_register(settings: Settings, connection: duckdb.DuckDBPyConnection) -> int:
    """Bring the build file's copy of the register up to date; returns the number of the next one.

    Raises RegisterDamaged where the register does not hold all that was published.
    """
    catch_up_register(settings)
    held = register.load(settings, connection)
    published = published_versions(settings)
    newest = max(published, key=lambda name: published[name], default=None)
    if newest is not None and published[newest] > held:
        raise RegisterDamaged(
            f"the register in {settings.register_dir} ends with publication {held}, but"
            f" {newest} is published: ids would be given a second time",
            register.RESTORE,
        )
    return held + 1


def restore(settings: Settings) -> Restored:
    """Put the register together from what the published versions keep of it.

    The chain is followed from the latest publication to the first, each line by the digest that
    the next one holds, each file by its own. What is in the register's folder is set aside, never
    removed; a register that is complete is left alone. Raises NothingPublished, or RegisterDamaged
    where a link of the chain is missing or changed: then nothing was touched.
    """
    published = published_versions(settings)
    if not published:
        raise NothingPublished(
            "no version is published, so there is nothing to restore from",
            "take the register from its backup",
        )
    chain = _chain(settings, published)
    held = _held(settings)
    if held is not None and held[: len(chain)] == [entry for entry, _ in chain]:
        return Restored(len(held), changed=False)
    building = settings.register_dir.with_name(f".{settings.register_dir.name}-{os.getpid()}")
    trial = settings.model_copy(update={"register_dir": building})
    try:
        for _, segment in chain:
            register.append(trial, segment)
        count = register.verify(trial)
        set_aside = _set_aside(settings.register_dir)
        building.rename(settings.register_dir)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Restored(count, changed=True, set_aside=set_aside)


def _chain(settings: Settings, published: dict[str, int]) -> list[tuple[Publication, Path]]:
    """The publications from the first to the latest that readers ever saw, with their folders."""
    by_digest: dict[str, tuple[Publication, Path]] = {}
    for folder in segments(settings):
        # an unreadable one is reported below, if the chain leads there
        with contextlib.suppress(RegisterDamaged):
            entry = register.read_seal(folder)
            by_digest[entry.digest] = entry, folder
    newest = max(published, key=lambda name: published[name])
    found = [link for link in by_digest.values() if link[0].version == newest]
    if not found:
        raise RegisterDamaged(
            f"nothing is kept in {settings.published_dir} of what {newest} added to the register",
            _BACKUP,
        )
    chain = [found[0]]
    while (previous := chain[-1][0].previous) != "":
        if previous not in by_digest:
            raise RegisterDamaged(
                f"publication {chain[-1][0].number - 1} is missing in {settings.published_dir},"
                " or is not what was published",
                _BACKUP,
            )
        chain.append(by_digest[previous])
    return chain[::-1]


_BACKUP = "take the register from its backup; docs/runbook.md, The register"


def _held(settings: Settings) -> list[Publication] | None:
    """The publications in the register; None where it is damaged."""
    try:
        register.verify(settings)
        return register.publications(settings)
    except RegisterDamaged:
        return None


def _set_aside(folder: Path) -> Path | None:
    if not folder.exists():
        return None
    number = 1
    while (aside := folder.with_name(f"{folder.name}-before-{number}")).exists():
        number += 1
    folder.rename(aside)
    return aside
