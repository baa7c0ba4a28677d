"""The committed model reads names; the ways to a recogniser and the errors on them."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from extractors.document import Entity, Recogniser, Sentence
from extractors.errors import ModelsMissing, SijillError
from extractors.nlp import load_recogniser
from extractors.nlp.download import DownloadFailed, download_official
from extractors.nlp.labelled import LABELS
from extractors.nlp.official import OFFICIAL_MODEL_DIR, OfficialRecogniser, tagger_file
from extractors.nlp.own import (
    CARD,
    OWN_MODEL_DIR,
    PERSONS,
    RESOURCES,
    TAGGER,
    VECTORS,
    OwnRecogniser,
)
from extractors.nlp.tagging import names_of
from extractors.nlp.words import MAX_WORDS, model_words, pieces
from extractors.records import Article
from extractors.text.segment import segment

ROOT = Path(__file__).resolve().parents[3]

#: text, and names that a reader finds at once: (label, the original words)
SENTENCES = [
    (
        "أعلنت وزارة الداخلية العراقية مقتل 12 شخصا في انفجار سيارة مفخخة بمدينة كركوك.",
        {("PLACE", "بمدينة كركوك"), ("WEAPON", "سيارة مفخخة")},
    ),
    (
        "قال المرصد السوري لحقوق الإنسان إن طائرات حربية قصفت سوقا في مدينة الرقة صباح الأحد.",
        {("SOURCE", "المرصد السوري لحقوق الإنسان"), ("PLACE", "مدينة الرقة")},
    ),
    (
        "أطلقت جماعة الحوثي صاروخا باليستيا باتجاه مدينة نجران مساء أمس.",
        {("ORG", "جماعة الحوثي"), ("WEAPON", "صاروخا باليستيا")},
    ),
    (
        "استشهد مجندان في انفجار عبوة ناسفة استهدفت مدرعة جنوب مدينة رفح.",
        {("WEAPON", "عبوة ناسفة"), ("PLACE", "مدينة رفح")},
    ),
    (
        "تبنى تنظيم الدولة الإسلامية الهجوم الانتحاري الذي وقع في بنغازي.",
        {("ORG", "تنظيم الدولة الإسلامية"), ("PLACE", "بنغازي")},
    ),
    (
        "فجر انتحاري حزاما ناسفا عند حاجز للجيش في بعلبك يوم السبت.",
        {("WEAPON", "حزاما ناسفا"), ("PLACE", "بعلبك")},
    ),
    (
        "أفاد مصدر أمني بأن مسلحين مجهولين خطفوا طبيبا في محافظة ديالى.",
        {("SOURCE", "مصدر أمني"), ("PLACE", "محافظة ديالى")},
    ),
    (
        "قتل 9 أشخاص في هجوم شنته حركة الشباب على فندق في مقديشو.",
        {("ORG", "حركة الشباب"), ("PLACE", "مقديشو"), ("COUNT", "9 أشخاص")},
    ),
    (
        "بحث وزير الخارجية مع المبعوث الأممي في الخرطوم سبل وقف إطلاق النار.",
        {("PLACE", "الخرطوم")},
    ),
    (
        "نفت وزارة الصحة تسجيل أي إصابة جديدة بالكوليرا في عدن أمس الثلاثاء.",
        {("PLACE", "عدن"), ("DATE", "أمس الثلاثاء")},
    ),
]


def _sentences(text: str, title: str = "") -> tuple[Sentence, ...]:
    article = Article(
        id="a",
        url="",
        source="",
        title=title,
        text=text,
        published_at=dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
        published_on=dt.date(2024, 5, 1),
    )
    return segment(article)[1]


@lru_cache(maxsize=1)
def _own() -> Recogniser:
    pytest.importorskip("stanza")
    recogniser = load_recogniser("own")
    assert recogniser is not None
    return recogniser


@pytest.fixture
def own() -> Recogniser:
    return _own()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def _words(sentence: Sentence, entity: Entity) -> str:
    return sentence.span(entity.start, entity.end).words


def test_a_clone_holds_the_whole_model(tmp_path: Path, no_network: None) -> None:
    """The model loads from the committed files alone, with no network."""
    pytest.importorskip("stanza")
    listed = subprocess.run(
        ["git", "ls-files", "models/own"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = listed.stdout.split()
    assert {Path(f).name for f in files} == {CARD, PERSONS, RESOURCES, TAGGER, VECTORS}
    assert sum((ROOT / f).stat().st_size for f in files) < 20_000_000
    for file in files:
        shutil.copy(ROOT / file, tmp_path)
    recogniser = OwnRecogniser(tmp_path)
    assert recogniser.name == _own().name
    (found,) = recogniser.recognise(_sentences("قتل ثلاثة جنود في مدينة الموصل."))
    assert any(entity.label == "PLACE" for entity in found)
    (sentence,) = _sentences("وقال الصياد جابر الهسي إن الزوارق أطلقت النار.")
    (persons,) = recogniser.persons([sentence])
    assert {(e.label, _words(sentence, e)) for e in persons} == {("PERSON", "جابر الهسي")}


def test_obvious_names_are_found(own: Recogniser, no_network: None) -> None:
    wanted = found_of_them = 0
    for text, names in SENTENCES:
        (sentence,) = _sentences(text)
        (entities,) = own.recognise([sentence])
        found = {(e.label, _words(sentence, e)) for e in entities}
        wanted += len(names)
        found_of_them += len(names & found)
    assert found_of_them >= 0.75 * wanted


def test_entities_stand_on_tokens_in_order(own: Recogniser) -> None:
    sentences = _sentences("\n".join(text for text, _ in SENTENCES), title="انفجار في بَغْــداد")
    assert len(sentences) == len(SENTENCES) + 1
    found = own.recognise(sentences)
    assert sum(map(len, found)) > len(SENTENCES)
    for sentence, entities in zip(sentences, found, strict=True):
        starts = {token.start for token in sentence.tokens}
        ends = {token.end for token in sentence.tokens}
        for entity in entities:
            assert entity.sentence == sentence.index
            assert entity.start in starts
            assert entity.end in ends
            assert entity.label in LABELS
        assert all(a.end <= b.start for a, b in pairwise(entities))


def test_the_same_sentences_give_the_same_entities(own: Recogniser) -> None:
    sentences = _sentences("\n".join(text for text, _ in SENTENCES))
    together = own.recognise(sentences)
    assert own.recognise(sentences) == together
    assert [own.recognise([s])[0] for s in sentences] == together


def test_nothing_to_read(own: Recogniser) -> None:
    (sentence,) = _sentences("قتل جندي في تعز.")
    empty = Sentence(7, sentence.passage, 0, 0, 0, ())
    assert own.recognise([]) == []
    assert own.recognise([empty]) == [()]
    assert own.recognise([empty, sentence, empty])[1] == own.recognise([sentence])[0]


def test_long_sentences_are_cut_and_keep_all_words(own: Recogniser) -> None:
    text = "، ".join(["قتل", "جندي", "في", "مدينة", "الموصل"] * 50)
    (sentence,) = _sentences(text)
    assert len(sentence.tokens) == 250
    words = model_words(sentence)
    cut = list(pieces(words))
    assert len(cut) == 2
    assert [word for piece in cut for word in piece] == words
    assert max(map(len, cut)) <= MAX_WORDS
    assert all(piece[-1].text == "،" for piece in cut[:-1])
    (found,) = own.recognise([sentence])
    assert found[-1].start > sentence.tokens[240].start


def test_a_sentence_without_end_is_cut() -> None:
    assert [len(s.tokens) for s in _sentences("كلمة " * 600)] == [250, 250, 100]


def test_hostile_words_do_no_harm(own: Recogniser) -> None:
    text = f"قتل {'ا' * 5000} في بغداد <|> \u2028 \x00 %s {{}} 💥💥 مفخخة abc1234567890."
    sentences = _sentences(text)
    assert len(own.recognise(sentences)) == len(sentences)


def test_name_tells_the_model(own: Recogniser, tmp_path: Path) -> None:
    assert own.name.startswith("own-")
    shutil.copytree(OWN_MODEL_DIR, tmp_path / "own")
    card = tmp_path / "own" / CARD
    card.write_text("{}", encoding="utf-8")  # the card is a description, not the model
    other = load_recogniser("own", tmp_path)
    assert other is not None
    assert other.name == own.name


def test_card_tells_of_the_sentences_that_are_there() -> None:
    card = json.loads((OWN_MODEL_DIR / CARD).read_text(encoding="utf-8"))
    assert card["sentences"]["train"] >= 250
    assert set(card["dev_scores"]) == {*LABELS, "all"}
    assert str(ROOT) not in (OWN_MODEL_DIR / CARD).read_text(encoding="utf-8")
    assert str(ROOT).encode() not in (OWN_MODEL_DIR / TAGGER).read_bytes()


def test_auto_takes_the_own_model(tmp_path: Path) -> None:
    pytest.importorskip("stanza")
    (tmp_path / "own").symlink_to(OWN_MODEL_DIR)
    recogniser = load_recogniser("auto", tmp_path)
    assert isinstance(recogniser, OwnRecogniser)


def test_auto_without_models_warns_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert load_recogniser("auto", tmp_path) is None
    assert len(caplog.records) == 1
    assert "without a name tagger" in caplog.text


def test_without_stanza(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert load_recogniser("auto") is None
    assert "pip install '.[nlp]'" in caplog.text
    for name in ("own", "official"):
        with pytest.raises(ModelsMissing) as raised:
            load_recogniser(name)
        assert raised.value.hint == "pip install '.[nlp]'"


def test_none_and_unknown_names() -> None:
    assert load_recogniser("none") is None
    with pytest.raises(SijillError, match="'best'"):
        load_recogniser("best")


def test_missing_models_are_named(tmp_path: Path) -> None:
    pytest.importorskip("stanza")
    with pytest.raises(ModelsMissing) as own_missing:
        load_recogniser("own", tmp_path)
    assert "train_ner.py" in own_missing.value.hint
    with pytest.raises(ModelsMissing) as official_missing:
        load_recogniser("official", tmp_path)
    assert "sijill models --download" in official_missing.value.hint
    (tmp_path / "official").mkdir()
    (tmp_path / "official" / "resources.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelsMissing):
        load_recogniser("official", tmp_path)


def test_broken_official_download_is_an_error_with_a_hint(tmp_path: Path) -> None:
    pytest.importorskip("stanza")
    folder = tmp_path / "official" / "ar" / "ner"
    folder.mkdir(parents=True)
    (folder / "aqmar_charlm.pt").write_bytes(b"")
    (tmp_path / "official" / "resources.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelsMissing, match="cannot be loaded") as raised:
        load_recogniser("official", tmp_path)
    assert "sijill models --download" in raised.value.hint


def _official_layout(folder: Path) -> None:
    """The folder that a download leaves, with the own tagger as the Arabic one."""
    (folder / "ar" / "ner").mkdir(parents=True)
    (folder / "ar" / "pretrain").mkdir()
    shutil.copy(OWN_MODEL_DIR / TAGGER, folder / "ar" / "ner" / "aqmar_charlm.pt")
    shutil.copy(OWN_MODEL_DIR / VECTORS, folder / "ar" / "pretrain" / "words.pt")
    resources = {
        "ar": {
            "lang_name": "Arabic",
            "default_processors": {"tokenize": "padt", "ner": "aqmar_charlm"},
            "tokenize": {"padt": {}},
            "ner": {"aqmar_charlm": {"dependencies": [{"model": "pretrain", "package": "words"}]}},
            "pretrain": {"words": {}},
            "packages": {"default": {"tokenize": "padt", "ner": "aqmar_charlm"}},
        }
    }
    (folder / "resources.json").write_text(json.dumps(resources), encoding="utf-8")


def test_official_layout_is_read_and_labels_are_translated(
    tmp_path: Path, no_network: None
) -> None:
    """A downloaded folder takes part in auto, reads original words, drops labels we lack."""
    pytest.importorskip("stanza")
    _official_layout(tmp_path / "official")
    assert tagger_file(tmp_path / "official") is not None
    recogniser = load_recogniser("auto", tmp_path)
    assert isinstance(recogniser, OfficialRecogniser)
    assert recogniser.name.startswith("official-")
    sentences = _sentences("\n".join(text for text, _ in SENTENCES))
    labels = {e.label for entities in recogniser.recognise(sentences) for e in entities}
    assert labels == {"ORG"}  # of the stand-in's labels the only one that AQMAR has too


@pytest.mark.skipif(tagger_file() is None, reason="the official models were not downloaded")
def test_official_models_find_places() -> None:
    recogniser = load_recogniser("official")
    assert recogniser is not None
    found = recogniser.recognise(_sentences("وقع الانفجار في بغداد عاصمة العراق."))
    assert "PLACE" in {entity.label for entity in found[0]}


def test_failed_download_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("stanza")

    def unreachable(*_args: object, **_more: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    monkeypatch.setattr(socket.socket, "connect", unreachable)
    target = tmp_path / "official"
    target.mkdir()
    (target / "kept").write_text("yes", encoding="utf-8")
    with pytest.raises(DownloadFailed) as raised:
        download_official(target)
    assert "own model" in raised.value.hint
    assert [p.name for p in tmp_path.iterdir()] == ["official"]
    assert (target / "kept").read_text(encoding="utf-8") == "yes"


def test_importing_the_package_loads_no_model() -> None:
    code = (
        "import sys, extractors.nlp, extractors.nlp.download\n"
        "assert not {'torch', 'stanza', 'numpy'} & set(sys.modules)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=ROOT)


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ("O B-ORG E-ORG S-PLACE O", [(1, 2, "ORG"), (3, 3, "PLACE")]),
        ("B-ORG I-ORG O", [(0, 1, "ORG")]),
        ("I-ORG E-ORG I-PLACE", [(0, 1, "ORG"), (2, 2, "PLACE")]),
        ("B-DATE B-DATE E-DATE", [(0, 0, "DATE"), (1, 2, "DATE")]),
        ("O O", []),
    ],
)
def test_names_of_tags(tags: str, names: list[tuple[int, int, str]]) -> None:
    assert list(names_of(tags.split())) == names


def test_default_folders_are_in_the_project() -> None:
    assert {OWN_MODEL_DIR.parent, OFFICIAL_MODEL_DIR.parent} == {ROOT / "models"}


@pytest.mark.full
def test_reading_does_not_load_the_compiler_of_torch() -> None:
    code = (
        "import sys; from extractors.nlp import load_recogniser; load_recogniser('own');"
        " print('torch._dynamo' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
