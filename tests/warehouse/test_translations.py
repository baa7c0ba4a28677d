"""The desk speaks two languages: no word is missing, none is left over, errors are told again."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from tests.command_kit import run
from warehouse.core import code_labels
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import PROJECT_ROOT, get_settings
from warehouse.core.translations import (
    FILE,
    heads,
    message,
    speaking,
    translate,
    translated_cell,
    translated_value,
)
from warehouse.desk.find import COLUMNS as FOUND
from warehouse.editing.corrected_fields import COLUMNS
from warehouse.night.rebuild import COLUMNS as REBUILT
from warehouse.publication.vintages import Vintage
from wording.words import read_words

WORDS = read_words(FILE)
SOURCES = sorted((PROJECT_ROOT / "warehouse").rglob("*.py"))
_ARABIC = re.compile("[\u0621-\u064a]")


def values_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_each_word_stands_in_both_languages_with_the_same_values(key: str) -> None:
    arabic, english = WORDS[key]
    assert arabic.strip()
    assert english.strip()
    assert values_of(arabic) == values_of(english)
    # what has letters of its own has Arabic ones
    own = re.sub(r"\{[^}]*\}", "", english)
    assert _ARABIC.search(arabic) or not re.search("[A-Za-z]{2}", own)


def test_no_key_stands_twice() -> None:
    with FILE.open(encoding="utf-8", newline="") as stream:
        keys = [row["key"] for row in csv.DictReader(stream)]
    assert len(keys) == len(set(keys))


def asked_for() -> tuple[set[str], set[str]]:
    """Keys that the code names, and the beginnings of those that it puts together."""
    keys, beginnings = set(), set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [
                    arg.value
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
                if node.func.id == "error_words":
                    keys |= {f"error.{texts[0]}.said", f"error.{texts[0]}.do"}
                elif node.func.id in ("message", "translate"):
                    keys |= {text for text in texts if "." in text}
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    return keys, beginnings


def test_no_word_is_missing_and_none_is_left_over() -> None:
    keys, beginnings = asked_for()
    assert keys <= WORDS.keys()
    named = {"none", *keys}
    text = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
    for key in WORDS.keys() - named:
        family = key.partition(".")[0] + "."
        assert family in beginnings or f'"{key}"' in text, f"nobody says {key}"


def columns_of(table: str) -> list[str]:
    """The columns of a mart, by the dictionary that is held against dbt."""
    page = (PROJECT_ROOT / "docs" / "data-dictionary" / f"{table}.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)


def test_every_column_that_an_editor_sees_has_a_head() -> None:
    for table in ("mart_incidents", "fct_incident_version"):
        columns = columns_of(table)
        assert len(columns) > 50
        seen = [name for name in columns if f"{name.removesuffix('_en')}_ar" not in columns]
        labels = [name for name in columns if name.endswith("_ar")]
        assert all(_ARABIC.search(head) for head in heads("ar", [*seen, *labels]))
    heads("ar", [*COLUMNS, "in_force", *FOUND])
    heads("ar", [*REBUILT, *(field.name for field in fields(Vintage))])
    in_report = columns_of("fct_vintage_difference")
    counted = [name for name in in_report if name.startswith(("incidents_", "killed_"))]
    assert counted
    heads("ar", ["difference", "occurred_month", *counted])


def test_heads_of_columns_are_the_columns_in_english() -> None:
    columns = [*COLUMNS, *FOUND, *REBUILT, *(field.name for field in fields(Vintage))]
    assert heads("en", columns) == columns


def test_codes_are_told_as_the_codebook_labels_them() -> None:
    with (PROJECT_ROOT / "codebook" / "terms.csv").open(encoding="utf-8", newline="") as stream:
        labels = {
            row["code"]: row["label_ar"]
            for row in csv.DictReader(stream)
            if row["kind"] == "status" and row["code"] not in ("retracted", "merged")
        }
    assert {code: translated_value("ar", code) for code in labels} == labels
    assert translated_value("en", "corroborated") == "corroborated"
    assert translated_value("ar", "toll_update, new_source") == "تغيّرت الحصيلة، مصدر جديد"
    # what is no code of ours stays as it came
    assert translated_value("ar", "محافظة نينوى") == "محافظة نينوى"
    assert translated_value("ar", 7) == 7


@pytest.mark.parametrize("column", [*code_labels.SEEDS, *code_labels.TERMS])
def test_every_code_of_a_column_has_an_arabic_label(column: str) -> None:
    labels = code_labels.labels_of(column)
    assert labels
    assert all(_ARABIC.search(label) for label in labels.values())


def test_cells_are_told_by_the_labels_of_their_column() -> None:
    assert translated_cell("ar", "event_type", "clash") == "اشتباك"
    assert translated_cell("ar", "admin1_code", "IQ-NI") == "نينوى"
    assert translated_cell("ar", "geo_precision", 4) == "محافظة"
    assert (
        translated_cell("ar", "reasons", "toll_update,details") == "تغيّرت الحصيلة، تغيّرت التفاصيل"
    )
    assert translated_cell("ar", "differs in", "killed_best, weapon") == "القتلى (المعيّن)، السلاح"
    assert translated_cell("ar", "is_disputed", False) == "لا"
    assert translated_cell("ar", "event_type", "no_such_type") == "no_such_type"
    assert translated_cell("ar", "killed_best", None) is None
    assert translated_cell("en", "event_type", "clash") == "clash"
    # a column of codes that are told by their labels is called after these
    assert heads("ar", ["event_type", "admin1_code", "month"]) == ["النوع", "المحافظة", "الشهر"]


def test_an_error_is_told_again_with_all_that_it_holds() -> None:
    where = message("fault.where", where=message("fault.line", file="a.csv", line=3), id="c-1")
    fault = message("fault.retracted", row=where, subject="inc_1", by="c-2")
    failure = CorrectionsInvalid(message("error.corrections.said", faults=[fault]), "as it was")
    assert "a.csv, line 3 (c-1): inc_1 is retracted by c-2" in str(failure)
    with pytest.raises(CorrectionsInvalid) as told, speaking("ar"):
        raise failure
    assert "a.csv، السطر 3 (c-1)" in str(told.value)
    assert "مسحوبة بالتصحيح c-2" in str(told.value)
    assert told.value.hint == "as it was"


def test_words_of_a_file_with_braces_stay_text() -> None:
    assert translate("en", "fault.line", file="{0}{x}", line=1) == "{0}{x}, line 1"


@pytest.fixture
def empty_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("landing", "var", "published", "corrections"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}_DIR", str(tmp_path / name))
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()


FAULTY = "action,subject,field,value,other,made_by,made_on,second_by,reason"


@pytest.mark.parametrize("by_setting", [True, False])
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["show", "inc_1"], 5, "لا شيء منشور في"),
        (["history", "inc_1"], 5, "لا شيء منشور في"),
        (["find", "الموصل"], 5, "لا شيء منشور في"),
        (["find", "الموصل", "--kind", "river"], 2, "لا صنف بهذا الاسم"),
        (["review"], 2, "الأعمدة ليست أعمدة التصحيح"),
        (["review", "--confirm", "inc_1"], 2, "لا بد للجواب من اسم وسبب"),
        (["corrections", "list"], 2, "الأعمدة ليست أعمدة التصحيح"),
        (["corrections", "check"], 2, "الأعمدة ليست أعمدة التصحيح"),
        (["corrections", "preview", "nowhere.csv"], 2, "لا ملف باسم"),
        (["changes", "--since", "1"], 5, "لا شيء منشور في"),
        (["changes", "--since", "yesterday"], 2, "ليست هذه نشرة"),
        (["as-of", "2026-11-21"], 2, "ليست هذه نشرة"),
        (["vintages"], 5, "لا شيء منشور في"),
        (["rebuild", "--preview", "--from-landing"], 2, "لا يجتمع"),
        (["rebuild", "--from-landing"], 5, "لا دفعة في"),
    ],
)
def test_an_editor_is_told_in_arabic_what_is_wrong(  # noqa: PLR0917 - a case and its world
    arguments: list[str],
    code: int,
    says: str,
    by_setting: bool,
    empty_world: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (empty_world / "corrections").mkdir()
    (empty_world / "corrections" / "faulty.csv").write_text(FAULTY + "\n", encoding="utf-8")
    if by_setting:
        monkeypatch.setenv("SIJILL_LANGUAGE", "ar")
    else:
        arguments = [*arguments, "--language", "ar"]
    assert run(monkeypatch, *arguments) == code
    assert says in " ".join(capfd.readouterr().err.split())


def test_status_speaks_arabic_before_anything_was_published(
    empty_world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIJILL_LANGUAGE", "ar")
    assert run(monkeypatch, "status") == 0
    told = capsys.readouterr().out
    assert "لم يُنشر شيء بعد" in told
    assert "sijill samples" in told
    # no table of no nights
    assert "┃" not in told


def test_a_preview_before_any_night_says_what_to_do(
    empty_world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "corrections", "check") == 0
    assert run(monkeypatch, "corrections", "preview") == 5
    assert "run a night first" in capfd.readouterr().err


def test_a_language_that_the_desk_does_not_speak_is_refused(
    empty_world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "status", "--language", "fr") == 2
    assert "the desk speaks no 'fr'" in capfd.readouterr().err
