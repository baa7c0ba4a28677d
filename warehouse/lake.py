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
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlparse

import duckdb
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from warehouse.errors import SettingsError, StagingFailed
from warehouse.sql_text import sql_literal

if TYPE_CHECKING:
    from warehouse.settings import Settings

#: what the build is called in SQL, as a file or as a lake
BUILD_NAME = "sijill"
#: how dbt's process is told of the lake (warehouse/dbt_lake.py)
LAKE_VARIABLE = "SIJILL_DBT_LAKE"
_EXTENSIONS = ("ducklake", "postgres_scanner")
_OBJECT_STORAGE = "httpfs"
_S3 = ("s3://", "s3a://", "s3n://")
#: how long earlier states of the lake can be looked at, and how long their files outlast them
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
        """Variables that tell dbt's process of it."""
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
        if self.data.startswith(_S3):
            connection.execute(_s3_secret(os.environ))
        options = [f"data_path {sql_literal(self.data)}", *(["read_only"] if read_only else [])]
        try:
            connection.execute(
                f"attach {sql_literal(f'ducklake:{self.catalog}')} as {name} ({', '.join(options)})"
            )
        except duckdb.Error as err:
            raise StagingFailed(
                f"the lake cannot be opened: {_without_password(str(err))}",
                "see that its catalogue is up, and that SIJILL_LAKE_CATALOG and SIJILL_LAKE_DATA"
                " name it (docs/scaling.md)",
            ) from err

    def empty(self) -> None:
        """Take out all tables, as if nothing had ever been built; what they were can be looked at
        for a week (`at (timestamp => …)`)."""
        with duckdb.connect() as connection:
            self.attach(connection, read_only=False)
            for (schema,) in connection.execute(
                "select schema_name from duckdb_schemas()"
                " where database_name = ? and schema_name <> 'main'",
                [BUILD_NAME],
            ).fetchall():
                connection.execute(f'drop schema {BUILD_NAME}."{schema}" cascade')

    def tidy(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring rows that lie in the catalogue into files, put small files together, and let go of
        what the lake was more than a week ago: it would grow with every night otherwise."""
        for option, kept in _KEPT.items():
            connection.execute(
                f"call {BUILD_NAME}.set_option({sql_literal(option)}, {sql_literal(kept)})"
            )
        connection.execute(f"checkpoint {BUILD_NAME}")

    def _load(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.extensions.mkdir(parents=True, exist_ok=True)
        connection.execute(f"set extension_directory = {sql_literal(str(self.extensions))}")
        wanted = [*_EXTENSIONS, *([_OBJECT_STORAGE] if self.data.startswith(_S3) else [])]
        for extension in wanted:
            try:
                connection.load_extension(extension)
            except duckdb.Error:
                _unpack(extension, connection)
                connection.load_extension(extension)


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


def _s3_secret(environment: Mapping[str, str]) -> str:
    """Access to object storage, by the variables that AWS's own tools read."""
    told = {
        "key_id": environment.get("AWS_ACCESS_KEY_ID"),
        "secret": environment.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": environment.get("AWS_SESSION_TOKEN"),
        "region": environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"),
    }
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL")
    if endpoint:
        address = urlparse(endpoint)
        told |= {
            "endpoint": address.netloc,
            "url_style": "path",
            "use_ssl": "true" if address.scheme == "https" else "false",
        }
    words = ", ".join(f"{name} {sql_literal(value)}" for name, value in told.items() if value)
    return f"create or replace secret lake (type s3{', ' if words else ''}{words})"


def _without_password(message: str) -> str:
    return re.sub(r"(?i)(password=)\S+", r"\1…", message)
