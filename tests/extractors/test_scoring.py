"""The learned scores: what they decide, their file, and what they count of a text."""

from __future__ import annotations

import gzip
import math
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.errors import ModelsMissing
from extractors.joining.join import JOINED_FROM, SAME, SURELY_NONE, joined
from extractors.joining.likeness import Told, joining_flags
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.scoring.features import Candidate, flags
from extractors.scoring.judge import Judge, kind_of_background, load_judge
from extractors.scoring.mention_features import mention_flags
from extractors.scoring.ngrams import Vocabulary, pieces, plain_words, words_and_pairs
from extractors.scoring.weights import Linear, chances, log_chance, read, write
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
UNTAUGHT = Linear((), (), {}, {}, {})


def candidate_of(article: Article, **telling: float) -> Candidate:
    (fact,) = plain_extractor().extract(article)
    return Candidate(article, fact, 0, 1, telling)


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
    first = candidate_of(make_article(BOMB))
    arrest, gone = (
        replace(first, fact=replace(first.fact, event_type=kind)) for kind in ("arrest", "clash")
    )
    judge = Judge(NO_WORDS, NO_WORDS, NO_WORDS, NO_WORDS, NO_WORDS, SIMPLE, UNTAUGHT)
    kept = judge.decide([gone, arrest, first])
    assert [(f.number, f.event_type, f.is_main) for f in kept] == [
        (1, "arrest", False), (2, "vehicle_bombing", True),
    ]  # fmt: skip
    assert judge.decide([]) == ()
    assert kept[1].confidence == round(math.exp(9) / (math.exp(9) + 1 + math.e), 2)


def test_flags_are_of_the_record_and_of_its_telling(make_article: MakeArticle) -> None:
    found = flags(candidate_of(make_article(BOMB), opens=1.0))
    assert found["type vehicle_bombing"] == found["has killed"] == found["first"] == 1.0
    assert found["opens"] == 1.0
    assert "has abducted" not in found


def test_an_article_has_its_chance_and_its_genres(make_article: MakeArticle) -> None:
    judge = load_judge()
    news, condemned = (judge.of_article(make_article(text)) for text in (BOMB, CONDEMNED))
    assert condemned["article"] < news["article"] < 0
    assert sum(v for k, v in news.items() if k.startswith("genre") and ", log" not in k) == (
        pytest.approx(1)
    )
    assert news["genre incident_news"] > condemned["genre incident_news"]
    assert condemned["genre reaction"] > news["genre reaction"]
    # an article that surely is news takes nothing away, one that surely is none all
    assert log_chance(30) == pytest.approx(0, abs=1e-9)
    assert log_chance(-800) == -800


TWO = (
    "انفجرت سيارة مفخخة في سوق بمدينة الموصل أمس فقتل ستة أشخاص. وأعلن تنظيم داعش مسؤوليته عن "
    "التفجير. وفي البصرة، خطف مسلحون مهندسا من منزله اليوم."
)


def told_of(make_article: MakeArticle, text: str) -> Told:
    return load_judge().told(plain_extractor().mentions_of(make_article(text)))


def test_a_claim_is_of_the_attack_and_what_is_told_elsewhere_of_another(
    make_article: MakeArticle,
) -> None:
    told = told_of(make_article, TWO)
    groups = joined(load_judge().joining, told)
    where = [{told.scene.mentions[at].sentence for at in group} for group in groups]
    assert where == [{0, 1}, {2}]


def test_what_is_alike_is_said_of_all_that_was_told(make_article: MakeArticle) -> None:
    told = told_of(make_article, TWO)
    found = joining_flags(told, [0], len(told.scene.mentions) - 1, [[0]])
    assert found["all place conflict"] == found["all family other"] == found["told once"] == 1.0
    assert found["all day differs"] == 1.0
    assert told.likeness(0, 0) == pytest.approx(1)
    assert 0 <= told.likeness(0, 1) == told.likeness(1, 0) < 1


def test_mentions_that_surely_tell_of_nothing_are_of_no_incident(make_article: MakeArticle) -> None:
    told = told_of(make_article, TWO)
    nothing = replace(told, none=[SURELY_NONE + 0.01] * len(told.none))
    assert joined(load_judge().joining, nothing) == []
    apart = Linear((SAME,), (JOINED_FROM - 1,), {}, {}, {})
    assert len(joined(apart, told)) == len(told.scene.mentions)


def test_a_mention_shows_what_stands_in_it(make_article: MakeArticle) -> None:
    scene = told_of(make_article, TWO).scene
    found = mention_flags(scene, 0)
    assert found["type vehicle_bombing"] == found["is lead"] == found["day day yesterday"] == 1.0
    assert mention_flags(scene, 1)["count killed total"] == 1.0
    assert found["article"] == scene.of_article["article"] < 0


def test_a_type_has_its_chance_and_without_weights_there_is_none(
    make_article: MakeArticle,
) -> None:
    scene = told_of(make_article, TWO).scene
    kind, chance = load_judge().kind(scene, [0, 1])
    assert kind == "vehicle_bombing"
    assert 0.5 < chance <= 1
    judge = Judge(NO_WORDS, NO_WORDS, NO_WORDS, NO_WORDS, UNTAUGHT, SIMPLE, UNTAUGHT)
    assert judge.kind(scene, [0, 1]) == (None, 0.0)


def test_a_type_that_the_weights_do_not_know_is_that_of_its_words(
    make_article: MakeArticle,
) -> None:
    scene = told_of(make_article, TWO).scene
    fewer = Linear(("arrest", "clash"), (0.0, 0.0), {}, {}, {})
    judge = replace(load_judge(), event=fewer)
    assert judge.kind(scene, [0, 1]) == ("vehicle_bombing", 1.0)


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


def test_a_recalled_mention_is_of_the_kind_that_its_article_most_probably_is() -> None:
    genres = {"genre court_prosecution": 0.5, "genre reaction": 0.3, "genre reaction, log": 0.9}
    assert kind_of_background(genres) == "court"
    assert kind_of_background({**genres, "genre incident_news": 0.6}) == "recalled"
    assert kind_of_background({}) == "recalled"
