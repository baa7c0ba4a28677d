"""What the codebook is written from: its paragraphs, terms, examples, questions, seeds, figures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.scoreboard import Scoreboard, load
from evaluation.unread import Unread, read_unread
from extractors.errors import LexiconError
from extractors.seedfiles import read_seed
from warehouse.core.codebook_version import codebook_folder
from warehouse.core.files import tree_digest
from warehouse.core.settings import Settings
from warehouse.docs.codebook_examples import Example, read_examples

LANGUAGES = ("en", "ar")
#: the seeds whose codes and descriptions the codebook shows
CODES = (
    "actor_types.csv", "authority_classes.csv", "date_precision.csv", "event_types.csv",
    "geo_precision.csv", "perpetrator_status.csv", "target_details.csv", "target_types.csv",
    "victim_classes.csv", "weapons.csv",
)  # fmt: skip
#: seeds from which only single names are taken; they grow without a change of the rules
NAMES = ("actors.csv", "places/countries.csv")
#: each event type has a paragraph below this one
TYPES_PARAGRAPH = "each_type"
TYPE_PREFIX = "type."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Where a paragraph stands: `number` such as 2.3, or 2 for a page's own title."""

    name: str
    page: str
    number: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the pages are written from; `versions` oldest first, `digest` over the rules."""

    versions: Sequence[Mapping[str, str]]
    paragraphs: Mapping[str, Paragraph]
    terms: Mapping[str, Sequence[Mapping[str, str]]]
    examples: Sequence[Example]
    questions: Sequence[Mapping[str, str]]
    seeds: Mapping[str, Sequence[Mapping[str, str]]]
    scoreboard: Scoreboard
    unread: Unread
    digest: str


def read_sources(settings: Settings) -> Sources:
    """Read all of it. Raises LexiconError where a file is faulty, or an example or question is of a
    paragraph that there is not."""
    folder = codebook_folder(settings)
    versions = _rows(folder / "versions.csv", ("version", "dated_on", "what_en", "what_ar"))
    terms: dict[str, list[dict[str, str]]] = {}
    for term in _rows(folder / "terms.csv", ("kind", "code", "label_en", "label_ar")):
        terms.setdefault(term["kind"], []).append(term)
    seeds = {name: read_seed(name, (), root=settings.seeds_dir) for name in CODES + NAMES}
    sources = Sources(
        versions=versions,
        paragraphs=_paragraphs(folder, seeds["event_types.csv"]),
        terms=terms,
        examples=read_examples(folder),
        questions=_rows(folder / "questions.csv", ("question_en", "question_ar", "paragraph")),
        seeds=seeds,
        scoreboard=load(settings.project_root / "evaluation"),
        unread=_measured(settings.project_root / "evaluation"),
        digest=_digest(settings),
    )
    known = sources.paragraphs.keys()
    named = [(example.example_id, example.paragraph) for example in sources.examples]
    named += [(row["question_en"], row["paragraph"]) for row in sources.questions]
    for where, paragraph in named:
        if paragraph not in known:
            raise LexiconError(
                f"codebook: {where!r} is of a paragraph {paragraph!r} that there is not",
                "codebook/paragraphs.csv lists them",
            )
    return sources


def _measured(folder: Path) -> Unread:
    found = read_unread(folder)
    if found is None:
        raise LexiconError(
            "codebook: no scoring of the sealed sets is logged", "run `sijill evaluate --sealed`"
        )
    return found


def _paragraphs(folder: Path, types: Sequence[Mapping[str, str]]) -> dict[str, Paragraph]:
    found: dict[str, Paragraph] = {}
    pages: dict[str, int] = {}
    for row in _rows(folder / "paragraphs.csv", ("paragraph", "page", "title_en", "title_ar")):
        name, page = row["paragraph"], row["page"]
        if name == page:
            pages[page], number = 0, str(len(pages) + 1)
        else:
            pages[page] += 1
            number = f"{list(pages).index(page) + 1}.{pages[page]}"
        title = {language: row[f"title_{language}"] for language in LANGUAGES}
        found[name] = Paragraph(name, page, number, title)
    of_types = found[TYPES_PARAGRAPH]
    for place, event_type in enumerate(types, start=1):
        name = f"{TYPE_PREFIX}{event_type['code']}"
        title = {language: event_type[f"label_{language}"] for language in LANGUAGES}
        found[name] = Paragraph(name, of_types.page, f"{of_types.number}.{place}", title)
    return found


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    return read_seed(path.name, columns, root=path.parent)


def _digest(settings: Settings) -> str:
    """12 hex digits over the rules: prose, codes, examples and figures."""
    folder = codebook_folder(settings)
    parts = [
        tree_digest(folder, sorted(path for path in folder.rglob("*") if path.is_file())),
        tree_digest(settings.seeds_dir, [settings.seeds_dir / name for name in CODES]),
        tree_digest(
            settings.project_root / "evaluation",
            [
                settings.project_root / "evaluation" / name
                for name in ("scoreboard.json", "sealed_log.jsonl")
            ],
        ),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
