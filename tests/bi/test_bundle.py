"""The dashboard's files, as far as they can be judged without Superset."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from bi.superset import bundle


def test_whatever_is_named_is_there() -> None:
    told = {name: yaml.safe_load(text) for name, text in bundle.contents().items()}
    by_uuid = {each["uuid"]: name for name, each in told.items() if "uuid" in each}
    assert len(by_uuid) == len(told) - 1, "each file but metadata.yaml has a uuid of its own"
    for name, each in told.items():
        for reference in ("database_uuid", "dataset_uuid"):
            assert each.get(reference) in (None, *by_uuid), name
    (dashboard,) = [each for name, each in told.items() if name.startswith("dashboards/")]
    shown = {
        by_uuid[part["meta"]["uuid"]]
        for part in dashboard["position"].values()
        if isinstance(part, dict) and part["type"] == "CHART"
    }
    assert shown == {name for name in told if name.startswith("charts/")}


def test_an_export_replaces_what_changed_and_keeps_names(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(bundle.ASSETS, assets)
    before = bundle.contents(assets)
    chart = yaml.safe_load(before["charts/weapons.yaml"])
    chart["params"]["datasource"] = "77__table"  # another installation's number
    renumbered = {"charts/Weapons_12.yaml": yaml.safe_dump(chart)}
    changed = {"charts/Weapons_12.yaml": yaml.safe_dump(chart | {"slice_name": "Arms"})}
    others = {name: text for name, text in before.items() if name != "charts/weapons.yaml"}

    bundle.write(others | renumbered, assets)
    assert bundle.contents(assets) == before

    bundle.write(others | changed, assets)
    after = bundle.contents(assets)
    assert set(after) == set(before)
    assert yaml.safe_load(after["charts/weapons.yaml"])["slice_name"] == "Arms"
    assert {n for n in before if before[n] != after[n]} == {"charts/weapons.yaml"}

    del others["charts/targets.yaml"]
    bundle.write(others | changed, assets)
    assert "charts/targets.yaml" not in bundle.contents(assets)


#: bars that stand in the order of what they are of: days, months, numbers of sources
IN_THEIR_OWN_ORDER = ("published_on", "incident_month", "sources_label")


def test_bars_stand_in_the_order_of_their_length_but_for_time_and_numbers() -> None:
    bars = [
        yaml.safe_load(text)["params"]
        for name, text in bundle.contents().items()
        if name.startswith("charts/") and "echarts_timeseries_bar" in text
    ]
    assert bars
    for chart in bars:
        # Superset sorts by a metric, or by the sum of several series; else by the axis itself
        of_each = chart["metrics"][0] if not chart["groupby"] else "sum"
        wanted = None if chart["x_axis"] in IN_THEIR_OWN_ORDER else of_each
        assert (chart["x_axis"], chart.get("x_axis_sort")) == (chart["x_axis"], wanted)
        # from the axis upwards: the longest of horizontal bars is at the top
        assert chart["x_axis_sort_asc"] is True
