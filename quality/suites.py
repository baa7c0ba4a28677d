"""What must hold before a night is published: a file of SQL for each table of staging, linking and
marts, quality/checks/<schema>.<table>.sql. What must hold of the rows of one mart dbt tests before
it (dbt_project/models/marts/*.yml).

A file is a template: `night` is the date of the night as SQL, `codes` has the codes of columns,
`bounds` those of bounds.yml; shared.jinja has the checks that tables share. A check is

    -- check: its name
    -- severity: error (as without this line) or warning
    -- why: shown next to the name, where a reader would ask;
    --   may go on over several lines
    a query, which reads the table as {batch} and must find no rows

Checks of rows (keys, codes, bounds, spans, references) are asked of what changed since the last
publication, whichever night brought it: a batch that was blocked once must not slip through with
the next one. After a full refresh they are asked of all rows. Sums and counts of a complete table
are always compared with complete tables, which queries call `build.schema.table`. Checks of shares
and volume are asked of the night alone.

An error blocks the publication; a warning is shown, recorded and turns the exit code to 3. An error
is something that cannot be true or that readers must never see; a warning is something that a
person should check. A night without articles passes. In SQL a colon before a word would be a
parameter, and single braces are Great Expectations' own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from extractors.event_types import EVENT_TYPES
from extractors.records import (
    TARGET_TYPES,
    WEAPONS,
    Basis,
    Certainty,
    ClaimRole,
    DatePrecision,
    Measure,
    MentionKind,
    Outcome,
    Part,
    PerpetratorStatus,
    Stance,
    VictimStatus,
)
from quality.bounds import WOUNDED_FACTOR, bounds
from quality.suite import Check, Suite
from wording.templating import text_templates

CHECKS = Path(__file__).with_name("checks")
_SCHEMAS = ("staging", "linking", "marts")
_MEASURES: tuple[str, ...] = get_args(Measure)

#: a field of an incident fact, and the condition under which it has a value
FILLED_FIELDS: Mapping[str, str] = {
    "event_type": "event_type is not null",
    "date": "date_precision <> 'unknown'",
    "place": "place_name is not null",
    "weapon": "weapon <> 'unknown'",
    "target_type": "target_type <> 'unknown'",
    "target_detail": "target_detail is not null",
    "outcome": "outcome <> 'completed'",
    "perpetrator": "perpetrator_name is not null",
    "attribution_source": "attribution_source is not null",
    **{
        measure: f"coalesce({measure}_low, {measure}_best, {measure}_high) is not null"
        for measure in _MEASURES
    },
}
_CODES: Mapping[str, tuple[str, ...]] = {
    "event_type": tuple(EVENT_TYPES),
    "weapon": tuple(WEAPONS),
    "target_type": tuple(TARGET_TYPES),
    "date_precision": get_args(DatePrecision),
    "perpetrator_status": get_args(PerpetratorStatus),
    "outcome": get_args(Outcome),
    "mention_kind": get_args(MentionKind),
    # claims also count the killed and wounded in one figure
    "measure": (*_MEASURES, "casualties"),
    "claim_role": get_args(ClaimRole),
    "victim_status": get_args(VictimStatus),
    "certainty": get_args(Certainty),
    "stance": get_args(Stance),
    "field": tuple(FILLED_FIELDS),
    "basis": get_args(Basis),
    "article_part": get_args(Part),
}
_HEAD = re.compile(r"-- (?P<field>check|severity|why): (?P<text>.+)")


def all_suites(batch_date: dt.date) -> tuple[Suite, ...]:
    """The suites of staging, linking and marts, for the night of `batch_date`.

    Raises ValueError where a file is not written as described above.
    """
    templates = text_templates(CHECKS)
    given = {
        "night": f"date '{batch_date.isoformat()}'",
        "codes": _CODES,
        "measures": _MEASURES,
        "filled_fields": FILLED_FIELDS,
        "bounds": bounds(),
        "wounded_factor": WOUNDED_FACTOR,
    }
    suites = []
    for name in templates.list_templates(extensions=["sql"]):
        schema, table, _ = name.split(".")
        text = templates.get_template(name).render(given)
        suites.append(Suite(schema, table, tuple(_checks(name, text))))
    return tuple(sorted(suites, key=lambda suite: (_SCHEMAS.index(suite.schema), suite.table)))


def _checks(file: str, text: str) -> Iterator[Check]:
    """The checks of a file, once its template is filled."""
    before, *checks = re.split(r"^(?=[ \t]*-- check: )", text, flags=re.MULTILINE)
    if before.strip():
        raise ValueError(
            f"{file}: {before.strip().splitlines()[0]!r} stands before the first check"
        )
    for check in checks:
        yield _check(file, [line.strip() for line in check.splitlines() if line.strip()])


def _check(file: str, lines: list[str]) -> Check:
    """The check of these lines, the first of which names it."""
    head: dict[str, str] = {}
    field = ""
    while lines and lines[0].startswith("--"):
        line = lines.pop(0)
        if found := _HEAD.fullmatch(line):
            field = found["field"]
            head[field] = found["text"]
        else:
            head[field] += f" {line.removeprefix('--').strip()}"
    name, sql = head["check"], "\n".join(line for line in lines if not line.startswith("--"))
    severity = head.get("severity", "error")
    if severity not in ("error", "warning"):
        raise ValueError(f"{file}: {name}: severity is error or warning, not {severity!r}")
    if "{batch}" not in sql:
        raise ValueError(f"{file}: {name}: the query does not read its table, {{batch}}")
    return Check(name, "warning" if severity == "warning" else "error", head.get("why", ""), sql)
