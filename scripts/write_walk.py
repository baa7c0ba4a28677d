"""Run the walk of docs/walk.md and write the page from what it published:
python -m scripts.write_walk

Part one is in scripts/walk_nights.py. Part two goes on from there: an edition, then a new outlet
and an editor's correction, then another version of the extractors and a second edition, then a
redaction. Every table of the page is what the commands gave; versions, which change with each
change of the code, are named by letters.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.walk_nights import first_part, followed, table, walk
from warehouse.core.errors import VintageRefused
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.desk.review import answer
from warehouse.night import rebuild
from warehouse.night.run import Night
from warehouse.publication import published
from warehouse.publication.release import Release, list_releases, release, verify_release
from warehouse.publication.vintages import Vintage, list_vintages
from warehouse.redaction.plan import RedactionRequest
from warehouse.redaction.redact import redact

PAGE = PROJECT_ROOT / "docs" / "walk.md"
FIRST, SECOND = "2026.1", "2026.2"
NEW_OUTLET, REFUSED = "2026-12-05", "2026-12-06"
#: the article that the redaction takes out, and what became of its incident
REDACTED = "walk-rafidain-2"
_REPORT_ROW = """
select incident.incident_id as incident, incident.killed_best as killed,
    incident.wounded_best as wounded, incident.article_count as articles,
    incident.source_count as sources, article.title, incident.quote
from fct_incident as incident
inner join fct_incident_mention as mention using (incident_id)
inner join dim_article as article on mention.article_key = article.article_key
where article.article_id = $article
"""
_REDACTIONS = """
select kind, reason, article_count as articles from fct_redaction order by redacted_date_key
"""
#: the other bomb of the first evening, of which an editor knows better
CORRECTED = """
select incident_id from fct_incident_mention
inner join dim_article using (article_key) where article_id = 'walk-rafidain-2'
"""
#: what the other version of the extractors knows more, by file of the lexicon
LEARNED = {
    "triggers.csv": "نكل|نكلت|نكلوا,armed_attack,event,verb,",
    "weapon_words.csv": "قاذف لهب,incendiary,armed_attack,",
}

_CHANGES = """
select incident_id as incident, change_type as change, reasons, event_type as type,
    admin1_code as governorate, killed_best as killed, wounded_best as wounded,
    article_count as articles
from changes_since($publication) order by incident_id
"""
_COVERAGE = """
select outlet.name_en as outlet, min(coverage.published_on) as first_day,
    max(coverage.published_on) as last_day, sum(coverage.article_count) as articles
from mart_source_coverage as coverage inner join dim_outlet as outlet using (outlet_key)
group by all order by first_day, outlet
"""
_TREND = """
select incident_month as month, event_type as type, incident_count as incidents,
    panel_incident_count as of_the_panel, days_read, validation
from fixed_panel_trend('2026-12-01', '2026-12-05', least_share := 0.4) order by type
"""
_DIFFERENCES = """
select types.event_type as type, cells.admin1_code as governorate, cells.occurred_month as month,
    cells.incidents_before as before, cells.incidents_added as added, cells.incidents_lost as lost,
    cells.incidents_changed as changed, cells.incidents_after as after
from fct_vintage_difference as cells inner join dim_event_type as types using (event_type_key)
order by governorate, type
"""


@dataclass(frozen=True, slots=True)
class Walked:
    """What the walk came to: its settings, the first part of the page, and what the commands of the
    second part gave."""

    settings: Settings
    first_part: str
    after_the_outlet: tuple[list[str], list[tuple[Any, ...]]]
    refusal: str
    examples: list[dict[str, str]]
    vintages: list[Vintage]
    editions: list[Release]
    files_verified: int
    row_before: tuple[list[str], list[tuple[Any, ...]]]
    row_after: tuple[list[str], list[tuple[Any, ...]]]


def walk_on(settings: Settings, folder: Path) -> Walked:
    """Go on from where the first part ended (`settings`); `folder` is for the changed lexicon.
    Returns what came of it."""
    shown_first = first_part(settings)
    release(settings, FIRST, today=dt.date(2026, 12, 4))
    ((corrected,),) = published.query(settings, CORRECTED)[1]
    answer(
        settings, action="set", subject=str(corrected), field="wounded_best", value="6",
        made_by="سلمى", made_on=dt.date(2026, 12, 5),
        reason="قائمة المستشفى تضم ستة جرحى",
    )  # fmt: skip
    before = published.query(settings, "select publication_number from publish_info")[1][0][0]
    _night(settings, NEW_OUTLET)
    after_the_outlet = published.query(settings, _CHANGES, {"publication": before})

    learned = settings.model_copy(update={"project_root": _learned(folder)})
    refusal = ""
    try:
        _night(learned, REFUSED)
    except VintageRefused as refused:
        refusal = str(refused)
    rebuild.rebuild(learned, "walk-rebuild", lambda *_: None)
    file = settings.published_dir / "current" / "vintage" / "examples.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        examples = list(csv.DictReader(stream))
    release(settings, SECOND, today=dt.date(2026, 12, 6))
    files_verified = verify_release(settings, FIRST)
    row_before = published.query(settings, _REPORT_ROW, {"article": REDACTED})
    redact(
        settings,
        RedactionRequest("article", (REDACTED,), by="سلمى", second="عمر", reason="طلب الوكالة"),
        lambda *_: None,
        now=dt.datetime(2026, 12, 7, 10, tzinfo=settings.zone),
    )
    return Walked(
        settings=settings,
        first_part=shown_first,
        after_the_outlet=after_the_outlet,
        refusal=refusal,
        examples=examples,
        vintages=list_vintages(settings),
        editions=list_releases(settings),
        files_verified=files_verified,
        row_before=row_before,
        row_after=published.query(settings, _REPORT_ROW, {"article": REDACTED}),
    )


def page(walked: Walked) -> str:
    """The page, from what was published."""
    settings = walked.settings
    followed_id = followed(settings)
    versions = {one.extractor_version: f"version {'AB'[one.number - 1]}" for one in walked.vintages}
    refusal = walked.refusal
    for version, letter in versions.items():
        refusal = refusal.replace(version, letter)
    return walked.first_part.rstrip() + "\n\n" + _TEXT.format(
        followed=followed_id,
        coverage=table(*published.query(settings, _COVERAGE)),
        after_the_outlet=table(*walked.after_the_outlet),
        trend=table(*published.query(settings, _TREND)),
        refusal="\n".join(f"    {line}" for line in refusal.splitlines()),
        differences=table(*published.query(settings, _DIFFERENCES)),
        examples=table(
            ["difference", "incident", "field", "before", "after"],
            [
                (row["difference"], row["incident_id"], row["field"], row["before"], row["after"])
                for row in walked.examples
                # of the added one the quote says enough
                if row["field"] in ("event_type", "place_name", "killed_best", "weapon", "quote")
            ],
        ),
        vintages=table(
            ["vintage", "read by", "from publication", "added", "lost", "moved", "changed"],
            [
                (
                    one.number, versions[one.extractor_version], one.first_publication, one.added,
                    one.lost, one.moved, one.changed,
                )
                for one in walked.vintages
            ],
        ),
        editions=table(
            ["edition", "made on", "last night", "vintage", "incidents"],
            [
                (one.name, one.made_on, one.last_night, one.vintage, one.incidents)
                for one in walked.editions
            ],
        ),
        row_before=table(*walked.row_before),
        row_after=table(*walked.row_after),
        redactions=table(*published.query(settings, _REDACTIONS)),
        first=FIRST,
        second=SECOND,
    )  # fmt: skip


def main() -> None:
    """Walk and write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        walked = walk_on(walk(folder), folder)
        PAGE.write_text(page(walked), encoding="utf-8")


def _night(settings: Settings, night: str) -> None:
    source = PROJECT_ROOT / "samples" / "walk-release" / night
    shutil.copytree(source, settings.landing_dir / night)
    Night.of(settings, batch_date=night, run_id=f"walk-{night}").run(lambda *_: None)


def _learned(folder: Path) -> Path:
    """A copy of the project's data whose lexicon knows a verb and a weapon more."""
    project = folder / "project"
    for name in ("seeds", "dbt_project"):
        shutil.copytree(
            PROJECT_ROOT / name, project / name, ignore=shutil.ignore_patterns("target", "logs")
        )
    (project / "evaluation").mkdir()
    shutil.copy(PROJECT_ROOT / "evaluation" / "scoreboard.json", project / "evaluation")
    for name, line in LEARNED.items():
        with (project / "seeds" / "lexicon" / name).open("a", encoding="utf-8") as stream:
            stream.write(f"{line}\n")
    return project


_TEXT = """## Part two: an edition, and what came after it

An edition is made; then an
outlet is read that was not read before, and an editor corrects a figure; then the extractors
learn two words. Each of the three changes the numbers, for three reasons that have nothing to do
with each other, and at each step it is clear which.

<!-- not run on this page: the walk that writes it runs them; tests/end_to_end/test_walk.py -->

### The edition

`sijill release {first}` freezes publication 4, of the night 2026-12-04.

### A new outlet, and a correction

On 2026-12-05 a fifth outlet is read for the first time. An editor has also learned that the bomb
in Karrada wounded six and not five (`sijill review --set …`). One night publishes both:

    sijill changes --since 4

{after_the_outlet}

- The market bombing ({followed}) has one article and one outlet more. Its toll is as it was: the
  outlet quotes a source that had spoken already.
- The armed attack in Lahij is new, and reported by the new outlet alone.
- The bomb in Karrada has another figure because of a correction, not of a report.

Did violence spread to Yemen? The outlet's first day says no more than that we read an outlet
there:

{coverage}

`fixed_panel_trend` counts all incidents, and next to them those that were reported by outlets
which were read throughout (here: on two days in five). The measured recall of each type stands in
its columns `recall`, `recall_low` and `recall_high`; of a type that is not validated there is none:

{trend}

### Another version of the extractors

The extractors learn a verb and a weapon. That is another version, however small, and the next
night is refused:

{refusal}

`sijill rebuild --preview` says what the new version would change. `sijill rebuild` reads all five
nights again and publishes the result as a vintage of its own. What it changed is a table,
`fct_vintage_difference`:

{differences}

with examples, field by field, in `vintage/examples.csv` of the published version:

{examples}

The attack in Mansoura was in the articles of the fifth night all along: nothing happened between
the two publications. The night that was refused runs now as any other (`sijill night --late`).

    sijill vintages

{vintages}

### The second edition

    sijill releases

{editions}

The editions differ for three reasons: the fifth night brought a new incident through an outlet
(vintage 1), a correction changed a figure (vintage 1), and the new vintage found one more incident
and one more weapon. Whoever compares them takes the changes up to the last publication of vintage
1 from `changes_since`, and those of vintage 2 from its report. `sijill release {first} --verify`
still finds the first edition as it was released, and its incident ids still lead somewhere:
`sijill show` takes each of them.

### A redaction

The agency that reported the bomb in Karrada wants its article gone. Before:

{row_before}

    sijill redact article walk-rafidain-2 --by سلمى --second عمر --why "طلب الوكالة"

takes its words out of the delivered file, the build file, every published version, the register and
both editions ([redaction](redaction.md)). After:

{row_after}

Nothing is counted otherwise: the incident, its toll and the correction stand. What was done is a
table, `fct_redaction`:

{redactions}

Each edition has a `REDACTED.md` with the checksum of each file before and since, and
`sijill release {first} --verify` goes by the new ones.
"""


if __name__ == "__main__":
    main()
