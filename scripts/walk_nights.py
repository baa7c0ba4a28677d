"""The first part of docs/walk.md: four nights over samples/walk in a folder of its own, then an
editor's correction. scripts/write_walk.py runs it, goes on and writes the page."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.desk.review import answer
from warehouse.night.run import Night
from warehouse.publication import published

NIGHTS = ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")
#: the incident that the walk follows
FOLLOWED = """
select incident_id from fct_incident_mention
inner join dim_article using (article_key) where article_id = 'walk-rafidain-1'
"""

_HISTORY = """
select version_number as version, valid_from_publication as publication,
    valid_from_night as night, reasons, killed_low as low,
    killed_best as best, killed_high as high, wounded_best as wounded, killed_basis as basis,
    status, source_count as sources, article_count as articles, outlet_count as outlets
from fct_incident_version where incident_id = $id order by version_number
"""
_CLAIMS = """
select claim.published_on as day, outlet.name_en as outlet, claim.value_best as killed,
    claim.authority_class as class, claim.source_id as source, claim.is_counted as counts,
    claim.not_counted_because as because, claim.quote
from fct_casualty_claim as claim
inner join dim_outlet as outlet using (outlet_key)
where claim.incident_id = $id and claim.measure = 'killed' and claim.claim_role = 'total'
order by claim.published_on, claim.claim_id
"""
_AS_OF = """
select killed_low as low, killed_best as best, killed_high as high, status
from incidents_as_published($publication) where incident_id = $id
"""


def walk(folder: Path) -> Settings:
    """Run the four nights and the correction; returns the settings of what they published."""
    settings = Settings(
        _env_file=None,
        landing_dir=folder / "landing",
        var_dir=folder / "var",
        published_dir=folder / "published",
        corrections_dir=folder / "corrections",
        min_free_mb=0,
    )
    for night in NIGHTS:
        if night == NIGHTS[-1]:
            incident = followed(settings)
            answer(
                settings, action="set", subject=incident, field="killed_best", value="34",
                made_by="سلمى", made_on=dt.date(2026, 12, 4),
                reason="قائمة الأسماء الصادرة عن دائرة الصحة تضم 34 اسماً، واحد منها مكرر",
            )  # fmt: skip
        shutil.copytree(PROJECT_ROOT / "samples" / "walk" / night, settings.landing_dir / night)
        Night.of(settings, batch_date=night, run_id=f"walk-{night}").run(lambda *_: None)
    return settings


def followed(settings: Settings) -> str:
    """The id of the incident that the walk follows."""
    _, rows = published.query(settings, FOLLOWED)
    return str(rows[0][0])


def first_part(settings: Settings) -> str:
    """The first part of the page, from what these nights published."""
    incident = followed(settings)
    parameters: dict[str, object] = {"id": incident}
    history = published.query(settings, _HISTORY, parameters)
    claims = published.query(settings, _CLAIMS, parameters)
    publications = [
        (number, night, *row)
        for number, night in enumerate(NIGHTS, 1)
        for row in published.query(settings, _AS_OF, parameters | {"publication": number})[1]
    ]
    return _TEXT.format(
        incident=incident,
        history=table(*history),
        claims=table(*claims),
        publications=table(["publication", "night", "low", "best", "high", "status"], publications),
    )


def table(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    """Rows as a Markdown table."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = ("" if cell is None else str(cell).replace("|", "\\|") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


_TEXT = """# A walk: one bombing from the first report to the second edition

A tutorial for analysts and editors. It is written by `python -m scripts.write_walk`, which runs the
nights of `samples/walk` and `samples/walk-release` (invented outlets, invented events) and shows
what they published. Part one follows a car bomb in a market: the toll goes from 4 to 8, 28 and 35;
four outlets report it, one of which reprints an agency's text; the same evening another bomb in
another quarter of the city stays an incident of its own; at last an editor corrects the toll.
[Part two](#part-two-an-edition-and-what-came-after-it) makes an edition and shows what can change
after it.

## What was published of it, publication by publication

`sijill history {incident}`

{history}

Three articles of the first night are one incident. The reprint of the agency's text adds an outlet
and no source. When a higher figure comes from a source of no lower standing, the earlier one leaves
the range (docs/tolls.md): the first flash's 4 is not the low of an incident with 35 dead. The
correction is the last version; nothing of the earlier ones was touched.

## What readers saw

`select * from incidents_as_published(2)`, for each publication in turn

{publications}

## The claims behind the figures

{claims}

Each claim leads to its words, its outlet and its article. The corrected figure rests on the
editor's word (`killed_basis` is `corrected`, `correction_ids` names it); the claims stay as they
were read.
"""
