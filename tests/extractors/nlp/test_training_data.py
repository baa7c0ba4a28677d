"""The labelled sentences are well formed, distinct, and what training/README.md promises."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extractors.nlp.labelled import (
    INCIDENT_LABELS,
    LABELS,
    LabelError,
    LabelledSentence,
    read_labelled,
    tag_sentence,
)
from extractors.text.fold import fold

TRAINING = Path(__file__).resolve().parents[3] / "training"
#: those that articles are mostly about; a few sentences are set elsewhere
COUNTRIES = {"IQ", "SY", "YE", "EG", "LY", "LB", "PS", "SD", "SA", "SO", "TR"}


@pytest.fixture(scope="module")
def sentences() -> list[LabelledSentence]:
    return [s for path in sorted(TRAINING.glob("*.txt")) for s in read_labelled(path)]


def test_every_sentence_can_be_tagged(sentences: list[LabelledSentence]) -> None:
    for sentence in sentences:
        tagged = tag_sentence(sentence)
        tags = [tag for piece in tagged for tag in piece.tags]
        assert sum(tag[0] in "BS" for tag in tags) == len(sentence.names)
        assert all(word for piece in tagged for word in piece.words)


def test_sentences_are_distinct_and_not_one_template(sentences: list[LabelledSentence]) -> None:
    """No two share their words once the names are taken out."""
    frames: Counter[str] = Counter()
    for sentence in sentences:
        text = list(sentence.text)
        for name in sentence.names:
            text[name.start : name.end] = "_" * (name.end - name.start)
        words = [w for w in fold("".join(text)).replace("_", " ").split() if w.isalpha()]
        frames[" ".join(words)] += 1
    repeated = [frame for frame, times in frames.items() if times > 1 and len(frame.split()) > 3]
    assert repeated == []


def test_there_are_enough_of_each_kind(sentences: list[LabelledSentence]) -> None:
    near_misses = [s for s in sentences if s.file.startswith("near_misses")]
    assert len(sentences) >= 300
    assert 0.35 <= len(near_misses) / len(sentences) <= 0.5
    by_country = Counter(s.country for s in sentences)
    assert set(by_country) >= COUNTRIES
    assert min(by_country[country] for country in COUNTRIES) >= 20
    by_label = Counter(name.label for s in sentences for name in s.names)
    assert set(by_label) == set(LABELS)
    assert min(by_label.values()) >= 80


def test_near_misses_hold_no_incident(sentences: list[LabelledSentence]) -> None:
    for sentence in sentences:
        is_incident_file = sentence.file.startswith("incidents")
        assert sentence.is_incident == is_incident_file, f"{sentence.file}:{sentence.line}"


def test_dev_split_is_a_fixed_share(sentences: list[LabelledSentence]) -> None:
    dev = [s for s in sentences if s.is_dev]
    assert 0.10 <= len(dev) / len(sentences) <= 0.20
    assert {s.is_incident for s in dev} == {True, False}
    moved = [
        LabelledSentence(f" {s.text} ", (), s.country, "elsewhere.txt", 1).is_dev for s in sentences
    ]
    assert moved == [s.is_dev for s in sentences]


def _read(tmp_path: Path, text: str) -> list[LabelledSentence]:
    file = tmp_path / "x.txt"
    file.write_text(text, encoding="utf-8")
    return read_labelled(file)


def test_brackets_become_bioes_tags_over_whole_words(tmp_path: Path) -> None:
    (sentence,) = _read(
        tmp_path, "# note\n## IQ\nقُتل [COUNT 11 شخصا] في سوق بـ[PLACE مدينة الصدر]، [DATE أمس].\n"
    )
    assert sentence.country == "IQ"
    assert sentence.text == "قُتل 11 شخصا في سوق بـمدينة الصدر، أمس."
    (tagged,) = tag_sentence(sentence)
    assert list(zip(tagged.words, tagged.tags, strict=True)) == [
        ("قتل", "O"),
        ("11", "B-COUNT"),
        ("شخصا", "E-COUNT"),
        ("في", "O"),
        ("سوق", "O"),
        ("بمدينه", "B-PLACE"),
        ("الصدر", "E-PLACE"),
        ("،", "O"),
        ("امس", "S-DATE"),
        (".", "O"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("قتل [TOWN بغداد]", "unknown label TOWN"),
        ("قتل في [PLACE بغداد", "not closed"),
        ("قتل في [بغداد]", "no label"),
        ("قتل في [PLACE بغداد ]", "spaces inside"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(LabelError, match=message) as raised:
        _read(tmp_path, f"# one\n{line}\n")
    assert "x.txt:2" in raised.value.message


@pytest.mark.parametrize("line", ["[PLACE بغ][ORG داد] اليوم", "قتل [PLACE ...] اليوم"])
def test_names_must_hold_words_of_their_own(tmp_path: Path, line: str) -> None:
    (sentence,) = _read(tmp_path, line)
    with pytest.raises(LabelError, match=r"x.txt:1"):
        tag_sentence(sentence)


def test_incident_labels_are_labels() -> None:
    assert set(LABELS) >= INCIDENT_LABELS
