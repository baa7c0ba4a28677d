"""What the name tagger adds to the rules, field by field: `sijill ablation`.

Three arms on the same labelled articles: the rules alone, the tagger alone (tagger_alone.py), and
both as they are put together (extractors/second_look.py). Beside them stand the trials (trials.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation import details, tagger_alone
from evaluation.scorer import FieldFigures, Incident, Report, score
from evaluation.sets import (
    DEVELOPMENT,
    NEWSPAPERS,
    OWN,
    LabelledSet,
    labelled_sets,
    ordinary_articles,
)
from evaluation.tagger_alone import TaggerAlone
from evaluation.trials import TRIALS, Trial, Tried
from extractors.document import Entity
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import Article

if TYPE_CHECKING:
    from extractors.document import Recogniser, Sentence

PAGE = Path("docs/ablation.md")
#: the sets that rules are made on; the tagger's worth is judged on them
SETS = {"dev": DEVELOPMENT, "newspapers": NEWSPAPERS["open"], "own": OWN}


class Remembering:
    """A recogniser that reads no sentence twice: the arms look at the same ones."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._known: dict[tuple[str, ...], tuple[tuple[int, int, str], ...]] = {}

    @property
    def name(self) -> str:
        """The recogniser's name."""
        return self._recogniser.name

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """One tuple of entities a sentence, in the sentences' order."""
        new = {_key(s): s for s in sentences if _key(s) not in self._known}
        for sentence, found in zip(
            new.values(), self._recogniser.recognise(list(new.values())), strict=True
        ):
            self._known[_key(sentence)] = tuple(
                (e.start - sentence.start, e.end - sentence.start, e.label) for e in found
            )
        return [
            tuple(
                Entity(s.index, s.start + start, s.start + end, label)
                for start, end, label in self._known[_key(s)]
            )
            for s in sentences
        ]


def _key(sentence: Sentence) -> tuple[str, ...]:
    return (sentence.folded, *(t.text for t in sentence.tokens))


ReadAll = Callable[[Sequence[Article]], list[list[Incident]]]


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """attribution_source of matched incidents: right, of how many labelled ones, and named where
    the labels have none."""

    right: int
    n: int
    filled_where_gold_is_empty: int


def source_figures(report: Report) -> SourceFigures:
    """The scorer has no slot for it; where no label of a set names one, nothing is counted."""
    share = details.shares(report.pairs).get("attribution_source")
    empty = sum(
        bool(p.predicted["attribution_source"])
        for p in report.pairs
        if p.gold and p.predicted and not p.gold.get("attribution_source")
    )
    return SourceFigures(share.right, share.n, empty) if share else SourceFigures(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Arm:
    """A way to read articles, and its figures: reports by set, alarms on ordinary articles."""

    name: str
    reports: dict[str, Report]
    sources: dict[str, SourceFigures]
    alarms: int
    ordinary: int


def _predictions(extractor: Extractor) -> ReadAll:
    def read(articles: Sequence[Article]) -> list[list[Incident]]:
        return [
            [fact_to_prediction(f) for f in facts] for facts in extractor.extract_bulk(articles)
        ]

    return read


def measure(name: str, read: ReadAll, sets: Sequence[LabelledSet], root: Path) -> Arm:
    """Score one way to read on all sets."""
    reports, sources = {}, {}
    for labelled in sets:
        ids = [str(row["id"]) for row in labelled.gold]
        found = read([labelled.articles[i] for i in ids])
        report = score(labelled.gold, dict(zip(ids, found, strict=True)), bootstrap_rounds=0)
        reports[labelled.name] = report
        sources[labelled.name] = source_figures(report)
    ordinary = ordinary_articles(root)
    alarms = sum(bool(found) for found in read(ordinary))
    return Arm(name, reports, sources, alarms, len(ordinary))


def arms(
    root: Path,
    recogniser: Recogniser,
    sets: Sequence[LabelledSet],
    trials: Sequence[Trial] = TRIALS,
) -> tuple[list[Arm], list[tuple[Trial, Arm]]]:
    """The three arms, and each trial, on these sets."""
    seeds = root / "seeds"
    known = Remembering(recogniser)
    three = [
        measure("rules alone", _predictions(Extractor(seeds)), sets, root),
        measure("tagger alone", TaggerAlone(seeds, known).extract_bulk, sets, root),
        measure("both", _predictions(Extractor(seeds, known)), sets, root),
    ]
    tried = [(t, measure(t.what, _predictions(Tried(seeds, known, t)), sets, root)) for t in trials]
    return three, tried


#: what decides each field now; the tables behind it say why
DECIDES = {
    "incident (whether, which)": "rules",
    "event type, weapon, target": "rules",
    "date": "rules",
    "place": "rules",
    "killed, wounded, arrested, abducted": "rules",
    "perpetrator": "rules; a group that no list and no rule names, right behind a word of "
    "claiming: the tagger's ORG",
    "attribution source": "rules; where they find none, the tagger's SOURCE near a word of saying",
}


def page(three: Sequence[Arm], tried: Sequence[tuple[Trial, Arm]], model: str) -> str:
    """docs/ablation.md: figures only, no word of an article."""
    rules = three[0]
    alone = " ".join((tagger_alone.__doc__ or "").split("\n\n", 1)[1].split())
    lines = [
        "# What the name tagger adds",
        "",
        (
            f"Written by `sijill ablation`, with the tagger {model}. The rules were made on these "
            "sets and the tagger was not, so rules look a little better here than elsewhere."
        ),
        "",
        f"Tagger alone: {alone}",
        "",
        "| field | decided by |",
        "|---|---|",
        *(f"| {name} | {who} |" for name, who in DECIDES.items()),
        "",
    ]
    for title, name in SETS.items():
        if name in rules.reports:
            lines += [f"## {title}: {name}", "", *_table(three, name), ""]
    alarms = ", ".join(f"{arm.name} {arm.alarms}" for arm in three)
    lines += [
        f"Ordinary articles with a false alarm, of {rules.ordinary}: {alarms}.",
        "",
        "## Trials",
        "",
        (
            "Each use of the tagger by itself on top of the rules: change in points of incident "
            "F1 and slot F1, in fields that are right, and in articles with a false alarm."
        ),
        "",
        "| field | use | "
        + " | ".join(f"{t}: incident, slot, right" for t in SETS)
        + " | ordinary |",
        "|---|---|" + "---:|" * (len(SETS) + 1),
        *(_trial(trial, arm, rules) for trial, arm in tried),
    ]
    return "\n".join(lines) + "\n"


def _table(three: Sequence[Arm], name: str) -> list[str]:
    reports = [arm.reports[name].figures for arm in three]
    rows = [
        ("incident precision", [f"{f.incident.precision:.3f}" for f in reports]),
        ("incident recall", [f"{f.incident.recall:.3f}" for f in reports]),
        ("incident F1", [f"{f.incident.f1:.3f}" for f in reports]),
        ("slot F1", [f"{f.slot.f1:.3f}" for f in reports]),
        ("false alarms", [f"{f.false_alarms:.3f}" for f in reports]),
    ]
    rows += [(slot, [_right(f.fields[slot]) for f in reports]) for slot in reports[0].fields]
    rows.append(("attribution source", [_right(arm.sources[name]) for arm in three]))
    return [
        (
            f"{reports[0].articles} articles. Fields: right of those in matched incidents "
            "(+ filled where the label is empty)."
        ),
        "",
        "| | " + " | ".join(arm.name for arm in three) + " |",
        "|---|" + "---:|" * len(three),
        *(f"| {row} | " + " | ".join(cells) + " |" for row, cells in rows),
    ]


def _right(figures: FieldFigures | SourceFigures) -> str:
    if not figures.n:
        return "not labelled"
    share = figures.right / figures.n
    return f"{share:.2f}, {figures.right} of {figures.n} (+{figures.filled_where_gold_is_empty})"


def _trial(trial: Trial, arm: Arm, rules: Arm) -> str:
    cells = []
    for name in SETS.values():
        if name not in arm.reports:
            cells.append("")
            continue
        new, old = arm.reports[name].figures, rules.reports[name].figures
        right = sum(f.right - old.fields[slot].right for slot, f in new.fields.items())
        right += arm.sources[name].right - rules.sources[name].right
        cells.append(
            f"{100 * (new.incident.f1 - old.incident.f1):+.1f}, "
            f"{100 * (new.slot.f1 - old.slot.f1):+.1f}, {right:+d}"
        )
    cells.append(f"{arm.alarms - rules.alarms:+d}")
    return f"| {trial.field} | {trial.what} | " + " | ".join(cells) + " |"


def write_page(root: Path, recogniser: Recogniser) -> Path:
    """Measure everything and replace the page; returns where it is."""
    three, tried = arms(
        root, recogniser, [s for s in labelled_sets(root) if s.name in SETS.values()]
    )
    target = root / PAGE
    target.write_text(page(three, tried, recogniser.name), encoding="utf-8")
    return target
