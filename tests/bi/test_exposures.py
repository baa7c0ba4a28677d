"""dbt's exposures name the marts that the page and the dashboard read, no more and no fewer."""

from __future__ import annotations

import re

import yaml

from bi.page import labels
from bi.superset import bundle
from warehouse.core.settings import PROJECT_ROOT

DBT = PROJECT_ROOT / "dbt_project"
#: written by the publish, not by dbt
NO_MODELS = {"publish_info"}


def exposed(name: str) -> set[str]:
    text = (DBT / "models" / "semantic" / "exposures.yml").read_text(encoding="utf-8")
    (found,) = [each for each in yaml.safe_load(text)["exposures"] if each["name"] == name]
    models = {re.fullmatch(r"ref\('(\w+)'\)", each)[1] for each in found["depends_on"]}  # type: ignore[index]
    assert models <= {path.stem for path in DBT.rglob("*.sql")}
    return models


def test_the_dashboard_reads_what_its_exposure_names() -> None:
    told = {name: yaml.safe_load(text) for name, text in bundle.contents().items()}
    tables = {
        each["uuid"]: each["table_name"]
        for name, each in told.items()
        if name.startswith("datasets/")
    }
    charted = {each["dataset_uuid"] for name, each in told.items() if name.startswith("charts/")}
    assert tables.keys() == charted, "a data set that no chart shows"
    assert set(tables.values()) - NO_MODELS == exposed("superset_dashboard")


def test_the_page_reads_what_its_exposure_names() -> None:
    folder = PROJECT_ROOT / "bi" / "page"
    sources = [*folder.glob("*.py"), *folder.glob("sql/*.sql")]
    text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    read = set(re.findall(r"marts\.(\w+)", text)) | {
        table for table, _ in labels.DIMENSIONS.values()
    }
    assert read - NO_MODELS == exposed("nightly_page")
