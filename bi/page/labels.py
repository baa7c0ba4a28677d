"""Codes and the page's own words in Arabic and English, each a pair (Arabic, English)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import duckdb

from wording.words import Pair, read_words

_PROJECT = Path(__file__).resolve().parents[2]
_WORDS = Path(__file__).with_name("words.csv")
_TERMS = _PROJECT / "codebook" / "terms.csv"
#: kinds of the codebook's terms that the page shows
_KINDS = (
    "mention_kind",
    "measure",
    "outcome",
    "stance",
    "status",
    "basis",
    "not_counted",
    "family",
)
#: seeds that the page shows labels of, by the name that the page's script asks for
_SEEDS = {
    "victim_class": "victim_classes.csv",
    "authority": "authority_classes.csv",
    "perpetrator_status": "perpetrator_status.csv",
    "geo_precision": "geo_precision.csv",
    "target_detail": "target_details.csv",
    "hold_reason": "hold_reasons.csv",
}
#: small dimensions of the published version, with the column of their code
DIMENSIONS = {
    "type": ("dim_event_type", "event_type"),
    "weapon": ("dim_weapon", "weapon"),
    "target": ("dim_target_type", "target_type"),
}


@lru_cache(maxsize=1)
def page_words() -> dict[str, Pair]:
    """The page's own words by key, of words.csv."""
    return read_words(_WORDS)


def code_labels(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Pair]]:
    """Labels by kind and code: of the seeds, the codebook's terms, and the version's dimensions."""
    labels: dict[str, dict[str, Pair]] = {kind: {} for kind in _KINDS}
    for row in _rows(_TERMS):
        if row["kind"] in labels:
            labels[row["kind"]][row["code"]] = (row["label_ar"], row["label_en"])
    for kind, name in _SEEDS.items():
        labels[kind] = {
            row["code"]: (row["label_ar"], row["label_en"])
            for row in _rows(_PROJECT / "seeds" / name)
        }
    for kind, (table, column) in DIMENSIONS.items():
        found = connection.execute(
            f"select {column}, label_ar, label_en from marts.{table} order by all"  # noqa: S608
        ).fetchall()
        labels[kind] = {code: (ar, en) for code, ar, en in found}
    return labels


def families(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The family of each event type."""
    return dict(
        connection.execute(
            "select event_type, event_family from marts.dim_event_type order by all"
        ).fetchall()
    )


def outlets(connection: duckdb.DuckDBPyConnection) -> dict[str, Pair]:
    """The names of the outlets by key."""
    found = connection.execute(
        "select outlet_key, name_ar, name_en from marts.dim_outlet order by all"
    ).fetchall()
    return {key: (ar, en) for key, ar, en in found}


def countries(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str, float, float]]:
    """Name in Arabic and in English, latitude and longitude of each country by its code."""
    found = connection.execute(
        """
        select country_code, name_ar, name_en, latitude, longitude from marts.dim_location
        where
            location_level = 'country'
            and country_code is not null and latitude is not null
        order by all
        """
    ).fetchall()
    return {code: (ar, en, latitude, longitude) for code, ar, en, latitude, longitude in found}


def folding_rules() -> list[tuple[str, str, str]]:
    """How the search folds spellings: kind, pattern and replacement, in the order of the seed."""
    return [
        (row["kind"], row["pattern"], row["replacement"])
        for row in _rows(_PROJECT / "seeds" / "name_folding.csv")
        if row["level"] == "spelling"
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
