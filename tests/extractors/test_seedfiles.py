"""Seed files: what is read, and what a broken one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import LexiconError
from extractors.seedfiles import read_seed


def test_values_are_stripped(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("word,kind\n بغداد , x\n", encoding="utf-8")
    assert read_seed("a.csv", ["word"], root=tmp_path) == [{"word": "بغداد", "kind": "x"}]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "missing"),
        (b"name\nx\n", "no column word"),
        (b"word,kind\nx\n", "line 2"),
        (b"word\n\xff\n", "cannot be read"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(LexiconError, match=says) as error:
        read_seed("a.csv", ["word"], root=tmp_path)
    assert "a.csv" in error.value.message
    assert error.value.hint
