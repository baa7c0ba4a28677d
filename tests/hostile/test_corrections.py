"""Whatever lies in corrections/ is applied as it was meant, or refused whole with the row named.

Nothing of it is read as YAML, nothing is evaluated, and no number or file makes the night hang.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corrections_kit import correct
from tests.hostile.file_cases import YAML_BOMB
from tests.hostile.payloads import FORMULAS, HTML, SQL, TEMPLATES
from tests.warehouse.landing_kit import make_settings
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.editing.corrected_fields import COLUMNS, active
from warehouse.editing.corrections import check_alone, read_corrections

HEADER = ",".join(COLUMNS)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, corrections_dir=tmp_path / "corrections")


def row(number: int, **changes: str) -> dict[str, str]:
    return {
        "correction_id": f"c-{number}", "action": "set", "subject": "inc_1", "field": "killed_best",
        "value": "7", **changes,
    }  # fmt: skip


def refused(settings: Settings) -> str:
    with pytest.raises(CorrectionsInvalid) as raised:
        check_alone(settings, read_corrections(settings))
    assert "docs/corrections.md" in raised.value.hint or "first line" in raised.value.hint
    return str(raised.value)


VALUES = {
    "killed_best": ("-1", "7.0", "1e3", "٧", "９", "7 8", "0x7", "1_000", "NaN", "Infinity",
                    "9" * 20, "9" * 5000, "9" * 100_000, "1000001", "7; drop table x",
                    "{{ 7 }}", "=7"),
    "occurred_on": ("0000-01-01", "0001-01-01", "1899-12-31", "9999-12-31", "10000-01-01",
                    "2026-02-30", "20260203", "٢٠٢٦-٠٢-٠٣", "now", "infinity", "2026-02-04"),
    "event_type": ("", "nothing", "'; drop table x; --", "bombing\x00"),
    "outcome": ("Completed", "!!python/object:x", "completed\x1b[2J"),
    "no_such_field": ("1",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in VALUES.items() for value in values],
    ids=lambda text: text[:12].encode("ascii", "backslashreplace").decode(),
)  # fmt: skip
def test_a_value_that_cannot_be_is_named(settings: Settings, field: str, value: str) -> None:
    correct(settings, row(1, field=field, value=value))
    said = refused(settings)
    assert "c.csv, line 2 (c-1)" in said
    assert len(said) < 1_000 + len(value)


@pytest.mark.parametrize(
    "value", ["٣٦", "3_6", "36°", "nan", "inf", "-91", "1e1", "0x10", "9" * 400]
)
def test_degrees_are_those_that_the_database_reads(settings: Settings, value: str) -> None:
    correct(settings, row(1, action="set_place", subject="gn:99072", field="latitude", value=value))
    assert "is no latitude in degrees" in refused(settings)


@pytest.mark.parametrize("value", ["36", "-36.34", "+0.5", "90", "0"])
def test_degrees_that_are_some_are_taken(settings: Settings, value: str) -> None:
    correct(settings, row(1, action="set_place", subject="gn:99072", field="latitude", value=value))
    check_alone(settings, read_corrections(settings))


def test_leading_noughts_are_no_larger_number(settings: Settings) -> None:
    correct(settings, row(1, value="0" * 5000 + "7"), row(2, field="killed_low", value="8"))
    assert "low, best and high are out of order" in refused(settings)


@pytest.mark.parametrize("payload", [*SQL, *HTML, *TEMPLATES, *FORMULAS])
def test_words_are_kept_as_they_are(settings: Settings, payload: str) -> None:
    if payload.strip() != payload or "\r" in payload:
        payload = payload.strip()
    correct(settings, row(1, reason=payload))
    [correction] = read_corrections(settings)
    assert correction.reason == payload
    check_alone(settings, [correction])


FILES: dict[str, bytes] = {
    "yaml": YAML_BOMB,
    "python-object": b"!!python/object/apply:os.system ['touch /tmp/sijill-hostile']\n",
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "utf-16": HEADER.encode("utf-16"),
    "cp1256": HEADER.encode() + b"\n" + "ج".encode("cp1256") * 20,
    "open-quote": f'{HEADER}\n"x'.encode(),
    "long-cell": f"{HEADER}\n{'x' * 200_000}".encode(),
    "too-few": f"{HEADER}\nc-1,set".encode(),
    "too-many": f"{HEADER}\n{',' * 40}".encode(),
    "other-header": HEADER.replace("value", "Value").encode(),
    "twice": f"{HEADER},value\n".encode(),
    "zip": b"PK\x03\x04",
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_table_is_named(settings: Settings, data: bytes) -> None:
    settings.corrections_dir.mkdir()
    (settings.corrections_dir / "bad.csv").write_bytes(data)
    assert "bad.csv" in refused(settings)


def test_files_of_other_kinds_are_not_read(settings: Settings) -> None:
    correct(settings, row(1))
    (settings.corrections_dir / "bomb.yaml").write_bytes(YAML_BOMB)
    (settings.corrections_dir / "x.py").write_text("raise SystemExit", encoding="utf-8")
    assert [correction.correction_id for correction in read_corrections(settings)] == ["c-1"]


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero"),
     lambda path: path.symlink_to("nowhere"), lambda path: path.symlink_to(path.name)],
    ids=["pipe", "folder", "endless", "dangling", "loop"],
)  # fmt: skip
def test_what_is_no_file_is_refused_and_not_waited_for(
    settings: Settings, make: Callable[[Path], None]
) -> None:
    settings.corrections_dir.mkdir()
    make(settings.corrections_dir / "bad.csv")
    started = time.monotonic()
    assert "bad.csv" in refused(settings)
    assert time.monotonic() - started < 5


def test_chains_and_circles_of_undoing_end(settings: Settings) -> None:
    def undo(number: int, other: int) -> dict[str, str]:
        return {"correction_id": f"u-{number}", "action": "undo", "other": f"u-{other}"}

    first = {"correction_id": "u-0", "action": "undo", "other": "c-1"}
    chain = [undo(n, n - 1) for n in range(1, 4000)]
    correct(settings, row(1), first, *chain)
    rows = read_corrections(settings)
    started = time.monotonic()
    # the last undoes the one before it, and so on: of an even number of undoings nothing is left
    assert [correction.correction_id for correction in active(rows)] == ["c-1"]
    assert active(rows[:-1]) == ()
    assert time.monotonic() - started < 5
    check_alone(settings, rows)
    correct(settings, row(1), undo(1, 3), undo(2, 1), undo(3, 2), undo(4, 4))
    assert [correction.correction_id for correction in active(read_corrections(settings))] == [
        "c-1"
    ]
