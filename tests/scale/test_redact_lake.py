"""A redaction, a backup and a restore where the lake is in Postgres and object storage.

What is looked for is looked for without DuckDB: in the objects of the bucket, and in the pages of
Postgres's own files.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import boto3
import psycopg2
import pyarrow.parquet as pq
import pytest

from tests.faults.state import differences, state
from tests.redaction import killed, oracle, world
from tests.redaction.test_redact import (
    LATER,
    deliver,
    see_that_all_is_sealed,
    see_that_reading_again_changes_nothing,
    take_out,
)
from tests.redaction.test_redact_lake import definitions, leave_traces, states_of
from tests.scale.services import BUCKET, Services, missing
from warehouse.backup.restore import restore
from warehouse.backup.write import PARTS, make_backup, verify
from warehouse.core.errors import RedactionRefused, RedactionUnfinished
from warehouse.core.settings import Settings
from warehouse.night.run import Night
from warehouse.store.database import open_reader, open_writer
from warehouse.store.lake import Lake
from warehouse.store.redaction_log import PENDING
from warehouse.store.versions import list_versions

pytestmark = [
    pytest.mark.scale,
    pytest.mark.skipif(missing() is not None, reason=missing() or ""),
]

DATABASE = "redaction"


@pytest.fixture(scope="module")
def settings(there: Services, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The two nights of the redactions' tests, built in a lake of their own."""
    with closing(connected(there, "postgres")) as con, con.cursor() as cursor:
        cursor.execute(f"create database {DATABASE}")
    catalog = there.catalog.replace("dbname=lake", f"dbname={DATABASE}")
    made = world.make_settings(tmp_path_factory.mktemp("redaction") / "world").model_copy(
        update={
            "lake_catalog": catalog,
            "lake_data": f"s3://{BUCKET}/redaction/",
            "shards_url": f"s3://{BUCKET}/redaction-shards",
        }
    )
    world.build(made)
    return made


def connected(there: Services, database: str) -> Any:
    con = psycopg2.connect(host="127.0.0.1", port=there.postgres, user="sijill", dbname=database)
    con.autocommit = True
    return con


def tables_with(there: Services, word: str) -> list[str]:
    """The relations of the catalogue's database that have the word in a page on the disk."""
    with closing(connected(there, DATABASE)) as con, con.cursor() as cursor:
        cursor.execute("checkpoint")
        cursor.execute(
            "select relname, pg_relation_filepath(oid) from pg_class"
            " where pg_relation_filepath(oid) is not null order by 1"
        )
        found = []
        for name, path in cursor.fetchall():
            cursor.execute("select pg_read_binary_file(%s, 0, 1000000000, true)", [path])
            ((pages,),) = cursor.fetchall()
            if word.encode() in bytes(pages or b""):
                found.append(name)
        return found


def objects(there: Services) -> Any:
    told = there.environment
    return boto3.client(
        "s3",
        endpoint_url=told["AWS_ENDPOINT_URL"],
        region_name=told["AWS_REGION"],
        aws_access_key_id=told["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=told["AWS_SECRET_ACCESS_KEY"],
    )


def objects_with(there: Services, *words: str) -> list[str]:
    """The objects of the bucket that have any of the words."""
    return [key for key, told in _objects(there) if any(word in told for word in words)]


def _objects(there: Services) -> Iterator[tuple[str, str]]:
    store = objects(there)
    for page in store.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="redaction"):
        for one in page.get("Contents", ()):
            raw = store.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read()
            told = raw.decode("utf-8", "ignore")
            if one["Key"].endswith(".parquet"):
                told += str(pq.read_table(io.BytesIO(raw)).to_pylist())
            yield one["Key"], told


def test_a_backup_of_the_lake_is_a_build_file_and_fills_the_lake_again(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = state(settings)
    said = definitions(settings)
    made = make_backup(settings, PARTS, now=world.NOW)
    verify(made)
    alone = world.make_settings(tmp_path_factory.mktemp("alone") / "world")
    restore(alone, made.path)
    assert differences(state(alone), before) == []
    lake = Lake.of(settings)
    assert lake is not None
    assert restore(settings, made.path).places == ()
    lake.empty()
    assert restore(settings, made.path).places == ("var/build/sijill.duckdb",)
    assert differences(state(settings), before) == []
    # dbt's own definitions, whose views name the lake
    assert definitions(settings) == said


def kill_it_at_each_point(settings: Settings, numbers: dict[str, list[tuple[Any, ...]]]) -> None:
    """Begin the redaction, and let it be killed on its way, with the lake whole each time."""
    told = {
        "SIJILL_LAKE_CATALOG": str(settings.lake_catalog),
        "SIJILL_LAKE_DATA": settings.lake_data,
        "SIJILL_SHARDS_URL": str(settings.shards_url),
    }
    for point in killed.LAKE_POINTS:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.redaction.killed",
             str(settings.published_dir.parent), point],
            env={**os.environ, **told}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == -signal.SIGKILL, (point, ended.stderr[-2_000:])
        assert oracle.built_numbers(settings) == numbers, point
        with pytest.raises(RedactionUnfinished, match="under way"), open_writer(settings):
            pass


def test_a_name_is_redacted_from_postgres_and_from_object_storage(
    settings: Settings, there: Services
) -> None:
    root = settings.published_dir.parent
    leave_traces(settings)
    store = objects(there)
    left = "redaction/staging/left.txt"
    for key in (left, "redaction-shards/2026-11-22/left.txt"):
        store.put_object(Bucket=BUCKET, Key=key, Body=f"عن {world.PERSON}".encode())
    lines = next(key for key in objects_with(there, world.PERSON) if "/ops/lines/" in key)
    store.copy_object(
        Bucket=BUCKET, Key=f"{lines}-left.parquet", CopySource={"Bucket": BUCKET, "Key": lines}
    )
    assert len(objects_with(there, world.PERSON)) > 3
    assert {"ducklake_file_column_stats", "ducklake_table_column_stats"} <= set(
        tables_with(there, world.PERSON)
    )
    numbers, said = oracle.counts_everywhere(settings), definitions(settings)
    kill_it_at_each_point(settings, numbers["build"])
    with open_reader(settings) as reader:
        # who looks on is not in the way
        reader.execute("select count(*) from marts.fct_incident").fetchall()
        # what is no table's is not removed, but found
        with pytest.raises(RedactionUnfinished, match=left):
            take_out(settings, world.ask_for_person())
    assert objects_with(there, world.PERSON) == [left]
    store.delete_object(Bucket=BUCKET, Key=left)
    take_out(settings, world.ask_for_person())
    assert objects_with(there, world.PERSON, "okarafo") == []
    assert tables_with(there, world.PERSON) == []
    assert tables_with(there, "okarafo") == []
    assert oracle.files_with(root, world.PERSON, "okarafo") == []
    assert len(states_of(settings)) == 1
    assert oracle.counts_everywhere(settings) == numbers
    assert definitions(settings) == said
    see_that_all_is_sealed(settings)
    see_that_reading_again_changes_nothing(settings)
    # the next night goes on in what was filled anew
    deliver(settings, "new", "صدى دجلة", "قتل شرطيان بانفجار عبوة ناسفة في مدينة الرمادي اليوم.")
    night = Night.of(settings, batch_date=LATER, run_id="next")
    night.model(lambda *_: None)
    night.publish()
    assert len(list_versions(settings)) == 3
    with open_writer(settings) as con:
        lake = Lake.of(settings)
        assert lake is not None
        lake.tidy(con)
    assert objects_with(there, world.PERSON) == []


def test_what_would_keep_the_words_is_refused(settings: Settings, there: Services) -> None:
    store = objects(there)
    store.create_bucket(Bucket="keeps")
    store.put_bucket_versioning(Bucket="keeps", VersioningConfiguration={"Status": "Enabled"})
    for address in ("lake_data", "shards_url"):
        keeps = settings.model_copy(update={address: "s3://keeps/redaction/"})
        with pytest.raises(RedactionRefused, match="bucket keeps keeps old versions"):
            take_out(keeps, world.ask_for_article())
    with closing(connected(there, DATABASE)) as con, con.cursor() as cursor:
        cursor.execute("create role guest login")
    guest = str(settings.lake_catalog).replace("user=sijill", "user=guest")
    with pytest.raises(RedactionRefused, match="catalogue is not guest's"):
        take_out(settings.model_copy(update={"lake_catalog": guest}), world.ask_for_article())
    assert not (settings.redactions_dir / PENDING).exists()
