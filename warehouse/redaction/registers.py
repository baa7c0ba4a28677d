"""The register and its copies in the versions without the redacted words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from warehouse.core.errors import RegisterDamaged
from warehouse.core.files import file_digest, make_durable, replacing
from warehouse.core.settings import Settings
from warehouse.redaction.plan import Plan
from warehouse.redaction.stores import (
    clean_parquet,
    places_in,
)
from warehouse.redaction.version_folders import copy_linked, described_files, finish_swaps, swap
from warehouse.store import register
from warehouse.store.register import Publication
from warehouse.store.versions import MANIFEST, list_versions, read_manifest


def registers_of(settings: Settings) -> list[Path]:
    """The register's folder and those that a restore set aside."""
    folder = settings.register_dir
    aside = sorted(folder.parent.glob(f"{folder.name}-before-*"))
    return [path for path in (folder, *aside) if path.is_dir()]


def redact_register(settings: Settings, plan: Plan) -> None:
    """Take the words out of the register, of what was set aside of it and of what each version
    keeps of it, and seal all of it again."""
    sealed: dict[tuple[int, str], Publication] = {}
    for folder in registers_of(settings):
        for path in sorted(folder.glob("[0-9]*/*.parquet")):
            _clean_segment_file(path, plan)
        lines = _seal_lines(folder, plan)
        if folder == settings.register_dir:
            sealed = {(entry.number, entry.version): entry for entry in lines}
    # segments of pruned versions, which no manifest lists
    for segment in sorted((settings.published_dir / register.SEGMENT).glob("[0-9]*")):
        _seal_segment(segment, sealed, plan)
    finish_swaps(settings)
    for version in list_versions(settings):
        _seal_version(settings, version.path, sealed, plan)


def _seal_version(
    settings: Settings, folder: Path, sealed: Mapping[tuple[int, str], Publication], plan: Plan
) -> None:
    """What a version keeps of the register, and what its manifest says of that, change at once."""
    building = folder.with_name(f".redacted-{folder.name}")
    shutil.rmtree(building, ignore_errors=True)
    copy_linked(folder, building)
    _seal_segment(building / register.SEGMENT, sealed, plan)
    manifest = read_manifest(building)
    files = described_files(building, manifest.get("files", {}))
    if files != manifest.get("files", {}):
        with replacing(building / MANIFEST) as temporary:
            text = json.dumps(manifest | {"files": files}, ensure_ascii=False, indent=2)
            temporary.write_text(text + "\n", "utf-8")
    if _same_files(folder, building):
        shutil.rmtree(building)
        return
    make_durable(building)
    swap(settings, folder, building)


def _same_files(one: Path, other: Path) -> bool:
    names = [MANIFEST, *(f"{register.SEGMENT}/{name}" for name in (*register.FILES, register.SEAL))]
    return all(
        (one / name).read_bytes() == (other / name).read_bytes()
        for name in names
        if (one / name).is_file()
    )


def _seal_segment(segment: Path, sealed: Mapping[tuple[int, str], Publication], plan: Plan) -> None:
    for name in register.FILES:
        _clean_segment_file(segment / name, plan)
    try:
        entry = register.read_seal(segment)
    except RegisterDamaged:
        return
    known = sealed.get((entry.number, entry.version)) or _sealed(entry, segment, None, plan)
    if known != entry:
        with replacing(segment / register.SEAL) as temporary:
            temporary.write_text(known.line + "\n", "utf-8")
            temporary.chmod(0o644)


def _clean_segment_file(path: Path, plan: Plan) -> None:
    if path.is_file() and places_in(path, plan.words):
        clean_parquet(path, plan.words)


def _seal_lines(folder: Path, plan: Plan) -> list[Publication]:
    path = folder / register.PUBLICATIONS
    if not path.exists():
        return []
    lines: list[Publication] = []
    for line in path.read_text("utf-8").splitlines():
        entry = Publication.from_line(line)
        before = lines[-1].digest if lines else ""
        lines.append(_sealed(entry, folder / f"{entry.number:06d}", before, plan))
    written = "".join(f"{entry.line}\n" for entry in lines)
    if written != path.read_text("utf-8"):
        with replacing(path) as temporary:
            temporary.write_text(written, "utf-8")
    return lines


def _sealed(entry: Publication, folder: Path, previous: str | None, plan: Plan) -> Publication:
    """The line of files as they are now; the same line where nothing differs."""
    files = {name: file_digest(folder / name) for name in entry.files}
    now = replace(entry, files=files, previous=entry.previous if previous is None else previous)
    if now == entry or plan.entry.redaction_id in entry.redacted:
        return now
    return replace(now, redacted=(*entry.redacted, plan.entry.redaction_id))
