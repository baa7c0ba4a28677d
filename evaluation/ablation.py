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
from evaluation.figures import FieldFigures, Incident, Rates, Report
from evaluation.scorer import score
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
from evaluation.unmasked import Unmasked
from extractors.document import Entity
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractors.document import Recogniser, Sentence

PAGE = Path("docs/ablation.md")
#: the sets that rules are made on; the tagger's worth is judged on them
SETS = {"dev": DEVELOPMENT, "newspapers": NEWSPAPERS, "own": OWN}


class Remembering(Unmasked):
    """A recogniser that reads no sentence twice: the arms look at the same ones."""

    def __init__(self, recogniser: Recogniser) -> None:
        super().__init__(recogniser)
        self._known: dict[tuple[str, ...], tuple[tuple[int, int, str], ...]] = {}

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
    """attribution_source of matched incidents, for which the scorer has no slot: right, of how many
    that were given, of how many labelled ones."""

    right: int
    given: int
    n: int

    @property
    def rates(self) -> Rates:
        """Precision, recall and F1, 0–1."""
        precision = self.right / self.given if self.given else 0.0
        recall = self.right / self.n if self.n else 0.0
        both = precision + recall
        return Rates(precision, recall, 2 * precision * recall / both if both else 0.0)


def source_figures(report: Report) -> SourceFigures:
    """Where no label of a set names one, nothing is counted."""
    share = details.shares(report.pairs).get("attribution_source")
    given = sum(
        bool(p.predicted["attribution_source"]) for p in report.pairs if p.gold and p.predicted
    )
    return SourceFigures(share.right, given, share.n) if share else SourceFigures(0, 0, 0)


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


def measure(
    name: str, read: ReadAll, sets: Sequence[LabelledSet], ordinary: Sequence[Article]
) -> Arm:
    """Score one way to read on all sets."""
    reports, sources = {}, {}
    for labelled in sets:
        ids = [str(row["id"]) for row in labelled.gold]
        found = read([labelled.articles[i] for i in ids])
        report = score(labelled.gold, dict(zip(ids, found, strict=True)), bootstrap_rounds=0)
        reports[labelled.name] = report
        sources[labelled.name] = source_figures(report)
    alarms = sum(bool(found) for found in read(ordinary))
    return Arm(name, reports, sources, alarms, len(ordinary))


def arms(
    root: Path,
    recogniser: Recogniser,
    sets: Sequence[LabelledSet],
    trials: Sequence[Trial] = TRIALS,
    ordinary: Sequence[Article] | None = None,
) -> tuple[list[Arm], list[tuple[Trial, Arm]]]:
    """The three arms, and each trial, on these sets and on ordinary articles (the project's)."""
    seeds = root / "seeds"
    quiet = ordinary_articles(root) if ordinary is None else ordinary
    known = Remembering(recogniser)
    three = [
        measure("rules alone", _predictions(Extractor(seeds)), sets, quiet),
        measure("tagger alone", TaggerAlone(seeds, known).extract_bulk, sets, quiet),
        measure("both", _predictions(Extractor(seeds, known)), sets, quiet),
    ]
    tried = [
        (t, measure(t.what, _predictions(Tried(seeds, known, t)), sets, quiet)) for t in trials
    ]
    return three, tried


@dataclass(frozen=True, slots=True)
class Decision:
    """What decides a field now, and the field's name in the trials."""

    field: str
    who: str
    tried_as: str


DECIDES = (
    Decision("incident (whether, which)", "rules", "incident"),
    Decision("event type", "rules", ""),
    Decision("weapon", "rules", "weapon"),
    Decision("target", "rules", "target"),
    Decision("date", "rules", "date"),
    Decision("place", "rules", "place"),
    Decision("killed, wounded, arrested, abducted", "rules", "counts"),
    Decision("perpetrator", "rules", "perpetrator"),
    Decision(
        "attribution source",
        "rules; where they find none, the tagger's SOURCE near a word of saying, in the event's "
        "sentences",
        "attribution source",
    ),
)


def page(three: Sequence[Arm], tried: Sequence[tuple[Trial, Arm]], model: str) -> str:
    """docs/ablation.md: figures only, no word of an article."""
    rules = three[0]
    titles = {title: name for title, name in SETS.items() if name in rules.reports}
    alone = " ".join((tagger_alone.__doc__ or "").split("\n\n", 1)[1].split())
    lines = [
        "# What the name tagger adds",
        "",
        (
            f"This report, written by `sijill ablation` with the tagger {model}, says for whoever "
            "changes the tagger what it adds to the rules, before the learned scores decide. Only "
            "the rules were made on these articles, which favours them a little."
        ),
        "",
        f"Tagger alone: {alone}",
        "",
        "| F1 | " + " | ".join(arm.name for arm in three) + " |",
        "|---|" + "---:|" * len(three),
        *_summary(three, titles),
        "",
        "## What decides each field",
        "",
        (
            "The last column is the best other use of the tagger that was tried: change of slot F1 "
            "in points (incident, attribution source: of their own F1) and of false alarms. A use "
            "that loses on a set or adds alarms is not taken."
        ),
        "",
        f"| field | decided by | best other use: {', '.join(titles)}; ordinary |",
        "|---|---|---:|",
        *(_decision(d, tried, rules, titles) for d in DECIDES),
        "",
    ]
    lines += [
        "## Each set",
        "",
        (
            "Fields: share right (right/labelled in the incidents found, + given where the label "
            "is empty). Attribution source: share right (right/labelled, given). =: as the rules "
            "alone."
        ),
        "",
    ]
    for title, name in titles.items():
        lines += [f"### {title}: {name}", "", *_table(three, name), ""]
    lines += [
        "## Other uses that were tried",
        "",
        (
            "Each added singly to the rules: change of F1 in points (– where the source is not "
            "labelled) and of ordinary articles with a false alarm."
        ),
        "",
        "| field | use | "
        + " | ".join(f"{t}: incident, slot, source" for t in titles)
        + " | ordinary |",
        "|---|---|" + "---:|" * (len(titles) + 1),
        *(_trial(trial, arm, rules, titles) for trial, arm in tried),
    ]
    return "\n".join(lines) + "\n"


def _summary(three: Sequence[Arm], titles: Mapping[str, str]) -> Iterator[str]:
    for title, name in titles.items():
        figures = [arm.reports[name].figures for arm in three]
        yield _row(f"{title}: incident", [f"{f.incident.f1:.3f}" for f in figures])
        yield _row(f"{title}: slot", [f"{f.slot.f1:.3f}" for f in figures])
        if three[0].sources[name].n:
            sources = [f"{arm.sources[name].rates.f1:.3f}" for arm in three]
            yield _row(f"{title}: attribution source", sources)
    yield _row(
        f"ordinary articles with a false alarm, of {three[0].ordinary}",
        [str(arm.alarms) for arm in three],
    )


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
    rows.append(("attribution source", [_source(arm.sources[name]) for arm in three]))
    return [
        f"{reports[0].articles} articles.",
        "",
        "| | " + " | ".join(arm.name for arm in three) + " |",
        "|---|" + "---:|" * len(three),
        *(_row(row, _briefly(cells)) for row, cells in rows),
    ]


def _briefly(cells: Sequence[str]) -> list[str]:
    """With = for what both together do no otherwise than the rules alone."""
    rules, alone, both = cells
    return [rules, alone, "=" if both == rules else both]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"


def _right(figures: FieldFigures) -> str:
    if not figures.n:
        return "not labelled"
    share = figures.right / figures.n
    return f"{share:.2f} ({figures.right}/{figures.n}, +{figures.filled_where_gold_is_empty})"


def _source(figures: SourceFigures) -> str:
    if not figures.n:
        return "not labelled"
    recall = figures.rates.recall
    return f"{recall:.2f} ({figures.right}/{figures.n}, {figures.given})"


@dataclass(frozen=True, slots=True)
class Change:
    """What a use of the tagger changes on one set, in points of F1; `source` is None where no
    source is labelled."""

    incident: float
    slot: float
    source: float | None

    def of(self, field: str) -> float | None:
        """The change by which uses for this field are compared."""
        if field == "attribution source":
            return self.source
        return self.incident if field == "incident" else self.slot


def _changes(arm: Arm, rules: Arm, titles: Mapping[str, str]) -> list[Change]:
    out = []
    for name in titles.values():
        new, old = arm.reports[name].figures, rules.reports[name].figures
        source = arm.sources[name].rates.f1 - rules.sources[name].rates.f1
        out.append(
            Change(
                100 * (new.incident.f1 - old.incident.f1),
                100 * (new.slot.f1 - old.slot.f1),
                100 * source if rules.sources[name].n else None,
            )
        )
    return out


def _decision(
    decision: Decision,
    tried: Sequence[tuple[Trial, Arm]],
    rules: Arm,
    titles: Mapping[str, str],
) -> str:
    field = decision.tried_as
    uses = [
        ([c.of(field) for c in _changes(arm, rules, titles)], arm.alarms - rules.alarms)
        for trial, arm in tried
        if trial.field == field
    ]
    best = "none tried"
    if uses:
        points, alarms = max(uses, key=lambda use: sum(p or 0.0 for p in use[0]))
        best = f"{', '.join(map(_points, points))}; {alarms:+d}"
    return _row(decision.field, [decision.who, best])


def _trial(trial: Trial, arm: Arm, rules: Arm, titles: Mapping[str, str]) -> str:
    cells = [
        f"{_points(c.incident)}, {_points(c.slot)}, {_points(c.source)}"
        for c in _changes(arm, rules, titles)
    ]
    return _row(trial.field, [trial.what, *cells, f"{arm.alarms - rules.alarms:+d}"])


def _points(change: float | None) -> str:
    """With its sign; 0 where it rounds to nothing."""
    if change is None:
        return "–"
    text = f"{change:+.1f}"
    return "0" if text in ("+0.0", "-0.0") else text


def write_page(root: Path, recogniser: Recogniser) -> Path:
    """Measure everything and replace the page; returns where it is."""
    three, tried = arms(
        root, recogniser, [s for s in labelled_sets(root) if s.name in SETS.values()]
    )
    target = root / PAGE
    target.write_text(page(three, tried, recogniser.name), encoding="utf-8")
    return target
