"""scoreboard.md: what readers want to know first, then all that was measured.

Field figures come from the log of sealed scorings, all others from the committed scoreboard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluation.scoreboard import Scoreboard
from evaluation.sealed import BOTH, FIELD, FIELD_SITE, SealedScoring
from evaluation.set_pages import render_set, render_slices, slices, span
from evaluation.sets import SITE_FRESH

GENRES = {
    "incident_news": "incident news",
    "follow_up": "follow-up or toll update",
    "roundup": "roundup",
    "reaction": "reaction: condemnation, condolence, visit",
    "statement_threat_plan": "statement, threat, plan",
    "court_prosecution": "court and prosecution",
    "ordinary_crime": "ordinary crime",
    "accident_disaster": "accident or disaster",
    "background_opinion_history": "background, analysis, opinion, history",
    "culture_sport_economy_other": "culture, sport, economy, other",
}
_SAMPLES = {
    FIELD: "14 Saudi newspapers, 2015, all sections, at random",
    FIELD_SITE: "a Tunisian news site, June 2017, all articles",
    BOTH: "both together",
}
_FIELD_HEAD = (
    (
        "| | articles | main incidents labelled | recorded | right | precision | recall "
        "| articles without one that get one |"
    ),
    "|---|---:|---:|---:|---:|---|---|---|",
)


def render(board: Scoreboard, sealed: SealedScoring | None) -> str:
    """The scoreboard as Markdown."""
    lines = [
        "# Scoreboard",
        "",
        (
            "Written by `sijill evaluate --write`. Sets: `sets.csv`. Measure: `field_figures.py`, "
            "`scorer.py`, `details.py`. Labels: `guidelines.md`. Intervals are 95 % bootstrap "
            "intervals over articles."
        ),
        "",
        f"Extractor of the open and train sets: {board.extractor}",
    ]
    lines += field_section(sealed)
    lines += _fresh_section(board)
    lines += _slot_section(board, sealed)
    lines += _confidence_section(board, sealed)
    lines += _other_sections(board, sealed)
    for by, title in (("by_type", "Event types"), ("by_country", "Countries")):
        lines += ["", f"## {title}, open sets together", "", *render_slices(slices(board, by))]
    for name, content in board.boards.items():
        lines += ["", f"## {name}", "", *render_set(content)]
    return "\n".join(lines) + "\n"


def field_summary(sealed: SealedScoring) -> str:
    """The field figures in three sentences, for the README."""
    field, slots = sealed.sets[BOTH]["field"], sealed.sets[BOTH]["figures"]["slot"]
    return (
        f"On {field['articles']:,} newspaper articles that nobody had read, a random sample of 14 "
        "Saudi newspapers (2015) and all of a month of a Tunisian news site (2017), "
        f"**{field['precision']:.0%} of the incidents that it records as news are right** "
        f"({_percent(field, 'precision')}), **{field['recall']:.0%} of those reported are found** "
        f"({_percent(field, 'recall')}), and {field['false_articles']:.1%} of the articles that "
        f"report none get one. Of all values that it fills, {slots['precision']:.0%} are right."
    )


def _percent(field: Mapping[str, Any], name: str) -> str:
    bounds = field["intervals"][name]
    return f"95 % interval {bounds['low']:.0%}–{bounds['high']:.0%}"


def field_row(title: str, field: Mapping[str, Any]) -> str:
    """One row of a table of field figures."""
    cells = [
        title, str(field["articles"]), str(field["labelled"]), str(field["recorded"]),
        str(field["right"]), _with_span(field, "precision"), _with_span(field, "recall"),
        f"{_with_span(field, 'false_articles')}, {field['false']} of {field['without']}",
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _with_span(field: Mapping[str, Any], name: str) -> str:
    whole = {"precision": "recorded", "recall": "labelled", "false_articles": "without"}[name]
    if not field[whole]:
        return "–"
    return f"{field[name]:.3f} ({span(field['intervals'].get(name))})"


def field_section(sealed: SealedScoring | None) -> Iterator[str]:
    """The field figures, as Markdown lines."""
    yield from (
        "",
        "## Field figures: newspapers that nobody had read",
        "",
        (
            "Sealed random samples, scored once a version; nothing is fitted or mended on them. A "
            "recorded main incident is right if it stands for one main incident of the labels, one "
            "to one: an old story told as news, ordinary crime or a second record of one incident "
            "is wrong."
        ),
        "",
    )
    if sealed is None:
        yield "No sealed scoring is logged: `sijill evaluate --sealed`."
        return
    yield (
        f"Scored on {sealed.date}, revision `{sealed.revision[:10]}`, {sealed.extractor}, version "
        f"{sealed.version}."
    )
    yield from ("", *_FIELD_HEAD)
    for name, title in _SAMPLES.items():
        yield field_row(title, sealed.sets[name]["field"])
    left_out = sum(sealed.sets[name]["left_out_as_repeated"] for name in (FIELD, FIELD_SITE))
    yield from (
        "",
        f"{left_out} articles that repeat the text of a train or open one are left out.",
        "",
        "By genre of the article, both samples together:",
        "",
        *_FIELD_HEAD,
    )
    genres = sealed.sets[BOTH]["field"]["genres"]
    for genre, title in GENRES.items():
        if genre in genres:
            yield field_row(title, genres[genre])


def _fresh_section(board: Scoreboard) -> Iterator[str]:
    yield from (
        "",
        "## The same on open and train sets",
        "",
        (
            "Contests between two readers are decided on the fresh open sets, whose errors are "
            "never read. The site's articles are weighted to all its articles (`stratum`). The "
            "other sets are only reported: rules were mended on their errors."
        ),
        "",
        *_FIELD_HEAD,
    )
    for name, content in board.boards.items():
        yield field_row(name, content["field"])


def _slot_section(board: Scoreboard, sealed: SealedScoring | None) -> Iterator[str]:
    """Slots: the reader, the candidates' ceiling, the coders' ceiling."""
    agreed: Mapping[str, Any] = board.general.get("agreement") or {}
    oracle: Mapping[str, Any] = board.general.get("oracle") or {}
    field: Mapping[str, Any] = sealed.sets[BOTH] if sealed else {}
    columns = [f"two codings agree, {name}: F1" for name in agreed]
    columns += [f"among the candidates, {name}" for name in oracle]
    yield from (
        "",
        "## Slots, and how far they can get",
        "",
        (
            "Accuracy: of the labelled values of incidents that were found, those recorded right. "
            "Agreement: F1 of one coding against another, independent one: the ceiling. Among the "
            "candidates: for how many labelled values the right one is among the spans that the "
            "stages mark at all, whatever is chosen then."
        ),
        "",
        "| slot | field sample (sealed) | " + SITE_FRESH + " | " + " | ".join(columns) + " |",
        "|---|" + "---|" * (len(columns) + 2),
    )
    for slot in next(iter(board.boards.values()))["figures"]["fields"]:
        cells = [
            _accuracy(field, slot),
            _accuracy(board.boards.get(SITE_FRESH, {}), slot),
            *(_number(a["slots"].get(slot)) for a in agreed.values()),
            *(f"{_number(o[slot]['share'])} of {o[slot]['n']}" for o in oracle.values()),
        ]
        yield f"| {slot} | " + " | ".join(cells) + " |"
    cells = [
        _number(field["figures"]["slot"]["f1"]) if field else "–",
        _number(board.boards[SITE_FRESH]["figures"]["slot"]["f1"])
        if SITE_FRESH in board.boards
        else "–",
        *(_number(a["slot_f1"]) for a in agreed.values()),
        *("" for _ in oracle),
    ]
    yield "| **slot F1** | " + " | ".join(cells) + " |"
    for name, kept in (board.general.get("first pass") or {}).items():
        yield ""
        yield (
            f"The first pass keeps {kept['found']} of {kept['n']} articles with a main incident "
            f"({_number(kept['share'])}; {name})."
        )
    yield from _agreement_lines(agreed)
    yield from _place_and_evidence(board, field)


def _agreement_lines(agreed: Mapping[str, Any]) -> Iterator[str]:
    for name, found in agreed.items():
        alphas = ", ".join(
            f"{category} {value:.2f}" for category, value in found["alpha"].items() if value
        )
        yield from (
            "",
            (
                f"Two codings of {found['articles']} articles ({name}): main incidents F1 "
                f"{_number(found['incident_f1'])}, slots F1 {_number(found['slot_f1'])}, marked "
                f"words F1 {_number(found['span_f1'])}; Krippendorff's alpha: {alphas}."
            ),
        )


def _place_and_evidence(board: Scoreboard, field: Mapping[str, Any]) -> Iterator[str]:
    sets = {"field sample (sealed)": field} if field else {}
    sets |= {name: board.boards[name] for name in (SITE_FRESH, "open/own") if name in board.boards}
    yield from (
        "",
        (
            "| | places within 50 km | median km "
            "| right values whose evidence touches the marked words |"
        ),
        "|---|---|---|---|",
    )
    for name, content in sets.items():
        rows = content["distances"].values()
        n = sum(row["n"] for row in rows)
        near = sum(row["n"] * row["within_50_km"] for row in rows)
        medians = sorted((row["median_km"], row["n"]) for row in rows)
        middle = _weighted_median(medians)
        evidence = content["evidence_hits"]
        yield (
            f"| {name} | {f'{near / n:.3f} of {n}' if n else '–'} | "
            f"{f'{middle:.1f}' if middle is not None else '–'} | "
            + (
                f"{_number(evidence['share'])} of {evidence['n']} |"
                if evidence["n"]
                else "words are not marked |"
            )
        )


def _weighted_median(values: Sequence[tuple[float, int]]) -> float | None:
    half, seen = sum(n for _, n in values) / 2, 0
    for value, n in values:
        seen += n
        if seen >= half:
            return value
    return None


def _confidence_section(board: Scoreboard, sealed: SealedScoring | None) -> Iterator[str]:
    sets = {"field sample (sealed)": sealed.sets[BOTH]} if sealed else {}
    sets |= {name: board.boards[name] for name in (SITE_FRESH,) if name in board.boards}
    yield from (
        "",
        "## Does confidence say anything?",
        "",
        "Of recorded main incidents by their confidence: how many are right.",
        "",
        "| | confidence | n | mean | share that is right |",
        "|---|---|---:|---|---|",
    )
    for name, content in sets.items():
        for row in content["reliability"]:
            yield (
                f"| {name} | {row['low']:.1f}–{row['high']:.1f} | {row['n']} | "
                f"{row['confidence']:.3f} | {row['right']:.3f} |"
            )
        error = _number(content["calibration_error"])
        yield f"| {name} | expected calibration error | | {error} | |"


def _other_sections(board: Scoreboard, sealed: SealedScoring | None) -> Iterator[str]:
    yield from ("", "## Other sealed sets", "")
    if sealed is None:
        yield "No sealed scoring is logged."
    else:
        yield from _sealed_lines(sealed)
    if found := board.general.get("verdicts"):
        yield from (
            "",
            (
                f"Hand verdicts on {found['incidents']} main incidents of open/judged: the scorer "
                f"agrees on {found['agreed']:.3f} of them (kappa {found['kappa']:.2f}); both call "
                f"{found['both']} right and {found['neither']} wrong, the scorer alone calls "
                f"{found['scorer_alone']} right, the person alone {found['person_alone']}."
            ),
        )
    if ordinary := board.general.get("ordinary"):
        yield from ("", f"Ordinary articles, train and open: {_alarms(ordinary)}")
    if reading := board.general.get("evidence"):
        yield from (
            "",
            (
                f"Evidence read by a person: the words alone bear the value in "
                f"{reading['supported']} of {reading['read']} facts that are told, "
                f"{reading['share']:.4f} ({span(reading['interval'], digits=4)}). "
                f"{reading['inferred']} more are marked as inferred; {reading['following']} of "
                "these follow from the article."
            ),
        )
    if names := board.general.get("names"):
        yield from ("", f"Names of private persons in titles and quotes, open: {_names(names)}")
    yield from _linking_lines(board.general.get("linking") or ())


def _sealed_lines(sealed: SealedScoring) -> Iterator[str]:
    yield from _FIELD_HEAD
    linking: list[Mapping[str, Any]] = []
    rest: list[str] = []
    for name, content in sealed.sets.items():
        if "field" in content and name not in _SAMPLES:
            yield field_row(name, content["field"])
        elif "alarms" in content:
            rest += ["", f"{name}: {_alarms(content)}"]
        elif "pieces" in content:
            rest += ["", f"{name}: {_names(content)}"]
        linking += content.get("linking") or ()
    yield from rest
    yield from _linking_lines(linking)
    for name, content in sealed.sets.items():
        if "agreement" in content:
            yield from _agreement_lines({name: content["agreement"]})


def _alarms(found: Mapping[str, Any]) -> str:
    return (
        f"an incident recorded in {found['alarms']} of {found['articles']} articles in which "
        f"nothing happens, {found['share']:.4f} ({span(found['interval'], digits=4)})."
    )


def _names(found: Mapping[str, Any]) -> str:
    touched = ", ".join(f"{kind} {n}" for kind, n in found["touched"].items())
    return (
        f"of {found['names']} private names {found['hidden']} are masked, "
        f"{found['recall']:.3f} ({span(found['intervals'].get('recall'))}); of {found['masks']} "
        f"masks {found['right_masks']} stand on a private name, {found['precision']:.3f} "
        f"({span(found['intervals'].get('precision'))}). Masks touch: {touched} (O offices, T "
        "nationalities, P places, G groups)."
    )


def _linking_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How mentions of one incident are brought together: docs/linking.md says how."""
    if not rows:
        return
    yield from (
        "",
        "### Linking",
        "",
        (
            "As read: what the extractors make of the articles is linked. As labelled: what the "
            "labels say is, so that only the linking can err. A mention that stands alone counts."
        ),
        "",
        "| | mentions | incidents | made | pair P | pair R | pair F1 | B³ P | B³ R | B³ F1 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    )
    for row in rows:
        shares = " | ".join(
            f"{row[measure][name]:.3f}"
            for measure in ("pair", "b3")
            for name in ("precision", "recall", "f1")
        )
        yield (
            f"| {row['set']}, as {row['told']} | {row['mentions']} | {row['incidents']} | "
            f"{row['groups']} | {shares} |"
        )


def _accuracy(content: Mapping[str, Any], slot: str) -> str:
    if not content:
        return "–"
    found = content["figures"]["fields"][slot]
    return f"{_number(found['accuracy'])} of {found['n']}" if found["n"] else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
