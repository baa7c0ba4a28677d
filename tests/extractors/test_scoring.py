"""The learned scores: what they decide, their file, and what they count of a text."""

from __future__ import annotations

import gzip
import math
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.errors import ModelsMissing
from extractors.pipeline import Extractor
from extractors.records import IncidentFact
from extractors.scoring.features import Candidate, flags, log_chance
from extractors.scoring.judge import Judge, candidates_of, load_judge
from extractors.scoring.ngrams import Vocabulary, pieces, plain_words, words_and_pairs
from extractors.scoring.weights import Linear, chances, read, write
from tests.extractors.reading_kit import MakeArticle, plain_extractor

BOMB = "انفجرت سيارة مفخخة في سوق بمدينة الموصل أمس الثلاثاء ما أدى إلى مقتل ستة أشخاص."
CONDEMNED = (
    "أدانت وزارة الخارجية بأشد العبارات التفجير الذي استهدف سوقا في الموصل وأدى إلى مقتل ستة "
    "أشخاص، وقدمت تعازيها إلى حكومة العراق وشعبه، متمنية للجرحى الشفاء العاجل."
)
#: scores that the flags alone decide
SIMPLE = Linear(
    ("background", "news", "none"), (0.0, 0.0, 1.0), {}, {},
    {"type vehicle_bombing": (0.0, 9.0, 0.0), "type arrest": (9.0, 0.0, 0.0)},
)  # fmt: skip
NO_WORDS = Linear(("news",), (0.0,), {}, {}, {})


def facts_of(make_article: MakeArticle, text: str = BOMB) -> tuple[IncidentFact, ...]:
    return plain_extractor().extract(make_article(text))


def test_news_is_kept_the_condemnation_of_it_is_not(make_article: MakeArticle) -> None:
    (told,) = Extractor().extract(make_article(BOMB, title="ستة قتلى في تفجير بالموصل"))
    assert told.is_main
    assert told.confidence > 0.5
    title = "الخارجية تدين تفجير الموصل"
    recalled = Extractor().extract(make_article(CONDEMNED, title=title))
    assert not [fact for fact in recalled if fact.is_main]


def test_what_is_recorded_is_numbered_again_in_the_order_of_the_text(
    make_article: MakeArticle,
) -> None:
    article = make_article(BOMB)
    (fact,) = facts_of(make_article)
    arrest, gone = replace(fact, event_type="arrest"), replace(fact, event_type="clash")
    judge = Judge(NO_WORDS, SIMPLE)
    kept = judge.decide(
        article, [replace(gone, number=1), replace(fact, number=3)], [replace(arrest, number=2)]
    )
    assert [(f.number, f.event_type, f.is_main) for f in kept] == [
        (1, "arrest", False), (2, "vehicle_bombing", True),
    ]  # fmt: skip
    assert judge.decide(article, [], []) == ()
    assert kept[1].confidence == round(math.exp(9) / (math.exp(9) + 1 + math.e), 2)


def test_left_out_candidates_stand_before_the_fact_of_their_number(
    make_article: MakeArticle,
) -> None:
    (fact,) = facts_of(make_article)
    found = candidates_of(make_article(BOMB), [fact], [replace(fact, event_type="clash")])
    assert [(c.number, c.of, c.by_rules) for c in found] == [(0, 2, False), (1, 2, True)]


def test_flags_are_of_the_record(make_article: MakeArticle) -> None:
    article = make_article(BOMB)
    (fact,) = facts_of(make_article)
    found = flags(Candidate(article, fact, 0, 1, by_rules=True), 0.0)
    assert found["type vehicle_bombing"] == found["has killed"] == found["first"] == 1.0
    assert found["article"] == pytest.approx(math.log(0.5))
    assert "has abducted" not in found
    # an article that surely is news takes nothing away, one that surely is none all
    assert log_chance(30) == pytest.approx(0, abs=1e-9)
    assert log_chance(-800) == -800


def test_numbers_are_one_word_and_endings_pieces() -> None:
    assert plain_words("قتل 15 وجرح ١٥٠٠") == plain_words("قتل 7 وجرح 23")
    assert list(words_and_pairs(["a", "b"])) == ["a", "b", "a b"]
    assert set(pieces(["قتلى"])) >= {" قت", "قتل", " قتل"}
    assert set(pieces(["في"])) == {" في", "في ", " في "}


def test_rare_terms_weigh_more_and_rows_have_length_one() -> None:
    vocabulary = Vocabulary.of([["a", "b"], ["a", "c", "c"], ["a", "b"]], fewest=2)
    assert list(vocabulary.places) == ["a", "b"]
    weighed = dict(vocabulary.weigh(["a", "b", "x"]))
    assert weighed[1] > weighed[0]
    assert sum(w * w for w in weighed.values()) == pytest.approx(1)
    assert vocabulary.weigh(["x"]) == []


def test_weights_come_back_from_their_file_to_the_byte(tmp_path: Path) -> None:
    vocabulary = Vocabulary({" قتل": 0, "قتلى": 1}, [1.5, 2.25])
    model = Linear(("news", "none"), (0.5, -0.5), {"around": vocabulary},
                   {"around": [(0.1, -0.1), (0.2, -0.2)]}, {"first": (1.0, 0.0)})  # fmt: skip
    for name in ("one.gz", "two.gz"):
        write(model, tmp_path / name)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    again = read(tmp_path / "one.gz")
    terms = {"around": ["قتلى", "قتلى"]}
    assert again.scores(terms, {"first": 1.0}) == model.scores(terms, {"first": 1.0})
    assert sum(chances(again.scores(terms, {})).values()) == pytest.approx(1)


def test_weights_that_are_missing_or_broken_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "broken.gz").write_bytes(gzip.compress(b"part\tterm\trarity\tnews\nflag\tx\t\ty\n"))
    for name in ("none.gz", "broken.gz"):
        with pytest.raises(ModelsMissing, match="cannot be read") as missing:
            read(tmp_path / name)
        assert "python -m training.fit" in missing.value.hint
    with pytest.raises(ModelsMissing):
        load_judge(tmp_path)
