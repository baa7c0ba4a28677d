"""The learned decisions: what an article is, what each mention tells of, which mentions are of one
incident, what kind of event it is, what of all that is recorded as news or as background, and how
sure each field of it is.

Seven linear scores, fitted by `python -m training.fit`: what they separate is in docs/corpus.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.joining.likeness import Told
from extractors.records import Article, IncidentFact, MentionKind
from extractors.scoring.article_features import article_terms
from extractors.scoring.event_features import EVENT_PARTS, event_flags
from extractors.scoring.features import CANDIDATE_PARTS, Candidate, flags
from extractors.scoring.field_features import field_flags, filled_fields
from extractors.scoring.mention_features import MENTION_PARTS, Scene, mention_flags, scene_of
from extractors.scoring.weights import READING_MODELS, Linear, chances, log_chance, log_of, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.document import Document

FILES = tuple(
    f"{name}.tsv.gz"
    for name in ("article", "genre", "mention", "joining", "event_type", "candidate", "field")
)
NEWS, BACKGROUND, NONE = "news", "background", "none"
#: genres of an article that say what a mention is that it does not report as news
GENRE_KINDS: dict[str, MentionKind] = {
    "reaction": "reaction",
    "court_prosecution": "court",
    "background_opinion_history": "retrospect",
}
_GENRE = "genre "
#: the class of the score of fields
RIGHT = "right"
#: a candidate is news from this chance on: on train, by folds, the mean F1 of news is highest there
#: (training/fit.py prints the table)
NEWS_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Judge:
    """Holds the weights of all scores: does the article report an incident as news; its genre; is a
    mention of news, of background, of nothing; is it of an incident told before; what kind of
    event is an incident; is a candidate news, background, nothing; is the value of a field right.
    """

    article: Linear
    genre: Linear
    mention: Linear
    joining: Linear
    event: Linear
    candidate: Linear
    field: Linear

    def told(self, doc: Document) -> Told:
        """The mentions of a document, and what their score says of each."""
        return told_of(self.mention, scene_of(doc, self.of_article(doc.article)))

    def kind(self, scene: Scene, members: Sequence[int]) -> tuple[str | None, float]:
        """The type of event for which most of its mentions speaks, and its chance; None without
        weights. A type that the weights do not know is that of the words that name it."""
        if not self.event.classes:
            return None, 0.0
        named = (scene.mentions[at].event_type for at in members)
        for kind in named:
            if kind is not None and kind not in self.event.classes:
                return kind, 1.0  # a new type, of which no labelled article tells yet
        terms = {part.name: part.of(scene, members) for part in EVENT_PARTS}
        found = chances(self.event.scores(terms, event_flags(scene, members)))
        # rounded, so that the last bit of a machine's arithmetic decides nothing
        chance, kind = max((round(chance, 4), kind) for kind, chance in found.items())
        return kind, chance

    def of_article(self, article: Article) -> dict[str, float]:
        """What the scores say of an article, as features of those behind them."""
        return of_article(self.article, self.genre, article)

    def decide(self, candidates: Sequence[Candidate]) -> tuple[IncidentFact, ...]:
        """What is recorded of the candidates of one article, numbered again in the order of the
        text, each with its chance as `confidence` and those of its fields."""
        found = (self._decided(one, self.chances(one)) for one in candidates)
        kept = [fact for fact in found if fact is not None]
        return tuple(replace(fact, number=number) for number, fact in enumerate(kept, 1))

    def _decided(self, candidate: Candidate, found: dict[str, float]) -> IncidentFact | None:
        # rounded first, so that the last bit of a machine's arithmetic decides nothing
        news, background, none = (round(found[name], 4) for name in (NEWS, BACKGROUND, NONE))
        if news < NEWS_FROM and background < none:
            return None
        main = news >= NEWS_FROM
        return replace(
            candidate.fact,
            mention_kind="report" if main else kind_of_background(candidate.telling),
            confidence=round(news if main else news + background, 2),
            field_confidence=self.field_confidence(candidate, news),
        )

    def field_confidence(self, candidate: Candidate, news: float) -> tuple[tuple[str, float], ...]:
        """The chance of each filled field that its value is right. `news`: the chance of the
        candidate that it is news."""
        if not self.field.classes:
            return ()
        return tuple(
            (name, round(math.exp(log_chance(self.field.scores({}, flags)[RIGHT])), 2))
            for name in filled_fields(candidate.fact)
            for flags in [field_flags(candidate, name, news)]
        )

    def chances(self, candidate: Candidate) -> dict[str, float]:
        """The chance that a candidate is news, background, none."""
        terms = {part.name: part.of(candidate) for part in CANDIDATE_PARTS}
        return chances(self.candidate.scores(terms, flags(candidate)))


def kind_of_background(of_article: Mapping[str, float]) -> MentionKind:
    """What a background mention is, by the most probable genre of its article (`of_article`)."""
    genres = {
        name.removeprefix(_GENRE): chance
        for name, chance in of_article.items()
        if name.startswith(_GENRE) and not name.endswith(", log")
    }
    top = max(genres, key=lambda name: (round(genres[name], 4), name), default="")
    return GENRE_KINDS.get(top, "recalled")


def of_article(news: Linear, genre: Linear, article: Article) -> dict[str, float]:
    """The logarithm of the chance that an article is news (one that surely is lets the incident
    speak for itself), and the chance of each genre."""
    terms = {"article": list(article_terms(article))}
    score = news.scores(terms, {})[NEWS]
    found = {"article": log_chance(score), "article, surely": log_chance(score - 2)}
    if genre.classes:
        for name, chance in chances(genre.scores(terms, {})).items():
            found[f"{_GENRE}{name}"] = chance
            found[f"{_GENRE}{name}, log"] = log_of(chance) / 3
    return found


def told_of(model: Linear, scene: Scene) -> Told:
    """The mentions of a scene, and what the score of mentions says of each."""
    found, words = [], []
    for at in range(len(scene.mentions)):
        terms = {part.name: list(part.of(scene, at)) for part in MENTION_PARTS}
        found.append(chances(model.scores(terms, mention_flags(scene, at))))
        around = MENTION_PARTS[0].name
        words.append(dict(model.vocabularies[around].weigh(terms[around])))
    return Told(
        scene,
        [round(one[NEWS], 4) for one in found],
        [round(one[BACKGROUND], 4) for one in found],
        [round(one[NONE], 4) for one in found],
        words,
    )


@lru_cache(maxsize=2)
def load_judge(folder: Path = READING_MODELS) -> Judge:
    """The judge whose weights lie in that folder, read once a process. Raises ModelsMissing where
    they are missing or broken."""
    return Judge(*(read(folder / name) for name in FILES))


def weight_files(folder: Path = READING_MODELS) -> Iterator[Path]:
    """The files of the weights that are there, those of names too: none before the first fit."""
    return iter(sorted(folder.glob("*.tsv.gz")))
