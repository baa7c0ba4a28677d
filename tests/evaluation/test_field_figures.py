"""Field figures, words that bear a value, agreement of coders, hand verdicts: on cases made by
hand."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.agreement import agreement, alpha
from evaluation.evidence_hits import evidence_hits, range_of
from evaluation.field_figures import field_figures
from evaluation.scorer import score
from evaluation.sets import LabelledSet, Registered
from evaluation.verdicts import agreement_with_verdicts
from extractors.records import Article


def incident(place: str, *, main: bool = True, **values: Any) -> dict[str, Any]:
    return {
        "event_type": "armed_attack", "date": "2017-06-02", "date_precision": "day",
        "country": "IQ", "admin1": None, "place": place, "killed": None, "wounded": None,
        "arrested": None, "abducted": None, "weapon": "unknown", "perpetrator": None,
        "perpetrator_status": "unknown", "target_type": "police", "is_main": main, **values,
    }  # fmt: skip


def row(id_: str, *incidents: dict[str, Any], genre: str = "incident_news") -> dict[str, Any]:
    return {"id": id_, "genre": genre, "incidents": list(incidents)}


def test_an_old_story_told_as_news_is_wrong_and_a_background_one_is_not_counted() -> None:
    gold = [
        row("news", incident("بعقوبة"), incident("كركوك", main=False, date="2017-05-01")),
        row("old", incident("الموصل", main=False), genre="reaction"),
        row("quiet", genre="ordinary_crime"),
    ]
    predicted = {
        "news": [incident("بعقوبة"), incident("كركوك", main=False, date="2017-05-01")],
        "old": [incident("الموصل")],
        "quiet": [],
    }
    found = field_figures(gold, predicted)
    assert (found["recorded"], found["right"], found["labelled"], found["found"]) == (2, 1, 1, 1)
    assert found["precision"] == 0.5
    assert found["recall"] == 1.0
    assert (found["without"], found["false"], found["false_articles"]) == (2, 1, 0.5)
    assert found["genres"]["reaction"]["false"] == 1
    assert found["genres"]["ordinary_crime"]["false"] == 0
    assert found["intervals"]["precision"]["low"] <= 0.5 <= found["intervals"]["precision"]["high"]


def test_a_second_record_of_one_incident_is_wrong() -> None:
    gold = [row("a", incident("بعقوبة"))]
    found = field_figures(gold, {"a": [incident("بعقوبة"), incident("بعقوبة")]})
    assert (found["recorded"], found["right"], found["precision"]) == (2, 1, 0.5)


def test_weights_say_how_many_articles_each_one_stands_for() -> None:
    gold = [row("a"), row("b")]
    predicted = {"a": [incident("بعقوبة")], "b": []}
    assert field_figures(gold, predicted, {"a": 1.0, "b": 9.0})["false_articles"] == 0.1
    # an article of a stratum that was not drawn at random counts for nothing
    assert field_figures(gold, predicted, {"b": 9.0})["false_articles"] == 0.0


def article(text: str, title: str = "عنوان") -> Article:
    day = dt.date(2017, 6, 2)
    return Article(
        id="a", url="u", source="s", title=title, text=text, outlet_country=None,
        published_at=dt.datetime(2017, 6, 2, tzinfo=dt.UTC), published_on=day,
    )  # fmt: skip


def test_marked_words_are_found_where_their_occurrence_says() -> None:
    told = article("قتل جندي في بعقوبة. وقتل جندي في كركوك.", title="قتل جندي")
    found = [range_of({"words": "قتل جندي", "occurrence": number}, told) for number in (1, 2, 3, 4)]
    assert found == [(0, 8), (9, 17), (30, 38), None]


@pytest.mark.parametrize(("start", "hits"), [(12, 1), (0, 0)])
def test_evidence_hits_where_it_touches_the_marked_words(start: int, hits: int) -> None:
    told = article("قتل جندي في بعقوبة أمس.")
    gold = row("a", incident("بعقوبة", spans={"place": {"words": "بعقوبة", "occurrence": 1}}))
    span = {"part": "text", "start": start, "end": start + 4, "words": "…"}
    predicted = incident("بعقوبة", evidence={"place": [span]})
    report = score([gold], {"a": [predicted]})
    share = evidence_hits(report.pairs, {"a": told})
    assert (share.right, share.n) == (hits, 1)


def test_alpha_is_that_of_krippendorff() -> None:
    # Krippendorff 2011, p. 5, "nominal data, two coders, no missing data": alpha = 0.095 for ten
    # units of which six agree
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = alpha(zip(one, other, strict=True))
    assert found is not None
    assert found == pytest.approx(0.095, abs=1e-3)
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([("a", "a"), ("b", "b")]) == 1.0


def test_two_codings_that_are_one_agree_and_others_do_not() -> None:
    mark = {"trigger": {"words": "قتل جندي", "occurrence": 1}}
    gold = [row("a", incident("بعقوبة", spans=mark)), row("b", genre="roundup")]
    told = {"a": article("قتل جندي في بعقوبة"), "b": article("لا شيء")}
    same = agreement(gold, gold, told)
    assert (same["incident_f1"], same["slot_f1"], same["span_f1"]) == (1.0, 1.0, 1.0)
    other = [row("a", incident("بعقوبة", target_type="military")), row("b", genre="reaction")]
    found = agreement(gold, other, told)
    assert found["articles"] == 2
    assert found["incident_f1"] == 1.0
    assert found["slots"]["target_type"] == 0.0
    assert found["slots"]["place"] == 1.0
    assert found["spans"]["trigger"] == 0.0
    assert found["alpha"]["genre"] is not None
    assert found["alpha"]["genre"] < 1


def test_the_scorer_is_held_against_hand_verdicts(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    verdicts = tmp_path / "shared" / "field" / "verdicts.jsonl"
    verdicts.parent.mkdir(parents=True)
    judged = {
        "id": "a",
        "extracted": [incident("بعقوبة"), incident("كركوك"), incident("الموصل", main=False)],
        "verdicts": [{"n": 0, "call": "right"}, {"n": 1, "call": "background"}],
    }
    verdicts.write_text(json.dumps(judged), encoding="utf-8")
    entry = Registered("open/judged", "open", "incidents", False, "", "", "here", {}, "")
    gold = [row("a", incident("بعقوبة"), incident("كركوك", main=False))]
    labelled = LabelledSet(entry, gold, {"a": article("نص")}, {})
    found = agreement_with_verdicts(project, labelled)
    assert (found["incidents"], found["both"], found["neither"]) == (2, 1, 1)
    assert (found["agreed"], found["kappa"]) == (1.0, 1.0)
