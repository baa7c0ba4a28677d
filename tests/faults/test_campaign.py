"""A hundred kills and more over the sample nights: all is as if they had never been.

It takes half an hour on an idle machine, and goes on where it was interrupted.
"""

from __future__ import annotations

import json

import pytest

from tests.faults.campaign import CHAINS, SINGLES, Campaign, figures, plans
from tests.faults.write_page import CAMPAIGN, PAGE, SOAK, page


@pytest.mark.slow
def test_every_kill_is_as_if_it_had_never_been(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.cache is not None
    campaign = Campaign(pytestconfig.cache.mkdir("faults") / "campaign")
    campaign.run()
    told = figures(campaign.lines())
    assert told["faults"] == []
    assert told["survived"] == told["kills"] >= 100
    assert told["nights_equal"] == told["nights"] == CHAINS + SINGLES
    # of each kind in each step, as far as a step has the kind
    assert all(sum(kinds.values()) >= 3 for kinds in told["by_step"].values())


def test_a_seed_says_which_kills_there_are() -> None:
    assert list(plans(1, 2, 2)) == list(plans(1, 2, 2)) != list(plans(2, 2, 2))
    assert sum(len(plan.kills) for plan in plans(20261124, CHAINS, SINGLES)) >= 100


def test_the_page_has_the_figures_of_the_last_campaign_and_the_last_soak() -> None:
    campaign, soak = (json.loads(path.read_text("utf-8")) for path in (CAMPAIGN, SOAK))
    assert PAGE.read_text("utf-8") == page(campaign, soak)
    assert campaign["kills"] >= 100
    assert campaign["nights_equal"] == campaign["nights"]
