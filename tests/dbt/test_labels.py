"""The labels that are published are neutral, and an actor is called by one name everywhere."""

from __future__ import annotations

import duckdb

from warehouse.core.settings import Settings
from warehouse.editing.loaded_words import loaded_words_in, read_loaded_words

#: dimensions whose names are their bearers' own, or words of texts
_NOT_OURS = ("dim_outlet", "dim_location", "dim_article", "dim_actor_alias", "dim_name")


def test_no_published_label_is_loaded(built: Settings) -> None:
    words = read_loaded_words(built.seeds_dir)
    with duckdb.connect(str(built.build_file), read_only=True) as con:
        columns = con.execute(
            "select table_name, column_name from duckdb_columns()"
            " where schema_name = 'marts' and table_name like 'dim_%' and data_type = 'VARCHAR'"
            " and regexp_matches(column_name,"
            " '(label|name|description|type|status|basis|note)(_ar|_en|$)')"
        ).fetchall()
        seen, loaded = 0, []
        for table, column in columns:
            if table in _NOT_OURS:
                continue
            for (label,) in con.execute(
                f'select distinct "{column}" from marts."{table}" where "{column}" is not null'
            ).fetchall():
                seen += 1
                found = loaded_words_in(label.replace("_", " "), words)
                loaded += [(table, column, label, word.word) for word in found]
    assert seen > 900
    assert loaded == []


def test_described_columns_are_neutral(built: Settings) -> None:
    words = read_loaded_words(built.seeds_dir)
    with duckdb.connect(str(built.build_file), read_only=True) as con:
        comments = con.execute(
            "select table_name, column_name, comment from duckdb_columns()"
            " where schema_name = 'marts' and comment is not null"
        ).fetchall()
    assert len(comments) > 300
    loaded = [
        (table, column, word.word)
        for table, column, comment in comments
        for word in loaded_words_in(comment.replace("_", " "), words)
    ]
    assert loaded == []


def test_an_actor_is_called_by_its_label_and_found_by_its_name(built: Settings) -> None:
    with duckdb.connect(str(built.build_file), read_only=True) as con:
        (name, kind, kind_ar), *_ = con.execute(
            "select name_ar, actor_type, actor_type_ar from marts.dim_actor"
            " where actor_id = 'islamic_state'"
        ).fetchall()
        aliases = dict(
            con.execute(
                "select actor_alias, alias_kind from marts.dim_actor_alias"
                " where actor_id = 'islamic_state'"
            ).fetchall()
        )
        by_their_labels = con.execute(
            "select count(*) from marts.fct_incident_mention as m"
            " join marts.dim_actor as a on m.perpetrator_actor_key = a.actor_key"
            " where a.actor_id <> 'unknown' and m.perpetrator_name <> a.name_ar"
        ).fetchone()
    assert (name, kind, kind_ar) == ("تنظيم الدولة الإسلامية", "armed_group", "جماعة مسلحة")
    assert aliases["داعش"] == "alias"
    assert aliases["تنظيم الدولة الإسلامية"] == "name_ar"
    assert by_their_labels == (0,)
