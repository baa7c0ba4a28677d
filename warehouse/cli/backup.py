"""`sijill backup` and `sijill restore`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.console import err, out, print_json, print_rows
from warehouse.core.errors import BackupRefused
from warehouse.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from warehouse.backup.write import Backup


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(backup)
    app.command()(restore)


def backup(  # noqa: PLR0917 - an option each
    landing: Annotated[bool, typer.Option("--landing", help="what was delivered too")] = False,
    staging: Annotated[bool, typer.Option("--staging", help="the build too, file or lake")] = False,
    published: Annotated[bool, typer.Option("--published", help="all versions too")] = False,
    releases: Annotated[bool, typer.Option("--releases", help="the editions too")] = False,
    all_: Annotated[bool, typer.Option("--all", help="all of these")] = False,
    to: Annotated[Path | None, typer.Option(help="folder; default: SIJILL_BACKUPS_DIR")] = None,
    list_: Annotated[bool, typer.Option("--list", help="only show which there are")] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="for programs: a JSON object for each backup")
    ] = False,
) -> None:
    """Copy ids, publications, redactions, corrections and own data, and check the copy.

    The key of the redactions is no part of it: keep it apart (docs/redaction.md).

    sijill backup --landing

    sijill backup --list --json
    """
    from warehouse.backup.write import PARTS, list_backups, make_backup

    settings = get_settings()
    if list_:
        found = list_backups(settings, to)
        if not found:
            err.print(f"there is no backup in {to or settings.backups_dir}", markup=False)
        elif json_:
            for one in found:
                print_json(_as_json(one))
        else:
            columns = ["backup", "made", "publication", "with", "MB"]
            print_rows(columns, [_row(one) for one in found], "table")
        return
    asked = dict(zip(PARTS, (landing, staging, published, releases), strict=True))
    parts = [name for name in PARTS if all_ or asked[name]]
    made = make_backup(settings, parts, now=dt.datetime.now(dt.UTC), folder=to)
    if json_:
        print_json(_as_json(made))
        return
    out.print(
        f"{made.path}: {len(made.files)} files, {made.size_bytes / 1e6:,.1f} MB,"
        f" publication {made.publication}",
        markup=False,
    )


def restore(
    which: Annotated[
        str | None, typer.Argument(help="a backup's folder or name; default: the latest")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="only check that it is complete")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="also over what is newer, which is set aside")
    ] = False,
) -> None:
    """Put a backup back: all of it or nothing, never over newer state without --force.

    sijill restore --check

    sijill restore /mnt/disk/20261121T030000Z
    """
    from warehouse.backup.restore import restore as put_back
    from warehouse.backup.write import read_backup, verify
    from warehouse.store.unfinished_restore import restore_note

    settings = get_settings()
    # an interrupted restore needs no backup any more, since its copies are ready
    goes_on = restore_note(settings).exists() and not check
    path = settings.backups_dir if goes_on else _path_of(settings, which)
    if check:
        found = read_backup(path)
        verify(found)
        out.print(f"{path} is complete: {len(found.files)} files", markup=False)
        return
    done = put_back(settings, path, force=force)
    if not done.places:
        out.print("everything is as the backup has it: nothing was done")
        return
    out.print(f"put back: {', '.join(done.places)}", markup=False)
    if done.set_aside:
        out.print(f"what stood there before lies in {done.set_aside}", markup=False)


def _path_of(settings: Settings, which: str | None) -> Path:
    from warehouse.backup.write import list_backups

    if which is not None:
        named = settings.backups_dir / which
        return named if named.is_dir() else Path(which)
    found = list_backups(settings)
    if not found:
        raise BackupRefused(
            f"there is no backup in {settings.backups_dir}",
            "name its folder, or make one: sijill backup --all",
        )
    return found[-1].path


def _as_json(one: Backup) -> dict[str, object]:
    """A backup for programs: what its manifest says, the files counted."""
    return {
        "backup": one.path.name,
        "folder": str(one.path),
        "created_at": one.created_at,
        "publication": one.publication,
        "current": one.current,
        "parts": one.parts,
        "redactions": one.redactions,
        "files": len(one.files),
        "bytes": one.size_bytes,
    }


def _row(one: Backup) -> tuple[object, ...]:
    return (
        one.path.name, one.created_at, one.publication, ", ".join(one.parts),
        f"{one.size_bytes / 1e6:,.1f}",
    )  # fmt: skip
