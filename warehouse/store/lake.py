"""The build in a lake instead of a file, for a warehouse that several machines share.

A lake (DuckLake) keeps its tables as Parquet files in a folder or in object storage, and its
catalogue in Postgres, so that several processes may write and read it at once. It is attached under
the name that the build file has, and everything else is as with the file: same tables, same models.

The extensions that this takes come with `pip install 'sijill[scale]'`; nothing is downloaded at run
time.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlparse

import duckdb
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from warehouse.core.errors import SettingsError, StagingFailed
from warehouse.core.sql_text import sql_identifier, sql_literal

if TYPE_CHECKING:
    from warehouse.core.settings import Settings


from warehouse.core.sql_text import statements

_SQL = statements(__file__)

#: what the build is called in SQL, as a file or as a lake
BUILD_NAME = "sijill"
#: how dbt's process learns of the lake (warehouse/store/dbt_lake.py)
LAKE_VARIABLE = "SIJILL_DBT_LAKE"
_EXTENSIONS = ("ducklake", "postgres_scanner")
_OBJECT_STORAGE = "httpfs"
_S3 = ("s3://", "s3a://", "s3n://")
_POSTGRES = "postgres:"
#: how long earlier states of the lake can be read, and how long their files outlast them
_KEPT = {"expire_older_than": "7 days", "delete_older_than": "1 day"}
_MISSING = "pip install 'sijill[scale]', which brings DuckDB's extensions for lakes as packages"


@dataclass(frozen=True)
class Lake:
    """Where a lake lies: its catalogue as DuckLake names it (`postgres:host=… dbname=…`), the
    folder or s3:// address of its tables, and where extensions are kept."""

    catalog: str
    data: str
    extensions: Path

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The lake that the settings name, None where the build is a file."""
        if settings.lake_catalog is None:
            return None
        return cls(settings.lake_catalog, settings.lake_data, settings.var_dir / "extensions")

    def to_environment(self) -> dict[str, str]:
        """Variables by which dbt's process finds it."""
        return {LAKE_VARIABLE: TypeAdapter(Lake).dump_json(self).decode()}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The lake again."""
        return TypeAdapter(cls).validate_json(environment[LAKE_VARIABLE])

    def attach(
        self, connection: duckdb.DuckDBPyConnection, *, name: str = BUILD_NAME, read_only: bool
    ) -> None:
        """Attach the lake to a connection, and make it where it is not there yet (unless
        `read_only`). Raises SettingsError where its extensions are missing, StagingFailed where it
        cannot be opened."""
        self._load(connection)
        if is_s3(self.data):
            connection.execute(_s3_secret(os.environ))
        options = [f"data_path {sql_literal(self.data)}", *(["read_only"] if read_only else [])]
        _attach(connection, f"ducklake:{self.catalog}", name, options)

    @property
    def catalog_file(self) -> Path | None:
        """The file of its catalogue; None where the catalogue is a database of Postgres."""
        if self.catalog.startswith(_POSTGRES):
            return None
        return Path(self.catalog.removeprefix("duckdb:"))

    def attach_catalog(
        self, connection: duckdb.DuckDBPyConnection, *, name: str, read_only: bool
    ) -> None:
        """Attach the database that the lake's catalogue is, to look into what DuckLake writes
        there. Raises as `attach` does."""
        self._load(connection)
        options = ["read_only"] if read_only else []
        if self.catalog_file is None:
            where = self.catalog.removeprefix(_POSTGRES)
            _attach(connection, where, name, ["type postgres", *options])
        else:
            _attach(connection, str(self.catalog_file), name, options)

    def holds(self, path: Path) -> bool:
        """Whether a file of this machine belongs to the lake: to its tables or its catalogue."""
        ours = [] if is_s3(self.data) else [Path(self.data)]
        if self.catalog_file is not None:
            ours += [
                self.catalog_file,
                self.catalog_file.with_name(f"{self.catalog_file.name}.wal"),
            ]
        return any(path.resolve().is_relative_to(one.resolve()) for one in ours)

    def empty(self) -> None:
        """Take out all tables, as if nothing had ever been built; what they were can be read
        for a week (`at (timestamp => …)`)."""
        with duckdb.connect() as connection:
            self.attach(connection, read_only=False)
            _drop_all(connection)

    def tidy(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring rows that lie in the catalogue into files, put small files together, and drop
        what the lake was more than a week ago: it would grow with every night otherwise."""
        for option, kept in _KEPT.items():
            connection.execute(
                f"call {BUILD_NAME}.set_option({sql_literal(option)}, {sql_literal(kept)})"
            )
        connection.execute(f"checkpoint {BUILD_NAME}")

    def _load(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.extensions.mkdir(parents=True, exist_ok=True)
        connection.execute(f"set extension_directory = {sql_literal(str(self.extensions))}")
        wanted = [*_EXTENSIONS, *([_OBJECT_STORAGE] if is_s3(self.data) else [])]
        for extension in wanted:
            try:
                connection.load_extension(extension)
            except duckdb.Error:
                _unpack(extension, connection)
                connection.load_extension(extension)


def is_s3(address: str) -> bool:
    """Whether an address is one of a bucket that speaks S3."""
    return address.startswith(_S3)


def fill(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Put the tables, views, macros and comments of an attached build file in the place of all
    that the lake holds. It is one transaction: who reads meanwhile sees what was before or what
    is after. Raises duckdb.Error, and has changed nothing then."""
    comments = _comments(connection, source)
    connection.begin()
    _drop_all(connection)
    connection.execute(f"copy from database {source} to {BUILD_NAME}")
    for comment in comments:
        connection.execute(comment)
    connection.commit()


def drop_earlier_states(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop every earlier state of the lake, at once: deleted rows that still lie in
    files, earlier states, and all Parquet files below its folder that its present state does not
    need. Readers of an earlier state are cut off. Raises duckdb.Error."""
    lake = sql_literal(BUILD_NAME)
    connection.execute(f"call ducklake_flush_inlined_data({lake})")
    connection.execute(f"call ducklake_rewrite_data_files({lake}, delete_threshold => 0)")
    # by number: clocks of machines differ
    *earlier, _ = [
        str(state)
        for (state,) in connection.execute(
            "select snapshot_id from ducklake_snapshots(?) order by 1", [BUILD_NAME]
        ).fetchall()
    ]
    if earlier:
        connection.execute(
            f"call ducklake_expire_snapshots({lake}, versions => [{', '.join(earlier)}])"
        )
    connection.execute(f"call ducklake_cleanup_old_files({lake}, cleanup_all => true)")
    connection.execute(f"call ducklake_delete_orphaned_files({lake}, cleanup_all => true)")


def _unpack(extension: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Put an extension that came as a package where DuckDB looks for it."""
    if importlib.util.find_spec("duckdb_extensions") is None:
        raise SettingsError(f"DuckDB's extension {extension} is not here", _MISSING)
    from duckdb_extensions import import_extension

    try:
        import_extension(extension, con=connection)
    except (ImportError, duckdb.Error) as err:
        raise SettingsError(
            f"DuckDB's extension {extension} cannot be loaded by DuckDB {duckdb.__version__}:"
            f" {err}",
            _MISSING,
        ) from err


def _attach(
    connection: duckdb.DuckDBPyConnection, where: str, name: str, options: Sequence[str]
) -> None:
    given = f" ({', '.join(options)})" if options else ""
    try:
        connection.execute(f"attach {sql_literal(where)} as {name}{given}")
    except duckdb.Error as err:
        raise StagingFailed(
            f"the lake cannot be opened: {_without_password(str(err))}",
            "see that its catalogue is up, and that SIJILL_LAKE_CATALOG and SIJILL_LAKE_DATA"
            " name it (docs/scaling.md)",
        ) from err


def _drop_all(connection: duckdb.DuckDBPyConnection) -> None:
    for (schema,) in connection.execute(
        "select schema_name from duckdb_schemas()"
        " where database_name = ? and schema_name <> 'main'",
        [BUILD_NAME],
    ).fetchall():
        connection.execute(f"drop schema {BUILD_NAME}.{sql_identifier(schema)} cascade")


def _comments(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    """Statements that say in the lake what a build file says of its tables, their columns and its
    views; `copy from database` leaves it out."""
    given = connection.execute(
        _SQL["comments"],
        {"source": source},
    ).fetchall()
    return [
        f"comment on {what} {'.'.join([BUILD_NAME, *map(sql_identifier, filter(None, names))])}"
        f" is {sql_literal(comment)}"
        for what, *names, comment in given
    ]


def _s3_secret(environment: Mapping[str, str]) -> str:
    """Access to object storage, by the variables that AWS's own tools read."""
    given = {
        "key_id": environment.get("AWS_ACCESS_KEY_ID"),
        "secret": environment.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": environment.get("AWS_SESSION_TOKEN"),
        "region": environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"),
    }
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL")
    if endpoint:
        address = urlparse(endpoint)
        given |= {
            "endpoint": address.netloc,
            "url_style": "path",
            "use_ssl": "true" if address.scheme == "https" else "false",
        }
    words = ", ".join(f"{name} {sql_literal(value)}" for name, value in given.items() if value)
    return f"create or replace secret lake (type s3{', ' if words else ''}{words})"


def _without_password(message: str) -> str:
    return re.sub(r"(?i)(password=)\S+", r"\1…", message)
