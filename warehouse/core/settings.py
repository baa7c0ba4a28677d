"""The only reader of the environment: where things lie, and the night's limits."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from warehouse.core.errors import SettingsError

PROJECT_ROOT = Path(__file__).resolve().parents[2]
#: where a warehouse's own folders lie: the checkout or, of an installed wheel, the current folder
HOME = PROJECT_ROOT if (PROJECT_ROOT / "pyproject.toml").is_file() else Path.cwd()


class Settings(BaseSettings):
    """All settings, read from `SIJILL_…` variables and `.env` in the warehouse's folder."""

    model_config = SettingsConfigDict(
        env_prefix="SIJILL_", env_file=HOME / ".env", frozen=True, extra="ignore"
    )

    project_root: Path = Field(PROJECT_ROOT, description="where seeds/ and dbt_project/ lie")
    landing_dir: Path = Field(HOME / "landing", description="a folder a night")
    var_dir: Path = Field(HOME / "var", description="build file, work, logs, Airflow")
    published_dir: Path = Field(HOME / "published", description="what readers open")
    own_dir: Path = Field(HOME / "own", description="your own reference data: P-codes")
    register_dir: Path = Field(
        default_factory=lambda values: values["published_dir"].parent / "register",
        description="ids and publications, kept for ever: back it up",
    )
    releases_dir: Path = Field(
        default_factory=lambda values: values["published_dir"].parent / "releases",
        description="numbered editions, kept for ever",
    )
    redactions_dir: Path = Field(
        default_factory=lambda values: values["published_dir"].parent / "redactions",
        description="what was taken out and what is kept of it: back it up",
    )
    backups_dir: Path = Field(
        default_factory=lambda values: values["published_dir"].parent / "backups",
        description="what `sijill backup` makes: better on another disk",
    )
    corrections_dir: Path = Field(
        default_factory=lambda values: (
            (HOME if values["project_root"] == PROJECT_ROOT else values["project_root"])
            / "corrections"
        ),
        description="what editors have put right",
    )
    timezone: str = Field("Asia/Baghdad", description="zone of the night and of naive times")
    quiet_minutes: int = Field(
        30, ge=0, description="a batch without _SUCCESS is complete after this long unchanged"
    )
    late_days: int = Field(
        14, ge=1, description="how many nights back files that came late are looked for"
    )
    shard_articles: int = Field(250, ge=1, description="articles in one extraction shard")
    article_seconds: int = Field(
        60, ge=1, description="an article that takes longer to read alone: quarantine"
    )
    max_text_chars: int = Field(200_000, ge=1_000, description="longer articles: quarantine")
    max_record_bytes: int = Field(8_000_000, ge=1_000, description="longer records: quarantine")
    min_free_mb: int = Field(1_000, ge=0, description="free disk wanted before a night starts")
    duckdb_memory: str = Field("4GB", description="memory of each DuckDB connection")
    duckdb_threads: int = Field(2, ge=1, description="threads of each DuckDB connection")
    keep_versions: int = Field(14, ge=2, description="published versions kept")
    keep_gb: float = Field(50.0, gt=0, description="bytes of published versions kept")
    keep_backups: int = Field(
        30, ge=1, description="backups kept of those that Airflow makes after each publication"
    )
    reader_grace_minutes: int = Field(
        120, ge=0, description="a version that was replaced is not pruned before this long"
    )
    shards_url: str | None = Field(
        None,
        description="where shards travel between machines (s3://bucket/folder); none: var/work",
    )
    airflow_database: str | None = Field(
        None, description="SQLAlchemy address of Airflow's metadata; none: SQLite in var/airflow"
    )
    airflow_broker: str | None = Field(
        None, description="redis://… that hands tasks to workers (Celery); none: all run here"
    )
    airflow_deadline: bool = Field(
        True, description="whether Airflow raises the alarm for a night that does not end"
    )
    airflow_host: str = Field("127.0.0.1", description="address that Airflow's API listens on")
    airflow_url: str | None = Field(
        None, description="where workers reach Airflow's API; none: http://127.0.0.1:<port>"
    )
    lake_catalog: str | None = Field(
        None,
        description="catalogue of the lake that is built in instead of a file:"
        " postgres:host=… dbname=…",
    )
    lake_data: str = Field(
        "", description="where the tables of the lake lie: a folder, or s3://bucket/folder"
    )
    language: Literal["en", "ar"] = Field(
        "en", description="what the editor's commands speak, in tables and errors: en or ar"
    )
    dbt_parse_dir: Path | None = Field(
        None, description="where warehouses of one project share what dbt parsed of it"
    )
    recogniser: str = Field(
        "auto", description="which Stanza model reads names: auto, own, official or none"
    )
    base_url: str = Field(
        "", description="what comes before `incident/<id>` in links: https://data.example.org/"
    )
    alert_webhook: str | None = Field(None, description="URL that gets a JSON post on failure")
    alert_smtp: str | None = Field(None, description="smtp://user:password@host:port")
    alert_to: str | None = Field(None, description="address that gets failure mails")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as err:
            raise ValueError(f"{value!r} is no time zone of the tz database") from err
        return value

    @field_validator("base_url")
    @classmethod
    def _full_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s?#\"'<>]+", value):
            raise ValueError(f"{value!r} is no address such as https://data.example.org/")
        return value if not value or value.endswith("/") else f"{value}/"

    @field_validator("lake_data")
    @classmethod
    def _lake_lies_somewhere(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("lake_catalog") and not value:
            raise ValueError("a lake needs to know where its tables lie")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the night."""
        return ZoneInfo(self.timezone)

    @property
    def seeds_dir(self) -> Path:
        """Reference data, lexicons and the gazetteer."""
        return self.project_root / "seeds"

    @property
    def pcodes_file(self) -> Path:
        """P-codes of locations, as `sijill places --pcodes` wrote them."""
        return self.own_dir / "pcodes.csv"

    @property
    def build_file(self) -> Path:
        """The DuckDB file that the night writes; no reader ever opens it."""
        return self.var_dir / "build" / "sijill.duckdb"

    @property
    def work_dir(self) -> Path:
        """Shards of nights under way: work/<batch_date>/."""
        return self.var_dir / "work"

    @property
    def checks_dir(self) -> Path:
        """Data Docs of the quality gate."""
        return self.var_dir / "checks"

    @property
    def dbt_project_dir(self) -> Path:
        """Where dbt_project.yml lies."""
        return self.project_root / "dbt_project"

    @property
    def dbt_target_dir(self) -> Path:
        """dbt's compiled SQL, manifest, results and logs."""
        return self.var_dir / "dbt"

    @property
    def runs_dir(self) -> Path:
        """What each run of a night did: runs/<batch_date>/<step>.json and summary.json."""
        return self.var_dir / "runs"

    @property
    def lineage_dir(self) -> Path:
        """What each step read and wrote: lineage/<batch_date>.jsonl."""
        return self.var_dir / "lineage"

    @property
    def airflow_home(self) -> Path:
        """Airflow's metadata database, logs and secrets."""
        return self.var_dir / "airflow"

    @property
    def superset_home(self) -> Path:
        """Superset's metadata database and secret key."""
        return self.var_dir / "superset"

    @property
    def deadman_file(self) -> Path:
        """Touched at the end of each good night, for an outside check to watch."""
        return self.var_dir / "last_good_night"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process. Raises SettingsError with the faulty variables named."""
    try:
        return Settings()
    except ValidationError as err:
        faults = "; ".join(
            f"SIJILL_{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']}" for e in err.errors()
        )
        raise SettingsError(
            f"settings are wrong: {faults}", "see docs/runbook.md, Settings"
        ) from err
