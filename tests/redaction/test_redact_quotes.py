"""Quotes that were published before a name was masked are masked in all that was published."""

from __future__ import annotations

import json

import duckdb
import pyarrow.parquet as pq
import pytest

from extractors.names import MASK
from tests.command_kit import run
from tests.redaction import oracle, world
from tests.redaction.test_redact import see_that_all_is_sealed
from warehouse.core.errors import RedactionRefused
from warehouse.core.settings import Settings
from warehouse.publication.published import query
from warehouse.redaction import redact
from warehouse.redaction.plan import RedactionRequest
from warehouse.store.redaction_log import read_log

#: before the publication that comes next
ALL = RedactionRequest("quotes", ("3",), "سلمى", "عمر", "أسماء لم تكن تحجب")


@pytest.mark.full
def test_old_quotes_are_masked_wherever_they_were_published(read_anew: Settings) -> None:
    settings = read_anew
    root = settings.published_dir.parent
    published = (settings.published_dir, settings.register_dir, settings.releases_dir)
    assert all(oracle.files_with(folder, world.PERSON) for folder in published)
    counts, staged = oracle.counts_everywhere(settings), oracle.staged(settings)
    redact.redact(settings, ALL, lambda *_: None, now=world.NOW)
    assert all(oracle.files_with(folder, world.PERSON, "okarafo") == [] for folder in published)
    # what was delivered and read stays for those who run the system
    assert oracle.files_with(settings.landing_dir, world.PERSON)
    assert oracle.staged(settings) == staged
    assert oracle.counts_everywhere(settings) == counts
    quotes = query(settings, "select quote from fct_incident where quote like '%البصرة%'")[1]
    assert quotes
    assert all(MASK in quote for (quote,) in quotes)
    rows = pq.read_table(settings.register_dir / "000002" / "versions.parquet").to_pylist()
    assert quotes[0][0] in [json.loads(row["state"])["quote"] for row in rows]
    assert query(settings, "select url from dim_article where article_id = 'shot' and is_current")[
        1
    ] == [("https://news.example/2026",)]
    (entry,) = read_log(settings)
    assert (entry.kind, entry.by, entry.second) == ("quotes", "سلمى", "عمر")
    assert query(settings, "select redaction_id, kind, reason from fct_redaction")[1] == [
        (entry.redaction_id, "quotes", entry.reason)
    ]
    see_that_all_is_sealed(settings)
    assert list((root / "redactions").glob("pending.json")) == []
    with pytest.raises(RedactionRefused, match="no quote from before 3"):
        redact.redact(settings, ALL, lambda *_: None, now=world.NOW)


def test_it_is_refused_where_another_reading_is_the_measure(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("update staging.batches set extractor_version = 'older'")
    monkeypatch.setattr("warehouse.cli.redact.get_settings", lambda: settings)
    asked = ("redact", "quotes", "--before", "3", "--why", "…", "--by", "سلمى", "--second", "عمر")
    assert run(monkeypatch, *asked, "--yes") == 2
    assert "sijill rebuild" in capsys.readouterr().err
    with pytest.raises(RedactionRefused, match="no version 000009-x is kept"):
        redact.redact(
            settings, RedactionRequest("quotes", ("000009-x",), "أ", "ب", "ج"), lambda *_: None,
            now=world.NOW,
        )  # fmt: skip
