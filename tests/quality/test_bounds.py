"""The absolute bounds of a delivery: what blocks and what warns without any night before it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from quality.bounds import WOUNDED_FACTOR, ShareBound, TollBound, bounds
from quality.checkpoint import run_suites
from quality.suites import all_suites
from tests.quality.warehouse_builder import NIGHT, NOW, attached, change, settings_in, write_build
from warehouse.core.errors import GateBlocked
from warehouse.core.settings import Settings
from warehouse.steps.gate import run_gate

INCIDENTS = 60
#: as bounds.yml and marts.fct_incident.sql have them
MEAN_INCIDENTS = 100
FEW_INCIDENTS = 50
#: each incident has a day and a governorate of its own, every fourth an actor, every third another
#: outlet
SPREAD = """
update marts.fct_incident set
    occurred_on = date '2026-01-01' + i.number, admin1_code = 'A-' || i.number,
    perpetrator_actor_key = case when i.number % 4 = 0 then 'd-1' else 'unknown' end,
    primary_article_key = 'a-' || (1 + i.number % 3)
from (select incident_id, split_part(incident_id, '-', 2)::integer as number
    from marts.fct_incident) as i
where fct_incident.incident_id = i.incident_id;
update marts.dim_article set outlet_key = 'o-' || article_id where article_id <> 'unknown';
insert into marts.dim_outlet (outlet_key, outlet_id)
select outlet_key, article_id from marts.dim_article where article_id <> 'unknown';
update staging.articles set outlet_id = article_id;
insert into marts.dim_actor (actor_key, actor_id) values ('d-1', 'army');
"""


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A first delivery that meets all bounds. Tests copy its build file."""
    settings = settings_in(tmp_path_factory.mktemp("delivery"))
    write_build(settings, articles=INCIDENTS)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(SPREAD)
    return settings


@pytest.fixture
def build(delivery: Settings, tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    settings.build_file.parent.mkdir(parents=True)
    shutil.copyfile(delivery.build_file, settings.build_file)
    return settings


def failed(build: Settings, *names: str) -> dict[str, str]:
    """The rules of bounds that the delivery breaks, of those that hold one of these names (of all
    without): what the rule is called, and what was seen."""
    (suite,) = (s for s in all_suites(NIGHT) if s.name == "marts.fct_incident")
    known = names or bounds().names
    asked = tuple(check for check in suite.checks if any(name in check.name for name in known))
    assert len(asked) >= len(known)
    (result,) = run_suites(
        attached(build.build_file), [replace(suite, checks=asked)], run_id="run", now=NOW
    )
    return {
        f"{check.severity}: {check.name}": check.observed
        for check in result.checks
        if not check.success
    }


def toll(measure: str, number: str, condition: str = "true") -> str:
    """SQL: incidents have this toll as an upper bound, and no other figure of the measure."""
    return (
        f"update marts.fct_incident set {measure}_low = null, {measure}_best = null, "
        f"{measure}_high = {number} where {condition};"
    )


def tolls_of(bound: TollBound, measure: str, number: int) -> str:
    """SQL that gives the delivery a toll of `number`, as the bound counts it."""
    none = toll(measure, "null")
    if bound.name == "toll of one day":  # two incidents of unknown day, reported on one day
        return (
            f"{none} update marts.fct_incident set occurred_on = null "
            "where incident_id in ('i-1', 'i-2');"
            + toll(measure, "1", "incident_id = 'i-1'")
            + toll(measure, str(number - 1), "incident_id = 'i-2'")
        )
    if bound.name.startswith("mean"):  # sixty incidents count as a hundred
        number *= MEAN_INCIDENTS
    return none + toll(measure, str(number), "incident_id = 'i-1'")


def test_a_delivery_within_the_bounds_breaks_none(build: Settings) -> None:
    assert failed(build) == {}


@pytest.mark.parametrize("measure", ["killed", "wounded"])
@pytest.mark.parametrize("bound", bounds().tolls, ids=lambda bound: bound.name)
def test_a_toll_warns_and_blocks_from_its_bounds_on(
    build: Settings, bound: TollBound, measure: str
) -> None:
    factor = WOUNDED_FACTOR if measure == "wounded" else 1
    warns, blocks = bound.warns * factor, bound.blocks * factor
    verdicts = []
    for number in (warns - 1, warns, blocks - 1, blocks):
        change(build, tolls_of(bound, measure, number))
        found = failed(build, bound.name)
        assert all(f"measure={measure}" in seen for seen in found.values())
        verdicts.append([name.partition(":")[0] for name in found])
    assert verdicts == [[], ["warning"], ["warning"], ["error", "warning"]]


def test_each_figure_of_a_toll_counts(build: Settings) -> None:
    for figure in ("low", "best", "high"):
        change(build, toll("wounded", "null"))
        assert failed(build, "toll of one incident") == {}
        change(build, f"update marts.fct_incident set wounded_{figure} = 20000")
        assert "error: toll of one incident possible" in failed(build, "toll of one incident")


def test_years_delivered_at_once_are_not_blocked(build: Settings) -> None:
    """Thirty thousand incidents of ten years, of 6 killed and 12 wounded each: more than the
    world has in a year, which warns. Delivered day by day they break nothing, even where all are
    looked at again after a rebuild."""
    change(build, toll("killed", "6") + toll("wounded", "12"))
    change(
        build,
        "insert into marts.fct_incident select i.* replace (i.incident_id || '-' || n as "
        "incident_id, i.occurred_on - 7 * n::integer as occurred_on) "
        "from marts.fct_incident as i, range(1, 500) as t (n)",
    )
    tolls = [bound.name for bound in bounds().tolls]
    assert list(failed(build, *tolls)) == ["warning: toll of a delivery not exceptional"]
    change(build, "update marts.fct_incident set batch_date = occurred_on")
    assert failed(build, *tolls) == {}


def test_the_mean_toll_of_many_incidents_is_theirs(build: Settings) -> None:
    change(
        build,
        "insert into marts.fct_incident select i.* replace (i.incident_id || '-' || n as "
        "incident_id) from marts.fct_incident as i, range(1, 3) as t (n)",
    )
    change(build, toll("killed", "19"))
    assert failed(build, "mean toll") == {}
    change(build, toll("killed", "20"))
    ((rule, seen),) = failed(build, "mean toll").items()
    assert rule == "warning: mean toll of the incidents of a delivery not exceptional"
    assert f"incidents={3 * INCIDENTS}, toll=20.0" in seen


#: by the name of a share: what makes an incident a part of it, as SQL
SHARED = {
    "incidents that are held": "review_status = 'held'",
    "incidents without a country": "country_code = null",
    "incidents of one governorate": "admin1_code = 'IQ-DI'",
    "incidents of one perpetrator": "perpetrator_actor_key = 'd-1'",
    "incidents of one outlet": "primary_article_key = 'a-1'",
}


def share(name: str, count: int) -> str:
    return (
        f"update marts.fct_incident set {SHARED[name]} "
        f"where split_part(incident_id, '-', 2)::int <= {count};"
    )


@pytest.mark.parametrize("bound", bounds().shares, ids=lambda bound: bound.name)
def test_a_share_warns_above_its_bound(build: Settings, bound: ShareBound) -> None:
    at_bound = round(bound.warns * INCIDENTS)
    change(
        build,
        "update marts.fct_incident set perpetrator_actor_key = 'unknown', "
        "primary_article_key = 'a-2'",
    )
    change(build, share(bound.name, at_bound))
    assert failed(build, bound.name) == {}
    change(build, share(bound.name, at_bound + 1))
    ((rule, seen),) = failed(build, bound.name).items()
    assert rule == f"warning: few {bound.name}"
    assert f"incidents={at_bound + 1}" in seen


def test_shares_of_few_incidents_say_nothing(build: Settings) -> None:
    few = FEW_INCIDENTS - 1
    change(
        build, f"delete from marts.fct_incident where split_part(incident_id, '-', 2)::int > {few}"
    )
    for name in SHARED:
        change(build, share(name, few))
    assert failed(build, *SHARED) == {}


def test_a_delivery_of_one_outlet_alone_is_not_warned_of(build: Settings) -> None:
    change(build, share("incidents of one outlet", INCIDENTS))
    assert failed(build, "incidents of one outlet") != {}
    change(build, "update staging.articles set outlet_id = 'a-1'")
    assert failed(build, "incidents of one outlet") == {}


def test_a_first_delivery_of_a_million_wounded_is_blocked(
    build: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No single incident of it is impossible, and no night came before it."""
    monkeypatch.setattr(
        "warehouse.steps.gate.all_suites",
        lambda night: [s for s in all_suites(night) if s.name == "marts.fct_incident"],
    )
    change(build, toll("wounded", "17000"))
    with pytest.raises(GateBlocked) as blocked:
        run_gate(build, NIGHT, "run-1", now=NOW)
    message = blocked.value.message
    assert "toll of a delivery possible — 1 row: batch_date=2026-11-21, measure=wounded" in message
    assert "toll=1020000" in message
    assert "toll of one incident" not in message
