"""The walk of docs/walk.md: one bombing to its correction; one edition, and what came after it."""

from __future__ import annotations

import pytest

from scripts.walk_nights import NIGHTS, followed, walk
from scripts.write_walk import PAGE, page, walk_on
from warehouse.core.settings import Settings
from warehouse.desk.show import show
from warehouse.publication import published
from warehouse.publication.release import verify_release
from warehouse.store import register

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where the first part of docs/walk.md ends."""
    return walk(tmp_path_factory.mktemp("walk"))


def test_one_bombing_is_followed_from_four_dead_to_the_correction(settings: Settings) -> None:
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
    # what readers of the second publication saw, and the other bomb of that evening
    _, seen = published.query(
        settings,
        "select incident_id, killed_best from incidents_as_published(2) order by killed_best",
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


def test_an_edition_is_followed_through_an_outlet_a_correction_a_reading_and_a_redaction(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Goes on in the world of the test above."""
    walked = walk_on(settings, tmp_path_factory.mktemp("learned"))
    columns, rows = walked.after_the_outlet
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    # each of the three changes has its own reason, and nothing else changed
    assert sorted((row["change"], row["governorate"]) for row in told) == [
        ("added", "YE-LA"), ("changed", "IQ-BG"), ("changed", "IQ-BG"),
    ]  # fmt: skip
    assert any("correction" in row["reasons"].split(",") for row in told)
    assert any("new_source" in row["reasons"].split(",") for row in told)
    # the night by another version is refused, and the vintage says what the version changed
    assert "sijill rebuild" in walked.refusal
    first, second = walked.vintages
    assert (first.number, second.number) == (1, 2)
    assert (second.added, second.lost, second.moved, second.changed) == (1, 0, 0, 1)
    assert {row["difference"] for row in walked.examples} == {"added", "changed"}
    weapons = [row for row in walked.examples if row["field"] == "weapon"]
    assert [(row["before"], row["after"]) for row in weapons] == [("unknown", "incendiary")]
    # the first edition is as it was; both name their vintage
    assert [edition.vintage for edition in walked.editions] == [1, 2]
    assert [edition.incidents for edition in walked.editions] == [2, 4]
    assert walked.files_verified > 50
    assert show(settings, f"incident/{followed(settings)}").forwarded_from is None
    # the words of the redacted article are gone, its numbers stand, and both editions say so
    (before,), (after,) = walked.row_before[1], walked.row_after[1]
    assert before[:5] == after[:5]
    assert all(before[5:])
    assert not any(after[5:])
    for edition in walked.editions:
        assert (settings.releases_dir / edition.name / "REDACTED.md").is_file()
        assert verify_release(settings, edition.name) > 50
    # and the page says so: python -m scripts.write_walk
    assert PAGE.read_text("utf-8") == page(walked)
