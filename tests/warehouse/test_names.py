"""Names are found however they are written, and SQL folds as Python does."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import LexiconError
from warehouse.core.folded_names import NameFolding, read_name_folding

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
FOLDING = read_name_folding()
#: Latin with accents, Arabic with its marks and neighbours, digits, quotes, dashes, marks
LETTERS = [
    chr(code)
    for first, last in ((0x20, 0x17F), (0x2B0, 0x2C6), (0x600, 0x6FF), (0x1E00, 0x1EFF),
                        (0x2010, 0x203A), (0xFB50, 0xFDCF), (0xFE70, 0xFEFC))
    for code in range(first, last + 1)
    if unicodedata.category(chr(code)) not in ("Cn", "Cc")
]  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(FOLDING.macros("marts"))
        yield connection


def differing(con: duckdb.DuckDBPyConnection, names: list[str]) -> list[tuple[str, str, str]]:
    """The names that SQL folds otherwise than Python."""
    found = con.execute(
        "select name, marts.fold_name(name), marts.sound_name(name)"
        " from (select unnest($1::varchar[]) as name)",
        [names],
    ).fetchall()
    assert len(found) == len(names)
    return [row for row in found if row[1:] != (FOLDING.spelling(row[0]), FOLDING.sound(row[0]))]


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(st.text(alphabet=st.sampled_from(LETTERS), max_size=24), min_size=1, max_size=60)
)
def test_python_and_sql_fold_alike(con: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    assert differing(con, names) == []


def test_they_fold_each_letter_alone_and_within_a_word_alike(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert differing(con, [w for x in LETTERS for w in (x, f"ab{x}ba", f"ال{x}بب {x}{x}")]) == []


def test_they_fold_all_names_of_the_register_alike(con: duckdb.DuckDBPyConnection) -> None:
    names = set()
    for file in ("places/gazetteer.csv", "places/supplement.csv", "actors.csv",
                 "actor_aliases.csv", "places/admin1.csv", "places/countries.csv"):  # fmt: skip
        with (SEEDS / file).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                names |= {row[c] for c in ("name_ar", "name_en", "alias") if row.get(c)}
                names |= {name for name in (row.get("aliases") or "").split(";") if name}
    assert len(names) > 15_000
    assert differing(con, sorted(names)) == []
    assert [name for name in names if not FOLDING.spelling(name)] == [], "nobody can find these"


@pytest.mark.parametrize(
    "names",
    [
        ("الموصل", "موصل", "المُوصِل", "المـوصل", "ٱلموصل"),
        ("الأنبار", "الانبار", "أنبار", "إنبار"),
        ("الحديدة", "الحديده", "حديدة"),
        ("المثنى", "المثني", "مثنی"),
        ("كركوك", "كرکوک"),
        ("كربلاء", "كربلا"),
        ("تل عفر", "تلعفر", "تل-عفر"),
        ("پێشمەرگە", "بيشمهرگه"),
        ("Raqqa", "ar-Raqqah", "Ar Raqqah", "AL RAQA", "Raqqah"),
        ("Deir ez-Zor", "deir ez zor", "Deir al-Zor", "Deir el-Zor"),
        ("Tall ‘Afar", "Tall Afar", "Talafar", "Tal'Afar"),
        ("Al Ḩudaydah", "Hudayda", "al-Hudaydah"),
        ("Khan Younis", "Khan Yunis", "Khan Yoonis"),
        ("Ma'rib", "Marib", "Maʾrib"),
        ("İstanbul", "Istanbul"),
        ("٧ نيسان", "7 نيسان", "۷ نیسان"),
    ],
)
def test_one_spelling(names: tuple[str, ...]) -> None:
    assert len({FOLDING.spelling(name) for name in names}) == 1, [
        FOLDING.spelling(name) for name in names
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("الموصل", "موصل", "Mosul", "Al-Mawsil", "Mossoul", "el-Mosul"),
        ("الحديدة", "Hodeidah", "Al Hudaydah", "Hudayda"),
        ("دير الزور", "Deir ez-Zor", "Dayr az-Zawr", "Deir Ezzor"),
        ("الفلوجة", "Fallujah", "Falluja", "al-Faluja"),
        ("حزب الله", "Hezbollah", "Hizbullah", "Hizb Allah"),
        ("القاعدة", "al-Qaeda", "al-Qaida", "Al Kaida"),
        ("داعش", "Daesh", "Da'esh", "DAISH"),
        ("الشيخ زويد", "Sheikh Zuweid", "Ash Shaykh Zuwayd"),
        ("بعقوبة", "Baqubah", "Ba'quba"),
        ("تعز", "Taiz", "Ta‘izz"),
        ("الجوف", "Al Jawf", "al-Gof"),
    ],
)
def test_one_sound(names: tuple[str, ...]) -> None:
    assert len({FOLDING.sound(name) for name in names}) == 1, [
        (name, FOLDING.sound(name)) for name in names
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("البصرة", "بابل"), ("حمص", "حماة"), ("Homs", "Hama"), ("عدن", "تعز"), ("al", "el")],
)
def test_names_that_stay_apart(one: str, other: str) -> None:
    assert FOLDING.spelling(one) != FOLDING.spelling(other)


@settings(max_examples=500, deadline=None)
@given(name=st.text(alphabet=st.sampled_from(LETTERS), max_size=24))
def test_case_and_outer_blanks_change_nothing(name: str) -> None:
    assert FOLDING.spelling(f"  {name.upper().lower()} ") == FOLDING.spelling(name.upper().lower())


@pytest.mark.parametrize(
    "row",
    ["spelling,letters,ab,cd,why", "spelling,sub,a,b,why", "speling,regex,a,b,why",
     "spelling,regex,(a,b,why", "spelling,regex,,b,why",
     "spelling,letters,a,b,why\nspelling,letters,b,c,why"],
)  # fmt: skip
def test_a_faulty_rule_is_refused(row: str, tmp_path: Path) -> None:
    (tmp_path / "name_folding.csv").write_text(
        f"level,kind,pattern,replacement,why\n{row}\n", encoding="utf-8"
    )
    with pytest.raises(LexiconError) as failure:
        read_name_folding(tmp_path)
    assert failure.value.hint


def test_the_rules_are_read_once() -> None:
    assert isinstance(FOLDING, NameFolding)
    assert read_name_folding() is FOLDING
