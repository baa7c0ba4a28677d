"""One built world for all tests of redactions; each works on a copy of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from extractors.names import MASK, masked_quote
from extractors.records import Span
from tests.redaction import world
from tests.shared_worlds import built_once, shared_folder
from warehouse.core.settings import Settings


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two nights and an edition, built by the first worker that asks. Tests only copy it."""
    shared = shared_folder(tmp_path_factory)
    return world.make_settings(
        built_once(shared, "redaction", lambda root: world.build(world.make_settings(root)))
    )


@pytest.fixture
def settings(built: Settings, tmp_path: Path) -> Settings:
    """A copy of it."""
    root = tmp_path / "world"
    shutil.copytree(built.published_dir.parent, root, symlinks=True)
    return world.make_settings(root)


@pytest.fixture
def read_anew(settings: Settings) -> Settings:
    """The published world; its articles were read anew since, by some that find the person."""
    with duckdb.connect(str(settings.build_file)) as con:
        rows = con.execute(
            "select batch_date, article_id, content_digest, text, build_id"
            " from staging.articles where contains(text, ?)",
            [world.PERSON],
        ).fetchall()
        for batch, article, digest, text, build in rows:
            spans = []
            at = text.find(world.PERSON)
            while at >= 0:
                spans.append(Span("text", at, at + len(world.PERSON), world.PERSON))
                at = text.find(world.PERSON, at + 1)
            for span in spans:
                con.execute(
                    "insert into staging.private_names values (?, ?, ?, ?, ?, ?, ?, ?)",
                    [batch, article, digest, span.part, span.start, span.end, span.words, build],
                )
            for table in ("incident_facts", "casualty_claims", "attributions"):
                con.execute(
                    f"update staging.{table} set quote = replace(quote, ?, ?)",
                    [world.PERSON, MASK],
                )
            assert masked_quote("text", text, 0, len(text), spans) != text
            con.execute(
                "update staging.articles set public_url = 'https://news.example/2026'"
                " where article_id = ? and contains(url, 'okarafo')",
                [article],
            )
    return settings
