"""The codebook: alike in both languages, true of codes and rules, neutral, never drifting."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest

from extractors import event_types, records
from extractors.errors import LexiconError
from warehouse.core.codebook_version import codebook_version
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.docs.codebook import codebook_pages
from warehouse.docs.codebook_sources import LANGUAGES, TYPE_PREFIX, read_sources
from warehouse.editing.loaded_words import loaded_words_in, read_loaded_words

SETTINGS = Settings(_env_file=None)
PAGES = codebook_pages(SETTINGS)
SOURCES = read_sources(SETTINGS)
DOCS = SETTINGS.project_root / "docs" / "codebook"
MACROS = PROJECT_ROOT / "warehouse" / "publication" / "sql" / "published_macros.sql"
MODELS = SETTINGS.dbt_project_dir / "models"


def anchors(text: str) -> set[str]:
    return set(re.findall(r'<a id="([^"]+)">', text))


def test_what_is_committed_is_what_would_be_written() -> None:
    for page, text in PAGES.items():
        assert page.read_text(encoding="utf-8") == text, f"{page}: run sijill docs"
    committed = {page for page in DOCS.rglob("*") if page.is_file()}
    assert committed == set(PAGES)


def test_both_languages_have_the_same_paragraphs_in_the_same_order() -> None:
    english = {p.relative_to(DOCS / "en"): t for p, t in PAGES.items() if p.parent.name == "en"}
    arabic = {p.relative_to(DOCS / "ar"): t for p, t in PAGES.items() if p.parent.name == "ar"}
    assert english.keys() == arabic.keys()
    for page, text in english.items():
        order = re.findall(r"^#+ ([\d.]+) ", text, re.MULTILINE)
        assert re.findall(r"^#+ ([\d.]+) ", arabic[page], re.MULTILINE) == order, page
        assert anchors(text) == anchors(arabic[page]), page
        # the same examples, tables and codes: only the words differ
        assert text.count("\n| ") == arabic[page].count("\n| "), page
        wanted = sorted(set(re.findall(r"`[a-z_]+`", text)))
        assert sorted(set(re.findall(r"`[a-z_]+`", arabic[page]))) == wanted, page


def test_each_link_leads_somewhere() -> None:
    for page, text in PAGES.items():
        for target, anchor in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", text):
            file = (page.parent / target).resolve() if target else page
            assert file.exists(), (page.name, target)
            if anchor:
                assert anchor in anchors(PAGES[file]), (page.name, target, anchor)


def test_each_type_code_and_rule_has_its_place() -> None:
    text = "\n".join(PAGES[DOCS / "en" / f"{page}.md"] for page in ("fields", "types", "tolls"))
    for seed, rows in SOURCES.seeds.items():
        if seed in ("actors.csv", "places/countries.csv"):
            continue
        missing = [row["code"] for row in rows if f"`{row['code']}`" not in text]
        assert missing == [], seed
    for kind in ("measure", "outcome", "stance", "status", "basis", "not_counted"):
        for row in SOURCES.terms[kind]:
            assert f"`{row['code']}`" in text, (kind, row["code"])
    shown = {example.paragraph for example in SOURCES.examples}
    for code in event_types.EVENT_TYPES:
        assert f"{TYPE_PREFIX}{code}" in shown, code


def test_terms_are_those_of_the_rules() -> None:
    def codes(kind: str) -> set[str]:
        return {row["code"] for row in SOURCES.terms[kind]}

    assert codes("measure") == set(get_args(records.Measure))
    assert codes("outcome") == set(get_args(records.Outcome))
    assert codes("stance") == set(get_args(records.Stance))
    assert codes("victim_status") == set(get_args(records.VictimStatus))
    assert codes("family") == set(event_types.EVENT_FAMILIES.values())
    claims = (MODELS / "marts" / "fct_casualty_claim.yml").read_text(encoding="utf-8")
    reasons = re.search(r"not_counted_because in \(([^)]*)\)", claims)
    incidents = (MODELS / "marts" / "fct_incident.yml").read_text(encoding="utf-8")
    bases = re.search(r"\(('stated'[^)]*)\)", incidents)
    living = re.search(r"[^_]status in \(([^)]*)\)", incidents)
    gone = re.search(r"status not in \(([^)]*)\)", MACROS.read_text(encoding="utf-8"))
    for kind, found in (
        ("not_counted", [reasons]),
        ("basis", [bases]),
        ("status", [living, gone]),
    ):
        listed = ",".join(part[1] for part in found if part)
        assert codes(kind) == set(re.findall(r"'(\w+)'", listed)), kind


def test_every_term_and_description_is_there_in_both_languages() -> None:
    for kind, rows in SOURCES.terms.items():
        for row in rows:
            for language in LANGUAGES:
                assert row[f"label_{language}"], (kind, row["code"], language)
            assert bool(row["description_en"]) == bool(row["description_ar"]), row["code"]
    for seed, rows in SOURCES.seeds.items():
        for row in rows:
            if "description_en" in row:
                assert row["description_ar"], (seed, row["code"])
                assert any("\u0600" <= letter <= "\u06ff" for letter in row["description_ar"])


def test_the_codebook_says_no_loaded_word_in_its_own_voice() -> None:
    words = read_loaded_words(SETTINGS.seeds_dir)
    for page, text in PAGES.items():
        for number, line in enumerate(text.splitlines(), start=1):
            said = [word.word for word in loaded_words_in(line, words)]
            assert said == [], f"{page.name}:{number} {line}"


def test_each_question_is_answered_by_a_paragraph() -> None:
    assert len(SOURCES.questions) >= 35
    for language in LANGUAGES:
        text = PAGES[DOCS / language / "questions.md"]
        for row in SOURCES.questions:
            number = SOURCES.paragraphs[row["paragraph"]].number
            assert f"| {row[f'question_{language}']} | [{number}](" in text


def test_the_version_and_what_it_was_written_from_stand_on_each_entrance() -> None:
    version = codebook_version(SETTINGS)
    assert re.fullmatch(r"\d+\.\d+", version)
    for page in (DOCS / "README.md", DOCS / "en" / "README.md", DOCS / "ar" / "README.md"):
        assert version in PAGES[page]
        assert SOURCES.digest in PAGES[page]


def test_measured_figures_are_those_of_the_scoreboard() -> None:
    field = SOURCES.unread.field
    for language in LANGUAGES:
        page = PAGES[DOCS / language / "weaknesses.md"]
        for share in (field["recall"], field["precision"], field["false_articles"]):
            assert f"{share * 100:.1f} %" in page


@pytest.fixture
def world(tmp_path: Path) -> Settings:
    """A copy of all that the codebook is written from, to be changed."""
    for name in ("codebook", "seeds", "evaluation/scoreboard.json", "evaluation/sealed_log.jsonl"):
        source, target = PROJECT_ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("lexicon", "gazetteer*"))
        else:
            shutil.copy(source, target)
    return Settings(_env_file=None, project_root=tmp_path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_changed_rule_changes_the_pages_and_the_digest(world: Settings) -> None:
    before = codebook_pages(world)
    assert {p.relative_to(world.project_root): t for p, t in before.items()} == {
        p.relative_to(PROJECT_ROOT): t for p, t in PAGES.items()
    }
    edit(world.seeds_dir / "weapons.csv", "Mortar rounds.", "Rounds of mortars.")
    after = codebook_pages(world)
    changed = {page.relative_to(world.project_root / "docs" / "codebook").as_posix()
               for page in after if after[page] != before[page]}  # fmt: skip
    assert changed == {"README.md", "en/README.md", "ar/README.md", "en/fields.md"}


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("questions.csv", ",release\n", ",relase\n", "relase"),
        ("examples.csv", "salvo_1,salvo,", "salvo_1,slavo,", "slavo"),
        ("templates/ar/scope.md.j2", "{{ heading('mines') }}", "", "mines"),
        ("templates/en/scope.md.j2", "{{ heading('mines') }}", "{{ heading('denied') }}", "denied"),
        (
            "templates/en/scope.md.j2",
            "{{ examples('mines') }}",
            "{{ exmples('mines') }}",
            "exmples",
        ),
        ("templates/ar/fields.md.j2", "{{ examples('weapon') }}", "{{ examples('ids') }}", "ids"),
    ],
)
def test_gaps_and_slips_are_errors(
    world: Settings, file: str, old: str, new: str, says: str
) -> None:
    edit(world.project_root / "codebook" / file, old, new)
    with pytest.raises(LexiconError, match=says) as failure:
        codebook_pages(world)
    assert failure.value.hint
