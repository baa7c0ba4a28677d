"""Everything is read, linked, checked and published anew after redactions of all three kinds."""

from __future__ import annotations

import pytest

from tests.redaction import oracle, world
from warehouse.core.settings import Settings
from warehouse.night import rebuild
from warehouse.redaction import redact


@pytest.mark.slow
def test_a_rebuild_after_redactions_counts_alike(settings: Settings) -> None:
    root = settings.published_dir.parent
    for request_ in (world.ask_for_person(), world.ask_for_article(), world.ask_for_outlet()):
        redact.redact(settings, request_, lambda *_: None, now=world.NOW)
    before = oracle.built_numbers(settings)
    summary = rebuild.rebuild(settings, "rebuild", lambda *_: None)
    assert summary.articles_staged == 3
    current = settings.published_dir / "current" / "sijill.duckdb"
    for numbers in (oracle.built_numbers(settings), oracle.numbers(current)):
        # a correction was written after the last night: the rebuild is the first to honour it
        versions = numbers["fct_incident_version"]
        numbers["fct_incident_version"] = [row for row in versions if row[3] != "correction"]
        assert len(versions) == len(numbers["fct_incident_version"]) + 1
        assert numbers == before
    words = (world.PERSON, world.OWN_WORDS, "seyara-mufakhakha", "مسلحون يقتلون مدنيا في البصرة")
    assert oracle.files_with(root, *words) == []
