"""Pointing `current` at an earlier published version."""

from __future__ import annotations

import dataclasses
import datetime as dt

from warehouse.core.errors import NothingPublished, PublishFailed
from warehouse.core.settings import Settings
from warehouse.store.redaction_log import refuse_unfinished
from warehouse.store.versions import Version, list_versions, point_current, publish_lock


def rollback(
    settings: Settings, *, to: str | None = None, now: dt.datetime | None = None
) -> Version:
    """Points `current` at the version before it, or at the one named by `to`; returns that one.

    `to` is a version's name or its number. `now` is the recorded time of the move
    (default: the clock; this is an operator's act, never part of a night). The next publish with
    changed content moves on from here. Raises NothingPublished, or PublishFailed where there is no
    such version.
    """
    when = now or dt.datetime.now(dt.UTC)
    try:
        with publish_lock(settings):
            refuse_unfinished(settings)
            versions = list_versions(settings)
            current = next((v for v in versions if v.is_current), None)
            if current is None:
                raise NothingPublished(
                    "there is nothing to roll back from", "publish a night first: sijill night"
                )
            target = _rollback_target(versions, current, to)
            point_current(settings, target.version, current.version, "rollback", when)
    except OSError as err:
        raise PublishFailed(
            f"nothing was rolled back: {err}", "readers keep the version that they had"
        ) from err
    return dataclasses.replace(target, is_current=True)


def _rollback_target(versions: list[Version], current: Version, to: str | None) -> Version:
    names = ", ".join(v.version for v in versions)
    if to is None:
        earlier = [v for v in versions if v.number < current.number]
        if not earlier:
            raise PublishFailed(f"there is no version before {current.version}", f"kept: {names}")
        return earlier[-1]
    for version in versions:
        if to == version.version or (to.isdecimal() and int(to) == version.number):
            return version
    raise PublishFailed(f"there is no version {to!r}", f"kept: {names}")
