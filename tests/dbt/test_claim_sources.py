"""Who states tolls: the linguist's table, and the folding that finds its names in SQL."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator

import duckdb
import pytest

from extractors.seedfiles import SEEDS_DIR
from extractors.text.fold import fold
from scripts.build_letter_folding import BLOCKS, folding_rows
from warehouse.core.settings import Settings

#: what a row says of its source; rows of one source agree on it
_OF_THE_SOURCE = ("label_ar", "label_en", "authority_class", "scope")
_SCOPES = {"named", "national", "local", "unnamed", "agency", "head"}


@pytest.fixture(scope="module")
def con(built: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built.build_file), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def sources() -> list[dict[str, str]]:
    with (SEEDS_DIR / "claim_sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded_words(name: str) -> str:
    """A name as the models are to have it: folded, its words parted by one blank."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


def test_the_letters_are_those_of_the_extractors() -> None:
    with (SEEDS_DIR / "letter_folding.csv").open(encoding="utf-8", newline="") as file:
        written = [(int(row["code_point"]), row["folded"]) for row in csv.DictReader(file)]
    assert written == list(folding_rows())


def test_sql_folds_each_letter_as_the_extractors_do(con: duckdb.DuckDBPyConnection) -> None:
    known = dict(con.execute("select letter, folded from transform.int_letter_folding").fetchall())
    for first, last in BLOCKS:
        for letter in map(chr, range(max(first, 1), last + 1)):
            assert known.get(letter, letter) == fold(letter), hex(ord(letter))


def test_sql_folds_every_name_of_the_register_as_the_extractors_do(
    con: duckdb.DuckDBPyConnection, sources: list[dict[str, str]]
) -> None:
    known = {
        row[0]
        for row in con.execute("select folded_phrase from transform.int_source_phrases").fetchall()
    }
    assert {folded_words(row["phrase"]) for row in sources} <= known
    aliases = con.execute(
        "select alias from reference.actor_aliases inner join reference.actors using (actor_id) "
        "where actor_type not in ('state', 'crowd') "
        "qualify count(*) over (partition by alias) = 1"
    ).fetchall()
    spelled = defaultdict(set)
    for (alias,) in aliases:
        spelled[folded_words(alias)].add(alias)
    assert len(known & set(spelled)) > 0.95 * len(spelled)
    stray = con.execute(
        "select source_name, folded_name from transform.int_source_names"
    ).fetchall()
    assert stray
    assert all(folded == folded_words(name) for name, folded in stray)


def test_a_name_means_one_source(sources: list[dict[str, str]]) -> None:
    assert len(sources) >= 200
    folded = [folded_words(row["phrase"]) for row in sources]
    assert len(set(folded)) == len(folded)
    assert max(len(phrase.split()) for phrase in folded) <= 8
    assert {row["scope"] for row in sources} == _SCOPES
    for column in _OF_THE_SOURCE:
        told = defaultdict(set)
        for row in sources:
            told[row["source_id"]].add(row[column])
        assert {source: values for source, values in told.items() if len(values) > 1} == {}


def test_the_table_covers_the_region(sources: list[dict[str, str]]) -> None:
    for country in ("IQ", "SY", "YE", "PS", "IL", "LB", "SD", "LY", "EG"):
        classes = {row["authority_class"] for row in sources if row["country_code"] == country}
        assert {"health_rescue_un", "local_official", "party_other"} <= classes, country


def test_parties_are_linked_to_a_side(sources: list[dict[str, str]]) -> None:
    for row in sources:
        assert row["side"] in ("", "state", "group")
        if row["authority_class"] == "party_other":
            assert row["side"], row["phrase"]
        if row["side"] == "group":
            assert row["actor_id"], row["phrase"]
