"""P-codes of a file that the user has: how its columns are spelt, what fits, what is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.landing_kit import make_settings
from warehouse.core.errors import PcodesRefused
from warehouse.core.settings import Settings
from warehouse.steps.pcodes import join_pcodes, read_pcodes

#: invented codes, in the layouts that such tables come in
SPELLINGS = (
    "ADM1_AR,ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE",
    "adm1_name1,adm1_name,adm1_pcode,adm0_name,adm0_pcode",
    "admin1Name_ar,admin1Name_en,admin1Pcode,admin0Name_en,admin0Pcode",
    "ADM1_AR;ADM1_EN;ADM1_PCODE;ADM0_EN;ADM0_PCODE",
)
ROWS = (
    "محافظة نينوى,Ninewa,IQX7,Iraq,IQ",
    ",Al-Anbar Governorate,IQX1,Iraq,IQ",
    "جزر لا وجود لها,Nowhere,IQX99,Iraq,IQ",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, own_dir=tmp_path / "own")


def table(tmp_path: Path, header: str, *lines: str) -> Path:
    path = tmp_path / "cod.csv"
    delimiter = ";" if ";" in header else ","
    text = "\n".join([header, *(line.replace(",", delimiter) for line in lines)])
    path.write_text(text + "\n", encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("header", SPELLINGS)
def test_governorates_fit_by_either_name_however_the_columns_are_spelt(
    header: str, settings: Settings, tmp_path: Path
) -> None:
    result = join_pcodes(settings, table(tmp_path, header, *ROWS))
    assert read_pcodes(settings) == {
        ("country", "IQ"): "IQ",
        ("governorate", "IQ-NI"): "IQX7",
        ("governorate", "IQ-AN"): "IQX1",
    }
    assert (result.fitted["governorate"], result.rows["governorate"]) == (2, 3)
    assert [line for line in result.left if line.startswith("IQX99")] == list(result.left)


def test_districts_and_places_are_looked_for_in_their_governorate_alone(
    settings: Settings, tmp_path: Path
) -> None:
    header = "ADM1_EN,ADM1_PCODE,ADM2_AR,ADM2_PCODE,ADM3_AR,ADM3_PCODE"
    join_pcodes(
        settings,
        table(
            tmp_path,
            header,
            "Nineveh,IQX7,قضاء سنجار,IQX7S,سنوني,IQX7S1",
            "Nowhere,IQX9,قضاء سنجار,IQX9S,سنوني,IQX9S1",
        ),
    )
    found = read_pcodes(settings)
    assert found["district", "IQ-NI:سنجار"] == "IQX7S"
    assert found["place", "sj:iq-ni-snwny"] == "IQX7S1"
    assert len(found) == 3


def test_what_other_files_gave_stays(settings: Settings, tmp_path: Path) -> None:
    header = "ADM1_EN,ADM1_PCODE"
    join_pcodes(settings, table(tmp_path, header, "Basra,IQX2"))
    join_pcodes(settings, table(tmp_path, header, "Aleppo,SYX1", "Homs,SYX2"))
    join_pcodes(settings, table(tmp_path, header, "Aleppo,SYX7"))
    assert read_pcodes(settings) == {
        ("governorate", "IQ-BA"): "IQX2",
        ("governorate", "SY-HL"): "SYX7",
        ("governorate", "SY-HI"): "SYX2",
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name,code\nx,1\n", "no columns such as ADM1_PCODE"),
        (b"ADM1_EN,ADM1_PCODE\n", "no columns such as ADM1_PCODE"),
        (b"ADM1_EN,ADM1_PCODE\nAtlantis,QX1\n", "none of its 1 units"),
        (b"ADM1_EN,ADM1_PCODE\n\xff,1\n", "cannot be read"),
        (None, "there is no file"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_and_changes_nothing(
    content: bytes | None, says: str, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "cod.csv"
    join_pcodes(settings, table(tmp_path, "ADM1_EN,ADM1_PCODE", "Basra,IQX2"))
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PcodesRefused, match=says) as failure:
        join_pcodes(settings, path)
    assert failure.value.exit_code == 2
    assert read_pcodes(settings) == {("governorate", "IQ-BA"): "IQX2"}


def test_a_mapping_that_was_edited_wrongly_is_named(settings: Settings) -> None:
    settings.own_dir.mkdir()
    settings.pcodes_file.write_text("location_level,location_code,pcode\ntown,x,1\n", "utf-8")
    with pytest.raises(PcodesRefused, match="line 2"):
        read_pcodes(settings)
