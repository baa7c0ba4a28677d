"""A running Superset as its users see it: the dashboard in a browser, SQL Lab, imports."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import yaml
from playwright.sync_api import Browser, BrowserContext, Request, Response

from bi.superset import bundle

Rows = list[tuple[Any, ...]]


class Dashboard:
    """One who is logged in to Superset at `address`."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.address = address
        # tall enough that every chart is in view: Superset loads no other
        self.context: BrowserContext = browser.new_context(viewport={"width": 1500, "height": 2700})
        self.requested: list[str] = []
        self.context.on("request", lambda request: self.requested.append(request.url))
        self.forbidden: list[str] = []
        self.context.on("requestfailed", self._note_failure)
        page = self.context.new_page()
        page.goto(f"{address}/login/")
        page.fill("#username", "admin")
        page.fill("input[type=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/superset/welcome/")
        page.close()
        token = self.get("/api/v1/security/csrf_token/")["result"]
        self.headers = {"X-CSRFToken": token, "Referer": address}

    def _note_failure(self, request: Request) -> None:
        if "csp" in (request.failure or "").lower():
            self.forbidden.append(request.url)

    def get(self, path: str) -> Any:
        """What the API answers."""
        answer = self.context.request.get(self.address + path)
        assert answer.ok, answer.text()
        return answer.json()

    def charts(self, picture: str | None = None) -> dict[str, Rows]:
        """Open the dashboard; what each of its charts was given to draw, by the chart's file."""
        by_title = {
            yaml.safe_load(text)["slice_name"]: name.removeprefix("charts/").removesuffix(".yaml")
            for name, text in bundle.contents().items()
            if name.startswith("charts/")
        }
        files = {
            chart["id"]: by_title[chart["slice_name"]]
            for chart in self.get("/api/v1/chart/?q=(page_size:100)")["result"]
        }
        given: dict[str, Rows] = {}

        def note(response: Response) -> None:
            if "/api/v1/chart/data" not in response.url:
                return
            asked = response.request.post_data_json
            assert asked is not None
            assert response.ok, response.text()
            chart = files[asked["form_data"]["slice_id"]]
            given[chart] = _rows(asked["form_data"], response.json()["result"][0]["data"])

        page = self.context.new_page()
        page.on("response", note)
        page.goto(f"{self.address}/superset/dashboard/sijill/")
        for _ in range(120):
            if len(given) == len(files):
                break
            page.wait_for_timeout(500)
        if picture:
            page.wait_for_timeout(3000)  # bars grow
            page.screenshot(path=picture)
        self.text = page.inner_text("body")
        page.close()
        return given

    def database(self) -> dict[str, Any]:
        """Superset's own record of the database Sijill."""
        (found,) = [
            each for each in self.get("/api/v1/database/")["result"]
            if each["database_name"] == "Sijill"
        ]  # fmt: skip
        return dict(self.get(f"/api/v1/database/{found['id']}/connection")["result"])

    def sql(self, statement: str) -> tuple[bool, str]:
        """Run a statement in SQL Lab: whether it passed, and the rows or what was said."""
        answer = self.context.request.post(
            f"{self.address}/api/v1/sqllab/execute/",
            headers=self.headers,
            data={"database_id": self.database()["id"], "sql": statement, "runAsync": False},
        )
        told = answer.json()
        return answer.ok, json.dumps(told["data"] if answer.ok else told)

    def import_database(self, told: Mapping[str, Any]) -> None:
        """Import a database's file over the one with its uuid, as an administrator can."""
        packed = io.BytesIO()
        head = {"version": "1.0.0", "type": "Database", "timestamp": "2026-01-01T00:00:00+00:00"}
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("bundle/metadata.yaml", yaml.safe_dump(head))
            archive.writestr("bundle/databases/Sijill.yaml", yaml.safe_dump(dict(told)))
        answer = self.context.request.post(
            f"{self.address}/api/v1/database/import/",
            headers=self.headers,
            multipart={
                "formData": {
                    "name": "bundle.zip",
                    "mimeType": "application/zip",
                    "buffer": packed.getvalue(),
                },
                "overwrite": "true",
            },
        )
        assert answer.ok, answer.text()


def _rows(form: Mapping[str, Any], data: list[dict[str, Any]]) -> Rows:
    """A chart's data as an SQL answer has it: a row a figure."""
    if form["viz_type"] == "table":
        return [tuple(row[column] for column in form["all_columns"]) for row in data]
    axis = form["x_axis"]
    several = bool(form["groupby"]) or len(form["metrics"]) > 1
    rows: Rows = []
    for row in data:
        where = row[axis]
        if "time_grain_sqla" in form:
            where = dt.datetime.fromtimestamp(where / 1000, dt.UTC).date()
        for series, figure in row.items():
            if series != axis and figure is not None:
                rows.append((where, series, figure) if several else (where, figure))
    return rows
