"""The small sets of words: each is asked for where it says, and a slip in the file is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.errors import LexiconError
from extractors.patterns import word_sets
from extractors.seedfiles import SEEDS_DIR, read_seed

EXTRACTORS = Path(word_sets.__file__).parents[1]
_ASKED = re.compile(r'(?:word_set|word_list|phrase_set)\(\s*"([^"]+)"')


def test_each_set_is_asked_for() -> None:
    asked = {
        name
        for path in EXTRACTORS.rglob("*.py")
        for name in _ASKED.findall(path.read_text(encoding="utf-8"))
    }
    rows = read_seed(word_sets.FILE, ("name", "words", "note"))
    assert asked == {row["name"] for row in rows}
    assert all(row["note"] for row in rows), "what a set is for"


def test_words_are_folded_and_keep_their_order() -> None:
    assert word_sets.word_list("sentences.pronouns")[0] == "هما"
    assert "اذ" in word_sets.word_set("actors.openers")
    assert ("علي", "يد") in word_sets.phrase_set("counts.by")


def test_a_set_that_is_missing_is_named() -> None:
    with pytest.raises(LexiconError, match=r"no set names\.nowhere"):
        word_sets.word_set("names.nowhere")


@pytest.mark.parametrize("row", ["a.b,واحد||اثنان,x", "sentences.pronouns,هم,x"])
def test_a_slip_is_told(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / word_sets.FILE
    file.parent.mkdir()
    text = (SEEDS_DIR / word_sets.FILE).read_text(encoding="utf-8")
    file.write_text(f"{text}{row}\n", encoding="utf-8")
    monkeypatch.setattr("extractors.seedfiles.SEEDS_DIR", tmp_path)
    with pytest.raises(LexiconError, match=row.split(",")[0]):
        word_sets._sets.__wrapped__()
