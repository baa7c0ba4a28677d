"""The walk of docs/walk.md: one bombing from the first flash to an editor's correction."""

from __future__ import annotations

from pathlib import Path

from scripts.write_walk import NIGHTS, followed, walk
from warehouse import published, register


def test_one_bombing_is_followed_from_four_dead_to_the_correction(tmp_path: Path) -> None:
    settings = walk(tmp_path)
    incident = followed(settings)
    _, versions = published.query(
        settings,
        "select valid_from_night::varchar, killed_best, article_count, outlet_count, source_count,"
        " reasons from fct_incident_version where incident_id = $id order by version_number",
        {"id": incident},
    )
    assert [row[0] for row in versions] == list(NIGHTS)
    assert [row[1] for row in versions] == [8, 28, 35, 34]
    # three articles of three outlets on the first night, and the reprint is no source of its own
    assert versions[0][2:4] == (3, 3)
    assert versions[0][4] < 3
    assert versions[0][5] == "new_incident"
    assert "toll_update" in versions[2][5]
    assert "correction" in versions[3][5]
    # what readers saw on the second night, and the other bomb of that evening
    _, seen = published.query(
        settings,
        "select incident_id, killed_best from incidents_as_of('2026-12-02') order by killed_best",
    )
    assert len(seen) == 2
    assert seen[1] == (incident, 28)
    _, (row,) = published.query(
        settings,
        "select killed_low, killed_best, killed_high, killed_basis, correction_ids is not null"
        " from fct_incident where incident_id = $id",
        {"id": incident},
    )
    assert row[1] == 34
    assert row[0] <= 34 <= row[2]
    assert row[3:] == ("corrected", True)
    assert register.verify(settings) == len(NIGHTS)
