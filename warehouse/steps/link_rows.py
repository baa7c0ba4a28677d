"""Rows that the link step writes: their columns, and the links within an incident."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pyarrow as pa

from linking.clustering import Group
from linking.mention import Member
from warehouse.editing.corrections import Grouping

SINGLE, SPLINK, RECALLED, CORRECTION = "single", "splink", "recalled", "correction"
EDGES = {"left_id": pa.string(), "right_id": pa.string(), "weight": pa.float64()}
COMPONENTS = {"mention_id": pa.string(), "component_id": pa.string()}
LINKS = {
    "mention_id": pa.string(),
    "incident_id": pa.string(),
    "link_method": pa.string(),
    "link_confidence": pa.float64(),
}
PENDING_INCIDENTS = {
    "incident_id": pa.string(),
    "founding_rank": pa.int32(),
    "successor_id": pa.string(),
    "origin_id": pa.string(),
}


def links_of(
    one: Group, incident_id: str, wanted: Grouping
) -> Iterator[tuple[str, str, str, float]]:
    """A row for each report of a group: its id, the incident, how it was linked, how surely."""
    for mention_id in (*one.reports, *one.recalled):
        weight = one.weights[mention_id]
        if mention_id in wanted.mentions:
            method, confidence = CORRECTION, 1.0
        elif weight is None:
            method, confidence = SINGLE, 1.0
        else:
            method = RECALLED if mention_id in one.recalled else SPLINK
            confidence = round(2.0**weight / (1.0 + 2.0**weight), 4)
        yield mention_id, incident_id, method, confidence


def chain(ids: frozenset[str], members: Mapping[str, Member]) -> Iterator[tuple[str, str]]:
    """Pairs that make one component of mentions that belong together by a correction."""
    present = sorted(ids & members.keys())
    return itertools.pairwise(present)
